"""JSON with the places of its strings, which the library does not keep."""

import re
from typing import Any

from codematch.languages.embedded.forms import UndividedError
from codematch.languages.embedded.island import Span, Writer
from codematch.model.message import Message

_TOKEN = re.compile(rb'[ \t\r\n]*+(?:("(?:[^"\\]|\\.)*+")|([{}\[\],:])|([^\s,\[\]{}\":]+)|(\Z)|(.))', re.DOTALL)
_ESCAPE = re.compile(rb"\\(?:u[dD][89abAB][0-9A-Fa-f]{2}\\u[dD][c-fC-F][0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|.)", re.DOTALL)
_SIMPLE = {b"n": b"\n", b"t": b"\t", b"r": b"\r", b"b": b"\b", b"f": b"\f"}
_MAX_DEPTH = 200

Json = Any
"""An object as a dict by the bytes of the key, an array as a list, a string as its `Span` with the quotation marks,
anything else as bytes."""


def read_json(utf8: bytes) -> Json:
    """Read a JSON text, without recursion.

    Raises:
        UndividedError: It is none, or nests deeper than 200 levels.
    """
    reader = _Reader()
    place = 0
    while (match := _TOKEN.match(utf8, place)) is not None and match[5] is None:
        place = match.end()
        if match[4] is not None:
            return reader.value()
        reader.read(match)
    raise UndividedError(Message.of("no-json", byte=place))


class _Reader:
    """What was read so far: the objects and arrays that are open, the key that waits for its value in each."""

    def __init__(self) -> None:
        self._open: list[Any] = [[]]
        self._keys: list[bytes | None] = [None]

    def value(self) -> Json:
        if len(self._open) != 1 or len(self._open[0]) != 1:
            raise UndividedError(Message.of("json-ends-wrongly"))
        return self._open[0][0]

    def read(self, match: re.Match[bytes]) -> None:
        mark = match[2]
        if mark is None:
            self._scalar(match)
        elif mark in (b"{", b"["):
            inner: Any = {} if mark == b"{" else []
            self._add(inner)
            self._open.append(inner)
            self._keys.append(None)
            if len(self._open) > _MAX_DEPTH:
                raise UndividedError(Message.of("json-nests-deeper", limit=_MAX_DEPTH))
        elif mark in (b"}", b"]"):
            if len(self._open) < 2 or isinstance(self._open[-1], dict) is not (mark == b"}"):
                raise UndividedError(Message.of("json-bracket", byte=match.start(2)))
            self._open.pop()
            self._keys.pop()

    def _scalar(self, match: re.Match[bytes]) -> None:
        if match[1] is not None and isinstance(self._open[-1], dict) and self._keys[-1] is None:
            self._keys[-1] = match[1][1:-1]
        else:
            self._add(match.span(1) if match[1] is not None else match[3])

    def _add(self, value: Json) -> None:
        inside, key = self._open[-1], self._keys[-1]
        if isinstance(inside, list):
            inside.append(value)
        elif key is not None:
            inside[key] = value
            self._keys[-1] = None


def take_string(writer: Writer, utf8: bytes, span: Span) -> None:
    """Add what a string says to an island."""
    start, stop = span[0] + 1, span[1] - 1
    if utf8.find(b"\\", start, stop) < 0:
        writer.take(start, stop)
        return
    for match in _ESCAPE.finditer(utf8, start, stop):
        writer.take(start, match.start())
        writer.decode(_character(match[0]), match.start(), match.end())
        start = match.end()
    writer.take(start, stop)


def text_of(utf8: bytes, value: Json) -> str:
    """Return what a string says, "" for anything else."""
    if not isinstance(value, tuple):
        return ""
    writer = Writer(utf8)
    take_string(writer, utf8, value)
    return writer.text().decode("utf-8", "replace")


def _character(escape: bytes) -> bytes:
    if escape[1:2] != b"u" or len(escape) < 6:
        return _SIMPLE.get(escape[1:], escape[1:])
    code = int(escape[2:6], 16)
    if len(escape) > 6:
        code = 0x10000 + ((code - 0xD800) << 10) + int(escape[8:], 16) - 0xDC00
    # Half of a pair is no character; the mark of one that cannot be shown represents it.
    return chr(0xFFFD if 0xD800 <= code < 0xE000 else code).encode()
