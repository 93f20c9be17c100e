"""Processes beside this one are started and ended here: speed only, no result depends on them.

On Linux a process is forked and inherits what it works on; elsewhere it begins anew and is sent it once.
"""

import multiprocessing
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar

Shared = TypeVar("Shared")
Task = TypeVar("Task")
Result = TypeVar("Result")


@contextmanager
def map_in_processes(
    work: Callable[[Shared, Task], Result], shared: Shared, tasks: Sequence[Task], jobs: int, chunk: int = 1
) -> Iterator[Iterator[tuple[Task, Result]]]:
    """Work on tasks in several processes; leaving the block, by Ctrl-C too, ends them at once.

    With one job or one task all is done in this process. What `work` raises is raised where the results are taken.

    Args:
        work: A function of a module, called with `shared` and a task.
        shared: What every task needs.
        tasks: In the order in which they are begun.
        jobs: Number of processes.
        chunk: Tasks that a process is handed at a time.

    Yields:
        An iterator of each task with its result, in the order in which they are done.
    """
    if jobs <= 1 or len(tasks) <= 1:
        yield ((task, work(shared, task)) for task in tasks)
        return
    portions = [tasks[start : start + chunk] for start in range(0, len(tasks), chunk)]
    context: Any = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    crew: list[tuple[BaseProcess, Connection]] = []
    try:
        for _ in range(min(jobs, len(portions))):
            ours, theirs = context.Pipe()
            process = context.Process(target=_work_on_portions, args=(work, shared, theirs), daemon=True)
            process.start()
            theirs.close()
            crew.append((process, ours))
        yield _handed_out(portions, [connection for _, connection in crew])
    finally:
        for process, _ in crew:
            process.terminate()
        for process, connection in crew:
            process.join()
            connection.close()


def _handed_out(portions: Sequence[Sequence[Any]], idle: list[Connection]) -> Iterator[tuple[Any, Any]]:
    """Hand portions of tasks to processes, each by a pipe of its own: one that dies holds no lock that others need.

    Raises:
        MemoryError: A process was killed.
    """
    pending = iter(portions)
    busy: dict[Any, Sequence[Any]] = {}
    while True:
        while idle and (portion := next(pending, None)) is not None:
            connection = idle.pop()
            connection.send(portion)
            busy[connection] = portion
        if not busy:
            return
        ready: list[Any] = wait(list(busy))
        for done in ready:
            portion = busy.pop(done)
            try:
                results, error = done.recv()
            except EOFError:
                raise MemoryError("a process of the run was killed") from None
            if error is not None:
                raise error
            idle.append(done)
            yield from zip(portion, results, strict=True)


def _work_on_portions(work: Callable[[Any, Any], Any], shared: Any, connection: Connection) -> None:
    # A terminal sends Ctrl-C to every process of a run. It is for the parent to answer, and to end the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        try:
            portion = connection.recv()
        except EOFError:
            return
        try:
            connection.send(([work(shared, task) for task in portion], None))
        except Exception as error:
            connection.send((None, error))


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
    process = context.Process(target=_run, args=(step, sender), daemon=True)
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


def _run(step: Callable[[], Any], sender: Connection) -> None:
    try:
        sender.send((step(), None))
    except KeyboardInterrupt:
        pass
    except Exception as error:
        sender.send((None, error))
