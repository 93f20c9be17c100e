"""Many spans of tokens at once: their positions, and where two sides of them are equal."""

from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray


def place_in(ordered: NDArray[Any], value: int, side: Literal["left", "right"] = "left") -> int:
    """Return the place of a value in sorted numbers, as `numpy.searchsorted` does, without a look at all of them.

    With a value of another type NumPy copies the array first, and that is as slow as looking at each number.

    Args:
        ordered: integers (n,), sorted.
        value: One that their type can hold.
        side: Whether the place is before or behind those that are equal.
    """
    return int(ordered.searchsorted(ordered.dtype.type(value), side))


def span_positions(starts: NDArray[np.int64], lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return every position of the spans of `lengths` from `starts` on, span after span: int64 (sum of lengths,)."""
    return np.repeat(starts - np.cumsum(lengths) + lengths, lengths) + np.arange(int(lengths.sum()))


def all_equal(
    known: NDArray[np.uint64],
    questioned: NDArray[np.uint64],
    at_known: NDArray[np.int64],
    at_questioned: NDArray[np.int64],
    lengths: NDArray[np.int64],
) -> NDArray[np.bool_]:
    """Say whether all `lengths[i]` symbols from each pair of positions on are equal: bool (r,).

    Args:
        known: uint64 (n,) symbols of the known side.
        questioned: uint64 (m,) those of the questioned side.
        at_known: int64 (r,) positions on the known side.
        at_questioned: int64 (r,) positions on the questioned side.
        lengths: int64 (r,) [tokens].
    """
    sound = np.ones(len(lengths), dtype=bool)
    if len(lengths) == 0:
        return sound
    differing = known[span_positions(at_known, lengths)] != questioned[span_positions(at_questioned, lengths)]
    sound[np.repeat(np.arange(len(lengths)), lengths)[differing]] = False
    return sound
