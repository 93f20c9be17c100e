"""Figures over replicates of labelled pairs: the scores are sorted once, and a replicate only counts them again.

The figures are those of counts in `significance.discrimination`, for pairs that count several times. Without this an
interval over 15,000 pairs would sort them a thousand times for each figure.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from codematch.significance.bootstrap import Indices
from codematch.significance.discrimination import Counts, Labels, Scores


class Ranking:
    """Labelled scores in their order, to be counted again and again."""

    def __init__(self, scores: Scores, labels: Labels) -> None:
        self._order = np.argsort(-scores, kind="stable")
        ordered = scores[self._order]
        self._last_of_tie = np.flatnonzero(np.append(ordered[1:] != ordered[:-1], True))
        self._labels = labels[self._order]

    def of(self, figure: Counts) -> Callable[[Indices], float | None]:
        """Return the figure as a function of int64 (m,) indices of pairs, some of them more than once."""

        def counted(indices: Indices) -> float | None:
            times = np.bincount(indices, minlength=len(self._order))[self._order]
            hits = np.cumsum(np.where(self._labels, times, 0))[self._last_of_tie].astype(np.float64)
            false_alarms = np.cumsum(np.where(self._labels, 0, times))[self._last_of_tie].astype(np.float64)
            return figure(hits, false_alarms)

        return counted


def mean_of(values: NDArray[np.float64]) -> Callable[[Indices], float | None]:
    """Return the mean of values as a function of indices."""
    return lambda indices: float(values[indices].mean())
