"""Figures over replicates of labelled pairs: the scores are sorted once, and a replicate only counts them again.

The same definitions as `significance.discrimination`, for pairs that count several times: a test holds the two against
one another. Without this an interval over 15,000 pairs would sort them a thousand times for each figure.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from codematch.significance.bootstrap import Indices
from codematch.significance.discrimination import Labels, Scores

Figure = Callable[[Scores, Scores], float | None]
"""Takes float64 (m,) hits and false alarms accepted at each distinct score, highest first."""


class Ranking:
    """Labelled scores in their order, to be counted again and again."""

    def __init__(self, scores: Scores, labels: Labels) -> None:
        """Sort.

        Args:
            scores: float64 (n,), one or more, no NaN.
            labels: bool (n,), true for pairs of common origin.
        """
        self._order = np.argsort(-scores, kind="stable")
        ordered = scores[self._order]
        self._last_of_tie = np.flatnonzero(np.append(ordered[1:] != ordered[:-1], True))
        self._labels = labels[self._order]

    def of(self, figure: Figure) -> Callable[[Indices], float | None]:
        """Return the figure as a function of int64 (m,) indices of pairs, some of them more than once."""

        def counted(indices: Indices) -> float | None:
            times = np.bincount(indices, minlength=len(self._order))[self._order]
            hits = np.cumsum(np.where(self._labels, times, 0))[self._last_of_tie].astype(np.float64)
            false_alarms = np.cumsum(np.where(self._labels, 0, times))[self._last_of_tie].astype(np.float64)
            return figure(hits, false_alarms)

        return counted


def auc_of(hits: Scores, false_alarms: Scores) -> float | None:
    """Return the area under the receiver operating characteristic, None when a class is missing."""
    if hits[-1] == 0.0 or false_alarms[-1] == 0.0:
        return None
    outranked = np.diff(false_alarms, prepend=0.0) * (hits + np.append(0.0, hits[:-1])) / 2.0
    return float(outranked.sum() / (hits[-1] * false_alarms[-1]))


def average_precision_of(hits: Scores, false_alarms: Scores) -> float | None:
    """Return the average precision, None without positives."""
    if hits[-1] == 0.0:
        return None
    accepted = hits + false_alarms
    precision = np.divide(hits, accepted, out=np.zeros_like(hits), where=accepted > 0.0)
    return float((precision * np.diff(hits, prepend=0.0)).sum() / hits[-1])


def tpr_of(rate: float) -> Figure:
    """Return the figure: highest true positive rate with a false positive rate of `rate` or less."""

    def found(hits: Scores, false_alarms: Scores) -> float | None:
        if hits[-1] == 0.0 or false_alarms[-1] == 0.0:
            return None
        allowed = hits[false_alarms / false_alarms[-1] <= rate]
        return float(allowed[-1] / hits[-1]) if len(allowed) else 0.0

    return found


def mean_of(values: NDArray[np.float64]) -> Callable[[Indices], float | None]:
    """Return the mean of values as a function of indices."""
    return lambda indices: float(values[indices].mean())
