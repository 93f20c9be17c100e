"""Locality-sensitive hashing of MinHash signatures (Indyk & Motwani 1998): which signatures agree in a whole band.

datasketch chooses how many bands of how many values; a band is then looked up by sorting, for all signatures at once.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from codematch.model.stable_hash import mix

Signatures = NDArray[np.uint32]
Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bands:
    """`count` bands of `rows` values each."""

    count: int
    rows: int

    def promised(self, resemblance: float) -> float:
        """Return the probability that two signatures of a resemblance agree in a band: 1 - (1 - s^r)^b."""
        return 1.0 - (1.0 - resemblance**self.rows) ** self.count


def choose_bands(permutations: int, resemblance: float, recall: float) -> Bands:
    """Return the bands with the most values that still promise to find such a share of the pairs of a resemblance.

    datasketch weighs false positives against false negatives; the weight of the latter is raised until its choice keeps
    the promise.

    Args:
        permutations: Values of a signature.
        resemblance: The Jaccard index from which pairs are to be found.
        recall: The share of pairs of exactly this index that are to be found.
    """
    from datasketch import MinHashLSH  # half a second to import, and only scans need it

    for missed in (0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99):
        index = MinHashLSH(threshold=resemblance, num_perm=permutations, weights=(1.0 - missed, missed))
        bands = Bands(count=index.b, rows=index.r)
        if bands.promised(resemblance) >= recall:
            return bands
    return Bands(count=permutations, rows=1)


def agreeing_pairs(table: Signatures, owners: Numbers, bands: Bands, most: int) -> tuple[Numbers, Numbers]:
    """Return pairs of signatures of different owners that agree in a band, each pair of owners at least once.

    Args:
        table: uint32 (s, p).
        owners: int64 (s,), to whom each belongs.
        bands: How the values are divided.
        most: A place of the index that more owners share makes no pairs. Of each owner only the first signature in a
            place counts: that the owners meet is what matters.

    Returns:
        Two int64 (m,) arrays of rows, the lower one first, sorted.
    """
    found = [np.empty(0, dtype=np.int64)]
    for band in range(bands.count):
        keys = _folded(table[:, band * bands.rows : (band + 1) * bands.rows])
        found += _in_places(keys, owners, most)
    codes = np.unique(np.concatenate(found))
    return codes // max(len(table), 1), codes % max(len(table), 1)


def _folded(values: Signatures) -> NDArray[np.uint64]:
    """Return one number for each row; that two different rows get the same is as unlikely as for any 64-bit hash."""
    keys = np.zeros(len(values), dtype=np.uint64)
    for column in values.T:
        keys = mix(keys ^ column.astype(np.uint64))
    return keys


def _in_places(keys: NDArray[np.uint64], owners: Numbers, most: int) -> list[Numbers]:
    """Return pairs of rows of different owners with the same key, each as one number: first row times rows + second."""
    order = np.lexsort((owners, keys))
    key, owner = keys[order], owners[order]
    first = np.concatenate(([True], (key[1:] != key[:-1]) | (owner[1:] != owner[:-1])))
    rows, key = order[first], key[first]
    edges = np.flatnonzero(np.concatenate(([True], key[1:] != key[:-1], [True])))
    sizes = np.diff(edges)
    kept = np.repeat((sizes > 1) & (sizes <= most), sizes)
    rows, key = rows[kept], key[kept]
    found = []
    for apart in range(1, int(sizes[(sizes > 1) & (sizes <= most)].max(initial=0))):
        same = key[apart:] == key[:-apart]
        low, high = np.minimum(rows[:-apart], rows[apart:])[same], np.maximum(rows[:-apart], rows[apart:])[same]
        found.append(low * len(owners) + high)
    return found


def every_pair(table: Signatures, owners: Numbers, least: float) -> tuple[Numbers, Numbers]:
    """Return all pairs of signatures of different owners that agree in a share of their values, by comparing all."""
    firsts, seconds = [np.empty(0, dtype=np.int64)], [np.empty(0, dtype=np.int64)]
    needed = least * table.shape[1]
    for row in range(len(table) - 1):
        agreeing = np.count_nonzero(table[row + 1 :] == table[row], axis=1)
        others = np.flatnonzero((agreeing >= needed) & (owners[row + 1 :] != owners[row])) + row + 1
        firsts.append(np.full(len(others), row))
        seconds.append(others)
    return np.concatenate(firsts), np.concatenate(seconds)
