"""What every pair of works shares, by rarity inside the set: products of sparse matrices instead of pairs one by one.

The score is that of `codematch.evaluation.combination`, and so are its settings. Weights are whole multiples of
1/1024 bit: sums of them are exact in any order, so that no result depends on how a product is computed.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from codematch.evaluation.combination import SharedBits, pooled
from codematch.model.frozen import array_value
from codematch.rarity import KINDS, Items, population
from codematch.scanning.pairs import Pairs
from codematch.settings import Settings

Bits = NDArray[np.float64]
_DENSE_SHARE = 0.05  # items of more works than this are multiplied as a dense matrix: a matter of speed
_DENSE_CELLS = 8_000_000  # of such a matrix at a time: a matter of memory


@array_value(copy=False)
class Shares:
    """The shares of all p pairs: `share` float64 (p,) of all kinds together, `by_kind` float64 (p,) of each kind."""

    share: Bits
    by_kind: Mapping[str, Bits]


def rank_pairs(works: Sequence[Items], pairs: Pairs, settings: Settings) -> Shares:
    """Return the shares of all pairs.

    Args:
        works: The items of each work.
        pairs: All pairs of them.
        settings: The weights of kinds of items.
    """
    shared = {}
    for kind in KINDS:
        length = settings.seeding.k if kind == "structure" else 1
        both, totals = shared_of([items[kind] for items in works])
        shared[kind] = SharedBits(
            both=both[pairs.first, pairs.second] / length,
            known=totals[pairs.first] / length,
            questioned=totals[pairs.second] / length,
        )
    rules = settings.evaluation
    by_kind = {kind: bits.contained(rules.half_bits) for kind, bits in shared.items()}
    return Shares(share=pooled(shared, rules), by_kind=by_kind)


def shared_of(works: Sequence[NDArray[np.uint64]]) -> tuple[Bits, Bits]:
    """Return what each two works share of one kind of items, float64 (n, n), and what each has, float64 (n,) [bits]."""
    rarity = population(works)
    totals = np.array([rarity.weigh(items).total for items in works])
    places = [np.searchsorted(rarity.items, items) for items in works]
    starts = np.concatenate(([0], np.cumsum([len(row) for row in places])))
    columns = np.concatenate([np.empty(0, dtype=np.int64), *places])
    held = np.bincount(columns, minlength=len(rarity.items))
    shape = len(works), len(rarity.items)
    table = sparse.csr_matrix((np.ones(len(columns)), columns, starts), shape=shape).tocsc()
    many = max(2.0, _DENSE_SHARE * len(works))
    rare, common = np.flatnonzero((held > 1) & (held <= many)), np.flatnonzero(held > many)
    few = table[:, rare]
    both = np.asarray((few @ few.multiply(rarity.bits[rare]).tocsc().T).toarray())
    step = max(1, _DENSE_CELLS // max(len(works), 1))
    for start in range(0, len(common), step):
        some = common[start : start + step]
        part = table[:, some].toarray()
        both += (part * rarity.bits[some]) @ part.T
    return both, totals
