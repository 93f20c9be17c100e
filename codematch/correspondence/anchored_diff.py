"""An anchored diff of two token sequences: which runs of one stand in the other, in the same order.

Step 5d of the method. K-grams that occur once on both sides anchor the comparison, as lines do in the patience diff of
Bram Cohen and in Heckel (1978, doi:10.1145/359460.359467); the heaviest increasing subsequence of their runs is kept,
and every gap between two runs is searched again with shorter k-grams, at the level `exact` first and then at `renamed`.
What is equal at both ends of a gap needs no anchor. Nothing is too frequent to be found: a k-gram only has to be unique
within its gap.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from codematch.model.frozen import freeze_arrays
from codematch.model.kgrams import BASE, kgram_hashes

_EXACT, _RENAMED = 0, 1
_SALTS = 0x6A09E667F3BCC909, 0xBB67AE8584CAA73B
"""What tells the symbols of taken tokens of the known side from those of the questioned side."""
ROUNDS = ((_EXACT, 12), (_EXACT, 5), (_RENAMED, 10))
"""The level and the length of the k-grams that are looked for, round after round."""
MIN_GAP = 3
"""Gaps with fewer tokens on one side are left to the alignment of a region's gaps."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LeveledTokens:
    """The tokens of a file at two levels: `exact` and `renamed` uint64 (n,)."""

    exact: NDArray[np.uint64]
    renamed: NDArray[np.uint64]

    def __post_init__(self) -> None:
        freeze_arrays(self)

    def without(self, taken: NDArray[np.bool_], side: int) -> "LeveledTokens":
        """Return the tokens, those that are taken with symbols that occur nowhere else.

        Args:
            taken: bool (n,).
            side: 0 for the known side, 1 for the questioned side.
        """
        if not taken.any():
            return self
        own = np.arange(len(taken), dtype=np.uint64) * np.uint64(BASE) + np.uint64(_SALTS[side])
        return LeveledTokens(exact=np.where(taken, own, self.exact), renamed=np.where(taken, own, self.renamed))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pieces:
    """Runs of symbols equal at the level `renamed`, increasing on both sides, without overlaps.

    `known`, `questioned`, `lengths` int64 (p,), positions within the two files and numbers of tokens.
    """

    known: NDArray[np.int64]
    questioned: NDArray[np.int64]
    lengths: NDArray[np.int64]

    def __post_init__(self) -> None:
        freeze_arrays(self)


@dataclass(frozen=True, slots=True, eq=False)
class _Gap:
    """Half-open spans of both sides that are to be searched from a round on."""

    known: int
    known_stop: int
    questioned: int
    questioned_stop: int
    round: int


Run = tuple[int, int, int]
"""A place on the known and one on the questioned side, and a number of tokens."""


def anchored_diff(known: LeveledTokens, questioned: LeveledTokens, twins: Sequence[Run] = ()) -> Pieces:
    """Return the pieces of two files that correspond in the same order.

    Args:
        known: The tokens of the known file.
        questioned: Those of the questioned file.
        twins: What corresponds because it is identical, as (place, place, tokens), without overlaps. Of these the
            heaviest in the same order become pieces; no other passage is given to those that are out of order.
    """
    kept = heaviest_increasing(sorted(twins))
    moved = set(twins) - set(kept)
    if moved:
        known = known.without(_spans([(place, length) for place, _, length in moved], len(known.exact)), 0)
        questioned = questioned.without(
            _spans([(place, length) for _, place, length in moved], len(questioned.exact)), 1
        )
    levels = ((known.exact, questioned.exact), (known.renamed, questioned.renamed))
    grams: dict[int, tuple[NDArray[np.uint64], NDArray[np.uint64]]] = {}
    found = list(kept)
    whole = _Gap(0, len(known.exact), 0, len(questioned.exact), 0)
    open_gaps = list(_between(whole, kept, 0))
    while open_gaps:
        gap = open_gaps.pop()
        level, k = ROUNDS[gap.round]
        gap = _trim(gap, levels[level], levels[_RENAMED], found)
        if min(gap.known_stop - gap.known, gap.questioned_stop - gap.questioned) < MIN_GAP:
            continue
        if gap.round not in grams:
            grams[gap.round] = kgram_hashes(levels[level][0], k), kgram_hashes(levels[level][1], k)
        runs = heaviest_increasing(_anchored_runs(gap, *grams[gap.round], k))
        # Where a k-gram is unique in a part but not in the whole, the same round finds more in the parts.
        next_round = gap.round if runs else gap.round + 1
        if next_round < len(ROUNDS):
            open_gaps += _between(gap, runs, next_round)
        found += runs
    return _joined(found, *levels[_RENAMED])


