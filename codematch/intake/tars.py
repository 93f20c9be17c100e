"""Tar archives, and single files, behind gzip, bzip2 or xz: read in one pass, each expanded byte charged."""

import tarfile
from collections.abc import Iterator
from functools import partial
from io import BytesIO
from typing import IO, Any, BinaryIO, cast

from codematch.intake import asides
from codematch.intake.archive_members import Kind, Member
from codematch.intake.budget import Budget
from codematch.intake.entries import DamagedError, Readable, digesting
from codematch.intake.packed import Packed
from codematch.intake.signatures import HEAD_BYTES, Packing, packing
from codematch.intake.uncovered import NOT_LISTED
from codematch.model.message import Message
from codematch.settings import Intake

_CHUNK_BYTES = 1 << 16
_NAME_BYTES = 100

_SUFFIXES = (b".gz", b".bz2", b".xz", b".z")


class Metered:
    """A stream that charges a budget for what it yields, and whose start can be looked at."""

    def __init__(self, stream: Readable, budget: Budget) -> None:
        self._stream = stream
        self._budget = budget
        self._ahead = b""

    def peek(self, size: int) -> bytes:
        """Return the next `size` bytes, fewer at the end, without moving on."""
        while len(self._ahead) < size and (chunk := self._take(size - len(self._ahead))):
            self._ahead += chunk
        return self._ahead[:size]

    def read(self, size: int, /) -> bytes:
        """Return at most `size` bytes."""
        if self._ahead:
            chunk, self._ahead = self._ahead[:size], self._ahead[size:]
            return chunk
        return self._take(size)

    def _take(self, size: int) -> bytes:
        chunk = self._stream.read(size)
        self._budget.charge_bytes(len(chunk))
        return chunk


def members(stream: BinaryIO, form: Packing, name: bytes, limits: Intake, budget: Budget) -> Iterator[Member]:
    """Yield the members of a tar, or the one file that is packed alone, called like its container without its suffix.

    Raises:
        DamagedError: The end of a tar is missing, or a header is broken.
    """
    packed = None if form is Packing.TAR else Packed(stream, form, limits.max_aside_bytes, digesting(limits))
    metered = Metered(stream if packed is None else packed, budget)
    if packing(metered.peek(HEAD_BYTES)) is Packing.TAR or metered.peek(2 * HEAD_BYTES) == bytes(2 * HEAD_BYTES):
        yield from _tar_members(metered, limits)
    else:
        yield Member(name=_unpacked_name(name), kind=Kind.FILE, open=lambda: metered, metered=True)
    if packed is not None:
        yield from _beside(packed, limits)


def _beside(packed: Packed, limits: Intake) -> Iterator[Member]:
    """Yield what a packed file has after its end, and in its headers."""
    if packed.behind:
        detail = Message.of("bytes-behind-data", bytes=packed.behind_bytes)
        yield asides.place(b"bytes behind", packed.behind_bytes, packed.running, detail)
        yield from asides.aside(packed.behind, b"behind", limits)
    for content in packed.headers:
        detail = Message.of("bytes-of-comment", bytes=len(content))
        yield from asides.named(content, b"comment", detail, limits)


class _Archive(tarfile.TarFile):
    """A tar with the blocks of what was `skipped` before its last header, at most `room` of them."""

    def __init__(self, *given: Any, **named: Any) -> None:
        self.skipped: list[bytes] = []
        self.room = 1
        self.end: tarfile.TarError | None = None
        super().__init__(*given, **named)


class _Header(tarfile.TarInfo):
    """A header that remembers why there is no next one; `tarfile` itself ends in silence at a broken header.

    A broken header behind the first one costs its member alone: the next sound one is sought.
    """

    @classmethod
    def fromtarfile(cls, archive: tarfile.TarFile) -> "_Header":
        try:
            return cls._next(cast(_Archive, archive))
        except tarfile.HeaderError as error:
            cast(_Archive, archive).end = error
            raise

    @classmethod
    def _next(cls, archive: _Archive) -> "_Header":
        stream = cast(BinaryIO, archive.fileobj)
        block = stream.read(HEAD_BYTES)
        is_first = stream.tell() <= HEAD_BYTES
        while True:
            try:
                found = cls.frombuf(block, archive.encoding or "utf-8", archive.errors)
            except tarfile.InvalidHeaderError:  # type: ignore[attr-defined]
                if is_first:
                    raise
                found = None
            if found is None or found.size < 0:
                is_first = False
                if len(archive.skipped) < archive.room:
                    archive.skipped.append(block)
                block = stream.read(HEAD_BYTES)
                continue
            found.offset = stream.tell() - HEAD_BYTES
            return cast("_Header", found._proc_member(archive))  # type: ignore[attr-defined]


