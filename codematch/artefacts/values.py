"""Values of tensors as float32, block by block; types of models that NumPy does not have are converted here."""

from collections.abc import Iterable, Iterator
from itertools import zip_longest
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codematch.artefacts.model_file import ModelFile, Tensor
from codematch.artefacts.superblocks import SUPERBLOCKS, superblocks
from codematch.model.source import ByteSource
from codematch.settings import Artefacts

Values = NDArray[np.float32]
Place = tuple[ModelFile, Tensor]
NUMPY = {
    "F64": "<f8", "F32": "<f4", "F16": "<f2", "I64": "<i8", "I32": "<i4", "I16": "<i2", "I8": "|i1", "U64": "<u8",
    "U32": "<u4", "U16": "<u2", "U8": "|u1", "BOOL": "|u1",
}  # fmt: skip
BLOCKS = {
    "Q8_0": (32, 34), "Q4_0": (32, 18), "Q4_1": (32, 20), "Q5_0": (32, 22), "Q5_1": (32, 24), **SUPERBLOCKS,
}  # fmt: skip
"""Block types of GGUF that are read: values and bytes of a block."""
FLOATS = frozenset({"F64", "F32", "F16", "BF16", "F8_E4M3", "F8_E5M2"})
_ODD = {"BF16": 2, "F8_E4M3": 1, "F8_E5M2": 1}


def width(dtype: str) -> float | None:
    """Return the bytes of a value of a type, None for a type that is not read."""
    if dtype in NUMPY:
        return np.dtype(NUMPY[dtype]).itemsize
    if dtype in BLOCKS:
        values, size = BLOCKS[dtype]
        return size / values
    return _ODD.get(dtype)


def is_readable(tensor: Tensor) -> bool:
    """Say whether the values of a tensor can be read."""
    return tensor.start >= 0 and width(tensor.dtype) is not None and tensor.count > 0


def raw_blocks(model: ModelFile, tensor: Tensor, block_bytes: int) -> Iterator[bytes]:
    """Yield the stored bytes of a tensor in row order, in blocks; those of one with strides in one block."""
    if tensor.order:
        yield whole(model, tensor).tobytes()
        return
    source = model.sources[tensor.source]
    step = _step(tensor, block_bytes)
    for at in range(tensor.start, tensor.start + tensor.size, step):
        yield source.read(at, min(step, tensor.start + tensor.size - at))


def are_stored_alike(known: Place, questioned: Place, rules: Artefacts) -> bool:
    """Say whether two tensors have the same type and the same stored bytes in row order."""
    same = known[1].dtype == questioned[1].dtype and known[1].count == questioned[1].count
    sides = (raw_blocks(*place, rules.block_bytes) for place in (known, questioned))
    return same and all(left == right for left, right in zip_longest(*sides))


def blocks(model: ModelFile, tensor: Tensor, block_bytes: int) -> Iterator[Values]:
    """Yield the values of a tensor in row order, in blocks of at most about `block_bytes`."""
    if tensor.order:
        yield whole(model, tensor).reshape(-1)
        return
    for raw in raw_blocks(model, tensor, block_bytes):
        yield decode(raw, tensor.dtype)


def whole(model: ModelFile, tensor: Tensor) -> Values:
    """Return all values in the shape of the tensor."""
    source = model.sources[tensor.source]
    if not tensor.order:
        values = decode(source.read(tensor.start, tensor.size), tensor.dtype)
        return _filled(values, tensor.count).reshape(tensor.shape)
    last = 1 + sum((length - 1) * stride for length, stride in zip(tensor.shape, tensor.order, strict=True))
    size = int(last * (width(tensor.dtype) or 0))
    stored = _filled(decode(source.read(tensor.start, size), tensor.dtype), last)
    strides = tuple(stride * stored.itemsize for stride in tensor.order)
    return np.ascontiguousarray(np.lib.stride_tricks.as_strided(stored, tensor.shape, strides, writeable=False))


def rows(model: ModelFile, tensor: Tensor, places: NDArray[np.int64]) -> Values:
    """Return some rows of a matrix, whose other axes are one: float32 (len(places), values of a row)."""
    count, length = matrix_shape(tensor)
    if tensor.order or (tensor.dtype in BLOCKS and length % BLOCKS[tensor.dtype][0]):
        return whole(model, tensor).reshape(count, length)[places]
    size = int(length * (width(tensor.dtype) or 0))
    source = model.sources[tensor.source]
    read = b"".join(_runs(source, tensor.start, size, places))
    return _filled(decode(read, tensor.dtype), len(places) * length).reshape(len(places), length)


def _runs(source: ByteSource, start: int, size: int, places: NDArray[np.int64]) -> Iterator[bytes]:
    """Yield the bytes of rows, those that follow one another read at once."""
    breaks = np.flatnonzero(np.diff(places) != 1) + 1
    for run in np.split(places, breaks):
        if len(run):
            yield source.read(start + int(run[0]) * size, size * len(run))


def matrix_shape(tensor: Tensor) -> tuple[int, int]:
    """Return rows and columns of a tensor as a matrix, its other axes as one; (1, n) for a single row."""
    shape = [length for length in tensor.shape if length > 1]
    return (shape[0], prod(shape[1:])) if len(shape) > 1 else (1, tensor.count)


