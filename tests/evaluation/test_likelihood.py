"""Likelihood ratios of labelled pairs: each from a line that had no part in it."""

import numpy as np
import pytest

from codematch.evaluation.likelihood_cost import calibrate
from codematch.model.evaluation import Folds, NotMeasured
from codematch.settings import Evaluation
from codematch.significance.calibration import cllr, fit_logistic


def _scores(seed=5, pairs=60):
    generator = np.random.default_rng(seed)
    labels = np.arange(pairs) % 2 == 0
    return generator.normal(np.where(labels, 1.0, -1.0), 1.5), labels


def test_every_group_is_left_out_once():
    scores, labels = _scores()
    groups = [str(at % 6) for at in range(60)]

    found = calibrate("coverage", scores, labels, groups, Evaluation())

    assert (found.figures.folds, found.figures.fold_count) == (Folds.GROUPS, 6)
    inside = np.array(groups) == "3"
    line = fit_logistic(scores[~inside], labels[~inside])
    assert found.log10_lr[inside] == pytest.approx(line.llr(scores[inside]) / np.log(10))
    assert found.figures.cllr == pytest.approx(cllr(found.log10_lr * np.log(10), labels))
    assert found.figures.cllr == pytest.approx(found.figures.cllr_min + found.figures.cllr_cal)


def test_more_groups_than_folds_share_them():
    scores, labels = _scores()

    found = calibrate("coverage", scores, labels, [str(at) for at in range(60)], Evaluation(max_group_folds=10))

    assert (found.figures.folds, found.figures.fold_count) == (Folds.GROUPS, 10)


def test_one_group_leaves_pairs_out_instead():
    scores, labels = _scores()

    found = calibrate("coverage", scores, labels, ["all"] * 60, Evaluation())

    assert (found.figures.folds, found.figures.fold_count) == (Folds.PAIRS, 5)
    assert np.isfinite(found.log10_lr).all()


@pytest.mark.parametrize(
    ("labels", "reason"),
    [([1, 1, 1], NotMeasured.ONE_CLASS), ([0, 0], NotMeasured.ONE_CLASS), ([1, 0, 0], NotMeasured.FEW_PAIRS)],
)
def test_too_few_pairs_are_not_evaluated(labels, reason):
    flags = np.array(labels, dtype=bool)

    found = calibrate("total", np.arange(float(len(labels))), flags, ["g"] * len(labels), Evaluation())

    assert (found.log10_lr, found.tippett, found.costs) == (None, (), ())
    assert (found.figures.reason, found.figures.cllr) == (reason, None)


def test_separable_pairs_have_finite_ratios():
    labels = np.arange(20) < 10

    found = calibrate("total", np.where(labels, 500.0, 0.0), labels, [str(at % 10) for at in range(20)], Evaluation())

    assert np.isfinite(found.log10_lr).all()
    assert found.figures.misleading_positive == found.figures.misleading_negative == 0.0
