"""The aligner on changed bytes: as symbols of files, where each step is checked, and as whole comparisons."""

from functools import lru_cache

import numpy as np

from codematch.align.chain import CumulativeBits, find_chains
from codematch.align.resolve import Assignment, resolve
from codematch.align.script import FileTokens, Spans, align_tokens, edit_codes, edit_script
from codematch.align.seeds import find_runs
from codematch.align.sequence import SymbolSequence, join_files
from codematch.model.kgrams import kgram_hashes
from codematch.model.match import Edit
from codematch.model.stratum import Stratum
from codematch.pipeline import SignificanceInputs, compare_prepared
from codematch.settings import Chaining, Seeding

K = 4
COSTS = Chaining(gap_open_bits=1.0, gap_token_bits=0.5, max_gap_tokens=6, predecessors=50)
MOST = 1_000
"""Symbols of a side: more find nothing that these do not, and take longer."""


def align(data: bytes) -> None:
    """Take the symbols of two works from the two halves of the bytes, files ending at 255, and align them."""
    known, questioned = (_sequence(half) for half in (data[: len(data) // 2], data[len(data) // 2 :]))
    runs = find_runs(known, questioned, Seeding(k=K, max_product=64))
    for a, b, length in zip(runs.known.tolist(), runs.questioned.tolist(), runs.lengths.tolist(), strict=True):
        assert np.array_equal(known.symbols[a : a + length], questioned.symbols[b : b + length]), "a run that differs"
    if not len(runs):
        return
    groups = known.file_of(runs.known) * 1_000 + questioned.file_of(runs.questioned)
    bits = CumulativeBits(
        known=np.arange(len(known.symbols) + 1) * 1.0, questioned=np.arange(len(questioned.symbols) + 1) * 1.0
    )
    chains = find_chains(runs, groups, bits, COSTS, 3.0)
    assignment = resolve(
        Assignment.empty(len(questioned.symbols)),
        [(chain, chain.bits, (0.0, 0, number)) for number, chain in enumerate(chains)],
        bits,
        COSTS,
        lambda chains: [chain.bits if chain.bits >= 3.0 else None for chain in chains],
    )
    owned = np.zeros(len(questioned.symbols), dtype=int)
    for accepted in assignment.accepted:
        chain = accepted.chain
        for start, length in zip(chain.questioned.tolist(), chain.lengths.tolist(), strict=True):
            owned[start : start + length] += 1
        _check_script(chain, _tokens(known), _tokens(questioned))
    assert owned.max(initial=0) <= 1, "a token in two regions"


def _check_script(chain, known: FileTokens, questioned: FileTokens) -> None:
    """Check that the edit script of a chain replays from one side to the other."""
    aligned = align_tokens(chain, known, questioned)
    assert np.array_equal(known.symbols[aligned.known], questioned.symbols[aligned.questioned])
    assert np.all(np.diff(aligned.known) > 0), "the known side goes back"
    assert np.all(np.diff(aligned.questioned) > 0), "the questioned side goes back"
    codes = edit_codes(np.ones(len(aligned.known), dtype=np.bool_), np.zeros(len(aligned.known), dtype=np.uint8))
    ends = (int(aligned.known[-1]) + 1, int(aligned.questioned[-1]) + 1)
    spans = Spans(int(aligned.known[0]), ends[0], int(aligned.questioned[0]), ends[1])
    script = edit_script(aligned, codes, spans)
    assert sum(step.known for step in script) == spans.known_stop - spans.known_first
    assert sum(step.questioned for step in script) == spans.questioned_stop - spans.questioned_first
    kept = sum(step.known for step in script if step.edit not in (Edit.DELETED, Edit.INSERTED))
    assert kept == len(aligned.known), "pairs lost"


def _sequence(data: bytes) -> SymbolSequence:
    symbols = [np.frombuffer(part, dtype=np.uint8) % 5 + np.uint64(1) for part in data[:MOST].split(b"\xff")]
    bits = np.arange(sum(len(part) for part in symbols) + 1, dtype=np.float64)
    return join_files(symbols, [kgram_hashes(part, K) for part in symbols], bits, K, 0.5)


def _tokens(sequence: SymbolSequence) -> FileTokens:
    """Tokens of which every third begins a line."""
    lines = np.arange(len(sequence.symbols), dtype=np.int32) // 3
    return FileTokens(symbols=sequence.symbols, texts=sequence.symbols, lines=lines)


@lru_cache(maxsize=1)
def _works():
    from tests.comparison import works

    return works


def compare(data: bytes) -> None:
    """Compare the two halves of the bytes as works of a file of Python each."""
    halves = data[: len(data) // 2], data[len(data) // 2 :]
    texts = [half.decode("utf-8", "replace").replace("\r", "\n") for half in halves]
    works = _works()  # with languages and models that are loaded once: they take most of the time of a small comparison
    sides = works.work("known", {"a.py": texts[0]}), works.work("questioned", {"b.py": texts[1]})
    known, questioned = works.prepared_pair(*sides)
    pair = compare_prepared(known, questioned, works.TOOLS, given=SignificanceInputs(stratum=Stratum.UNRELATED))
    for region in pair.regions:
        for side, text in zip((region.known, region.questioned), texts, strict=True):
            assert 0 <= side.first_token < side.stop_token, "a region without tokens"
            assert 1 <= side.first_line <= side.last_line <= text.count("\n") + 1, "a region outside of its file"
