"""Rows of matrices that occur in matrices of the other work: parts, mergers, and rows in another order.

A row is found by a digest of its values as float32, whatever type they are stored in. Sorted values find it also where
the columns are in another order.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from codematch.artefacts.model_file import ModelFile, Tensor
from codematch.artefacts.values import Values, whole
from codematch.settings import Artefacts

Place = tuple[ModelFile, Tensor]
_MIN_ROW = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """Which tensors of the known work hold rows of a questioned one.

    `tensors` are their numbers, the one with the most rows first; `share` is that of the rows of the questioned tensor
    that are found, `known_share` that of the rows of these known tensors.
    """

    tensors: tuple[int, ...]
    share: float
    known_share: float


class RowIndex:
    """The rows of the tensors of one work."""

    def __init__(self, places: Sequence[Place], rules: Artefacts) -> None:
        self._rules = rules
        self._holders: dict[bytes, int] = {}
        self._counts: list[int] = []
        for number, place in enumerate(places):
            keys = _keys(place, rules)
            self._counts.append(len(keys))
            for key in keys:
                self._holders.setdefault(key, number)

    def shared(self, place: Place) -> Shared | None:
        """Return the tensors that hold the rows of a tensor; None if too few of them are found."""
        keys = _keys(place, self._rules)
        if not keys:
            return None
        holders = Counter(self._holders[key] for key in keys if key in self._holders)
        found = sum(holders.values())
        ordered = tuple(number for number, _ in holders.most_common())
        of = sum(self._counts[number] for number in ordered)
        share, known_share = found / len(keys), min(1.0, found / of) if of else 0.0
        if max(share, known_share) < self._rules.min_shared_rows or found < 2:
            return None
        return Shared(tensors=ordered, share=share, known_share=known_share)


def _keys(place: Place, rules: Artefacts) -> list[bytes]:
    """Return the digests of the different rows of a matrix that have enough different values."""
    tensor = place[1]
    if len(tensor.shape) < 2 or tensor.count > rules.max_matrix_values:
        return []
    values = whole(*place).reshape(tensor.shape[0], -1)
    if values.shape[1] < _MIN_ROW:
        return []
    telling = values.std(axis=1) > 0.0
    return list(dict.fromkeys(_digests(values[telling])))


def _digests(rows: Values) -> Iterable[bytes]:
    return (hashlib.blake2b(row.tobytes(), digest_size=12).digest() for row in np.ascontiguousarray(rows))


def is_reordered(left: Values, right: Values) -> bool:
    """Say whether a matrix is the other one with rows, columns or both in another order."""
    if left.shape != right.shape or left.ndim < 2:
        return False
    first, second = left.reshape(left.shape[0], -1), right.reshape(right.shape[0], -1)
    if not np.array_equal(np.sort(first, axis=None), np.sort(second, axis=None)):
        return False
    return _same(np.sort(first, axis=1), np.sort(second, axis=1)) and (
        left.ndim > 2 or _same(np.sort(first, axis=0).T, np.sort(second, axis=0).T)
    )


def _same(first: NDArray[np.float32], second: NDArray[np.float32]) -> bool:
    return Counter(_digests(first)) == Counter(_digests(second))
