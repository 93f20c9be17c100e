"""The plain lexer: words, numbers and single characters, for text that has no grammar.

What is a letter is fixed by the table below, not by the Unicode tables of the Python that runs it, so that the
tokens are the same everywhere. Every character from U+0080 on counts as part of a word, but for white space,
punctuation and pictures; each Chinese, Japanese or Korean character is a word of its own, because such text has
no spaces between words.
"""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from codematch.languages.lines import line_ends, lines_of
from codematch.model.frozen import handed_over
from codematch.model.source import Limitation
from codematch.model.stable_hash import tagged_by, tagged_hash, token_hashes
from codematch.model.tokens import CLASS_CODES, Comments, TokenClass, TokenStream

SPACE, WORD, SINGLE, IDEOGRAPH = range(4)

_RANGES = {
    SPACE: (
        *((0x00, 0x20), (0x7F, 0xA0), (0x1680, 0x1680), (0x2000, 0x200F), (0x2028, 0x202F), (0x205F, 0x206F)),
        *((0x3000, 0x3000), (0xFEFF, 0xFEFF), (0x110000, 0x1FFFFF)),
    ),
    SINGLE: (
        *((0x21, 0x2F), (0x3A, 0x40), (0x5B, 0x5E), (0x60, 0x60), (0x7B, 0x7E)),  # ASCII
        *((0xA1, 0xA9), (0xAB, 0xB4), (0xB6, 0xB9), (0xBB, 0xBF), (0xD7, 0xD7), (0xF7, 0xF7)),  # Latin-1
        *((0x2010, 0x2027), (0x2030, 0x205E), (0x2190, 0x2BFF), (0x2E00, 0x2E7F)),  # punctuation, arrows, signs
        *((0x3001, 0x3004), (0x3008, 0x3020), (0x3030, 0x3030), (0xFE10, 0xFE1F), (0xFE30, 0xFE6F)),  # CJK
        *((0xFF01, 0xFF0F), (0xFF1A, 0xFF20), (0xFF3B, 0xFF40), (0xFF5B, 0xFF65), (0xFFE0, 0xFFFF)),  # full width
        (0x1F000, 0x1FAFF),  # pictures
    ),
    IDEOGRAPH: (
        *((0x2E80, 0x2FFF), (0x3005, 0x3007), (0x3021, 0x302F), (0x3031, 0x30FF), (0x3105, 0xA4CF)),
        *((0xAC00, 0xD7FF), (0xF900, 0xFAFF), (0x1B000, 0x1B2FF), (0x20000, 0x3FFFF)),
    ),
}
"""The code points of each class, first and last; all others are parts of words."""

NUMBER_KIND = tagged_hash("number", "text")
"""The kind of every number of a text."""

_NONE = np.empty(0, dtype=np.int32)


class Words(NamedTuple):
    """What the plain lexer makes of a text: arrays of n tokens as in `TokenStream`."""

    kinds: NDArray[np.uint64]
    texts: NDArray[np.uint64]
    classes: NDArray[np.uint8]
    starts: NDArray[np.int32]
    stops: NDArray[np.int32]


def words_of(utf8: bytes) -> Words:
    """Return the tokens of a text without a grammar.

    A word's kind is its text, because prose has no other structure to compare; all numbers are of one kind.
    """
    starts, stops, is_number, is_word = lex(utf8)
    texts = token_hashes(utf8, starts, stops)
    kinds = tagged_by(texts, is_word, "word", "token")
    kinds[is_number] = NUMBER_KIND
    classes = np.full(len(starts), CLASS_CODES[TokenClass.OTHER], dtype=np.uint8)
    classes[is_word] = CLASS_CODES[TokenClass.IDENTIFIER]
    classes[is_number] = CLASS_CODES[TokenClass.LITERAL]
    return Words(kinds, texts, classes, starts, stops)


