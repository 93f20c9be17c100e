"""A zip that is a model: its members by name, their places in the file, within limits and without unpacking to disk."""

import io
import struct
import zipfile
import zlib
from typing import cast

from codematch.artefacts.model_file import beyond, damaged
from codematch.model.source import ByteSource
from codematch.settings import Artefacts

_END = struct.Struct("<4s4H2LH")
_MARK = b"PK\5\6"
_END64, _MARK64 = struct.Struct("<4sQ2H2L4Q"), b"PK\6\6"
_TAIL = 65_535 + 22
_BYTES_A_MEMBER = 400


class Held:
    """Bytes in memory, as a source."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self.size = len(content)

    def read(self, start: int, count: int) -> bytes:
        """Return at most `count` bytes from `start` on."""
        return self._content[start : start + count] if start >= 0 and count > 0 else b""


class SourceStream(io.RawIOBase):
    """A source as a stream that can be read and moved in."""

    def __init__(self, source: ByteSource, at: int = 0) -> None:
        super().__init__()
        self._source = source
        self._at = at

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def seekable(self) -> bool:
        """Say that the place can be chosen."""
        return True

    def tell(self) -> int:
        """Return the place."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Move to a place."""
        self._at = max(0, offset + (0, self._at, self._source.size)[whence])
        return self._at

    def readinto(self, buffer: object) -> int:
        """Fill a buffer."""
        view = memoryview(cast("bytearray", buffer)).cast("B")
        found = self._source.read(self._at, len(view))
        view[: len(found)] = found
        self._at += len(found)
        return len(found)


class ZipView:
    """The members of a zip.

    Raises:
        UnreadError: It is damaged, or has too many members.
    """

    def __init__(self, source: ByteSource, limits: Artefacts) -> None:
        self._source = source
        self._limits = limits
        self._left = limits.max_header_bytes
        _check_directory(source, limits)
        try:
            self._zip = zipfile.ZipFile(io.BufferedReader(SourceStream(source)))
        except (zipfile.BadZipFile, ValueError, struct.error, OSError, NotImplementedError) as error:
            raise damaged("zip directory") from error
        self.members = {info.filename: info for info in self._zip.infolist()}

    def content(self, name: str) -> bytes:
        """Return a member in memory; all that is asked for must stay within the limit of a header."""
        info = self.members[name]
        if info.file_size > self._left:
            raise beyond("max_header_bytes", self._limits.max_header_bytes)
        self._left -= info.file_size
        try:
            with self._zip.open(info) as stream:
                return stream.read(info.file_size)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError) as error:
            raise damaged("zip member") from error

    def place(self, name: str) -> tuple[int, int]:
        """Return where the bytes of a member are that is stored as it is, and their number; (-1, 0) for another one."""
        info = self.members[name]
        head = self._source.read(info.header_offset, 30)
        if info.compress_type != zipfile.ZIP_STORED or len(head) != 30 or info.flag_bits & 1:
            return -1, 0
        name_size, extra_size = struct.unpack("<2H", head[26:30])
        start = info.header_offset + 30 + name_size + extra_size
        inside = head.startswith(b"PK\3\4") and start + info.file_size <= self._source.size
        return (start, info.file_size) if inside else (-1, 0)


def _check_directory(source: ByteSource, limits: Artefacts) -> None:
    """Refuse a directory that is too large before anything reads it."""
    first = max(0, source.size - _TAIL)
    tail = source.read(first, _TAIL)
    at = tail.rfind(_MARK)
    if at < 0 or at + _END.size > len(tail):
        raise damaged("zip directory")
    _, _, _, _, count, size, _, _ = _END.unpack_from(tail, at)
    found = tail.rfind(_MARK64, 0, at)
    if found >= 0 and found + _END64.size <= len(tail):
        fields = _END64.unpack_from(tail, found)
        count, size = max(count if count != 0xFFFF else 0, fields[7]), fields[8]
    if count > limits.max_members or size > limits.max_members * _BYTES_A_MEMBER:
        raise beyond("max_members", limits.max_members)
