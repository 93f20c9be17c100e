"""Rarity inside a set against weights worked out by hand and against dictionaries."""

import math
from collections import Counter

import numpy as np
import pytest

from codematch.rarity import population, shared_bits

STEP = 1 / 1024


def _works(*listed):
    return [np.array(sorted(items), dtype=np.uint64) for items in listed]


def _weights(found, items):
    return found.weigh(np.array(items, dtype=np.uint64)).bits


def test_the_fewer_works_hold_an_item_the_more_it_weighs():
    found = population(_works({1, 2}, {1, 3}, {1}))

    one, two = _weights(found, [1, 2])

    assert one == pytest.approx(math.log2(4 / 3) ** 2 / math.log2(4), abs=STEP)
    assert two == pytest.approx(math.log2(4), abs=STEP)


def test_what_no_work_holds_weighs_as_much_as_what_one_holds():
    found = population(_works({1, 2}, {1, 3}))

    assert _weights(found, [2, 9]).tolist() == [found.most, found.most]


def test_what_occurs_in_several_tasks_weighs_less():
    works = _works({1, 2}, {1, 2}, {1}, {2})
    alone = population(works)
    tasks = population(works, [("a",), ("a",), ("b",), ("a",)])

    one, two = _weights(tasks, [1, 2]) / _weights(alone, [1, 2])

    assert one == pytest.approx(math.log2(3 / 2) / math.log2(3), abs=0.01)
    assert two == pytest.approx(1.0, abs=0.01)


def test_a_work_may_belong_to_several_tasks():
    found = population(_works({1}, {2}), [("a", "b"), ("a",)])

    one, two = _weights(found, [1, 2])

    assert one < two == found.most


def test_one_task_is_none():
    works = _works({1, 2}, {1})

    assert population(works, [("a",), ("a",)]).bits.tolist() == population(works).bits.tolist()


def test_an_empty_set_and_works_without_items():
    assert population([]).most == 0.0
    found = population(_works(set(), {1}))
    empty, one = (found.weigh(items) for items in _works(set(), {1}))
    assert (empty.total, shared_bits(empty, one), shared_bits(empty, empty)) == (0.0, 0.0, 0.0)


@pytest.mark.parametrize("seed", range(10))
def test_against_dictionaries(seed):
    generator = np.random.default_rng(seed)
    lists = [set(generator.integers(0, 30, size=20).tolist()) for _ in range(6)]
    names = [str(generator.integers(0, 3)) for _ in lists]
    found = population(_works(*lists), [(name,) for name in names])
    works = Counter(item for items in lists for item in items)
    tasks = {item: len({name for items, name in zip(lists, names, strict=True) if item in items}) for item in works}
    count = len(set(names))
    bits = {
        item: math.log2(7 / held) ** 2 / math.log2(7) * math.log2((count + 1) / tasks[item]) / math.log2(count + 1)
        for item, held in works.items()
    }

    first, second = (found.weigh(items) for items in _works(*lists[:2]))

    assert first.total == pytest.approx(sum(bits[item] for item in lists[0]), abs=40 * STEP)
    assert shared_bits(first, second) == pytest.approx(sum(bits[item] for item in lists[0] & lists[1]), abs=40 * STEP)
    assert shared_bits(first, second) == shared_bits(second, first)
