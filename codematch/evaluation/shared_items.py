"""What two works share anywhere, weighed by how rare it is among the works of the set itself.

An item (a name, a literal, a word of comments) that d of N works hold is worth log2((N + 1) / d) bits: inverse document
frequency, Spaerck Jones 1972 (doi:10.1108/eb026526). The share form relates the bits of the common occurrences to those
of the work that has less, so that it does not grow with size.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from codematch.model.frozen import array_value

Hashes = NDArray[np.uint64]
Bits = NDArray[np.float64]


@array_value
class Bag:
    """The items of one work: `items` uint64 (m,) strictly increasing, `counts` int64 (m,) how often each occurs."""

    items: Hashes
    counts: NDArray[np.int64]


def bag_of(hashes: Hashes) -> Bag:
    """Return the bag of uint64 (n,) item hashes in any order."""
    items, counts = np.unique(hashes, return_counts=True)
    return Bag(items=items, counts=counts)


@array_value
class SetRarity:
    """Rarity inside a set of works: `items` uint64 (m,) increasing, `works` int64 (m,) how many hold each."""

    items: Hashes
    works: NDArray[np.int64]
    total: int

    def bits(self, items: Hashes) -> Bits:
        """Return float64 (n,) [bits] for uint64 (n,) items; one that no work holds counts like one in a single work."""
        if len(self.items) == 0:
            return np.full(len(items), np.log2(self.total + 1.0))
        place = np.minimum(np.searchsorted(self.items, items), len(self.items) - 1)
        seen = np.where(self.items[place] == items, self.works[place], 1)
        return np.asarray(np.log2((self.total + 1.0) / seen))


def set_rarity(bags: Iterable[Bag]) -> SetRarity:
    """Count in how many bags each item is."""
    listed = [bag.items for bag in bags]
    items, works = np.unique(np.concatenate([*listed, np.empty(0, np.uint64)]), return_counts=True)
    return SetRarity(items=items, works=works, total=len(listed))


def shared_share(known: Bag, questioned: Bag, rarity: SetRarity) -> float:
    """Return the bits of the common occurrences as a share of those of the work that has less, 0 to 1."""
    common, left, right = np.intersect1d(known.items, questioned.items, assume_unique=True, return_indices=True)
    both = float((rarity.bits(common) * np.minimum(known.counts[left], questioned.counts[right])).sum())
    lower = min(float((rarity.bits(bag.items) * bag.counts).sum()) for bag in (known, questioned))
    return min(both / lower, 1.0) if lower > 0.0 else 0.0
