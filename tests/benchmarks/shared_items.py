"""What two files share wherever it stands: literals, names, words of comments, weighted by rarity.

Research scores, to see what is reachable beside aligned regions. Rarity is either that of the background (in how
many projects an item occurs) or that inside the set of works at hand: an item that d of N files hold is worth
log2((N + 1) / d) bits (inverse document frequency, Spaerck Jones 1972, doi:10.1108/eb026526).
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from codematch.model.frozen import frozen_array

Hashes = NDArray[np.uint64]
Bits = NDArray[np.float64]


class Rarity(Protocol):
    """Anything that says how many bits each item is worth."""

    def __call__(self, items: Hashes) -> Bits:
        """Return float64 (n,) for uint64 (n,) [bits]."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Bag:
    """The items of one file: `items` uint64 (m,) strictly increasing, `counts` int64 (m,) how often each occurs."""

    items: Hashes
    counts: NDArray[np.int64]

    def __post_init__(self) -> None:
        object.__setattr__(self, "items", frozen_array(self.items, np.uint64))
        object.__setattr__(self, "counts", frozen_array(self.counts, np.int64))


def bag_of(hashes: Hashes) -> Bag:
    """Return the bag of uint64 (n,) item hashes in any order."""
    items, counts = np.unique(hashes, return_counts=True)
    return Bag(items=items, counts=counts)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SetRarity:
    """Rarity inside a set of files: `items` uint64 (m,) increasing, `files` int64 (m,) how many files hold each."""

    items: Hashes
    files: NDArray[np.int64]
    total: int

    def __call__(self, items: Hashes) -> Bits:
        """Return log2((N + 1) / d) for each item; an item that no file holds counts like one in a single file."""
        if len(self.items) == 0:
            return np.full(len(items), np.log2(self.total + 1.0))
        place = np.minimum(np.searchsorted(self.items, items), len(self.items) - 1)
        seen = np.where(self.items[place] == items, self.files[place], 1)
        return np.asarray(np.log2((self.total + 1.0) / seen))


def set_rarity(bags: Iterable[Bag]) -> SetRarity:
    """Count in how many bags each item lies."""
    listed = [bag.items for bag in bags]
    items, files = np.unique(np.concatenate([*listed, np.empty(0, np.uint64)]), return_counts=True)
    return SetRarity(items=items, files=files, total=len(listed))


def rarity_by_group(bags: Mapping[str, Bag], groups: Mapping[str, str]) -> dict[str, SetRarity]:
    """Return the rarity inside each group of files (for instance a task), given the group of each path."""
    return {
        group: set_rarity(bags[path] for path in sorted(bags) if groups[path] == group)
        for group in sorted(set(groups.values()))
    }


def shared_bits(known: Bag, questioned: Bag, rarity: Rarity) -> float:
    """Return the bits of the different items that both files hold, each counted once."""
    return float(rarity(np.intersect1d(known.items, questioned.items, assume_unique=True)).sum())


def shared_share(known: Bag, questioned: Bag, rarity: Rarity) -> float:
    """Return the bits of the common occurrences as a share of those of the file that has less, 0 to 1."""
    common, left, right = np.intersect1d(known.items, questioned.items, assume_unique=True, return_indices=True)
    both = float((rarity(common) * np.minimum(known.counts[left], questioned.counts[right])).sum())
    lower = min(float((rarity(bag.items) * bag.counts).sum()) for bag in (known, questioned))
    return both / lower if lower > 0 else 0.0


def word_hashes(texts: Sequence[str]) -> Hashes:
    """Return a stable hash of every word of the texts: uint64 (n,)."""
    words = [word for text in texts for word in text.lower().split()]
    hashed = [hashlib.blake2b(word.encode("utf-8", "replace"), digest_size=8).digest() for word in words]
    return np.array([int.from_bytes(value, "little") for value in hashed], dtype=np.uint64)
