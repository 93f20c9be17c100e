"""The shares of all pairs at once are those of the evaluation, pair by pair."""

from dataclasses import replace

import numpy as np
import pytest

from codematch.evaluation.combination import SharedBits, pooled
from codematch.rarity import KINDS, population, shared_bits
from codematch.scanning import ranking
from codematch.scanning.pairs import all_pairs
from codematch.settings import Settings

SETTINGS = Settings()


def works(count, seed=3):
    """Works with items that one, few or all of them have."""
    generator = np.random.default_rng(seed)
    made = []
    for _ in range(count):
        made.append({kind: np.unique(generator.zipf(1.3, 400).astype(np.uint64) % np.uint64(900)) for kind in KINDS})
    return made


def one_by_one(listed, pairs):
    found = {}
    for kind in KINDS:
        rarity = population([items[kind] for items in listed])
        weighed = [rarity.weigh(items[kind]) for items in listed]
        rows = [
            (shared_bits(weighed[a], weighed[b]), weighed[a].total, weighed[b].total)
            for a, b in zip(pairs.first.tolist(), pairs.second.tolist(), strict=True)
        ]
        length = SETTINGS.seeding.k if kind == "structure" else 1
        both, known, questioned = np.array(rows).reshape(-1, 3).T / length
        found[kind] = SharedBits(both=both, known=known, questioned=questioned)
    return found


@pytest.mark.parametrize("count", [2, 7, 60])
def test_shares_are_those_of_each_pair_by_itself_to_the_last_bit(count):
    listed, pairs = works(count), all_pairs(count)
    expected = one_by_one(listed, pairs)
    found = ranking.rank_pairs(listed, pairs, SETTINGS)

    assert found.share.tolist() == pooled(expected, SETTINGS.evaluation).tolist()
    for kind in KINDS:
        assert found.by_kind[kind].tolist() == expected[kind].contained(SETTINGS.evaluation.half_bits).tolist()


def test_how_the_product_is_computed_changes_nothing(monkeypatch):
    listed, pairs = works(30), all_pairs(30)
    found = ranking.rank_pairs(listed, pairs, SETTINGS).share.tolist()
    monkeypatch.setattr(ranking, "_DENSE_SHARE", 2.0)
    sparse_alone = ranking.rank_pairs(listed, pairs, SETTINGS).share.tolist()
    monkeypatch.setattr(ranking, "_DENSE_SHARE", 0.0)
    monkeypatch.setattr(ranking, "_DENSE_CELLS", 64)

    assert found == sparse_alone == ranking.rank_pairs(listed, pairs, SETTINGS).share.tolist()


def test_works_without_items_share_nothing():
    nothing = {kind: np.empty(0, dtype=np.uint64) for kind in KINDS}

    assert ranking.rank_pairs([nothing, nothing, nothing], all_pairs(3), SETTINGS).share.tolist() == [0.0] * 3


def test_pairs_are_numbered_in_order():
    pairs = all_pairs(6)

    assert pairs.number(pairs.first, pairs.second).tolist() == list(range(15))
    assert pairs.number(pairs.second, pairs.first).tolist() == list(range(15))
    assert len(replace(pairs)) == 15
