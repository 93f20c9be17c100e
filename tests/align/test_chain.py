"""The weights of chains: gaps inside corresponding units, many chains at once, other weights."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from codematch.align.chain import NO_UNIT, Chain, CumulativeBits, build_chain, find_chains, reweighed
from codematch.align.seeds import Runs
from codematch.settings import Chaining

SIZE = 400
COSTS = Chaining(gap_open_bits=3.0, gap_token_bits=0.5, insertion_bits=1.0, max_gap_tokens=12, predecessors=5)
Run = tuple[int, int, int]
"""The known and the questioned place of a run, and its length."""


def some_bits(random: np.random.Generator, with_units: bool) -> CumulativeBits:
    """Weights that differ between the sides, in whole eighths of a bit, so that sums are exact."""
    known, questioned = (np.append(0.0, np.cumsum(random.integers(1, 24, SIZE) / 8)) for _ in range(2))
    if not with_units:
        return CumulativeBits(known=known, questioned=questioned)
    units = [np.repeat(random.integers(NO_UNIT, 3, SIZE // 40), 40).astype(np.int32) for _ in range(2)]
    return CumulativeBits(known=known, questioned=questioned, known_units=units[0], questioned_units=units[1])


def some_runs(random: np.random.Generator, count: int, least_step: int = -2) -> list[Run]:
    """Runs in order on both sides; some overlap if a step back is allowed."""
    runs, at = [], [0, 0]
    for _ in range(count):
        length = int(random.integers(4, 12))
        runs.append((at[0], at[1], length))
        steps = random.integers(least_step, 9, 2) if random.random() < 0.5 else np.array([0, random.integers(0, 30)])
        at = [place + length + int(step) for place, step in zip(at, random.permutation(steps), strict=True)]
    return runs


def lower_bits(bits: CumulativeBits, spans: list[Run]) -> float:
    sides = (
        sum(float(bits.known[known + length] - bits.known[known]) for known, _, length in spans),
        sum(
            float(bits.questioned[questioned + length] - bits.questioned[questioned]) for _, questioned, length in spans
        ),
    )
    return min(sides)


def in_one_pair(bits: CumulativeBits, before: Run, run: Run) -> bool:
    if not len(bits.known_units):
        return False
    units = {
        int(bits.known_units[before[0] + before[2] - 1]),
        int(bits.known_units[run[0]]),
        int(bits.questioned_units[before[1] + before[2] - 1]),
        int(bits.questioned_units[run[1]]),
    }
    return len(units) == 1 and units != {NO_UNIT}


def gaps_between(before: Run, run: Run) -> tuple[int, int]:
    return run[0] - before[0] - before[2], run[1] - before[1] - before[2]


def slow_cost(bits: CumulativeBits, before: Run, run: Run) -> float:
    """What the gap between two runs that do not overlap costs."""
    gaps = gaps_between(before, run)
    if gaps == (0, 0):
        return 0.0
    cost = COSTS.gap_open_bits + COSTS.gap_token_bits * abs(gaps[0] - gaps[1])
    return min(COSTS.insertion_bits, cost) if 0 in gaps and in_one_pair(bits, before, run) else cost


def trimmed(before: Run, run: Run) -> Run:
    overlap = max(0, -min(gaps_between(before, run)))
    return run[0] + overlap, run[1] + overlap, run[2] - overlap


def slow_chain(bits: CumulativeBits, runs: list[Run]) -> tuple[list[Run], float]:
    """The pieces of a chain, and its bits, by the definition."""
    pieces = [runs[0], *(trimmed(before, run) for before, run in pairwise(runs))]
    costs = sum(slow_cost(bits, before, run) for before, run in pairwise(pieces))
    return pieces, lower_bits(bits, pieces) - costs


def slow_scores(bits: CumulativeBits, runs: list[Run]) -> list[float]:
    """The best score of a chain that ends in each run, by the recursion."""
    scores: list[float] = []
    for place, run in enumerate(runs):
        options = [lower_bits(bits, [run])]
        for before in range(max(0, place - COSTS.predecessors), place):
            rest = trimmed(runs[before], run)
            if rest[2] <= 0 or run[0] <= runs[before][0] or run[1] <= runs[before][1]:
                continue
            gaps = gaps_between(runs[before], rest)
            inserted = 0 in gaps and in_one_pair(bits, runs[before], run)
            if max(gaps) <= COSTS.max_gap_tokens or inserted:
                cost = 0.0 if gaps == (0, 0) else COSTS.gap_open_bits + COSTS.gap_token_bits * abs(gaps[0] - gaps[1])
                cost = min(cost, COSTS.insertion_bits) if inserted else cost
                options.append(scores[before] + lower_bits(bits, [rest]) - cost)
        scores.append(max(options))
    return scores


def as_arrays(runs: list[Run]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    known, questioned, lengths = (np.array(column, dtype=np.int64) for column in zip(*runs, strict=True))
    return known, questioned, lengths


def pieces_of(chain: Chain) -> list[Run]:
    return list(zip(chain.known.tolist(), chain.questioned.tolist(), chain.lengths.tolist(), strict=True))


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("with_units", [False, True])
def test_a_chain_weighs_what_the_definition_says(seed: int, with_units: bool) -> None:
    random = np.random.default_rng(seed)
    bits, runs = some_bits(random, with_units), some_runs(random, 7)
    assert (pieces_of(built := build_chain(*as_arrays(runs), bits, COSTS)), built.bits) == slow_chain(bits, runs)


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("with_units", [False, True])
def test_the_best_chain_of_each_pair_of_files_has_the_score_of_the_recursion(seed: int, with_units: bool) -> None:
    random = np.random.default_rng(seed)
    flat = np.arange(SIZE + 1.0)
    bits = replace(some_bits(random, with_units), known=flat, questioned=flat)
    of_pairs = [some_runs(random, int(random.integers(2, 9)), least_step=0) for _ in range(4)]
    known, questioned, lengths = as_arrays([run for runs in of_pairs for run in runs])
    groups = np.repeat(np.arange(4), [len(runs) for runs in of_pairs])
    joined = Runs(known=known, questioned=questioned, lengths=lengths, set_aside=0)
    best = [max(slow_scores(bits, runs)) for runs in of_pairs]
    found = find_chains(joined, groups, bits, COSTS, 0)
    for runs, score in zip(of_pairs, best, strict=True):
        assert score == max(chain.bits for chain in found if set(pieces_of(chain)) <= set(runs))
    for chain in found:
        again = build_chain(chain.known, chain.questioned, chain.lengths, bits, COSTS)
        assert (pieces_of(chain), chain.bits) == (pieces_of(again), again.bits)


def test_an_insertion_in_one_pair_of_units_may_be_long_and_costs_less() -> None:
    runs = [(0, 0, 10), (10, 40, 10)]
    flat = np.arange(SIZE + 1.0)
    unit = np.zeros(SIZE, dtype=np.int32)
    known, questioned, lengths = as_arrays(runs)
    joined = Runs(known=known, questioned=questioned, lengths=lengths, set_aside=0)
    groups = np.zeros(2, dtype=np.int64)
    inside = CumulativeBits(known=flat, questioned=flat, known_units=unit, questioned_units=unit)
    (chain,) = find_chains(joined, groups, inside, COSTS, 0.0)
    assert chain.bits == 20.0 - COSTS.insertion_bits
    for other in (unit + NO_UNIT, np.where(np.arange(SIZE) < 40, 0, 1).astype(np.int32)):
        apart = replace(inside, questioned_units=other)
        assert [chain.bits for chain in find_chains(joined, groups, apart, COSTS, 0.0)] == [10.0, 10.0]
    both = as_arrays([(0, 0, 10), (11, 40, 10)])
    joined = Runs(known=both[0], questioned=both[1], lengths=both[2], set_aside=0)
    assert len(find_chains(joined, groups, inside, COSTS, 0.0)) == 2, "tokens on both sides are no insertion"


def test_a_chain_looks_back_at_as_many_runs_as_it_may() -> None:
    flat = CumulativeBits(known=np.arange(SIZE + 1.0), questioned=np.arange(SIZE + 1.0))
    aside = [(1 + step, 60 + step, 4) for step in range(4)]
    known, questioned, lengths = as_arrays([(0, 0, 20), *aside, (20, 20, 20)])
    runs = Runs(known=known, questioned=questioned, lengths=lengths, set_aside=0)
    groups = np.zeros(len(runs), dtype=np.int64)
    heaviest = {
        most: max(chain.bits for chain in find_chains(runs, groups, flat, replace(COSTS, predecessors=most), 0.0))
        for most in (4, 5)
    }
    assert heaviest == {4: 20.0, 5: 40.0}


def test_chains_below_the_least_bits_are_dropped_and_those_at_it_are_not() -> None:
    flat = CumulativeBits(known=np.arange(SIZE + 1.0), questioned=np.arange(SIZE + 1.0))
    known, questioned, lengths = as_arrays([(0, 0, 10), (100, 100, 9)])
    runs = Runs(known=known, questioned=questioned, lengths=lengths, set_aside=0)
    found = find_chains(runs, np.zeros(2, dtype=np.int64), flat, COSTS, 10.0)
    assert [pieces_of(chain) for chain in found] == [[(0, 0, 10)]]


@pytest.mark.parametrize("seed", range(5))
def test_with_other_weights_a_chain_weighs_as_if_built_with_them(seed: int) -> None:
    random = np.random.default_rng(seed)
    old = some_bits(random, True)
    new = replace(some_bits(random, False), known_units=old.known_units, questioned_units=old.questioned_units)
    before = [build_chain(*as_arrays(some_runs(random, size)), old, COSTS) for size in (1, 4, 6)]
    after = [build_chain(chain.known, chain.questioned, chain.lengths, new, COSTS).bits for chain in before]
    assert [chain.bits for chain in reweighed(before, old, new)] == after
    assert reweighed([], old, new) == []


@pytest.mark.parametrize("side", ["known_units", "questioned_units"])
@pytest.mark.parametrize(("place", "counts"), [(8, False), (9, True), (-1, True), (-2, False)])
def test_the_tokens_at_a_gap_say_in_which_units_it_lies(side: str, place: int, counts: bool) -> None:
    """The last token before the gap and the first one behind it, of each side; no other."""
    flat, behind = np.arange(SIZE + 1.0), {"known_units": 10, "questioned_units": 40}[side]
    unit = np.zeros(SIZE, dtype=np.int32)
    other = unit.copy()
    other[place if place > 0 else behind - 1 - place] = 1
    bits = replace(
        CumulativeBits(known=flat, questioned=flat, known_units=unit, questioned_units=unit), **{side: other}
    )
    known, questioned, lengths = as_arrays([(0, 0, 10), (10, 40, 10)])
    built = build_chain(known, questioned, lengths, bits, COSTS).bits
    assert built == 20.0 - (COSTS.gap_open_bits + 30 * COSTS.gap_token_bits if counts else COSTS.insertion_bits)
    joined = Runs(known=known, questioned=questioned, lengths=lengths, set_aside=0)
    found = [chain.bits for chain in find_chains(joined, np.zeros(2, dtype=np.int64), bits, COSTS, 0.0)]
    assert found == ([10.0, 10.0] if counts else [built])


def test_each_span_counts_the_side_on_which_it_weighs_less() -> None:
    bits = CumulativeBits(known=np.array([0.0, 1.0, 3.0, 6.0]), questioned=np.array([0.0, 2.0, 3.0, 9.0]))
    places, ones = np.array([0, 1, 2]), np.array([1, 1, 1])
    assert bits.lower(places, places, ones).tolist() == [1.0, 1.0, 3.0]


def test_no_unit_is_the_number_of_none() -> None:
    """Units are counted from 0."""
    assert NO_UNIT < 0
    none = np.full(2, NO_UNIT, dtype=np.int32)
    bits = CumulativeBits(known=np.zeros(3), questioned=np.zeros(3), known_units=none, questioned_units=none)
    gap = np.array([0]), np.array([1])
    assert not bits.in_one_pair(gap, gap).any()


@pytest.mark.parametrize("side", ["known_units", "questioned_units"])
def test_chains_that_are_built_together_ask_for_the_same_tokens_at_a_gap(side: str) -> None:
    runs = [(0, 0, 10), (10, 16, 8), (18, 30, 12)]
    flat, unit = np.arange(SIZE + 1.0), np.zeros(SIZE, dtype=np.int32)
    plain = CumulativeBits(known=flat, questioned=flat, known_units=unit, questioned_units=unit)
    known, questioned, lengths = as_arrays(runs)
    joined = Runs(known=known, questioned=questioned, lengths=lengths, set_aside=0)
    weights = set()
    for place in range(45):
        other = unit.copy()
        other[place] = 1
        bits = replace(plain, **{side: other})
        (found,) = find_chains(joined, np.zeros(3, dtype=np.int64), bits, COSTS, 0.0)
        assert (pieces_of(found), found.bits) == slow_chain(bits, runs)
        assert all(array.base is None or not array.base.flags.writeable for array in (found.known, found.lengths))
        weights.add(found.bits)
    assert weights == {28.0, 23.0}


@pytest.mark.parametrize("swapped", [False, True])
@pytest.mark.parametrize(("behind", "weights"), [(14, [12.0]), (18, [10.0, 10.0])])
def test_a_gap_behind_an_overlap_costs_what_is_left_of_it(behind: int, weights: list[float], swapped: bool) -> None:
    """Of two runs the second begins two tokens early on one side: eight bits are left of it, less the cost of the gap.

    Where that gains nothing, each run stays a chain of its own.
    """
    flat, runs = np.arange(SIZE + 1.0), [(0, 0, 10), (behind, 8, 10) if swapped else (8, behind, 10)]
    known, questioned, lengths = as_arrays(sorted(runs))
    joined = Runs(known=known, questioned=questioned, lengths=lengths, set_aside=0)
    bits = CumulativeBits(known=flat, questioned=flat)
    found = find_chains(joined, np.zeros(2, dtype=np.int64), bits, COSTS, 0.0)
    assert [chain.bits for chain in found] == weights


def test_a_run_that_adds_nothing_to_a_chain_is_no_part_of_it() -> None:
    """The second run weighs ten bits alone, and ten behind the first; with the third behind it the first stays out."""
    flat, places = np.arange(SIZE + 1.0), np.zeros(3, dtype=np.int64)
    known, questioned, lengths = as_arrays([(0, 0, 10), (8, 18, 10), (18, 28, 10)])
    joined = Runs(known=known, questioned=questioned, lengths=lengths, set_aside=0)
    found = find_chains(joined, places, CumulativeBits(known=flat, questioned=flat), COSTS, 0.0)
    assert [(chain.bits, len(chain.lengths)) for chain in found] == [(20.0, 2), (10.0, 1)]
