"""Steps and tasks in processes of their own: results, errors, and what happens when a process dies."""

import operator
import os
import signal
import sys

import pytest

from codematch.errors import StoreError
from codematch.parallel import map_halves, map_in_processes, run_in_background

forks = pytest.mark.skipif(sys.platform != "linux", reason="a step runs in the background on Linux only")


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_result_is_the_same_however_it_comes(jobs):
    assert run_in_background(lambda: {"a": (1, 2)}, jobs)() == {"a": (1, 2)}


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_error_is_raised_where_the_result_is_asked_for(jobs):
    def step():
        raise StoreError("broken")

    wait = run_in_background(step, jobs)
    with pytest.raises(StoreError, match="broken"):
        wait()


@forks
def test_a_step_has_a_process_of_its_own():
    assert run_in_background(os.getpid, 2)() != os.getpid()


@forks
def test_a_step_whose_process_dies_is_done_here():
    here = os.getpid()

    def step():
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return "done"

    assert run_in_background(step, 2)() == "done"


@pytest.mark.parametrize("jobs", [1, 2, 5])
@pytest.mark.parametrize("count", range(6))
def test_two_halves_come_back_in_order(jobs, count):
    assert map_halves(lambda some: [7 * task for task in some], range(count), jobs) == [7 * n for n in range(count)]


@forks
def test_the_second_half_has_a_process_of_its_own():
    first, second = map_halves(lambda some: [os.getpid() for _ in some], range(2), 2)
    assert first == os.getpid() != second


@pytest.mark.parametrize("broken", range(4))
def test_an_error_in_either_half_is_raised(broken):
    def work(some):
        if broken in some:
            raise StoreError(f"{broken} is broken")
        return some

    with pytest.raises(StoreError, match=f"{broken} is broken"):
        map_halves(work, range(4), 2)


def refuse(most, task):
    if task > most:
        raise StoreError(f"{task} is too much")
    return os.getpid()


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("chunk", [1, 3])
def test_each_task_comes_with_its_result(jobs, chunk):
    with map_in_processes(operator.mul, 7, range(20), jobs, chunk) as results:
        assert sorted(results) == [(task, 7 * task) for task in range(20)]


def test_processes_are_sent_what_they_cannot_inherit(monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    with map_in_processes(operator.mul, "ab", [1, 2], 2) as results:
        assert sorted(results) == [(1, "ab"), (2, "abab")]


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_error_of_a_task_is_raised_where_the_results_are_taken(jobs):
    with map_in_processes(refuse, 2, range(5), jobs) as results, pytest.raises(StoreError, match="is too much"):
        list(results)


@forks
def test_tasks_have_processes_of_their_own_but_one_alone_has_not():
    with map_in_processes(refuse, 9, range(5), 2) as results:
        assert os.getpid() not in {result for _, result in results}
    with map_in_processes(refuse, 9, [1], 2) as results:
        assert [result for _, result in results] == [os.getpid()]


@forks
def test_leaving_the_block_ends_the_processes():
    with map_in_processes(refuse, 9, range(9), 2) as results:
        _, process = next(results)
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def die(_, task):
    if task == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return task


@forks
def test_a_process_that_is_killed_ends_the_run_and_does_not_hang():
    with map_in_processes(die, None, range(9), 2) as results, pytest.raises(MemoryError):
        list(results)
