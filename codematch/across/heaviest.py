"""The heaviest pairs of parts, with the order of their names, which is sought only where it can matter."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from codematch.across.items import ItemTable, Kind
from codematch.across.order import order_bits
from codematch.across.shared import Families, PairWeights, SharedItems, name_order, share, weigh
from codematch.settings import Across


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Joined:
    """What two works share: the tables of both, the join, and the weights without the order of names."""

    known: ItemTable
    questioned: ItemTable
    shared: SharedItems
    weights: PairWeights

    def order_of(self, pair: int) -> tuple[float, NDArray[np.int64]]:
        """Return what the order of the names of a pair is worth [bits], and the rows that are in order."""
        return name_order(pair, self.shared, self.known, self.questioned)

    def limits(self) -> NDArray[np.float64]:
        """Return what each pair weighs if all its names are in the same order: float64 (p,) [bits]."""
        is_name = np.concatenate(([0], np.cumsum(self.shared.kinds == Kind.NAMES)))
        names = is_name[self.shared.bounds[1:]] - is_name[self.shared.bounds[:-1]]
        most = np.array([order_bits(count, count) for count in range(int(names.max(initial=0)) + 1)])
        return np.asarray(self.weights.unordered + most[names])

    def total(self, pair: int) -> float:
        """Return what a pair weighs [bits]."""
        return float(self.weights.unordered[pair]) + self.order_of(pair)[0]


def join(known: ItemTable, questioned: ItemTable, families: Families, rules: Across) -> Joined:
    """Return what the parts of two works share."""
    shared = share(known, questioned, families, rules)
    return Joined(known=known, questioned=questioned, shared=shared, weights=weigh(shared))


def pairs_from(joined: Joined, least: float) -> list[tuple[float, int]]:
    """Return the pairs that weigh at least this much, each with its weight [bits], the heaviest first."""
    candidates = np.flatnonzero(joined.limits() >= least).tolist()
    weighed = [(joined.total(pair), pair) for pair in candidates]
    return sorted((item for item in weighed if item[0] >= least), key=lambda item: (-item[0], item[1]))


def heaviest(joined: Joined) -> float:
    """Return what the heaviest pair weighs, 0.0 if nothing is shared [bits]."""
    limits = joined.limits()
    found = 0.0
    for pair in np.argsort(-limits, kind="stable").tolist():
        if limits[pair] <= found:
            break
        found = max(found, joined.total(pair))
    return found


def one_to_one(joined: Joined, pairs: list[tuple[float, int]]) -> list[tuple[float, int]]:
    """Return of pairs, heaviest first, those neither part of which is in a heavier one."""
    known, questioned = set[int](), set[int]()
    kept = []
    for bits, pair in pairs:
        left, right = int(joined.shared.known_parts[pair]), int(joined.shared.questioned_parts[pair])
        if left not in known and right not in questioned:
            kept.append((bits, pair))
            known.add(left)
            questioned.add(right)
    return kept
