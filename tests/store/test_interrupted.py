"""Whoever adds to an index may be killed at any moment: nothing is lost, and nothing is there twice."""

import os
import random
import signal
import time
from pathlib import Path

import pytest

from codematch.scanning.works import Located
from codematch.store import manifest, writing
from codematch.store.checking import check
from codematch.store.contents import opened
from tests.scanning.sets import made_set
from tests.store.stores import TOOLS, located, made_index

pytestmark = pytest.mark.posix

KILLED = 20


def labels(index: Path) -> list[str]:
    with opened(index) as contents:
        return [work.label for work in contents.works()]


def added_until(index: Path, works: list[Located], seconds: float) -> None:
    """Add works in another process, and kill it after a time."""
    writer = os.fork()
    if writer == 0:
        writing.add(index, works, TOOLS)
        os._exit(0)
    time.sleep(seconds)
    os.kill(writer, signal.SIGKILL)
    os.waitpid(writer, 0)


@pytest.mark.slow
def test_nothing_is_lost_and_nothing_doubled_when_an_addition_is_killed(tmp_path: Path) -> None:
    index, first = made_index(tmp_path, 3)
    more = [work for work in located(made_set(tmp_path / "more", 9)) if work.label > "work03"]
    begin = time.monotonic()
    writing.add(index, more, TOOLS)
    whole = time.monotonic() - begin
    writing.remove(index, [work.label for work in more])
    before, after = [work.label for work in first], [work.label for work in (*first, *more)]
    moments = random.Random(7)  # noqa: S311
    outcomes = set()
    for _ in range(KILLED):
        added_until(index, more, moments.uniform(0.0, 1.3 * whole))
        found = labels(index)
        assert found in (before, after)
        outcomes.add(len(found))
        assert check(index, TOOLS).faults == ()
        if found == after:
            writing.remove(index, [work.label for work in more])
    assert len(before) in outcomes
    assert set(writing.add(index, more, TOOLS).added) == {work.label for work in more}
    assert labels(index) == after
    assert check(index, TOOLS) == check(index, TOOLS)
    assert len(list((index / "segments").iterdir())) == 2


def test_a_build_that_is_killed_leaves_no_index_and_can_be_begun_again(tmp_path: Path) -> None:
    works = located(made_set(tmp_path / "works", 4))
    index = tmp_path / "works.index"
    writer = os.fork()
    if writer == 0:
        setattr(manifest, "write", lambda *_: os.kill(os.getpid(), signal.SIGKILL))  # noqa: B010 -- the process ends
        writing.build(index, works, TOOLS)
    os.waitpid(writer, 0)
    assert list((index / "segments").iterdir())
    assert not (index / "index.json").exists()
    writing.build(index, works, TOOLS)
    assert labels(index) == [work.label for work in works]
    assert len(list((index / "segments").iterdir())) == 1
    assert check(index, TOOLS).faults == ()
