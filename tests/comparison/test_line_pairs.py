"""Which lines stand beside each other, and the heaviest increasing pairs against their definition."""

from itertools import combinations, pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from codematch.align.increasing import heaviest
from codematch.comparison.line_pairs import pair_lines

places = st.tuples(st.integers(0, 6), st.integers(0, 6))


@given(st.lists(st.tuples(places, st.integers(1, 9)), max_size=9, unique_by=lambda item: item[0]))
def test_the_heaviest_increasing_pairs_equal_the_definition(items: list[tuple[tuple[int, int], int]]) -> None:
    pairs, weights = [pair for pair, _ in items], [weight for _, weight in items]

    def increases(chosen: tuple[int, ...]) -> bool:
        return all(pairs[a][0] < pairs[b][0] and pairs[a][1] < pairs[b][1] for a, b in pairwise(chosen))

    order = sorted(range(len(pairs)), key=lambda index: pairs[index])
    sets = [chosen for size in range(len(pairs) + 1) for chosen in combinations(order, size) if increases(chosen)]
    found = heaviest(pairs, weights)
    assert increases(tuple(found))
    assert sum(weights[index] for index in found) == max(sum(weights[index] for index in chosen) for chosen in sets)


def paired(known: list[str], questioned: list[str], aligned: list[tuple[int, int]]) -> list[tuple[int, int]]:
    left, right = (np.array([pair[side] for pair in aligned], dtype=np.int64) for side in (0, 1))
    return pair_lines(left, right, (known, questioned))


def test_lines_that_share_more_tokens_come_first() -> None:
    lines = ["(", "alpha beta gamma", "delta"]
    assert paired(lines, ["alpha beta gamma (", "delta"], [(0, 0), (1, 0), (1, 0), (1, 0), (2, 1)]) == [(1, 0), (2, 1)]


def test_between_them_equal_lines_meet_and_then_those_that_are_alike() -> None:
    known = ["first", "# one two three", "# same", "# gone", "last"]
    questioned = ["first", "# new here", "# one two four", "# same", "last"]
    assert paired(known, questioned, [(0, 0), (4, 4)]) == [(0, 0), (1, 2), (2, 3), (4, 4)]
