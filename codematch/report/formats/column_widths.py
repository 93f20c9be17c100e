"""Columns as wide as their longest words, as far as others have room: no number and no word of a head breaks."""

import re
from collections.abc import Iterable, Sequence
from unicodedata import east_asian_width

from codematch.report.record import blocks

_BREAKS = re.compile(r" +|(?<=-)")
_WORD, _PATH = 12, 21
"""Characters: what is longer than a word is a path or a name, for which a column is made so wide and no wider."""
_LETTER, _BROAD, _THIN = 0.54, 0.82, 0.3
"""The widths of letters in units of the size of the type, those of Calibri and Consolas."""
_PADDING = 90
"""Of a cell, both sides [twentieths of a point]."""


def fitted(shares: Sequence[float], rows: Sequence[Sequence[blocks.Cell]], width: int, size: float) -> list[int]:
    """Return the widths of the columns of a table [twentieths of a point], which add up to no more than its own.

    Words come first; what is left over is for paths and long names.

    Args:
        shares: The widths in any unit, as wished for.
        rows: The cells of each row, the head among them; the last one of a row may take the columns that are left.
        width: The width of the table [twentieths of a point].
        size: The size of its type [points].
    """
    texts = _texts(rows, len(shares))
    made = [width * share / sum(shares) for share in shares]
    for longest in (_WORD, _PATH):
        made = _shared_out(made, [_needed(lines, longest, size) for lines in texts])
    return [int(each) for each in made]


def _texts(rows: Sequence[Sequence[blocks.Cell]], columns: int) -> list[list[str]]:
    """What stands in each column, line by line, but for cells that take several; no letter of a work stands alone."""
    whole = [cells if len(cells) == columns else cells[:-1] for cells in rows]
    return [
        [
            ("K\N{NO-BREAK SPACE}" if line.role else "") + "".join(span.text for span in line.spans)
            for cells in whole
            if number < len(cells)
            for line in cells[number]
        ]
        for number in range(columns)
    ]


def _shared_out(wished: Sequence[float], needed: Sequence[float]) -> list[float]:
    """Return widths of the same sum, in which columns that have too little got what others have too much."""
    missing = sum(max(0.0, need - wish) for need, wish in zip(needed, wished, strict=True))
    room = sum(max(0.0, wish - need) for need, wish in zip(needed, wished, strict=True))
    moved = min(missing, room)
    return [
        wish + (need - wish) * moved / (missing if need > wish else room) if moved and need != wish else wish
        for need, wish in zip(needed, wished, strict=True)
    ]


def _needed(lines: Iterable[str], longest: int, size: float) -> float:
    words = (word for line in lines for word in _BREAKS.split(line) if not _may_break(word))
    wide = (sum(map(_advance, word[:longest])) for word in words if longest == _PATH or len(word) <= longest)
    return max(wide, default=0.0) * size * 20 + _PADDING


def _may_break(word: str) -> bool:
    """Say whether a word is of a script without blanks between words: it breaks after any character."""
    return any(east_asian_width(character) in "WF" for character in word)


def _advance(character: str) -> float:
    return _THIN if character in ".,:;'|!ijl()[]" else _BROAD if character in "mwMW%—" else _LETTER
