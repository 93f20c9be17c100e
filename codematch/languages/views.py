"""The text that a parser sees where it differs from the file's: an island that covers the whole file."""

import re
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from codematch.languages.embedded.island import Island
from codematch.languages.text_lexer import SINGLE, SPACE, class_table

_HIDDEN = re.compile(
    rb"\xc2\xad|\xcd\x8f|\xd8\x9c|\xe1(?:\x9e[\xb4\xb5]|\xa0[\x8b-\x8f])"
    rb"|\xe2(?:\x80[\x8b-\x8f\xaa-\xae]|\x81[\xa0-\xaf])|\xef(?:\xb8[\x80-\x8f]|\xbb\xbf)|\xf3\xa0[\x80-\xbf]{2}"
)
"""Characters without a shape of their own, in UTF-8: soft hyphen, joiners, marks of direction, byte order mark,
variation selectors, tags (U+00AD, U+034F, U+061C, U+17B4-5, U+180B-F, U+200B-F, U+202A-E, U+2060-F, U+FE00-F, U+FEFF,
U+E0000-E0FFF)."""

_SPLITS = rb"[\x00-\x08\x0e-\x1f\x7f]|\xc2[\x80-\x84\x86-\x9f]|\xe2\xa0\x80|\xef\xbf\xbd"
_SPLITTING = re.compile(
    rb"[\x00-\x08\x0e-\x1f\x7f\xc2\xe2\xef]"
    rb"(?:(?<![\xc2\xe2\xef])|(?<=\xc2)[\x80-\x84\x86-\x9f]|(?<=\xe2)\xa0\x80|(?<=\xef)\xbf\xbd)(?:%b)*" % _SPLITS
)
"""Control characters, the Braille pattern without a dot (U+2800), and U+FFFD for bytes that could not be read. No
editor writes them within a word, and each of them takes a name out of reach. The pattern begins with one set of bytes,
for which `re` looks many times faster."""
_IN_WORDS = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_")
_MAY_SPLIT = bytes([*range(9), *range(0x0E, 0x20), 0x7F, 0xC2, 0xE2, 0xEF])

_LETTER, _SIGN = ord("Z"), ord("@")
"""What stands for every letter beyond ASCII (a letter in every language, and no keyword holds it), and for every sign
that looks like none of ASCII."""

_LOOKS = {
    "-": "\u2010\u2011\u2012\u2013\u2212\ufe63\u2796",
    "+": "\u2795",
    "*": "\u2217",
    "/": "\u2044\u2215",
    "|": "\u2223",
    "~": "\u223c",
    "<": "\u2039",
    ">": "\u203a",
    "=": "\ua78a",
    ".": "\u2024",
    ",": "\u201a\ufe50",
    ";": "\u037e\ufe54\u204f",
    ":": "\u2236\ua789\ufe55",
    "(": "\ufe59",
    ")": "\ufe5a",
    "{": "\ufe5b",
    "}": "\ufe5c",
}
_SIGNS = {
    **{0xFEE0 + code: code for code in range(0x21, 0x7F) if not chr(code).isalpha() and chr(code) not in "\"'`\\#"},
    **{0x1D7CE + place: 0x30 + place % 10 for place in range(50)},
    **{ord(other): ord(sign) for sign, others in _LOOKS.items() for other in others},
}
"""Signs and digits that look like one of ASCII, and that one. No quotation mark is among them, and no other sign that
would change where a string ends."""

_BLANKS = (0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000)
_LOOK_ALIKE = re.compile(b"|".join(chr(code).encode() for code in sorted([*_BLANKS, *_SIGNS])))


def without_hidden(utf8: bytes, language: str) -> Island | None:
    """Return the text without characters that have no shape, and without those that split words; None without any."""
    found = _hidden_spans(utf8)
    if not found:
        return None
    data = np.frombuffer(utf8, dtype=np.uint8)
    kept = np.ones(len(data), dtype=np.bool_)
    for start, stop in found:
        kept[start:stop] = False
    starts = np.flatnonzero(kept).astype(np.int32)
    return _view(data[kept].tobytes(), starts, starts + np.int32(1), language)


@lru_cache(maxsize=1)
def _hidden_spans(utf8: bytes) -> tuple[tuple[int, int], ...]:
    """Return where such characters are; kept for the next call, because a text is asked twice in a row."""
    found = [match.span() for match in _HIDDEN.finditer(utf8)] if not utf8.isascii() else []
    if len(utf8.translate(None, _MAY_SPLIT)) != len(utf8):
        found += [span for match in _SPLITTING.finditer(utf8) if _is_in_word(utf8, *(span := match.span()))]
    return tuple(found)


def _is_in_word(utf8: bytes, start: int, stop: int) -> bool:
    """Say whether letters, digits or underscores stand on both sides. Asked here: a look-behind slows the search."""
    return start > 0 and stop < len(utf8) and utf8[start - 1] in _IN_WORDS and utf8[stop] in _IN_WORDS


def has_look_alikes(utf8: bytes) -> bool:
    """Say whether a text holds blanks, digits or signs beyond ASCII that look like those of ASCII."""
    return not utf8.isascii() and _LOOK_ALIKE.search(utf8) is not None


def folded(utf8: bytes, language: str) -> Island:
    """Return the text with a character of ASCII in the place of every other one: what it looks like, or a letter.

    Letters, digits, blanks and signs stay such: where a grammar knows no others, it reads a name as one name, and
    1 + 2 as a sum.
    """
    codes = np.frombuffer(utf8.decode("utf-8").encode("utf-32-le"), dtype="<u4")
    widths = 1 + (codes > 0x7F).astype(np.int32) + (codes > 0x7FF) + (codes > 0xFFFF)
    stops = np.cumsum(widths, dtype=np.int32)
    return _view(_plain()[codes].tobytes(), stops - widths, stops, language)


def _view(text: bytes, begins: NDArray[np.int32], ends: NDArray[np.int32], language: str) -> Island:
    return Island(language=language, utf8=text, begins=begins, ends=ends, is_continuous=True)


@lru_cache(maxsize=1)
def _plain() -> NDArray[np.uint8]:
    """What stands for every code point: uint8 (2**21,)."""
    classes = class_table()
    table = np.full(len(classes), _LETTER, dtype=np.uint8)
    table[classes == SINGLE] = _SIGN
    table[classes == SPACE] = ord(" ")
    table[list(_SIGNS)] = list(_SIGNS.values())
    table[:0x80] = np.arange(0x80)
    return table
