"""Chains: runs of one pair of files in the same order on both sides, joined over small gaps.

Step 6 of the method. The recursion is that of minimap2 (Li 2018, doi:10.1093/bioinformatics/bty191, equation 1),
with bits instead of matched bases and an affine gap cost:

    f(i) = max(w(i), max over j of f(j) + w(i without what j covers) - gap(j, i))

where w is the lower of the two sides' bits. All pairs of files are computed in step: the i-th run of every pair at
once, so that no Python loop runs over the runs.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from codematch.align.seeds import Runs
from codematch.model.frozen import freeze_arrays, frozen_array
from codematch.settings import Chaining


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Chain:
    """Pieces of equal symbols that do not overlap and increase strictly on both sides.

    `known`, `questioned`, `lengths` int64 (c,) as in `Runs`; `bits` is the lower of the two sides' sums less the
    gap costs.
    """

    known: NDArray[np.int64]
    questioned: NDArray[np.int64]
    lengths: NDArray[np.int64]
    bits: float

    def __post_init__(self) -> None:
        for name in ("known", "questioned", "lengths"):
            object.__setattr__(self, name, frozen_array(getattr(self, name), np.int64))


NO_UNIT = -1
"""The number of a token in no unit that corresponds to another: the last place of a table of units."""


def _no_units() -> NDArray[np.int32]:
    return np.empty(0, dtype=np.int32)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CumulativeBits:
    """Running sums of token weights: float64 (n + 1,) for each side, so that a span's bits are one subtraction.

    `known_units`, `questioned_units` int32 (n,) give the number of the pair of corresponding units that each token
    lies in, `NO_UNIT` for none; both are empty where that is not known yet. A gap within a pair of units in which only
    one side has tokens may be of any length, and costs less.
    """

    known: NDArray[np.float64]
    questioned: NDArray[np.float64]
    known_units: NDArray[np.int32] = field(default_factory=_no_units)
    questioned_units: NDArray[np.int32] = field(default_factory=_no_units)

    def __post_init__(self) -> None:
        freeze_arrays(self)

    def lower_sums(
        self,
        known: NDArray[np.int64],
        questioned: NDArray[np.int64],
        lengths: NDArray[np.int64],
        firsts: NDArray[np.int64],
    ) -> NDArray[np.float64]:
        """Return the lower of both sides' sums over groups of spans, each from one of `firsts` on [bits]."""
        lower: NDArray[np.float64] = np.minimum(
            np.add.reduceat(self.known[known + lengths] - self.known[known], firsts),
            np.add.reduceat(self.questioned[questioned + lengths] - self.questioned[questioned], firsts),
        )
        return lower

    def lower(
        self, known: NDArray[np.int64], questioned: NDArray[np.int64], lengths: NDArray[np.int64]
    ) -> NDArray[np.float64]:
        """Return the lower of both sides' bits for each span [bits]."""
        lower: NDArray[np.float64] = np.minimum(
            self.known[known + lengths] - self.known[known],
            self.questioned[questioned + lengths] - self.questioned[questioned],
        )
        return lower

    def in_one_pair(
        self,
        known: tuple[NDArray[np.int64], NDArray[np.int64]],
        questioned: tuple[NDArray[np.int64], NDArray[np.int64]],
    ) -> NDArray[np.bool_]:
        """Say which gaps lie in one pair of units.

        Args:
            known: The last token before each gap, and the first one behind it, in the known work.
            questioned: The same in the questioned work.
        """
        if not len(self.known_units):
            return np.zeros(np.broadcast(*known).shape, dtype=np.bool_)
        unit = self.known_units[known[0]]
        same = (unit != NO_UNIT) & (unit == self.known_units[known[1]])
        return np.asarray(
            same & (unit == self.questioned_units[questioned[0]]) & (unit == self.questioned_units[questioned[1]])
        )


_ALONE = np.zeros(1, dtype=np.int64)
"""The places of the first runs where there is one chain."""


