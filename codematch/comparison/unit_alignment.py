"""Functions that correspond, aligned once more, with whatever was put between their statements.

Step 6d of the method. Within two functions that correspond, shorter sequences are sought than between works, and a
chain goes on over inserted or deleted statements of any length: what an insertion has split is one region again, from
the first to the last statement that both hold.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from codematch.align.chain import Chain, CumulativeBits, find_chains, reweighed
from codematch.align.resolve import Assignment
from codematch.align.seeds import Runs, find_runs
from codematch.align.sequence import SymbolSequence
from codematch.comparison.function_pairs import Established, FunctionPairs, pair_functions
from codematch.comparison.works_table import WorksTable
from codematch.model.kgrams import BASE, kgram_hashes
from codematch.model.spans import span_positions

Accept = Callable[[WorksTable, Assignment, Sequence[Chain]], Assignment]
"""Accepts those of the chains that are heavy enough."""


def align_functions(
    table: WorksTable, assignment: Assignment, settled: int, established: Established, accept: Accept
) -> tuple[WorksTable, Assignment]:
    """Align functions that correspond once more.

    Args:
        table: The works.
        assignment: What has been accepted.
        settled: The number of chains, the first ones, that are byte-identical files.
        established: The files that share enough to be established.
        accept: What decides whether a chain is accepted.

    Returns:
        The works, with the pairs of functions beside their weights, and the assignment.
    """
    least = table.settings.corresponding.min_shown
    shown = [chain for chain in assignment.chains[settled:] if chain.bits >= least]
    pairs = pair_functions(table, shown, established)
    if not pairs.wanted.any():
        return table, assignment
    table = _with_pairs(table, pairs)
    chains = assignment.chains
    dropped = [number for number in range(settled, len(chains)) if pairs.wants(chains[number])]
    old = [chains[number] for number in dropped]
    rest, beaten = assignment.without(dropped)
    runs = _merged(table, [_short_runs(table, rest.free(), pairs), *old])
    found = accept(table, rest, [*_chains(table, runs), *beaten])
    # What nothing better has taken the place of stays as it was, however light.
    free = found.free()
    found = found.take([chain for chain in old if free[span_positions(chain.questioned, chain.lengths)].all()])
    found = accept(table, found, old)
    # Of what was sought here, nothing is an alternative: it is the same place, or a part of it.
    known_before = {id(chain) for chain in (*beaten, *(chain for _, chain in rest.beaten))}
    return table, replace(found, beaten=tuple(item for item in found.beaten if id(item[1]) in known_before))


def _with_pairs(table: WorksTable, pairs: FunctionPairs) -> WorksTable:
    def own(bits: CumulativeBits) -> CumulativeBits:
        return replace(bits, known_units=pairs.known, questioned_units=pairs.questioned)

    return replace(table, scales=replace(table.scales, bits=own(table.scales.bits), full=own(table.scales.full)))


def _merged(table: WorksTable, parts: Sequence[Runs | Chain]) -> Runs:
    """Return the runs of several searches and chains in order, of those from one place the longest."""
    known, questioned, lengths = (
        np.concatenate([getattr(part, name) for part in parts]) for name in ("known", "questioned", "lengths")
    )
    order = np.lexsort((lengths, questioned, known, table.right.file_of(questioned), table.left.file_of(known)))
    known, questioned, lengths = known[order], questioned[order], lengths[order]
    last = np.ones(len(known), dtype=np.bool_)
    last[:-1] = (np.diff(known) != 0) | (np.diff(questioned) != 0)
    return Runs(known=known[last], questioned=questioned[last], lengths=lengths[last], set_aside=0)


def _chains(table: WorksTable, runs: Runs) -> list[Chain]:
    scales, rules = table.scales, table.settings
    groups = table.left.file_of(runs.known) * len(table.right.bounds) + table.right.file_of(runs.questioned)
    least = rules.weighing.min_established_structure
    return reweighed(find_chains(runs, groups, scales.full, rules.chaining, least), scales.full, scales.bits)


def _short_runs(table: WorksTable, free: NDArray[np.bool_], pairs: FunctionPairs) -> Runs:
    """The runs of short sequences within the wanted pairs of functions, of what is free."""
    k = table.settings.corresponding.within_k
    left, at_left = _gathered(table.left, pairs.known, pairs.wanted, np.ones(len(pairs.known), dtype=np.bool_), k)
    right, at_right = _gathered(table.right, pairs.questioned, pairs.wanted, free, k)
    runs = find_runs(left, right, replace(table.settings.seeding, k=k))
    return replace(runs, known=at_left[runs.known], questioned=at_right[runs.questioned])


def _gathered(
    sequence: SymbolSequence,
    numbers: NDArray[np.int32],
    wanted: NDArray[np.bool_],
    free: NDArray[np.bool_],
    k: int,
) -> tuple[SymbolSequence, NDArray[np.int64]]:
    """The free tokens of wanted functions, and their positions: k-grams agree only within a pair of functions.

    Each stretch without a break counts as a file, so that no run leaves it.
    """
    places = np.flatnonzero(np.append(wanted, False)[numbers] & free)  # the last place is that of `NO_UNIT`
    own = numbers[places]
    fresh = np.ones(len(places), dtype=np.bool_)
    fresh[1:] = (np.diff(places) != 1) | (np.diff(own) != 0)
    bounds = np.append(np.flatnonzero(fresh), len(places))
    symbols = sequence.symbols[places]
    hashes = kgram_hashes(symbols, k)
    size = len(hashes)
    stretch = np.cumsum(fresh)
    whole = stretch[:size] == stretch[len(stretch) - size :]
    keys = (own[:size] + 1).astype(np.uint64) * np.uint64(BASE)
    grams = np.zeros(len(places), dtype=np.uint64)
    grams[:size] = np.where(whole, hashes ^ keys, 0)
    light = np.zeros(len(places), dtype=np.bool_)
    return SymbolSequence(symbols=symbols, grams=grams, light=light, bounds=bounds), places
