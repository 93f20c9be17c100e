"""What one pass over a tensor tells: a key of it, its values at evenly spaced places, moments, and keys of its lines.

All that a comparison needs of every value is taken here, so that two models are read once, and again only where a
sample does not rule an exact relation out. The rules of the samples are fixed: see `SAMPLES`, `MOMENT_VALUES`, `KEYED`.
"""

import hashlib
from math import gcd

import numpy as np
from numpy.typing import NDArray

from codematch.artefacts.model_file import ModelFile, Tensor
from codematch.artefacts.values import (
    BLOCKS,
    Values,
    codes_of,
    count_of,
    decode,
    decode_some,
    head,
    is_readable,
    matrix_shape,
    raw_blocks,
    whole,
    width,
)
from codematch.model.frozen import array_value
from codematch.settings import Artefacts

Keys = NDArray[np.uint64]
SAMPLES = 256
"""Values at evenly spaced places that two tensors are held against each other by."""
MOMENT_VALUES = 1 << 18
"""Values that the moments are taken of: all of a smaller tensor, else at evenly spaced places of an odd distance."""
KEYED = 16
"""Values of a row or a column that make its key, evenly spaced."""
MOMENTS = 5
_LOOKED_AT = 4096
_MAX_LINES = 1 << 20
"""Rows, and columns, beyond which a tensor has no keys: no model has so many, and each takes eight bytes."""
_MIN_LINE = 8


@array_value
class Profile:
    """A tensor that was read once.

    `key` is the same for tensors that are stored alike, and hardly for others; "" if it cannot be read. `sample`
    float32 (<= 256,) are values at evenly spaced places, `moments` float64 (5,) what is the same for any order and
    scale of the values. `total` is the sum of the stored codes (modulo 2**64), which no order changes; -1 where the
    type stores blocks. `rows` and `columns`, both uint64, are keys of the lines of a matrix, 0 for one whose keyed
    values are equal. `is_telling` says whether there are enough different values for anything to follow from equality.
    """

    key: str
    sample: NDArray[np.float32]
    is_telling: bool
    moments: NDArray[np.float64]
    total: int
    rows: Keys
    columns: Keys


_NO_KEYS = np.zeros(0, dtype=np.uint64)
UNREAD = Profile(
    key="",
    sample=np.zeros(0, dtype=np.float32),
    is_telling=False,
    moments=np.zeros(MOMENTS),
    total=-1,
    rows=_NO_KEYS,
    columns=_NO_KEYS,
)


def profile(model: ModelFile, tensor: Tensor, rules: Artefacts) -> Profile:
    """Read a tensor once, in blocks."""
    if not is_readable(tensor):
        return UNREAD
    stored = whole(model, tensor).reshape(-1) if tensor.order else None
    dtype = "F32" if stored is not None else tensor.dtype
    pass_over = _Pass(tensor, dtype, rules)
    for raw in (stored.tobytes(),) if stored is not None else raw_blocks(model, tensor, _block(tensor, rules)):
        pass_over.add(raw)
    return pass_over.finished()


def _block(tensor: Tensor, rules: Artefacts) -> int:
    """Return the size of a block that ends at the end of a row, where rows are not longer than that."""
    row = _row_bytes(tensor, tensor.dtype)
    return rules.block_bytes // row * row if row and row <= rules.block_bytes else rules.block_bytes


def _row_bytes(tensor: Tensor, dtype: str) -> int:
    """Return the bytes of a row of a matrix that has keys, 0 for another tensor."""
    rows, columns = matrix_shape(tensor)
    keyed = min(rows, columns) >= _MIN_LINE and max(rows, columns) <= _MAX_LINES
    values = BLOCKS.get(dtype, (1, 0))[0]
    return int(columns * (width(dtype) or 0)) if keyed and columns % values == 0 else 0


