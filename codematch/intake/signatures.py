"""What a file is, judged by its first bytes; names decide nothing, since a name can be anything."""

import re
from enum import StrEnum
from typing import Literal

HEAD_BYTES = 512
"""How much of a file the signatures need: one block of a tar archive."""


class Packing(StrEnum):
    """The containers that are opened."""

    ZIP = "zip"
    TAR = "tar"
    GZIP = "gzip"
    BZIP2 = "bzip2"
    XZ = "xz"


BUNDLE_MARKS = (b"# v2 git bundle\n", b"# v3 git bundle\n")

_UNOPENED = (
    (b"7z\xbc\xaf\x27\x1c", "7-zip-archive"),
    (b"Rar!\x1a\x07", "rar-archive"),
    (b"\x28\xb5\x2f\xfd", "zstandard-archive"),
    (b"\x04\x22\x4d\x18", "lz4-archive"),
    (b"MSCF\0\0\0\0", "cabinet-archive"),
    (b"\x1f\x9d", "compress-archive"),
    (b"!<arch>\ndebian-binary", "debian-package"),
    (b"\xed\xab\xee\xdb", "rpm-package"),
    (b"070701", "cpio-archive"),
    (b"070702", "cpio-archive"),
    (b"070707", "cpio-archive"),
    (b"\xc7\x71", "cpio-archive"),
    (b"\x71\xc7", "cpio-archive"),
    (b"LZIP\x01", "lzip-archive"),
    (b"xar!", "xar-archive"),
    (b"ITSF\x03\0\0\0", "compiled-help-archive"),
)
_SHAPED = (
    (re.compile(rb"\x04\0{3}.{12}\{\"files\"", re.DOTALL), "asar-archive"),
    (re.compile(rb"..-lh[0-9d]-", re.DOTALL), "lzh-archive"),
    (re.compile(rb"\x60\xea.[\x00-\x0a][\x1e-\x40].{5}\x02", re.DOTALL), "arj-archive"),
    (re.compile(rb"hsqs.{24}\x04\0", re.DOTALL), "squashfs-image"),
)
"""Archives that are known by more than their first bytes, which may begin a text, too. The first holds JavaScript."""

_BINARY = (
    (b"\x7fELF", "elf-program-or-library"),
    (b"MZ", "windows-program-or-library"),
    (b"\xca\xfe\xba\xbe", "java-class-or-mach-o-library"),
    (b"\xcf\xfa\xed\xfe", "mach-o-program-or-library"),
    (b"\xce\xfa\xed\xfe", "mach-o-program-or-library"),
    (b"dex\n", "dalvik-program"),
    (b"\0asm", "webassembly-module"),
    (b"BC\xc0\xde", "llvm-bitcode"),
    (b"!<arch>\n", "object-library"),
    (b"%PDF-", "pdf-document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole-document"),
    (b"PK\x03\x04", "document-in-a-zip-container"),
    (b"\x89PNG\r\n\x1a\n", "png-image"),
    (b"\xff\xd8\xff", "jpeg-image"),
    (b"GIF87a", "gif-image"),
    (b"GIF89a", "gif-image"),
    (b"\0\0\x01\0", "icon"),
    (b"RIFF", "riff-media"),
    (b"OggS", "ogg-media"),
    (b"ID3", "mp3-audio"),
    (b"wOFF", "web-font"),
    (b"wOF2", "web-font"),
    (b"\0\x01\0\0\0", "truetype-font"),
    (b"SQLite format 3\0", "sqlite-database"),
    (b"\x93NUMPY", "numpy-array"),
    (b"\x89HDF", "hdf5-data"),
    (b"PAR1", "parquet-data"),
    (b"\x1f\x8b\x08", "gzip-archive"),
    (b"BZh91AY&SY", "bzip2-archive"),
    (b"\xfd7zXZ\0", "xz-archive"),
    *_UNOPENED,
)
_UNOPENED_MARKS = tuple(mark for mark, _ in _UNOPENED)
_BINARY_MARKS = tuple(mark for mark, _ in _BINARY)

