"""Gzip streams: expanded piece by piece, with what stands in their header and behind their end."""

import zlib
from typing import BinaryIO

_CHUNK_BYTES = 1 << 16
_MAX_HELD_BYTES = 64_000_000
_GZIP = 16 + zlib.MAX_WBITS
_MARK = b"\x1f\x8b\x08"
_HAS_EXTRA, _HAS_NAME, _HAS_COMMENT = 0x4, 0x8, 0x10
_HEADER_BYTES = 10


class Gzip:
    """The expanded bytes of a gzip file (RFC 1952), as `gzip.GzipFile` gives them, but other data may follow.

    `behind` holds what follows the last member, but NULs, once all has been read, and `behind_bytes` its size;
    `headers` the extra fields and comments of the members.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._inflater: zlib._Decompress | None = None
        self._pending = b""
        self._is_first = True
        self._is_done = False
        self.behind = b""
        self.behind_bytes = 0
        self.headers: list[bytes] = []

    def read(self, size: int, /) -> bytes:
        """Return at most `size` expanded bytes, none at the end.

        Raises:
            EOFError: The file ends within a member.
            zlib.error: A member is broken.
        """
        while not self._is_done and (self._inflater is not None or self._begins()):
            inflater = self._inflater
            if inflater is None:
                break
            data = self._pending or self._stream.read(_CHUNK_BYTES)
            if not data:
                raise EOFError("Compressed file ended before the end-of-stream marker was reached")
            expanded = inflater.decompress(data, size)
            self._pending = inflater.unused_data if inflater.eof else inflater.unconsumed_tail
            if inflater.eof:
                self._inflater = None
            if expanded:
                return expanded
        return b""

    def _begins(self) -> bool:
        """Begin the next member; where there is none, keep what stands in its place."""
        while len(self._pending) < len(_MARK) and (chunk := self._stream.read(_CHUNK_BYTES)):
            self._pending += chunk
            if not self._is_first:
                self._pending = self._pending.lstrip(b"\0")
        if not self._is_first:
            self._pending = self._pending.lstrip(b"\0")
        if self._is_first or self._pending.startswith(_MARK):
            self._is_first = False
            self._inflater = zlib.decompressobj(_GZIP)
            self._keep_header()
            return True
        self._is_done = True
        self.behind = self._pending + self._stream.read(_MAX_HELD_BYTES)
        self.behind_bytes = len(self.behind)
        while chunk := self._stream.read(_CHUNK_BYTES):
            self.behind_bytes += len(chunk)
        return False

    def _keep_header(self) -> None:
        head = self._pending
        flags = head[3] if len(head) > _HEADER_BYTES else 0
        at = _HEADER_BYTES
        if flags & _HAS_EXTRA:
            size = int.from_bytes(head[at : at + 2], "little")
            self.headers.append(head[at + 2 : at + 2 + size])
            at += 2 + size
        if flags & _HAS_NAME:
            at = head.find(b"\0", at) + 1 or len(head)
        if flags & _HAS_COMMENT:
            stop = head.find(b"\0", at)
            self.headers.append(head[at : stop if stop >= 0 else len(head)])