def _spans(spans: Sequence[tuple[int, int]], size: int) -> NDArray[np.bool_]:
    """Say which of so many tokens lie in one of the spans, each given as (place, length): bool (size,)."""
    inside = np.zeros(size, dtype=bool)
    for place, length in spans:
        inside[place : place + length] = True
    return inside


def _trim(
    gap: _Gap,
    level: tuple[NDArray[np.uint64], NDArray[np.uint64]],
    renamed: tuple[NDArray[np.uint64], NDArray[np.uint64]],
    found: list[Run],
) -> _Gap:
    """Add what both sides of a gap begin and end with to what is found; return what lies between.

    Sides that are equal but for names and literals correspond as a whole, whatever else seems to fit.
    """
    known, known_stop, questioned, questioned_stop = gap.known, gap.known_stop, gap.questioned, gap.questioned_stop
    if np.array_equal(renamed[0][known:known_stop], renamed[1][questioned:questioned_stop]):
        found.append((known, questioned, known_stop - known))
        return _Gap(known_stop, known_stop, questioned_stop, questioned_stop, gap.round)
    left, right = level
    head = _equal_length(left[known:known_stop], right[questioned:questioned_stop])
    if head:
        found.append((known, questioned, head))
        known, questioned = known + head, questioned + head
    tail = _equal_length(left[known:known_stop][::-1], right[questioned:questioned_stop][::-1])
    if tail:
        known_stop, questioned_stop = known_stop - tail, questioned_stop - tail
        found.append((known_stop, questioned_stop, tail))
    return _Gap(known, known_stop, questioned, questioned_stop, gap.round)


def _equal_length(left: NDArray[np.uint64], right: NDArray[np.uint64]) -> int:
    """The number of symbols before the first that differs; most often it is one of the first."""
    size = min(len(left), len(right))
    at, block = 0, 16
    while at < size:
        stop = min(at + block, size)
        differing = left[at:stop] != right[at:stop]
        if differing.any():
            return at + int(differing.argmax())
        at, block = stop, 8 * block
    return size


def _anchored_runs(gap: _Gap, known: NDArray[np.uint64], questioned: NDArray[np.uint64], k: int) -> list[Run]:
    """The runs of k-grams that occur once on each side of a gap, by their place on the known side."""
    left = _unique(known[gap.known : max(gap.known_stop - k + 1, gap.known)])
    right = _unique(questioned[gap.questioned : max(gap.questioned_stop - k + 1, gap.questioned)])
    at = np.searchsorted(right[0], left[0])
    at[at == len(right[0])] = 0
    shared = right[0][at] == left[0] if len(right[0]) else np.zeros(len(at), dtype=bool)
    places, others = left[1][shared], right[1][at[shared]]
    order = np.argsort(places)
    places, others = places[order], others[order]
    fresh = np.ones(len(places), dtype=bool)
    fresh[1:] = (np.diff(places) != 1) | (np.diff(others) != 1)
    firsts = np.flatnonzero(fresh)
    lengths = np.diff(np.append(firsts, len(places))) + k - 1
    columns = places[firsts] + gap.known, others[firsts] + gap.questioned, lengths
    return list(zip(*(column.tolist() for column in columns), strict=True))


