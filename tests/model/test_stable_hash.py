"""The published hash: its vectors, its definition as a slow oracle, and the vectorised form against both."""

import hashlib

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from codematch.model.stable_hash import LONG_BYTES, mix, tagged, tagged_hash, text_hash, token_hashes

VECTORS = {
    b"": 0x0,
    b"a": 0xFB761138E1E0A78C,
    b"a\0": 0x134268759688C202,
    b"return": 0x70CE4A5C4B7ED309,
    b"internationalisation": 0x48B8442C1B41A9C2,
}
BITS = (1 << 64) - 1


def splitmix64_finaliser(z: int) -> int:
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & BITS
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & BITS
    return z ^ (z >> 31)


def slow_hash(data: bytes) -> int:
    """The definition in the module's docstring, byte by byte."""
    if len(data) > LONG_BYTES:
        return sum(byte << (8 * i) for i, byte in enumerate(hashlib.blake2b(data, digest_size=8).digest()))
    value = (len(data) * 0x9E3779B97F4A7C15) & BITS
    for word in range((len(data) + 7) // 8):
        piece = data[8 * word : 8 * word + 8]
        value = splitmix64_finaliser(value ^ sum(byte << (8 * i) for i, byte in enumerate(piece)))
    return value


@pytest.mark.parametrize(("data", "value"), VECTORS.items())
def test_published_vectors(data: bytes, value: int) -> None:
    assert text_hash(data) == value


@given(st.binary(max_size=3 * LONG_BYTES))
@example(b"x" * LONG_BYTES)
@example(b"x" * (LONG_BYTES + 1))
def test_one_text_is_hashed_as_defined(data: bytes) -> None:
    assert text_hash(data) == slow_hash(data)


@given(st.lists(st.binary(max_size=LONG_BYTES + 10), max_size=30), st.binary(max_size=9))
def test_many_texts_hash_like_each_alone(pieces: list[bytes], gap: bytes) -> None:
    text = gap.join(pieces)
    lengths = np.array([len(piece) for piece in pieces], dtype=np.int32)
    starts = np.concatenate(([0], np.cumsum(lengths + len(gap))))[: len(pieces)].astype(np.int32)
    hashes = token_hashes(text, starts, starts + lengths)
    assert hashes.dtype == np.uint64
    assert hashes.tolist() == [slow_hash(piece) for piece in pieces]


def test_what_stands_around_a_text_does_not_count() -> None:
    hashes = token_hashes(b"xabcx abc yabc", np.array([1, 6, 11]), np.array([4, 9, 14]))
    assert len(set(hashes.tolist())) == 1


def test_zero_bytes_at_the_end_count() -> None:
    assert len({text_hash(b"a" + bytes(zeros)) for zeros in range(20)}) == 20


def test_mix_is_the_finaliser_of_splitmix64() -> None:
    values = np.array([0, 1, 2, 0x9E3779B97F4A7C15, BITS], dtype=np.uint64)
    assert mix(values).tolist() == [splitmix64_finaliser(value) for value in values.tolist()]
    # The first output of SplitMix64 seeded with 0, as published with its reference implementation.
    assert splitmix64_finaliser(0x9E3779B97F4A7C15) == 0xE220A8397B1DCDAF


def test_tags_separate_name_spaces() -> None:
    hashes = np.array([text_hash(b"lambda"), text_hash(b"x")], dtype=np.uint64)
    assert tagged(hashes, "node").tolist() == [tagged_hash("lambda", "node"), tagged_hash("x", "node")]
    assert tagged_hash("lambda", "node") != tagged_hash("lambda", "token")
