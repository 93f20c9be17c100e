"""Processes beside this one are started and ended here: speed only, no result depends on them.

On Linux a process is forked and inherits what it works on; elsewhere it begins anew and is sent it once.
"""

import multiprocessing
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection
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
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    with context.Pool(min(jobs, len(tasks)), initializer=_start_worker, initargs=(work, shared)) as pool:
        done = pool.imap_unordered(_work_on, enumerate(tasks), chunksize=chunk)
        yield ((tasks[number], result) for number, result in done)


_worker: dict[str, Any] = {}
"""What this worker process was started with; set once, before any work."""


def _start_worker(work: Callable[[Any, Any], Any], shared: Any) -> None:
    # A terminal sends Ctrl-C to every process of a run. It is for the parent to answer, and to end its workers: one
    # that dies on its own with the lock of the queue would keep the parent waiting for ever.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _worker["work"], _worker["shared"] = work, shared


def _work_on(numbered: tuple[int, Any]) -> tuple[int, Any]:
    number, task = numbered
    return number, _worker["work"](_worker["shared"], task)


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
