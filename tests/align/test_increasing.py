"""The heaviest increasing pairs, against every subset of them."""

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codematch.align.increasing import heaviest

PAIRS = st.lists(st.tuples(st.tuples(st.integers(0, 9), st.integers(0, 9)), st.integers(1, 9)), max_size=8)


def increases(chosen: list[tuple[int, int]]) -> bool:
    return all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(chosen))


def slow_heaviest(pairs: list[tuple[int, int]], weights: list[int]) -> int:
    """The weight of the heaviest subset that increases on both sides."""
    order = sorted(range(len(pairs)), key=lambda index: pairs[index])
    subsets = (chosen for size in range(len(pairs) + 1) for chosen in combinations(order, size))
    return max(sum(weights[i] for i in chosen) for chosen in subsets if increases([pairs[i] for i in chosen]))


@given(PAIRS)
def test_no_subset_that_increases_weighs_more(weighed: list[tuple[tuple[int, int], int]]) -> None:
    pairs, weights = [pair for pair, _ in weighed], [weight for _, weight in weighed]
    chosen = heaviest(pairs, weights)
    assert increases([pairs[index] for index in chosen])
    assert sum(weights[index] for index in chosen) == slow_heaviest(pairs, weights)


@pytest.mark.parametrize("size", [1, 2, 3, 5, 8, 13, 40])
def test_what_increases_as_a_whole_is_taken_as_a_whole(size: int) -> None:
    pairs = [(place, 2 * place) for place in range(size)]
    assert heaviest(pairs[::-1], [1.0] * size) == list(range(size))[::-1]
    falling = [(place, size - place) for place in range(size)]
    assert heaviest(falling, [1.0 + place for place in range(size)]) == [size - 1]
    assert heaviest([], []) == []


def test_a_tie_is_settled_by_the_arguments_alone() -> None:
    pairs = [(0, 1), (1, 0)]
    assert heaviest(pairs, [1.0, 1.0]) == heaviest(pairs, [1.0, 1.0])
    assert heaviest(pairs, [1.0, 1.5]) == [1]
