"""One to one: which of the overlapping chains account for a token of the questioned work.

Step 8 of the method, after minimap2's choice of primary chains (Li 2018, doi:10.1093/bioinformatics/bty191, section
2.1.2). Chains are taken heaviest first. A chain loses the tokens that a heavier one already accounts for; when what
is left is heavy enough it is considered again, else it is an alternative of the chain that took most of it.
"""

import heapq
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from codematch.align.chain import Chain, CumulativeBits, build_chain
from codematch.settings import Chaining

FREE = -1
"""The owner of a token that no chain accounts for."""

Preference = tuple[int, int, int]
"""What decides between chains of equal weight, lower first."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Accepted:
    """A chain that accounts for its questioned tokens, and the lighter ones that it beat, in the order they lost."""

    chain: Chain
    alternatives: tuple[Chain, ...]


@dataclass(slots=True, eq=False)
class Assignment:
    """Which accepted chain each questioned token belongs to: grows while chains are accepted.

    `owners` int32 (n,) holds the index of the accepted chain, or `FREE`; `chains` are those accepted, and `beaten`
    what each of them beat.
    """

    owners: NDArray[np.int32]
    chains: list[Chain] = field(default_factory=list)
    beaten: list[list[Chain]] = field(default_factory=list)

    @property
    def accepted(self) -> tuple[Accepted, ...]:
        """What has been accepted so far, in that order."""
        return tuple(
            Accepted(chain=chain, alternatives=tuple(beaten))
            for chain, beaten in zip(self.chains, self.beaten, strict=True)
        )

    def take(self, chain: Chain) -> None:
        """Accept a chain, all of whose questioned tokens are free."""
        for start, length in zip(chain.questioned.tolist(), chain.lengths.tolist(), strict=True):
            self.owners[start : start + length] = len(self.chains)
        self.chains.append(chain)
        self.beaten.append([])

    def free(self) -> NDArray[np.bool_]:
        """Return which questioned tokens no chain accounts for yet: bool (n,)."""
        return np.asarray(self.owners == FREE)


def _own_bits(chain: Chain) -> float:
    return chain.bits


def resolve(
    assignment: Assignment,
    candidates: Sequence[tuple[Chain, Preference]],
    bits: CumulativeBits,
    settings: Chaining,
    min_bits: float,
    worth: Callable[[Chain], float] = _own_bits,
) -> None:
    """Accept chains into `assignment`, heaviest first.

    Args:
        assignment: What has been accepted before; grows.
        candidates: Chains, each with what decides between equal weights, lower first.
        bits: Weights of the tokens of both sides.
        settings: Gap costs and limits.
        min_bits: A chain, or what is left of it, must be worth at least this much.
        worth: What a chain is worth [bits].
    """
    queue = [(-worth(chain), rank, number, chain) for number, (chain, rank) in enumerate(candidates)]
    queue = [entry for entry in queue if -entry[0] >= min_bits]
    heapq.heapify(queue)
    fresh = len(candidates)
    while queue:
        _, rank, _, chain = heapq.heappop(queue)
        owner = _main_owner(assignment.owners, chain)
        if owner == FREE:
            assignment.take(chain)
            continue
        parts = [(worth(part), part) for part in _uncovered(assignment.owners, chain, bits, settings)]
        left = [(value, part) for value, part in parts if value >= min_bits]
        for value, part in left:
            heapq.heappush(queue, (-value, rank, fresh, part))
            fresh += 1
        if not left:
            assignment.beaten[owner].append(chain)


def _main_owner(owners: NDArray[np.int32], chain: Chain) -> int:
    """The accepted chain that holds most of this chain's questioned tokens, `FREE` when all are free."""
    taken = np.concatenate(
        [owners[start : start + length] for start, length in zip(chain.questioned, chain.lengths, strict=True)]
    )
    taken = taken[taken != FREE]
    return int(np.bincount(taken).argmax()) if len(taken) else FREE


def _uncovered(owners: NDArray[np.int32], chain: Chain, bits: CumulativeBits, settings: Chaining) -> Iterator[Chain]:
    """The parts of a chain whose questioned tokens are free, split where the gaps have become too wide."""
    pieces = [
        (known + first, questioned + first, stop - first)
        for known, questioned, length in zip(
            chain.known.tolist(), chain.questioned.tolist(), chain.lengths.tolist(), strict=True
        )
        for first, stop in _free_spans(owners[questioned : questioned + length])
    ]
    part: list[tuple[int, int, int]] = []
    for piece in pieces:
        if part:
            known, questioned, length = part[-1]
            gap = max(piece[0] - known, piece[1] - questioned) - length
            if gap > settings.max_gap_tokens:
                yield _from_pieces(part, bits, settings)
                part = []
        part.append(piece)
    if part:
        yield _from_pieces(part, bits, settings)


def _free_spans(owners: NDArray[np.int32]) -> list[tuple[int, int]]:
    """Half-open spans of free positions."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], owners == FREE, [False])).astype(np.int8)))
    return [(int(first), int(stop)) for first, stop in edges.reshape(-1, 2)]


def _from_pieces(pieces: list[tuple[int, int, int]], bits: CumulativeBits, settings: Chaining) -> Chain:
    known, questioned, lengths = (np.array(column, dtype=np.int64) for column in zip(*pieces, strict=True))
    return build_chain(known, questioned, lengths, bits, settings)
