"""Where a file is cut that a parser cannot read as a whole: pieces of a large one, and what nests too deep."""

from typing import NamedTuple

import numpy as np
import tree_sitter

_BLANKS = b" \t"
_INSIDE = b" \t\r\n})]"
"""What lines inside a block, and those that end one, begin with."""

_SLICES = 8
"""Into how many slices a text is divided that takes too long; fewer where they would be very short."""

_MIN_SLICE = 4_096
"""Slices are at least so long [bytes]."""

_LOOK_AHEAD = 4_096
"""How far after its even end a slice may reach for a line that begins without blanks [bytes]."""


class Span(NamedTuple):
    """A half-open span of bytes."""

    start: int
    stop: int


def too_deep(root: tree_sitter.Node, max_depth: int) -> list[Span]:
    """Return what nests too deep: the nodes `max_depth` - 1 levels below the root that have grandchildren.

    Spans are in file order and are apart; without any, no node has more than `max_depth` nodes above it. Only nodes
    with enough descendants to reach so deep are looked into, so that the cost stays far below that of a walk.
    """
    cursor = root.walk()
    depth = 0
    spans: list[Span] = []
    while True:
        node = cursor.node
        if node is not None and depth + node.descendant_count > max_depth:
            if depth >= max_depth - 1:
                if any(child.child_count for child in node.children):
                    spans.append(Span(node.start_byte, node.end_byte))
            elif cursor.goto_first_child():
                depth += 1
                continue
        while not cursor.goto_next_sibling():
            if not cursor.goto_parent():
                return spans
            depth -= 1


def last_whole(root: tree_sitter.Node, size: int) -> int:
    """Return where to cut a text of which only the beginning was parsed [bytes].

    That is before the last of the nodes that begin in its second half, as high in the tree as there are such: what is
    before it is whole, what it begins may not be. 0 when no node begins there: one leaf covers the half.
    """
    cursor = root.walk()
    while cursor.goto_last_child():
        node = cursor.node
        if node is not None and size // 2 < node.start_byte < size:
            return node.start_byte
    return 0


def line_start(utf8: bytes, place: int) -> int:
    """Return where the line begins, if only blanks are before a place, else the place: indents belong to the text."""
    start = place
    while start and utf8[start - 1] in _BLANKS:
        start -= 1
    return start if not start or utf8[start - 1] == ord("\n") else place


def whole_character(utf8: bytes, place: int) -> int:
    """Return the last place at or before the given one at which a character begins."""
    while 0 < place < len(utf8) and utf8[place] & 0xC0 == 0x80:
        place -= 1
    return place


def halves(utf8: bytes) -> tuple[Span, Span] | None:
    """Divide a text of several lines into two with about as many, before a line that begins without blanks if it can.

    Lines count and not bytes, because what breaks a parser is often one very long line. None when there is one line.
    """
    ends = np.flatnonzero(np.frombuffer(utf8, dtype=np.uint8) == ord("\n"))
    ends = ends[ends < len(utf8) - 1]
    if not len(ends):
        return None
    middle = len(ends) // 2
    near = ends[middle : middle + max(1, len(ends) // 4)].tolist()
    place = 1 + next((end for end in near if utf8[end + 1] not in _INSIDE), near[0])
    return Span(0, place), Span(place, len(utf8))


def slices(utf8: bytes) -> list[Span]:
    """Divide a text into a few slices of about the same length.

    They end, where they can within a few thousand bytes, before a line that begins without a blank, else before a line,
    else after a blank or separator.
    """
    size = max(_MIN_SLICE, -(-len(utf8) // _SLICES))
    spans: list[Span] = []
    start = 0
    while start < len(utf8):
        stop = _slice_end(utf8, start + size)
        spans.append(Span(start, stop))
        start = stop
    return spans


def _slice_end(utf8: bytes, place: int) -> int:
    if place >= len(utf8):
        return len(utf8)
    window = utf8[place : place + _LOOK_AHEAD]
    for at, byte in enumerate(window[:-1]):
        if byte == ord("\n") and window[at + 1] not in _INSIDE:
            return place + at + 1
    for mark in (b"\n", b";", b",", b" "):
        at = window.find(mark)
        if at >= 0:
            return place + at + 1
    return whole_character(utf8, place)
