"""One work as a single sequence of symbols, file after file."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from codematch.model.frozen import frozen_array, require


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SymbolSequence:
    """The symbols of a whole work.

    `symbols` uint64 (n,); `grams` uint64 (n,) the hash of the k symbols from each position on, 0 where the file
    ends before; `bounds` int64 (f + 1,) the position at which each file begins, and n.
    """

    symbols: NDArray[np.uint64]
    grams: NDArray[np.uint64]
    bounds: NDArray[np.int64]

    def __post_init__(self) -> None:
        object.__setattr__(self, "symbols", frozen_array(self.symbols, np.uint64))
        object.__setattr__(self, "grams", frozen_array(self.grams, np.uint64))
        object.__setattr__(self, "bounds", frozen_array(self.bounds, np.int64))
        require(len(self.symbols) == len(self.grams) == self.bounds[-1], "symbols, k-grams and bounds disagree")

    def file_of(self, positions: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the index of the file that each position lies in: int64 (m,)."""
        return np.searchsorted(self.bounds, positions, side="right") - 1


def join_files(symbols: Sequence[NDArray[np.uint64]], grams: Sequence[NDArray[np.uint64]]) -> SymbolSequence:
    """Lay files end to end; each `grams[i]` may be shorter than `symbols[i]` by up to k - 1."""
    bounds = np.zeros(len(symbols) + 1, dtype=np.int64)
    np.cumsum([len(part) for part in symbols], out=bounds[1:])
    padded = np.zeros(bounds[-1], dtype=np.uint64)
    for start, part in zip(bounds[:-1], grams, strict=True):
        padded[start : start + len(part)] = part
    joined = np.concatenate([*symbols, np.empty(0, dtype=np.uint64)])
    return SymbolSequence(symbols=joined, grams=padded, bounds=bounds)
