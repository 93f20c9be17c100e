r"""Names inside an input: from the bytes of an input to one safe relative name.

A canonical name is the bytes of the original, parts joined by `/`. It is the key of the manifest. Nothing is
ever written under such a name; it is made safe all the same, so that a report cannot mislead: a part `..`, a
leading `/`, a drive letter and a NUL byte turn into `\xNN` escapes, and the entry is refused.
"""

import re
from typing import NamedTuple

from codematch.model.message import Message, PathName

VCS_FOLDERS = frozenset((b".git", b".hg", b".svn", b".bzr"))
NAMELESS = b"(no name)"
"""Stands for a name without any part, such as that of the root itself."""
_ESCAPE = re.compile(rb"\\x(2e|2f|3a|00)")
_DRIVE = re.compile(rb"[A-Za-z]:[/\\]")


class Canonical(NamedTuple):
    """A canonical `name` and why it is refused, as the key of a message ("" when it is not)."""

    name: bytes
    refusal: str


def canonical(raw: bytes) -> Canonical:
    """Return the canonical form of a name from an archive, a git tree or a file system."""
    parts = [part for part in raw.split(b"/") if part not in (b"", b".")]
    if raw.startswith(b"/"):
        return Canonical(_safe([b"\\x2f" + b"".join(parts[:1]), *parts[1:]]), "absolute-name")
    if _DRIVE.match(raw):
        return Canonical(_safe([parts[0].replace(b":", b"\\x3a", 1), *parts[1:]]), "absolute-name")
    if b".." in parts:
        return Canonical(_safe(parts), "name-leaves-root")
    if b"\0" in raw:
        return Canonical(_safe(parts), "name-with-nul")
    return Canonical(b"/".join(parts), "") if parts else Canonical(NAMELESS, "empty-name")


def refused(refusal: str, raw: bytes) -> Message:
    """Return why a name is refused, with that name."""
    return Message.of(refusal, name=PathName(shown(raw)))


def inside(name: bytes) -> bytes:
    """Return a refused name as one within the root that no reader of names takes apart again."""
    return _ESCAPE.sub(rb"%\1", name).replace(b"\\", b"%5c")


def shown(name: bytes) -> str:
    r"""Return a canonical name as text; bytes that are not UTF-8 become `\xNN`."""
    return name.decode("utf-8", "backslashreplace")


def printable(text: str) -> str:
    r"""Return text on one line: control characters and bytes that are not UTF-8 become escapes."""
    plain = shown(text.encode("utf-8", "surrogateescape"))
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in plain)


def vcs_folder(name: bytes) -> bytes | None:
    """Return the version control folder (or `.git` file) that `name` is or is in, else None."""
    if not name.startswith(b".") and b"/." not in name:
        return None
    parts = name.split(b"/")
    for depth, part in enumerate(parts, start=1):
        if part in VCS_FOLDERS and (depth < len(parts) or part == b".git"):
            return b"/".join(parts[:depth])
    return None


def leaves_root(link: bytes, target: bytes) -> bool:
    """Tell whether a symbolic link at `link` with this target text points out of the tree, by its text alone.

    A link through another link may still leave; since none is ever followed, the text is what is reported.
    """
    if target.startswith((b"/", b"\\")) or _DRIVE.match(target):
        return True
    depth = link.count(b"/")
    for part in target.replace(b"\\", b"/").split(b"/"):
        depth += {b"..": -1, b".": 0, b"": 0}.get(part, 1)
        if depth < 0:
            return True
    return False


def _safe(parts: list[bytes]) -> bytes:
    return b"/".join(b"\\x2e\\x2e" if part == b".." else part for part in parts).replace(b"\0", b"\\x00") or b"\\x2f"
