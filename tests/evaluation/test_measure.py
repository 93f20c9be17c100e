"""Figures over labelled pairs against values worked out by hand; what cannot be measured says why."""

import numpy as np
import pytest

from codematch.evaluation.measure import (
    Sample,
    curves,
    distributions,
    measure_detection,
    measure_parts,
    measure_score,
)
from codematch.model.evaluation import Against, Family, NotMeasured, Pair
from codematch.settings import Evaluation, Settings
from codematch.significance.bounds import upper_bound


def _pairs(*rows):
    return [
        Pair(
            line=2 + at,
            known=f"a{at}",
            questioned=f"b{at}",
            positive=label == 1,
            kind=kind,
            language=language,
            cells=(),
        )
        for at, (label, kind, language) in enumerate(rows)
    ]


def _sample(labels, groups, replicates=200):
    return Sample(labels=np.array(labels, dtype=bool), groups=tuple(groups), replicates=replicates, level=0.95, seed=1)


def test_a_score_by_hand():
    sample = _sample([1, 0, 1, 0], "aabb")

    found = measure_score("total", np.array([4.0, 3.0, 2.0, 1.0]), sample)

    assert found.auc.value == pytest.approx(3 / 4)
    assert found.group_auc.value == pytest.approx(1.0)
    assert found.mixed_groups == 2
    assert found.average_precision.value == pytest.approx((1 + 2 / 3) / 2)
    assert (found.best_f1, found.best_f1_from) == (pytest.approx(0.8), 2.0)
    assert found.tpr_1.value == pytest.approx(0.5)
    assert found.auc.interval is not None
    assert found.auc.interval[0] <= found.auc.value <= found.auc.interval[1]


def test_intervals_are_the_same_for_the_same_seed():
    labels, groups = [1, 0] * 10, [str(at // 4) for at in range(20)]
    scores = np.random.default_rng(3).random(20)

    first, second = (measure_score("total", scores, _sample(labels, groups)) for _ in range(2))

    assert first == second


@pytest.mark.parametrize("label", [0, 1])
def test_one_class_alone_has_no_figure_but_a_reason(label):
    found = measure_score("total", np.array([2.0, 1.0]), _sample([label, label], "ab"))

    for figure in (found.auc, found.group_auc, found.average_precision, found.tpr_1, found.equal_error_rate):
        assert (figure.value, figure.reason) == (None, NotMeasured.ONE_CLASS)
    assert found.best_f1 is None


def test_one_group_has_figures_without_an_interval():
    found = measure_score("total", np.array([2.0, 1.0]), _sample([1, 0], "aa"))

    assert (found.auc.value, found.auc.interval) == (1.0, None)
    assert found.auc.interval_reason is NotMeasured.ONE_GROUP


def test_groups_of_one_class_each_have_no_mean():
    found = measure_score("total", np.array([2.0, 1.0]), _sample([1, 0], "ab"))

    assert found.group_auc.reason is NotMeasured.NO_MIXED_GROUP


def test_parts_with_one_label_are_measured_against_all_of_the_other():
    pairs = _pairs((1, "fork:rename", "c"), (1, "fork:split", "c"), (0, "same-task", "c"), (0, "same-task", "go"))
    scores = {"total": np.array([5.0, 1.0, 2.0, 0.0])}

    parts = measure_parts(pairs, scores, _sample([1, 1, 0, 0], "abcd"))

    found = {(part.family, part.name): part for part in parts}
    rename = found[Family.KIND, "fork:rename"]
    assert (rename.positives, rename.negatives, rename.against) == (1, 2, Against.ALL_NEGATIVES)
    assert rename.scores[0].auc == 1.0
    assert found[Family.KIND, "fork:split"].scores[0].auc == pytest.approx(0.5)
    assert found[Family.KIND, "same-task"].against is Against.ALL_POSITIVES
    assert found[Family.STRATUM, "fork"].positives == 2
    assert found[Family.LANGUAGE, "c"].against is Against.OWN
    assert not any(part.family is Family.GROUP for part in parts)


def test_detection_counts_errors_by_part_and_bounds_clusters():
    pairs = _pairs(*[(1, "fork:x", "c")] * 3, *[(0, "unrelated", "c")] * 40)
    reported = np.array([True, True, False] + [True] + [False] * 39)
    groups = ["p", "p", "q", *(f"n{at // 2}" for at in range(40))]
    tokens = np.array([[100, 9_000]] * 3 + [[2_000, 3_000]] * 39 + [[10**6, 600_000]])
    settings = Settings(evaluation=Evaluation(min_clusters=20))

    found = measure_detection(pairs, reported, tokens, groups, settings)

    fork, unrelated = (row for row in found if row.family is Family.STRATUM)
    assert (fork.name, fork.positive, fork.pairs, fork.reported) == ("fork", True, 3, 2)
    assert (fork.clusters, fork.wrong_clusters, fork.upper) == (2, 1, None)
    assert (unrelated.pairs, unrelated.reported, unrelated.clusters, unrelated.wrong_clusters) == (40, 1, 20, 1)
    assert unrelated.upper == upper_bound(1, 20)
    sizes = [(row.name, row.positive, row.pairs) for row in found if row.family is Family.SIZE]
    assert sizes == [
        ("0: below 2,000", True, 3), ("1: 2,000 to 7,999", False, 39), ("5: 512,000 to 2,047,999", False, 1),
    ]  # fmt: skip
    assert [row.name for row in found if row.family is Family.KIND] == ["fork:x", "unrelated"]


def test_there_are_no_curves_of_one_class():
    assert curves(["total"], {"total": np.array([1.0])}, np.array([True])) == ()


def test_too_many_strata_are_drawn_as_two_classes():
    many = _pairs(*[(at % 2, f"kind{at}", "c") for at in range(30)])

    found = distributions(many, np.arange(30.0), 24)

    assert [(item.name, item.positive, len(item.values)) for item in found] == [("", True, 15), ("", False, 15)]
