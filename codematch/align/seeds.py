"""Seeds: k-grams that both works share, joined into maximal runs of equal symbols.

Step 5 of the method. A k-gram with too many places (known times questioned) is set aside and counted; runs grow over
the holes that this leaves, because every run is extended on the symbols themselves. Every symbol of a run is
compared, so a collision of hashes can never become a finding.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from codematch.align.sequence import SymbolSequence
from codematch.model.frozen import frozen_array
from codematch.settings import Seeding

FILTER_BITS = 22


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Runs:
    """Maximal runs of equal symbols.

    `known`, `questioned` int64 (r,) first positions in the two sequences, `lengths` int64 (r,) [tokens]; sorted by
    known file, questioned file, known, questioned. `set_aside` is the number of different k-grams that were too
    frequent to be seeds.
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
    at_known, at_questioned, set_aside = _shared_places(known.grams, questioned.grams, settings.max_product)
    starts, stops, diagonals = _merge_on_diagonals(at_known, at_questioned, settings.k)
    sound = _all_equal(known.symbols, questioned.symbols, starts, starts + diagonals, stops - starts)
    starts, stops, diagonals = _extend(known, questioned, starts[sound], stops[sound], diagonals[sound])
    order = np.lexsort((starts + diagonals, starts, questioned.file_of(starts + diagonals), known.file_of(starts)))
    starts, stops, diagonals = starts[order], stops[order], diagonals[order]
    return Runs(known=starts, questioned=starts + diagonals, lengths=stops - starts, set_aside=set_aside)


def _shared_places(
    known: NDArray[np.uint64], questioned: NDArray[np.uint64], max_product: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], int]:
    """All pairs of positions with equal k-grams, and the number of k-grams that were too frequent."""
    known_hashes, known_places = _present(known, questioned)
    questioned_hashes, questioned_places = _present(questioned, known_hashes)
    unique_known, first_known, count_known = np.unique(known_hashes, return_index=True, return_counts=True)
    unique_questioned, first_questioned, count_questioned = np.unique(
        questioned_hashes, return_index=True, return_counts=True
    )
    _, left, right = np.intersect1d(unique_known, unique_questioned, assume_unique=True, return_indices=True)
    products = count_known[left] * count_questioned[right]
    keep = products <= max_product
    left, right, products = left[keep], right[keep], products[keep]
    pair = np.repeat(np.arange(len(left)), products)
    within = np.arange(len(pair)) - np.repeat(np.cumsum(products) - products, products)
    width = count_questioned[right][pair]
    at_known = known_places[first_known[left][pair] + within // width]
    at_questioned = questioned_places[first_questioned[right][pair] + within % width]
    return at_known, at_questioned, int(np.count_nonzero(~keep))


def _present(hashes: NDArray[np.uint64], others: NDArray[np.uint64]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """The hashes that may occur among `others`, sorted, with their positions; a bitmap sieves out most."""
    shift = np.uint64(64 - FILTER_BITS)
    sieve = np.zeros(1 << FILTER_BITS, dtype=bool)
    sieve[(others >> shift).astype(np.int64)] = True
    places = np.flatnonzero(sieve[(hashes >> shift).astype(np.int64)] & (hashes != 0))
    found = hashes[places]
    order = np.argsort(found, kind="stable")
    return found[order], places[order]


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


def _all_equal(
    known: NDArray[np.uint64],
    questioned: NDArray[np.uint64],
    at_known: NDArray[np.int64],
    at_questioned: NDArray[np.int64],
    lengths: NDArray[np.int64],
) -> NDArray[np.bool_]:
    """Whether all `lengths[i]` symbols from each pair of positions on are equal: bool (r,)."""
    sound = np.ones(len(lengths), dtype=bool)
    if len(lengths) == 0:
        return sound
    run = np.repeat(np.arange(len(lengths)), lengths)
    within = np.arange(len(run)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    sound[run[known[at_known[run] + within] != questioned[at_questioned[run] + within]]] = False
    return sound


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
    """Move each edge by `step` while the symbol beyond it is equal on both sides; changes `edges` in place."""
    active = np.arange(len(edges))
    while len(active):
        active = active[edges[active] != limits[active]]
        beyond = edges[active] + min(step, 0)
        active = active[known[beyond] == questioned[beyond + diagonals[active]]]
        edges[active] += step
