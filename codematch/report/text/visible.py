"""Text of the works made safe to show: characters that are invisible or move other text are shown by code point.

Control characters, bidirectional overrides (Boucher & Anderson 2021, "Trojan Source", arXiv 2111.00169) and
characters of no width can make a line read differently from what it says. They are shown by code point.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rich.cells import cell_len

_HIDDEN_RANGES = (
    r"\x00-\x1f\x7f-\x9f"  # control characters
    r"\u00ad\u034f\u061c\u070f\u115f\u1160\u17b4\u17b5\u180b-\u180f"  # soft hyphen, joiners, blank letters
    r"\u200b-\u200f\u2028-\u202e\u2060-\u206f"  # zero width, separators, bidirectional controls
    r"\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"  # fillers, variation selectors, byte order mark
    r"\ud800-\udfff\ue000-\uf8ff"  # surrogates, private use
    r"\U0001343f\U000e0000-\U000e0fff\U000f0000-\U0010ffff"  # tags, private use
    r"\U00013430-\U0001343e\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"  # format controls of rare scripts
)
_HIDDEN = re.compile(f"[{_HIDDEN_RANGES}]")
_HIDDEN_IN_LINE = re.compile(f"(?!\t)[{_HIDDEN_RANGES}]")
HIDDEN_IN_SCRIPT = re.sub(r"\\U0*([0-9a-f]+)", r"\\u{\1}", f"(?!\\t)[{_HIDDEN_RANGES}]")
"""The same for a script of a page, as the source of a regular expression with the flag u."""

ELLIPSIS = "…"


class Piece(NamedTuple):
    """Characters of a line: the text, whether a mark covers it, and the name of a hidden character ("" for text)."""

    text: str
    marked: bool
    hidden: str


def code_point(character: str) -> str:
    """Return the code point as Unicode writes it, e.g. U+202E."""
    return f"U+{ord(character):04X}"


def visible(text: str) -> str:
    """Return text on one line in which every hidden character is written as ⟨U+XXXX⟩."""
    return _HIDDEN.sub(lambda match: f"⟨{code_point(match[0])}⟩", text)


def is_plain(text: str) -> bool:
    """Return whether a line of code has no hidden character."""
    return _HIDDEN_IN_LINE.search(text) is None


def pieces(text: str, marks: Sequence[tuple[int, int]] = (), keep_tabs: bool = False) -> Iterator[Piece]:
    """Cut text at the edges of marks and around hidden characters.

    Args:
        text: A line or a path.
        marks: Half-open character ranges of `text`, ascending; what is outside the text is ignored.
        keep_tabs: Whether a tab is ordinary text, as in a line of code.

    Yields:
        Pieces that add up to the text; one for each hidden character, its name in `hidden`.
    """
    position = 0
    for first, stop in marks:
        first, stop = max(first, position), min(stop, len(text))
        if first < stop:
            yield from _cut(text[position:first], False, keep_tabs)
            yield from _cut(text[first:stop], True, keep_tabs)
            position = stop
    yield from _cut(text[position:], False, keep_tabs)


def _cut(text: str, marked: bool, keep_tabs: bool) -> Iterator[Piece]:
    position = 0
    for match in (_HIDDEN_IN_LINE if keep_tabs else _HIDDEN).finditer(text):
        if match.start() > position:
            yield Piece(text[position : match.start()], marked, "")
        name = unicodedata.name(match[0], "CONTROL CHARACTER")
        yield Piece(match[0], marked, f"{code_point(match[0])} {name}")
        position = match.end()
    if position < len(text):
        yield Piece(text[position:], marked, "")


_INDEXED = re.compile(r"\b([A-Z])_([A-Z])\b")


def indexed(text: str) -> list[tuple[str, bool]]:
    """Cut wording at its indices, as in R_K: pairs of a text and whether it is an index."""
    parts = _INDEXED.split(text)  # before, letter, index, before, ...
    made = []
    for at in range(0, len(parts), 3):
        made.append((parts[at] + (parts[at + 1] if at + 1 < len(parts) else ""), False))
        if at + 2 < len(parts):
            made.append((parts[at + 2], True))
    return [(part, index) for part, index in made if part]


def padded(text: str, width: int, right: bool = False) -> str:
    """Return a text filled up with blanks to `width` columns, at its end or, with `right`, in front of it."""
    blanks = " " * max(width - cell_len(text), 0)
    return blanks + text if right else text + blanks


def shorten(text: str, width: int) -> str:
    """Return text that takes at most `width` terminal cells: what is too long loses its middle.

    The end keeps two thirds of the room, because the file name is there.
    """
    if cell_len(text) <= width:
        return text
    if width <= 1:
        return ELLIPSIS[:width]
    room = width - 1
    tail = _fitting(reversed(text), room - room // 3)
    head = _fitting(text, room - cell_len(tail))
    return head + ELLIPSIS + tail[::-1]


def _fitting(characters: Iterator[str] | str, width: int) -> str:
    taken = ""
    used = 0
    for character in characters:
        used += cell_len(character)
        if used > width:
            break
        taken += character
    return taken
