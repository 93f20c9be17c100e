"""Figures over replicates are those of the definitions for the pairs that were drawn."""

import numpy as np
import pytest

from codematch.evaluation.ranking import Ranking, mean_of
from codematch.significance.discrimination import (
    auc,
    auc_of,
    average_precision,
    average_precision_of,
    tpr_at_fpr,
    tpr_of,
)

FIGURES = [
    (auc_of, auc),
    (average_precision_of, average_precision),
    (tpr_of(0.05), lambda scores, labels: tpr_at_fpr(scores, labels, 0.05)),
]


@pytest.mark.parametrize(("counted", "defined"), FIGURES)
def test_a_replicate_is_measured_as_if_its_pairs_were_listed(counted, defined):
    for seed in range(20):
        generator = np.random.default_rng(seed)
        scores = generator.integers(0, 8, size=40).astype(np.float64)
        labels = generator.random(40) < 0.4
        drawn = generator.integers(0, 40, size=60)

        found = Ranking(scores, labels).of(counted)(drawn)

        assert found == pytest.approx(defined(scores[drawn], labels[drawn])), f"seed {seed}"


@pytest.mark.parametrize("label", [True, False])
@pytest.mark.parametrize(("counted", "defined"), FIGURES)
def test_a_replicate_without_a_class_has_the_figure_of_the_definition(label, counted, defined):
    scores, labels = np.array([3.0, 2.0, 1.0]), np.array([True, False, True])
    drawn = np.flatnonzero(labels == label)

    found = Ranking(scores, labels).of(counted)(drawn)

    assert found == defined(scores[drawn], labels[drawn])


def test_the_mean_of_what_was_drawn():
    assert mean_of(np.array([1.0, 2.0, 6.0]))(np.array([2, 2, 0])) == pytest.approx(13 / 3)
