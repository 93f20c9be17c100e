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
Masks = Sequence[Sequence[NDArray[np.bool_]]]
_MOSTLY = 0.5  # what has more of its tokens in base code makes no candidates
_NO_VALUES = np.empty(0, dtype=np.uint32)


@array_value(copy=False)
class Signed:
    """Signatures of many works: `values` uint32 (s * p,), one after another, and the work int64 (s,) of each."""

    values: NDArray[np.uint32]
    works: Numbers

    @property
    def table(self) -> NDArray[np.uint32]:
        """The signatures, uint32 (s, p)."""
        return self.values.reshape(len(self.works), len(self.values) // max(len(self.works), 1))


def signed_files(works: Sequence[PreparedWork], base: Masks) -> Signed:
    """Return the signatures of the files that have fingerprints and are not mostly base code.

    Args:
        works: All works.
        base: For each file of each work bool (n,) which of its tokens are in base code.
    """
    numbers, values = [], []
    for work, (its, masks) in enumerate(zip(works, base, strict=True)):
        for file, mask in zip(its.files, masks, strict=True):
            if len(file.prints) and mask.mean() <= _MOSTLY:
                numbers.append(work)
                values.append(file.sketch.values)
    return _signed(np.array(numbers, dtype=np.int64), values)


def signed_units(works: Sequence[PreparedWork], base: Masks) -> Signed:
    """Return the signatures of the functions and classes that are long enough to have one and not mostly base code."""
    numbers, values = [np.empty(0, dtype=np.int64)], []
    for work, (its, masks) in enumerate(zip(works, base, strict=True)):
        for file, mask in zip(its.files, masks, strict=True):
            sums = np.concatenate(([0], np.cumsum(mask)))
            units = [file.stream.units[place] for place in file.units.units.tolist()]
            firsts = np.array([unit.first_token for unit in units], dtype=np.int64)
            stops = np.array([unit.stop_token for unit in units], dtype=np.int64)
            kept = sums[stops] - sums[firsts] <= _MOSTLY * (stops - firsts)
            values.append(file.units.values.reshape(len(units), -1)[kept].ravel() if len(units) else _NO_VALUES)
            numbers.append(np.full(int(np.count_nonzero(kept)), work))
    return _signed(np.concatenate(numbers), values)


def _signed(works: Numbers, values: Sequence[NDArray[np.uint32]]) -> Signed:
    return Signed(values=np.concatenate([_NO_VALUES, *values]), works=works)


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

    A pair counts once, whether its files or its units are similar, and is found if the index finds either.

    Args:
        signed: The signatures of files, and of units.
        sample: Positions of the works whose signatures are all compared with one another.
        bands: Those of the index.
        rules: The resemblance that is asked for, and how many works may share a place of the index.
    """
    total: set[tuple[int, int]] = set()
    found: set[tuple[int, int]] = set()
    for one in signed:
        chosen = np.flatnonzero(np.isin(one.works, np.asarray(sample, dtype=np.int64)))
        part = Signed(values=one.table[chosen].ravel(), works=one.works[chosen])
        if len(chosen):
            similar = _works_of(part, every_pair(part.table, part.works, rules.resemblance), rules.resemblance)
            total |= similar
            found |= similar & similar_works(part, bands, rules)
    return len(total), len(found)
