"""Shared runs of two files: windows with the same fingerprint at the same distance, joined where they overlap."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from codematch.model.exchange import EXACT, RENAMED, FileDetails, SharedRun, Windows
from codematch.model.precision import stored_bits

Places = NDArray[np.int64]
M1, M2 = "M1", "M2"


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundRun:
    """A shared run with its half-open token spans."""

    run: SharedRun
    known: tuple[int, int]
    questioned: tuple[int, int]


def find_runs(
    known: FileDetails,
    questioned: FileDetails,
    shape: tuple[int, int],
    crowded: NDArray[np.uint64],
    min_bits: float,
) -> list[FoundRun]:
    """Return the shared runs of two files, the heaviest first; one that is mostly in heavier ones is left out.

    Args:
        known: The known file.
        questioned: The questioned file.
        shape: Length of a window in tokens, and number of windows of which one at least was kept.
        crowded: Fingerprints at too many places, sorted.
        min_bits: The least weight of a run.
    """
    k, window = shape
    same = _joined(known.windows[EXACT], questioned.windows[EXACT], k, crowded)
    found = []
    for row in _joined(known.windows[RENAMED], questioned.windows[RENAMED], k, crowded):
        made = _run(known.windows[RENAMED], questioned.windows[RENAMED], row, k)
        if made.run.bits >= min_bits:
            found.append((made, M1 if _is_exact(made, same, known.windows[EXACT], questioned, window, k) else M2))
    ordered = sorted(found, key=lambda item: (-item[0].run.bits, item[0].known, item[0].questioned))
    kept: list[FoundRun] = []
    taken = np.zeros(known.tokens, dtype=bool), np.zeros(questioned.tokens, dtype=bool)
    for made, match_class in ordered:
        spans = slice(*made.known), slice(*made.questioned)
        if all(mask[span].mean() <= 0.5 for mask, span in zip(taken, spans, strict=True)):
            for mask, span in zip(taken, spans, strict=True):
                mask[span] = True
            kept.append(replace(made, run=replace(made.run, match_class=match_class)))
    return kept


def _joined(known: Windows, questioned: Windows, k: int, crowded: NDArray[np.uint64]) -> list[tuple[Places, Places]]:
    """Return runs as rows of windows of both files, in order."""
    left, right = _pairs(known.hashes, questioned.hashes, crowded)
    if not len(left):
        return []
    apart = known.tokens[left].astype(np.int64) - questioned.tokens[right]
    order = np.lexsort((known.tokens[left], apart))
    left, right, apart = left[order], right[order], apart[order]
    tokens = known.tokens[left].astype(np.int64)
    is_new = (np.diff(apart) != 0) | (np.diff(tokens) > k)
    cuts = np.flatnonzero(is_new) + 1
    return list(zip(np.split(left, cuts), np.split(right, cuts), strict=True))


def _pairs(
    known: NDArray[np.uint64], questioned: NDArray[np.uint64], crowded: NDArray[np.uint64]
) -> tuple[Places, Places]:
    """Return the positions of all pairs of equal hashes, without crowded ones."""
    order = np.argsort(known, kind="stable")
    ordered = known[order]
    first = np.searchsorted(ordered, questioned, side="left")
    counts = np.searchsorted(ordered, questioned, side="right") - first
    counts[np.isin(questioned, crowded)] = 0
    right = np.repeat(np.arange(len(questioned)), counts)
    within = np.arange(len(right)) - np.repeat(np.cumsum(counts) - counts, counts)
    return order[np.repeat(first, counts) + within], right


def _run(known: Windows, questioned: Windows, row: tuple[Places, Places], k: int) -> FoundRun:
    sides = (known, row[0]), (questioned, row[1])
    spans = [(int(side.tokens[at[0]]), int(side.tokens[at[-1]]) + k) for side, at in sides]
    lines = [(int(side.first[at[0]]), int(side.last[at[-1]])) for side, at in sides]
    bits = [float(side.before[at[-1]] + side.bits[at[-1]] - side.before[at[0]]) for side, at in sides]
    run = SharedRun(
        match_class=M2,
        tokens=spans[0][1] - spans[0][0],
        bits=stored_bits(min(bits)),
        known_lines=lines[0],
        questioned_lines=lines[1],
    )
    return FoundRun(run=run, known=spans[0], questioned=spans[1])


def _is_exact(
    made: FoundRun,
    same: list[tuple[Places, Places]],
    known: Windows,
    questioned: FileDetails,
    window: int,
    k: int,
) -> bool:
    """Return whether a run at the level `exact` has all of this one, but for less than a window at either end."""
    for left, right in same:
        start, stop = int(known.tokens[left[0]]), int(known.tokens[left[-1]]) + k
        apart = start - int(questioned.windows[EXACT].tokens[right[0]])
        reaches = start < made.known[0] + window and stop > made.known[1] - window
        if reaches and apart == made.known[0] - made.questioned[0]:
            return True
    return False
