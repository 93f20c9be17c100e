"""The combination: what it is made of, worked out by hand, and that it can only rise with what is shared."""

from dataclasses import replace

import numpy as np
import pytest

from codematch.evaluation.combination import SharedBits, combined, pooled
from codematch.rarity import KINDS
from codematch.settings import Settings

RULES = Settings().evaluation


def _bits(both, known, questioned):
    values = (np.array([value], dtype=np.float64) for value in (both, known, questioned))
    return SharedBits(**dict(zip(("both", "known", "questioned"), values, strict=True)))


def _shared(**given):
    return {kind: _bits(*given.get(kind, (0, 0, 0))) for kind in KINDS}


def test_the_pooled_share_by_hand():
    rules = replace(RULES, half_bits=30.0, names_factor=0.1, literals_factor=2.0, comments_factor=1.0)
    shared = _shared(structure=(30, 90, 60), names=(50, 100, 200), literals=(4, 5, 8), comments=(0, 0, 7))
    factor = 60 / (60 + 30)
    both = factor * 30 + 0.1 * 50 + 2 * 4
    known, questioned = factor * 90 + 10 + 10, factor * 60 + 20 + 16 + 7

    assert pooled(shared, rules) == pytest.approx([both / min(known, questioned)])


def test_the_combination_adds_what_is_aligned():
    rules = replace(RULES, aligned_factor=0.05)

    assert combined(np.array([0.5]), np.array([6.0]), rules) == pytest.approx([0.8])


def test_works_that_share_everything_share_all_and_those_without_items_nothing():
    assert pooled(_shared(structure=(80, 80, 200), names=(9, 9, 9)), RULES) == pytest.approx([1.0])
    assert pooled(_shared(), replace(RULES, half_bits=0.0)).tolist() == [0.0]


@pytest.mark.parametrize("kind", KINDS)
def test_it_rises_with_what_is_shared_of_every_kind(kind):
    less = {kind: _bits(20, 60, 70) for kind in KINDS}
    more = {**less, kind: _bits(25, 60, 70)}

    assert pooled(more, RULES)[0] > pooled(less, RULES)[0]


def test_structure_tells_less_in_a_small_work():
    small = _shared(structure=(5, 10, 10), literals=(0, 10, 10))
    large = _shared(structure=(500, 1000, 1000), literals=(0, 1000, 1000))

    assert pooled(small, RULES)[0] < pooled(large, RULES)[0]


def test_few_common_literals_are_no_full_share():
    bits = _bits(3, 3, 3)

    assert bits.contained(30.0) == pytest.approx([3 / 33])
    assert bits.dice(30.0) == pytest.approx([3 / 33])
    assert bits.contained(0.0).tolist() == [1.0]
