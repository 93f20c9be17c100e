"""Texts by key in a folder, each in a file of its own, which many processes may read and write at once.

A file begins with a digest over its key and its text, so one that is damaged, or lies under another name, is not read.
It is written under another name and moved into place. The file system keeps for each when it was last used.
"""

import contextlib
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

_MAGIC = b"codematch cache 1\n"
_DIGEST_BYTES = 32
_HEAD = len(_MAGIC) + _DIGEST_BYTES
_KEPT_SHARE = 0.9
"""Of the bound, when entries are removed: else every run would remove some."""
_PARTIAL = ".partial-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entries:
    """The entries in `folder`, of which `trim` keeps at most `max_bytes` [bytes]."""

    folder: Path
    max_bytes: int

    def get(self, key: str) -> memoryview | None:
        """Return the text of a key (hexadecimal digits), None if there is none that is whole."""
        path = self._path(key)
        try:
            content = path.read_bytes()
        except OSError:
            return None
        text = memoryview(content)[_HEAD:]
        if content[:_HEAD] != _head(key, text):
            with contextlib.suppress(OSError):
                path.unlink()
            return None
        with contextlib.suppress(OSError):
            os.utime(path)
        return text

    def put(self, key: str, text: bytes) -> bool:
        """Keep the text of a key; return whether that was possible."""
        path = self._path(key)
        partial = path.with_name(f"{_PARTIAL}{os.getpid()}-{path.name}")
        if len(text) + _HEAD > self.max_bytes:
            return True
        try:
            with _opened(partial) as file:
                file.write(_head(key, memoryview(text)))
                file.write(text)
            os.replace(partial, path)
        except OSError:
            with contextlib.suppress(OSError):
                partial.unlink()
            return False
        return True

    def trim(self) -> None:
        """Remove what was not used for longest until the rest is within the bound."""
        found: list[tuple[float, int, str]] = []
        for folder in self._folders():
            with contextlib.suppress(OSError), os.scandir(folder) as listed:
                for entry in listed:
                    with contextlib.suppress(OSError):
                        state = entry.stat(follow_symlinks=False)
                        found.append((state.st_mtime, state.st_size, entry.path))
        total = sum(size for _, size, _ in found)
        if total <= self.max_bytes:
            return
        for _, size, path in sorted(found):
            if total <= self.max_bytes * _KEPT_SHARE:
                break
            with contextlib.suppress(OSError):
                os.unlink(path)
            total -= size

    def _folders(self) -> list[str]:
        with contextlib.suppress(OSError), os.scandir(self.folder) as listed:
            return [entry.path for entry in listed if entry.is_dir(follow_symlinks=False) and len(entry.name) == 2]
        return []

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / key[2:]


def _opened(path: Path) -> BinaryIO:
    """Open a new file that only its owner can read, in a folder that need not exist."""
    try:
        return open(path, "wb", opener=_private)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        return open(path, "wb", opener=_private)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _head(key: str, text: memoryview) -> bytes:
    running = hashlib.sha256(key.encode())
    running.update(text)
    return _MAGIC + running.digest()