_CATALOGUES: dict[bytes, Literal["little", "big"]] = {b"\xde\x12\x04\x95": "little", b"\x95\x04\x12\xde": "big"}
_CATALOGUE_HEAD = 28

_WITH_TEXT = ("library", "program", "module", "bitcode", "bytecode", "document", "package", "font")

_DOCUMENT_FIRST_MEMBERS = (b"[Content_Types].xml", b"mimetype", b"_rels/.rels")
_TAR_CHECKSUM = slice(148, 156)


def packing(head: bytes) -> Packing | None:
    """Return the container that begins with `head` (at least `HEAD_BYTES` of it, or all), or None.

    Office documents and e-books are zip containers too, but what is in them is a document and not source:
    they are left closed, by the name of their first member.
    """
    if head.startswith(b"PK\x03\x04"):
        name_end = 30 + int.from_bytes(head[26:28], "little")
        return None if head[30:name_end] in _DOCUMENT_FIRST_MEMBERS else Packing.ZIP
    if head.startswith(b"PK\x05\x06"):
        return Packing.ZIP
    if head.startswith(b"\x1f\x8b\x08"):
        return Packing.GZIP
    if head.startswith(b"BZh") and head[4:10] in (b"1AY&SY", b"\x17rE8P\x90"):
        return Packing.BZIP2
    if head.startswith(b"\xfd7zXZ\0"):
        return Packing.XZ
    return Packing.TAR if _is_tar_header(head) else None


def unopened_archive(head: bytes) -> str:
    """Return what kind of archive begins with `head` when it is one that is not opened, else ""."""
    if head.startswith(_UNOPENED_MARKS):
        return next(kind for mark, kind in _UNOPENED if head.startswith(mark))
    return next((kind for shape, kind in _SHAPED if shape.match(head)), "")


def binary_kind(head: bytes) -> str:
    """Return what kind of binary file begins with `head`, else ""."""
    if head[2:4] == b"\r\n" and head[5:8] == b"\0\0\0":
        return "python-bytecode"
    if head.startswith(_BINARY_MARKS):
        return next(kind for mark, kind in _BINARY if head.startswith(mark))
    return unopened_archive(head)


def is_message_catalogue(content: bytes) -> bool:
    """Tell whether a file is a compiled catalogue of messages (GNU gettext manual, section on MO files).

    The header alone would be easy to put in front of anything: both tables must be within the file, and the last
    string of the second one must end it.
    """
    order: Literal["little", "big"] | None = _CATALOGUES.get(content[:4])
    if order is None or len(content) < _CATALOGUE_HEAD:
        return False
    count, originals, translations = (int.from_bytes(content[at : at + 4], order) for at in (8, 12, 16))
    last = translations + 8 * (count - 1)
    if not count or max(originals + 8 * count, last + 8) > len(content):
        return False
    length, offset = (int.from_bytes(content[at : at + 4], order) for at in (last, last + 4))
    return len(content) - (offset + length) in (0, 1)


def holds_text(kind: str) -> bool:
    """Tell whether files of a binary kind hold lines of text by nature: programs their messages, PDF its objects."""
    return kind.endswith(_WITH_TEXT)


def _is_tar_header(head: bytes) -> bool:
    """Tell whether `head` is a tar header: its checksum is right, in any dialect (POSIX.1-1988, 10.1.1)."""
    if len(head) < HEAD_BYTES or head[0] == 0:
        return False
    try:
        stated = int(head[_TAR_CHECKSUM].strip(b" \0"), 8)
    except ValueError:
        return False
    return stated == sum(head[: _TAR_CHECKSUM.start]) + sum(head[_TAR_CHECKSUM.stop : HEAD_BYTES]) + 8 * ord(" ")