class _Pass:
    """One pass over the stored bytes of a tensor."""

    def __init__(self, tensor: Tensor, dtype: str, rules: Artefacts) -> None:
        self._tensor, self._dtype, self._rules = tensor, dtype, rules
        self._parts = hashlib.blake2b(digest_size=16)
        self._every = max(1, tensor.count // SAMPLES)
        self._step = _moment_step(tensor)
        self._sample: list[Values] = []
        self._sums = _Moments()
        self._distinct: set[float] = set()
        self._at = self._total = self._words = 0
        self._lines = _Lines(tensor, dtype) if _row_bytes(tensor, dtype) else None

    def add(self, raw: bytes) -> None:
        """Read the next block."""
        dtype, at = self._dtype, self._at
        self._sample.append(decode_some(raw, dtype, -at % self._every, self._every))
        self._sums.add(decode_some(raw, dtype, -at % self._step, self._step))
        if len(self._distinct) < self._rules.min_distinct:
            self._distinct.update(np.unique(decode(head(raw, dtype, _LOOKED_AT), dtype)).tolist())
        if dtype not in BLOCKS:
            self._total += int(codes_of(raw, dtype).sum(dtype=np.uint64))
        else:
            self._words += int(codes_of(raw, "U8").sum(dtype=np.uint64))
        if self._lines is not None:
            self._lines.add(raw)
        self._at += count_of(raw, dtype)

    def finished(self) -> Profile:
        """Return what was read; nothing of a file that has become shorter."""
        tensor = self._tensor
        if self._at < tensor.count:
            return UNREAD
        values = np.nan_to_num(np.concatenate(self._sample)[:SAMPLES], posinf=0.0, neginf=0.0)
        enough = tensor.count >= self._rules.min_values and len(self._distinct) >= self._rules.min_distinct
        rows, columns = self._lines.keys() if self._lines is not None else (_NO_KEYS, _NO_KEYS)
        return Profile(
            key=self._key(values, rows, columns),
            sample=values,
            is_telling=enough and not _is_progression(values),
            moments=self._sums.moments(),
            total=-1 if self._dtype in BLOCKS else self._total % (1 << 64),
            rows=rows,
            columns=columns,
        )

    def _key(self, values: Values, rows: Keys, columns: Keys) -> str:
        """Return a key from all that was read: a digest of every byte would take longer than the rest."""
        total = str((self._dtype, self._tensor.count, self._total, self._words)).encode()
        for part in (total, values.tobytes(), rows.tobytes(), columns.tobytes()):
            self._parts.update(part)
        return self._parts.hexdigest()


def _moment_step(tensor: Tensor) -> int:
    """Return the distance of the values that moments are taken of: coprime to a row, to meet all columns."""
    step = max(1, tensor.count // MOMENT_VALUES) | 1
    columns = matrix_shape(tensor)[1]
    while step > 1 and gcd(step, columns) > 1:
        step += 2
    return 1 if tensor.count <= MOMENT_VALUES else step


class _Moments:
    """Sums over values: themselves, their sizes, squares, cubes, fourth powers; and the greatest size."""

    def __init__(self) -> None:
        self._sums = np.zeros(MOMENTS)
        self._greatest, self._count = 0.0, 0

    def add(self, values: Values) -> None:
        """Add values."""
        if not len(values):
            return
        if not np.isfinite(values.sum(dtype=np.float64)):
            values = np.nan_to_num(values, posinf=0.0, neginf=0.0)
        exact = values.astype(np.float64)
        squares, sizes = exact * exact, np.abs(exact)
        self._sums += [exact.sum(), sizes.sum(), squares.sum(), (squares * exact).sum(), squares @ squares]
        self._greatest = max(self._greatest, float(sizes.max()))
        self._count += len(values)

    def moments(self) -> NDArray[np.float64]:
        """Return mean, mean size and greatest size over the spread, then the third and fourth moment."""
        if not self._count:
            return np.zeros(MOMENTS)
        mean, size, square, cube, fourth = self._sums / self._count
        spread = float(np.sqrt(max(0.0, square - mean * mean))) or 1.0
        return np.array([mean / spread, size / spread, self._greatest / spread, cube / spread**3, fourth / spread**4])


class _Lines:
    """Keys of the rows and columns of a matrix, from some values of each."""

    def __init__(self, tensor: Tensor, dtype: str) -> None:
        self._dtype = dtype
        self._rows, self._columns = matrix_shape(tensor)
        self._bytes = _row_bytes(tensor, dtype)
        self._places = keyed_places(self._columns)
        self._wanted = dict.fromkeys(keyed_places(self._rows).tolist())
        self._taken: list[Values] = []
        self._found: list[Keys] = []
        self._left = b""
        self._at = 0

    def add(self, raw: bytes) -> None:
        """Take the keyed values of the next block."""
        raw = self._left + raw if self._left else raw
        count = len(raw) // self._bytes
        raw, self._left = raw[: count * self._bytes], raw[count * self._bytes :]
        if not count:
            return
        self._found.append(line_keys(some_columns(raw, count, self._dtype, self._places)))
        for row in range(self._at, self._at + count):
            if row in self._wanted:
                start = (row - self._at) * self._bytes
                self._taken.append(decode(raw[start : start + self._bytes], self._dtype))
        self._at += count

    def keys(self) -> tuple[Keys, Keys]:
        """Return the keys of rows and of columns."""
        if self._at < self._rows:
            return _NO_KEYS, _NO_KEYS
        return np.concatenate(self._found), line_keys(np.stack(self._taken, axis=1))


def keyed_places(length: int) -> NDArray[np.int64]:
    """Return the places of a line that make its key, int64 ascending."""
    return np.unique(np.linspace(0, length - 1, min(length, KEYED)).round().astype(np.int64))


def some_columns(raw: bytes, rows: int, dtype: str, places: NDArray[np.int64]) -> Values:
    """Return some columns of stored rows: float32 (rows, len(places)); only these are converted."""
    if dtype in BLOCKS:
        return decode(raw, dtype).reshape(rows, -1)[:, places]
    taken = np.ascontiguousarray(codes_of(raw, dtype).reshape(rows, -1)[:, places])
    return decode(taken.tobytes(), dtype).reshape(rows, -1)


def line_keys(values: Values) -> Keys:
    """Return a key of each row of values: uint64, the same for equal values of whatever type; 0 where all are equal."""
    plain = np.where(values == 0.0, np.float32(0.0), values)  # 0 and -0 are one value
    bits = np.ascontiguousarray(plain).view(np.uint32).astype(np.uint64)
    found = np.full(len(bits), _START, dtype=np.uint64)
    for column in bits.T:
        found = (found ^ column) * _FACTOR
        found ^= found >> np.uint64(29)
    tells = (bits != bits[:, :1]).any(axis=1)
    keys: Keys = np.where(tells, np.maximum(found, np.uint64(1)), np.uint64(0))
    return keys


_START, _FACTOR = np.uint64(0xCBF29CE484222325), np.uint64(0x9E3779B97F4A7C15)


def _is_progression(values: Values) -> bool:
    """Say whether values rise by equal steps, as numbers of positions do."""
    steps = np.diff(values.astype(np.float64))
    return len(steps) > 1 and bool(np.abs(steps - steps[0]).max() <= 1e-6 * max(1.0, abs(float(steps[0]))))
