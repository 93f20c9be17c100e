"""Which functions of two works correspond: by what regions show of them, then by the short sequences that they share.

Step 6d of the method. In files that share enough to be established, functions correspond when each has most of its
matched tokens in the other; of the rest, those that share most sequences which few other functions of the file hold.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import compress

import numpy as np
from numpy.typing import NDArray

from codematch.align.chain import NO_UNIT, Chain
from codematch.align.sequence import SymbolSequence
from codematch.comparison.prepare import PreparedWork
from codematch.comparison.works_table import WorksTable
from codematch.correspondence.files import find_partners
from codematch.model.frozen import freeze_arrays
from codematch.model.kgrams import BASE, kgram_hashes
from codematch.model.spans import span_positions

Established = Mapping[int, Sequence[int]]
"""For a questioned file the known files that it shares enough with, best first."""
_Matched = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]
"""Matched tokens of the known and of the questioned work, pair by pair, and the number of the chain of each."""
_Rows = tuple[NDArray[np.int64], NDArray[np.int64]]
"""Functions of the known and of the questioned work, pair by pair."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FunctionPairs:
    """Functions that correspond: `known`, `questioned` int32 (n,) number the pair that each token of a work lies in.

    `wanted` bool (p,) says of each pair whether one chain does not match it whole.
    """

    known: NDArray[np.int32]
    questioned: NDArray[np.int32]
    wanted: NDArray[np.bool_]

    def __post_init__(self) -> None:
        freeze_arrays(self)

    def wants(self, chain: Chain) -> bool:
        """Say whether a chain holds a piece of a wanted pair."""
        known = self.known[span_positions(chain.known, chain.lengths)]
        questioned = self.questioned[span_positions(chain.questioned, chain.lengths)]
        return bool(self.wanted[known[(known == questioned) & (known != NO_UNIT)]].any())


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Functions:
    """The functions of a work.

    `numbers` int32 (n,) is that of the innermost one that each token lies in, `NO_UNIT` outside of all; `sizes` int64
    (u,) are their tokens without those of functions inside, `files` int64 (u,) the file of each.
    """

    numbers: NDArray[np.int32]
    sizes: NDArray[np.int64]
    files: NDArray[np.int64]

    def __post_init__(self) -> None:
        freeze_arrays(self)

    @classmethod
    def of(cls, work: PreparedWork, bounds: NDArray[np.int64]) -> "_Functions":
        numbers = np.full(int(bounds[-1]), NO_UNIT, dtype=np.int32)
        files: list[int] = []
        for index, (bound, file) in enumerate(zip(bounds[:-1].tolist(), work.files, strict=True)):
            for unit in file.stream.units:  # an outer one stands before those inside it
                if unit.kind == "function":
                    numbers[bound + unit.first_token : bound + unit.stop_token] = len(files)
                    files.append(index)
        sizes = np.bincount(numbers[numbers != NO_UNIT], minlength=len(files))
        return cls(numbers=numbers, sizes=sizes, files=np.array(files, dtype=np.int64))

    def counts(self, tokens: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return how many of the given tokens each function holds: int64 (u,)."""
        numbers = self.numbers[tokens]
        return np.bincount(numbers[numbers != NO_UNIT], minlength=len(self.sizes))

    def grams(
        self, sequence: SymbolSequence, chosen: NDArray[np.bool_], keys: NDArray[np.uint64], k: int
    ) -> list[NDArray[np.uint64]]:
        """Return the different k-grams of each function, none of those that are not chosen.

        Args:
            sequence: The work.
            chosen: bool (u,).
            keys: uint64 (u,), k-grams agree only under the same key.
            k: Their length [tokens].
        """
        places = np.flatnonzero(np.append(chosen, False)[self.numbers])
        hashes = kgram_hashes(sequence.symbols[places], k)
        own = self.numbers[places]
        whole = own[: len(hashes)] == own[len(own) - len(hashes) :]
        own, hashes = own[: len(hashes)][whole], hashes[whole]
        order = np.lexsort((hashes, own))
        own, hashes = own[order], hashes[order] ^ keys[own[order]]
        fresh = np.ones(len(own), dtype=np.bool_)
        fresh[1:] = (own[1:] != own[:-1]) | (hashes[1:] != hashes[:-1])
        edges = np.searchsorted(own[fresh], np.arange(len(self.sizes)))
        return np.split(hashes[fresh], edges[1:]) if len(self.sizes) else []


def pair_functions(table: WorksTable, chains: Sequence[Chain], established: Established) -> FunctionPairs:
    """Return which functions of two works correspond.

    Args:
        table: The works.
        chains: What has been matched.
        established: The files that share enough.
    """
    left = _Functions.of(table.known, table.left.bounds)
    right = _Functions.of(table.questioned, table.right.bounds)
    empty = [np.empty(0, dtype=np.int64)]
    matched = (
        np.concatenate([*empty, *(span_positions(chain.known, chain.lengths) for chain in chains)]),
        np.concatenate([*empty, *(span_positions(chain.questioned, chain.lengths) for chain in chains)]),
        np.repeat(np.arange(len(chains)), [int(chain.lengths.sum()) for chain in chains]),
    )
    rows, wanted = _matched_pairs((left, right), matched, table, established)
    open_ones = []
    for side, tokens, taken in zip((left, right), matched[:2], rows, strict=True):
        is_open = 2 * side.counts(tokens) < side.sizes
        is_open &= side.sizes >= table.settings.corresponding.min_unit_tokens
        is_open[taken] = False
        open_ones.append(is_open)
    more = _alike(table, (left, right), (open_ones[0], open_ones[1]), established)
    numbers = [np.full(len(side.sizes) + 1, NO_UNIT, dtype=np.int32) for side in (left, right)]
    for own, places, others in zip(numbers, rows, more, strict=True):
        own[np.concatenate((places, others))] = np.arange(len(places) + len(others))
    return FunctionPairs(
        known=numbers[0][left.numbers],
        questioned=numbers[1][right.numbers],
        wanted=np.concatenate((wanted, np.ones(len(more[0]), dtype=np.bool_))),
    )


def _matched_pairs(
    sides: tuple[_Functions, _Functions], matched: _Matched, table: WorksTable, established: Established
) -> tuple[_Rows, NDArray[np.bool_]]:
    """The functions that matched tokens show to correspond, and whether one chain does not match them whole."""
    rules = table.settings.corresponding
    left, right = sides
    known, questioned, number = matched
    both = (left.numbers[known] != NO_UNIT) & (right.numbers[questioned] != NO_UNIT)
    width = len(right.sizes) + 1
    cells = left.numbers[known[both]].astype(np.int64) * width + right.numbers[questioned[both]]
    keys, counts, chains_of = _tally(cells, number[both])
    rows = keys // width, keys % width
    sizes = left.sizes[rows[0]], right.sizes[rows[1]]
    pairs = {(known_file, file) for file, own in established.items() for known_file in own}
    files = zip(left.files[rows[0]].tolist(), right.files[rows[1]].tolist(), strict=True)
    within = np.array([pair in pairs for pair in files], dtype=np.bool_)
    least = np.where(within, rules.function_share * np.minimum(*sizes), rules.elsewhere_share * np.maximum(*sizes))
    chosen = _mutual(rows, np.where(counts >= least, counts, 0))
    wanted = (chains_of > 1) | (np.minimum(*sizes) - counts >= rules.min_rest)
    return (rows[0][chosen], rows[1][chosen]), wanted[chosen]


def _tally(
    cells: NDArray[np.int64], number: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """The different cells, sorted; how many tokens lie in each, and how many chains."""
    fresh = np.ones(len(cells), dtype=np.bool_)  # neighbours are nearly always of one cell: few are left to sort
    fresh[1:] = (np.diff(cells) != 0) | (np.diff(number) != 0)
    firsts = np.flatnonzero(fresh)
    lengths = np.diff(np.append(firsts, len(cells)))
    cells, number = cells[firsts], number[firsts]
    keys, places = np.unique(cells, return_inverse=True)
    counts = np.bincount(places, weights=lengths, minlength=len(keys)).astype(np.int64)
    order = np.lexsort((number, places))
    places, number = places[order], number[order]
    differs = np.ones(len(places), dtype=np.bool_)
    differs[1:] = (np.diff(places) != 0) | (np.diff(number) != 0)
    return keys, counts, np.bincount(places[differs], minlength=len(keys))


def _mutual(rows: _Rows, counts: NDArray[np.int64]) -> NDArray[np.intp]:
    """The pairs of functions of which each has most tokens in the other; of several the first."""
    is_best = counts > 0
    for places in rows:
        order = np.lexsort((np.arange(len(counts)), -counts, places))
        best = np.zeros(len(counts), dtype=np.bool_)
        best[order] = np.diff(places[order], prepend=-1) != 0
        is_best &= best
    return np.flatnonzero(is_best)


def _alike(
    table: WorksTable,
    sides: tuple[_Functions, _Functions],
    chosen: tuple[NDArray[np.bool_], NDArray[np.bool_]],
    established: Established,
) -> _Rows:
    """Of the chosen functions of established files those that share most sequences which few others there hold."""
    rules = table.settings.corresponding
    main = np.array([next(iter(established.get(file, ())), -1) for file in range(len(table.questioned.files))])
    of_known, of_questioned = sides[0].files, main[sides[1].files] if len(main) else sides[1].files
    wanted = chosen[0] & np.isin(of_known, of_questioned[chosen[1]]), chosen[1] & (of_questioned >= 0)
    grams = [
        side.grams(sequence, own, (files + 1).astype(np.uint64) * np.uint64(BASE), rules.within_k)
        for side, sequence, own, files in zip(
            sides, (table.left, table.right), wanted, (of_known, of_questioned), strict=True
        )
    ]
    paths = [""] * len(grams[0]), [""] * len(grams[1])
    least, most = rules.function_share, rules.max_function_holders
    options = replace(rules, max_partners=1, max_holders=most, min_containment=least)
    partners = find_partners(grams[0], grams[1], paths, options)
    found = [own[0] for own in compress(partners, map(bool, partners))]
    best: dict[int, tuple[float, int]] = {}
    for item in found:
        if item.known not in best or item.shared > best[item.known][0]:
            best[item.known] = item.shared, item.questioned
    rows = np.array([(known, questioned) for known, (_, questioned) in sorted(best.items())], dtype=np.int64)
    return rows.reshape(-1, 2)[:, 0], rows.reshape(-1, 2)[:, 1]
