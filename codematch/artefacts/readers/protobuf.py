"""The wire format of protocol buffers, read without a schema: fields with their places, nothing held."""

import struct
from collections.abc import Iterator
from typing import NamedTuple

from codematch.artefacts.model_file import beyond, damaged
from codematch.artefacts.readers.stream import Cursor
from codematch.model.source import ByteSource

VARINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5


class Field(NamedTuple):
    """A field of a message: its number, how it is written, its number value, and the place of its bytes."""

    number: int
    wire: int
    value: int
    start: int
    stop: int


class Wire:
    """A file of messages, with a budget of fields that may be read."""

    def __init__(self, source: ByteSource, max_steps: int, max_bytes: int) -> None:
        self.source = source
        self._limit = max_steps
        self._left = max_steps
        self._bytes = self._max_bytes = max_bytes

    def fields(self, start: int = 0, stop: int | None = None) -> Iterator[Field]:
        """Yield the fields of the message between two places.

        Raises:
            UnreadError: A field does not end there, or there are too many.
        """
        cursor = Cursor(self.source, start, stop)
        while cursor.at < cursor.stop:
            self._left -= 1
            if self._left < 0:
                raise beyond("max_steps", self._limit)
            key = cursor.varint()
            yield self._field(cursor, key >> 3, key & 7)

    def _field(self, cursor: Cursor, number: int, wire: int) -> Field:
        if wire == VARINT:
            return Field(number, wire, cursor.varint(), cursor.at, cursor.at)
        length = {FIXED64: 8, FIXED32: 4}.get(wire)
        if length is None:
            if wire != BYTES:
                raise damaged("field")
            length = cursor.varint()
        first = cursor.at
        cursor.skip(length)
        return Field(number, wire, 0, first, cursor.at)

    def text(self, field: Field) -> str:
        """Return the bytes of a field as text."""
        return self.raw(field).decode("utf-8", "replace")

    def raw(self, field: Field) -> bytes:
        """Return the bytes of a field; all that is asked for must stay within the limit of a header."""
        self._bytes -= field.stop - field.start
        if self._bytes < 0:
            raise beyond("max_header_bytes", self._max_bytes)
        return self.source.read(field.start, field.stop - field.start)

    def numbers(self, field: Field) -> list[int]:
        """Return the whole numbers of a field, packed or single, signed."""
        if field.wire == VARINT:
            return [_signed(field.value)]
        raw = Cursor(self.source, field.start, field.stop)
        found: list[int] = []
        while raw.at < raw.stop:
            self._left -= 1
            if self._left < 0:
                raise beyond("max_steps", self._limit)
            found.append(_signed(raw.varint()))
        return found

    def floats(self, field: Field) -> list[float]:
        """Return the floats of 32 bits of a field, packed or single."""
        raw = self.raw(field)
        return [item[0] for item in struct.iter_unpack("<f", raw[: len(raw) // 4 * 4])]


def _signed(value: int) -> int:
    return value - (1 << 64) if value >= 1 << 63 else value