def lex_text(path: str, utf8: bytes, limitations: tuple[Limitation, ...] = ()) -> TokenStream:
    """Return the tokens of a file without a grammar.

    Args:
        path: The file's path.
        utf8: Its text.
        limitations: Why the plain lexer reads it, if another reader should have.
    """
    words = words_of(utf8)
    return TokenStream(
        path=path,
        language="text",
        parser="text",
        kinds=handed_over(words.kinds),
        texts=handed_over(words.texts),
        classes=handed_over(words.classes),
        starts=handed_over(words.starts),
        stops=handed_over(words.stops),
        lines=handed_over(lines_of(words.starts, line_ends(utf8))),
        comments=Comments(starts=_NONE, stops=_NONE, lines=_NONE, texts=()),
        limitations=limitations,
    )


def lex(
    utf8: bytes,
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.bool_], NDArray[np.bool_]]:
    """Return starts and stops int32 (n,) [bytes] of the tokens, and bool (n,) whether each is a number or a word."""
    places, codes, classes = _characters(utf8)
    alone = classes >= SINGLE
    visible = classes != SPACE
    changes = np.ones(len(classes) + 1, dtype=np.bool_)
    np.not_equal(classes[1:], classes[:-1], out=changes[1:-1])
    changes[1:-1] |= alone[1:]  # characters that stand alone are of one class each
    begins, ends = visible & changes[:-1], visible & changes[1:]
    first = np.flatnonzero(begins)
    is_digit = (codes[first] >= ord("0")) & (codes[first] <= ord("9"))
    is_number = (classes[first] == WORD) & is_digit
    is_word = (classes[first] != SINGLE) & ~is_number
    behind = np.flatnonzero(ends) + 1
    starts, stops = (first, behind) if places is None else (places[first], places[behind])
    return starts.astype(np.int32), stops.astype(np.int32), is_number, is_word


@lru_cache(maxsize=1)
def class_table() -> NDArray[np.uint8]:
    """Return the class of every code point that four bytes of UTF-8 can hold: uint8 (2**21,)."""
    table = np.full(1 << 21, WORD, dtype=np.uint8)
    for character_class, ranges in _RANGES.items():
        for low, high in ranges:
            table[low : high + 1] = character_class
    return table


@lru_cache(maxsize=1)
def _ascii_classes() -> bytes:
    return class_table()[:0x80].tobytes() + bytes(0x80)


def _characters(
    utf8: bytes,
) -> tuple[NDArray[np.int32] | None, NDArray[np.uint32] | NDArray[np.uint8], NDArray[np.uint8]]:
    """Return where each character begins, with the length of the text after them all, its code point, and its class.

    The places are None where each character is one byte.
    """
    if utf8.isascii():
        return (
            None,
            np.frombuffer(utf8, dtype=np.uint8),
            np.frombuffer(utf8.translate(_ascii_classes()), dtype=np.uint8),
        )
    try:
        codes = np.frombuffer(utf8.decode("utf-8").encode("utf-32-le"), dtype="<u4").astype(np.uint32, copy=False)
    except UnicodeDecodeError:
        places, codes = _cut_characters(utf8)
        return places, codes, class_table()[codes]
    widths = (codes > 0x7F).astype(np.int32)
    widths += codes > 0x7FF
    widths += codes > 0xFFFF
    widths += 1
    places = np.zeros(len(codes) + 1, dtype=np.int32)
    np.cumsum(widths, out=places[1:])
    return places, codes, class_table()[codes]


def _cut_characters(utf8: bytes) -> tuple[NDArray[np.int32], NDArray[np.uint32]]:
    """Return places and code points of a text that is no UTF-8 throughout: a span may cut a character."""
    data = np.frombuffer(utf8 + bytes(3), dtype=np.uint8)
    places = np.flatnonzero((data[: len(utf8)] & 0xC0) != 0x80)
    first = data[places]
    codes = first.astype(np.uint32)
    for width, low, high in ((2, 0xC0, 0xDF), (3, 0xE0, 0xEF), (4, 0xF0, 0xFF)):
        chosen = np.flatnonzero((first >= low) & (first <= high))
        code = codes[chosen] & (0xFF >> (width + 1))
        for step in range(1, width):
            code = code << 6 | data[places[chosen] + step] & 0x3F
        codes[chosen] = code
    return np.append(places, len(utf8)).astype(np.int32), codes
