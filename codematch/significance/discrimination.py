"""How well a score tells pairs of common origin from the rest, at every threshold.

A pair is accepted at a threshold when its score is the threshold or more; pairs of equal score are accepted together.
Area under the receiver operating characteristic as a rank statistic, a tie counting one half: Hanley & McNeil 1982
(doi:10.1148/radiology.143.1.7063747). Average precision without interpolation: Davis & Goadrich 2006
(doi:10.1145/1143844.1143874) show why interpolating is wrong. Detection error trade-off: Martin et al. 1997
(doi:10.21437/Eurospeech.1997-504).

Every figure is of scores, float64 (n,), and labels, bool (n,). It is None if the data cannot give it: most figures need
both classes. Scores and labels that differ in number, or a score that is NaN, raise `InvariantError`.
"""

from collections.abc import Callable, Sequence
from statistics import fmean

import numpy as np
from numpy.typing import NDArray

from codematch.model.frozen import array_value, require

Scores = NDArray[np.float64]
"""float64 (n,), higher for pairs that are more alike; no NaN."""
Labels = NDArray[np.bool_]
"""bool (n,), true for pairs of common origin."""
Counts = Callable[[Scores, Scores], float | None]
"""A figure of float64 (m,) hits and false alarms: how many pairs are accepted at each distinct score, highest first."""


@array_value
class Curve:
    """A receiver operating characteristic: one point per distinct score, highest first, after one that accepts nothing.

    `thresholds` float64 (m,) from +inf down, `false_positive_rate` and `true_positive_rate` float64 (m,) from 0 to 1.
    """

    thresholds: Scores
    false_positive_rate: Scores
    true_positive_rate: Scores


def by_class(scores: Scores, labels: Labels) -> tuple[Scores, Scores] | None:
    """Return the scores of the true and of the false labels, or None when either has none."""
    _check(scores, labels)
    positive, negative = scores[labels], scores[~labels]
    return (positive, negative) if len(positive) and len(negative) else None


def roc(scores: Scores, labels: Labels) -> Curve | None:
    """Return the receiver operating characteristic, or None when a class is missing."""
    if by_class(scores, labels) is None:
        return None
    thresholds, hits, false_alarms = _accepted(scores, labels)
    return Curve(
        thresholds=np.append(np.inf, thresholds),
        false_positive_rate=np.append(0.0, false_alarms / false_alarms[-1]),
        true_positive_rate=np.append(0.0, hits / hits[-1]),
    )


def auc(scores: Scores, labels: Labels) -> float | None:
    """Return the chance that a positive outranks a negative, a tie counting one half: 0 to 1."""
    return auc_of(*_accepted(scores, labels)[1:]) if by_class(scores, labels) is not None else None


def auc_of(hits: Scores, false_alarms: Scores) -> float | None:
    """Return the same of counts."""
    if hits[-1] == 0.0 or false_alarms[-1] == 0.0:
        return None
    # Whole and half numbers, so the sum is exact: each negative is outranked by the positives accepted before it and
    # half outranked by those of its own score.
    outranked = np.diff(false_alarms, prepend=0.0) * (hits + np.append(0.0, hits[:-1])) / 2.0
    return float(outranked.sum() / (hits[-1] * false_alarms[-1]))


def average_precision(scores: Scores, labels: Labels) -> float | None:
    """Return the sum over thresholds of precision times the recall gained there.

    Above 0 to 1; a score that says nothing gives about the share of positives. None without positives.
    """
    _check(scores, labels)
    return average_precision_of(*_accepted(scores, labels)[1:]) if labels.any() else None


def average_precision_of(hits: Scores, false_alarms: Scores) -> float | None:
    """Return the same of counts."""
    if hits[-1] == 0.0:
        return None
    accepted = hits + false_alarms
    precision = np.divide(hits, accepted, out=np.zeros_like(hits), where=accepted > 0.0)
    return float((precision * np.diff(hits, prepend=0.0)).sum() / hits[-1])


