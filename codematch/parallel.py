"""Processes beside this one are started, watched and ended here: speed and safety only, no result depends on them.

On Linux a process is forked and inherits what it works on; elsewhere it begins anew and is sent it once.
"""

import multiprocessing
import os
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from multiprocessing.connection import Connection, wait
from typing import Any, Protocol, TypeVar

from codematch import process_limits
from codematch.process_limits import Allowance
from codematch.worker_process import Cause, Child, Death, has_limits, now_at

__all__ = [
    "Allowance",
    "Cause",
    "Death",
    "Jobs",
    "Workers",
    "are_forked",
    "map_halves",
    "map_in_processes",
    "map_supervised",
    "now_at",
    "processes",
    "run_in_background",
]

Shared = TypeVar("Shared")
Task = TypeVar("Task")
Result = TypeVar("Result")
_Portions = Sequence[Sequence[Any]]


class Workers(Protocol):
    """Machines that work on tasks in the place of processes of this one, `slots` at a time."""

    @property
    def slots(self) -> int:
        """How many tasks they work on at a time."""

    def map(
        self, work: Callable[[Any, Any], Any], shared: Any, tasks: Sequence[Any]
    ) -> AbstractContextManager[Iterator[tuple[Any, Any]]]:
        """Work on tasks, as `map_in_processes` does."""


Jobs = int | Workers
"""How many processes work on tasks, or the machines that do."""


def processes(jobs: Jobs) -> int:
    """Return how many tasks are worked on at a time."""
    return jobs if isinstance(jobs, int) else jobs.slots


_CHECK_SECONDS = 1.0
"""How often the clock is asked whether a process is overdue [s]."""


@contextmanager
def map_in_processes(
    work: Callable[[Shared, Task], Result],
    shared: Shared,
    tasks: Sequence[Task],
    jobs: Jobs,
    chunk: int = 1,
    given_up: Callable[[Task, Death], Result] | None = None,
    allowance: Allowance | None = None,
) -> Iterator[Iterator[tuple[Task, Result]]]:
    """Work on tasks in several processes; leaving the block, by Ctrl-C too, ends them at once.

    With one job or one task all is done in this process. What `work` raises is raised where the results are taken.
    The tasks of a process that dies are tried once more, each by itself.

    Args:
        work: A function of a module, called with `shared` and a task.
        shared: What every task needs.
        tasks: In the order in which they are begun.
        jobs: Number of processes, or other machines.
        chunk: Tasks that a process is handed at a time.
        given_up: Makes, in this process, the result of a task by which a process died while it worked on it alone.
        allowance: What each process may use, None for no limits; there are none where all is done in this process.

    Yields:
        An iterator of each task with its result, in the order in which they are done. Without `given_up` it raises
        MemoryError when a process dies of a task by itself.
    """
    portions = [tasks[start : start + chunk] for start in range(0, len(tasks), chunk)]
    if not isinstance(jobs, int):
        with jobs.map(partial(_each, work), shared, portions) as found:
            yield (done for portion, results in found for done in zip(portion, results, strict=True))
        return
    if jobs <= 1 or len(tasks) <= 1:
        yield ((task, work(shared, task)) for task in tasks)
        return
    with _crew(partial(_each, work), shared, min(jobs, len(portions)), allowance) as crew:
        yield _or_error(_handed_out(portions, crew), given_up)


def _each(work: Callable[[Shared, Task], Result], shared: Shared, portion: Sequence[Task]) -> list[Result]:
    return [work(shared, task) for task in portion]


def _or_error(
    done: Iterator[tuple[Any, Any]], given_up: Callable[[Any, Death], Any] | None
) -> Iterator[tuple[Any, Any]]:
    for task, result in done:
        if not isinstance(result, Death):
            yield task, result
        elif result.final and given_up is not None:
            yield task, given_up(task, result)
        elif result.final:
            raise MemoryError("a process of the run was killed")


@contextmanager
def map_supervised(
    work: Callable[[Shared, Sequence[Task]], Sequence[Result]],
    shared: Shared,
    portions: Sequence[Sequence[Task]],
    jobs: Jobs,
    allowance: Allowance,
) -> Iterator[Iterator[tuple[Task, Result | Death]]]:
    """Work on tasks in processes with limits, with one job too; a task that kills its process costs itself alone.

    When a process dies its portion is tried once more, task by task; a task that kills a process by itself is given up.
    With one job, all is done in this process and without limits of its own where a process cannot be forked (macOS,
    Windows), in a process that has limits already, and beside other threads of Python, whose locks a forked process
    could wait for.

    Args:
        work: A function of a module, called with `shared` and a portion of tasks; returns the result of each.
        shared: What every task needs.
        portions: Tasks that a process is handed at a time.
        jobs: Number of processes, or other machines, each of which has such a process.
        allowance: What each may use.

    Yields:
        An iterator of each task with its result, or with the death of its process, in the order in which they are done;
        a death that is not final is followed by another outcome of the task.
    """
    if not isinstance(jobs, int):
        with jobs.map(_supervised, (work, shared, allowance), portions) as outcomes:
            yield (outcome for _, found in outcomes for outcome in found)
        return
    if not portions or (jobs <= 1 and not _can_fork()):
        yield (done for portion in portions for done in zip(portion, work(shared, portion), strict=True))
        return
    with _crew(work, shared, min(max(1, jobs), len(portions)), allowance) as crew:
        yield _handed_out(portions, crew)


