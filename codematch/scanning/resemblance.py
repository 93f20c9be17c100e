"""Pairs of works with files or functions whose MinHash signatures resemble each other, by locality-sensitive hashing.

datasketch chooses the bands and the promise (`codematch.fingerprints.bands`). Signatures that agree in a band are
compared in full, so a candidate has at least the resemblance that is asked for, as far as signatures tell.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from codematch.comparison.prepare import PreparedWork
from codematch.fingerprints.bands import Bands, agreeing_pairs, every_pair
from codematch.model.frozen import array_value
from codematch.settings import Scan

Numbers = NDArray[np.int64]
PairSet = set[tuple[int, int]]


@array_value(copy=False)
class Signed:
    """Signatures of many works: `values` uint32 (s * p,), one after another, and the work int64 (s,) of each."""

    values: NDArray[np.uint32]
    works: Numbers

    @property
    def table(self) -> NDArray[np.uint32]:
        """The signatures, uint32 (s, p)."""
        return self.values.reshape(len(self.works), -1)


def signed_files(works: Sequence[PreparedWork]) -> Signed:
    """Return the signatures of the files that have fingerprints."""
    rows = [(work, file.sketch.values) for work, its in enumerate(works) for file in its.files if len(file.prints)]
    return _signed([work for work, _ in rows], [values for _, values in rows])


def signed_units(works: Sequence[PreparedWork]) -> Signed:
    """Return the signatures of the functions and classes that are long enough to have one."""
    rows = [(work, file.units) for work, its in enumerate(works) for file in its.files if len(file.units.units)]
    numbers = [np.full(len(units.units), work) for work, units in rows]
    return _signed(np.concatenate([np.empty(0, np.int64), *numbers]), [units.values for _, units in rows])


def _signed(works: "Sequence[int] | Numbers", values: Sequence[NDArray[np.uint32]]) -> Signed:
    joined = np.concatenate(values) if len(values) else np.empty(0, dtype=np.uint32)
    return Signed(values=joined, works=np.asarray(works, dtype=np.int64))


def similar_works(signed: Signed, bands: Bands, rules: Scan) -> PairSet:
    """Return the pairs of works, the lower position first, that the index finds."""
    if not len(signed.works):
        return set()
    return _works_of(signed, agreeing_pairs(signed.table, signed.works, bands, rules.max_holders), rules.resemblance)


def _works_of(signed: Signed, pairs: tuple[Numbers, Numbers], least: float) -> PairSet:
    first, second = _resembling(signed, pairs, least)
    works = np.sort(np.stack([signed.works[first], signed.works[second]]), axis=0)
    return set(zip(*np.unique(works, axis=1).tolist(), strict=True)) if works.size else set()


def _resembling(signed: Signed, pairs: tuple[Numbers, Numbers], least: float) -> tuple[Numbers, Numbers]:
    """Return those pairs of signatures that agree in so large a share of their values."""
    table, (first, second) = signed.table, pairs
    share = np.empty(len(first))
    for start in range(0, len(first), _ROWS):
        part = slice(start, start + _ROWS)
        share[part] = np.mean(table[first[part]] == table[second[part]], axis=1)
    return first[share >= least], second[share >= least]


_ROWS = 100_000  # pairs of signatures that are compared at a time: a matter of memory


def measure_recall(signed: Sequence[Signed], sample: Sequence[int], bands: Bands, rules: Scan) -> tuple[int, int]:
    """Return how many pairs of some works have similar signatures, and how many of these the index finds.

    Args:
        signed: The signatures of files, and of units.
        sample: Positions of the works whose signatures are all compared with one another.
        bands: Those of the index.
        rules: The resemblance that is asked for, and how many works may share a place of the index.
    """
    total = found = 0
    for one in signed:
        chosen = np.flatnonzero(np.isin(one.works, np.asarray(sample, dtype=np.int64)))
        part = Signed(values=one.table[chosen].reshape(-1), works=one.works[chosen])
        if len(chosen):
            similar = _works_of(part, every_pair(part.table, part.works, rules.resemblance), rules.resemblance)
            total += len(similar)
            found += len(similar & similar_works(part, bands, rules))
    return total, found
