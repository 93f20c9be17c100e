"""The names of one container as they are compared: read in the encoding that they have together, composed, parted.

A folder, an archive and a git tree hold names as bytes. The same tree gets the same names from each: names that are not
UTF-8 are read in the encoding that all of them together are plausible in (as for the content of files), characters are
composed (NFC; macOS decomposes them), and backslashes part folders where nothing else does, as in archives that were
made on Windows and in folders that such an archive was unpacked to. The bytes are kept beside.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from codematch.intake import names, vcs, vote
from codematch.intake.charsets import Charset
from codematch.intake.entries import Entry, excluded, vcs_data
from codematch.model.source import Reason
from codematch.settings import Intake

INSIDE = b"!/"
"""Stands between the name of a nested archive and that of its member."""


@dataclass(frozen=True, slots=True)
class Reader:
    """How names are read: those that are not UTF-8 by `charset`, backslashes as `separators` in which `folders`."""

    charset: Charset | None
    is_flat: bool
    folders: frozenset[bytes]

    def read(self, name: bytes) -> bytes:
        """Return a name as it is compared."""
        if name.isascii() and b"\\" not in name:
            return name
        text = self._decoded(name)
        if text is None:
            return name
        read = unicodedata.normalize("NFC", text).encode()
        if b"\\" in read and (self.is_flat or read.partition(b"\\")[0] in self.folders):
            return read.replace(b"\\", b"/")
        return read

    def _decoded(self, name: bytes) -> str | None:
        try:
            return name.decode()
        except UnicodeDecodeError:
            pass
        if self.charset is None:
            return None
        try:
            return name.decode(self.charset.codec)
        except UnicodeDecodeError:
            return None


def reader(found: Iterable[bytes], limits: Intake) -> Reader:
    """Return how the names of one container are to be read."""
    listed = sorted(set(found))
    parted = [name for name in listed if b"\\" in name]
    return Reader(
        charset=charset_of(listed, limits),
        is_flat=bool(parted) and not any(b"/" in name for name in listed),
        folders=frozenset(name.partition(b"/")[0] for name in listed if b"/" in name) if parted else frozenset(),
    )


def charset_of(found: Sequence[bytes], limits: Intake) -> Charset | None:
    """Return the encoding that those of the names that are not UTF-8 are plausible in, None when there is none."""
    foreign = b"\n".join(sorted({name for name in found if not _is_utf8(name)}))
    return vote.best(foreign[: limits.detection_sample_bytes], limits) if foreign else None


def settled(found: Sequence[Entry], limits: Intake) -> list[Entry]:
    """Return the entries of one container, and of those nested in it, under the names that are compared."""
    by = reader((entry.name for entry in found if not (entry.nested or _is_refused(entry))), limits)
    outer: dict[bytes, bytes] = {}

    def named(entry: Entry) -> Entry:
        if _is_refused(entry) and not entry.nested:
            return entry
        container, inside, member = entry.name.partition(INSIDE) if entry.nested else (entry.name, b"", b"")
        new = outer.setdefault(container, by.read(container)) + inside + member
        same_as = by.read(entry.same_as) if entry.same_as and not entry.nested else entry.same_as
        if new == entry.name:
            return entry if same_as == entry.same_as else replace(entry, same_as=same_as)
        return _renamed(entry, new, same_as)

    return [named(entry) for entry in found]


def _renamed(entry: Entry, new: bytes, same_as: bytes) -> Entry:
    raw = entry.raw or entry.name
    clean, refusal = names.canonical(new)
    if refusal:
        return excluded(clean, Reason.LEAVES_ROOT, f"{refusal}: {names.shown(raw)}", raw)
    folder = names.vcs_folder(clean)
    if folder is not None and entry.reason is not Reason.VCS_DATA and vcs.is_data(clean, folder):
        return replace(vcs_data(clean, 1), raw=raw)
    return replace(entry, name=clean, raw=raw, same_as=same_as)


def _is_refused(entry: Entry) -> bool:
    return entry.reason is Reason.LEAVES_ROOT and not entry.detail.startswith("link")


def _is_utf8(name: bytes) -> bool:
    if name.isascii():
        return True
    try:
        name.decode()
    except UnicodeDecodeError:
        return False
    return True
