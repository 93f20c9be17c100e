"""Which works of an index are compared: those that share heavy windows, and those with similar files or functions.

Fingerprints that very many works of the index have are common code. They make no candidates, are counted, and the files
that consist of them are named; their files and functions are still found by signatures, which are rarer.
"""

from collections.abc import Mapping, Set

import numpy as np
from numpy.typing import NDArray

from codematch.comparison.prepare import PreparedWork
from codematch.model.frozen import array_value
from codematch.model.search import HitSource
from codematch.searching.asked import STEPS, Asked
from codematch.settings import Store
from codematch.store.queries import Queries

Numbers = NDArray[np.int64]
_MOSTLY = 0.5  # a file with more common fingerprints than this consists of common code


@array_value(copy=False)
class Chosen:
    """The candidates, by the numbers of works: why each is one, and what it shares by rarity in the index [bits].

    `order` has those that share most first. `texts` are the texts of the index that each shares something in, and
    `files` the positions of the questioned files. `holders` int64 (r,) is for each fingerprint of the questioned work
    how many works of the index have it. The others are as in `SearchCandidates`.
    """

    sources: Mapping[int, tuple[HitSource, ...]]
    shared: Mapping[int, float]
    order: tuple[int, ...]
    texts: Mapping[int, Set[int]]
    files: Mapping[int, Set[int]]
    holders: Numbers
    fingerprints: int
    found: int
    common: int
    common_files: tuple[str, ...]
    crowded: int


def choose(work: PreparedWork, asked: Asked, queries: Queries, works: int, rules: Store) -> Chosen:
    """Return the works of an index to compare with a work.

    Args:
        work: The questioned work.
        asked: Its fingerprints and signatures.
        queries: The index.
        works: The number of works in it.
        rules: What makes a candidate.
    """
    different = np.unique(asked.hashes)
    known, counts = queries.holders(different)
    holders = _looked_up(asked.hashes, known, counts)
    common = holders > rules.max_holders
    by_prints = _by_windows(asked, holders, common, queries, works, rules)
    by_file, by_unit, crowded = _by_signatures(asked, queries, rules)
    found = {HitSource.FINGERPRINTS: by_prints, HitSource.FILES: by_file, HitSource.UNITS: by_unit}
    numbers = sorted({number for shared in found.values() for number in shared.weights})
    closest = {one: max(by_file.weights.get(one, 0.0), by_unit.weights.get(one, 0.0)) for one in numbers}
    shared = {number: by_prints.weights.get(number, 0.0) for number in numbers}
    return Chosen(
        sources={number: tuple(one for one in HitSource if number in found[one].weights) for number in numbers},
        shared=shared,
        order=tuple(sorted(numbers, key=lambda number: (-shared[number], -closest[number], number))),
        texts={one: set().union(*(its.texts.get(one, ()) for its in found.values())) for one in numbers},
        files={one: set().union(*(its.files.get(one, ()) for its in found.values())) for one in numbers},
        holders=holders,
        fingerprints=len(different),
        found=len(known),
        common=int(np.count_nonzero(counts > rules.max_holders)),
        common_files=_common_files(work, asked, common),
        crowded=crowded,
    )


class _Shared:
    """What works of the index share: by their numbers what it weighs, and the texts and the questioned files."""

    def __init__(self) -> None:
        self.weights: dict[int, float] = {}
        self.texts: dict[int, set[int]] = {}
        self.files: dict[int, set[int]] = {}

    def add(self, work: int, text: int, file: int) -> None:
        self.texts.setdefault(work, set()).add(text)
        self.files.setdefault(work, set()).add(file)


def _looked_up(hashes: Numbers, known: Numbers, counts: Numbers) -> Numbers:
    if not len(known):
        return np.zeros(len(hashes), dtype=np.int64)
    at = np.minimum(np.searchsorted(known, hashes), len(known) - 1)
    return np.where(known[at] == hashes, counts[at], 0)


