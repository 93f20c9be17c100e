"""Seeds, chains, resolution and edit scripts against slow, obvious definitions."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codematch.align.chain import Chain, CumulativeBits, build_chain, find_chains
from codematch.align.resolve import Assignment, Judge, resolve
from codematch.align.script import FileTokens, Spans, align_tokens, edit_codes, edit_script, rename_map
from codematch.align.seeds import find_runs
from codematch.align.sequence import SymbolSequence, join_files
from codematch.model.kgrams import kgram_hashes
from codematch.model.match import Edit
from codematch.model.spans import span_positions
from codematch.settings import Chaining, Seeding

K = 4
files = st.lists(st.lists(st.integers(1, 3), max_size=25), min_size=1, max_size=3)


def sequence(parts: list[list[int]]) -> SymbolSequence:
    symbols = [np.array(part, dtype=np.uint64) for part in parts]
    bits = np.arange(sum(len(part) for part in symbols) + 1, dtype=np.float64)
    return join_files(symbols, [kgram_hashes(part, K) for part in symbols], bits, K, 0.5)


def slow_runs(known: list[list[int]], questioned: list[list[int]]) -> set[tuple[int, int, int]]:
    """Maximal runs of at least K equal symbols, in joined positions."""
    found = set()
    at_known = 0
    for left in known:
        at_questioned = 0
        for right in questioned:
            for i in range(len(left)):
                for j in range(len(right)):
                    if i and j and left[i - 1] == right[j - 1]:
                        continue
                    length = 0
                    while i + length < len(left) and j + length < len(right) and left[i + length] == right[j + length]:
                        length += 1
                    if length >= K:
                        found.add((at_known + i, at_questioned + j, length))
            at_questioned += len(right)
        at_known += len(left)
    return found


@given(files, files)
@settings(max_examples=200, deadline=None)
def test_runs_equal_the_definition(known: list[list[int]], questioned: list[list[int]]) -> None:
    runs = find_runs(sequence(known), sequence(questioned), Seeding(k=K, max_product=10**6))
    found = list(zip(runs.known.tolist(), runs.questioned.tolist(), runs.lengths.tolist(), strict=True))
    assert len(found) == len(set(found))
    assert set(found) == slow_runs(known, questioned)
    assert runs.set_aside == 0


def test_frequent_seeds_are_counted_and_runs_grow_over_them() -> None:
    rare = [7, 8, 9, 10, 11]
    common = [1, 2, 3, 4]
    known = sequence([common * 3 + rare + common])
    questioned = sequence([common * 3 + rare + common])
    runs = find_runs(known, questioned, Seeding(k=K, max_product=1))
    assert runs.set_aside > 0
    assert (0, 0, 21) in set(zip(runs.known.tolist(), runs.questioned.tolist(), runs.lengths.tolist(), strict=True))


@given(st.lists(st.tuples(st.integers(0, 99), st.integers(0, 9)), max_size=9))
def test_span_positions_equal_the_definition(spans: list[tuple[int, int]]) -> None:
    starts, lengths = (np.array([span[side] for span in spans], dtype=np.int64) for side in (0, 1))
    expected = [start + step for start, length in spans for step in range(length)]
    assert span_positions(starts, lengths).tolist() == expected


@pytest.mark.parametrize("joint_steps", [1, 5, 1_000])
def test_a_run_grows_over_a_long_table_to_exactly_where_it_ends(
    joint_steps: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("codematch.align.seeds.JOINT_STEPS", joint_steps)
    table, rare = [1] * 300, [7, 8, 9, 10, 11]
    known = sequence([[5, *table, *rare, *table, 6], [*table, *rare, *table]])
    questioned = sequence([[2, 3, *table, *rare, *table, 4], [9]])
    runs = find_runs(known, questioned, Seeding(k=K, max_product=2))
    found = list(zip(runs.known.tolist(), runs.questioned.tolist(), runs.lengths.tolist(), strict=True))
    assert found == [(1, 2, 605), (607, 2, 605)]


def test_light_kgrams_seed_only_when_they_are_rare() -> None:
    parts = [[1, 2, 3, 4, 9, 8, 7, 6], [1, 2, 3, 4, 5, 5, 5]]
    known, questioned = sequence(parts), sequence(parts)
    assert len(find_runs(known, questioned, Seeding(k=K, max_product=100, max_light_product=0))) == 4
    light_known, light_questioned = (
        replace(side, light=np.ones(len(side.light), dtype=bool)) for side in (known, questioned)
    )
    rare_only = find_runs(light_known, light_questioned, Seeding(k=K, max_product=100, max_light_product=1))
    assert (rare_only.known.tolist(), rare_only.lengths.tolist()) == ([0, 8], [8, 7])
    assert rare_only.set_aside == 2


def test_a_collision_of_hashes_never_becomes_a_run() -> None:
    known, questioned = sequence([[1, 2, 3, 4, 5]]), sequence([[5, 4, 3, 2, 1]])
    forged = np.array([1, 2, 0, 0, 0], dtype=np.uint64)
    runs = find_runs(
        replace(known, grams=forged),
        replace(questioned, grams=forged),
        Seeding(k=K, max_product=10),
    )
    assert len(runs) == 0


def flat_bits(known: int, questioned: int, each: float = 1.0) -> CumulativeBits:
    return CumulativeBits(known=np.arange(known + 1) * each, questioned=np.arange(questioned + 1) * each)


COSTS = Chaining(gap_open_bits=1.0, gap_token_bits=0.5, max_gap_tokens=6, predecessors=50)


def slow_best_chain(runs: list[tuple[int, int, int]], costs: Chaining) -> float:
    """The best score over all chains of runs in order, by plain recursion (one bit for each token)."""
    best: list[float] = []
    for number, (known, questioned, length) in enumerate(runs):
        options = [float(length)]
        for before, (k, q, n) in enumerate(runs[:number]):
            overlap = max(0, k + n - known, q + n - questioned)
            gaps = known + overlap - k - n, questioned + overlap - q - n
            if known <= k or questioned <= q or overlap >= length or max(gaps) > costs.max_gap_tokens:
                continue
            cost = costs.gap_open_bits + costs.gap_token_bits * abs(gaps[0] - gaps[1]) if max(gaps) else 0.0
            options.append(best[before] + length - overlap - cost)
        best.append(max(options))
    return max(best)


@given(files, files)
@settings(max_examples=200, deadline=None)
def test_the_heaviest_chain_equals_the_recursion(known: list[list[int]], questioned: list[list[int]]) -> None:
    left, right = sequence(known[:1]), sequence(questioned[:1])
    runs = find_runs(left, right, Seeding(k=K, max_product=10**6))
    if len(runs) == 0:
        return
    plain = list(zip(runs.known.tolist(), runs.questioned.tolist(), runs.lengths.tolist(), strict=True))
    bits = flat_bits(len(left.symbols), len(right.symbols))
    chains = find_chains(runs, np.zeros(len(runs), dtype=np.int64), bits, COSTS, 0.0)
    assert max(chain.bits for chain in chains) == slow_best_chain(plain, COSTS)
    for chain in chains:
        assert np.all(np.diff(chain.known) >= chain.lengths[:-1])
        assert np.all(np.diff(chain.questioned) >= chain.lengths[:-1])


def test_runs_of_different_pairs_of_files_never_chain() -> None:
    part = [1, 2, 3, 4, 5, 6]
    left, right = sequence([part, part[::-1]]), sequence([part + part[::-1]])
    runs = find_runs(left, right, Seeding(k=K, max_product=100))
    groups = left.file_of(runs.known) * 10 + right.file_of(runs.questioned)
    chains = find_chains(runs, groups, flat_bits(12, 12), COSTS, 0.0)
    assert sorted(chain.bits for chain in chains) == [6.0, 6.0]


def chain(known: list[int], questioned: list[int], lengths: list[int], bits: CumulativeBits) -> Chain:
    return build_chain(np.array(known), np.array(questioned), np.array(lengths), bits, COSTS)


def test_the_weight_of_a_chain_is_the_lower_side_less_the_gaps() -> None:
    bits = CumulativeBits(known=np.arange(31) * 2.0, questioned=np.arange(31) * 1.0)
    made = chain([0, 12], [0, 10], [10, 5], bits)
    assert made.bits == 15.0 - (1.0 + 0.5 * 2)


def test_overlapping_runs_are_trimmed() -> None:
    made = chain([0, 8], [0, 11], [10, 6], flat_bits(30, 30))
    assert made.known.tolist() == [0, 10]
    assert made.questioned.tolist() == [0, 13]
    assert made.lengths.tolist() == [10, 4]


def at_least(bits: float) -> Judge:
    return lambda chains: [chain.bits if chain.bits >= bits else None for chain in chains]


def test_the_stronger_chain_wins_whatever_it_weighs() -> None:
    bits = flat_bits(100, 40)
    right, heavier = chain([0], [0], [20], bits), chain([30], [0], [20], bits)
    assignment = resolve(
        Assignment.empty(40),
        [(heavier, 20.0, (0.0, 0, 0)), (right, 30.0, (0.0, 0, 1))],
        bits,
        COSTS,
        at_least(1.0),
    )
    assert [item.chain.known.tolist() for item in assignment.accepted] == [[0]]
    assert assignment.accepted[0].alternatives == (heavier,)


def test_each_questioned_token_belongs_to_one_chain_and_the_lighter_is_an_alternative() -> None:
    bits = flat_bits(100, 40)
    heavy = chain([0], [0], [20], bits)
    partly = chain([30], [15], [18], bits)
    beaten = chain([60], [2], [12], bits)
    contenders = [(chain, chain.bits, (0.0, 0, 0)) for chain in (beaten, partly, heavy)]
    assignment = resolve(Assignment.empty(40), contenders, bits, COSTS, at_least(10.0))
    spans = [(item.chain.questioned.tolist(), item.chain.lengths.tolist()) for item in assignment.accepted]
    assert spans == [([0], [20]), ([20], [13])]
    assert [len(item.alternatives) for item in assignment.accepted] == [1, 0]
    assert assignment.free().sum() == 7


@given(st.lists(st.tuples(st.integers(0, 80), st.integers(0, 30), st.integers(1, 20)), max_size=12))
def test_resolution_never_counts_a_token_twice(spans: list[tuple[int, int, int]]) -> None:
    bits = flat_bits(120, 60)
    chains = [chain([known], [questioned], [length + 2], bits) for known, questioned, length in spans]
    contenders = [(chain, chain.bits, (0.0, 0, 0)) for chain in chains if chain.bits >= 3.0]
    assignment = resolve(Assignment.empty(60), contenders, bits, COSTS, at_least(3.0))
    used = np.zeros(60, dtype=int)
    for item in assignment.accepted:
        assert item.chain.bits >= 3.0
        for start, length in zip(item.chain.questioned, item.chain.lengths, strict=True):
            used[start : start + length] += 1
    assert used.max(initial=0) <= 1


def stream(symbols: np.ndarray, texts: np.ndarray, lines: np.ndarray | None = None) -> FileTokens:
    lines = np.zeros(len(symbols)) if lines is None else lines
    return FileTokens(symbols=symbols.astype(np.uint64), texts=texts.astype(np.uint64), lines=lines.astype(np.int32))


@given(st.integers(0, 2**32))
@settings(deadline=None)
def test_the_edit_script_replays_to_both_spans(seed: int) -> None:
    random = np.random.default_rng(seed)
    known = random.integers(0, 4, 40)
    questioned = np.concatenate((known[:12], random.integers(0, 4, 5), known[15:30]))
    left, right = stream(known, random.integers(0, 3, 40)), stream(questioned, random.integers(0, 3, 32))
    aligned = align_tokens(chain([0, 15], [0, 17], [12, 15], flat_bits(40, 32)), left, right)
    assert np.array_equal(known[aligned.known], questioned[aligned.questioned])
    assert np.all(np.diff(aligned.known) > 0)
    assert np.all(np.diff(aligned.questioned) > 0)
    codes = edit_codes(random.random(len(aligned.known)) < 0.7, random.integers(0, 3, len(aligned.known)))
    first, last = (int(aligned.known[0]), int(aligned.questioned[0])), (aligned.known[-1], aligned.questioned[-1])
    spans = Spans(first[0], int(last[0]) + 1 + seed % 3, first[1] - min(seed % 2, first[1]), int(last[1]) + 2)
    script = edit_script(aligned, codes, spans)
    assert sum(step.known for step in script) == spans.known_stop - spans.known_first
    assert sum(step.questioned for step in script) == spans.questioned_stop - spans.questioned_first
    kept = sum(step.known for step in script if step.edit not in (Edit.DELETED, Edit.INSERTED))
    assert kept == len(aligned.known)


def test_an_insertion_that_begins_like_the_next_line_is_told_apart_by_text() -> None:
    kinds_known, texts_known = np.array([1, 2, 3, 4, 5]), np.array([10, 20, 30, 40, 50])
    kinds_questioned, texts_questioned = np.array([1, 2, 3, 6, 3, 4, 5]), np.array([10, 20, 99, 60, 30, 40, 50])
    greedy = chain([0, 3], [0, 5], [3, 2], flat_bits(5, 7))
    aligned = align_tokens(greedy, stream(kinds_known, texts_known), stream(kinds_questioned, texts_questioned))
    assert aligned.known.tolist() == [0, 1, 2, 3, 4]
    assert aligned.questioned.tolist() == [0, 1, 4, 5, 6]


def test_an_insertion_before_a_renamed_statement_is_told_apart_by_names_and_lines() -> None:
    """`rate = f(dose)`, `rate` -> `amount`, behind an inserted `log.debug(x)`: `log` is not what `rate` became."""
    name, sign, point = 1, 2, 3
    kinds_known, texts_known = np.array([name, sign, name, sign, name]), np.array([10, 20, 30, 20, 31])
    kinds_questioned = np.array([name, sign, name, point, name, sign, name])
    texts_questioned = np.array([10, 20, 99, 60, 40, 20, 31])
    greedy = chain([0, 3], [0, 5], [3, 2], flat_bits(5, 7))
    lines = np.array([1, 1, 2, 2, 2]), np.array([1, 1, 2, 2, 3, 3, 3])
    aligned = align_tokens(
        greedy, stream(kinds_known, texts_known, lines[0]), stream(kinds_questioned, texts_questioned, lines[1])
    )
    assert aligned.questioned.tolist() == [0, 1, 4, 5, 6]
    # The lines say nothing; but the name stands as the same other one elsewhere.
    kinds_known, texts_known = np.append(kinds_known, name), np.append(texts_known, 30)
    kinds_questioned, texts_questioned = np.append(kinds_questioned, name), np.append(texts_questioned, 40)
    greedy = chain([0, 3], [0, 5], [3, 3], flat_bits(6, 8))
    aligned = align_tokens(greedy, stream(kinds_known, texts_known), stream(kinds_questioned, texts_questioned))
    assert aligned.questioned.tolist() == [0, 1, 4, 5, 6, 7]


def test_the_rename_map_counts_and_names_exceptions() -> None:
    known = np.array([1, 2, 1, 3, 1, 2], dtype=np.uint64)
    questioned = np.array([9, 2, 9, 8, 7, 2], dtype=np.uint64)
    found = rename_map(known, questioned)
    assert found.places.tolist() == [0, 3]
    assert found.counts.tolist() == [2, 1]
    assert found.exceptions.tolist() == [1, 0]
    assert found.consistency == 5 / 6
    assert rename_map(known[:0], questioned[:0]).consistency is None


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=30))
def test_the_rename_map_equals_the_definition(pairs: list[tuple[int, int]]) -> None:
    known, questioned = (np.array(side, dtype=np.uint64) for side in zip(*pairs, strict=True))
    found = rename_map(known, questioned)
    best = {name: max([b for a, b in pairs if a == name].count(c) for c in range(4)) for name in set(known.tolist())}
    assert found.consistency == sum(best.values()) / len(pairs)
    for place, count, exceptions in zip(found.places, found.counts, found.exceptions, strict=True):
        name = int(known[place])
        assert count == best[name]
        assert count + exceptions == [a for a, _ in pairs].count(name)
        assert int(questioned[place]) != name