def best_f1(scores: Scores, labels: Labels) -> tuple[float, float] | None:
    """Return the best F1 over all thresholds and the highest threshold that reaches it.

    The threshold is chosen on the very pairs it is measured on, so the F1 is optimistic; and it has to be read against
    2 P / (n + P), the F1 of accepting all n pairs of which P are positive.

    The threshold is in units of the score. None without positives.
    """
    _check(scores, labels)
    if not labels.any():
        return None
    thresholds, hits, false_alarms = _accepted(scores, labels)
    f1 = 2.0 * hits / (hits + false_alarms + hits[-1])
    best = int(np.argmax(f1))
    return float(f1[best]), float(thresholds[best])


def tpr_at_fpr(scores: Scores, labels: Labels, rate: float) -> float | None:
    """Return the highest true positive rate of a threshold whose false positive rate is `rate` or less, 0 to 1.

    Only thresholds that exist, no interpolation between them: with n negatives a rate below 1/n allows no false alarm.
    """
    require(0.0 <= rate <= 1.0, f"a false positive rate of {rate}")
    return tpr_of(rate)(*_accepted(scores, labels)[1:]) if by_class(scores, labels) is not None else None


def tpr_of(rate: float) -> Counts:
    """Return the same as a figure of counts."""

    def found(hits: Scores, false_alarms: Scores) -> float | None:
        if hits[-1] == 0.0 or false_alarms[-1] == 0.0:
            return None
        allowed = hits[false_alarms / false_alarms[-1] <= rate]
        return float(allowed[-1] / hits[-1]) if len(allowed) else 0.0

    return found


def equal_error_rate(scores: Scores, labels: Labels) -> float | None:
    """Return the rate at which false positives and false negatives are equally frequent.

    Convention: the receiver operating characteristic is joined by straight lines between its points, which randomising
    between two thresholds reaches, and the crossing with FPR = FNR is read from it. The rate on its convex hull, which
    some toolkits report, is the same or lower. One half for a score that
    says nothing.
    """
    curve = roc(scores, labels)
    if curve is None:
        return None
    accepted = curve.false_positive_rate
    excess = accepted + curve.true_positive_rate - 1.0  # FPR - FNR: -1 at the first point, 1 at the last
    after = int(np.argmax(excess >= 0.0))
    share = -excess[after - 1] / (excess[after] - excess[after - 1])
    return float(accepted[after - 1] + share * (accepted[after] - accepted[after - 1]))


def mean_by_group(
    scores: Scores, labels: Labels, groups: Sequence[str], figure: Callable[[Scores, Labels], float | None]
) -> tuple[float | None, int]:
    """Return the mean over groups of a figure computed within each, every group counting alike, and their number.

    Only groups with both classes count; without one the mean is None. `groups` are n names, such as the task that a
    pair belongs to.
    """
    _check(scores, labels)
    require(len(groups) == len(scores), f"{len(groups)} group names for {len(scores)} scores")
    _, position, sizes = np.unique(np.array(groups, dtype=np.str_), return_inverse=True, return_counts=True)
    parts = np.split(np.argsort(position, kind="stable"), np.cumsum(sizes)[:-1])
    mixed = [members for members in parts if labels[members].any() and not labels[members].all()]
    each = [value for members in mixed if (value := figure(scores[members], labels[members])) is not None]
    return (fmean(each) if each else None), len(each)


def _accepted(scores: Scores, labels: Labels) -> tuple[Scores, Scores, Scores]:
    """Return (thresholds, hits, false alarms), one entry per distinct score, highest first; one score or more."""
    order = np.argsort(-scores, kind="stable")
    ordered = scores[order]
    last_of_tie = np.flatnonzero(np.append(ordered[1:] != ordered[:-1], True))
    hits = np.cumsum(labels[order])[last_of_tie]
    false_alarms = last_of_tie + 1 - hits
    return ordered[last_of_tie], hits.astype(np.float64), false_alarms.astype(np.float64)


def _check(scores: Scores, labels: Labels) -> None:
    require(len(scores) == len(labels), f"{len(scores)} scores for {len(labels)} labels")
    require(not np.isnan(scores).any(), "a score is not a number")
