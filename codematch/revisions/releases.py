"""A folder of releases: each entry, a folder or an archive, is a version, in the order of the numbers in its name."""

import os
import re
import tarfile
import zipfile
from datetime import UTC, datetime
from pathlib import Path

from codematch.errors import InputError
from codematch.intake import read_work
from codematch.intake.objects import ObjectError
from codematch.model.source import SourceTree
from codematch.model.versions import ClaimedKind, ClaimedTime
from codematch.revisions.history import History, Revision
from codematch.revisions.signature_names import is_beside, is_signature
from codematch.settings import Intake

_VERSION = re.compile(r"\d+(?:[._-]\d+)*(?:[._-]?(?:a|b|c|rc|alpha|beta|pre|dev|post|p|r)[._-]?\d*)*", re.IGNORECASE)
_PART = re.compile(r"\d+|[A-Za-z]+")
_BEFORE = {"dev": -4, "a": -3, "alpha": -3, "b": -2, "beta": -2, "c": -1, "rc": -1, "pre": -1}
_AFTER = 1
_EARLIEST_SECONDS = 315_532_800
"""1980-01-01: what a zip says that says nothing."""


def read_releases(folder: Path, subject: str, limits: Intake) -> History:
    """Read every entry of a folder as a version of one work, except signatures and digests beside archives.

    Raises:
        InputError: Fewer than two entries can be read, or no file of one is in another and their names hold no version.
    """
    found = [item for item in folder.iterdir() if not item.name.startswith(".") and not item.is_symlink()]
    signatures = sorted(item.name for item in found if item.is_file() and is_signature(item.name))
    entries = sorted(
        (item for item in found if item.is_dir() or not is_beside(item.name)),
        key=lambda item: (version_key(item.name), item.name),
    )
    texts: dict[str, bytes] = {}
    revisions: list[Revision] = []
    unread: list[str] = []
    before: dict[str, str] = {}
    seen: set[str] = set()
    is_shared = False
    for item in entries:
        try:
            tree = read_work(os.fspath(item), limits)
        except InputError:
            unread.append(item.name)
            continue
        held = _contents(tree, texts)
        is_shared = is_shared or not seen.isdisjoint(held)
        seen.update(held)
        number = len(revisions)
        revisions.append(
            Revision(
                id=item.name,
                parent=number - 1,
                parents=(number - 1,) if number else (),
                changes=_changes(before, held),
                times=_times(item),
            )
        )
        before = held
    if len(revisions) < 2:
        raise InputError(
            f"{subject}: has fewer than two versions; give a git repository, or a folder whose entries are releases"
        )

    if not is_shared and not all(_VERSION.search(revision.id) for revision in revisions):
        raise InputError(
            f"{subject}: its entries share no file, and their names hold no version; give a git repository, or a "
            "folder whose entries are releases"
        )

    def read(content: str) -> bytes:
        if content not in texts:
            raise ObjectError(f"no text of {content}")
        return texts[content]

    return History(revisions=revisions, read=read, is_git=False, unread=tuple(unread), signatures=tuple(signatures))


def version_key(name: str) -> tuple[tuple[int, ...], ...]:
    """Return what orders names by the version in them: numbers as numbers, and pre-releases before their release."""
    found = max(_VERSION.findall(name), key=lambda text: (text.count("."), len(text)), default="")
    parts: list[tuple[int, ...]] = []
    for part in _PART.findall(found):
        if part.isdigit():
            parts.append((0, int(part)))
        else:
            parts.append((_BEFORE.get(part.lower(), _AFTER), 0))
    return (*parts, (0, -1))


def _contents(tree: SourceTree, texts: dict[str, bytes]) -> dict[str, str]:
    held = {}
    for file in tree.files:
        if file.text is not None:
            texts.setdefault(file.record.digest, file.utf8)
            held[file.record.path] = file.record.digest
    return held


def _changes(before: dict[str, str], after: dict[str, str]) -> dict[str, str]:
    changed = {path: content for path, content in after.items() if before.get(path) != content}
    return changed | {path: "" for path in before if path not in after}


def _times(item: Path) -> tuple[ClaimedTime, ...]:
    """Return the newest time of the members of an archive, or of the files of a folder."""
    try:
        if item.is_dir():
            newest = max((int(path.lstat().st_mtime) for path in item.rglob("*") if path.is_file()), default=None)
            return () if newest is None else (_claimed(ClaimedKind.FILE, newest),)
        if zipfile.is_zipfile(item):
            with zipfile.ZipFile(item) as archive:
                dates = [datetime(*one.date_time, tzinfo=UTC).timestamp() for one in archive.infolist()]
        else:
            with tarfile.open(item) as archive:
                dates = [float(one.mtime) for one in archive if one.isfile()]
    except (OSError, ValueError, EOFError, zipfile.BadZipFile, tarfile.TarError):
        return ()
    real = [int(date) for date in dates if date > _EARLIEST_SECONDS]
    return (_claimed(ClaimedKind.MEMBER, max(real)),) if real else ()


def _claimed(kind: ClaimedKind, seconds: int) -> ClaimedTime:
    return ClaimedTime(
        kind=kind, time=datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds"), seconds=seconds
    )
