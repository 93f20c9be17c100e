"""Fingerprints against slow, obvious definitions, published guarantees and datasketch itself."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from codematch.errors import InvariantError
from codematch.fingerprints import minhash
from codematch.fingerprints.minhash import Permutations, permutations, resemblance, similar_pairs, sketch_spans
from codematch.fingerprints.winnow import winnow, winnow_files
from codematch.model.kgrams import BASE, kgram_hashes
from codematch.model.tokens import Sketch

MASK = (1 << 64) - 1
words = st.lists(st.integers(0, MASK), max_size=60)


def slow_kgram(symbols: list[int], k: int) -> list[int]:
    hashes = []
    for at in range(len(symbols) - k + 1):
        value = 0
        for symbol in symbols[at : at + k]:
            value = (value * BASE + symbol) & MASK
        value = ((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        value = ((value ^ (value >> 27)) * 0x94D049BB133111EB) & MASK
        hashes.append(value ^ (value >> 31))
    return hashes


@given(words, st.integers(1, 13))
def test_kgram_hashes_equal_the_definition(symbols: list[int], k: int) -> None:
    assert kgram_hashes(np.array(symbols, dtype=np.uint64), k).tolist() == slow_kgram(symbols, k)


def test_kgram_hashes_never_change() -> None:
    assert kgram_hashes(np.arange(5, dtype=np.uint64), 3).tolist() == [
        slow_kgram([0, 1, 2], 3)[0],
        slow_kgram([1, 2, 3], 3)[0],
        slow_kgram([2, 3, 4], 3)[0],
    ]
    assert kgram_hashes(np.array([1, 2, 3], dtype=np.uint64), 3).tolist() == [KNOWN_ANSWER]


KNOWN_ANSWER = 14374693752645609763


@given(st.lists(st.integers(0, 9), min_size=1, max_size=50), st.integers(1, 9))
def test_winnowing_keeps_the_minimum_of_every_window(hashes: list[int], window: int) -> None:
    kept = set(winnow(np.array(hashes, dtype=np.uint64), window).tolist())
    width = min(window, len(hashes))
    windows = [range(start, start + width) for start in range(len(hashes) - width + 1)]
    expected = {at for places in windows for at in places if hashes[at] == min(hashes[i] for i in places)}
    assert kept == expected


@given(st.lists(st.lists(st.integers(0, 9), max_size=25), max_size=8), st.integers(1, 6), st.integers(1, 9))
def test_several_files_are_winnowed_as_each_by_itself(files: list[list[int]], k: int, window: int) -> None:
    stops = np.cumsum([len(file) for file in files], dtype=np.int64)
    starts = stops - np.array([len(file) for file in files], dtype=np.int64)
    joined = np.array([symbol for file in files for symbol in file], dtype=np.uint64)
    kept = winnow_files(kgram_hashes(joined, k), (starts, stops), k, window)
    expected = [
        int(start) + place
        for start, file in zip(starts, files, strict=True)
        for place in winnow(kgram_hashes(np.array(file, dtype=np.uint64), k), window).tolist()
    ]
    assert (kept.tolist(), kept.dtype) == (expected, np.int32)


@given(st.integers(0, 2**32), st.integers(1, 200))
def test_a_shared_run_always_shares_a_fingerprint(seed: int, offset: int) -> None:
    random = np.random.default_rng(seed)
    k, window = 5, 4
    shared = random.integers(0, 50, k + window - 1)
    left = np.concatenate((random.integers(100, 150, offset), shared)).astype(np.uint64)
    right = np.concatenate((shared, random.integers(200, 250, 30))).astype(np.uint64)
    prints = [kgram_hashes(side, k) for side in (left, right)]
    kept = [set(hashes[winnow(hashes, window)].tolist()) for hashes in prints]
    assert kept[0] & kept[1]


@pytest.mark.parametrize("count", [64, 128])
def test_sketches_equal_those_of_datasketch(count: int) -> None:
    from datasketch import MinHash

    hashes = np.random.default_rng(7).integers(0, 2**63, 300).astype(np.uint64)
    ours = sketch_spans(hashes, [(0, 300), (10, 40), (5, 5)], permutations(count, 1))
    for values, span in zip(ours, [(0, 300), (10, 40), (5, 5)], strict=True):
        theirs = MinHash(num_perm=count, seed=1, scheme="affine32", hashfunc=int)
        theirs.update_batch([int(value) & 0xFFFFFFFF for value in hashes[slice(*span)]])
        assert values.tolist() == theirs.hashvalues.tolist()


@pytest.mark.parametrize("block", [1, 7, 64])
@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=8))
def test_sketches_do_not_depend_on_how_many_fingerprints_are_permuted_at_a_time(
    block: int, spans: list[tuple[int, int]]
) -> None:
    hashes = np.random.default_rng(8).integers(0, 2**63, 60).astype(np.uint64)
    spans = [(min(span), max(span)) for span in spans]
    constants = permutations(16, 1)
    whole = sketch_spans(hashes, spans, constants)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(minhash, "_BLOCK", block)
        assert sketch_spans(hashes, spans, constants).tolist() == whole.tolist()


@pytest.mark.parametrize(("count", "seed"), [(1, 0), (64, 1), (128, 1), (256, 20_261_123)])
def test_permutations_equal_those_of_datasketch(count: int, seed: int) -> None:
    from datasketch import MinHash

    ours, theirs = permutations(count, seed), MinHash(num_perm=count, seed=seed, scheme="affine32").permutations
    assert ours.multipliers.dtype == ours.offsets.dtype == np.uint32
    assert ours.multipliers.tolist() == theirs[0].tolist()
    assert ours.offsets.tolist() == theirs[1].tolist()


def test_datasketch_loads_only_with_its_index() -> None:
    code = (
        "import sys, codematch.pipeline as p, codematch.settings as s; p.make_tools(s.Settings());"
        "print('datasketch' in sys.modules, 'scipy' in sys.modules)"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.split() == ["False", "False"]


def test_a_sketch_is_the_same_on_every_machine() -> None:
    hashes = np.arange(1, 50, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    assert sketch_spans(hashes, [(0, 49)], permutations(16, 1))[0].tolist() == SKETCH_ANSWER


SKETCH_ANSWER = [
    25766095,
    138284364,
    14048722,
    36227498,
    187922937,
    97055956,
    135039352,
    274920827,
    53862947,
    127844511,
    17130207,
    190745056,
    59383329,
    347092083,
    75003972,
    89224993,
]


def sketch_of(hashes: np.ndarray, constants: Permutations) -> Sketch:
    values = sketch_spans(hashes, [(0, len(hashes))], constants)[0]
    return Sketch(values=values, cardinality=len(np.unique(hashes)))


def test_resemblance_stays_within_four_standard_errors() -> None:
    random = np.random.default_rng(3)
    pool = random.integers(0, 2**63, 3000).astype(np.uint64)
    constants = permutations(128, 1)
    for shared in (0, 500, 1000, 1800):
        left, right = pool[:2000], np.concatenate((pool[2000 - shared : 2000], pool[2000 : 3000 - 0]))
        exact = shared / (2000 + 1000)
        sketches = [sketch_of(side, constants) for side in (left, right)]
        error = max(np.sqrt(exact * (1 - exact) / 128), 0.01)
        assert abs(resemblance(*sketches) - exact) < 4 * error


@pytest.mark.parametrize("direct", [0, 1_000_000])
def test_similar_pairs_finds_the_near_identical_and_only_those(direct: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("codematch.fingerprints.minhash.DIRECT_PAIRS", direct)
    random = np.random.default_rng(5)
    constants = permutations(128, 1)
    pool = random.integers(0, 2**63, (4, 400)).astype(np.uint64)
    edited = pool[2].copy()
    edited[:4] = pool[3][:4]
    known = [sketch_of(row, constants) for row in pool[:3]]
    questioned = [sketch_of(row, constants) for row in (pool[3], edited, pool[0])]
    found = similar_pairs(known, questioned, 0.9, 1)
    assert [(left, right) for left, right, _ in found] == [(0, 2), (2, 1)]
    assert found[0][2] == 1.0
    assert similar_pairs([], questioned, 0.9, 1) == []


def test_an_empty_work_resembles_an_empty_one_alone() -> None:
    values = np.zeros(16, dtype=np.uint32)
    empty, full = (Sketch(values=values, cardinality=count) for count in (0, 9))
    assert [resemblance(a, b) for a, b in ((empty, empty), (empty, full), (full, empty))] == [1.0, 0.0, 0.0]


def test_an_index_is_built_for_more_pairs_than_are_compared_directly(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def indexed(known, questioned, left, right, seed):
        asked.append(len(left) * len(right))
        return []

    monkeypatch.setattr("codematch.fingerprints.minhash._indexed", indexed)
    sketches = [Sketch(values=np.full(16, place, dtype=np.uint32), cardinality=9) for place in range(3)]
    for most, found in ((9, 3), (8, 0)):
        monkeypatch.setattr("codematch.fingerprints.minhash.DIRECT_PAIRS", most)
        assert len(similar_pairs(sketches, sketches, 0.9, 1)) == found
    assert asked == [9]


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_the_error_of_the_estimate_is_the_published_one(share: float) -> None:
    """The standard error of an estimated Jaccard index is sqrt(J (1 - J) / p), and its mean is J (Broder 1997)."""
    count, size, seeds = 128, 400, 200
    common = round(2 * size * share / (1 + share))
    exact = common / (2 * size - common)
    random = np.random.default_rng(7)
    sets = random.integers(0, 2**32, (seeds, 2 * size - common), dtype=np.uint64)
    estimates = []
    for seed, hashes in enumerate(sets):
        values = sketch_spans(hashes, [(0, size), (size - common, 2 * size - common)], permutations(count, seed))
        known, questioned = (Sketch(values=row, cardinality=size) for row in values)
        estimates.append(resemblance(known, questioned))
    error = np.sqrt(exact * (1 - exact) / count)
    assert abs(np.mean(estimates) - exact) < 4 * error / np.sqrt(seeds)
    assert 0.85 < np.std(estimates) / error < 1.15


@given(st.integers(1, 64), st.integers(1, 64))
def test_sketches_of_other_numbers_of_permutations_are_not_compared(first: int, second: int) -> None:
    known, questioned = (
        Sketch(values=sketch_spans(np.arange(9, dtype=np.uint64), [(0, 9)], permutations(count, 1))[0], cardinality=9)
        for count in (first, second)
    )
    if first == second:
        assert resemblance(known, questioned) == 1.0
    else:
        with pytest.raises(InvariantError, match="permutations"):
            resemblance(known, questioned)
        with pytest.raises(InvariantError, match="permutations"):
            similar_pairs([known], [questioned], 0.1, 1)
