"""Blocks of GGUF of 256 values, made by hand, against the layout of ggml written value by value; lists of ONNX."""

import struct

import numpy as np
import pytest

from codematch.artefacts.model_file import UnreadError
from codematch.artefacts.readers.varints import numbers, stored
from codematch.artefacts.values import BLOCKS, decode, is_readable, whole
from tests.artefacts import formats
from tests.artefacts.test_formats import read

SCALE, LEAST = 0.5, 0.25
HALVES = struct.pack("<ee", SCALE, LEAST)
CHANCE = np.random.default_rng(7)


def some_bytes(count: int) -> bytes:
    return CHANCE.integers(0, 256, count, dtype=np.uint8).tobytes()


def six_bits(packed: bytes, place: int) -> tuple[int, int]:
    """Scale and least value of a group of Q4_K and Q5_K: `get_scale_min_k4`."""
    if place < 4:
        return packed[place] & 63, packed[place + 4] & 63
    return (
        (packed[place + 4] & 15) | (packed[place - 4] >> 6) << 4,
        (packed[place + 4] >> 4) | (packed[place] >> 6) << 4,
    )


def test_q4_k() -> None:
    scales, codes = some_bytes(12), some_bytes(128)
    expected = []
    for group in range(8):
        scale, least = six_bits(scales, group)
        for place in range(32):
            code = codes[group // 2 * 32 + place] >> 4 * (group % 2) & 15
            expected.append(SCALE * scale * code - LEAST * least)
    assert decode(HALVES + scales + codes, "Q4_K").tolist() == expected


def test_q5_k() -> None:
    scales, high, codes = some_bytes(12), some_bytes(32), some_bytes(128)
    expected = []
    for group in range(8):
        scale, least = six_bits(scales, group)
        for place in range(32):
            code = codes[group // 2 * 32 + place] >> 4 * (group % 2) & 15
            code += 16 * (high[place] >> group & 1)
            expected.append(SCALE * scale * code - LEAST * least)
    assert decode(HALVES + scales + high + codes, "Q5_K").tolist() == expected


def test_q6_k() -> None:
    low, high, scales = some_bytes(128), some_bytes(64), some_bytes(16)
    signed = struct.unpack("16b", scales)
    expected = [0.0] * 256
    for half in range(2):
        for place in range(32):
            for quarter in range(4):
                code = low[half * 64 + place + 32 * (quarter % 2)] >> 4 * (quarter // 2) & 15
                code |= (high[half * 32 + place] >> 2 * quarter & 3) << 4
                scale = signed[half * 8 + 2 * quarter + place // 16]
                expected[half * 128 + quarter * 32 + place] = SCALE * scale * (code - 32)
    assert decode(low + high + scales + HALVES[:2], "Q6_K").tolist() == expected


def test_q2_k() -> None:
    scales, codes = some_bytes(16), some_bytes(64)
    expected = []
    for half in range(2):
        for shift in range(4):
            for place in range(32):
                scale = scales[half * 8 + shift * 2 + place // 16]
                code = codes[half * 32 + place] >> 2 * shift & 3
                expected.append(SCALE * (scale & 15) * code - LEAST * (scale >> 4))
    assert decode(scales + codes + HALVES, "Q2_K").tolist() == expected


def test_q3_k() -> None:
    high, codes, scales = some_bytes(32), some_bytes(64), some_bytes(12)
    six = [
        (scales[place % 8] >> 4 * (place // 8) & 15) | (scales[8 + place % 4] >> 2 * (place // 4) & 3) << 4
        for place in range(16)
    ]
    expected = []
    for half in range(2):
        for shift in range(4):
            for place in range(32):
                code = codes[half * 32 + place] >> 2 * shift & 3
                code -= 0 if high[place] >> half * 4 + shift & 1 else 4
                expected.append(SCALE * (six[half * 8 + shift * 2 + place // 16] - 32) * code)
    assert decode(high + codes + scales + HALVES[:2], "Q3_K").tolist() == expected


def test_q8_k_and_the_table_of_iq4_nl() -> None:
    codes = some_bytes(256)
    expected = [0.5 * code for code in struct.unpack("256b", codes)]
    assert decode(struct.pack("<f", 0.5) + codes + bytes(32), "Q8_K").tolist() == expected
    assert decode(HALVES[:2] + bytes([0xF0] * 16), "IQ4_NL").tolist() == [-63.5] * 16 + [56.5] * 16


@pytest.mark.parametrize("kind", ["Q2_K", "Q3_K", "Q4_K", "Q5_K", "Q6_K", "Q8_K", "IQ4_NL", "IQ4_XS"])
def test_every_type_has_as_many_values_as_it_says_and_none_of_a_piece_of_a_block(kind: str) -> None:
    values, size = BLOCKS[kind]
    assert decode(some_bytes(3 * size), kind).shape == (3 * values,)
    assert decode(some_bytes(3 * size - 1), kind).shape == (2 * values,)


def test_numbers_of_seven_bits_a_byte() -> None:
    packed = bytes([0x00, 0x7F, 0x80, 0x01, 0xFF, 0xFF, 0x03]) + b"\xff" * 9 + b"\x01"
    assert numbers(packed).astype(np.int64).tolist() == [0, 127, 128, 65535, -1]
    assert np.frombuffer(stored(packed[:4], "I8"), dtype=np.int8).tolist() == [0, 127, -128]
    for damaged in (b"\x80", b"\xff" * 11 + b"\x01"):
        with pytest.raises(UnreadError):
            numbers(damaged)
    assert numbers(b"").tolist() == []


def packed(values: list[int]) -> bytes:
    found = bytearray()
    for value in values:
        left = value & (1 << 64) - 1
        while left > 127:
            found.append(left & 127 | 128)
            left >>= 7
        found.append(left)
    return bytes(found)


@pytest.mark.parametrize(("kind", "number", "values"), [
    (6, 5, [-3, 0, 70_000, 12]), (3, 5, [-128, 127, 0, -1]), (7, 7, [-(2**40), 5, 0, 1]),
    (12, 11, [4_000_000_000, 1, 2, 3]),
])  # fmt: skip
def test_values_that_onnx_lists_as_numbers_are_read(kind: int, number: int, values: list[int]) -> None:
    tensor = (
        formats.field(1, 4) + formats.field(2, kind) + formats.field(8, b"w") + formats.field(number, packed(values))
    )
    model = read("m.onnx", formats.field(1, 8) + formats.field(7, formats.field(5, tensor)))
    assert whole(model, model.tensors[0]).tolist() == pytest.approx(values)


def test_sixteen_bit_floats_that_onnx_lists_are_bits() -> None:
    bits = np.array([1.5, -2.0, 0.25, 8.0], dtype="<f2").view("<u2").tolist()
    tensor = formats.field(1, 4) + formats.field(2, 10) + formats.field(8, b"w") + formats.field(5, packed(bits))
    model = read("m.onnx", formats.field(1, 8) + formats.field(7, formats.field(5, tensor)))
    assert whole(model, model.tensors[0]).tolist() == [1.5, -2.0, 0.25, 8.0]


def test_a_list_that_does_not_end_is_not_read() -> None:
    tensor = formats.field(1, 4) + formats.field(2, 6) + formats.field(8, b"w") + formats.field(5, b"\x80\x80")
    model = read("m.onnx", formats.field(1, 8) + formats.field(7, formats.field(5, tensor)))
    assert not is_readable(model.tensors[0])
