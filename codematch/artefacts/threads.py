"""Works on tensors in two threads, where there is enough to do: reading runs beside hashing and arithmetic."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")
_THREADS = 2
"""More would hold more than two matrices of each side in memory at a time."""
_MIN_VALUES = 1 << 24


def in_threads(work: Callable[[Task], Result], tasks: Iterable[Task], values: int) -> list[Result]:
    """Return what `work` makes of each task, in their order; `values` is how many values of tensors there are.

    No result depends on which thread makes it.
    """
    if values < _MIN_VALUES:
        return [work(task) for task in tasks]
    with ThreadPoolExecutor(_THREADS) as pool:
        return list(pool.map(work, tasks))
