"""Git objects, loose and packed, read without git and within limits.

Only the parts of dulwich that parse are used (packs, indexes, deltas, trees), never its repository class: that
one follows the configuration of the repository, looks for hooks and, for some reference formats, writes. No
object is fetched from elsewhere: alternates are not followed. Every object is checked against its id.
"""

import mmap
import re
import struct
import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from io import BytesIO
from pathlib import Path
from typing import IO, Self

from dulwich import errors
from dulwich.object_format import ObjectFormat
from dulwich.objects import ObjectID
from dulwich.pack import (
    DELTA_TYPES,
    OFS_DELTA,
    MemoryPackIndex,
    Pack,
    PackData,
    PackIndex,
    UnpackedObject,
    UnresolvedDeltas,
    load_pack_index,
    unpack_object_at,
)

FORMAT_ERRORS = (
    errors.ApplyDeltaError,
    errors.ChecksumMismatch,
    errors.FileFormatException,
    UnresolvedDeltas,
    struct.error,
    zlib.error,
    AssertionError,
    EOFError,
    IndexError,
    KeyError,
    OSError,
    OverflowError,
    RecursionError,
    StopIteration,
    TypeError,
    ValueError,
)
"""What dulwich raises on broken or hostile data."""

_PACK_HEADER_BYTES = 12
_TYPE_NAMES = {1: b"commit", 2: b"tree", 3: b"blob", 4: b"tag"}
_LOOSE_HEADER = re.compile(rb"(commit|tree|blob|tag) (\d+)\0")
_HEX = re.compile(r"[0-9a-f]+")


class ObjectError(Exception):
    """An object is missing, damaged or larger than may be held; the message says which and why."""


