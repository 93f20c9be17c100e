"""What the order of common names is worth."""

import itertools

import numpy as np
import pytest

from codematch.across.order import longest_increasing, order_bits, ordered_items


@pytest.mark.parametrize(
    ("values", "length"), [([], 0), ([5], 1), ([3, 2, 1], 1), ([1, 2, 3], 3), ([4, 1, 2, 5, 3], 3), ([2, 2, 2], 1)]
)
def test_the_longest_increasing_subsequence(values, length):
    found = longest_increasing(values)

    assert len(found) == length
    assert [values[at] for at in found] == sorted({values[at] for at in found})


def test_order_is_never_worth_more_than_it_is_improbable():
    size = 7
    lengths = [len(longest_increasing(order)) for order in itertools.permutations(range(size))]
    for ordered in range(2, size + 1):
        probability = np.mean([length >= ordered for length in lengths])
        assert 2.0 ** -order_bits(size, ordered) >= probability * (1 - 1e-9)


def test_the_same_order_of_all_is_worth_the_number_of_orders():
    assert order_bits(5, 5) == pytest.approx(np.log2(120))
    assert order_bits(20, 5) == 0.0 == order_bits(3, 1)


def test_items_at_one_place_are_not_in_order():
    known, questioned = np.array([10, 10, 30], dtype=np.int32), np.array([7, 9, 20], dtype=np.int32)

    assert len(ordered_items(known, questioned)) == 2