def _skipped(archive: _Archive, limits: Intake) -> Iterator[Member]:
    """Yield the member whose header is broken, as one that cannot be read, and what text is in the skipped bytes."""
    blocks = archive.skipped
    if not blocks:
        return
    name = blocks[0][:_NAME_BYTES].rstrip(b"\0").partition(b"\0")[0]
    yield Member(name=name or NOT_LISTED + b"broken header", kind=Kind.FILE)
    rest = b"".join(blocks[1:])
    yield from asides.aside(rest.rstrip(b"\0"), b"data of " + (name or b"broken header").lstrip(b"/"), limits)
    blocks.clear()


def _tar_members(stream: Metered, limits: Intake) -> Iterator[Member]:
    with _Archive.open(
        fileobj=cast(BinaryIO, stream), mode="r|", tarinfo=_Header, encoding="utf-8", errors="surrogateescape"
    ) as archive:
        archive.room = limits.max_aside_bytes // HEAD_BYTES
        padding = bytearray()
        for info in archive:
            yield from _skipped(archive, limits)
            yield _member(archive, info)
            if len(padding) < limits.max_aside_bytes:
                padding += _padding(cast(BinaryIO, archive.fileobj), info)
            archive.members.clear()  # type: ignore[attr-defined]  # a million headers need not stay
        yield from _skipped(archive, limits)
        end = archive.end
        if not isinstance(end, tarfile.EOFHeaderError):  # type: ignore[attr-defined]
            raise DamagedError(f"the tar archive ends without its end mark ({end or 'end of data'})")
        detail = Message.of("bytes-in-padding", bytes=len(padding))
        yield from asides.named(bytes(padding), b"padding", detail, limits)
        yield from _behind(cast(IO[bytes], archive.fileobj), limits)


def _padding(stream: BinaryIO, info: tarfile.TarInfo) -> bytes:
    """Return what is between the end of a file and that of its last block: NULs, which are not returned."""
    rest = -info.size % HEAD_BYTES
    end = info.offset_data + info.size
    if not rest or not info.isreg() or info.issparse() or stream.tell() > end:
        return b""
    stream.seek(end)
    return stream.read(rest).rstrip(b"\0")


def _behind(stream: IO[bytes], limits: Intake) -> Iterator[Member]:
    """Read to the end: the checksum of a compressed stream comes last, and nothing may hide after the end mark.

    What looks like the members of another tar, as when two are written one after the other, is read as such; other
    data are named with their size, and held up to a limit.
    """
    held = bytearray()
    running = digesting(limits)
    size = 0
    while chunk := stream.read(_CHUNK_BYTES):
        if not held and chunk.count(0) == len(chunk):
            continue
        if not held:
            chunk = chunk[next(at for at in range(0, len(chunk), HEAD_BYTES) if any(chunk[at : at + HEAD_BYTES])) :]
        size += len(chunk)
        running.update(chunk)
        if len(held) < limits.max_aside_bytes:
            held += chunk
    if not held:
        return
    yield asides.place(b"data", size, running, Message.of("bytes-behind-tar", bytes=size))
    rest = bytes(held)
    if packing(rest[:HEAD_BYTES]) is not Packing.TAR:
        yield from asides.aside(rest, b"behind", limits)
        return
    try:
        with tarfile.open(
            fileobj=BytesIO(rest), encoding="utf-8", errors="surrogateescape", ignore_zeros=True
        ) as archive:
            for info in archive:
                if info.isreg():
                    content = cast(IO[bytes], archive.extractfile(info)).read(info.size)
                    yield Member(
                        name=NOT_LISTED + _bytes(info.name).lstrip(b"/"),
                        kind=Kind.FILE,
                        open=partial(BytesIO, content),
                        metered=True,
                    )
    except tarfile.TarError:
        return


def _member(archive: tarfile.TarFile, info: tarfile.TarInfo) -> Member:
    name = _bytes(info.name)
    if info.isdir():
        return Member(name=name, kind=Kind.FOLDER)
    if info.issym():
        return Member(name=name, kind=Kind.SYMLINK, target=_bytes(info.linkname))
    if info.islnk():
        return Member(name=name, kind=Kind.HARD_LINK, target=_bytes(info.linkname))
    if not info.isreg():
        return Member(name=name, kind=Kind.SPECIAL)
    # A sparse file expands here, not in the stream below.
    return Member(
        name=name,
        kind=Kind.FILE,
        open=lambda: cast(IO[bytes], archive.extractfile(info)),
        metered=not info.issparse(),
        size_bytes=info.size,
        stored_bytes=_stored_bytes(info),
    )


def _stored_bytes(info: tarfile.TarInfo) -> int:
    """What the archive holds of a file: less than its size where it has holes."""
    parts: list[tuple[int, int]] | None = getattr(info, "sparse", None)
    return info.size if parts is None else sum(size for _, size in parts)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _unpacked_name(name: bytes) -> bytes:
    last = name.rpartition(b"/")[2]
    return next((last[: -len(end)] for end in _SUFFIXES if last.lower().endswith(end) and last != end), last)
