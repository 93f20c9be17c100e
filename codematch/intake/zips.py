"""Zip archives: listed by their central directory, read member by member."""

import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from io import BytesIO
from typing import IO, BinaryIO

from codematch.intake import asides, legacy_names, uncovered, zip_ends, zip_headers
from codematch.intake.archive_members import Kind, Member
from codematch.intake.budget import Budget
from codematch.intake.charsets import Charset
from codematch.intake.entries import LegacyName, digesting
from codematch.model.message import Message
from codematch.settings import Intake

_IS_ENCRYPTED, _IS_UTF8 = 0x1, 0x800
_FROM_DOS = 0
_CHUNK_BYTES = 1 << 20
_UNICODE_PATH = 0x7075
_DOS_NAMES = Charset("ibm437", "cp437")


def members(stream: BinaryIO, limits: Intake, budget: Budget) -> Iterator[Member]:
    """Yield the members of a zip archive, in the order of its central directory.

    Names without the UTF-8 flag are UTF-8 all the same, or in the encoding of the machine they come from: that is
    guessed from all names together, else code page 437 as the format says (APPNOTE D.1), and settled later.

    Raises:
        LimitReachedError: The central directory alone announces more than the budget allows.
    """
    end = zip_ends.ended(stream, limits)
    stream = end.stream
    with zipfile.ZipFile(stream) as archive:
        infos = archive.infolist()
        announced = Budget(limits, packed_bytes=None)
        announced.charge_bytes(sum(info.file_size for info in infos))
        charset = _names_charset(infos, limits)
        # A member that expands too far is not read; where there is nothing else the archive is refused as a whole.
        are_apart = any(info.file_size and not _expands_too_far(info, limits) for info in infos)
        for info in infos:
            for member in _read(archive, info, charset, limits):
                yield member if are_apart else replace(member, size_bytes=0)
        yield from _uncovered(stream, archive, limits, budget)
        yield from _comments(archive, limits)
    for at, content in end.beside:
        if content.count(0) != len(content):
            detail = Message.of("bytes-not-covered", bytes=len(content), offset=at)
            yield asides.whole(b"bytes at %d" % at, content, detail, limits)
            yield from asides.aside(content, b"text at %d" % at, limits)


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, charset: Charset, limits: Intake) -> Iterator[Member]:
    """Yield a member, and before it what its own header says otherwise than the directory."""
    listed = info
    info, said = zip_headers.trusted(archive, info, limits)
    member = _member(archive, info, charset)
    if said is not None:
        by_list = _member(archive, listed, charset)
        name = uncovered.NOT_LISTED + b"header of " + by_list.name.lstrip(b"/")
        yield Member(name=name, kind=Kind.UNCOVERED, detail=said)
        member = replace(member, name=by_list.name, legacy=by_list.legacy)
    yield member


def _expands_too_far(info: zipfile.ZipInfo, limits: Intake) -> bool:
    return info.file_size > max(limits.max_file_bytes, limits.max_archive_ratio * info.compress_size)


def _comments(archive: zipfile.ZipFile, limits: Intake) -> Iterator[Member]:
    """Yield the comments and extra fields that hold text."""
    found = [(b"comment of the archive", archive.comment)]
    for info in archive.infolist():
        if len(info.comment) + len(info.extra) >= limits.min_text_bytes:
            name = info.orig_filename.encode("utf-8", "surrogateescape").lstrip(b"/").replace(b"..", b"%2e%2e")
            found += [(b"comment of " + name, info.comment), (b"extra field of " + name, info.extra)]
    for name, content in found:
        if len(content) >= limits.min_text_bytes:
            yield from asides.named(content, name, Message.of("bytes-of-comment", bytes=len(content)), limits)


def _place(stream: BinaryIO, at: int, size: int, limits: Intake) -> Member:
    """Return what names the bytes at a place that the directory does not cover, of any size."""
    running = digesting(limits)
    stream.seek(at)
    done = 0
    while chunk := stream.read(min(_CHUNK_BYTES, size - done)):
        running.update(chunk)
        done += len(chunk)
    return asides.place(b"bytes at %d" % at, done, running, Message.of("bytes-not-covered", bytes=size, offset=at))


