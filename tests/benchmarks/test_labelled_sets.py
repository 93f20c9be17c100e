"""Tables of labelled sets: parts, targets and the verbatim rule, from scores made up for the purpose."""

import math
from pathlib import Path

import numpy as np
import pytest

from tests.benchmarks.labelled_pairs import LabelledSet, Pair
from tests.benchmarks.labelled_sets import evaluate, parts_of, report, verbatim_below_negatives
from tests.benchmarks.pair_scores import SCORES, ScoredSet
from tests.benchmarks.tables import markdown


def _scored(name, rows):
    """Rows of (known, positive, kind, score); every score is the same for every channel."""
    pairs = tuple(
        Pair(known=known, questioned="q", positive=positive, kind=kind, language="java")
        for known, positive, kind, _ in rows
    )
    values = np.array([value for *_, value in rows], dtype=np.float64)
    labelled = LabelledSet(name=name, folder=Path(name), pairs=pairs, missing=2)
    return ScoredSet(labelled=labelled, scores=dict.fromkeys(SCORES, values), unreadable=1)


IRPLAG = [
    ("case-01/a", True, "L1", 9),
    ("case-01/a", True, "L2", 1),
    ("case-01/a", False, "same-task", 5),
    ("case-02/a", True, "L1", 2),
    ("case-02/a", False, "same-task", 1),
]


def _row(rows, part):
    return next(row for row in rows if (row.part, row.score) == (part, "total"))


def test_levels_are_measured_against_all_negatives_of_their_task():
    rows = evaluate(_scored("irplag", IRPLAG))
    assert _row(rows, "").task_auc == pytest.approx((0.5 + 1.0) / 2)
    assert _row(rows, "L1").task_auc == pytest.approx(1.0)
    assert _row(rows, "L2").task_auc == pytest.approx(0.0)
    assert _row(rows, "L1").figures.negatives == 2


def test_parts_stand_alone():
    scored = _scored("ocd", [("a", True, "x:1~2", 3), ("a", False, "x:diff", 1), ("b", True, "y:1~2", 0)])
    assert parts_of(scored) == {"": [True] * 3, "x": [True, True, False], "y": [False, False, True]}
    rows = evaluate(scored)
    assert _row(rows, "x").figures.auc == 1.0
    assert math.isnan(_row(rows, "y").figures.auc)


def test_reached_shares():
    row = _row(evaluate(_scored("toy", [("a", True, "", 65), ("a", True, "", 64.9), ("a", False, "", 99)])), "")
    assert (row.positives_reached, row.negatives_reached) == (0.5, 1.0)


def test_verbatim_pairs_below_a_negative_are_found():
    rows = [
        ("a", True, "vendored:verbatim", 9),
        ("b", True, "vendored:near-verbatim", 5),
        ("c", True, "vendored:modified", 1),
        ("d", False, "other", 5),
    ]
    scored = _scored("vendored-pip", rows)
    assert [pair.known for pair in verbatim_below_negatives(scored, "total")] == ["b"]
    assert "| 1 " in report(evaluate(scored), [scored])


def test_the_report_names_targets_and_what_was_left_out():
    scored = _scored("irplag", IRPLAG)
    text = report(evaluate(scored), [scored])
    assert "irplag, best channel, mean AUC per task" in text
    assert "missed" in text
    assert "| irplag | 5      | 2       | 1          |" in text


def test_a_set_without_negatives_shows_what_is_reached():
    scored = _scored("positives", [("a", True, "", 70), ("b", True, "", 3)])
    assert "0.50 reach 65" in report(evaluate(scored), [scored])


def test_columns_line_up():
    text = markdown(["a", "long head"], [["wide cell", "1"], ["x", "22"]])
    assert len({len(line) for line in text.splitlines()}) == 1
