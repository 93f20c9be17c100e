"""Entries: what the readers of every form of input yield, before anything is decided about the content."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from codematch.intake import names, signatures
from codematch.model.digests import Digesting
from codematch.model.message import Message, PathName
from codematch.model.source import Disposition, Reason
from codematch.settings import Intake

_CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    r"""One entry of an input.

    `name` is canonical (see `names`), `raw` the original name where that was another one. A regular file has a
    `digest`, the `others` that the settings ask for, and, if it was small enough to keep, its `content`. An entry that
    is not such a file, or cannot be read, has a `disposition` with its `reason` and `detail`. `nested` marks members of
    archives that are in the tree: the digest of their container covers them, so they stay out of the root hash.
    `same_as` names the entry that a hard link in an archive refers to. `legacy` is the name of a member of a zip whose
    encoding is not stated; `name` is then a first guess. `name_rival` are the labels of two encodings in which the name
    reads as well, but otherwise.
    """

    name: bytes
    raw: bytes = b""
    content: bytes | None = None
    digest: str = ""
    others: Mapping[str, str] = field(default_factory=dict)
    size_bytes: int = 0
    disposition: Disposition = Disposition.COMPARED
    reason: Reason | None = None
    detail: Message | None = None
    nested: bool = False
    same_as: bytes = b""
    legacy: "LegacyName | None" = None
    name_rival: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class LegacyName:
    """A name in an encoding that is not stated: its bytes, and whether backslashes part its folders."""

    raw: bytes
    is_dos: bool


class Readable(Protocol):
    """Anything that hands out bytes."""

    def read(self, size: int, /) -> bytes:
        """Return at most `size` bytes, none at the end."""
        ...


class DamagedError(Exception):
    """A container cannot be read to its end; the message says what was met."""


def excluded(name: bytes, reason: Reason, detail: Message | None, raw: bytes = b"") -> Entry:
    """Return an entry that is left out on purpose."""
    return Entry(name=name, raw=raw, disposition=Disposition.EXCLUDED, reason=reason, detail=detail)


def unreadable(name: bytes, reason: Reason, detail: Message | None, raw: bytes = b"") -> Entry:
    """Return an entry whose bytes cannot be had."""
    return Entry(name=name, raw=raw, disposition=Disposition.UNREADABLE, reason=reason, detail=detail)


def symlink(name: bytes, target: bytes, raw: bytes = b"") -> Entry:
    """Return the entry of a symbolic link, which is never followed."""
    if names.leaves_root(name, target):
        return excluded(name, Reason.LEAVES_ROOT, Message.of("link-outside", target=PathName(names.shown(target))), raw)
    return excluded(name, Reason.SYMLINK, Message.of("link", target=PathName(names.shown(target))), raw)


def vcs_data(folder: bytes, files: int) -> Entry:
    """Return the one entry that stands for a folder of version control data."""
    return excluded(folder, Reason.VCS_DATA, Message.of("version-control-data", files=files))


def regular(name: bytes, content: bytes, limits: Intake) -> Entry:
    """Return the entry of a regular file whose bytes are at hand."""
    running = digesting(limits)
    running.update(content)
    digest, others = running.digests()
    return Entry(name=name, content=content, digest=digest, others=others, size_bytes=len(content))


def digesting(limits: Intake) -> Digesting:
    """Return what takes in a text: SHA-256, and the digests besides it that the settings ask for."""
    return Digesting([name for name in ("sm3", "sha1", "md5") if getattr(limits, name)])


def streamed(
    name: bytes, stream: Readable, limits: Intake, *, raw: bytes = b"", charge: Callable[[int], None] | None = None
) -> Entry:
    """Hash a file of unknown size and keep its content if it may be needed.

    Args:
        name: Its canonical name.
        stream: Its bytes, from the start.
        limits: `max_file_bytes` are kept of any file, `max_held_bytes` of an archive, to open it.
        raw: Its original name where that differs.
        charge: Is told the size of every chunk [bytes]; may raise to stop the reading.

    Returns:
        The entry; `content` is None when the file is too large to keep.
    """
    running = digesting(limits)
    held: list[bytes] | None = []
    size = 0
    keep = limits.max_file_bytes
    while chunk := stream.read(_CHUNK_BYTES):
        if charge is not None:
            charge(len(chunk))
        if size == 0 and signatures.packing(chunk[: signatures.HEAD_BYTES]):
            keep = max(limits.max_file_bytes, limits.max_held_bytes)
        size += len(chunk)
        running.update(chunk)
        if held is not None and size <= keep:
            held.append(chunk)
        else:
            held = None
    content = None if held is None else b"".join(held)
    digest, others = running.digests()
    return Entry(name=name, raw=raw, content=content, digest=digest, others=others, size_bytes=size)
