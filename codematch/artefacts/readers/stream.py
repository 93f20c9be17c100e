"""Reads numbers and texts of a binary format from a file in parts, and refuses what lies outside."""

import struct

from codematch.artefacts.model_file import damaged
from codematch.model.source import ByteSource

_WINDOW = 1 << 16


class Cursor:
    """A place in a file: reads little-endian values, and raises `UnreadError` at the end of what may be read."""

    def __init__(self, source: ByteSource, start: int = 0, stop: int | None = None) -> None:
        self.source = source
        self.at = start
        self.stop = source.size if stop is None else min(stop, source.size)
        self._first = 0
        self._held = b""

    def take(self, count: int) -> bytes:
        """Return exactly `count` bytes and move on."""
        if count < 0 or self.at + count > self.stop:
            raise damaged("length")
        if not self._first <= self.at <= self.at + count <= self._first + len(self._held):
            self._first = self.at
            self._held = self.source.read(self.at, max(count, min(_WINDOW, self.stop - self.at)))
        offset = self.at - self._first
        found = self._held[offset : offset + count]
        if len(found) != count:
            raise damaged("length")
        self.at += count
        return found

    def skip(self, count: int) -> None:
        """Move on by `count` bytes."""
        if count < 0 or self.at + count > self.stop:
            raise damaged("length")
        self.at += count

    def number(self, form: str) -> int:
        """Return one whole number of a `struct` format such as `I`."""
        found: int = struct.unpack("<" + form, self.take(struct.calcsize("<" + form)))[0]
        return found

    def varint(self) -> int:
        """Return an unsigned number in groups of seven bits, at most 64 bits."""
        value = shift = 0
        while shift < _VARINT_BITS:
            byte = self.take(1)[0]
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
            shift += 7
        raise damaged("varint")


_VARINT_BITS = 70
