"""Blocks of GGUF of 256 values (ggml, `block_q4_K` and its relatives) and of 32 values on a table, as float32.

Every function takes uint8 (blocks, bytes of a block) and returns float32 (blocks, values of a block). The layouts are
those of `ggml-common.h`; the values those of `dequantize_row_*` in `ggml-quants.c`.
"""

import numpy as np
from numpy.typing import NDArray

Table = NDArray[np.uint8]
Values = NDArray[np.float32]

SUPERBLOCKS = {
    "Q2_K": (256, 84), "Q3_K": (256, 110), "Q4_K": (256, 144), "Q5_K": (256, 176), "Q6_K": (256, 210),
    "Q8_K": (256, 292), "IQ4_NL": (32, 18), "IQ4_XS": (256, 136),
}  # fmt: skip
"""Values and bytes of a block."""
_STEPS = np.array(
    [-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113], dtype=np.float32
)  # `kvalues_iq4nl`


def superblocks(table: Table, dtype: str) -> Values:
    """Return the values of the blocks of a type."""
    with np.errstate(invalid="ignore", over="ignore"):  # a scale that is not finite makes no finite values
        return _DECODERS[dtype](table).astype(np.float32)


def _half(table: Table, at: int) -> Values:
    return np.ascontiguousarray(table[:, at : at + 2]).view("<f2").astype(np.float32)


def _bits(packed: Table, width: int) -> Table:
    """Return the fields of some bits of each byte, the lowest first: (blocks, fields, bytes)."""
    shifts = np.arange(0, 8, width, dtype=np.uint8)[:, None]
    return np.asarray((packed[:, None, :] >> shifts) & np.uint8((1 << width) - 1), dtype=np.uint8)


def _halves(packed: Table, width: int, bytes_each: int) -> Table:
    """Return fields of bits that were packed group by group, in the order of the values: (blocks, values)."""
    groups = packed.reshape(len(packed), -1, bytes_each)
    shifts = np.arange(0, 8, width, dtype=np.uint8)[:, None]
    fields = (groups[:, :, None, :] >> shifts) & np.uint8((1 << width) - 1)
    return np.asarray(fields.reshape(len(packed), -1), dtype=np.uint8)


def _q2(table: Table) -> Values:
    scales = np.repeat(table[:, :16], 16, axis=1)
    scale, least = _half(table, 80), _half(table, 82)
    codes = _halves(table[:, 16:80], 2, 32)
    return np.asarray(scale * (scales & 15) * codes - least * (scales >> 4))


def _q3(table: Table) -> Values:
    high = _bits(table[:, :32], 1).reshape(len(table), 256)  # bit by bit, each of 32 bytes
    codes = _halves(table[:, 32:96], 2, 32).astype(np.int16) - np.where(high, 0, 4).astype(np.int16)
    packed = table[:, 96:108]
    low = np.concatenate([packed[:, :8] & 15, packed[:, :8] >> 4], axis=1)
    upper = _bits(packed[:, 8:], 2).reshape(len(table), 16)
    scales = (low | upper << 4).astype(np.int16) - 32
    return np.asarray(_half(table, 108) * np.repeat(scales, 16, axis=1) * codes)


def _scales(packed: Table) -> tuple[Table, Table]:
    """Return the eight scales and the eight least values of six bits each that twelve bytes hold."""
    first, second, rest = packed[:, :4], packed[:, 4:8], packed[:, 8:]
    scales = np.concatenate([first & 63, (rest & 15) | (first >> 6) << 4], axis=1)
    least = np.concatenate([second & 63, (rest >> 4) | (second >> 6) << 4], axis=1)
    return np.repeat(scales, 32, axis=1), np.repeat(least, 32, axis=1)


def _q4(table: Table) -> Values:
    scales, least = _scales(table[:, 4:16])
    return np.asarray(_half(table, 0) * scales * _halves(table[:, 16:], 4, 32) - _half(table, 2) * least)


def _q5(table: Table) -> Values:
    scales, least = _scales(table[:, 4:16])
    high = _bits(table[:, 16:48], 1).reshape(len(table), 256)
    codes = _halves(table[:, 48:], 4, 32) | high << 4
    return np.asarray(_half(table, 0) * scales * codes - _half(table, 2) * least)


def _q6(table: Table) -> Values:
    low = _halves(table[:, :128], 4, 64)
    high = _halves(table[:, 128:192], 2, 32)
    codes = (low | high << 4).astype(np.int16) - 32
    scales = np.ascontiguousarray(table[:, 192:208]).view(np.int8).astype(np.int16)
    return np.asarray(_half(table, 208) * np.repeat(scales, 16, axis=1) * codes)


def _q8(table: Table) -> Values:
    scale = np.ascontiguousarray(table[:, :4]).view("<f4")
    return np.asarray(scale * np.ascontiguousarray(table[:, 4:260]).view(np.int8))


def _iq4_nl(table: Table) -> Values:
    return np.asarray(_half(table, 0) * _STEPS[_halves(table[:, 2:], 4, 16)])


def _iq4_xs(table: Table) -> Values:
    low = _halves(table[:, 4:8], 4, 1)
    high = _halves(table[:, 2:4], 2, 1)
    scales = np.repeat((low | high << 4).astype(np.int16) - 32, 32, axis=1)
    return np.asarray(_half(table, 0) * scales * _STEPS[_halves(table[:, 8:], 4, 16)])


_DECODERS = {
    "Q2_K": _q2, "Q3_K": _q3, "Q4_K": _q4, "Q5_K": _q5, "Q6_K": _q6, "Q8_K": _q8, "IQ4_NL": _iq4_nl, "IQ4_XS": _iq4_xs,
}  # fmt: skip
