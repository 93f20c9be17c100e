"""The metrics against values worked out by hand and against their definitions, by brute force."""

import math

import numpy as np
import pytest

from tests.benchmarks.metrics import auc, average_precision, best_f1, figures, mean_by_group


def _arrays(scores, labels):
    return np.array(scores, dtype=np.float64), np.array(labels, dtype=bool)


def _brute_auc(scores, labels):
    wins = [
        1.0 if p > n else 0.5 if p == n else 0.0
        for p, positive in zip(scores, labels, strict=True)
        if positive
        for n, other in zip(scores, labels, strict=True)
        if not other
    ]
    return sum(wins) / len(wins)


def _brute_points(scores, labels):
    for threshold in sorted(set(scores), reverse=True):
        chosen = [label for score, label in zip(scores, labels, strict=True) if score >= threshold]
        precision, recall = sum(chosen) / len(chosen), sum(chosen) / sum(labels)
        yield threshold, precision, recall


def test_by_hand():
    scores, labels = _arrays([9, 8, 7, 6, 5], [1, 0, 1, 1, 0])
    assert auc(scores, labels) == pytest.approx(4 / 6)
    assert average_precision(scores, labels) == pytest.approx((1 + 2 / 3 + 3 / 4) / 3)
    # Thresholds 9 to 5 give F1 = 2/4, 2/5, 4/6, 6/7, 6/8.
    assert best_f1(scores, labels) == pytest.approx((6 / 7, 6.0))


def test_ties_count_together():
    scores, labels = _arrays([3, 3, 1, 1], [1, 0, 1, 0])
    assert auc(scores, labels) == pytest.approx(0.5)
    assert average_precision(scores, labels) == pytest.approx(0.5)


def test_constant_score_says_the_base_rate():
    scores, labels = _arrays([0] * 10, [1] * 3 + [0] * 7)
    result = figures(scores, labels)
    assert result.auc == pytest.approx(0.5)
    assert result.average_precision == pytest.approx(result.base_rate) == pytest.approx(0.3)
    assert result.best_f1 == pytest.approx(result.base_f1) == pytest.approx(6 / 13)


def test_perfect_and_inverted():
    labels = np.array([True, True, False])
    assert auc(np.array([3.0, 2.0, 1.0]), labels) == 1.0
    assert auc(np.array([1.0, 2.0, 3.0]), labels) == 0.0


def test_one_class_gives_no_number():
    scores, labels = _arrays([1, 2], [1, 1])
    assert math.isnan(auc(scores, labels))
    assert math.isnan(average_precision(scores, ~labels))
    assert math.isnan(best_f1(scores, ~labels)[0])


@pytest.mark.parametrize("seed", range(20))
def test_against_the_definition(seed):
    generator = np.random.default_rng(seed)
    scores = generator.integers(0, 12, size=40).astype(np.float64)
    labels = generator.random(40) < 0.4
    listed, truth = scores.tolist(), labels.tolist()
    assert auc(scores, labels) == pytest.approx(_brute_auc(listed, truth))
    recall_before, expected = 0.0, 0.0
    best = 0.0
    for _, precision, recall in _brute_points(listed, truth):
        expected += precision * (recall - recall_before)
        recall_before = recall
        best = max(best, 2 * precision * recall / (precision + recall) if precision + recall else 0.0)
    assert average_precision(scores, labels) == pytest.approx(expected)
    f1, threshold = best_f1(scores, labels)
    assert f1 == pytest.approx(best)
    chosen = scores >= threshold
    assert 2 * (chosen & labels).sum() / (chosen.sum() + labels.sum()) == pytest.approx(best)


def test_mean_by_group_skips_groups_of_one_class():
    scores, labels = _arrays([2, 1, 1, 2, 5], [1, 0, 1, 0, 1])
    mean, groups = mean_by_group(scores, labels, ["a", "a", "b", "b", "c"])
    assert (mean, groups) == (pytest.approx(0.5), 2)