def find_chains(
    runs: Runs, groups: NDArray[np.int64], bits: CumulativeBits, settings: Chaining, min_bits: float
) -> list[Chain]:
    """Return every chain of at least `min_bits`, in no order that matters to the caller.

    Args:
        runs: Runs sorted as `Runs` says.
        groups: int64 (r,) non-decreasing, the number of the pair of files that each run belongs to.
        bits: Weights of the tokens of both sides.
        settings: Gap costs and limits.
        min_bits: Chains below are dropped.
    """
    if len(runs) == 0:
        return []
    scores, best_before = _recursion(runs, groups, bits, settings)
    heavy = np.flatnonzero(scores >= min_bits)
    # Ends in order of group, then falling score; ties go to the earlier run.
    ends = heavy[np.lexsort((-scores[heavy], groups[heavy]))]
    before, used = best_before.tolist(), set[int]()
    found = [members for end in ends.tolist() if (members := _trace_back(end, before, used))]
    if not found:
        return []
    return [chain for chain in _build_chains(runs, found, bits, settings) if chain.bits >= min_bits]


def _build_chains(
    runs: Runs, found: Sequence[Sequence[int]], bits: CumulativeBits, settings: Chaining
) -> Iterator[Chain]:
    """Build the chain of each of these sequences of runs, all at once: `build_chain` for many."""
    sizes = np.array([len(members) for members in found], dtype=np.int64)
    rows = np.array([run for members in found for run in members], dtype=np.int64)
    firsts = np.cumsum(sizes) - sizes
    known, questioned, lengths = _trimmed(runs.known[rows], runs.questioned[rows], runs.lengths[rows], firsts)
    gaps = np.diff(known) - lengths[:-1], np.diff(questioned) - lengths[:-1]
    ends = known[:-1] + lengths[:-1] - 1, questioned[:-1] + lengths[:-1] - 1
    inside = bits.in_one_pair((ends[0], known[1:]), (ends[1], questioned[1:]))
    costs = np.append(0.0, _gap_cost(*gaps, inside, settings))
    costs[firsts] = 0.0
    totals = bits.lower_sums(known, questioned, lengths, firsts) - np.add.reduceat(costs, firsts)
    for array in (known, questioned, lengths):
        array.flags.writeable = False
    for first, stop, total in zip(firsts.tolist(), (firsts + sizes).tolist(), totals.tolist(), strict=True):
        piece = slice(first, stop)
        yield Chain(known=known[piece], questioned=questioned[piece], lengths=lengths[piece], bits=total)


