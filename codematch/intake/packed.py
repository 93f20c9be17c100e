"""Streams of gzip, bzip2 and xz: expanded piece by piece, with what is in their headers and after their end.

Several streams after one another are one file (RFC 1952, section 2.2; the manuals of bzip2 and xz). Other data may
follow the last of them, which the usual readers pass over or take for damage.
"""

import bz2
import lzma
import zlib
from collections.abc import Callable
from typing import BinaryIO

from codematch.intake.signatures import HEAD_BYTES, Packing, packing
from codematch.model.digests import Digesting

_CHUNK_BYTES = 1 << 16
_MAX_HEADER_BYTES = 1 << 24
_GZIP = 16 + zlib.MAX_WBITS
_HAS_EXTRA, _HAS_NAME, _HAS_COMMENT = 0x4, 0x8, 0x10
_HEADER_BYTES = 10
_BROKEN = (zlib.error, lzma.LZMAError, OSError, EOFError)


class _Zlib:
    """The expander of zlib with the manners of those of bz2 and lzma: it keeps what it has not yet expanded."""

    def __init__(self) -> None:
        self._inflater = zlib.decompressobj(_GZIP)

    @property
    def eof(self) -> bool:
        return self._inflater.eof

    @property
    def unused_data(self) -> bytes:
        return self._inflater.unused_data

    @property
    def needs_input(self) -> bool:
        return not self._inflater.unconsumed_tail

    def decompress(self, data: bytes, max_length: int, /) -> bytes:
        return self._inflater.decompress(self._inflater.unconsumed_tail + data, max_length)


_INFLATERS: dict[Packing, Callable[[], "_Zlib | bz2.BZ2Decompressor | lzma.LZMADecompressor"]] = {
    Packing.GZIP: _Zlib,
    Packing.BZIP2: bz2.BZ2Decompressor,
    Packing.XZ: lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ),
}


class Packed:
    """The expanded bytes of a packed file, but other data may follow.

    `behind` holds what follows the last stream, but NULs, at most `most` bytes, once all has been read, and
    `behind_bytes` its size; `running` takes all of it in. `headers` are the extra fields, names and comments of gzip.
    """

    def __init__(self, stream: BinaryIO, form: Packing, most: int, running: Digesting) -> None:
        self._stream = stream
        self._most = most
        self._form = form
        self._inflater = _INFLATERS[form]()
        self._pending = b""
        self._is_within = False
        self._is_first = True
        self._is_done = False
        self._unsure = b""
        self.running = running
        self.behind = b""
        self.behind_bytes = 0
        self.headers: list[bytes] = []

    def read(self, size: int, /) -> bytes:
        """Return at most `size` expanded bytes, none at the end.

        Raises:
            EOFError: The file ends within a stream.
            zlib.error, lzma.LZMAError, OSError: A stream is broken.
        """
        while not self._is_done and (self._is_within or self._begins()):
            try:
                expanded = self._expanded(size)
            except _BROKEN:
                if not self._unsure:
                    raise
                self._ends(self._unsure)  # it only begins like a stream
                break
            if expanded:
                self._unsure = b""
                return expanded
        return b""

    def _expanded(self, size: int) -> bytes:
        inflater = self._inflater
        data = self._pending
        if not data and inflater.needs_input:
            data = self._stream.read(_CHUNK_BYTES)
            if not data:
                raise EOFError("Compressed file ended before the end-of-stream marker was reached")
            if self._unsure:
                self._unsure += data
        self._pending = b""
        expanded = inflater.decompress(data, size)
        if inflater.eof:
            self._pending = inflater.unused_data
            self._is_within = False
        return expanded

    def _begins(self) -> bool:
        """Begin the next stream; where there is none, keep what is in its place."""
        while len(self._pending) < HEAD_BYTES and (chunk := self._stream.read(_CHUNK_BYTES)):
            self._pending += chunk
            if not self._is_first:
                self._pending = self._pending.lstrip(b"\0")
        if not self._is_first:
            self._pending = self._pending.lstrip(b"\0")
            if packing(self._pending[:HEAD_BYTES]) is not self._form:
                self._ends(self._pending)
                return False
            self._unsure = self._pending
        self._is_first = False
        self._is_within = True
        self._inflater = _INFLATERS[self._form]()
        if self._form is Packing.GZIP:
            self._keep_header()
        return True

    def _ends(self, behind: bytes) -> None:
        self._is_done = True
        self.behind = behind + self._stream.read(max(0, self._most - len(behind)))
        self.behind_bytes = len(self.behind)
        self.running.update(self.behind)
        while chunk := self._stream.read(_CHUNK_BYTES):
            self.running.update(chunk)
            self.behind_bytes += len(chunk)

    def _keep_header(self) -> None:
        """Keep the fields of a header that may hold text (RFC 1952, section 2.3)."""
        flags = self._pending[3] if len(self._pending) > _HEADER_BYTES else 0
        at = _HEADER_BYTES
        if flags & _HAS_EXTRA:
            size = int.from_bytes(self._pending[at : at + 2], "little")
            while len(self._pending) < at + 2 + size and self._more():
                pass
            self.headers.append(self._pending[at + 2 : at + 2 + size])
            at += 2 + size
        for flag in (_HAS_NAME, _HAS_COMMENT):
            if flags & flag:
                stop = self._pending.find(b"\0", at)
                while stop < 0 and len(self._pending) < _MAX_HEADER_BYTES and self._more():
                    stop = self._pending.find(b"\0", at)
                stop = len(self._pending) if stop < 0 else stop
                self.headers.append(self._pending[at:stop])
                at = stop + 1

    def _more(self) -> bool:
        chunk = self._stream.read(_CHUNK_BYTES)
        self._pending += chunk
        if self._unsure:
            self._unsure += chunk
        return bool(chunk)
