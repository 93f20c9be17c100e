"""Whether a matrix is another one with its rows, its columns or both in another order.

Orders are found by keys of rows and columns, and then every value is compared.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codematch.artefacts.profile import Keys, line_keys
from codematch.artefacts.tensor_pairs import Item
from codematch.artefacts.values import BLOCKS, FLOATS, NUMPY, Values, codes_of, matrix_shape, whole
from codematch.settings import Artefacts

Codes = NDArray[Any]
_ROWS_AT_ONCE = 64
_SAME_MOMENTS = 0.05


def is_reordered(known: Item, questioned: Item, rules: Artefacts) -> bool:
    """Say whether two tensors of one shape are the same values with rows, columns or both in another order."""
    if not _may_be(known, questioned, rules):
        return False
    left, right = _codes(known, questioned)
    for one, other in _orders(known, questioned, left, right):
        if _are_equal(left, right, one, other):
            return True
    return _have_equal_invariants(left, right) and _have_equal_lines(known, questioned)


def _may_be(known: Item, questioned: Item, rules: Artefacts) -> bool:
    """Say what can be said without reading again: sums of the codes are equal, or moments where types differ."""
    one, other = known.tensor, questioned.tensor
    rows, columns = matrix_shape(one)
    if one.shape != other.shape or min(rows, columns) < 2 or one.count > rules.max_matrix_values:
        return False
    if one.dtype == other.dtype and known.profile.total >= 0:
        return known.profile.total == questioned.profile.total
    apart = np.abs(known.profile.moments - questioned.profile.moments)
    near = (apart <= _SAME_MOMENTS * (1.0 + np.abs(known.profile.moments))).all()
    return bool(near) and _is_one_set(known, questioned)


def _is_one_set(known: Item, questioned: Item) -> bool:
    """Say whether the sample of the finer type has values of the coarser one only, so that nothing was rounded."""
    types = known.tensor.dtype, questioned.tensor.dtype
    if not set(types) <= FLOATS or types[0] == types[1]:
        return types[0] == types[1]
    sizes = [_MANTISSA.get(dtype, 0) for dtype in types]
    fine, coarse = (known, types[1]) if sizes[0] > sizes[1] else (questioned, types[0])
    return bool((_rounded(fine.profile.sample, coarse) == fine.profile.sample).all())


_MANTISSA = {"F64": 52, "F32": 23, "F16": 10, "BF16": 7, "F8_E4M3": 3, "F8_E5M2": 2}


def _rounded(values: Values, dtype: str) -> Values:
    if dtype in NUMPY:
        with np.errstate(over="ignore"):
            return values.astype(NUMPY[dtype]).astype(np.float32)
    dropped = np.uint32((1 << (23 - _MANTISSA[dtype])) - 1)
    return (values.view(np.uint32) & ~dropped).view(np.float32)


def _codes(known: Item, questioned: Item) -> tuple[Codes, Codes]:
    """Return both matrices as whole numbers: as they are stored where that is one type, else as float32."""
    left, right = known.tensor, questioned.tensor
    shape = matrix_shape(left)
    if left.dtype == right.dtype and left.dtype not in BLOCKS and not (left.order or right.order):
        raw = [item.model.sources[item.tensor.source].read(item.tensor.start, item.tensor.size)
               for item in (known, questioned)]  # fmt: skip
        if len(raw[0]) == len(raw[1]) == left.size:
            return codes_of(raw[0], left.dtype).reshape(shape), codes_of(raw[1], left.dtype).reshape(shape)
    both = [whole(*item.place).reshape(shape) for item in (known, questioned)]
    return both[0].view(np.uint32), both[1].view(np.uint32)


Order = NDArray[np.int64] | None
Orders = tuple[tuple[Order, Order], tuple[Order, Order]]


def _orders(known: Item, questioned: Item, left: Codes, right: Codes) -> Iterable[Orders]:
    """Yield orders of rows and of columns of both matrices in which they may be equal; None is the order as it is."""
    one, other = known.profile, questioned.profile
    if (rows := _matched(one.rows, other.rows)) is not None:
        yield (rows[0], None), (rows[1], None)
    if (columns := _matched(one.columns, other.columns)) is not None:
        yield (None, columns[0]), (None, columns[1])
    rows, columns = (_matched(_invariants(left, axis), _invariants(right, axis)) for axis in (1, 0))
    if rows is not None and columns is not None:
        yield (rows[0], columns[0]), (rows[1], columns[1])


def _matched(left: Keys, right: Keys) -> tuple[NDArray[np.int64], NDArray[np.int64]] | None:
    """Return the orders in which two lists of keys are equal; None if they are not the same keys, or there are none."""
    one, other = np.argsort(left, kind="stable"), np.argsort(right, kind="stable")
    return (one, other) if len(left) and np.array_equal(left[one], right[other]) else None


def _invariants(codes: Codes, axis: int) -> Keys:
    """Return a key of each line that no order of its values changes: their sum, greatest, least and exclusive or."""
    parts = [codes.sum(axis=axis, dtype=np.uint64)]
    parts += [found.astype(np.uint64) for found in
              (codes.max(axis=axis), codes.min(axis=axis), np.bitwise_xor.reduce(codes, axis=axis))]  # fmt: skip
    table = np.stack([half for part in parts for half in (part >> np.uint64(32), part & np.uint64(0xFFFFFFFF))], axis=1)
    return line_keys(np.ascontiguousarray(table.astype(np.uint32)).view(np.float32))


def _are_equal(left: Codes, right: Codes, one: tuple[Order, Order], other: tuple[Order, Order]) -> bool:
    for start in range(0, len(left), _ROWS_AT_ONCE):
        first, second = (
            _ordered(codes, order, start, start + _ROWS_AT_ONCE) for codes, order in ((left, one), (right, other))
        )
        if not np.array_equal(first, second):
            return False
    return True


def _ordered(codes: Codes, order: tuple[Order, Order], start: int, stop: int) -> Codes:
    rows, columns = order
    part = codes[start:stop] if rows is None else codes.take(rows[start:stop], axis=0)
    return part if columns is None else part.take(columns, axis=1)


def _have_equal_invariants(left: Codes, right: Codes) -> bool:
    return all(_matched(_invariants(left, axis), _invariants(right, axis)) is not None for axis in (0, 1))


def _have_equal_lines(known: Item, questioned: Item) -> bool:
    """Say whether all rows, and all columns of a matrix, have the same values: for lines that share their keys."""
    first, second = (whole(*item.place) for item in (known, questioned))
    shape = matrix_shape(known.tensor)
    return all(
        Counter(_digests(np.sort(first.reshape(shape), axis=axis), axis))
        == Counter(_digests(np.sort(second.reshape(shape), axis=axis), axis))
        for axis in (1, 0)
    )


def _digests(lines: Values, axis: int) -> Iterable[bytes]:
    ordered = np.ascontiguousarray(lines if axis == 1 else lines.T)
    return (hashlib.blake2b(line.tobytes(), digest_size=12).digest() for line in ordered)