def _trimmed(
    known: NDArray[np.int64], questioned: NDArray[np.int64], lengths: NDArray[np.int64], firsts: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Cut from each run of a chain what the run before it covers; `firsts` are the places of the first run of each."""
    overlap = np.maximum(known[:-1] + lengths[:-1] - known[1:], questioned[:-1] + lengths[:-1] - questioned[1:])
    overlap = np.append(0, np.maximum(overlap, 0))
    overlap[firsts] = 0
    return known + overlap, questioned + overlap, lengths - overlap


def build_chain(
    known: NDArray[np.int64],
    questioned: NDArray[np.int64],
    lengths: NDArray[np.int64],
    bits: CumulativeBits,
    settings: Chaining,
) -> Chain:
    """Trim the overlaps between successive runs and weigh the chain."""
    known, questioned, lengths = _trimmed(known, questioned, lengths, _ALONE)
    gap_known = known[1:] - known[:-1] - lengths[:-1]
    gap_questioned = questioned[1:] - questioned[:-1] - lengths[:-1]
    ends = known[:-1] + lengths[:-1] - 1, questioned[:-1] + lengths[:-1] - 1
    inside = bits.in_one_pair((ends[0], known[1:]), (ends[1], questioned[1:]))
    cost = float(_gap_cost(gap_known, gap_questioned, inside, settings).sum())
    sum_known = float((bits.known[known + lengths] - bits.known[known]).sum())
    sum_questioned = float((bits.questioned[questioned + lengths] - bits.questioned[questioned]).sum())
    return Chain(known=known, questioned=questioned, lengths=lengths, bits=min(sum_known, sum_questioned) - cost)


def reweighed(chains: Sequence[Chain], old: CumulativeBits, new: CumulativeBits) -> list[Chain]:
    """Return chains with the bits of other weights; their gaps cost what they cost.

    Args:
        chains: The chains.
        old: The weights of their tokens.
        new: Those that count instead.
    """
    if not chains:
        return []
    sizes = np.array([len(chain.known) for chain in chains])
    firsts = np.cumsum(sizes) - sizes
    known, questioned, lengths = (
        np.concatenate([getattr(chain, name) for chain in chains]) for name in ("known", "questioned", "lengths")
    )
    lower = [bits.lower_sums(known, questioned, lengths, firsts) for bits in (old, new)]
    changes = (lower[1] - lower[0]).tolist()
    return [replace(chain, bits=chain.bits + change) for chain, change in zip(chains, changes, strict=True)]


def _gap_cost(
    known: NDArray[np.int64], questioned: NDArray[np.int64], inside: NDArray[np.bool_], settings: Chaining
) -> NDArray[np.float64]:
    """The cost of gaps of so many tokens on each side, 0 where there is none, less inside a pair of units [bits]."""
    cost = settings.gap_open_bits + settings.gap_token_bits * np.abs(known - questioned)
    inserted = inside & ((known <= 0) | (questioned <= 0))
    cost = np.where(inserted, np.minimum(settings.insertion_bits, cost), cost)
    return np.where((known > 0) | (questioned > 0), cost, 0.0)


def _recursion(
    runs: Runs, groups: NDArray[np.int64], bits: CumulativeBits, settings: Chaining
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Best score of a chain that ends in each run, and the run before it (-1 for none)."""
    scores = bits.lower(runs.known, runs.questioned, runs.lengths)
    best_before = np.full(len(runs), -1, dtype=np.int64)
    firsts = np.flatnonzero(np.diff(groups, prepend=groups[0] - 1))
    sizes = np.diff(np.append(firsts, len(groups)))
    by_size = np.argsort(-sizes, kind="stable")
    firsts, sizes = firsts[by_size], sizes[by_size]
    back = np.arange(1, settings.predecessors + 1)
    for step in range(1, int(sizes[0])):
        active = int(np.searchsorted(-sizes, -step, side="left"))
        current = firsts[:active] + step
        reach = min(step, settings.predecessors)
        before = current[:, None] - back[:reach]
        gain = _gain(runs, bits, settings, current[:, None], before)
        total = scores[before] + gain
        choice = np.argmax(total, axis=1)
        row = np.arange(active)
        better = total[row, choice] > scores[current]
        scores[current[better]] = total[row, choice][better]
        best_before[current[better]] = before[row, choice][better]
    return scores, best_before


def _gain(
    runs: Runs,
    bits: CumulativeBits,
    settings: Chaining,
    current: NDArray[np.int64],
    before: NDArray[np.int64],
) -> NDArray[np.float64]:
    """What each run adds to a chain that ends in each run before it, -inf where they do not chain [bits]."""
    length = runs.lengths[before]
    shift_known = runs.known[current] - runs.known[before] - length
    shift_questioned = runs.questioned[current] - runs.questioned[before] - length
    overlap = np.maximum(0, -np.minimum(shift_known, shift_questioned))
    gap_known, gap_questioned = shift_known + overlap, shift_questioned + overlap
    ends = runs.known[before] + length - 1, runs.questioned[before] + length - 1
    inside = bits.in_one_pair((ends[0], runs.known[current]), (ends[1], runs.questioned[current]))
    possible = (
        (shift_known + length > 0)
        & (shift_questioned + length > 0)
        & (overlap < runs.lengths[current])
        & (
            (np.maximum(gap_known, gap_questioned) <= settings.max_gap_tokens)
            | (inside & (np.minimum(gap_known, gap_questioned) <= 0))
        )
    )
    overlap = np.minimum(overlap, runs.lengths[current])
    rest = bits.lower(
        runs.known[current] + overlap, runs.questioned[current] + overlap, runs.lengths[current] - overlap
    )
    return np.where(possible, rest - _gap_cost(gap_known, gap_questioned, inside, settings), -np.inf)


def _trace_back(end: int, best_before: Sequence[int], used: set[int]) -> list[int]:
    """The runs of the chain that ends in `end`, first to last, up to a run that another chain has taken."""
    members: list[int] = []
    run = end
    while run >= 0 and run not in used:
        members.append(run)
        used.add(run)
        run = best_before[run]
    return members[::-1]
