"""What consistent renames weigh, against the definition written out for one passage."""

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
import pytest

from codematch.weight.renames import NamePairs, rename_bits

MOST = 3.0
Row = tuple[str, str, int]
"""A known name, the questioned one it stands as, and the line of both."""


def _pairs(*passages: Sequence[Row]) -> NamePairs:
    rows = [(*row, number) for number, passage in enumerate(passages) for row in passage]
    names = {text: number for number, text in enumerate(sorted({text for row in rows for text in row[:2]}))}
    return NamePairs(
        known=np.array([names[row[0]] for row in rows], dtype=np.uint64),
        questioned=np.array([names[row[1]] for row in rows], dtype=np.uint64),
        known_lines=np.array([row[2] for row in rows], dtype=np.int32),
        questioned_lines=np.array([row[2] for row in rows], dtype=np.int32),
        sets=np.array([row[3] for row in rows], dtype=np.int64),
    )


def _bits(*passages: Sequence[Row], most: float = MOST) -> list[float]:
    return rename_bits(_pairs(*passages), len(passages), most).tolist()


def _one_way(rows: set[Row]) -> float:
    """The definition, one name after the other."""
    others = Counter(other for _, other, _ in rows)
    total = 0.0
    for name in {name for name, _, _ in rows}:
        found = Counter(other for own, other, _ in rows if own == name)
        best = max(found, key=lambda other: (found[other], other == name, others[other]))
        if best != name:
            bits = min(-math.log2(others[best] / len(rows)), MOST)
            total += (found[best] - 1) * bits - (sum(found.values()) - found[best]) * MOST
    return total


def _expected(passage: Sequence[Row]) -> float:
    back = {(questioned, known, line) for known, questioned, line in passage}
    return max(min(_one_way(set(passage)), _one_way(back)), 0.0)


def test_many_passages_weigh_what_the_definition_says_of_each():
    draw = np.random.default_rng(5)
    passages = []
    for number in range(60):
        size = int(draw.integers(0, 40))
        known = draw.integers(0, 6, size)
        # Most names have one counterpart; the others are drawn, so that there are exceptions and merged names.
        questioned = np.where(draw.random(size) < 0.9, (known + number % 3) % 5, draw.integers(0, 6, size))
        lines = np.sort(draw.integers(1, 30, size))
        passages.append([(f"n{a}", f"n{b}", int(c)) for a, b, c in zip(known, questioned, lines, strict=True)])
    expected = [_expected(passage) for passage in passages]
    assert sum(bits > 0 for bits in expected) > 10
    np.testing.assert_allclose(_bits(*passages), expected, atol=0.05)


@pytest.mark.parametrize("most", [1.0, 0.5, 0.0])
def test_a_repetition_weighs_no_more_than_the_most_that_it_may(most):
    others = [(f"k{line}", f"q{line}", line) for line in range(3, 9)]
    assert _bits([("a", "b", 1), ("a", "b", 2), *others], most=most) == [most]


def test_a_repetition_weighs_what_its_share_says():
    # b is two of eight names: two bits.
    others = [(f"k{line}", f"q{line}", line) for line in range(3, 9)]
    assert _bits([("a", "b", 1), ("a", "b", 2), *others]) == [2.0]


def test_names_that_stand_as_others_once_weigh_nothing():
    assert _bits([(f"k{line}", f"q{line}", line) for line in range(20)]) == [0.0]


def test_names_that_did_not_change_weigh_nothing_and_make_others_rarer():
    same = [("self", "self", line) for line in range(1, 15)]
    assert _bits(same) == [0.0]
    assert _bits([*same, ("a", "b", 20), ("a", "b", 21)]) == [MOST]


def test_what_one_statement_repeats_counts_once():
    others = [(f"k{line}", f"q{line}", line) for line in range(3, 20)]
    assert _bits([("a", "b", 1), ("a", "b", 1), ("a", "b", 1), *others]) == [0.0]


def test_an_exception_costs_what_a_repetition_may_weigh():
    others = [(f"k{line}", f"q{line}", line) for line in range(10, 40)]
    three = [("a", "b", 1), ("a", "b", 2), ("a", "b", 3)]
    assert _bits([*three, *others]) == [2 * MOST]
    assert _bits([*three, ("a", "c", 4), *others]) == [MOST]
    assert _bits([*three, ("a", "c", 4), ("a", "d", 5), ("a", "e", 6), *others]) == [0.0]


def test_merged_names_weigh_less_in_both_directions():
    others = [(f"k{line}", f"q{line}", line) for line in range(10, 40)]
    apart = [("a", "x", 1), ("a", "x", 2), ("a", "x", 3), ("b", "y", 4), ("b", "y", 5), ("b", "y", 6)]
    merged = [(known, "x", line) for known, _, line in apart]
    split = [(questioned, known, line) for known, questioned, line in merged]
    assert _bits([*apart, *others])[0] > _bits([*merged, *others])[0] == _bits([*split, *others])[0]


def test_an_order_says_nothing():
    passage = [("a", "b", 1), ("c", "d", 2), ("a", "b", 3), ("c", "e", 4), ("c", "d", 5), ("f", "f", 6)]
    assert _bits(passage) == _bits(passage[::-1])


@pytest.mark.parametrize("passage", [[], [("a", "b", 1), ("a", "b", 2)] * 3])
def test_switched_off_nothing_weighs_anything(passage):
    assert _bits(passage, most=0.0) == [0.0]


def test_without_passages_there_is_nothing():
    assert _bits() == []
