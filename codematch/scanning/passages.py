"""Pairs of works that share a passage: what they have in common within one window of each, weighed as a region is.

A window is two blocks of tokens in a row. The weight of a window is the structure of those of its tokens that are in
sequences which the other work holds too, plus the rarity of its names and literals that the other work holds; and all
of this counts only as far as it is in one window of the other work as well. That is not an alignment: order and
repetition are ignored, so a window weighs about as much as the regions in it, or more.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from codematch.model.frozen import array_value
from codematch.parallel import Jobs, map_in_processes
from codematch.scanning.traces import Hashes, Traces
from codematch.settings import Scan

Bits = NDArray[np.float64]
Numbers = NDArray[np.int64]
Threshold = Callable[[int, int], float]
"""From which weight on a window of two works counts [bits], by their positions."""
_WINDOWS = 12  # windows of a pair of works that are looked at in the other work, the heaviest first
_BATCH = 8  # works that a process is handed at a time: speed only


@array_value(copy=False)
class Postings:
    """Which works hold an item: `works` int32 (w,) from `starts` int64 (m + 1,) for `items` uint64 (m,), sorted."""

    items: Hashes
    starts: Numbers
    works: NDArray[np.int32]


@array_value(copy=False)
class _Index:
    """What every process needs: the traces and postings of all works, and the least structure of a window [bits]."""

    traces: Sequence[Traces]
    grams: Postings
    texts: Postings
    threshold: Threshold
    block: int
    k: int
    least: float


class _Shared(NamedTuple):
    """What a work shares with others: entries int64 (e,) of its traces, and the other work int64 (e,) of each."""

    entries: Numbers
    others: Numbers


def find_passages(
    traces: Sequence[Traces], threshold: Threshold, rules: Scan, least: float, jobs: Jobs, base: Hashes
) -> set[tuple[int, int]]:
    """Return the pairs of works, the lower position first, with a window in each that reaches their threshold.

    Args:
        traces: Those of each work.
        threshold: What a window of two works must weigh; it is asked for pairs with a window of `least` only.
        rules: The length of blocks and sequences, and how many works may hold what makes candidates.
        least: Structure that a window must have [bits].
        jobs: Number of processes.
        base: Sequences of base code, uint64 sorted: they make no candidates.
    """
    index = _Index(
        traces=traces,
        grams=postings([one.grams for one in traces], rules.max_holders, base),
        texts=postings([one.texts for one in traces], rules.max_holders, np.empty(0, dtype=np.uint64)),
        threshold=threshold,
        block=rules.window_blocks,
        k=rules.candidate_k,
        least=least,
    )
    found: set[tuple[int, int]] = set()
    with map_in_processes(_find_batch, index, range(0, len(traces), _BATCH), jobs) as portions:
        for _, pairs in portions:
            found.update(pairs)
    return found


def postings(listed: Sequence[Hashes], most: int, without: Hashes) -> Postings:
    """Return which works hold each item that two works or more hold, and at most `most`."""
    single = [np.unique(items) for items in listed]
    items = np.concatenate([np.empty(0, dtype=np.uint64), *single])
    works = np.repeat(np.arange(len(single), dtype=np.int32), [len(row) for row in single])
    order = np.argsort(items, kind="stable")
    items, works = items[order], works[order]
    firsts = np.flatnonzero(np.concatenate(([True], items[1:] != items[:-1]))) if len(items) else np.empty(0, np.int64)
    counts = np.diff(np.append(firsts, len(items)))
    kept = (counts > 1) & (counts <= most) & ~np.isin(items[firsts], without)
    spread = np.repeat(kept, counts)
    starts = np.concatenate(([0], np.cumsum(counts[kept]))).astype(np.int64)
    return Postings(items=items[firsts][kept], starts=starts, works=works[spread])


def _find_batch(index: _Index, start: int) -> list[tuple[int, int]]:
    return [
        (work, other)
        for work in range(start, min(start + _BATCH, len(index.traces)))
        for other in _passages_of(index, work)
    ]


def _passages_of(index: _Index, work: int) -> Iterator[int]:
    """Yield the works of a higher position that share a heavy window with a work."""
    own = index.traces[work]
    grams, texts = (
        _expanded(found, held, work) for found, held in ((own.grams, index.grams), (own.texts, index.texts))
    )
    if not len(grams.entries):
        return
    places = own.gram_places[grams.entries].astype(np.int64)
    order = np.lexsort((places, grams.others))
    grams, places = _Shared(grams.entries[order], grams.others[order]), places[order]
    gains = _gains(own, grams.others, places, index.k)
    blocks = own.blocks + 1
    structure = _windows(grams.others * blocks + places // index.block, gains, len(index.traces), blocks)
    cells, weights, chosen = _distinct(
        texts.others * blocks + own.text_places[texts.entries] // index.block, own.texts, own.text_bits, texts.entries
    )
    literal = _windows(cells, weights, len(index.traces), blocks)
    heavy = np.where(structure >= index.least, structure + literal, 0.0)
    named = texts.others[chosen]  # in order, like those of the sequences
    for other in np.flatnonzero(heavy.max(axis=1) >= index.least).tolist():
        limit = index.threshold(work, other)
        windows = np.flatnonzero(heavy[other] >= limit)
        if len(windows):
            windows = windows[np.argsort(-heavy[other][windows], kind="stable")][:_WINDOWS]
            mine, row = _of(grams.others, other), texts.entries[chosen[_of(named, other)]]
            parts = (
                (places[mine] // index.block, own.grams[grams.entries[mine]], gains[mine]),
                (own.text_places[row].astype(np.int64) // index.block, own.texts[row], own.text_bits[row]),
            )
            if _meets(index.traces[other], parts, windows, index.block) >= limit:
                yield other


def _of(others: Numbers, other: int) -> slice:
    return slice(int(np.searchsorted(others, other)), int(np.searchsorted(others, other, side="right")))


def _expanded(items: Hashes, held: Postings, work: int) -> _Shared:
    """Return the entries of a work's sorted items with every work of a higher position that holds them."""
    if not len(held.items) or not len(items):
        return _Shared(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64))
    at = np.minimum(np.searchsorted(held.items, items), len(held.items) - 1)
    entries = np.flatnonzero(held.items[at] == items)
    at = at[entries]
    counts = held.starts[at + 1] - held.starts[at]
    entries, others = np.repeat(entries, counts), held.works[_ranges(held.starts[at], counts)].astype(np.int64)
    return _Shared(entries[others > work], others[others > work])


