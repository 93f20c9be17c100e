"""From two prepared works to the chains that account for what they share.

Steps 5 to 8 of the method, in three passes: byte-identical files, then files whose sketches are nearly the same,
then everything that is still free against the whole known work.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from codematch.align.chain import Chain, CumulativeBits, find_chains
from codematch.align.resolve import Accepted, Assignment, resolve
from codematch.align.seeds import Runs, find_runs
from codematch.align.sequence import SymbolSequence, join_files
from codematch.comparison.prepare import PreparedWork
from codematch.fingerprints.minhash import similar_pairs
from codematch.settings import Seeding, Settings


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


def match_works(known: PreparedWork, questioned: PreparedWork, settings: Settings) -> Matching:
    """Find the chains of at least `settings.weighing.min_weight` bits, one to one on the questioned side."""
    bits = CumulativeBits(known=_running_bits(known), questioned=_running_bits(questioned))
    left = _sequence(known, bits.known, settings.seeding)
    right = _sequence(questioned, bits.questioned, settings.seeding)
    assignment = Assignment(owners=np.full(len(right.symbols), -1, dtype=np.int32))
    paths = tuple([source.record.path for source in work.sources] for work in (known, questioned))
    pairs = _identical_files(known, questioned)
    for chain in _whole_files(pairs, left, right, bits):
        assignment.take(chain)
    identical = len(assignment.accepted)
    near = _similar_files(known, questioned, {pair[1] for pair in pairs}, settings)
    if near:
        paired = _pairwise(left, right, near)
        _pass(*paired, bits, paths, assignment, settings)
    rest = _without(right, assignment.free(), settings.seeding.k)
    set_aside = _pass(left, rest, bits, paths, assignment, settings)
    return Matching(
        known=left,
        questioned=right,
        bits=bits,
        accepted=tuple(assignment.accepted),
        identical=identical,
        seeds_set_aside=set_aside,
    )


def _sequence(work: PreparedWork, bits: NDArray[np.float64], settings: Seeding) -> SymbolSequence:
    kinds, grams = [file.stream.kinds for file in work.files], [file.grams for file in work.files]
    return join_files(kinds, grams, bits, settings.k, settings.min_bits)


def _running_bits(work: PreparedWork) -> NDArray[np.float64]:
    """Running sums of the weights of all tokens of a work: float64 (n + 1,)."""
    return np.concatenate(([0.0], np.cumsum(np.concatenate([np.empty(0), *(f.weights.bits for f in work.files)]))))


def _identical_files(known: PreparedWork, questioned: PreparedWork) -> list[tuple[int, int]]:
    """Pairs of files with the same bytes and at least one token, in order of the questioned path."""
    places = {source.record.digest: index for index, source in enumerate(known.sources)}
    return [
        (places[source.record.digest], index)
        for index, source in enumerate(questioned.sources)
        if source.record.digest in places and len(questioned.files[index].stream)
    ]


def _whole_files(
    pairs: Sequence[tuple[int, int]], left: SymbolSequence, right: SymbolSequence, bits: CumulativeBits
) -> list[Chain]:
    chains = []
    for known, questioned in pairs:
        at, stop = int(left.bounds[known]), int(left.bounds[known + 1])
        chains.append(
            Chain(
                known=np.array([at]),
                questioned=right.bounds[questioned : questioned + 1],
                lengths=np.array([stop - at]),
                bits=float(bits.known[stop] - bits.known[at]),
            )
        )
    return chains


def _similar_files(
    known: PreparedWork, questioned: PreparedWork, taken: set[int], settings: Settings
) -> dict[int, int]:
    """For each questioned file not yet taken, the known file whose sketch is nearest, if it is near-identical."""
    prints = settings.fingerprinting
    open_files = [index for index in range(len(questioned.files)) if index not in taken]
    found = similar_pairs(
        [file.sketch for file in known.files],
        [questioned.files[index].sketch for index in open_files],
        prints.near_identical,
        prints.seed,
    )
    best: dict[int, tuple[float, int]] = {}
    for known_index, position, estimate in found:
        file = open_files[position]
        best[file] = max(best.get(file, (0.0, 0)), (estimate, -known_index))
    return {file: -rank for file, (_, rank) in best.items()}


def _pairwise(
    left: SymbolSequence, right: SymbolSequence, partners: dict[int, int]
) -> tuple[SymbolSequence, SymbolSequence]:
    """Change the k-grams so that they agree only within the given pairs of files."""
    known, questioned = np.zeros_like(left.grams), np.zeros_like(right.grams)
    for questioned_file, known_file in partners.items():
        key = np.uint64((known_file + 1) * 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFFFFFF)
        for grams, sequence, file in ((known, left, known_file), (questioned, right, questioned_file)):
            span = slice(*sequence.bounds[file : file + 2])
            grams[span] = np.where(sequence.grams[span] != 0, sequence.grams[span] ^ key, 0)
    return (
        replace(left, grams=known),
        replace(right, grams=questioned),
    )


def _without(sequence: SymbolSequence, free: NDArray[np.bool_], k: int) -> SymbolSequence:
    """Drop the k-grams that touch a token which is not free."""
    taken = np.concatenate(([0], np.cumsum(~free), np.full(k, np.count_nonzero(~free))))
    clear = taken[k : k + len(free)] == taken[: len(free)]
    return replace(sequence, grams=np.where(clear, sequence.grams, 0))


def _pass(
    left: SymbolSequence,
    right: SymbolSequence,
    bits: CumulativeBits,
    paths: tuple[list[str], ...],
    assignment: Assignment,
    settings: Settings,
) -> int:
    """Seed, chain and resolve once; return the number of k-grams set aside."""
    runs = find_runs(left, right, settings.seeding)
    known_file, questioned_file = left.file_of(runs.known), right.file_of(runs.questioned)
    groups = known_file * (len(right.bounds)) + questioned_file
    runs, groups = _heavy_groups(runs, groups, bits, settings.weighing.min_weight)
    chains = find_chains(runs, groups, bits, settings.chaining, settings.weighing.min_weight)
    chains.sort(key=lambda chain: (-chain.bits, int(chain.questioned[0]), int(chain.known[0])))
    firsts = np.array([(chain.known[0], chain.questioned[0]) for chain in chains], dtype=np.int64).reshape(-1, 2)
    files = zip(left.file_of(firsts[:, 0]).tolist(), right.file_of(firsts[:, 1]).tolist(), strict=True)
    preference = [
        (_path_distance(paths[0][known], paths[1][questioned]), questioned, known) for known, questioned in files
    ]
    resolve(assignment, chains, preference, bits, settings.chaining, settings.weighing.min_weight)
    return runs.set_aside


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


def _path_distance(known: str, questioned: str) -> int:
    """0 for the same path, 1 for the same file name, 2 otherwise."""
    if known == questioned:
        return 0
    return 1 if known.rpartition("/")[2] == questioned.rpartition("/")[2] else 2
