"""The SM3 digest (GB/T 32905-2016, ISO/IEC 10118-3:2018), for machines whose OpenSSL lacks it.

Plain Python, some thousand times slower than OpenSSL's: enough for lists of digests, not for large files.
"""

import struct

_BITS = 0xFFFFFFFF
_START = (0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600, 0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E)
_BLOCK = 64


def _turn(word: int, places: int) -> int:
    places %= 32
    return (word << places | word >> (32 - places)) & _BITS


_CONSTANTS = tuple(_turn(0x79CC4519 if j < 16 else 0x7A879D8A, j) for j in range(64))


class Sm3:
    """A running digest, used as those of `hashlib` are."""

    def __init__(self) -> None:
        self._state: tuple[int, ...] = _START
        self._rest = b""
        self._size = 0

    def update(self, data: bytes, /) -> None:
        """Take in more of a text."""
        self._size += len(data)
        text = self._rest + data
        whole = len(text) - len(text) % _BLOCK
        for start in range(0, whole, _BLOCK):
            self._state = _compress(self._state, text[start : start + _BLOCK])
        self._rest = text[whole:]

    def hexdigest(self) -> str:
        """Return the digest of all that was taken in, in small hexadecimal letters."""
        padding = b"\x80" + bytes((55 - self._size) % _BLOCK) + struct.pack(">Q", 8 * self._size)
        text = self._rest + padding
        state = self._state
        for start in range(0, len(text), _BLOCK):
            state = _compress(state, text[start : start + _BLOCK])
        return struct.pack(">8I", *state).hex()


def _compress(state: tuple[int, ...], block: bytes) -> tuple[int, ...]:
    words = list(struct.unpack(">16I", block))
    for j in range(16, 68):
        mixed = words[j - 16] ^ words[j - 9] ^ _turn(words[j - 3], 15)
        words.append(mixed ^ _turn(mixed, 15) ^ _turn(mixed, 23) ^ _turn(words[j - 13], 7) ^ words[j - 6])
    a, b, c, d, e, f, g, h = state
    for j in range(64):
        first = _turn((_turn(a, 12) + e + _CONSTANTS[j]) & _BITS, 7)
        second = first ^ _turn(a, 12)
        chosen, voted = (a ^ b ^ c, e ^ f ^ g) if j < 16 else (a & b | a & c | b & c, e & f | ~e & _BITS & g)
        left = (chosen + d + second + (words[j] ^ words[j + 4])) & _BITS
        right = (voted + h + first + words[j]) & _BITS
        a, b, c, d = left, a, _turn(b, 9), c
        e, f, g, h = right ^ _turn(right, 9) ^ _turn(right, 17), e, _turn(f, 19), g
    return tuple(old ^ new for old, new in zip(state, (a, b, c, d, e, f, g, h), strict=True))
