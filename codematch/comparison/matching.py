"""From two prepared works to the chains that account for what they share.

Steps 5 to 8 of the method, in four passes: byte-identical files; files that nearly repeat one another; everything
that is still free against the whole known work; and what is left of files at the same place of folders that correspond.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from codematch.align.chain import Chain, CumulativeBits, find_chains
from codematch.align.resolve import FREE, Accepted, Assignment, resolve
from codematch.align.seeds import Runs, find_runs, merge_runs
from codematch.align.sequence import SymbolSequence, join_files, span_positions
from codematch.comparison.pairing import files_at_same_relative_path, identical_files, path_distance, similar_files
from codematch.comparison.prepare import PreparedFile, PreparedWork
from codematch.comparison.text_weight import name_and_literal_bits
from codematch.fingerprints.kgrams import kgram_hashes
from codematch.levels import exact
from codematch.settings import Seeding, Settings
from codematch.weight.weigher import Weigher


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Matching:
    """What was found: `accepted` chains, the first `identical` of which are byte-identical files.

    `seeds_set_aside` counts the questioned places at which a shared k-gram was too frequent to be a seed.
    """

    known: SymbolSequence
    questioned: SymbolSequence
    bits: CumulativeBits
    accepted: tuple[Accepted, ...]
    identical: int
    seeds_set_aside: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Table:
    """Both works laid out to be matched, and what has been accepted so far."""

    known: PreparedWork
    questioned: PreparedWork
    left: SymbolSequence
    right: SymbolSequence
    bits: CumulativeBits
    assignment: Assignment
    weigher: Weigher
    thresholds: Mapping[str, float]
    settings: Settings


def match_works(
    known: PreparedWork,
    questioned: PreparedWork,
    weigher: Weigher,
    thresholds: Mapping[str, float],
    settings: Settings,
) -> Matching:
    """Find what the works share, one to one on the questioned side.

    A chain must reach the threshold of its language in structure, names and literals together, and anywhere but in
    files that nearly repeat one another `weighing.min_weight` bits of structure; at the same place,
    `weighing.min_same_place` bits of the three are enough.

    Args:
        known: The known work.
        questioned: The questioned work.
        weigher: The backgrounds.
        thresholds: From how many bits on a region is reported, for each language of the known work.
        settings: Every tunable.
    """
    table = _lay_out(known, questioned, weigher, thresholds, settings)
    identical = identical_files(known, questioned)
    for known_file, questioned_file in identical:
        table.assignment.take(_whole_file(table, known_file, questioned_file))
    near = similar_files(known, questioned, {pair[1] for pair in identical}, settings)
    _match_pairs(table, near, partial(_beyond_threshold, table))
    set_aside = _match_everything(table)
    place = files_at_same_relative_path(known, questioned, _matched_files(table), settings)
    _match_pairs(table, place, lambda chain: _text_worth(table, chain) - settings.weighing.min_same_place)
    return Matching(
        known=table.left,
        questioned=table.right,
        bits=table.bits,
        accepted=table.assignment.accepted,
        identical=len(identical),
        seeds_set_aside=set_aside,
    )


def _lay_out(
    known: PreparedWork,
    questioned: PreparedWork,
    weigher: Weigher,
    thresholds: Mapping[str, float],
    settings: Settings,
) -> _Table:
    bits = CumulativeBits(known=_running_bits(known), questioned=_running_bits(questioned))
    right = _sequence(questioned, bits.questioned, settings.seeding)
    return _Table(
        known=known,
        questioned=questioned,
        left=_sequence(known, bits.known, settings.seeding),
        right=right,
        bits=bits,
        assignment=Assignment(owners=np.full(len(right.symbols), FREE, dtype=np.int32)),
        weigher=weigher,
        thresholds=thresholds,
        settings=settings,
    )


def _sequence(work: PreparedWork, bits: NDArray[np.float64], settings: Seeding) -> SymbolSequence:
    symbols, grams = [file.symbols for file in work.files], [file.grams for file in work.files]
    return join_files(symbols, grams, bits, settings.k, settings.min_bits)


def _running_bits(work: PreparedWork) -> NDArray[np.float64]:
    """Running sums of the weights of all tokens of a work: float64 (n + 1,)."""
    return np.concatenate(([0.0], np.cumsum(np.concatenate([np.empty(0), *(f.weights.bits for f in work.files)]))))


def _whole_file(table: _Table, known_file: int, questioned_file: int) -> Chain:
    at, stop = int(table.left.bounds[known_file]), int(table.left.bounds[known_file + 1])
    return Chain(
        known=np.array([at]),
        questioned=table.right.bounds[questioned_file : questioned_file + 1],
        lengths=np.array([stop - at]),
        bits=float(table.bits.known[stop] - table.bits.known[at]),
    )


def _matched_files(table: _Table) -> list[tuple[int, int]]:
    firsts = np.array([(chain.known[0], chain.questioned[0]) for chain in table.assignment.chains])
    firsts = firsts.reshape(-1, 2).astype(np.int64)
    files = zip(table.left.file_of(firsts[:, 0]).tolist(), table.right.file_of(firsts[:, 1]).tolist(), strict=True)
    return sorted(set(files))


def _match_everything(table: _Table) -> int:
    """Match all that is free; return the number of places that were too frequent to be seeds."""
    rest = _without(table.right, table.assignment.free(), table.settings.seeding.k)
    runs = find_runs(table.left, rest, table.settings.seeding)
    _accept(table, runs, table.settings.weighing.min_weight, partial(_beyond_threshold, table))
    return runs.set_aside


def _match_pairs(table: _Table, partners: dict[int, int], worth: Callable[[Chain], float]) -> None:
    """Match what is free of the given questioned files with their known partners, by exact and by renamed seeds.

    Chains are accepted that are worth at least 0 bits.
    """
    if not partners:
        return
    # Many questioned files may have one known partner: a k-gram that stands once in each of them still seeds.
    sharing = max(Counter(partners.values()).values())
    seeding = replace(table.settings.seeding, max_product=max(table.settings.seeding.max_product, sharing))
    free = table.assignment.free()
    found = []
    for grams_of in (_exact_grams, _renamed_grams):
        left, right = _paired(table, partners, grams_of)
        found.append(find_runs(left, _without(right, free, seeding.k), seeding))
    _accept(table, merge_runs(found, table.left, table.right), 0.0, worth)


def _accept(table: _Table, runs: Runs, min_bits: float, worth: Callable[[Chain], float]) -> None:
    """Chain runs and accept the chains with enough structure that are worth at least 0 bits, most worth first."""
    groups = table.left.file_of(runs.known) * len(table.right.bounds) + table.right.file_of(runs.questioned)
    runs, groups = _heavy_groups(runs, groups, table.bits, min_bits)
    chains = find_chains(runs, groups, table.bits, table.settings.chaining, min_bits)
    chains.sort(key=lambda chain: (-chain.bits, int(chain.questioned[0]), int(chain.known[0])))
    candidates = []
    for chain in chains:
        known = int(table.left.file_of(chain.known[:1])[0])
        questioned = int(table.right.file_of(chain.questioned[:1])[0])
        paths = table.known.sources[known].record.path, table.questioned.sources[questioned].record.path
        candidates.append((chain, (path_distance(*paths), questioned, known)))
    resolve(table.assignment, candidates, table.bits, table.settings.chaining, 0.0, worth)


def _beyond_threshold(table: _Table, chain: Chain) -> float:
    """By how much a chain exceeds the threshold of its language [bits]."""
    known = int(table.left.file_of(chain.known[:1])[0])
    stream = table.known.files[known].stream
    language = stream.main_language(span_positions(chain.known - table.left.bounds[known], chain.lengths))
    return _text_worth(table, chain) - table.thresholds[language]


def _text_worth(table: _Table, chain: Chain) -> float:
    """Structure, names and literals of a chain together [bits]; comments are left to the finished region."""
    known = int(table.left.file_of(chain.known[:1])[0])
    questioned = int(table.right.file_of(chain.questioned[:1])[0])
    left, right = table.known.files[known].stream, table.questioned.files[questioned].stream
    at_left = span_positions(chain.known - table.left.bounds[known], chain.lengths)
    at_right = span_positions(chain.questioned - table.right.bounds[questioned], chain.lengths)
    return chain.bits + sum(name_and_literal_bits((left, right), at_left, at_right, table.weigher))


def _renamed_grams(file: PreparedFile, k: int) -> NDArray[np.uint64]:
    return file.grams


def _exact_grams(file: PreparedFile, k: int) -> NDArray[np.uint64]:
    return kgram_hashes(exact(file.symbols, file.stream.texts), k) ^ file.salts


def _paired(
    table: _Table, partners: dict[int, int], grams_of: Callable[[PreparedFile, int], NDArray[np.uint64]]
) -> tuple[SymbolSequence, SymbolSequence]:
    """The two sequences with k-grams that agree only within the given pairs of files, none of them light."""
    known, questioned = np.zeros_like(table.left.grams), np.zeros_like(table.right.grams)
    for questioned_file, known_file in partners.items():
        key = np.uint64((known_file + 1) * 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFFFFFF)
        for grams, sequence, work, file in (
            (known, table.left, table.known, known_file),
            (questioned, table.right, table.questioned, questioned_file),
        ):
            own = grams_of(work.files[file], table.settings.seeding.k)
            grams[sequence.bounds[file] : sequence.bounds[file] + len(own)] = own ^ key
    none = np.zeros(len(known), dtype=bool), np.zeros(len(questioned), dtype=bool)
    return replace(table.left, grams=known, light=none[0]), replace(table.right, grams=questioned, light=none[1])


def _without(sequence: SymbolSequence, free: NDArray[np.bool_], k: int) -> SymbolSequence:
    """Drop the k-grams that touch a token which is not free."""
    taken = np.concatenate(([0], np.cumsum(~free), np.full(k, np.count_nonzero(~free))))
    clear = taken[k : k + len(free)] == taken[: len(free)]
    return replace(sequence, grams=np.where(clear, sequence.grams, 0))


def _heavy_groups(
    runs: Runs, groups: NDArray[np.int64], bits: CumulativeBits, min_bits: float
) -> tuple[Runs, NDArray[np.int64]]:
    """Keep the pairs of files whose runs together could make a chain of `min_bits`."""
    if len(runs) == 0:
        return runs, groups
    _, number = np.unique(groups, return_inverse=True)
    sums = np.bincount(number, weights=bits.lower(runs.known, runs.questioned, runs.lengths))
    keep = sums[number] >= min_bits
    kept = Runs(
        known=runs.known[keep],
        questioned=runs.questioned[keep],
        lengths=runs.lengths[keep],
        set_aside=runs.set_aside,
    )
    return kept, groups[keep]
