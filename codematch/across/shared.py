"""What parts of two works share, item by item: a join over rare items, never over all pairs of parts.

An item is worth its rarity in the background, less log2 of the number of parts of the work that hold it: what every
second file of a work says tells nothing of two of them. A pair of parts weighs what its names and comments are worth,
what the order of its names is worth (`order`), and what its texts and numbers are worth, but these at most as much as
names and comments: tables that a standard prescribes are in many programs, and without names they tell nothing.
"""

import numpy as np
from numpy.typing import NDArray

from codematch.across.items import ItemTable, Kind
from codematch.across.order import order_bits, ordered_items
from codematch.model.frozen import array_value
from codematch.settings import Across

Families = tuple[NDArray[np.int32], NDArray[np.int32]]
"""The number of the family of languages of each part of both works, int32 each."""


@array_value(copy=False)
class SharedItems:
    """Every item that a known and a questioned part share, sorted by pairs of parts, then by the known row.

    `known` and `questioned` int64 (s,) are rows of the two tables, `bits` float64 (s,) what each is worth [bits],
    `kinds` uint8 (s,) its kind. `known_parts` and `questioned_parts` int64 (p,) are the pairs of parts; pair i has the
    rows `bounds[i]` to `bounds[i + 1]`.
    """

    known: NDArray[np.int64]
    questioned: NDArray[np.int64]
    bits: NDArray[np.float64]
    kinds: NDArray[np.uint8]
    known_parts: NDArray[np.int64]
    questioned_parts: NDArray[np.int64]
    bounds: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.known_parts)


@array_value(copy=False)
class PairWeights:
    """What pairs of parts weigh by channel, float64 (p,) each [bits]; `tables` is what counts of texts and numbers."""

    names: NDArray[np.float64]
    texts: NDArray[np.float64]
    numbers: NDArray[np.float64]
    comments: NDArray[np.float64]

    @property
    def tables(self) -> NDArray[np.float64]:
        """What counts of texts and numbers: at most as much as names and comments together."""
        return np.asarray(np.minimum(self.texts + self.numbers, self.names + self.comments))

    @property
    def unordered(self) -> NDArray[np.float64]:
        """What each pair weighs without the order of its names."""
        return np.asarray(self.names + self.comments + self.tables)


def share(known: ItemTable, questioned: ItemTable, families: Families, rules: Across) -> SharedItems:
    """Return what parts of different families of languages share."""
    first, counts, held = _places(questioned.items, known.items)
    holders = np.maximum(counts, held)
    worth = known.bits - np.log2(np.maximum(holders, 1))
    rows = np.flatnonzero((counts > 0) & (worth > 0.0) & (holders <= rules.max_holders))
    taken = counts[rows]
    left = np.repeat(rows, taken)
    right = np.repeat(first[rows] - (np.cumsum(taken) - taken), taken) + np.arange(len(left))
    apart = families[0][known.parts[left]] != families[1][questioned.parts[right]]
    left, right = left[apart], right[apart]
    parts = known.parts[left].astype(np.int64), questioned.parts[right].astype(np.int64)
    order = np.lexsort((left, parts[1], parts[0]))
    left, right, parts = left[order], right[order], (parts[0][order], parts[1][order])
    is_first = np.ones(len(order), dtype=np.bool_)
    is_first[1:] = (parts[0][1:] != parts[0][:-1]) | (parts[1][1:] != parts[1][:-1])
    firsts = np.flatnonzero(is_first)
    return SharedItems(
        known=left,
        questioned=right,
        bits=worth[left],
        kinds=known.kinds[left],
        known_parts=parts[0][firsts],
        questioned_parts=parts[1][firsts],
        bounds=np.append(firsts, len(order)),
    )


def weigh(shared: SharedItems) -> PairWeights:
    """Return what every pair of parts shares of each kind of items."""
    kinds = len(Kind)
    pairs = np.repeat(np.arange(len(shared)), np.diff(shared.bounds))
    counted = np.bincount(pairs * kinds + shared.kinds, weights=shared.bits, minlength=len(shared) * kinds)
    sums: NDArray[np.float64] = counted.astype(np.float64)
    names, texts, numbers, comments = sums.reshape(-1, kinds).T
    return PairWeights(names=names, texts=texts, numbers=numbers, comments=comments)


def name_order(
    pair: int, shared: SharedItems, known: ItemTable, questioned: ItemTable
) -> tuple[float, NDArray[np.int64]]:
    """Return what the order of the names that a pair shares is worth [bits], and their rows of `shared` in order."""
    rows = np.arange(shared.bounds[pair], shared.bounds[pair + 1])
    rows = rows[shared.kinds[rows] == Kind.NAMES]
    ordered = ordered_items(known.places[shared.known[rows]], questioned.places[shared.questioned[rows]])
    return order_bits(len(rows), len(ordered)), rows[ordered]


def _places(table: NDArray[np.uint64], items: NDArray[np.uint64]) -> tuple[NDArray[np.int64], ...]:
    """Return for each item where it begins in a sorted table, how often it is there, and how often among the items."""
    first = np.searchsorted(table, items, side="left")
    counts = np.searchsorted(table, items, side="right") - first
    held = np.searchsorted(items, items, side="right") - np.searchsorted(items, items, side="left")
    return first, counts, held
