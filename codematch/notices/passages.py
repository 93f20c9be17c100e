"""Where a file may hold a notice: comments, and lines with a hint of one."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from codematch.model.tokens import TokenStream
from codematch.model.word_search import WordSearch
from codematch.notices.words import WORDS


class Passage(NamedTuple):
    """Text that may hold a notice: the line from 1 on which it begins, and whether it is a comment."""

    line: int
    text: str
    is_comment: bool


_HINTS = WordSearch(WORDS["hints"])
"""Every notice holds one of these; looking for them first is many times as fast."""


def head_passages(utf8: bytes, stream: TokenStream, lines: int) -> Iterator[Passage]:
    """Yield the passages that begin on the first lines of a file."""
    stop = -1
    for _ in range(lines):
        stop = utf8.find(b"\n", stop + 1)
        if stop < 0:
            break
    head = utf8 if stop < 0 else utf8[: stop + 1]
    # A block of comments that begins there may end after.
    hints = _hint_places(utf8[: len(head) + _LONG_LINE])
    if hints:
        for passage in _comment_blocks(hints, stream):
            if passage.line > lines:
                break
            yield passage
        yield from _other_lines(head, hints[: bisect_left(hints, len(head))], stream)


def passages(utf8: bytes, stream: TokenStream) -> Iterator[Passage]:
    """Yield what of a file holds a hint of a notice, in no order: comments, those on lines in a row together; lines.

    Lines outside comments count where they hold a hint: they are texts, or all of a file without a grammar.
    """
    hints = _hint_places(utf8)
    if hints:
        yield from _comment_blocks(hints, stream)
        yield from _other_lines(utf8, hints, stream)


def _hint_places(utf8: bytes) -> list[int]:
    """The places of all hints, in order."""
    return sorted({place for place, _ in _HINTS.places(utf8.lower())})


def _comment_blocks(hints: list[int], stream: TokenStream) -> Iterator[Passage]:
    """The comments on lines in a row, together, where they hold a hint."""
    comments = stream.comments
    # A line of its own before the first and after the last comment ends every block.
    edges = np.flatnonzero(np.diff(comments.lines, prepend=-2, append=-2) != 1)
    before = np.searchsorted(hints, comments.starts[edges[:-1]])
    behind = np.searchsorted(hints, comments.stops[edges[1:] - 1])
    for block in np.flatnonzero(behind > before).tolist():
        first, stop = edges[block], edges[block + 1]
        yield Passage(int(comments.lines[first]), "\n".join(comments.texts[first:stop]), is_comment=True)


def _other_lines(utf8: bytes, hints: list[int], stream: TokenStream) -> Iterator[Passage]:
    ends = stream.comments.stops.tolist()
    starts = stream.comments.starts.tolist()
    is_prose = stream.parser == "text" or stream.language in _PROSE
    number, counted = 1, 0
    for start in sorted({utf8.rfind(b"\n", 0, place) + 1 for place in hints}):
        stop = utf8.find(b"\n", start)
        stop = len(utf8) if stop < 0 else stop
        before = bisect_right(starts, stop) - 1
        if stop - start <= _LONG_LINE and (before < 0 or ends[before] <= start):
            number, counted = number + utf8.count(b"\n", counted, start), start
            yield Passage(number, utf8[start:stop].decode("utf-8", "replace"), is_comment=is_prose)


_PROSE = frozenset({"html", "xml", "markdown"})
"""Languages in which what is on a line is told, not computed."""
_LONG_LINE = 2_000  # bytes: a longer line is data, or a file that was shrunk