def _ranges(starts: Numbers, counts: Numbers) -> Numbers:
    """Return the numbers from each start on, as many as counted, one after the other."""
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    return np.asarray(np.arange(total) + np.repeat(starts - (ends - counts), counts))


def _gains(own: Traces, others: Numbers, places: Numbers, k: int) -> Bits:
    """Return what each sequence adds to those before it that are shared with the same work [bits]."""
    before = np.concatenate(([-k], places[:-1]))
    is_same = np.concatenate(([False], others[1:] == others[:-1]))
    first = np.where(is_same, np.maximum(places, before + k), places)
    padded = np.concatenate(([0.0], own.bits))
    return np.asarray(padded[places + k] - padded[first])


def _windows(cells: Numbers, weights: Bits, works: int, blocks: int) -> Bits:
    """Return the weight of every two blocks in a row for each work: float64 (works, blocks - 1)."""
    table = np.bincount(cells, weights, minlength=works * blocks).reshape(works, blocks)
    return np.asarray(table[:, :-1] + table[:, 1:])


def _distinct(cells: Numbers, texts: Hashes, bits: Bits, entries: Numbers) -> tuple[Numbers, Bits, Numbers]:
    """Return the cells and weights of texts, each once in a cell, and which entries these are."""
    order = np.lexsort((texts[entries], cells))
    cell, text = cells[order], texts[entries][order]
    new = (
        np.concatenate(([True], (cell[1:] != cell[:-1]) | (text[1:] != text[:-1]))) if len(cell) else np.empty(0, bool)
    )
    chosen = order[new]
    return cells[chosen], bits[entries[chosen]], chosen


_Part = tuple[Numbers, Hashes, Bits]
"""The blocks, hashes and weights of what a work shares with another one."""


def _meets(other: Traces, parts: tuple[_Part, _Part], windows: Numbers, block: int) -> float:
    """Return the most that one of some windows has in common with a single window of the other work [bits]."""
    blocks = other.blocks + 1
    table = np.zeros(len(windows) * blocks)
    for (found, items, weights), hashes, places in zip(
        parts, (other.grams, other.texts), (other.gram_places, other.text_places), strict=True
    ):
        inside = (found[:, None] == windows) | (found[:, None] == windows + 1)
        entry, window = np.nonzero(inside)
        starts = np.searchsorted(hashes, items[entry], side="left")
        counts = np.searchsorted(hashes, items[entry], side="right") - starts
        cell = np.repeat(window, counts) * blocks + places[_ranges(starts, counts)] // block
        source = np.repeat(entry, counts)
        _, kept = np.unique(cell * (len(items) + 1) + source, return_index=True)
        table += np.bincount(cell[kept], weights[source[kept]], minlength=len(table))
    rows = table.reshape(len(windows), blocks)
    return float((rows[:, :-1] + rows[:, 1:]).max(initial=0.0))
