"""Seeds: k-grams that both works share, joined into maximal runs of equal symbols.

Step 5 of the method. A k-gram with too many places (known times questioned) is set aside and counted; for light
k-grams, which weigh next to nothing, fewer places are too many. Runs grow over the holes that this leaves, because
every run is extended on the symbols themselves. Every symbol of a run is compared, so a collision of hashes can never
become a finding.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from codematch.align.sequence import SymbolSequence
from codematch.model.frozen import array_value, frozen_array
from codematch.model.spans import all_equal
from codematch.settings import Seeding

MAX_SIEVE_BITS = 22
"""The sieve has at most 2**22 slots: a few per cent of a large work pass by chance, and fall out exactly afterwards."""
JOINT_STEPS = 64
"""Tokens by which all runs grow together before each goes on alone: speed only, no result depends on it."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Runs:
    """Maximal runs of equal symbols.

    `known`, `questioned` int64 (r,) first positions in the two sequences, `lengths` int64 (r,) [tokens]; sorted by
    known file, questioned file, known, questioned. `set_aside` is the number of places in the questioned work at
    which a shared k-gram was too frequent to be a seed.
    """

    known: NDArray[np.int64]
    questioned: NDArray[np.int64]
    lengths: NDArray[np.int64]
    set_aside: int

    def __post_init__(self) -> None:
        for name in ("known", "questioned", "lengths"):
            object.__setattr__(self, name, frozen_array(getattr(self, name), np.int64))

    def __len__(self) -> int:
        return len(self.known)


def find_runs(known: SymbolSequence, questioned: SymbolSequence, settings: Seeding) -> Runs:
    """Find every maximal run of at least k equal symbols that a seed lies in."""
    at_known, at_questioned, set_aside = _shared_places(known, questioned, settings)
    starts, stops, diagonals = _merge_on_diagonals(at_known, at_questioned, settings.k)
    sound = all_equal(known.symbols, questioned.symbols, starts, starts + diagonals, stops - starts)
    starts, stops, diagonals = _extend(known, questioned, starts[sound], stops[sound], diagonals[sound])
    order = np.lexsort((starts + diagonals, starts, questioned.file_of(starts + diagonals), known.file_of(starts)))
    starts, stops, diagonals = starts[order], stops[order], diagonals[order]
    return Runs(known=starts, questioned=starts + diagonals, lengths=stops - starts, set_aside=set_aside)


def merge_runs(found: Sequence[Runs], known: SymbolSequence, questioned: SymbolSequence) -> Runs:
    """Return the runs of several searches together, each once; what they set aside is summed."""
    starts, others, lengths = (
        np.concatenate([getattr(runs, name) for runs in found]) for name in ("known", "questioned", "lengths")
    )
    order = np.lexsort((others, starts, questioned.file_of(others), known.file_of(starts)))
    starts, others, lengths = starts[order], others[order], lengths[order]
    fresh = np.ones(len(starts), dtype=bool)
    fresh[1:] = (np.diff(starts) != 0) | (np.diff(others) != 0)
    set_aside = sum(runs.set_aside for runs in found)
    return Runs(known=starts[fresh], questioned=others[fresh], lengths=lengths[fresh], set_aside=set_aside)


def _shared_places(
    known: SymbolSequence, questioned: SymbolSequence, settings: Seeding
) -> tuple[NDArray[np.int64], NDArray[np.int64], int]:
    """All pairs of positions whose k-grams seed, and the number of questioned places that were set aside."""
    keep_known, keep_questioned, crowded = _sieve(known, questioned, settings.max_light_product)
    left, right = _grouped(known, keep_known), _grouped(questioned, keep_questioned)
    _, at_left, at_right = np.intersect1d(left.hashes, right.hashes, assume_unique=True, return_indices=True)
    products = left.counts[at_left] * right.counts[at_right]
    heavy = left.heavy[at_left] & right.heavy[at_right]
    keep = products <= np.where(heavy, settings.max_product, settings.max_light_product)
    set_aside = crowded + int(right.counts[at_right[~keep]].sum())
    at_left, at_right, products = at_left[keep], at_right[keep], products[keep]
    pair = np.repeat(np.arange(len(products)), products)
    within = np.arange(len(pair)) - np.repeat(np.cumsum(products) - products, products)
    width = right.counts[at_right][pair]
    at_known = left.places[left.firsts[at_left][pair] + within // width]
    at_questioned = right.places[right.firsts[at_right][pair] + within % width]
    return at_known, at_questioned, set_aside


def _sieve(
    known: SymbolSequence, questioned: SymbolSequence, max_light: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], int]:
    """Positions whose k-gram may be shared and may seed, by counts of the hashes' upper bits.

    It passes every k-gram that occurs on both sides, except light ones whose slot holds too many places; the number
    of those on the questioned side is returned too.
    """
    places = [np.flatnonzero(side.grams) for side in (known, questioned)]
    size = max(len(at) for at in places)
    bits = min(size.bit_length() + 2, MAX_SIEVE_BITS)
    shift = np.uint64(64 - bits)
    slots = [(side.grams[at] >> shift).astype(np.int64) for side, at in zip((known, questioned), places, strict=True)]
    counts = [np.bincount(slot, minlength=1 << bits) for slot in slots]
    products = counts[0] * counts[1]
    passed = []
    crowded = 0
    for side, at, slot in zip((known, questioned), places, slots, strict=True):
        product = products[slot]
        shared = product > 0
        light = shared & side.light[at] & (product > max_light)
        passed.append(at[shared & ~light])
        crowded = int(np.count_nonzero(light))
    return passed[0], passed[1], crowded


