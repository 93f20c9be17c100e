"""Factors are chosen without what they rank, and every set weighs the same."""

from dataclasses import replace

import numpy as np
import pytest

from codematch.evaluation.combination import SharedBits
from codematch.evaluation.scores import SCORES, ScoredPairs
from codematch.model.evaluation import Pair
from codematch.rarity import KINDS
from tests.benchmarks.choose_combination import GRID, SAME_WORKS, Source, best, document, report, search


def _source(name, seed, *, reverse=False, tasks=()):
    """Forty pairs that share more names, and are aligned less, if they are of common origin; or the other way round."""
    generator = np.random.default_rng(seed)
    labels = np.arange(40) % 4 == 0
    like = (~labels if reverse else labels) + generator.normal(0.0, 0.4, 40)
    whole = np.full(40, 100.0)
    shared = {
        kind: SharedBits(both=np.clip(50 + 40 * like * (kind == "names"), 0, 100), known=whole, questioned=whole)
        for kind in KINDS
    }
    values = {score: np.clip(0.5 - 0.4 * like, 0, 1) * 9 for score in SCORES}
    pairs = tuple(
        Pair(line=line, known="a", questioned="b", positive=bool(label), kind="", language="", cells=())
        for line, label in enumerate(labels, start=2)
    )
    scored = ScoredPairs(
        pairs=pairs, values=values, shared=shared, reported=np.zeros(40, np.bool_), tokens=np.ones((40, 2), np.int64),
        languages=((),) * 40, groups=("",) * 40, works=2, tasks=len(set(tasks)),
    )  # fmt: skip
    return Source(name=name, scored=scored, tasks=tasks)


def test_the_best_point_weighs_sets_alike():
    assert best([[(0.9, 0.9, 0.9), (0.5, 0.5, 0.5)], [(0.1, 0.1, 0.1), (0.8, 0.8, 0.8)]]) == 1


def test_a_set_has_no_part_in_the_factors_that_rank_it():
    others = [_source("one", 1), _source("two", 2)]

    usual = search([*others, _source("three", 3)])["left_out"]["three"]
    odd = search([*others, _source("three", 3, reverse=True)])["left_out"]["three"]

    assert usual["factors"] == odd["factors"]
    assert usual["figures"] != odd["figures"]


def test_sets_of_the_same_works_are_left_out_together():
    (second, first), *_ = SAME_WORKS.items()
    others = [_source("one", 1)]

    usual = search([*others, _source(first, 3), _source(second, 4)])["left_out"]
    odd = search([*others, _source(first, 3, reverse=True), _source(second, 4)])["left_out"]

    assert usual[second] == odd[second]


def test_tasks_are_left_out_and_the_report_has_all_tables():
    source = _source("one", 1, tasks=tuple(f"t{place // 8}" for place in range(40)))

    content = document([source, _source("two", 2)])

    assert set(content["left_out_by_task"]) == {"one"}
    assert content["left_out_by_task"]["one"]["tasks"] == 5
    assert set(content["scores"]["two"]) == set(SCORES)
    text = report(content)
    assert all(name in text for name in (*GRID, *SCORES, "one", "two"))


def test_a_pair_of_another_task_is_kept():
    source = _source("one", 1, tasks=("a", "b") * 20)

    assert source.without("a").tolist() == [False, True] * 20


@pytest.mark.parametrize("name", sorted(GRID))
def test_the_grid_changes_settings_that_there_are(name):
    from codematch.settings import Evaluation

    for value in GRID[name]:
        assert getattr(replace(Evaluation(), **{name: value}), name) == value
