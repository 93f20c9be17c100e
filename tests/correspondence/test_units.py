"""Units that are the same wherever they stand: found by their tokens, whatever stands before them."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from codematch.correspondence.units import find_twins, outermost, tabulate, twins_of_files


def symbols(*values: int) -> NDArray[np.uint64]:
    return np.array(values, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)


@given(st.lists(st.integers(0, 2), min_size=1, max_size=30), st.data())
def test_hashes_agree_where_tokens_do_and_nowhere_else(values: list[int], data: st.DataObject) -> None:
    spans = []
    for _ in range(6):
        first = data.draw(st.integers(0, len(values) - 1))
        spans.append((first, data.draw(st.integers(first + 1, len(values)))))
    table = tabulate([symbols(*values)], [spans], 1)
    for left, own in enumerate(spans):
        for right, other in enumerate(spans):
            same = values[slice(*own)] == values[slice(*other)]
            assert (table.hashes[left] == table.hashes[right]) == same


def test_short_units_are_left_out_and_rows_name_their_files() -> None:
    table = tabulate([symbols(1, 2, 3), symbols(), symbols(4, 5, 6, 7)], [[(0, 3), (0, 2)], [], [(1, 4)]], 3)
    assert (table.files.tolist(), table.firsts.tolist(), table.stops.tolist()) == ([0, 2], [0, 1], [3, 4])
    assert len(tabulate([], [], 1)) == 0


def test_twins_are_found_across_files_and_only_for_what_is_wanted() -> None:
    known = tabulate([symbols(9, 1, 2, 3), symbols(1, 2, 3)], [[(1, 4)], [(0, 3)]], 3)
    questioned = tabulate([symbols(7, 7, 1, 2, 3, 4, 5, 6)], [[(2, 5), (5, 8)]], 3)
    everything = np.ones(2, dtype=bool)
    assert [(row, twins.tolist()) for row, twins in find_twins(known, questioned, everything)] == [(0, [0, 1])]
    assert list(find_twins(known, questioned, ~everything)) == []


def test_the_twins_of_two_files_pair_in_their_order_and_hold_what_is_inside() -> None:
    file = symbols(1, 2, 3, 8, 1, 2, 3, 4, 5, 6, 7)
    known = tabulate([file], [[(0, 3), (4, 7), (7, 11), (8, 11)]], 3)
    other = symbols(4, 5, 6, 7, 1, 2, 3, 1, 2, 3)
    questioned = tabulate([other], [[(0, 4), (1, 4), (4, 7), (7, 10)]], 3)
    assert twins_of_files(known, questioned, (0, 0)) == [(7, 0, 4), (0, 4, 3), (4, 7, 3)]


def test_only_the_outermost_spans_remain() -> None:
    table = np.array([(5, 10, 20), (7, 12, 5), (90, 10, 8), (0, 29, 4), (3, 40, 2)])
    assert outermost(table).tolist() == [[5, 10, 20], [0, 29, 4], [3, 40, 2]]
    assert outermost(np.empty((0, 3), dtype=np.int64)).tolist() == []
