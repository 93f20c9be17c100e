"""How many tokens a text has at most, before they are made: memory is bounded by tokens, not by bytes.

What is counted are words and single characters by their first byte, at a nanosecond each: as the plain lexer does for
ASCII, more than it for other text. A parser makes fewer tokens of the same text, because a string is one.
"""

import numpy as np
from numpy.typing import NDArray

from codematch.languages.text_lexer import SINGLE, SPACE, WORD, class_table

_PIECE_BYTES = 1 << 20
"""Texts are counted piece by piece: the memory for it stays small."""

_CONTINUED = range(0x80, 0xC0)


def _byte_classes() -> bytes:
    """The class of each byte: those that begin a character beyond Latin stand alone, as an ideograph does."""
    table = bytearray(class_table()[:0x80].tobytes())
    table += bytes(WORD if byte in _CONTINUED or byte < 0xE0 else SINGLE for byte in range(0x80, 0x100))
    return bytes(table)


def count_tokens(utf8: bytes) -> int:
    """Return how many tokens a text has at most."""
    return sum(_begins(utf8, start)[0] for start in range(0, len(utf8), _PIECE_BYTES))


def cut_after(utf8: bytes, most: int) -> int:
    """Return where a text is cut that may have more than `most` tokens: after a line, else after a token.

    The length of the text where it has no more.
    """
    if len(utf8) <= most:
        return len(utf8)
    left = most
    for start in range(0, len(utf8), _PIECE_BYTES):
        count, begins = _begins(utf8, start)
        if count > left:
            stop = start + int(np.flatnonzero(begins)[left])
            line = utf8.rfind(b"\n", 0, stop) + 1
            return line or stop
        left -= count
    return len(utf8)


def _begins(utf8: bytes, start: int) -> tuple[int, NDArray[np.bool_]]:
    """Return how many tokens begin in a piece, and which of its bytes do: bool (n,)."""
    piece = utf8[max(0, start - 1) : start + _PIECE_BYTES]
    classes = np.frombuffer(piece.translate(_TABLE), dtype=np.uint8)
    begins = classes != SPACE
    begins[1:] &= (classes[1:] >= SINGLE) | (classes[1:] != classes[:-1])
    begins = begins[1:] if start else begins
    return int(np.count_nonzero(begins)), begins


_TABLE = _byte_classes()
