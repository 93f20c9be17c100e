"""Two tensors as matrices of one shape, of which only what is asked for is read and converted."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from codematch.artefacts.tensor_pairs import Item
from codematch.artefacts.values import BLOCKS, Values, codes_of, decode, matrix_shape, rows, whole, width

Places = NDArray[np.int64]
_AT_ONCE = 1 << 18
"""Values of rows that are converted at a time: they stay near the processor."""


class Matrix:
    """A tensor as a matrix: its first axis longer than one, and the others as one; `turned` exchanges both."""

    def __init__(self, item: Item, *, turned: bool = False, most: int) -> None:
        self._item, self._turned = item, turned
        stored = matrix_shape(item.tensor)
        self.shape = stored[::-1] if turned else stored
        self.is_small = item.tensor.count <= most
        """Whether all its values may be held at a time."""

    def part(self, places: Places, columns: Places) -> Values:
        """Return some rows at some columns: float32 (len(places), len(columns))."""
        if self._turned:
            return some_columns(self._item, columns, places).T
        return some_columns(self._item, places, columns)

    def rows(self, places: Places) -> Values:
        """Return whole rows: float32 (len(places), columns)."""
        if not self._turned:
            return rows(*self._item.place, places)
        found: Values = self._held()[:, places].T
        return np.ascontiguousarray(found)

    def all_rows(self) -> Iterator[Values]:
        """Yield all rows, some at a time."""
        count, length = self.shape
        step = max(1, _AT_ONCE // length)
        held = self._held() if self._turned else None
        for start in range(0, count, step):
            if held is not None:
                yield np.ascontiguousarray(held[:, start : start + step].T)
            else:
                yield rows(*self._item.place, np.arange(start, min(count, start + step)))

    def _held(self) -> Values:
        """Return all values as they are stored."""
        return whole(*self._item.place).reshape(self.shape[::-1])


def some_columns(item: Item, places: Places, columns: Places) -> Values:
    """Return some rows of a tensor at some columns, of which only these are converted."""
    model, tensor = item.place
    length = matrix_shape(tensor)[1]
    if tensor.order or tensor.dtype in BLOCKS:
        return rows(model, tensor, places)[:, columns]
    size = int(length * (width(tensor.dtype) or 0))
    step = max(1, _AT_ONCE // length)
    breaks = np.flatnonzero(np.diff(places) != 1) + 1
    found: list[Values] = []
    for run in np.split(places, breaks):
        for start in range(0, len(run), step):
            part = run[start : start + step]
            raw = model.sources[tensor.source].read(tensor.start + int(part[0]) * size, size * len(part))
            raw += bytes(size * len(part) - len(raw))
            codes = codes_of(raw, tensor.dtype).reshape(len(part), length)
            taken = np.ascontiguousarray(codes[:, columns])
            found.append(decode(taken.tobytes(), tensor.dtype).reshape(taken.shape))
    return np.concatenate(found)


def as_matrices(known: Item, questioned: Item, most: int) -> tuple[Matrix, Matrix] | None:
    """Return two tensors as matrices of one shape; None if their lengths are in another order that is not two axes.

    Of square ones the second is turned if that brings it near to the first.
    """
    left, right = ([length for length in item.tensor.shape if length > 1] for item in (known, questioned))
    turned = len(left) == 2 and left != right and left[::-1] == right
    if left != right and not turned:
        return None
    one, other = Matrix(known, most=most), Matrix(questioned, turned=turned, most=most)
    if len(left) == 2 and left[0] == left[1] and _is_turned(one, questioned, most):
        return one, Matrix(questioned, turned=True, most=most)
    return one, other


def _is_turned(known: Matrix, questioned: Item, most: int) -> bool:
    """Say whether values at evenly spaced places are those of the other matrix with rows and columns exchanged."""
    places = np.unique(np.linspace(0, known.shape[0] - 1, min(known.shape[0], _SPOTS)).round().astype(np.int64))
    other = Matrix(questioned, turned=True, most=most)
    first, second = (_flat(one.part(places, places)) for one in (known, other))
    size = float(np.linalg.norm(first) * np.linalg.norm(second))
    return size > 0.0 and abs(float(first @ second)) > _NEAR * size


_SPOTS, _NEAR = 64, 0.6


def _flat(part: Values) -> NDArray[np.float64]:
    values = np.nan_to_num(part.reshape(-1).astype(np.float64), posinf=0.0, neginf=0.0)
    found: NDArray[np.float64] = values - values.mean()
    return found
