"""Text in columns of a terminal, where a Chinese character takes two."""

import re
import unicodedata
from collections.abc import Iterator

_PIECE = re.compile(r"\s+|[^\s\u2e80-\u9fff\uff00-\uffef]+|.")
"""Blanks, a run of Latin text, or one Chinese character: between these a line may end."""
_NOT_FIRST = frozenset("\uff0c\u3002\u3001\uff1b\uff1a\uff1f\uff01\uff09\u300b\u201d]")
"""Signs that begin no line."""
_NOT_LAST = frozenset("\uff08\u300a\u201c[")
"""Signs that end no line."""


def width_of(text: str) -> int:
    """Return how many columns a text takes."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def padded(text: str, width: int, *, right: bool = False) -> str:
    """Return a text with blanks up to a width in columns, in front of it if it goes to the right."""
    blanks = " " * (width - width_of(text))
    return blanks + text if right else text + blanks


def wrap(text: str, width: int, *, hanging: int = 0) -> list[str]:
    """Return a paragraph as lines of at most `width` columns; Chinese breaks between any two characters.

    `hanging` is by how many columns all lines but the first are shorter.
    """
    lines: list[str] = []
    line = ""
    for piece in _pieces(text):
        if line and width_of(line + piece.rstrip()) > width - (hanging if lines else 0):
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _pieces(text: str) -> Iterator[str]:
    """Parts of a text that stay on one line; a sign that begins no line stays with what is before it.

    One that ends no line stays with what follows.
    """
    held = ""
    for piece in _PIECE.findall(" ".join(text.split())):
        if held and (piece[0] in _NOT_FIRST or piece.isspace() or held[-1] in _NOT_LAST):
            held += piece
            continue
        if held:
            yield held
        held = piece
    if held:
        yield held
