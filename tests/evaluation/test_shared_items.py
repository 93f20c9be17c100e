"""Shared items against sums worked out by hand and against dictionaries."""

import math
from collections import Counter

import numpy as np
import pytest

from codematch.evaluation.shared_items import bag_of, set_rarity, shared_share


def _bag(*values):
    return bag_of(np.array(values, dtype=np.uint64))


def test_rarity_by_hand():
    rarity = set_rarity([_bag(1, 1, 2), _bag(1, 3), _bag(4)])

    found = rarity.bits(np.array([1, 2, 9], dtype=np.uint64))

    assert found == pytest.approx([math.log2(4 / 2), math.log2(4), math.log2(4)])


def test_an_empty_set_has_a_rarity():
    assert set_rarity([]).bits(np.array([5], dtype=np.uint64)) == pytest.approx([0.0])


def test_the_share_by_hand():
    known, questioned = _bag(1, 1, 1, 2, 3), _bag(1, 1, 3, 4)
    rarity = set_rarity([known, questioned])
    one, two = math.log2(1.5), math.log2(3)

    assert shared_share(known, questioned, rarity) == pytest.approx(3 * one / (3 * one + two))


def test_nothing_shared_is_nothing():
    rarity = set_rarity([_bag(1), _bag(2), _bag()])

    assert shared_share(_bag(1), _bag(2), rarity) == 0.0
    assert shared_share(_bag(1), _bag(), rarity) == 0.0


@pytest.mark.parametrize("seed", range(10))
def test_against_dictionaries(seed):
    generator = np.random.default_rng(seed)
    lists = [generator.integers(0, 30, size=25).tolist() for _ in range(6)]
    rarity = set_rarity([_bag(*values) for values in lists])
    frequency = Counter(value for values in lists for value in set(values))
    bits = {value: math.log2(7 / count) for value, count in frequency.items()}
    common = Counter(lists[0]) & Counter(lists[1])
    lower = min(sum(bits[value] for value in values) for values in lists[:2])

    share = sum(bits[value] * count for value, count in common.items()) / lower

    assert shared_share(_bag(*lists[0]), _bag(*lists[1]), rarity) == pytest.approx(share)