def _unique(hashes: NDArray[np.uint64]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """The hashes that occur once, sorted, and where."""
    order = np.argsort(hashes)  # the order of equal hashes is open, and they fall out
    ordered = hashes[order]
    differs = np.ones(len(hashes) + 1, dtype=bool)
    differs[1:-1] = ordered[1:] != ordered[:-1]
    once = differs[1:] & differs[:-1]
    return ordered[once], order[once]


def heaviest_increasing(runs: Sequence[Run]) -> list[Run]:
    """Return the runs of the increasing subsequence with most tokens, overlaps cut off.

    Args:
        runs: By their place on the known side.
    """
    order = sorted(range(len(runs)), key=lambda index: runs[index][1])
    ranks = [0] * len(runs)
    for rank, index in enumerate(order, start=1):
        ranks[index] = rank
    kept: list[Run] = []
    known_stop = questioned_stop = 0
    for index in _chosen(ranks, [length for _, _, length in runs]):
        known, questioned, length = runs[index]
        overlap = max(known_stop - known, questioned_stop - questioned, 0)
        if overlap < length:
            kept.append((known + overlap, questioned + overlap, length - overlap))
            known_stop, questioned_stop = known + length, questioned + length
    return kept


def _chosen(ranks: list[int], weights: list[int]) -> list[int]:
    """Return the indices of the heaviest subsequence whose ranks (1 to n, all different) increase.

    The longest-subsequence recursion of Fredman (1975, doi:10.1016/0012-365X(75)90103-X) with the maxima of prefixes in
    a tree (Fenwick 1994, doi:10.1002/spe.4380240306).
    """
    best = [(0, -1)] * (len(ranks) + 1)
    before = []
    for index, (rank, weight) in enumerate(zip(ranks, weights, strict=True)):
        top, at = (0, -1), rank - 1
        while at:
            top = max(top, best[at])
            at -= at & -at
        before.append(top[1])
        entry, at = (top[0] + weight, index), rank
        while at < len(best):
            best[at] = max(best[at], entry)
            at += at & -at
    top, at = (0, -1), len(ranks)
    while at:
        top = max(top, best[at])
        at -= at & -at
    chosen = []
    last = top[1]
    while last >= 0:
        chosen.append(last)
        last = before[last]
    return chosen[::-1]


def _between(gap: _Gap, runs: Sequence[Run], number: int) -> Iterator[_Gap]:
    """What lies before, between and behind the runs of a gap, for the round with this number."""
    known, questioned = gap.known, gap.questioned
    for at_known, at_questioned, length in (*runs, (gap.known_stop, gap.questioned_stop, 0)):
        if at_known > known and at_questioned > questioned:
            yield _Gap(known, at_known, questioned, at_questioned, number)
        known, questioned = at_known + length, at_questioned + length


def _joined(found: list[Run], known: NDArray[np.uint64], questioned: NDArray[np.uint64]) -> Pieces:
    """Return what was found in order, runs that touch as one; a collision of hashes is no run."""
    table = np.array(sorted(found), dtype=np.int64).reshape(-1, 3)
    firsts, others, lengths = table[:, 0], table[:, 1], table[:, 2]
    if len(table):
        fresh = np.ones(len(table), dtype=bool)
        fresh[1:] = (firsts[1:] != firsts[:-1] + lengths[:-1]) | (others[1:] != others[:-1] + lengths[:-1])
        starts = np.flatnonzero(fresh)
        firsts, others, lengths = firsts[starts], others[starts], np.add.reduceat(lengths, starts)
    equal = np.array(
        [
            np.array_equal(known[a : a + n], questioned[b : b + n])
            for a, b, n in zip(firsts.tolist(), others.tolist(), lengths.tolist(), strict=True)
        ],
        dtype=bool,
    )
    return Pieces(known=firsts[equal], questioned=others[equal], lengths=lengths[equal])
