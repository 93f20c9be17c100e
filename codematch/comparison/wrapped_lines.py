"""Code that stands on other lines of the other side: a person, or a formatter, broke the text into lines otherwise."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from codematch.align.script import AlignedTokens
from codematch.comparison.line_parts import SideLines
from codematch.comparison.prepare import IDENTIFIER
from codematch.model.frozen import array_value


@array_value(copy=False)
class Counterparts:
    """The tokens of the known and the questioned file that have a counterpart, and those whose counterpart is the same.

    All are positions in the files, int64, rising. A name and the name that stands for it are counterparts, two
    different values are none.
    """

    known: NDArray[np.int64]
    questioned: NDArray[np.int64]
    same_known: NDArray[np.int64]
    same_questioned: NDArray[np.int64]

    @classmethod
    def of(cls, left: SideLines, right: SideLines, aligned: AlignedTokens) -> "Counterparts":
        """Return what the aligned tokens of two files say."""
        one, other = left.file.stream, right.file.stream
        same = one.texts[aligned.known] == other.texts[aligned.questioned]
        names = (one.classes[aligned.known] == IDENTIFIER) & (other.classes[aligned.questioned] == IDENTIFIER)
        return cls(
            known=np.sort(aligned.known[same | names]),
            questioned=np.sort(aligned.questioned[same | names]),
            same_known=np.sort(aligned.known[same]),
            same_questioned=np.sort(aligned.questioned[same]),
        )

    def has(self, side: int, tokens: Sequence[int]) -> list[bool]:
        """Say of tokens of the known (0) or the questioned (1) file which have a counterpart."""
        return _among((self.known, self.questioned)[side], tokens)

    def has_same(self, side: int, tokens: Sequence[int]) -> list[bool]:
        """Say which have one with the same text."""
        return _among((self.same_known, self.same_questioned)[side], tokens)

    def lines(self, side: int, lines: SideLines) -> NDArray[np.intp]:
        """Return the places of the lines of a side of which at least half of the tokens have a counterpart, rising."""
        own = (self.known, self.questioned)[side]
        starts = lines.file.stream.starts
        inside = np.arange(*np.searchsorted(starts, (lines.starts[0], lines.stops[-1] + 1)).tolist(), dtype=np.int64)
        every = np.bincount(lines.places(inside), minlength=len(lines.texts))
        those = np.bincount(lines.places(own), minlength=len(lines.texts))
        return np.flatnonzero((every > 0) & (2 * those >= every))


def _among(positions: NDArray[np.int64], tokens: Sequence[int]) -> list[bool]:
    if not len(positions):
        return [False] * len(tokens)
    places = np.minimum(np.searchsorted(positions, tokens), len(positions) - 1)
    return [bool(found) for found in positions[places] == np.asarray(tokens)]
