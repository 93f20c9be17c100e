"""One work as a single sequence of symbols, file after file."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from codematch.model.frozen import frozen_array, handed_over, require


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SymbolSequence:
    """The symbols of a whole work.

    `symbols` uint64 (n,); `grams` uint64 (n,) the hash of the k symbols from each position on, 0 where the file
    ends before; `light` bool (n,) where those k symbols weigh so little that they seed only when they are rare in
    this comparison; `bounds` int64 (f + 1,) the position at which each file begins, and n.
    """

    symbols: NDArray[np.uint64]
    grams: NDArray[np.uint64]
    light: NDArray[np.bool_]
    bounds: NDArray[np.int64]

    def __post_init__(self) -> None:
        object.__setattr__(self, "symbols", frozen_array(self.symbols, np.uint64))
        object.__setattr__(self, "grams", frozen_array(self.grams, np.uint64))
        object.__setattr__(self, "light", frozen_array(self.light, np.bool_))
        object.__setattr__(self, "bounds", frozen_array(self.bounds, np.int64))
        require(
            len(self.symbols) == len(self.grams) == len(self.light) == self.bounds[-1],
            "symbols, k-grams and bounds disagree",
        )

    def file_of(self, positions: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the index of the file that each position lies in: int64 (m,)."""
        return np.searchsorted(self.bounds, positions, side="right") - 1

    def file_around(self, position: int) -> tuple[int, int]:
        """Return where the file that a position lies in begins, and where it stops."""
        stop = int(np.searchsorted(self.bounds, position, side="right"))
        return int(self.bounds[stop - 1]), int(self.bounds[stop])


def join_files(
    symbols: Sequence[NDArray[np.uint64]],
    grams: Sequence[NDArray[np.uint64]],
    bits: NDArray[np.float64],
    k: int,
    min_bits: float,
) -> SymbolSequence:
    """Lay files end to end.

    Args:
        symbols: uint64 (n_i,) for each file.
        grams: uint64 (max(n_i - k + 1, 0),) for each file.
        bits: float64 (n + 1,) running sums of the weights of all tokens [bits].
        k: Length of a k-gram [tokens].
        min_bits: k-grams that weigh less are light.
    """
    bounds = np.zeros(len(symbols) + 1, dtype=np.int64)
    np.cumsum([len(part) for part in symbols], out=bounds[1:])
    padded = np.zeros(bounds[-1], dtype=np.uint64)
    for start, part in zip(bounds[:-1], grams, strict=True):
        padded[start : start + len(part)] = part
    light = np.ones(len(padded), dtype=bool)
    light[: max(len(padded) - k + 1, 0)] = bits[k:] - bits[: max(len(padded) - k + 1, 0)] < min_bits
    joined = np.concatenate([*symbols, np.empty(0, dtype=np.uint64)])
    return SymbolSequence(
        symbols=handed_over(joined), grams=handed_over(padded), light=handed_over(light), bounds=bounds
    )
