"""Folders: listed in name order, opened read-only, no link followed."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from io import FileIO

from codematch.intake import names, vcs
from codematch.intake.entries import Entry, excluded, regular, streamed, symlink, unreadable, vcs_data
from codematch.model.message import Message, system_said
from codematch.model.source import Reason
from codematch.settings import Intake

# A link or a FIFO may take the place of a file between listing and opening: neither is followed nor waited for.
OPEN_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)

UNLISTED = "unlisted-folder"
"""What is said of a folder that cannot be listed."""

_SPECIAL = (
    (stat.S_ISFIFO, "special-fifo"),
    (stat.S_ISSOCK, "special-socket"),
    (stat.S_ISBLK, "special-block-device"),
    (stat.S_ISCHR, "special-character-device"),
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A file found in a folder: its canonical `name`, its `path`, and the entry if it is not to be opened."""

    name: bytes
    path: str
    entry: Entry | None = None


def listed(root: str) -> list[Listed]:
    """List everything under a folder, sorted by canonical name.

    A folder of version control data is one entry; a folder in it that cannot be listed is an unreadable entry.

    Raises:
        OSError: The root itself cannot be listed.
    """
    found: list[Listed] = []
    pending = [(root, b"")]
    while pending:
        folder, prefix = pending.pop()
        try:
            with os.scandir(folder) as scan:
                items = list(scan)
        except OSError as error:
            if not prefix:
                raise
            name = prefix.rstrip(b"/")
            found.append(_unlisted(folder, name, error))
            continue
        for item in items:
            name = prefix + os.fsencode(item.name)
            if item.is_dir(follow_symlinks=False) and names.vcs_folder(name + b"/") == name:
                found += _version_control(item.path, name)
            elif item.is_dir(follow_symlinks=False) and names.vcs_folder(name + b"/") is None:
                pending.append((item.path, name + b"/"))
            else:
                found.append(_listed(item, name))
    return sorted(found, key=lambda one: one.name)


def read(files: list[Listed], limits: Intake) -> Iterator[Entry]:
    """Yield the entries of listed files, in their order, reading each only when it is asked for."""
    for one in files:
        yield one.entry or read_file(one.path, one.name, limits)


def read_file(path: str, name: bytes, limits: Intake) -> Entry:
    """Read one file, by streaming when it is large; a failure becomes an unreadable entry."""
    try:
        with FileIO(os.open(path, OPEN_FLAGS), closefd=True) as stream:
            status = os.fstat(stream.fileno())
            if not stat.S_ISREG(status.st_mode):
                return excluded(name, Reason.SPECIAL_FILE, _special(status.st_mode))
            if status.st_size > limits.max_file_bytes:
                return streamed(name, stream, limits)
            return regular(name, stream.readall(), limits)
    except OSError as error:
        return unreadable(name, Reason.READ_ERROR, system_said(error))


def said(error: OSError) -> str:
    """Return what the operating system said, without the path of this machine."""
    return error.strerror or type(error).__name__


def _unlisted(folder: str, name: bytes, error: OSError) -> Listed:
    return Listed(name, folder, unreadable(name, Reason.READ_ERROR, Message.of(UNLISTED, why=system_said(error))))


def _version_control(folder: str, name: bytes) -> list[Listed]:
    """List a folder of version control: one entry for what belongs there, and every file that does not."""
    data = 0
    strange: list[Listed] = []
    failed: list[OSError] = []
    for parent, _, files in os.walk(folder, onerror=failed.append):
        prefix = name + os.fsencode(parent[len(folder) :]).replace(os.fsencode(os.sep), b"/") + b"/"
        for file in files:
            path = os.path.join(parent, file)
            one = prefix + os.fsencode(file)
            if vcs.is_pristine(one) and not os.path.islink(path) and os.path.isfile(path):
                data += 1
                strange.append(Listed(one, path))
            elif vcs.is_data(one, name) or os.path.islink(path) or not os.path.isfile(path):
                data += 1
            else:
                strange.append(Listed(one, path))
    for error in failed:
        strange.append(_unlisted(error.filename, name + os.fsencode(error.filename[len(folder) :]), error))
    return [Listed(name, folder, vcs_data(name, data)), *(one for one in strange if one.name != name)]


def _listed(item: os.DirEntry[str], name: bytes) -> Listed:
    if item.is_symlink():
        return Listed(name, item.path, _link(item.path, name))
    if not item.is_file(follow_symlinks=False):
        return Listed(name, item.path, _unopened(item, name))
    if names.vcs_folder(name) is not None:
        return Listed(name, item.path, vcs_data(name, 1))
    return Listed(name, item.path)


def _link(path: str, name: bytes) -> Entry:
    try:
        return symlink(name, os.fsencode(os.readlink(path)))
    except OSError as error:
        return unreadable(name, Reason.READ_ERROR, system_said(error))


def _unopened(item: os.DirEntry[str], name: bytes) -> Entry:
    try:
        mode = item.stat(follow_symlinks=False).st_mode
    except OSError as error:
        return unreadable(name, Reason.READ_ERROR, system_said(error))
    return excluded(name, Reason.SPECIAL_FILE, _special(mode))


def _special(mode: int) -> Message:
    return Message.of(next((key for matches, key in _SPECIAL if matches(mode)), "not-regular"))
