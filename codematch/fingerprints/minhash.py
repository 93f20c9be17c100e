"""MinHash sketches (Broder 1997, doi:10.1109/SEQUEN.1997.666900): the only wrapper of datasketch.

The scheme is datasketch's "affine32": the input hash goes through the finaliser of MurmurHash3 once, and each
permutation is a * h + b modulo 2**32 with odd a. Whole files and all their units are sketched in one pass over the
same matrix; a test holds constants and values against datasketch's own. datasketch itself is imported where its
index is used, and only there: it brings SciPy along and takes as long to import as a small comparison takes in all.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from codematch.model.frozen import freeze_arrays, require
from codematch.model.tokens import Sketch

SCHEME = "affine32"
EMPTY = np.uint32(0xFFFFFFFF)
BAND = 8
"""Values of a sketch that must agree for a pair to become a candidate: with 128 of them a pair of resemblance 0.9
does so with a probability of 0.9999, one of 0.5 with 0.06. It is then compared in full."""
_OTHER = "MinHash signatures of different numbers of permutations"
_BLOCK = 1 << 14
"""Fingerprints that are permuted at a time: those of a file of 2 million tokens would take 200 MB."""
DIRECT_PAIRS = 1_000_000
"""Up to here comparing every pair of sketches is faster than building an index: a matter of speed."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Permutations:
    """The constants of the permutations: odd multipliers and offsets, uint32 (p,) each."""

    multipliers: NDArray[np.uint32]
    offsets: NDArray[np.uint32]

    def __post_init__(self) -> None:
        freeze_arrays(self)


def permutations(count: int, seed: int) -> Permutations:
    """Return the constants of `count` permutations: those that datasketch draws for `seed`.

    NumPy keeps the sequence of this generator the same in every version.
    """
    generator = np.random.RandomState(seed)
    multipliers = generator.randint(0, 1 << 31, count, dtype=np.uint32) * np.uint32(2) + np.uint32(1)
    return Permutations(multipliers=multipliers, offsets=generator.randint(0, 1 << 32, count, dtype=np.uint32))


def sketch_spans(
    hashes: NDArray[np.uint64], spans: Sequence[tuple[int, int]], constants: Permutations
) -> NDArray[np.uint32]:
    """Sketch several spans of one sequence of fingerprints.

    Args:
        hashes: uint64 (m,), the fingerprints of a file in order.
        spans: Half-open spans of positions in `hashes`.
        constants: The permutations.

    Returns:
        uint32 (s, p), one row for each span; an empty span gives the empty sketch (all values at their maximum).
    """
    values = np.full((len(spans), len(constants.offsets)), EMPTY, dtype=np.uint32)
    waiting = sorted((start, stop, row) for row, (start, stop) in enumerate(spans) if start < stop)[::-1]
    open_: list[tuple[int, int, int]] = []
    for low in range(0, len(hashes), _BLOCK):
        high = low + _BLOCK
        while waiting and waiting[-1][0] < high:
            open_.append(waiting.pop())
        if not open_:
            continue
        # A row for each permutation: the lowest of a row is found several times as fast as that of a column.
        permuted = constants.multipliers[:, None] * _finalise(hashes[low:high].astype(np.uint32))
        permuted += constants.offsets[:, None]
        for start, stop, row in open_:
            part = permuted[:, max(start - low, 0) : stop - low]
            if start >= low:
                np.minimum.reduce(part, axis=1, out=values[row])
            else:
                np.minimum(values[row], np.minimum.reduce(part, axis=1), out=values[row])
        open_ = [span for span in open_ if span[1] > high]
    return values


def resemblance(known: Sketch, questioned: Sketch) -> float:
    """Estimate the Jaccard index of two sketched sets, 0 to 1; standard error sqrt(J(1 - J) / p).

    Raises:
        InvariantError: They have different numbers of permutations.
    """
    require(len(known.values) == len(questioned.values), _OTHER)
    if known.cardinality == 0 or questioned.cardinality == 0:
        return float(known.cardinality == questioned.cardinality)
    return float(np.count_nonzero(known.values == questioned.values)) / len(known.values)


def similar_pairs(
    known: Sequence[Sketch], questioned: Sequence[Sketch], threshold: float, seed: int
) -> list[tuple[int, int, float]]:
    """Return (known index, questioned index, resemblance) of the pairs that reach `threshold`, sorted.

    Up to `DIRECT_PAIRS` pairs are all compared. Beyond, candidates come from datasketch's locality-sensitive index, so
    a pair near the threshold can be missed.

    Raises:
        InvariantError: They have different numbers of permutations.
    """
    require(len({len(sketch.values) for sketch in (*known, *questioned)}) <= 1, _OTHER)
    left = [position for position, sketch in enumerate(known) if sketch.cardinality]
    right = [position for position, sketch in enumerate(questioned) if sketch.cardinality]
    if not left or not right:
        return []
    if len(left) * len(right) <= DIRECT_PAIRS:
        candidates = [(first, second) for second in right for first in left]
    else:
        candidates = _indexed(known, questioned, left, right, seed)
    table = np.stack([known[position].values for position in left])
    rows = {position: row for row, position in enumerate(left)}
    pairs = []
    for second, group in groupby(candidates, key=itemgetter(1)):
        firsts = [first for first, _ in group]
        agreeing = np.count_nonzero(table[[rows[first] for first in firsts]] == questioned[second].values, axis=1)
        shares = agreeing / table.shape[1]
        pairs += [(first, second, float(share)) for first, share in zip(firsts, shares, strict=True)]
    return sorted(pair for pair in pairs if pair[2] >= threshold)


def _indexed(
    known: Sequence[Sketch],
    questioned: Sequence[Sketch],
    left: Sequence[int],
    right: Sequence[int],
    seed: int,
) -> list[tuple[int, int]]:
    """Candidate pairs from datasketch's index, in order of the questioned position."""
    from datasketch import MinHash, MinHashLSH  # half a second to import, and only large works need it

    count = len(known[left[0]].values)
    shared = MinHash(num_perm=count, seed=seed, scheme=SCHEME).permutations

    def wrapped(sketch: Sketch) -> MinHash:
        return MinHash(scheme=SCHEME, seed=seed, hashvalues=sketch.values, permutations=shared)

    index = MinHashLSH(num_perm=count, params=(count // BAND, BAND))
    for position in left:
        index.insert(position, wrapped(known[position]))
    return [(first, second) for second in right for first in sorted(index.query(wrapped(questioned[second])))]


def _finalise(values: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """The 32-bit finaliser of MurmurHash3 (Appleby 2008), as datasketch applies it before permuting."""
    values = (values ^ (values >> np.uint32(16))) * np.uint32(0x85EBCA6B)
    values = (values ^ (values >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    return values ^ (values >> np.uint32(16))
