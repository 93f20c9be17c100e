"""What the own header of a zip member says otherwise than the directory: another name, or encryption of plain bytes."""

import copy
import struct
import zipfile
import zlib

from codematch.intake import names
from codematch.model.message import Message, PathName
from codematch.settings import Intake

_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_IS_ENCRYPTED, _IS_UTF8 = 0x1, 0x800
_CHUNK_BYTES = 1 << 16
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def trusted(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limits: Intake) -> tuple[zipfile.ZipInfo, Message | None]:
    """Return a member as it can be read, and what its header says otherwise than the directory (None mostly)."""
    name = _own(archive, info)
    said = []
    if name is not None and name != info.orig_filename:
        info = copy.copy(info)
        info.orig_filename = name
        said.append(Message.of("own-header", name=PathName(names.printable(name))))
    if info.flag_bits & _IS_ENCRYPTED:
        plain = copy.copy(info)
        plain.flag_bits &= ~_IS_ENCRYPTED
        if _is_plain(archive, plain, limits.max_aside_bytes):
            info = plain
            said.append(Message.of("not-really-encrypted"))
    return info, Message.of("header-differs", what=tuple(said)) if said else None


def _own(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> str | None:
    stream = archive.fp
    if stream is None:
        return None
    stream.seek(info.header_offset)
    header = stream.read(_LOCAL.size)
    if len(header) < _LOCAL.size or not header.startswith(b"PK\x03\x04"):
        return None
    fields = _LOCAL.unpack(header)
    raw = stream.read(fields[9])
    try:
        return raw.decode("utf-8" if info.flag_bits & _IS_UTF8 else "cp437")
    except UnicodeDecodeError:
        return None


def _is_plain(archive: zipfile.ZipFile, info: zipfile.ZipInfo, most: int) -> bool:
    """Tell whether the bytes of a member, read as they are, have the checksum that is stated of them."""
    if info.compress_type not in _METHODS or info.file_size > most:
        return False
    if info.compress_type == zipfile.ZIP_STORED and info.file_size != info.compress_size:
        return False  # encryption puts 12 bytes before the data
    try:
        with archive.open(info) as stream:
            while stream.read(_CHUNK_BYTES):
                pass
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError):
        return False
    return True
