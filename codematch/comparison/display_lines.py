"""Lines as the viewer shows them: a long line is divided behind its statements, much as a person would.

Only the text decides where, so that a file is divided alike beside whatever other file it is shown.
"""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from codematch.comparison.line_parts import LONG_LINE, SideLines, TextRow

_END = re.compile(r"[;{},]")
_LEAST, _LEAST_OF_A_LIST = 10, 120
"""A part has at least so many characters, one that a comma ends more: arguments stay with their call."""


def displayed(side: SideLines) -> SideLines:
    """Return the lines of a side with the long ones divided."""
    if all(len(text) <= LONG_LINE for text in side.texts):
        return side
    rows: list[TextRow] = []
    for number, text, start in zip(side.numbers, side.texts, side.starts.tolist(), strict=True):
        at = start
        for offset, end in pairwise((0, *(_ends(text) if len(text) > LONG_LINE else ()), len(text))):
            part = text[offset:end]
            stop = at + len(part.encode("utf-8", "replace"))
            rows.append((number, part, offset, at, stop))
            at = stop
    return side.in_rows(rows)


def divided_lines(side: SideLines) -> tuple[tuple[int, int], ...]:
    """Return the lines of a side that are in parts, from 1, and the number of parts of each."""
    if len(side.numbers) == len(set(side.numbers)):
        return ()
    return tuple((line, count) for line, count in Counter(side.numbers).items() if count > 1)


def _ends(text: str) -> Iterator[int]:
    """The places in a line behind which the next part begins, rising, without its end."""
    since = 0
    for found in _END.finditer(text):
        least = _LEAST_OF_A_LIST if found[0] == "," else _LEAST
        if found.end() - since >= least and found.end() < len(text):
            since = found.end()
            yield since
