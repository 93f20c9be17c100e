"""Likelihood ratios for labelled pairs, each calibrated on pairs that it had no part in.

Logistic calibration (`significance.calibration.fit_logistic`), fitted on all groups but the pair's own. Where there is
one group only, or leaving one out leaves one class, pairs are left out instead, in a few folds: pairs of one group are
then on both sides, so the ratios look better calibrated than they would on new material.
"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from codematch.evaluation.scores import IN_BITS
from codematch.model.evaluation import CurvePoints, Folds, LikelihoodFigures, NotMeasured
from codematch.model.frozen import array_value
from codematch.settings import Evaluation as Settings
from codematch.significance import calibration
from codematch.significance.curves import PRIORS, curves
from codematch.significance.discrimination import Labels, Scores


@array_value(copy=False)
class Calibrated:
    """The figures of the ratios, float64 (n,) `log10_lr` (None when not evaluated), and their curves."""

    figures: LikelihoodFigures
    log10_lr: Scores | None
    tippett: tuple[CurvePoints, ...] = ()
    costs: tuple[CurvePoints, ...] = ()


def calibrate(name: str, scores: Scores, labels: Labels, groups: Sequence[str], settings: Settings) -> Calibrated:
    """Calibrate the main score, float64 (n,), for n labels and n names of groups, and measure the ratios."""
    in_bits = name in IN_BITS
    entered = np.log2(1.0 + np.maximum(scores, 0.0)) if in_bits else scores
    entry = "log2(1 + x)" if in_bits else "x"
    reason = _obstacle(labels)
    if reason is not None:
        figures = LikelihoodFigures(score=name, entry=entry, folds=None, fold_count=0, reason=reason)
        return Calibrated(figures=figures, log10_lr=None)
    kind, folds = Folds.GROUPS, _group_folds(groups, settings.max_group_folds)
    if not _each_leaves_both(folds, labels):
        kind, folds = Folds.PAIRS, _pair_folds(labels, settings.folds)
    llr = _left_out(entered, labels, folds)
    misleading = calibration.misleading(llr, labels) or (None, None)
    figures = LikelihoodFigures(
        score=name,
        entry=entry,
        folds=kind,
        fold_count=int(folds.max()) + 1,
        reason=None,
        cllr=calibration.cllr(llr, labels),
        cllr_min=calibration.cllr_min(llr, labels),
        cllr_cal=calibration.cllr_cal(llr, labels),
        dev_pav=calibration.dev_pav(llr, labels),
        misleading_positive=misleading[0],
        misleading_negative=misleading[1],
    )
    tippett, costs = _curves(llr, labels)
    return Calibrated(figures=figures, log10_lr=llr / math.log(10.0), tippett=tippett, costs=costs)


def _obstacle(labels: Labels) -> NotMeasured | None:
    smaller = min(int(np.count_nonzero(labels)), int(np.count_nonzero(~labels)))
    if smaller == 0:
        return NotMeasured.ONE_CLASS
    return NotMeasured.FEW_PAIRS if smaller < 2 else None


def _group_folds(groups: Sequence[str], most: int) -> NDArray[np.int64]:
    """Return the fold of each pair: its group's, or several groups' together when there are more than `most`."""
    _, position = np.unique(np.array(groups, dtype=np.str_), return_inverse=True)
    return np.asarray(position % most, dtype=np.int64)


def _pair_folds(labels: Labels, folds: int) -> NDArray[np.int64]:
    """Return the fold of each pair, the pairs of either class dealt out in turn."""
    count = min(folds, int(np.count_nonzero(labels)), int(np.count_nonzero(~labels)))
    places = np.where(labels, np.cumsum(labels), np.cumsum(~labels)) - 1
    return np.asarray(places % count, dtype=np.int64)


def _each_leaves_both(folds: NDArray[np.int64], labels: Labels) -> bool:
    """Return whether there are two folds or more, and both classes outside each of them."""
    count = int(folds.max()) + 1
    return count > 1 and all(
        int(np.bincount(folds[side], minlength=count).max()) < int(np.count_nonzero(side)) for side in (labels, ~labels)
    )


def _left_out(scores: Scores, labels: Labels, folds: NDArray[np.int64]) -> Scores:
    """Return the natural-log LLR of each pair by a line fitted without its fold."""
    llr = np.zeros(len(scores))
    for fold in range(int(folds.max()) + 1):
        inside = folds == fold
        line = calibration.fit_logistic(scores[~inside], labels[~inside])
        if line is not None:
            llr[inside] = line.llr(scores[inside])
    return llr


def _curves(llr: Scores, labels: Labels) -> tuple[tuple[CurvePoints, ...], tuple[CurvePoints, ...]]:
    made = curves(llr, labels)
    if made is None:
        return (), ()
    tippett = (
        CurvePoints(name="positive", x=made.values, y=made.positive),
        CurvePoints(name="negative", x=made.values, y=made.negative),
    )
    return tippett, tuple(CurvePoints(name=name, x=PRIORS, y=cost) for name, cost in made.costs.items())