def _uncovered(stream: BinaryIO, archive: zipfile.ZipFile, limits: Intake, budget: Budget) -> Iterator[Member]:
    """Yield the bytes that the directory does not cover, each gap by its place, and the members found in them."""
    for gap in uncovered.gaps(stream, archive, limits, budget):
        yield _place(stream, gap.start, gap.size, limits)
        for name, content in gap.members:
            yield Member(
                name=uncovered.NOT_LISTED + name.replace(b"\\", b"/").lstrip(b"/"),
                kind=Kind.FILE,
                open=partial(BytesIO, content),
                metered=True,
            )
        for at, content in gap.others:
            yield from asides.aside(content, b"text at %d" % at, limits)


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, charset: Charset) -> Member:
    text, raw, is_stated = _name(info, charset)
    is_dos = info.create_system == _FROM_DOS
    if is_dos:
        text = text.replace("\\", "/")
    name = text.encode("utf-8", "surrogateescape")
    legacy = None if is_stated else LegacyName(raw, is_dos)
    raw = b"" if raw == name else raw
    form = stat.S_IFMT(info.external_attr >> 16)
    if text.endswith("/"):
        return Member(name=name, raw=raw, kind=Kind.FOLDER)
    if form not in (0, stat.S_IFREG, stat.S_IFLNK):
        return Member(name=name, raw=raw, kind=Kind.SPECIAL, legacy=legacy)
    if info.flag_bits & _IS_ENCRYPTED:
        return Member(name=name, raw=raw, kind=Kind.ENCRYPTED, legacy=legacy)

    def opened() -> IO[bytes]:
        return archive.open(info)

    kind = Kind.SYMLINK if form == stat.S_IFLNK else Kind.FILE
    return Member(
        name=name,
        raw=raw,
        kind=kind,
        open=opened,
        legacy=legacy,
        size_bytes=info.file_size,
        stored_bytes=info.compress_size,
    )


def _original(info: zipfile.ZipInfo) -> bytes:
    """Return the bytes of a name that is not flagged as UTF-8; `zipfile` has read them as code page 437."""
    return info.orig_filename.encode(_DOS_NAMES.codec)


def _names_charset(infos: list[zipfile.ZipInfo], limits: Intake) -> Charset:
    names = [_original(info) for info in infos if not info.flag_bits & _IS_UTF8 and not info.orig_filename.isascii()]
    read = legacy_names.decide(names, limits)
    return _DOS_NAMES if read is None else read.charset


def _name(info: zipfile.ZipInfo, charset: Charset) -> tuple[str, bytes, bool]:
    """Return a name as text, its bytes as they are in the archive, and whether its encoding is known for certain."""
    if info.flag_bits & _IS_UTF8:
        return info.orig_filename, info.orig_filename.encode(), True
    raw = _original(info)
    unicode_path = _unicode_path(info.extra, raw)
    if unicode_path:
        return unicode_path, raw, True
    if legacy_names.is_utf8(raw):
        return raw.decode("utf-8", "surrogateescape"), raw, True
    return raw.decode(charset.codec, "surrogateescape"), raw, False


def _unicode_path(extra: bytes, raw: bytes) -> str:
    """Return the Info-ZIP Unicode path (APPNOTE 4.6.9) if it belongs to this name, else ""."""
    at = 0
    while at + 4 <= len(extra):
        kind, size = int.from_bytes(extra[at : at + 2], "little"), int.from_bytes(extra[at + 2 : at + 4], "little")
        field = extra[at + 4 : at + 4 + size]
        if kind == _UNICODE_PATH and len(field) > 5 and int.from_bytes(field[1:5], "little") == zlib.crc32(raw):
            return field[5:].decode("utf-8", "replace")
        at += 4 + size
    return ""