def codes_of(raw: bytes, dtype: str) -> NDArray[Any]:
    """Return stored values as whole numbers without a sign, one for each; for types that store values one by one."""
    size = int(width(dtype) or 1)
    return np.frombuffer(raw[: len(raw) // size * size], dtype=f"<u{size}")


def elements(model: ModelFile, tensor: Tensor, places: Iterable[int]) -> Values | None:
    """Return single values by their places in row order, float32; None where they are not stored one by one."""
    if tensor.order or tensor.dtype in BLOCKS:
        return None
    size = int(width(tensor.dtype) or 1)
    source = model.sources[tensor.source]
    read = [source.read(tensor.start + place * size, size) for place in places]
    return decode(b"".join(read), tensor.dtype) if all(len(raw) == size for raw in read) else None


def first_values(model: ModelFile, tensor: Tensor, count: int) -> Values | None:
    """Return the first values in row order, float32; None where they are not stored one by one."""
    if tensor.order or tensor.dtype in BLOCKS:
        return None
    return decode(
        model.sources[tensor.source].read(tensor.start, int(count * (width(tensor.dtype) or 0))), tensor.dtype
    )


def decode(raw: bytes, dtype: str) -> Values:
    """Return stored bytes of a type as float32."""
    if dtype in BLOCKS:
        return _quantised(raw, dtype)
    if dtype == "BF16":
        halves = np.frombuffer(raw[: len(raw) // 2 * 2], dtype="<u2").astype(np.uint32)
        return (halves << 16).view(np.float32)
    if dtype in ("F8_E4M3", "F8_E5M2"):
        return _EIGHTS[dtype][np.frombuffer(raw, dtype=np.uint8)]
    kind = np.dtype(NUMPY[dtype])
    values = np.frombuffer(raw[: len(raw) // kind.itemsize * kind.itemsize], dtype=kind)
    with np.errstate(over="ignore"):
        return values.astype(np.float32)


def count_of(raw: bytes, dtype: str) -> int:
    """Return how many values stored bytes hold."""
    values, size = BLOCKS.get(dtype, (1, int(width(dtype) or 1)))
    return len(raw) // size * values


def head(raw: bytes, dtype: str, count: int) -> bytes:
    """Return the stored bytes of at least the first values."""
    values, size = BLOCKS.get(dtype, (1, int(width(dtype) or 1)))
    return raw[: -(-count // values) * size]


def decode_some(raw: bytes, dtype: str, first: int, step: int) -> Values:
    """Return every so manieth value of stored bytes, from the first on; only these are converted."""
    if dtype in BLOCKS:
        return decode(raw, dtype)[first::step]
    size = int(width(dtype) or 1)
    stored = np.frombuffer(raw[: len(raw) // size * size], dtype=np.dtype(f"V{size}"))
    return decode(stored[first::step].tobytes(), dtype)


def _filled(values: Values, count: int) -> Values:
    """Return as many values as expected; a file that has become shorter gives zeros."""
    return values[:count] if len(values) >= count else np.pad(values, (0, count - len(values)))


def _step(tensor: Tensor, block_bytes: int) -> int:
    unit = BLOCKS[tensor.dtype][1] if tensor.dtype in BLOCKS else 8
    return max(unit, block_bytes // unit * unit)


def _quantised(raw: bytes, dtype: str) -> Values:
    """Return the values of blocks of GGUF (ggml, `block_q8_0` and its relatives)."""
    _, size = BLOCKS[dtype]
    table = np.frombuffer(raw[: len(raw) // size * size], dtype=np.uint8).reshape(-1, size)
    if dtype in SUPERBLOCKS:
        return superblocks(table, dtype).reshape(-1)
    scale = _half(table, 0)
    if dtype == "Q8_0":
        return (scale * table[:, 2:].view(np.int8)).astype(np.float32).reshape(-1)
    least = _half(table, 2) if dtype in ("Q4_1", "Q5_1") else None
    at = 2 if least is None else 4
    high = None
    if dtype.startswith("Q5"):
        bits = np.unpackbits(table[:, at : at + 4], axis=1, bitorder="little")
        high, at = bits.astype(np.float32) * 16, at + 4
    packed = table[:, at:]
    codes = np.concatenate([packed & 0x0F, packed >> 4], axis=1).astype(np.float32)
    codes = codes if high is None else codes + high
    if least is not None:
        return (scale * codes + least).astype(np.float32).reshape(-1)
    return (scale * (codes - (16 if high is not None else 8))).astype(np.float32).reshape(-1)


def _half(table: NDArray[np.uint8], at: int) -> Values:
    return np.ascontiguousarray(table[:, at : at + 2]).view("<f2").astype(np.float32)


def _eights(exponent_bits: int, bias: int, finite: bool) -> Values:
    """Return the 256 values of a float of eight bits; `finite` if the highest exponent is not infinity."""
    codes = np.arange(256, dtype=np.int64)
    fraction_bits = 7 - exponent_bits
    sign = np.where(codes >> 7, -1.0, 1.0)
    exponent = (codes >> fraction_bits) & ((1 << exponent_bits) - 1)
    fraction = (codes & ((1 << fraction_bits) - 1)) / (1 << fraction_bits)
    size = np.where(exponent, (1 + fraction) * 2.0 ** (exponent - bias), fraction * 2.0 ** (1 - bias))
    is_nan = (codes & 0x7F) == 0x7F if finite else exponent == (1 << exponent_bits) - 1
    return np.where(is_nan, np.nan, sign * size).astype(np.float32)


_EIGHTS = {"F8_E4M3": _eights(4, 7, True), "F8_E5M2": _eights(5, 15, False)}