def _by_windows(
    asked: Asked, holders: Numbers, common: NDArray[np.bool_], queries: Queries, works: int, rules: Store
) -> _Shared:
    """Return the works that share a window that weighs enough by rarity, and what all of these weigh so [bits]."""
    rarity = np.log2((works + 1.0) / np.maximum(holders, 1).clip(max=works)) / np.log2(works + 1.0)
    used = (holders > 0) & ~common
    gains = np.round(asked.gains * rarity).astype(np.int64)[used]
    window = np.concatenate((asked.blocks[used] - 1, asked.blocks[used]))
    rows = {"hash": np.tile(asked.hashes[used], 2), "window": window, "bits": np.tile(gains, 2)}
    order = np.lexsort((rows["hash"], window))
    new = np.ones(len(order), dtype=bool)  # what repeats in a window counts once
    new[1:] = (np.diff(window[order]) != 0) | (np.diff(rows["hash"][order]) != 0)
    chosen = order[new]
    rows = {name: values[chosen] for name, values in rows.items()}
    window, text, bits = queries.windows(rows, round(rules.candidate_bits * STEPS))
    files = np.searchsorted(asked.first_blocks, window, side="right") - 1
    carriers = _carriers(queries, text)
    shared = _Shared()
    best: dict[tuple[int, int], int] = {}
    for place, one, file, weight in zip(*map(np.ndarray.tolist, (window, text, files, bits)), strict=True):
        for work in carriers.get(one, ()):
            best[work, place] = max(best.get((work, place), 0), weight)
            shared.add(work, one, max(file, 0))
    sums: dict[int, int] = {}
    for (work, _), weight in best.items():
        sums[work] = sums.get(work, 0) + weight
    shared.weights = {work: weight / (2 * STEPS) for work, weight in sums.items()}
    return shared


def _carriers(queries: Queries, texts: Numbers) -> dict[int, list[int]]:
    """Return the works that have each of some texts."""
    found: dict[int, list[int]] = {}
    for text, work in zip(*map(np.ndarray.tolist, queries.carriers(np.unique(texts))), strict=True):
        found.setdefault(text, []).append(work)
    return found


def _by_signatures(asked: Asked, queries: Queries, rules: Store) -> tuple[_Shared, _Shared, int]:
    """Return the works with files, and with units, that resemble those of the questioned work, and how much at most."""
    row, text, unit, crowded = queries.resembling(asked.signatures, rules.max_holders)
    found = _Shared(), _Shared()
    if not len(row):
        return (*found, crowded)
    ours = asked.signatures[row].view(np.uint8).reshape(len(row), -1)
    agreeing = np.mean(ours == _bytes_of(queries, text, unit), axis=1)
    resemblance = (agreeing - 1 / 256) / (1 - 1 / 256)  # a byte of different values agrees once in 256 times
    carriers = _carriers(queries, text)
    for place in np.flatnonzero(resemblance >= rules.resemblance).tolist():
        kind, one = found[0 if row[place] < asked.whole else 1], int(text[place])
        for work in carriers.get(one, ()):
            kind.weights[work] = max(kind.weights.get(work, 0.0), float(resemblance[place]))
            kind.add(work, one, int(asked.owners[row[place]]))
    return (*found, crowded)


def _bytes_of(queries: Queries, text: Numbers, unit: Numbers) -> NDArray[np.uint8]:
    pairs = np.unique(np.stack([text, unit]), axis=1)
    known = queries.signatures(pairs[0], pairs[1])
    rows = [known[key] for key in zip(text.tolist(), unit.tolist(), strict=True)]
    return np.stack(rows).view(np.uint8).reshape(len(rows), -1)


def _common_files(work: PreparedWork, asked: Asked, common: NDArray[np.bool_]) -> tuple[str, ...]:
    """Return the files most of whose fingerprints are common."""
    number = len(work.files)
    counts = np.bincount(asked.files, minlength=number)
    many = np.bincount(asked.files[common], minlength=number)
    return tuple(
        work.sources[place].record.path for place in np.flatnonzero((many > counts * _MOSTLY) & (counts > 0)).tolist()
    )
