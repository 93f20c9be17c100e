"""Two values of one kind: of the known work and of the questioned one."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, get_args, get_origin

T = TypeVar("T")
U = TypeVar("U")


@dataclass(frozen=True, slots=True)
class Both(Generic[T]):
    """A value of each side, the known one first.

    A field `lines: Both[int]` of a result is written as `known_lines` and `questioned_lines`.
    """

    known: T
    questioned: T

    def __iter__(self) -> Iterator[T]:
        """Yield the known value, then the questioned one."""
        yield self.known
        yield self.questioned

    def map(self, change: Callable[[T], U]) -> "Both[U]":
        """Return what a function makes of each value."""
        return Both(change(self.known), change(self.questioned))


SIDES = ("known", "questioned")


def kind_of_both(kind: Any) -> Any | None:
    """Return of what two values a type is, None for one that is not `Both`."""
    return get_args(kind)[0] if get_origin(kind) is Both else None
