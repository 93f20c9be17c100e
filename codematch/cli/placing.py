"""A folder of files takes the place of an earlier one in one step, or not at all.

The files are written to a hidden folder beside the target, the stage, and the two are exchanged. A process that is
killed leaves the earlier result or the new one, and perhaps a stage, which the next run removes. A stage is locked
while its process lives, so two runs that write to the same folder do not disturb each other: the last one stays, whole.

Where the folder itself cannot be replaced (a mount point, the working directory, a parent that cannot be written to)
the stage is inside it: the earlier result is removed, its record first, and the new one moved in, its record last.
"""

import contextlib
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from codematch import saved_files

_PREFIX = ".codematch-"
_RECORDS = ("run.json", "SHA256SUMS")
"""By these a folder is known as a whole result: they go first and come last."""
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2


def is_stage(name: str) -> bool:
    """Return whether a folder of this name is a stage that a run made."""
    return name.startswith(_PREFIX)


def has_stage(folder: Path) -> bool:
    """Return whether a run was interrupted while it replaced the files inside a folder."""
    return any(is_stage(name) for name in os.listdir(folder))


def place_folder(folder: Path, documents: Mapping[str, bytes], check: Callable[[], None]) -> None:
    """Write files as the whole content of a folder.

    Args:
        folder: It may exist; everything in it is removed.
        documents: The content of each file, by its path relative to the folder.
        check: Called just before the folder is replaced; may raise to leave it as it is.

    Raises:
        OSError: The files cannot be written. The folder is what it was.
    """
    target = Path(os.path.realpath(folder))
    with saved_files.made_folder(target.parent):
        if _is_fixed(target):
            _fill_inside(target, documents, check)
        else:
            _exchange(target, documents, check)


def _is_fixed(target: Path) -> bool:
    """Whether a folder cannot be replaced by another one."""
    if os.path.ismount(target) or not os.access(target.parent, os.W_OK | os.X_OK):
        return True
    try:
        return os.path.samefile(target, os.getcwd()) or Path(os.getcwd()).is_relative_to(target)
    except OSError:
        return False


def _exchange(target: Path, documents: Mapping[str, bytes], check: Callable[[], None]) -> None:
    prefix = f"{_PREFIX}{target.name}-"
    _sweep(target.parent, prefix)
    if target.is_dir():
        _sweep(target, _PREFIX)
    with _stage(target.parent, prefix) as stage:
        mode = target.stat().st_mode & 0o7777 if target.is_dir() else 0o777 & ~_umask()
        _write(stage, documents)
        stage.chmod(mode)
        check()
        if not target.exists() or not os.listdir(target):
            with contextlib.suppress(FileNotFoundError):
                target.rmdir()
            os.rename(stage, target)
        elif not _swapped(stage, target):
            with _stage(target.parent, prefix) as old:
                os.rename(target, old / target.name)
                os.rename(stage, target)
        _sync(target.parent)


def _fill_inside(target: Path, documents: Mapping[str, bytes], check: Callable[[], None]) -> None:
    _sweep(target, _PREFIX)
    with _stage(target, _PREFIX) as stage:
        _write(stage, documents)
        check()
        _remove_files(target)
        for name in sorted(documents, key=lambda name: (name in _RECORDS, name)):
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            os.replace(stage / name, target / name)
        _sync(target)


def _remove_files(target: Path) -> None:
    """Remove everything in a folder but stages, the records first."""
    for name in _RECORDS:
        (target / name).unlink(missing_ok=True)
    for name in os.listdir(target):
        path = target / name
        if is_stage(name):
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def _swapped(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; False where the system cannot."""
    if sys.platform != "linux":
        return False
    import ctypes

    try:
        exchange = ctypes.CDLL(None).renameat2
    except AttributeError:
        return False
    return bool(exchange(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0)


def _write(stage: Path, documents: Mapping[str, bytes]) -> None:
    """Write files and wait until the disk has them."""
    for name, content in documents.items():
        path = stage / name
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_through(path, content)
    _sync(stage)


def _write_through(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


@contextlib.contextmanager
def _stage(parent: Path, prefix: str) -> Iterator[Path]:
    """Make a stage, locked until it is gone; the rest of it is removed at the end."""
    stage = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
    handle = _locked(stage)
    try:
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)
        if handle is not None:
            os.close(handle)


def _sweep(parent: Path, prefix: str) -> None:
    """Remove the stages of runs that are gone."""
    for name in os.listdir(parent):
        path = parent / name
        if name.startswith(prefix) and path.is_dir() and not path.is_symlink():
            handle = _locked(path)
            if handle is None:
                continue
            shutil.rmtree(path, ignore_errors=True)
            os.close(handle)


def _locked(folder: Path) -> int | None:
    """Lock a folder for this process; None where another one has it, or the system has no such locks (Windows)."""
    try:
        import fcntl
    except ImportError:
        return None
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        return None
    return handle


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _sync(folder: Path) -> None:
    """Wait until the disk has the names of a folder; not every system can."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
