"""How much an item weighs by how few works of a set hold it, and how much two works share.

An item that d of N works hold is worth log2((N + 1) / d) bits: inverse document frequency, Spaerck Jones 1972
(doi:10.1108/eb026526). The bits are multiplied by their share of the most that an item can be worth, log2(N + 1), so
that many items which are in every third work do not outweigh a few that are in two. Where works belong to tasks, they
are multiplied by the same share over the T tasks, log2((T + 1) / t) / log2(T + 1) for an item that occurs in t of them:
what occurs in the works for several tasks is common to works of this kind, not to these two. Weights are whole
multiples of 1/1024 bit, so that sums of them are exact.
"""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from codematch.model.frozen import array_value

Hashes = NDArray[np.uint64]
Bits = NDArray[np.float64]
STEPS = 1024
"""Weights are whole multiples of 1/STEPS bit."""


@array_value(copy=False)
class WeighedItems:
    """The items of one work: `items` uint64 (m,) strictly increasing, `bits` float64 (m,) what each weighs [bits]."""

    items: Hashes
    bits: Bits
    total: float


@array_value(copy=False)
class Population:
    """The items of a set of works: `items` uint64 (m,) strictly increasing, `bits` float64 (m,) what each weighs.

    `most` is what an item of a single work weighs [bits].
    """

    items: Hashes
    bits: Bits
    most: float

    def weigh(self, items: Hashes) -> WeighedItems:
        """Weigh the items of a work, uint64 (m,) strictly increasing; one that no work holds weighs `most`."""
        bits = np.full(len(items), self.most)
        if len(self.items):
            places = np.minimum(np.searchsorted(self.items, items), len(self.items) - 1)
            bits = np.where(self.items[places] == items, self.bits[places], self.most)
        return WeighedItems(items=items, bits=bits, total=float(bits.sum()))


def population(works: Sequence[Hashes], tasks: Sequence[Iterable[str]] | None = None) -> Population:
    """Count in how many works and tasks each item occurs.

    Args:
        works: The items of each work, uint64 (m,) strictly increasing.
        tasks: The tasks of each work; None where works do not belong to tasks.
    """
    items, held = _counts(works)
    share = _rarity(held, len(works))
    bits = np.log2(len(works) + 1.0) * share**2
    if tasks is not None:
        bits = bits * _rarity(_in_tasks(items, works, tasks), len({name for names in tasks for name in names}))
    return Population(items=items, bits=_stepped(bits), most=float(_stepped(np.log2(len(works) + 1.0))))


def shared_bits(first: WeighedItems, second: WeighedItems) -> float:
    """Return what the items weigh that two works of one population share [bits]."""
    small, large = sorted((first, second), key=lambda work: len(work.items))
    if not len(small.items):
        return 0.0
    places = np.minimum(np.searchsorted(large.items, small.items), len(large.items) - 1)
    return float(small.bits[large.items[places] == small.items].sum())


def _stepped(bits: Bits) -> Bits:
    return np.asarray(np.round(bits * STEPS) / STEPS)


def _counts(listed: Sequence[Hashes]) -> tuple[Hashes, NDArray[np.int64]]:
    """Return the different items of several sets, and in how many sets each is."""
    items, held = np.unique(np.concatenate([np.empty(0, np.uint64), *listed]), return_counts=True)
    return items, held.astype(np.int64)


def _rarity(held: NDArray[np.int64], total: int) -> Bits:
    """Return how rare what `held` of `total` hold is: 1 for what one holds, near 0 for what all hold."""
    return np.asarray(np.log2((total + 1.0) / np.maximum(held, 1)) / np.log2(total + 1.0))


def _in_tasks(items: Hashes, works: Sequence[Hashes], tasks: Sequence[Iterable[str]]) -> NDArray[np.int64]:
    """Return in how many tasks each item occurs."""
    members: dict[str, list[Hashes]] = {}
    for held, names in zip(works, tasks, strict=True):
        for name in names:
            members.setdefault(name, []).append(held)
    found = np.zeros(len(items), dtype=np.int64)
    for listed in members.values():
        found[np.searchsorted(items, _counts(listed)[0])] += 1
    return found
