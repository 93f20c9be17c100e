"""Rows are worked on in processes of their own: one that dies, however it dies, is a row and not the end of a run."""

import multiprocessing
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from typing import Any


@contextmanager
def each_in_a_process(
    work: Callable[..., None], tasks: Sequence[Any], jobs: int
) -> Iterator[Iterator[tuple[int, int]]]:
    """Work on every task in a new process, which may have processes of its own; leaving the block ends them.

    Args:
        work: A function of a module, called with a task.
        tasks: In the order in which they are begun.
        jobs: How many are worked on at a time.

    Yields:
        An iterator of the position of each task with the exit code of its process (negative: the number of the signal
        that ended it), in the order in which they end.
    """
    context: Any = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    running: dict[int, tuple[int, BaseProcess]] = {}

    def ended() -> Iterator[tuple[int, int]]:
        waiting = list(range(len(tasks)))
        while waiting or running:
            while waiting and len(running) < max(jobs, 1):
                position = waiting.pop(0)
                process = context.Process(target=work, args=(tasks[position],), daemon=False)
                with warnings.catch_warnings():
                    # The threads of a numerical library are asleep while this process forks.
                    warnings.simplefilter("ignore", DeprecationWarning)
                    process.start()
                running[process.sentinel] = position, process
            ready: list[Any] = wait(list(running))
            for sentinel in ready:
                position, process = running.pop(sentinel)
                process.join()
                yield position, process.exitcode or 0

    try:
        yield ended()
    finally:
        for _, process in running.values():
            process.terminate()
        for _, process in running.values():
            process.join()
