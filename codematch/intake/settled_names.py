"""The names of one container as they are compared: read in the encoding that they have together, composed, parted.

A folder, an archive and a git tree hold names as bytes. The same tree gets the same names from each: names that are
not UTF-8 are read in the encoding of the texts near them or the one that all of them together are plausible in
(`legacy_names`), characters are composed (NFC; macOS decomposes them), and backslashes part folders where nothing else
does, as in archives that were made on Windows and in folders that such an archive was unpacked to. The bytes are kept.
"""

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from codematch.intake import legacy_names, names, vcs
from codematch.intake.charsets import Charset
from codematch.intake.entries import Entry, excluded, vcs_data
from codematch.intake.legacy_names import NamesRead, is_utf8
from codematch.model.source import Reason
from codematch.settings import Intake

INSIDE = b"!/"
"""Stands between the name of a nested archive and that of its member."""


@dataclass(frozen=True, slots=True)
class Reader:
    """How names are read: those that are not UTF-8 as `legacy` says, backslashes as separators in which folders."""

    legacy: NamesRead | None
    is_flat: bool
    folders: frozenset[bytes]

    def read(self, name: bytes, is_dos: bool = False) -> bytes:
        """Return a name as it is compared; `is_dos` tells that backslashes part its folders in any case."""
        if name.isascii() and b"\\" not in name:
            return name
        read = _composed(name, self.legacy)
        if b"\\" in read and (is_dos or self.is_flat or read.partition(b"\\")[0] in self.folders):
            return read.replace(b"\\", b"/")
        return read

    def rival(self, name: bytes) -> tuple[str, str]:
        """Return the labels of two encodings that a name reads as well in, but otherwise, empty when there are none."""
        if self.legacy is None or self.legacy.rival is None or is_utf8(name):
            return "", ""
        other = NamesRead(self.legacy.rival)
        if _composed(name, self.legacy) == _composed(name, other):
            return "", ""
        return self.legacy.charset.label, other.charset.label


def reader(found: Iterable[bytes], limits: Intake, texts: Sequence[Charset] = ()) -> Reader:
    """Return how the names of one container are to be read; `texts` are the encodings of its texts."""
    listed = sorted(set(found))
    legacy = legacy_names.decide(listed, limits, texts)
    parted = [read for name in listed if b"\\" in name and b"\\" in (read := _composed(name, legacy))]
    return Reader(
        legacy=legacy,
        is_flat=bool(parted) and not any(b"/" in name for name in listed),
        folders=frozenset(_composed(name.partition(b"/")[0], legacy) for name in listed if b"/" in name)
        if parted
        else frozenset(),
    )


def settled(found: Sequence[Entry], limits: Intake, texts: Callable[[], Sequence[Charset]]) -> list[Entry]:
    """Return the entries of one container, and of those nested in it, under the names that are compared.

    Args:
        found: The entries.
        limits: The settings of intake.
        texts: Gives the encodings of its texts; is asked only if there are names that are not UTF-8.
    """
    listed = [_open_name(entry) for entry in found if not (entry.nested or _is_refused(entry))]
    by = reader(listed, limits, () if all(map(is_utf8, listed)) else texts())
    outer: dict[bytes, bytes] = {}

    def named(entry: Entry) -> Entry:
        if _is_refused(entry) and not entry.nested:
            return entry
        if entry.legacy is not None:
            outer[entry.name] = by.read(entry.legacy.raw, entry.legacy.is_dos)
        container, inside, member = entry.name.partition(INSIDE) if entry.nested else (entry.name, b"", b"")
        new = outer.setdefault(container, by.read(container)) + inside + member
        same_as = by.read(entry.same_as) if entry.same_as and not entry.nested else entry.same_as
        rival = by.rival(_open_name(entry)) if not entry.nested else entry.name_rival
        if rival != entry.name_rival:
            entry = replace(entry, name_rival=rival)
        if new == entry.name:
            return entry if same_as == entry.same_as else replace(entry, same_as=same_as)
        return _renamed(entry, new, same_as)

    return [named(entry) for entry in found]


def _open_name(entry: Entry) -> bytes:
    return entry.name if entry.legacy is None else entry.legacy.raw


def _composed(name: bytes, legacy: NamesRead | None) -> bytes:
    """Return a name in NFC, as it is where its encoding is not known."""
    try:
        is_own = legacy is None or (is_utf8(name) and not _is_utf8_by_chance(name, legacy.charset))
        text = name.decode() if is_own else name.decode(legacy.charset.codec)  # type: ignore[union-attr]
    except UnicodeDecodeError:
        return name
    return unicodedata.normalize("NFC", text).encode()


def _is_utf8_by_chance(name: bytes, charset: Charset) -> bool:
    """Tell whether a name among others in a Chinese, Japanese or Korean encoding is in it, too.

    Two bytes of a character there may be those of a letter that hardly any name has in UTF-8: 水位 in GBK is ˮλ.
    """
    if not charset.multibyte or name.isascii():
        return False
    try:
        return max(name.decode()) < _FIRST_OF_THREE_BYTES and bool(name.decode(charset.codec))
    except UnicodeDecodeError:
        return False


_FIRST_OF_THREE_BYTES = "\u0800"


def _renamed(entry: Entry, new: bytes, same_as: bytes) -> Entry:
    raw = entry.raw or entry.name
    clean, refusal = names.canonical(new)
    if refusal:
        return excluded(clean, Reason.LEAVES_ROOT, names.refused(refusal, raw), raw)
    folder = names.vcs_folder(clean)
    if folder is not None and entry.reason is not Reason.VCS_DATA and vcs.is_data(clean, folder):
        return replace(vcs_data(clean, 1), raw=raw)
    return replace(entry, name=clean, raw=raw, same_as=same_as)


def _is_refused(entry: Entry) -> bool:
    """Whether its name is refused; a link out of the root has a name like any other."""
    is_link = entry.detail is not None and entry.detail.key in ("link-outside", "hard-link-outside")
    return entry.reason is Reason.LEAVES_ROOT and not is_link
