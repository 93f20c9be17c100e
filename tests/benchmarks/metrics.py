"""How well a score tells pairs of common origin from the rest: area under the curve, precision, F1.

Area under the receiver operating characteristic as a rank statistic (Hanley & McNeil 1982,
doi:10.1148/radiology.143.1.7063747), average precision without interpolation (each distinct score is one
threshold, so tied pairs are counted together), and the best F1 with the base rate that it has to be read against.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]
Labels = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What one score reaches on one set.

    `auc`, `average_precision` and `best_f1` are 0 to 1 (NaN when a class is missing); `threshold` is the score
    from which the best F1 is reached; `base_rate` the share of positives, and `base_f1` the F1 of calling every
    pair positive.
    """

    positives: int
    negatives: int
    auc: float
    average_precision: float
    best_f1: float
    threshold: float
    base_rate: float
    base_f1: float


def auc(scores: Scores, labels: Labels) -> float:
    """Return the chance that a positive outranks a negative, a tie counting one half.

    Args:
        scores: float64 (n,), higher means more alike.
        labels: bool (n,), true for pairs of common origin.

    Returns:
        0 to 1, or NaN when there is no positive or no negative.
    """
    positives = int(labels.sum())
    negatives = len(labels) - positives
    if positives == 0 or negatives == 0:
        return float("nan")
    _, inverse, counts = np.unique(scores, return_inverse=True, return_counts=True)
    mid_ranks = np.cumsum(counts) - (counts - 1) / 2.0
    rank_sum = float(mid_ranks[inverse][labels].sum())
    return (rank_sum - positives * (positives + 1) / 2.0) / (positives * negatives)


def _cumulative(scores: Scores, labels: Labels) -> tuple[Scores, Scores, Scores]:
    """Return (thresholds, true positives, pairs at or above), one entry per distinct score, highest first."""
    order = np.argsort(-scores, kind="stable")
    ordered, hits = scores[order], np.cumsum(labels[order]).astype(np.float64)
    last_of_tie = np.flatnonzero(np.append(ordered[1:] != ordered[:-1], True))
    return ordered[last_of_tie], hits[last_of_tie], (last_of_tie + 1).astype(np.float64)


def average_precision(scores: Scores, labels: Labels) -> float:
    """Return the sum over thresholds of precision times the recall gained there; NaN without positives."""
    positives = int(labels.sum())
    if positives == 0:
        return float("nan")
    _, hits, chosen = _cumulative(scores, labels)
    gained = np.diff(hits, prepend=0.0)
    return float(np.sum(hits / chosen * gained) / positives)


def best_f1(scores: Scores, labels: Labels) -> tuple[float, float]:
    """Return the best F1 over all thresholds and the score from which it is reached; NaN without positives."""
    positives = int(labels.sum())
    if positives == 0:
        return float("nan"), float("nan")
    thresholds, hits, chosen = _cumulative(scores, labels)
    f1 = 2.0 * hits / (chosen + positives)
    best = int(np.argmax(f1))
    return float(f1[best]), float(thresholds[best])


def figures(scores: Scores, labels: Labels) -> Figures:
    """Return all figures of one score on one set of pairs."""
    f1, threshold = best_f1(scores, labels)
    positives = int(labels.sum())
    total = len(labels)
    return Figures(
        positives=positives,
        negatives=total - positives,
        auc=auc(scores, labels),
        average_precision=average_precision(scores, labels),
        best_f1=f1,
        threshold=threshold,
        base_rate=positives / total if total else float("nan"),
        base_f1=2.0 * positives / (total + positives) if positives else float("nan"),
    )


def mean_by_group(scores: Scores, labels: Labels, groups: list[str]) -> tuple[float, int]:
    """Return the mean AUC over groups (tasks) and the number of groups that have both classes."""
    names = np.array(groups)
    each = [auc(scores[names == name], labels[names == name]) for name in sorted(set(groups))]
    valid = [value for value in each if not np.isnan(value)]
    return (float(np.mean(valid)) if valid else float("nan")), len(valid)
