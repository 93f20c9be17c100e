"""A fixed 64-bit hash of short texts: the same on every machine, in every run, for one text or a million.

Definition. Let a text be the bytes b[0..n-1], and w[0], w[1], ... its words of 8 bytes, read as little-endian
numbers, the last one filled up with zero bytes. All arithmetic is modulo 2**64.

    h = n * 0x9E3779B97F4A7C15
    for each word w:  h = mix(h ^ w)

where mix is the finaliser of SplitMix64 (Steele, Lea & Flood 2014, doi:10.1145/2660193.2660195):

    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;  z = (z ^ (z >> 27)) * 0x94D049BB133111EB;  z ^ (z >> 31)

A text of more than 32 bytes hashes instead to its BLAKE2b digest of 8 bytes (RFC 7693, no key), read as a
little-endian number. The length goes in first so that zero bytes at the end count; two texts of at most 8 bytes
and equal length never collide, for mix is a bijection.

Test vectors: "" -> 0, "a" -> 0xFB761138E1E0A78C, "return" -> 0x70CE4A5C4B7ED309 (`tests/model/test_stable_hash.py`
has more).
"""

import hashlib

import numpy as np
from numpy.typing import NDArray

LONG_BYTES = 32
"""Longer texts go through BLAKE2b."""

_WORD_BYTES = 8
_GOLDEN = 0x9E3779B97F4A7C15
_BITS = (1 << 64) - 1
_KEEP = np.array([(1 << (8 * count)) - 1 for count in range(_WORD_BYTES + 1)], dtype=np.uint64)


def text_hash(data: bytes) -> int:
    """Return the hash of one text, 0 to 2**64 - 1."""
    if len(data) > LONG_BYTES:
        return _digest(data)
    value = len(data) * _GOLDEN & _BITS
    for place in range(0, len(data), _WORD_BYTES):
        value = _mix_one(value ^ int.from_bytes(data[place : place + _WORD_BYTES], "little"))
    return value


def token_hashes(utf8: bytes, starts: NDArray[np.integer], stops: NDArray[np.integer]) -> NDArray[np.uint64]:
    """Return the hash of utf8[start:stop] for each span: uint64 (n,), equal to `text_hash` of the same bytes.

    Args:
        utf8: The text that the spans point into.
        starts: Integer (n,), where each span begins [bytes].
        stops: Integer (n,), where it ends; start <= stop <= len(utf8).
    """
    places = np.asarray(starts, dtype=np.intp)
    lengths = np.asarray(stops, dtype=np.intp) - places
    words = _words_at_every_byte(utf8)
    hashes = _step(lengths.astype(np.uint64) * np.uint64(_GOLDEN), words[places], lengths)
    active = np.flatnonzero((lengths > _WORD_BYTES) & (lengths <= LONG_BYTES))
    offset = _WORD_BYTES
    while len(active):
        hashes[active] = _step(hashes[active], words[places[active] + offset], lengths[active] - offset)
        offset += _WORD_BYTES
        active = active[lengths[active] > offset]
    for index in np.flatnonzero(lengths > LONG_BYTES).tolist():
        hashes[index] = _digest(utf8[places[index] : places[index] + lengths[index]])
    return hashes


def among(hashes: NDArray[np.uint64], chosen: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Return which hashes are among a few sorted ones, of which there is at least one: bool (n,)."""
    found = hashes == chosen[0]
    for one in chosen[1:]:  # a comparison with each is several times as fast as a binary search
        found |= hashes == one
    return np.asarray(found)


def tagged(hashes: NDArray[np.uint64], tag: str) -> NDArray[np.uint64]:
    """Return the hashes in the name space `tag`, uint64 (n,): mix(hash ^ text_hash(tag))."""
    return mix(hashes ^ np.uint64(text_hash(tag.encode())))


def tagged_by(hashes: NDArray[np.uint64], chosen: NDArray[np.bool_], tag: str, other: str) -> NDArray[np.uint64]:
    """Return the chosen hashes in the name space `tag`, those not chosen in `other`: uint64 (n,)."""
    tags = [np.uint64(text_hash(name.encode())) for name in (tag, other)]
    return mix(hashes ^ np.where(chosen, *tags))


def tagged_hash(name: str, tag: str) -> int:
    """Return the hash of one name in the name space `tag`; `tagged` does the same for many."""
    return _mix_one(text_hash(name.encode()) ^ text_hash(tag.encode()))


def mix(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Apply the finaliser of SplitMix64, a bijection on 64-bit words, to each value."""
    # In place: half of the time goes into memory that is asked for anew.
    mixed = values >> np.uint64(30)
    mixed ^= values
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    shifted = mixed >> np.uint64(27)
    mixed ^= shifted
    mixed *= np.uint64(0x94D049BB133111EB)
    np.right_shift(mixed, np.uint64(31), out=shifted)
    mixed ^= shifted
    return mixed


def _step(hashes: NDArray[np.uint64], words: NDArray[np.uint64], left: NDArray[np.intp]) -> NDArray[np.uint64]:
    """Take one word of each text into its hash, of which `left` bytes belong to it; no bytes change nothing from 0."""
    return mix(hashes ^ (words.astype(np.uint64) & _KEEP[np.minimum(left, _WORD_BYTES)]))


def _mix_one(value: int) -> int:
    value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9 & _BITS
    value = (value ^ (value >> 27)) * 0x94D049BB133111EB & _BITS
    return value ^ (value >> 31)


def _digest(data: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(data, digest_size=_WORD_BYTES).digest(), "little")


def _words_at_every_byte(utf8: bytes) -> NDArray[np.uint64]:
    """View the text as the little-endian words that begin at each of its bytes, zeros beyond its end."""
    padded = utf8 + bytes(_WORD_BYTES)
    return np.ndarray((len(utf8) + 1,), dtype="<u8", buffer=padded, strides=(1,))
