"""One to one: which of the overlapping chains account for a token of the questioned work.

Step 8 of the method, after minimap2's choice of primary chains (Li 2018, doi:10.1093/bioinformatics/bty191, section
2.1.2). Chains are taken strongest first. A chain loses the tokens that a stronger one already accounts for; when what
is left is heavy enough it is considered again, else it is an alternative of the chain that took most of it.
"""

import heapq
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from codematch.align.chain import Chain, CumulativeBits, build_chain
from codematch.model.frozen import freeze_arrays
from codematch.settings import Chaining

FREE = -1
"""The owner of a token that no chain accounts for."""

Preference = tuple[float, int, int]
"""What decides between chains of equal strength, lower first."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Accepted:
    """A chain that accounts for its questioned tokens, and the lighter ones that it beat, in the order they lost."""

    chain: Chain
    alternatives: tuple[Chain, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Assignment:
    """Which accepted chain each questioned token belongs to.

    `owners` int32 (n,) holds the index of the accepted chain, or `FREE`; `chains` are those accepted, and `beaten`
    lighter chains, each with the index of the one that beat it.
    """

    owners: NDArray[np.int32]
    chains: tuple[Chain, ...] = ()
    beaten: tuple[tuple[int, Chain], ...] = ()

    def __post_init__(self) -> None:
        freeze_arrays(self)

    @classmethod
    def empty(cls, tokens: int) -> "Assignment":
        """Return the assignment in which every one of so many questioned tokens is free."""
        return cls(owners=np.full(tokens, FREE, dtype=np.int32))

    @property
    def accepted(self) -> tuple[Accepted, ...]:
        """What has been accepted, in that order."""
        beaten: dict[int, list[Chain]] = {}
        for owner, chain in self.beaten:
            beaten.setdefault(owner, []).append(chain)
        return tuple(
            Accepted(chain=chain, alternatives=tuple(beaten.get(number, ())))
            for number, chain in enumerate(self.chains)
        )

    def free(self) -> NDArray[np.bool_]:
        """Return which questioned tokens no chain accounts for yet: bool (n,)."""
        return np.asarray(self.owners == FREE)

    def without(self, numbers: Sequence[int]) -> "tuple[Assignment, tuple[Chain, ...]]":
        """Return the assignment without the chains of these numbers, and the lighter ones that these had beaten."""
        dropped = set(numbers)
        kept = [number for number in range(len(self.chains)) if number not in dropped]
        new = np.full(len(self.chains) + 1, FREE, dtype=np.int32)  # the last place is that of what is free
        new[kept] = np.arange(len(kept))
        rest = Assignment(
            owners=new[self.owners],
            chains=tuple(self.chains[number] for number in kept),
            beaten=tuple((int(new[owner]), chain) for owner, chain in self.beaten if owner not in dropped),
        )
        return rest, tuple(chain for owner, chain in self.beaten if owner in dropped)

    def take(self, chains: Sequence[Chain]) -> "Assignment":
        """Return the assignment with these chains too, all of whose questioned tokens are free."""
        owners = self.owners.copy()
        for number, chain in enumerate(chains, start=len(self.chains)):
            _own(owners, chain, number)
        return Assignment(owners=owners, chains=(*self.chains, *chains), beaten=self.beaten)


Contender = tuple[Chain, float, Preference]
"""A chain, how strong it is [bits], and what decides between equal strengths."""

Judge = Callable[[Sequence[Chain]], Sequence[float | None]]
"""How strong each chain is against others that want the same tokens [bits]; None for one that is not reported."""


def resolve(
    assignment: Assignment,
    contenders: Sequence[Contender],
    bits: CumulativeBits,
    settings: Chaining,
    judge: Judge,
) -> Assignment:
    """Return the assignment with the contenders that are strong enough, strongest first.

    Args:
        assignment: What has been accepted before.
        contenders: Chains that may overlap on the questioned side.
        bits: Weights of the tokens of both sides.
        settings: Gap costs and limits.
        judge: How strong chains are: asked of what others have left of one.
    """
    owners, chains, beaten = assignment.owners.copy(), list(assignment.chains), list(assignment.beaten)
    queue = [(-strength, preference, number, chain) for number, (chain, strength, preference) in enumerate(contenders)]
    heapq.heapify(queue)
    fresh = len(contenders)
    while queue:
        _, preference, _, chain = heapq.heappop(queue)
        own = _owners_of(owners, chain)
        taken = own[own != FREE]
        if not len(taken):
            _own(owners, chain, len(chains))
            chains.append(chain)
            continue
        parts = list(_uncovered(owners, chain, bits, settings)) if len(taken) < len(own) else []
        left = [(strength, part) for strength, part in zip(judge(parts), parts, strict=True) if strength is not None]
        for strength, part in left:
            heapq.heappush(queue, (-strength, preference, fresh, part))
            fresh += 1
        if not left:
            beaten.append((int(np.bincount(taken).argmax()), chain))
    return Assignment(owners=owners, chains=tuple(chains), beaten=tuple(beaten))


def _own(owners: NDArray[np.int32], chain: Chain, number: int) -> None:
    for start, length in zip(chain.questioned.tolist(), chain.lengths.tolist(), strict=True):
        owners[start : start + length] = number


def _owners_of(owners: NDArray[np.int32], chain: Chain) -> NDArray[np.int32]:
    """The owner of each of a chain's questioned tokens, or `FREE`: int32 (m,)."""
    pieces = [
        owners[start : start + length]
        for start, length in zip(chain.questioned.tolist(), chain.lengths.tolist(), strict=True)
    ]
    return pieces[0] if len(pieces) == 1 else np.concatenate(pieces)


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
            gaps = piece[0] - known - length, piece[1] - questioned - length
            ends = known + length - 1, questioned + length - 1
            inserted = min(gaps) <= 0 and _within_pair(bits, ends, piece)
            if max(gaps) > settings.max_gap_tokens and not inserted:
                yield _from_pieces(part, bits, settings)
                part = []
        part.append(piece)
    if part:
        yield _from_pieces(part, bits, settings)


def _within_pair(bits: CumulativeBits, ends: tuple[int, int], piece: tuple[int, int, int]) -> bool:
    """Say whether the gap between the last tokens of one piece and the next piece lies in one pair of units."""
    at = [np.array([place]) for place in (*ends, *piece[:2])]
    return bool(bits.in_one_pair((at[0], at[2]), (at[1], at[3]))[0])


def _free_spans(owners: NDArray[np.int32]) -> list[tuple[int, int]]:
    """Half-open spans of free positions."""
    is_free = np.zeros(len(owners) + 2, dtype=bool)
    np.equal(owners, FREE, out=is_free[1:-1])
    edges = np.flatnonzero(is_free[1:] != is_free[:-1]).tolist()
    return list(zip(edges[::2], edges[1::2], strict=True))


def _from_pieces(pieces: list[tuple[int, int, int]], bits: CumulativeBits, settings: Chaining) -> Chain:
    known, questioned, lengths = (np.array(column, dtype=np.int64) for column in zip(*pieces, strict=True))
    return build_chain(known, questioned, lengths, bits, settings)
