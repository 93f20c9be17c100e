"""An anchored diff of pairs of token sequences: which runs of one stand in the other, in the same order.

Step 5d of the method. K-grams that occur once on both sides anchor the comparison, as lines do in the patience diff of
Bram Cohen and in Heckel (1978, doi:10.1145/359460.359467); the heaviest increasing subsequence of their runs is kept,
and every gap between two runs is searched again with shorter k-grams, at the level `exact` first and then at `renamed`.
What is equal at both ends of a gap needs no anchor. Nothing is too frequent to be found: a k-gram only has to be unique
within its gap. The gaps of all pairs are searched at once, for most of them are short.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from codematch.model.frozen import freeze_arrays
from codematch.model.kgrams import BASE, kgram_hashes
from codematch.model.spans import all_equal, span_positions
from codematch.model.stable_hash import mix

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


Run = tuple[int, int, int]
"""A place on the known and one on the questioned side, and a number of tokens."""
_Column = NDArray[np.int64]
_Symbols = tuple[NDArray[np.uint64], NDArray[np.uint64]]
"""Those of the known and of the questioned side, or their k-grams."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PairOfFiles:
    """Two files that are to be compared.

    `twins` are what corresponds because it is identical, without overlaps. Of these the heaviest in the same order
    become pieces; no other passage is given to those that are out of order.
    """

    known: LeveledTokens
    questioned: LeveledTokens
    twins: Sequence[Run] = ()


class _Rows(NamedTuple):
    """Runs, or spans that are to be searched, of all pairs: int64 (r,) each, in the order of the known side.

    `group` says which pair or gap each belongs to. Of a run `known_stop` and `questioned_stop` follow from its length.
    """

    group: _Column
    known: _Column
    known_stop: _Column
    questioned: _Column
    questioned_stop: _Column

    def only(self, chosen: NDArray[np.bool_] | NDArray[np.intp]) -> "_Rows":
        return _Rows(*(column[chosen] for column in self))


class _Sides:
    """The tokens of all pairs end to end: `levels` by level and side, `bounds` by side as in `SymbolSequence`."""

    def __init__(self, pairs: Sequence[PairOfFiles]) -> None:
        files = [pair.known for pair in pairs], [pair.questioned for pair in pairs]
        none = np.empty(0, dtype=np.uint64)
        self.levels: list[_Symbols] = [
            (
                np.concatenate([none, *(getattr(file, level) for file in files[0])]),
                np.concatenate([none, *(getattr(file, level) for file in files[1])]),
            )
            for level in ("exact", "renamed")
        ]
        self.bounds = [np.cumsum([0, *(len(file.exact) for file in side)]) for side in files]
        self._grams: dict[int, _Symbols] = {}

    def grams(self, number: int) -> _Symbols:
        """Return the k-grams of both sides for a round."""
        if number not in self._grams:
            level, k = ROUNDS[number]
            known, questioned = self.levels[level]
            self._grams[number] = kgram_hashes(known, k), kgram_hashes(questioned, k)
        return self._grams[number]


def anchored_diff(known: LeveledTokens, questioned: LeveledTokens, twins: Sequence[Run] = ()) -> Pieces:
    """Return the pieces of two files that correspond in the same order; `PairOfFiles` says what is given."""
    return anchored_diffs([PairOfFiles(known=known, questioned=questioned, twins=twins)])[0]


def anchored_diffs(pairs: Sequence[PairOfFiles]) -> list[Pieces]:
    """Return the pieces of each of several pairs of files that correspond in the same order."""
    kept = [heaviest_increasing(sorted(pair.twins)) for pair in pairs]
    sides = _Sides([_without_moved(pair, own) for pair, own in zip(pairs, kept, strict=True)])
    twins = np.array([(number, *run) for number, own in enumerate(kept) for run in own], dtype=np.int64).reshape(-1, 4)
    at_known, at_questioned = (bounds[twins[:, 0]] for bounds in sides.bounds)
    found = [_runs(twins[:, 0], twins[:, 1] + at_known, twins[:, 2] + at_questioned, twins[:, 3])]
    left, right = sides.bounds
    whole = _Rows(np.arange(len(pairs)), left[:-1], left[1:], right[:-1], right[1:])
    gaps, rounds = _between(whole, found[0], np.zeros(len(pairs), dtype=np.int64))
    while len(rounds):
        waves = [_searched(gaps.only(rounds == number), number, sides, found) for number in np.unique(rounds).tolist()]
        gaps, rounds = _together([wave[0] for wave in waves]), np.concatenate([wave[1] for wave in waves])
        order = np.argsort(gaps.known)
        gaps, rounds = gaps.only(order), rounds[order]
    return _joined(found, sides)


