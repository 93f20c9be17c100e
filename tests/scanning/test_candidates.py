"""Candidates: what the index promises and finds, and that works with a passage in common meet."""

from dataclasses import replace

import numpy as np
import pytest

from codematch.fingerprints.bands import Bands, agreeing_pairs, choose_bands, every_pair
from codematch.fingerprints.minhash import permutations, sketch_spans
from codematch.pipeline import make_tools, prepare
from codematch.scanning.base_code import find_base_code
from codematch.scanning.candidates import choose_candidates, window_thresholds
from codematch.scanning.comparing import brief_settings
from codematch.scanning.passages import find_passages, postings
from codematch.scanning.traces import trace_works, traces
from codematch.settings import Settings
from tests.benchmarks.made_code import Writer
from tests.comparison.works import LEDGER, TRIANGLE, renamed, work

SETTINGS = Settings()
TOOLS = make_tools(brief_settings(SETTINGS))
NONE = np.empty(0, dtype=np.uint64)
WORDS = ("meter", "probe", "valve", "crate", "ledge", "river", "stone", "cable")


def prepared(*texts):
    return prepare([work(f"w{place}", {"a.py": text}) for place, text in enumerate(texts)], TOOLS)


def test_datasketch_chooses_bands_that_keep_the_promise():
    for resemblance in (0.3, 0.5, 0.8):
        bands = choose_bands(128, resemblance, 0.95)

        assert bands.count * bands.rows <= 128
        assert bands.promised(resemblance) >= 0.95
    assert choose_bands(128, 0.8, 0.95).rows > choose_bands(128, 0.3, 0.95).rows


def test_the_promise_is_the_share_that_is_found():
    """Many pairs of sets of one resemblance: the share that meets in a band is the promised one, within its error."""
    constants, generator = permutations(128, 1), np.random.default_rng(5)
    bands, rows = Bands(count=20, rows=4), []
    for _ in range(400):
        items = generator.integers(1, 1 << 62, 300).astype(np.uint64)
        rows += [
            sketch_spans(items[:200], [(0, 200)], constants)[0],
            sketch_spans(items[100:], [(0, 200)], constants)[0],
        ]
    table = np.array(rows)
    owners = np.arange(len(table))
    first, second = agreeing_pairs(table, owners, bands, 64)
    met = np.count_nonzero((first % 2 == 0) & (second == first + 1)) / 400

    promised = bands.promised(1 / 3)
    assert abs(met - promised) < 4 * (promised * (1 - promised) / 400) ** 0.5


def test_a_place_of_the_index_that_many_share_makes_no_pairs():
    table = np.tile(np.arange(8, dtype=np.uint32), (6, 1))
    owners = np.arange(6)

    assert len(agreeing_pairs(table, owners, Bands(count=2, rows=4), 6)[0]) == 15
    assert len(agreeing_pairs(table, owners, Bands(count=2, rows=4), 5)[0]) == 0
    assert len(agreeing_pairs(table, np.zeros(6, dtype=np.int64), Bands(count=2, rows=4), 6)[0]) == 0
    assert len(every_pair(table, owners, 1.0)[0]) == 15


def test_postings_leave_out_what_one_work_or_many_hold():
    listed = [np.array(items, dtype=np.uint64) for items in ([1, 2, 2, 3], [2, 3, 4], [3, 5], [3])]
    found = postings(listed, 3, NONE)
    without = postings(listed, 9, np.array([2], dtype=np.uint64))

    assert (found.items.tolist(), found.works.tolist()) == ([2], [0, 1])
    assert (without.items.tolist(), without.works.tolist()) == ([3], [0, 1, 2, 3])


def test_traces_name_every_sequence_at_its_place():
    (made,) = prepared(LEDGER)
    found = traces(made, TOOLS)
    tokens = len(made.files[0].stream)

    assert len(found.grams) == tokens - SETTINGS.scan.candidate_k + 1
    assert sorted(found.gram_places.tolist()) == list(range(len(found.grams)))
    assert found.bits[-1] == pytest.approx(made.files[0].weights.bits.sum())
    assert np.all(found.grams[1:] >= found.grams[:-1])


def test_works_with_a_passage_in_common_are_candidates_wherever_it_is():
    filler = [Writer(WORDS[place : place + 5], place).module(8) for place in range(4)]
    works = prepared(filler[0] + LEDGER, filler[1], filler[2] + "\n\n" + renamed(LEDGER) + filler[3], TRIANGLE)
    items = trace_works(works, TOOLS, 1, None)
    held = [one.traces for one in items]
    found = find_passages(held, window_thresholds(works, TOOLS), SETTINGS.scan, 20.0, 1, NONE)

    assert (0, 2) in found
    assert not any(3 in pair for pair in found)
    assert found == find_passages(held, window_thresholds(works, TOOLS), SETTINGS.scan, 20.0, 2, NONE)
    base = find_base_code(works, held, [], SETTINGS.scan)
    chosen = choose_candidates(works, held, base, TOOLS, 1, None)
    assert set(chosen.sources) >= {(0, 2)}
    assert chosen.recall.found == chosen.recall.sampled > 0


def test_sequences_of_base_code_make_no_candidates():
    works = prepared(LEDGER, LEDGER + "\nextra = 1\n")
    held = [one.traces for one in trace_works(works, TOOLS, 1, None)]

    assert find_passages(held, window_thresholds(works, TOOLS), SETTINGS.scan, 20.0, 1, NONE) == {(0, 1)}
    base = np.unique(held[0].grams)
    assert find_passages(held, window_thresholds(works, TOOLS), SETTINGS.scan, 20.0, 1, base) == set()


def test_a_larger_work_has_a_higher_threshold():
    works = prepared(LEDGER, LEDGER * 30, TRIANGLE)
    limit = window_thresholds(works, TOOLS)
    all_share = window_thresholds(
        works, replace(TOOLS, settings=replace(SETTINGS, scan=replace(SETTINGS.scan, candidate_share=1.0)))
    )

    assert limit(0, 1) >= limit(0, 2) > 0
    assert limit(0, 1) == pytest.approx(all_share(0, 1) * SETTINGS.scan.candidate_share)
