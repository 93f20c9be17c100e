"""The anchored diff: pieces are true, in order, complete where nothing changed, and never what is taken."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from codematch.correspondence.anchored_diff import LeveledTokens, Pieces, anchored_diff, heaviest_increasing


def tokens(kinds: list[int], texts: list[int] | None = None) -> LeveledTokens:
    renamed = np.array(kinds, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    names = np.array(texts if texts is not None else kinds, dtype=np.uint64)
    return LeveledTokens(exact=renamed ^ (names * np.uint64(0xBF58476D1CE4E5B9)), renamed=renamed)


def rows(pieces: Pieces) -> list[tuple[int, int, int]]:
    columns = (pieces.known.tolist(), pieces.questioned.tolist(), pieces.lengths.tolist())
    return list(zip(*columns, strict=True))


def noise(seed: int, size: int, kinds: int = 40) -> list[int]:
    return np.random.default_rng(seed).integers(0, kinds, size).tolist()


SYMBOLS = st.lists(st.integers(0, 5), max_size=60)


@given(SYMBOLS, SYMBOLS)
@settings(deadline=None)
def test_pieces_are_equal_increase_and_do_not_overlap(known: list[int], questioned: list[int]) -> None:
    known_stop = questioned_stop = 0
    for at_known, at_questioned, length in rows(anchored_diff(tokens(known), tokens(questioned))):
        assert length > 0
        assert at_known >= known_stop
        assert at_questioned >= questioned_stop
        assert known[at_known : at_known + length] == questioned[at_questioned : at_questioned + length]
        known_stop, questioned_stop = at_known + length, at_questioned + length


@given(SYMBOLS)
def test_what_is_the_same_is_one_piece(symbols: list[int]) -> None:
    assert rows(anchored_diff(tokens(symbols), tokens(symbols))) == ([(0, 0, len(symbols))] if symbols else [])


def test_the_tokens_around_an_insertion_a_deletion_and_a_change_are_all_found() -> None:
    body = noise(1, 900)
    known = [*body[:300], 77, *body[300:]]
    questioned = [*body[:200], *[88] * 9, *body[200:600], *body[640:]]
    found = rows(anchored_diff(tokens(known), tokens(questioned)))
    assert sum(length for _, _, length in found) == len(body) - 40
    assert found[0] == (0, 0, 200)
    assert found[-1] == (641, 609, 260)


def test_what_is_repeated_everywhere_is_unique_within_a_gap() -> None:
    idiom, marks = noise(2, 14), [noise(3 + n, 14) for n in range(6)]
    known = [symbol for mark in marks for symbol in (*mark, *idiom, *idiom)]
    questioned = [symbol for mark in marks for symbol in (*mark, 99, *idiom, 98, *idiom)]
    found = rows(anchored_diff(tokens(known), tokens(questioned)))
    assert sum(length for _, _, length in found) == len(known)


def test_renaming_everything_leaves_one_piece_and_names_decide_where_kinds_fit_twice() -> None:
    kinds = noise(4, 200)
    assert rows(anchored_diff(tokens(kinds, [1] * 200), tokens(kinds, [2] * 200))) == [(0, 0, 200)]
    block = noise(5, 30)
    known = tokens(block + block, [10] * 30 + [20] * 30)
    assert rows(anchored_diff(known, tokens(block, [20] * 30))) == [(30, 0, 30)]


def test_taken_tokens_are_in_no_piece() -> None:
    symbols = noise(6, 120)
    taken = np.zeros(120, dtype=bool)
    taken[40:70] = True
    found = rows(anchored_diff(tokens(symbols), tokens(symbols).without(taken, 1)))
    assert found == [(0, 0, 40), (70, 70, 50)]
    both = anchored_diff(tokens(symbols).without(taken, 0), tokens(symbols).without(taken, 1))
    assert rows(both) == found


def test_of_identical_units_those_in_order_are_pieces_and_no_other_is_set_beside_the_rest() -> None:
    units = noise(10, 30) * 3  # alike but for their names
    first, second, third = ([n] * 30 for n in (1, 2, 3))
    known = tokens(units, [*first, *second, *third])
    questioned = tokens(units, [*third, *first, *second])
    twins = [(0, 30, 30), (30, 60, 30), (60, 0, 30)]
    assert rows(anchored_diff(known, questioned, twins)) == [(0, 30, 60)]


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20), st.integers(1, 5)), max_size=9))
def test_the_chosen_runs_are_the_heaviest_that_increase(runs: list[tuple[int, int, int]]) -> None:
    # Runs of one token: nothing overlaps but equal places, so that an exhaustive search is the oracle.
    single = sorted({(known, questioned, 1) for known, questioned, _ in runs})
    single = [run for n, run in enumerate(single) if n == 0 or run[0] != single[n - 1][0]]
    columns = {questioned: (known, questioned, 1) for known, questioned, _ in single}
    distinct = sorted(columns.values())
    best = [1] * len(distinct)
    for later in range(len(distinct)):
        for earlier in range(later):
            if distinct[earlier][1] < distinct[later][1]:
                best[later] = max(best[later], best[earlier] + 1)
    assert len(heaviest_increasing(distinct)) == max(best, default=0)