def _without_moved(pair: PairOfFiles, kept: Sequence[Run]) -> PairOfFiles:
    """Return a pair without the twins that are out of order."""
    moved = set(pair.twins) - set(kept)
    if not moved:
        return pair
    known = _spans([(place, length) for place, _, length in moved], len(pair.known.exact))
    questioned = _spans([(place, length) for _, place, length in moved], len(pair.questioned.exact))
    return PairOfFiles(known=pair.known.without(known, 0), questioned=pair.questioned.without(questioned, 1))


def _spans(spans: Sequence[tuple[int, int]], size: int) -> NDArray[np.bool_]:
    """Say which of so many tokens lie in one of the spans, each given as (place, length): bool (size,)."""
    inside = np.zeros(size, dtype=bool)
    for place, length in spans:
        inside[place : place + length] = True
    return inside


def _runs(group: _Column, known: _Column, questioned: _Column, lengths: _Column) -> _Rows:
    return _Rows(group, known, known + lengths, questioned, questioned + lengths)


def _together(parts: Sequence[_Rows]) -> _Rows:
    return _Rows(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def _searched(gaps: _Rows, number: int, sides: _Sides, found: list[_Rows]) -> tuple[_Rows, _Column]:
    """Search gaps in the round of a number, and add to what is found; return what is still open, and its rounds."""
    level, k = ROUNDS[number]
    gaps = _trimmed(gaps, sides.levels[level], sides.levels[_RENAMED], found)
    gaps = gaps._replace(group=np.arange(len(gaps.group)))
    runs = _increasing(_anchored_runs(gaps, sides.grams(number), k))
    found.append(runs)
    rounds = np.full(len(gaps.group), number + 1)
    # Where a k-gram is unique in a part but not in the whole, the same round finds more in the parts.
    rounds[runs.group] = number
    is_open = rounds < len(ROUNDS)
    return _between(gaps.only(is_open), runs, rounds)


def _trimmed(
    gaps: _Rows,
    level: _Symbols,
    renamed: _Symbols,
    found: list[_Rows],
) -> _Rows:
    """Add what both sides of gaps begin and end with to what is found; return what lies between, if it is not short.

    Sides that are equal but for names and literals correspond as a whole, whatever else seems to fit.
    """
    sizes = gaps.known_stop - gaps.known
    whole = sizes == gaps.questioned_stop - gaps.questioned
    whole[whole] = all_equal(*renamed, gaps.known[whole], gaps.questioned[whole], sizes[whole])
    found.append(gaps.only(whole))
    group, known, known_stop, questioned, questioned_stop = gaps.only(~whole)
    head = _equal_lengths(level, (known, questioned), np.minimum(known_stop - known, questioned_stop - questioned), 1)
    found.append(_runs(group, known, questioned, head))
    known, questioned = known + head, questioned + head
    most = np.minimum(known_stop - known, questioned_stop - questioned)
    tail = _equal_lengths(level, (known_stop - 1, questioned_stop - 1), most, -1)
    known_stop, questioned_stop = known_stop - tail, questioned_stop - tail
    found.append(_runs(group, known_stop, questioned_stop, tail))
    rest = _Rows(group, known, known_stop, questioned, questioned_stop)
    return rest.only(most - tail >= MIN_GAP)


def _equal_lengths(symbols: _Symbols, places: tuple[_Column, _Column], most: _Column, step: int) -> _Column:
    """The number of symbols before the first that differs, from places on, forwards or backwards: int64 (g,).

    Most often it is one of the first, so ever longer blocks are looked at where nothing differed yet.
    """
    lengths = np.zeros(len(most), dtype=np.int64)
    active, block = np.flatnonzero(most > 0), 16
    while len(active):
        sizes = np.minimum(most[active] - lengths[active], block)
        firsts = np.cumsum(sizes) - sizes
        offsets = np.arange(int(sizes.sum())) - np.repeat(firsts, sizes)
        left, right = (np.repeat(at[active] + step * lengths[active], sizes) + step * offsets for at in places)
        differing = symbols[0][left] != symbols[1][right]
        equal = np.minimum.reduceat(np.where(differing, offsets, np.repeat(sizes, sizes)), firsts)
        lengths[active] += equal
        active = active[(equal == sizes) & (lengths[active] < most[active])]
        block *= 8
    return lengths


def _anchored_runs(gaps: _Rows, grams: _Symbols, k: int) -> _Rows:
    """The runs of k-grams that occur once on each side of a gap, by their place on the known side."""
    left = _unique(grams[0], gaps.known, gaps.known_stop - k + 1)
    right = _unique(grams[1], gaps.questioned, gaps.questioned_stop - k + 1)
    _, at_left, at_right = np.intersect1d(left[0], right[0], assume_unique=True, return_indices=True)
    places, others = left[1][at_left], right[1][at_right]
    order = np.argsort(places)
    places, others = places[order], others[order]
    fresh = np.ones(len(places), dtype=bool)
    fresh[1:] = (np.diff(places) != 1) | (np.diff(others) != 1)  # no run leaves its gap: its last k-grams would
    firsts = np.flatnonzero(fresh)
    lengths = np.diff(np.append(firsts, len(places))) + k - 1
    group = np.searchsorted(gaps.known, places[firsts], side="right") - 1
    return _runs(group, places[firsts], others[firsts], lengths)


def _unique(grams: NDArray[np.uint64], starts: _Column, stops: _Column) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """The hashes of the k-grams that occur once in their gap, with the gap in them, sorted, and where."""
    counts = np.maximum(stops - starts, 0)
    places = span_positions(starts, counts)
    hashes = grams[places] ^ np.repeat(mix(np.arange(len(starts), dtype=np.uint64)), counts)
    order = np.argsort(hashes)  # the order of equal hashes is open, and they fall out
    ordered = hashes[order]
    differs = np.ones(len(hashes) + 1, dtype=bool)
    differs[1:-1] = ordered[1:] != ordered[:-1]
    once = differs[1:] & differs[:-1]
    return ordered[once], places[order[once]]


def _increasing(runs: _Rows) -> _Rows:
    """The runs of the increasing subsequence of each group with most tokens, overlaps cut off."""
    same = runs.group[1:] == runs.group[:-1]
    overlap = np.maximum(runs.known_stop[:-1] - runs.known[1:], runs.questioned_stop[:-1] - runs.questioned[1:])
    overlap = np.append(np.zeros(min(len(runs.group), 1), dtype=np.int64), np.where(same, np.maximum(overlap, 0), 0))
    lengths = runs.known_stop - runs.known
    falling = same & (runs.questioned[1:] <= runs.questioned[:-1])
    crossed = np.union1d(runs.group[1:][falling], runs.group[overlap >= lengths])
    is_crossed = np.isin(runs.group, crossed)
    kept = _runs(runs.group, runs.known + overlap, runs.questioned + overlap, lengths - overlap).only(~is_crossed)
    if not len(crossed):
        return kept
    rest = runs.only(is_crossed)
    table = list(zip(*(column.tolist() for column in (rest.known, rest.questioned, lengths[is_crossed])), strict=True))
    edges = [*np.searchsorted(rest.group, crossed).tolist(), len(table)]
    chosen = [
        (group, *run)
        for group, (first, stop) in zip(crossed.tolist(), pairwise(edges), strict=True)
        for run in heaviest_increasing(table[first:stop])
    ]
    others = _runs(*np.array(chosen, dtype=np.int64).T)
    merged = _together([kept, others])
    return merged.only(np.argsort(merged.known))


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


def _between(gaps: _Rows, runs: _Rows, rounds: _Column) -> tuple[_Rows, _Column]:
    """What lies before, between and behind the runs of gaps, and the round of each, which `rounds` gives by group."""
    edges = _together([runs, gaps._replace(known=gaps.known_stop, questioned=gaps.questioned_stop)])
    group, known, known_stop, questioned, questioned_stop = edges.only(np.argsort(edges.group, kind="stable"))
    begins = [np.append(0, stops[:-1])[: len(stops)] for stops in (known_stop, questioned_stop)]
    is_first = np.ones(len(group), dtype=bool)
    is_first[1:] = group[1:] != group[:-1]
    begins[0][is_first], begins[1][is_first] = gaps.known, gaps.questioned
    keep = (known > begins[0]) & (questioned > begins[1])
    return _Rows(group, begins[0], known, begins[1], questioned).only(keep), rounds[group[keep]]


def _joined(found: Sequence[_Rows], sides: _Sides) -> list[Pieces]:
    """Return what was found in order, runs that touch as one; a collision of hashes is no run."""
    _, firsts, stops, others, _ = _together(found)
    keep = stops > firsts
    firsts, others, lengths = firsts[keep], others[keep], (stops - firsts)[keep]
    order = np.lexsort((lengths, others, firsts))
    firsts, others, lengths = firsts[order], others[order], lengths[order]
    pair = np.searchsorted(sides.bounds[0], firsts, side="right") - 1
    fresh = np.ones(len(firsts), dtype=bool)
    fresh[1:] = (firsts[1:] != firsts[:-1] + lengths[:-1]) | (others[1:] != others[:-1] + lengths[:-1])
    fresh[1:] |= pair[1:] != pair[:-1]
    starts = np.flatnonzero(fresh)
    lengths = np.add.reduceat(lengths, starts) if len(starts) else lengths
    firsts, others, pair = firsts[starts], others[starts], pair[starts]
    equal = all_equal(*sides.levels[_RENAMED], firsts, others, lengths)
    firsts, others, lengths, pair = firsts[equal], others[equal], lengths[equal], pair[equal]
    edges = np.searchsorted(pair, np.arange(len(sides.bounds[0]))).tolist()
    return [
        Pieces(
            known=firsts[first:stop] - sides.bounds[0][number],
            questioned=others[first:stop] - sides.bounds[1][number],
            lengths=lengths[first:stop],
        )
        for number, (first, stop) in enumerate(pairwise(edges))
    ]