class ObjectStore:
    """The objects of one repository or bundle; close it after use.

    Args:
        loose: The folder of loose objects, None for a bundle.
        object_format: SHA-1 or SHA-256.
        max_bytes: The largest object that is held in memory.
    """

    def __init__(self, loose: Path | None, object_format: ObjectFormat, max_bytes: int) -> None:
        self.object_format = object_format
        self._loose = loose
        self._max_bytes = max_bytes
        self._packs: list[Pack] = []
        self._resources = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._resources.close()

    def add_pack(self, path: Path) -> None:
        """Add a pack file with its index.

        Raises:
            ObjectError: The two cannot be read, or do not belong together.
        """
        failure = ""
        try:
            stream = self._resources.enter_context(path.open("rb"))
            content = self._resources.enter_context(mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ))
            index = load_pack_index(path.with_suffix(".idx"), self.object_format)
            self._resources.callback(index.close)
            self._add(self._pack_data(stream, content), index)
        except FORMAT_ERRORS as error:
            failure = f"pack {path.name} cannot be read: {error}"
        if failure:
            raise ObjectError(failure)

    def add_pack_content(self, content: bytes) -> None:
        """Add the pack of a bundle, which has no index: all of it is read once, within the limits.

        Raises:
            ObjectError: The pack is damaged, cut short, or refers to objects outside it.
        """
        try:
            data = self._pack_data(BytesIO(content), content)
            data.check()
            data.check_declared_sizes()
            self._add(data, MemoryPackIndex.for_pack(data))
        except FORMAT_ERRORS as error:
            raise ObjectError(f"the pack in it cannot be read: {error}") from error

    def read(self, object_id: str) -> tuple[bytes, bytes]:
        """Return the type and the content of an object.

        Raises:
            ObjectError: It is missing, damaged or too large.
        """
        if len(object_id) != self.object_format.hex_length or not _HEX.fullmatch(object_id):
            raise ObjectError(f"{object_id[:64]!r} is not an object id")
        failure = ""
        try:
            kind, content = self._packed(object_id) or self._read_loose(object_id)
        except FORMAT_ERRORS as error:
            failure = f"object {object_id} is damaged: {error}"
        if failure:
            # Not chained: the frames of the first error hold views of the mapped pack, which then cannot be closed.
            raise ObjectError(failure)
        digest = self.object_format.hash_func()
        digest.update(b"%s %d\0" % (kind, len(content)))
        digest.update(content)
        if digest.hexdigest() != object_id:
            raise ObjectError(f"object {object_id} is damaged: its content has another id")
        return kind, content

    def ids(self, prefix: str) -> list[str]:
        """Return all object ids that begin with a prefix of at least two hexadecimal digits, sorted."""
        found = set(self._loose_ids(prefix))
        whole = bytes.fromhex(prefix[: len(prefix) // 2 * 2])
        for pack in self._packs:
            found.update(raw.hex() for raw in pack.index.iter_prefix(whole))
        return sorted(one for one in found if one.startswith(prefix))

    def counts(self) -> tuple[int, int]:
        """Return how many loose and how many packed objects there are."""
        loose = sum(1 for first in range(256) for _ in self._loose_ids(f"{first:02x}"))
        return loose, sum(len(pack.index) for pack in self._packs)

    def _pack_data(self, stream: IO[bytes], content: bytes | mmap.mmap) -> "_BoundedPackData":
        data = _BoundedPackData(self.object_format, stream, content, self._max_bytes)
        self._resources.callback(data.close)
        return data

    def _add(self, data: PackData, index: PackIndex) -> None:
        if len(index) != len(data) or index.get_pack_checksum() != data.get_stored_checksum():
            raise ValueError("its index belongs to another pack")
        pack = Pack.from_objects(data, index)
        self._resources.callback(pack.close)
        self._packs.append(pack)

    def _packed(self, object_id: str) -> tuple[bytes, bytes] | None:
        for pack in self._packs:
            try:
                pack.index.object_offset(ObjectID(object_id.encode()))
            except KeyError:
                continue
            kind, content = pack.get_raw(ObjectID(object_id.encode()))
            return _TYPE_NAMES[kind], content
        return None

    def _read_loose(self, object_id: str) -> tuple[bytes, bytes]:
        path = None if self._loose is None else self._loose / object_id[:2] / object_id[2:]
        if path is None or not path.is_file():
            raise ObjectError(f"object {object_id} is not in the repository")
        expander = zlib.decompressobj()
        content = expander.decompress(path.read_bytes(), self._max_bytes + 64)
        header = _LOOSE_HEADER.match(content)
        if header is None or expander.unconsumed_tail:
            raise ObjectError(f"object {object_id} is damaged, or larger than {self._max_bytes:,} bytes")
        return header[1], content[header.end() :]

    def _loose_ids(self, prefix: str) -> Iterator[str]:
        folder = None if self._loose is None else self._loose / prefix[:2]
        if folder is None or not folder.is_dir():
            return
        for item in folder.iterdir():
            object_id = prefix[:2] + item.name
            if len(object_id) == self.object_format.hex_length and _HEX.fullmatch(object_id):
                yield object_id


class _BoundedPackData(PackData):
    """Pack data that looks at the size which an object announces before it expands it."""

    def __init__(
        self, object_format: ObjectFormat, stream: IO[bytes], content: bytes | mmap.mmap, max_bytes: int
    ) -> None:
        super().__init__("", object_format, file=stream)
        self._bytes = content
        self._max_bytes = max_bytes

    def get_unpacked_object_at(self, offset: int, *, include_comp: bool = False) -> UnpackedObject:
        self._check_size(_entry_size(self._bytes, offset), offset)
        unpacked = super().get_unpacked_object_at(offset, include_comp=include_comp)
        self._check_delta(unpacked, offset)
        return unpacked

    def check_declared_sizes(self) -> None:
        """Go through all entries in file order; a liar or a giant raises `ValueError`."""
        offset = _PACK_HEADER_BYTES
        for _ in range(len(self)):
            self._check_size(_entry_size(self._bytes, offset), offset)
            unpacked, end = unpack_object_at(self._bytes, offset, self.object_format.hash_func)
            self._check_delta(unpacked, offset)
            offset = end

    def _check_delta(self, unpacked: UnpackedObject, offset: int) -> None:
        if unpacked.pack_type_num not in DELTA_TYPES:
            return
        base = unpacked.delta_base
        if unpacked.pack_type_num == OFS_DELTA and (not isinstance(base, int) or not 0 < base < offset):
            raise ValueError(f"the delta at {offset} has no base before it")
        delta = b"".join(unpacked.decomp_chunks)
        _, at = _varint(delta, 0)
        size, _ = _varint(delta, at)
        self._check_size(size, offset)

    def _check_size(self, size: int, offset: int) -> None:
        if size > self._max_bytes:
            raise ValueError(f"the object at {offset} has {size:,} bytes, more than {self._max_bytes:,}")


def _entry_size(pack: bytes | mmap.mmap, offset: int) -> int:
    """Return the size that a pack entry announces (git, gitformat-pack): 4 bits, then 7 at a time."""
    with memoryview(pack) as view:
        byte = view[offset]
        size, shift = byte & 0x0F, 4
        while byte & 0x80:
            offset += 1
            byte = view[offset]
            size |= (byte & 0x7F) << shift
            shift += 7
    return size


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """Return a number of a delta header, 7 bits at a time, and the offset after it."""
    value, shift = 0, 0
    while True:
        byte = data[at]
        value |= (byte & 0x7F) << shift
        at += 1
        shift += 7
        if not byte & 0x80:
            return value, at
