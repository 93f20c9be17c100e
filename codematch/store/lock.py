"""Who may write to an index, and which readers are still at work.

Both are locks of the operating system: they end with the process that holds them, however it ends. A reader never waits
for a writer; while a reader is at work, the writer leaves the files that it has replaced, and the next writer removes
them.
"""

import contextlib
import os
import platform
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from codematch.errors import StoreError
from codematch.store.layout import READER_LOCK, WRITER_LOCK


@contextlib.contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Keep other writers out of an index.

    Raises:
        StoreError: Another process is writing to it, or the folder cannot be written to.
    """
    path = folder / WRITER_LOCK
    try:
        file = path.open("a+b", buffering=0)
    except OSError as error:
        raise StoreError(f"{folder}: cannot be written to ({error.strerror}); nothing was changed") from None
    with file:
        if not _locked(file, shared=False):
            file.seek(0)
            owner = file.read().decode("utf-8", "replace").strip() or "another process"
            raise StoreError(f"{folder}: is being written to by {owner}; try again when it is done")
        file.truncate(0)
        with contextlib.suppress(OSError):  # a full disk keeps nobody from removing works
            file.write(f"process {os.getpid()} on {platform.node() or 'this machine'}\n".encode())
        yield


@contextlib.contextmanager
def reading(folder: Path) -> Iterator[None]:
    """Keep the files of an index in place while they are read; a folder that cannot be written to needs no lock."""
    try:
        file = (folder / READER_LOCK).open("rb")
    except OSError:
        yield
        return
    with file:
        _locked(file, shared=True)
        yield


@contextlib.contextmanager
def without_readers(folder: Path) -> Iterator[bool]:
    """Tell whether no reader is at work, and keep new ones waiting for the moment that the block takes."""
    with (folder / READER_LOCK).open("a+b") as file:
        yield _locked(file, shared=False)


if sys.platform == "win32":
    import msvcrt

    _FAR = 2**30  # what is locked there cannot be read, so it lies behind the owner

    def _locked(file: Any, *, shared: bool) -> bool:
        if shared:
            return True  # files that are open cannot be removed there
        file.seek(_FAR)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _locked(file: Any, *, shared: bool) -> bool:
        try:
            fcntl.lockf(file, fcntl.LOCK_SH if shared else fcntl.LOCK_EX | fcntl.LOCK_NB)  # no child inherits it
        except (BlockingIOError, PermissionError):  # POSIX allows both
            return False
        except OSError:  # a file system without locks
            return shared
        return True
