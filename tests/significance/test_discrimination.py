"""Discrimination against published numbers, values worked out by hand, and the definitions by brute force."""

import itertools
import json
import math
from pathlib import Path
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from codematch.errors import InvariantError
from codematch.significance.discrimination import (
    Curve,
    auc,
    average_precision,
    best_f1,
    by_class,
    equal_error_rate,
    mean_by_group,
    roc,
    tpr_at_fpr,
)
from tests.significance.labelled import arrays, unzipped

PUBLISHED = json.loads((Path(__file__).parents[2] / "fixtures/published/roc_area.json").read_text("utf-8"))
FIGURES = [auc, average_precision, best_f1, equal_error_rate, roc, lambda s, t: tpr_at_fpr(s, t, 0.1)]

scored = st.lists(st.tuples(st.integers(-4, 4) | st.just(math.inf) | st.just(-math.inf), st.booleans()), max_size=25)


def slow_points(scores, labels):
    """(threshold, hits, false alarms) at every threshold, highest first."""
    for threshold in sorted(set(scores.tolist()), reverse=True):
        chosen = labels[scores >= threshold]
        yield threshold, int(chosen.sum()), int((~chosen).sum())


def test_published_area():
    ratings = [rating for counts in ("normal", "abnormal") for rating in np.repeat(range(1, 6), PUBLISHED[counts])]
    scores, labels = arrays(ratings, [False] * sum(PUBLISHED["normal"]) + [True] * sum(PUBLISHED["abnormal"]))
    assert round(auc(scores, labels), 3) == PUBLISHED["area"]


def test_by_hand():
    scores, labels = arrays([9, 8, 7, 6, 5], [1, 0, 1, 1, 0])
    assert auc(scores, labels) == 4 / 6
    assert average_precision(scores, labels) == pytest.approx((1 + 2 / 3 + 3 / 4) / 3)
    # Thresholds 9 to 5 give F1 = 2/4, 2/5, 4/6, 6/7, 6/8.
    assert best_f1(scores, labels) == (6 / 7, 6.0)
    assert tpr_at_fpr(scores, labels, 0.49) == 1 / 3
    assert tpr_at_fpr(scores, labels, 0.5) == 1.0
    assert tpr_at_fpr(scores, labels, 0.0) == 1 / 3
    # FPR is 1/2 from threshold 8 to 6, where FNR falls from 2/3 to 0: they meet on that vertical.
    assert equal_error_rate(scores, labels) == 0.5
    curve = roc(scores, labels)
    assert curve.thresholds.tolist() == [np.inf, 9, 8, 7, 6, 5]
    assert curve.false_positive_rate.tolist() == [0, 0, 0.5, 0.5, 0.5, 1]
    assert curve.true_positive_rate.tolist() == [0, 1 / 3, 1 / 3, 2 / 3, 1, 1]


def test_equal_error_rate_between_points():
    # From (0, 0.5) the tie leads to (0.5, 1): FPR = x, FNR = 0.5 - x meet at 0.25.
    assert equal_error_rate(*arrays([3, 2, 2, 1], [1, 1, 0, 0])) == 0.25


def test_ties_count_together():
    scores, labels = arrays([3, 3, 1, 1], [1, 0, 1, 0])
    assert auc(scores, labels) == average_precision(scores, labels) == equal_error_rate(scores, labels) == 0.5
    assert tpr_at_fpr(scores, labels, 0.499) == 0.0


def test_constant_score_says_the_base_rate():
    scores, labels = arrays([0] * 10, [1] * 3 + [0] * 7)
    assert auc(scores, labels) == equal_error_rate(scores, labels) == 0.5
    assert average_precision(scores, labels) == 0.3
    assert best_f1(scores, labels) == (6 / 13, 0.0)


def test_perfect_and_inverted():
    scores, labels = arrays([3, 2, 1], [1, 1, 0])
    assert (auc(scores, labels), equal_error_rate(scores, labels), tpr_at_fpr(scores, labels, 0.0)) == (1.0, 0.0, 1.0)
    assert (auc(-scores, labels), equal_error_rate(-scores, labels), tpr_at_fpr(-scores, labels, 0.0)) == (
        0.0,
        1.0,
        0.0,
    )


@pytest.mark.parametrize("figure", FIGURES)
def test_no_pairs_or_no_positives_give_no_figure(figure):
    assert figure(*arrays([], [])) is None
    assert figure(*arrays([1, 2], [0, 0])) is None


@pytest.mark.parametrize("figure", [auc, equal_error_rate, roc, by_class, lambda s, t: tpr_at_fpr(s, t, 0.1)])
def test_no_negatives_give_no_figure(figure):
    assert figure(*arrays([1, 2], [1, 1])) is None


@pytest.mark.parametrize("figure", FIGURES)
def test_bad_scores_are_refused(figure):
    with pytest.raises(InvariantError):
        figure(*arrays([1, math.nan, 3], [1, 0, 0]))
    with pytest.raises(InvariantError):
        figure(*arrays([1, 2, 3], [1, 0]))


def test_impossible_rate_is_refused():
    with pytest.raises(InvariantError):
        tpr_at_fpr(*arrays([1, 2], [1, 0]), 1.5)


