"""A step beside the others: its result, its error, and what happens when its process dies."""

import os
import signal
import sys

import pytest

from codematch.comparison.beside import beside
from codematch.errors import StoreError

forks = pytest.mark.skipif(sys.platform != "linux", reason="a step runs beside the others on Linux only")


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_result_is_the_same_however_it_comes(jobs):
    assert beside(lambda: {"a": (1, 2)}, jobs)() == {"a": (1, 2)}


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_error_is_raised_where_the_result_is_asked_for(jobs):
    def step():
        raise StoreError("broken")

    wait = beside(step, jobs)
    with pytest.raises(StoreError, match="broken"):
        wait()


@forks
def test_a_step_has_a_process_of_its_own():
    assert beside(os.getpid, 2)() != os.getpid()


@forks
def test_a_step_whose_process_dies_is_done_here():
    here = os.getpid()

    def step():
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return "done"

    assert beside(step, 2)() == "done"
