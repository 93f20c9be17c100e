"""The nearest of many numbers that is greater than a bound, without a look at all of them.

A tree of maxima: each level holds the maxima of blocks of the one below. A question goes up until a block holds what is
looked for, and down again to its place, so it takes a few blocks, however many numbers there are. Files on one line, or
of one long list, have as many regions as statements, and each region asks where the statements around it begin and end.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codematch.model.frozen import freeze_arrays

_BLOCK = 256
"""Numbers that are looked at together: speed only."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Maxima:
    """Numbers (n,) as `levels[0]`, and on each further level the maxima of blocks of the one before."""

    levels: tuple[NDArray[Any], ...]

    def __post_init__(self) -> None:
        freeze_arrays(self)

    @classmethod
    def of(cls, numbers: NDArray[Any]) -> "Maxima":
        """Return the tree of some numbers: integers or truth values (n,)."""
        levels = [numbers]
        while len(levels[-1]) > _BLOCK:
            levels.append(np.maximum.reduceat(levels[-1], np.arange(0, len(levels[-1]), _BLOCK)))
        return cls(levels=tuple(levels))

    def last_above(self, stop: int, bound: int) -> int:
        """Return the last place before `stop` whose number is greater than a bound, -1 if there is none."""
        for depth, level in enumerate(self.levels):
            first = (stop - 1) // _BLOCK * _BLOCK if depth < len(self.levels) - 1 else 0
            found = np.flatnonzero(level[max(first, 0) : stop] > bound)
            if len(found):
                place = max(first, 0) + int(found[-1])
                for lower in reversed(self.levels[:depth]):
                    place = place * _BLOCK + int(np.flatnonzero(_block(lower, place) > bound)[-1])
                return place
            stop = max(first, 0) // _BLOCK
        return -1

    def first_above(self, start: int, bound: int) -> int:
        """Return the first place from `start` on whose number is greater than a bound, -1 if there is none."""
        for depth, level in enumerate(self.levels):
            stop = -(-start // _BLOCK) * _BLOCK if depth < len(self.levels) - 1 else len(level)
            found = np.flatnonzero(level[start:stop] > bound)
            if len(found):
                place = start + int(found[0])
                for lower in reversed(self.levels[:depth]):
                    place = place * _BLOCK + int(np.flatnonzero(_block(lower, place) > bound)[0])
                return place
            start = stop // _BLOCK
        return -1


def _block(level: NDArray[Any], number: int) -> NDArray[Any]:
    return level[number * _BLOCK : (number + 1) * _BLOCK]
