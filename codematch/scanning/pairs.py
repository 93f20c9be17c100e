"""All pairs of n works, numbered: the pair (i, j) with i < j in the order of i, then j."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from codematch.model.frozen import freeze_arrays

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pairs:
    """The pairs of `works` works: `first` and `second` int64 (p,) are their positions."""

    works: int
    first: Numbers
    second: Numbers

    def __post_init__(self) -> None:
        freeze_arrays(self)

    def __len__(self) -> int:
        return len(self.first)

    def number(self, first: Numbers, second: Numbers) -> Numbers:
        """Return the numbers of pairs, the positions of each in any order."""
        low, high = np.minimum(first, second), np.maximum(first, second)
        return np.asarray(low * (2 * self.works - low - 1) // 2 + high - low - 1)


def all_pairs(works: int) -> Pairs:
    """Return all pairs of so many works."""
    first, second = np.triu_indices(works, 1)
    return Pairs(works=works, first=first.astype(np.int64), second=second.astype(np.int64))
