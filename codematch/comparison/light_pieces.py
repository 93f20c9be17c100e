"""What is too light to be reported by itself: pieces that overlap neither a region nor one another.

They are found among all matches at once, for there may be hundreds of thousands: matches of ten tokens are common
between works that have nothing to do with each other. What they come to is decided for pairs of files.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from codematch.align.chain import Chain
from codematch.align.resolve import Assignment
from codematch.align.seeds import Runs
from codematch.comparison.strength import Scales, text_bits
from codematch.model.frozen import array_value, require
from codematch.model.spans import span_positions
from codematch.settings import Weighing

_ROUNDS = 8
"""Pieces that are still in each other's way after so many rounds are left out: hardly any, and never the strongest.

No setting: each round settles the strongest pieces of all that overlap, so that more rounds take time and find nothing.
"""


@array_value(copy=False)
class Pieces:
    """Pieces of two works, each of one span or of several.

    `known`, `questioned`, `lengths` int64 (s,) are the spans as in `Runs`; `number` int64 (s,) the piece that each
    belongs to, from 0 on and never falling. `structure` float64 (p,) is what each piece weighs without its names and
    literals, `deciding` float64 (p,) what it weighs with them [bits].
    """

    known: NDArray[np.int64]
    questioned: NDArray[np.int64]
    lengths: NDArray[np.int64]
    number: NDArray[np.int64]
    structure: NDArray[np.float64]
    deciding: NDArray[np.float64]

    def __post_init__(self) -> None:
        require(bool((np.diff(self.number) >= 0).all()), "the spans of pieces are not in order")

    def __len__(self) -> int:
        return len(self.deciding)

    @property
    def spans(self) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """The known and the questioned starts of all spans, and their lengths."""
        return self.known, self.questioned, self.lengths

    @property
    def firsts(self) -> NDArray[np.int64]:
        """The first span of each piece: int64 (p,)."""
        return np.searchsorted(self.number, np.arange(len(self)))

    def only(self, keep: NDArray[np.bool_]) -> "Pieces":
        """Return the pieces that are to be kept, bool (p,), in the same order."""
        spans = keep[self.number]
        return Pieces(
            known=self.known[spans],
            questioned=self.questioned[spans],
            lengths=self.lengths[spans],
            number=(np.cumsum(keep) - 1)[self.number[spans]],
            structure=self.structure[keep],
            deciding=self.deciding[keep],
        )

    def chains(self) -> list[Chain]:
        """Return each piece as a chain."""
        edges = np.append(self.firsts, len(self.number)).tolist()
        return [
            Chain(known=self.known[first:stop], questioned=self.questioned[first:stop],
                  lengths=self.lengths[first:stop], bits=bits)
            for first, stop, bits in zip(edges[:-1], edges[1:], self.structure.tolist(), strict=True)
        ]  # fmt: skip


def pieces_of(chains: Sequence[Chain], scales: Scales) -> Pieces:
    """Return chains as pieces, with what they weigh."""
    empty = np.empty(0, np.int64)
    spans = tuple(
        np.concatenate([empty, *(getattr(chain, name) for chain in chains)])
        for name in ("known", "questioned", "lengths")
    )
    number = np.repeat(np.arange(len(chains)), [len(chain.known) for chain in chains])
    structure = np.array([chain.bits for chain in chains], dtype=np.float64)
    deciding = structure + text_bits(scales, (spans[0], spans[1], spans[2]), number, len(chains))
    return Pieces(
        known=spans[0], questioned=spans[1], lengths=spans[2], number=number, structure=structure, deciding=deciding
    )


def find_pieces(
    assignment: Assignment, chains: Sequence[Chain], runs: Runs, scales: Scales, settings: Weighing
) -> Pieces:
    """Return the pieces that no accepted chain touches and that do not overlap on the questioned side.

    Of pieces that overlap, the strongest without discounts is taken. A piece weighs `weighing.min_established` bits or
    more in structure, names and literals, and a single run has `weighing.min_established_structure` bits of structure.

    Args:
        assignment: What has been accepted.
        chains: Chains that are too light to be accepted.
        runs: The runs that they were made of; each may be a piece by itself.
        scales: The weights of both works.
        settings: The least weights.
    """
    bits = scales.bits.lower(runs.known, runs.questioned, runs.lengths)
    able = bits >= settings.min_established_structure
    alone = [array[able] for array in (runs.known, runs.questioned, runs.lengths)]
    of_chains = pieces_of(chains, scales)
    number = len(chains) + np.arange(len(alone[0]))
    deciding = bits[able] + text_bits(scales, (alone[0], alone[1], alone[2]), number - len(chains), len(number))
    found = Pieces(
        known=np.concatenate((of_chains.known, alone[0])),
        questioned=np.concatenate((of_chains.questioned, alone[1])),
        lengths=np.concatenate((of_chains.lengths, alone[2])),
        number=np.concatenate((of_chains.number, number)),
        structure=np.concatenate((of_chains.structure, bits[able])),
        deciding=np.concatenate((of_chains.deciding, deciding)),
    )
    found = found.only(found.deciding >= settings.min_established)
    return found.only(_apart(found, assignment.free(), _undiscounted(found, scales)))


def _undiscounted(pieces: Pieces, scales: Scales) -> NDArray[np.float64]:
    """What each piece would weigh if nothing that the known work repeats were discounted: float64 (p,) [bits]."""
    return np.asarray(pieces.deciding + scales.discounted(*pieces.spans, pieces.firsts))


def _apart(pieces: Pieces, free: NDArray[np.bool_], strength: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Choose pieces of free questioned tokens that do not overlap, the strongest first: bool (p,)."""
    open_tokens = free.copy()
    kept = np.zeros(len(pieces), dtype=bool)
    left = ~_touched(pieces, open_tokens)
    place = np.empty(len(pieces), dtype=np.int64)
    # Of equal pieces the first one wins, so the order is turned round before it is made stable.
    place[np.argsort(strength[::-1], kind="stable")] = np.arange(len(pieces))
    place = place[::-1]
    owners = np.empty(len(free), dtype=np.int64)
    for _ in range(_ROUNDS):
        spans = np.flatnonzero(left[pieces.number])
        if not len(spans):
            break
        spans = spans[np.argsort(place[pieces.number[spans]], kind="stable")]
        lengths, own = pieces.lengths[spans], pieces.number[spans]
        tokens, claims = span_positions(pieces.questioned[spans], lengths), np.repeat(own, lengths)
        owners[tokens] = claims  # the strongest is written last
        beaten = np.zeros(len(pieces), dtype=bool)
        beaten[claims[owners[tokens] != claims]] = True
        won = left & ~beaten
        kept |= won
        taken = won[pieces.number]
        open_tokens[span_positions(pieces.questioned[taken], pieces.lengths[taken])] = False
        left &= beaten & ~_touched(pieces, open_tokens)
    return kept


def _touched(pieces: Pieces, open_tokens: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Say which pieces hold a questioned token that is not open: bool (p,)."""
    taken = np.concatenate(([0], np.cumsum(~open_tokens)))
    inside = taken[pieces.questioned + pieces.lengths] - taken[pieces.questioned]
    return np.bincount(pieces.number, weights=inside, minlength=len(pieces)) > 0