@array_value(copy=False)
class _Groups:
    """Positions by k-gram.

    `places` are sorted by hash; each different hash has its first index in `places`, the number of its places, and
    whether one of them is not light.
    """

    hashes: NDArray[np.uint64]
    firsts: NDArray[np.int64]
    counts: NDArray[np.int64]
    heavy: NDArray[np.bool_]
    places: NDArray[np.int64]


def _grouped(sequence: SymbolSequence, places: NDArray[np.int64]) -> _Groups:
    hashes = sequence.grams[places]
    order = np.argsort(hashes, kind="stable")
    hashes, places = hashes[order], places[order]
    fresh = np.ones(len(hashes), dtype=bool)
    fresh[1:] = hashes[1:] != hashes[:-1]
    firsts = np.flatnonzero(fresh)
    counts = np.diff(np.append(firsts, len(hashes)))
    heavy = np.logical_or.reduceat(~sequence.light[places], firsts) if len(firsts) else np.empty(0, dtype=bool)
    return _Groups(hashes=hashes[firsts], firsts=firsts, counts=counts, heavy=heavy, places=places)


def _merge_on_diagonals(
    at_known: NDArray[np.int64], at_questioned: NDArray[np.int64], k: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Join consecutive seeds of one diagonal: starts and stops on the known side, and the diagonal of each run."""
    if len(at_known) == 0:
        return np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.int64)
    offset = int(at_known.max()) + 1
    span = np.int64(offset + 1)  # one more than needed, so that two diagonals never seem to touch
    keys = np.sort((at_questioned - at_known + offset) * span + at_known)
    breaks = np.flatnonzero(np.diff(keys) != 1)
    firsts = keys[np.concatenate(([0], breaks + 1))]
    lasts = keys[np.concatenate((breaks, [len(keys) - 1]))]
    starts = firsts % span
    return starts, starts + (lasts - firsts) + k, firsts // span - offset


def _extend(
    known: SymbolSequence,
    questioned: SymbolSequence,
    starts: NDArray[np.int64],
    stops: NDArray[np.int64],
    diagonals: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Grow every run to its full length within its two files, and drop the runs that become equal."""
    starts, stops = starts.copy(), stops.copy()
    known_file, questioned_file = known.file_of(starts), questioned.file_of(starts + diagonals)
    lower = np.maximum(known.bounds[known_file], questioned.bounds[questioned_file] - diagonals)
    upper = np.minimum(known.bounds[known_file + 1], questioned.bounds[questioned_file + 1] - diagonals)
    _grow(known.symbols, questioned.symbols, starts, diagonals, lower, step=-1)
    _grow(known.symbols, questioned.symbols, stops, diagonals, upper, step=1)
    order = np.lexsort((starts, diagonals))
    starts, stops, diagonals = starts[order], stops[order], diagonals[order]
    fresh = np.ones(len(starts), dtype=bool)
    fresh[1:] = (starts[1:] != starts[:-1]) | (diagonals[1:] != diagonals[:-1])
    return starts[fresh], stops[fresh], diagonals[fresh]


def _grow(
    known: NDArray[np.uint64],
    questioned: NDArray[np.uint64],
    edges: NDArray[np.int64],
    diagonals: NDArray[np.int64],
    limits: NDArray[np.int64],
    step: int,
) -> None:
    """Move each edge by `step` (1 or -1) while the symbol beyond it is equal on both sides; changes `edges` in place.

    Most edges stop soon, so the first tokens are looked at for all edges together. What is left runs through long
    passages without a seed of their own, such as tables of data, and is compared edge by edge in ever larger blocks.
    """
    active = np.arange(len(edges))
    for _ in range(JOINT_STEPS):
        active = active[edges[active] != limits[active]]
        beyond = edges[active] + min(step, 0)
        active = active[known[beyond] == questioned[beyond + diagonals[active]]]
        edges[active] += step
        if len(active) == 0:
            return
    for edge in active.tolist():
        first, last = sorted((int(edges[edge]), int(limits[edge])))
        diagonal = int(diagonals[edge])
        left, right = known[first:last], questioned[first + diagonal : last + diagonal]
        edges[edge] += step * _equal_length(left[::step], right[::step])


def _equal_length(left: NDArray[np.uint64], right: NDArray[np.uint64]) -> int:
    """The number of symbols before the first that differs, of two arrays of the same length."""
    at, block = 0, JOINT_STEPS
    while at < len(left):
        differing = np.flatnonzero(left[at : at + block] != right[at : at + block])
        if len(differing):
            return at + int(differing[0])
        at, block = at + block, 2 * block
    return len(left)
