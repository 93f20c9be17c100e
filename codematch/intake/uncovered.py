"""Bytes of a zip archive that its central directory does not cover, and the members that are in them."""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from codematch.intake.budget import Budget
from codematch.settings import Intake

NOT_LISTED = b"(not listed)/"
"""Stands before the name of a member that the directory of its archive does not list."""
_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_LOCAL_MARK = b"PK\x03\x04"
_STORED, _DEFLATED = 0, 8
_HAS_DESCRIPTOR = 0x8


@dataclass(frozen=True, slots=True)
class Gap:
    """Bytes at `start` that nothing lists, their `size` [bytes], those of the `members` found in them by name.

    `others` are the bytes between those members, each with its place.
    """

    start: int
    size: int
    members: tuple[tuple[bytes, bytes], ...]
    others: tuple[tuple[int, bytes], ...]


def gaps(stream: BinaryIO, archive: zipfile.ZipFile, limits: Intake, budget: Budget) -> Iterator[Gap]:
    """Yield what is before, between and after the members of an archive; gaps of NULs alone are alignment.

    Raises:
        LimitReachedError: The members expand to more than the budget allows.
    """
    at = 0
    for start, stop in [*sorted(_covered(stream, archive)), (archive.start_dir, archive.start_dir)]:
        if start > at:
            stream.seek(at)
            content = stream.read(min(start - at, limits.max_aside_bytes))
            if content.count(0) != len(content) and not content.endswith(b"APK Sig Block 42"):
                yield _gap(at, start - at, content, budget)
        at = max(at, stop)


def _gap(at: int, size: int, content: bytes, budget: Budget) -> Gap:
    members, others = [], []
    done = 0
    for name, unpacked, start, stop in _members(content, budget):
        members.append((name, unpacked))
        others.append((at + done, content[done:start]))
        done = stop
    return Gap(at, size, tuple(members), (*others, (at + done, content[done:])))


def _covered(stream: BinaryIO, archive: zipfile.ZipFile) -> Iterator[tuple[int, int]]:
    for info in archive.infolist():
        stream.seek(info.header_offset)
        header = stream.read(_LOCAL.size)
        if len(header) < _LOCAL.size:
            continue
        fields = _LOCAL.unpack(header)
        stop = info.header_offset + _LOCAL.size + fields[9] + fields[10] + info.compress_size
        if info.flag_bits & _HAS_DESCRIPTOR:
            stop += _descriptor_bytes(stream, stop, info)
        yield info.header_offset, stop


def _descriptor_bytes(stream: BinaryIO, at: int, info: zipfile.ZipInfo) -> int:
    stream.seek(at)
    head = stream.read(24)
    for mark in (b"PK\x07\x08", b""):
        for form in ("<III", "<IQQ"):
            sizes = (info.compress_size, info.file_size)
            if form == "<III" and max(sizes) >= 1 << 32:
                continue
            expected = mark + struct.pack(form, info.CRC, *sizes)
            if head.startswith(expected):
                return len(expected)
    return 0


def _members(content: bytes, budget: Budget) -> Iterator[tuple[bytes, bytes, int, int]]:
    """Yield name, content, start and stop of the members whose local headers are in some bytes."""
    at = content.find(_LOCAL_MARK)
    while at >= 0:
        if at + _LOCAL.size > len(content):
            return
        fields = _LOCAL.unpack(content[at : at + _LOCAL.size])
        begin = at + _LOCAL.size
        name = content[begin : begin + fields[9]]
        data = begin + fields[9] + fields[10]
        unpacked = _unpacked(content, data, fields[3], fields[2] & _HAS_DESCRIPTOR, fields[7], budget)
        if unpacked is None or not name or name.endswith(b"/"):
            at = content.find(_LOCAL_MARK, at + 4)
            continue
        yield name, unpacked[0], at, max(unpacked[1], at + 4)
        at = content.find(_LOCAL_MARK, max(unpacked[1], at + 4))


def _unpacked(
    content: bytes, start: int, method: int, has_descriptor: int, size: int, budget: Budget
) -> tuple[bytes, int] | None:
    """Return the bytes of a member and where it stops; None when it cannot be read."""
    if method == _STORED:
        stop = content.find(b"PK", start) if has_descriptor else start + size
        stop = len(content) if stop < 0 else min(stop, len(content))
        budget.charge_bytes(stop - start)
        return content[start:stop], stop
    if method != _DEFLATED:
        return None
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    pieces = []
    try:
        rest = content[start : len(content) if has_descriptor else start + size]
        while rest and not inflater.eof:
            pieces.append(inflater.decompress(rest, 1 << 20))
            budget.charge_bytes(len(pieces[-1]))
            rest = inflater.unconsumed_tail
    except zlib.error:
        return None
    used = (len(content) if has_descriptor else start + size) - len(inflater.unused_data)
    return b"".join(pieces), used