@given(scored)
def test_figures_equal_their_definitions(pairs):
    scores, labels = unzipped(pairs)
    positive, negative = scores[labels], scores[~labels]
    points = list(slow_points(scores, labels))
    if len(positive):
        gained = np.diff([0] + [hits for _, hits, _ in points])
        precision = [hits / (hits + alarms) for _, hits, alarms in points]
        assert average_precision(scores, labels) == pytest.approx(np.dot(precision, gained) / len(positive))
        f1 = {threshold: 2 * hits / (hits + alarms + len(positive)) for threshold, hits, alarms in points}
        assert best_f1(scores, labels) == (max(f1.values()), max(t for t in f1 if f1[t] == max(f1.values())))
    if len(positive) and len(negative):
        wins = [1.0 if p > n else 0.5 if p == n else 0.0 for p in positive for n in negative]
        assert auc(scores, labels) == sum(wins) / len(wins)
        curve = roc(scores, labels)
        assert curve.true_positive_rate.tolist() == [0.0] + [hits / len(positive) for _, hits, _ in points]
        assert curve.false_positive_rate.tolist() == [0.0] + [alarms / len(negative) for _, _, alarms in points]
        for rate in (0.0, 0.1, 0.25, 0.5, 1.0):
            reached = [hits / len(positive) for _, hits, alarms in points if alarms / len(negative) <= rate]
            assert tpr_at_fpr(scores, labels, rate) == max(reached, default=0.0)


@given(scored)
def test_equal_error_rate_lies_on_the_curve(pairs):
    scores, labels = unzipped(pairs)
    rate = equal_error_rate(scores, labels)
    if rate is not None:
        curve = roc(scores, labels)
        on_line = [
            abs((1 - rate - y0) * (x1 - x0) - (rate - x0) * (y1 - y0)) < 1e-12
            and x0 - 1e-12 <= rate <= x1 + 1e-12
            and y0 - 1e-12 <= 1 - rate <= y1 + 1e-12
            for (x0, y0), (x1, y1) in itertools.pairwise(
                zip(curve.false_positive_rate, curve.true_positive_rate, strict=True)
            )
        ]
        assert any(on_line)


@given(scored)
def test_order_of_pairs_and_scale_of_scores_do_not_matter(pairs):
    scores, labels = unzipped(pairs)
    for figure in (auc, average_precision, equal_error_rate):
        assert figure(scores[::-1], labels[::-1]) == figure(scores, labels) == figure(np.arctan(scores), labels)


def test_figures_equal_scikit_learn():
    from sklearn import metrics  # here, for it takes long to import; lir brings it

    rng = np.random.default_rng(7)
    labels = rng.random(3_000) < 0.2
    scores = np.round(rng.standard_normal(3_000) + labels, 1)
    assert auc(scores, labels) == pytest.approx(metrics.roc_auc_score(labels, scores), abs=1e-12)
    assert average_precision(scores, labels) == pytest.approx(
        metrics.average_precision_score(labels, scores), abs=1e-12
    )
    fpr, tpr, thresholds = metrics.roc_curve(labels, scores, drop_intermediate=False)
    curve = roc(scores, labels)
    np.testing.assert_allclose(curve.false_positive_rate, fpr, atol=1e-15)
    np.testing.assert_allclose(curve.true_positive_rate, tpr, atol=1e-15)
    np.testing.assert_array_equal(curve.thresholds, thresholds)


def test_curve_cannot_be_changed():
    rates = np.array([0.0, 1.0])
    curve = Curve(thresholds=np.array([np.inf, 1.0]), false_positive_rate=rates, true_positive_rate=rates)
    rates[0] = 0.5
    assert curve.false_positive_rate.tolist() == [0.0, 1.0]
    with pytest.raises(ValueError, match="read-only"):
        curve.true_positive_rate[0] = 1.0


def test_equal_error_rate_of_normal_scores():
    # The quantiles of N(0, 1) and N(2, 1) are told apart best in the middle, at 1.
    normal = np.array([NormalDist().inv_cdf(rank) for rank in (np.arange(2_000) + 0.5) / 2_000])
    rate = equal_error_rate(np.concatenate([normal + 2, normal]), np.repeat([True, False], 2_000))
    assert rate == pytest.approx(NormalDist().cdf(-1), abs=1e-3)


def test_mean_by_group_counts_groups_with_both_classes():
    scores, labels = arrays([3, 1, 1, 2, 5, 5, 0], [1, 0, 1, 0, 1, 1, 0])
    groups = ["a", "a", "b", "b", "only positives", "only positives", "only negatives"]
    assert mean_by_group(scores, labels, groups, auc) == (0.5, 2)
    assert mean_by_group(scores[::-1], labels[::-1], groups[::-1], auc) == (0.5, 2)
    assert mean_by_group(scores[4:], labels[4:], groups[4:], auc) == (None, 0)
    assert mean_by_group(*arrays([], []), [], auc) == (None, 0)
    with pytest.raises(InvariantError):
        mean_by_group(scores, labels, groups[1:], auc)


@given(scored, st.data())
def test_mean_by_group_equals_its_definition(pairs, data):
    scores, labels = unzipped(pairs)
    groups = data.draw(st.lists(st.sampled_from("xyz"), min_size=len(pairs), max_size=len(pairs)))
    names = np.array(groups, dtype=np.str_)
    each = [auc(scores[names == name], labels[names == name]) for name in "xyz"]
    valid = [value for value in each if value is not None]
    mean, count = mean_by_group(scores, labels, groups, auc)
    assert count == len(valid)
    assert mean == (pytest.approx(sum(valid) / len(valid)) if valid else None)
