"""What runs on the machines of a cluster: tasks one after another, each answered with its result or its error."""

import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from codematch.cluster import payload


class Errand:
    """Tasks for the machines, as they are sent there.

    Args:
        content: Returns the function, what all tasks share, and the tasks, as bytes (`payload`).
        parts: Return what a task may ask for.
    """

    def __init__(self, content: Callable[[], bytes], parts: Sequence[Callable[[], bytes]]) -> None:
        self._content = content
        self._parts = parts

    def answers(self, places: Iterable[int]) -> Iterator[tuple[int, bytes]]:
        """Yield for each place among the tasks the place with the answer."""
        try:
            work, shared, tasks = payload.read(self._content(), lambda number: self._parts[number]())
        except Exception as error:
            yield from ((place, _written(None, error)) for place in places)
            return
        for place in places:
            try:
                yield place, _written(work(shared, tasks[place]), None)
            except Exception as error:
                yield place, _written(None, error)


def result_of(answer: bytes) -> Any:
    """Return what an answer says.

    Raises:
        Exception: What the task raised.
    """
    result, error = pickle.loads(answer)  # noqa: S301 written by `Errand` in this run
    if error is not None:
        raise error
    return result


def _written(result: Any, error: Exception | None) -> bytes:
    try:
        return pickle.dumps((result, error), protocol=pickle.HIGHEST_PROTOCOL)
    except Exception:  # an error that cannot be sent is said in words
        return pickle.dumps((None, RuntimeError(str(error))), protocol=pickle.HIGHEST_PROTOCOL)
