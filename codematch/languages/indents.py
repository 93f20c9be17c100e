"""Lines of YAML that nest deeper than its parser can bear.

The scanner of tree-sitter-yaml keeps the column of every level in a buffer of fixed size and ends the process when it
is full, at about 250 levels. Such lines are blanked for the parser and read by the plain lexer.
"""

import re

import tree_sitter

from codematch.languages.cuts import Span

MAX_LEVELS = 200
"""Levels that the parser is given: well below what its buffer holds, and far above what anybody writes."""
_OF_YAML = "block_sequence_item"
_LEVEL = rb"[-?:](?=[ \t\n]|\Z)[ \t]*"
_MAY_BE_DEEP = re.compile(rb"^(?:[ \t]|[-?:](?=[ \t\n]|\Z)){%d}" % MAX_LEVELS, re.MULTILINE)
"""A level takes a column at least."""
_HEAD = re.compile(rb"[ \t]*(?:%s)*" % _LEVEL)
_MARKS = re.compile(_LEVEL)


def deep_lines(utf8: bytes, language: tree_sitter.Language) -> list[Span]:
    """Return the lines that nest too deep for the parser of a language, with their line ends, in order."""
    if language.id_for_node_kind(_OF_YAML, True) is None or _MAY_BE_DEEP.search(utf8) is None:
        return []
    found: list[Span] = []
    columns: list[int] = []
    start = 0
    for line in utf8.splitlines(keepends=True):
        stop = start + len(line)
        if line.strip():
            levels = _levels(line)
            while columns and columns[-1] >= levels[0]:
                columns.pop()
            columns += levels
            if len(columns) > MAX_LEVELS:
                found.append(Span(start, stop))
                del columns[MAX_LEVELS:]
        start = stop
    return found


def _levels(line: bytes) -> list[int]:
    """The columns at which levels begin on a line: its first sign, and what follows each mark of an entry."""
    first = len(line) - len(line.lstrip(b" \t"))
    head = _HEAD.match(line)
    stop = head.end() if head is not None else first
    return [first, *(mark.end() for mark in _MARKS.finditer(line, first, stop))]


def without_lines(utf8: bytes, spans: list[Span]) -> bytes:
    """Return a text with blanks in the place of some lines, each byte in its place."""
    kept = bytearray(utf8)
    for start, stop in spans:
        kept[start:stop] = bytes(byte if byte in b"\r\n" else ord(" ") for byte in utf8[start:stop])
    return bytes(kept)
