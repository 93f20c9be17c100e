"""Shared items against sums worked out by hand and against dictionaries."""

import math
from collections import Counter

import numpy as np
import pytest

from tests.benchmarks.shared_items import bag_of, rarity_by_group, set_rarity, shared_bits, shared_share


def _bag(*values):
    return bag_of(np.array(values, dtype=np.uint64))


def test_rarity_by_hand():
    rarity = set_rarity([_bag(1, 1, 2), _bag(1, 3), _bag(4)])
    found = rarity(np.array([1, 2, 9], dtype=np.uint64))
    assert found == pytest.approx([math.log2(4 / 2), math.log2(4), math.log2(4)])


def test_an_empty_set_has_a_rarity():
    assert set_rarity([])(np.array([5], dtype=np.uint64)) == pytest.approx([0.0])


def test_rarity_is_counted_within_each_group():
    bags = {"a": _bag(1), "b": _bag(1), "c": _bag(1)}
    rarities = rarity_by_group(bags, {"a": "x", "b": "x", "c": "y"})
    item = np.array([1], dtype=np.uint64)
    assert rarities["x"](item) == pytest.approx([math.log2(3 / 2)])
    assert rarities["y"](item) == pytest.approx([1.0])


def test_shared_by_hand():
    known, questioned = _bag(1, 1, 1, 2, 3), _bag(1, 1, 3, 4)
    rarity = set_rarity([known, questioned])
    assert shared_bits(known, questioned, rarity) == pytest.approx(2 * math.log2(1.5))
    one = math.log2(1.5)
    assert shared_share(known, questioned, rarity) == pytest.approx(3 * one / (3 * one + math.log2(3)))


def test_nothing_shared():
    rarity = set_rarity([_bag(1), _bag(2)])
    assert shared_bits(_bag(1), _bag(2), rarity) == 0.0
    assert shared_share(_bag(1), _bag(), rarity) == 0.0


@pytest.mark.parametrize("seed", range(10))
def test_against_dictionaries(seed):
    generator = np.random.default_rng(seed)
    lists = [generator.integers(0, 30, size=25).tolist() for _ in range(6)]
    rarity = set_rarity([_bag(*values) for values in lists])
    frequency = Counter(value for values in lists for value in set(values))
    first, second = lists[:2]
    bits = {value: math.log2(7 / count) for value, count in frequency.items()}
    expected = sum(bits[value] for value in set(first) & set(second))
    assert shared_bits(_bag(*first), _bag(*second), rarity) == pytest.approx(expected)
    common = Counter(first) & Counter(second)
    lower = min(sum(bits[value] for value in values) for values in (first, second))
    share = sum(bits[value] * count for value, count in common.items()) / lower
    assert shared_share(_bag(*first), _bag(*second), rarity) == pytest.approx(share)