def _supervised(task: tuple[Any, Any, Allowance], portion: Sequence[Any]) -> list[tuple[Any, Any]]:
    work, shared, allowance = task
    with map_supervised(work, shared, [portion], 1, allowance) as outcomes:
        return list(outcomes)


def are_forked(jobs: Jobs) -> bool:
    """Say whether the processes of `map_supervised` are forked from this one, and so have what it has loaded."""
    return isinstance(jobs, int) and sys.platform == "linux" and (jobs > 1 or _can_fork())


def _can_fork() -> bool:
    return (
        sys.platform == "linux"
        and not multiprocessing.current_process().daemon
        and not has_limits()
        and threading.active_count() == 1
        and threading.current_thread() is threading.main_thread()
    )


class _Crew:
    """The processes of one map: started when they are needed, replaced when they die."""

    def __init__(self, start: Callable[[], Child], size: int) -> None:
        self._start = start
        self._size = size
        self._members: list[Child] = []
        self.idle: list[Child] = []

    def free(self) -> Child | None:
        """Return a process without work, None when all have some."""
        if self.idle:
            return self.idle.pop()
        if len(self._members) >= self._size:
            return None
        self._members.append(self._start())
        return self._members[-1]

    def drop(self, child: Child) -> None:
        """Forget a process that died."""
        self._members.remove(child)
        child.end()

    def end(self) -> None:
        """End all processes."""
        for child in self._members:
            child.ask_to_end()
        for child in self._members:
            child.end()


@contextmanager
def _crew(work: Callable[[Any, Any], Any], shared: Any, size: int, allowance: Allowance | None) -> Iterator[_Crew]:
    crew = _Crew(partial(Child, work, shared, allowance), size)
    try:
        yield crew
    finally:
        crew.end()


def _handed_out(portions: _Portions, crew: _Crew) -> Iterator[tuple[Any, Any]]:
    """Hand portions of tasks to processes, each by a pipe of its own: one that dies holds no lock that others need."""
    pending = deque((portion, False) for portion in portions)
    busy: dict[Any, tuple[Child, bool]] = {}
    while pending or busy:
        while pending and (child := crew.free()) is not None:
            portion, again = pending.popleft()
            child.hand(portion)
            busy[child.connection] = child, again
        for connection in _ready(busy):
            child, again = busy.pop(connection)
            results, error = child.answer(final=again)
            if error is not None:
                raise error
            if isinstance(results, Death):
                crew.drop(child)
                yield from ((task, results) for task in child.portion)
                if not again:
                    pending.extendleft(([task], True) for task in reversed(child.portion))
                continue
            crew.idle.append(child)
            yield from zip(child.portion, results, strict=True)


def _ready(busy: dict[Any, tuple[Child, bool]]) -> list[Any]:
    """Wait until processes have an answer, or are dead; end those that are overdue."""
    while True:
        closed = [connection for connection in busy if connection.closed]
        if closed:
            return closed
        if found := wait(list(busy), _CHECK_SECONDS):
            return list(found)
        for child, _ in busy.values():
            child.end_if_overdue()


def map_halves(work: Callable[[Sequence[Task]], Sequence[Result]], tasks: Sequence[Task], jobs: int) -> list[Result]:
    """Work on tasks, with two jobs on every other one in a process of its own; return the results in order.

    Args:
        work: Called with tasks; returns the result of each.
        tasks: What is to be done.
        jobs: With one, all is done in this process.
    """
    if jobs <= 1 or len(tasks) <= 1:
        return list(work(tasks))
    others = run_in_background(partial(work, tasks[1::2]), jobs)
    own, theirs = work(tasks[::2]), others()
    return [(theirs if place % 2 else own)[place // 2] for place in range(len(tasks))]


def run_in_background(step: Callable[[], Result], jobs: int) -> Callable[[], Result]:
    """Start a step in a process of its own, and return what waits for its result.

    With one job, or where a process cannot inherit the works from this one, the step runs when its result is asked for.
    What it raises is raised there. A process that was killed, for want of memory perhaps, is replaced by this one.
    """
    if jobs <= 1 or sys.platform != "linux":
        return step
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(step, sender, os.getpid()), daemon=True)
    process.start()
    sender.close()

    def wait() -> Result:
        try:
            result, error = receiver.recv()
        except EOFError:
            return step()
        finally:
            process.join()
        if error is not None:
            raise error
        return result  # type: ignore[no-any-return]

    return wait


def _run(step: Callable[[], Any], sender: Connection, parent: int) -> None:
    process_limits.end_by_signals()
    process_limits.end_with_parent(parent)
    try:
        sender.send((step(), None))
    except KeyboardInterrupt:
        pass
    except Exception as error:
        sender.send((None, error))
