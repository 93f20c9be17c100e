"""The one reader of files that codematch wrote or that a user writes for it: results, cards, logs, case files.

Such a file may come from the other side. Only a regular file is read, never a link, a pipe or a device; its size and
the depth of what is in it are limited. A key that occurs twice is refused, because readers differ in which one counts.
"""

import contextlib
import hashlib
import json
import os
import re
import shutil
import stat
import tomllib
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path
from typing import Any

MAX_BYTES = 4_000_000_000
"""Largest saved file [bytes]: the results of the largest comparisons have a few hundred million."""
MAX_TEXT_BYTES = 16_000_000
"""Largest file that a person writes, or that records one thing [bytes]."""
MAX_DEPTH = 64
"""How deep folders may be inside one another in a result; in those of codematch they are at most three."""

_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_KINDS = (
    (stat.S_ISLNK, "a symbolic link"),
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)
_MAX_KEY = 1_000
_MAX_PARTS = 64
_DOTTED = re.compile(r"""(?<![\w"'-])(?:(?:"[^"\n]*+"|'[^'\n]*+'|[\w-]++)[ \t]*+\.[ \t]*+){64}""")
"""A dotted key of TOML with more parts than any of ours: reading it takes time that grows with their square."""


class OddFileError(OSError):
    """A file that is not read: `strerror` says why, as for other errors of reading."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(0, why, str(path))


def read_bytes(path: Path, most: int = MAX_BYTES) -> bytes:
    """Return the content of a saved file.

    Args:
        path: The file.
        most: Its largest size [bytes].

    Raises:
        OSError: It cannot be read, or is not a regular file, or is larger.
    """
    with opened(path) as file:
        if os.fstat(file.fileno()).st_size > most:
            raise OddFileError(path, f"larger than {most:,} bytes")
        return file.read(most)


def opened(path: Path, *, through_links: bool = False) -> BufferedReader:
    """Open a regular file to read it, which never waits.

    Args:
        path: The file.
        through_links: Whether the file that a link leads to is meant, as for works that a person names.

    Raises:
        OSError: It cannot be opened, or is not a regular file.
    """
    _refuse_odd(path, (os.stat if through_links else os.lstat)(path).st_mode)
    handle = os.open(path, _FLAGS if through_links else _FLAGS | _NO_LINK)
    try:
        _refuse_odd(path, os.fstat(handle).st_mode)
    except OSError:
        os.close(handle)
        raise
    return open(handle, "rb", closefd=True)


def sha256(path: Path, *, through_links: bool = False) -> str:
    """Return the SHA-256 of a file of any size, in hexadecimal.

    Raises:
        OSError: It cannot be read, or is not a regular file.
    """
    with opened(path, through_links=through_links) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def create(path: Path, content: bytes, mode: int = 0o666) -> None:
    """Write a new file whole or not at all: where the disk is full nothing of it stays.

    Args:
        path: The file, which must not be there yet.
        content: What is in it.
        mode: Its permissions, without those that the system masks.

    Raises:
        OSError: It is there, or cannot be written.
    """
    with open(path, "xb", opener=lambda name, flags: os.open(name, flags, mode)) as file:
        try:
            file.write(content)
            file.flush()
        except OSError:
            os.unlink(path)
            raise


def replace(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, in the place of an earlier one.

    Raises:
        OSError: It cannot be written; the earlier one is as it was.
    """
    written = path.with_name(f".{path.name}.new")
    written.unlink(missing_ok=True)
    create(written, content)
    try:
        written.replace(path)
    except OSError:
        written.unlink(missing_ok=True)
        raise


@contextlib.contextmanager
def made_folder(folder: Path) -> Iterator[None]:
    """Make a folder with its parents, and remove again what was made if the block fails.

    Raises:
        OSError: It cannot be made.
    """
    missing = folder
    while not missing.parent.exists():
        missing = missing.parent
    existed = folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    try:
        yield
    except BaseException:
        if not existed:
            shutil.rmtree(missing, ignore_errors=True)
        raise


def _refuse_odd(path: Path, mode: int) -> None:
    if not stat.S_ISREG(mode):
        kind = next((word for fits, word in _KINDS if fits(mode)), "something else")
        raise OddFileError(path, f"it is {kind}, not a regular file")


def read_text(path: Path, encoding: str = "utf-8", most: int = MAX_TEXT_BYTES) -> str:
    """Return the text of a saved file.

    Raises:
        OSError: It cannot be read, or is not a regular file, or is larger.
        UnicodeDecodeError: It is in another encoding.
    """
    return read_bytes(path, most).decode(encoding)


def json_value(content: bytes | str) -> Any:
    """Return what a JSON text says.

    Raises:
        ValueError: It is not JSON, is nested too deep, has a number that JSON has not, or has a key twice or one that
            is far too long.
    """
    try:
        return json.loads(content, parse_constant=_refuse_constant, object_pairs_hook=_without_repeats)
    except RecursionError:
        raise ValueError("it is nested too deep") from None


def toml_table(text: str) -> dict[str, Any]:
    """Return what a TOML text says.

    Raises:
        ValueError: It is not TOML, is nested too deep, or has a key that is far too long.
    """
    for number, line in enumerate(text.split("\n"), start=1):
        if line.count(".") >= _MAX_PARTS and _DOTTED.search(line):
            raise ValueError(f"the key in line {number} has more than {_MAX_PARTS} parts")
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise ValueError("it is nested too deep") from None


def below(folder: Path) -> Iterator[tuple[Path, os.stat_result | None]]:
    """Yield everything below a folder with its status, None where that cannot be had; links are not followed.

    Folders at the largest depth are not looked into (`is_too_deep`).

    Raises:
        OSError: The folder itself cannot be listed.
    """
    pending = [(folder, 1)]
    while pending:
        place, depth = pending.pop()
        try:
            found = sorted(os.listdir(place))
        except OSError:
            if depth == 1:
                raise
            continue
        for name in found:
            path = place / name
            try:
                status = os.lstat(path)
            except OSError:
                yield path, None
                continue
            yield path, status
            if stat.S_ISDIR(status.st_mode) and depth < MAX_DEPTH:
                pending.append((path, depth + 1))


def is_too_deep(path: Path, folder: Path) -> bool:
    """Return whether a path is so deep below a folder that `below` does not look into it."""
    return len(path.relative_to(folder).parts) >= MAX_DEPTH


def _without_repeats(items: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(items)
    if len(found) != len(items):
        keys = [key for key, _ in items]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"the key {twice[:_MAX_KEY]!r} occurs twice")
    if any(len(key) > _MAX_KEY for key in found):
        raise ValueError(f"a key has more than {_MAX_KEY} characters")
    return found


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")
