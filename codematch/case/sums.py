"""`SHA256SUMS`: the digests of all files of a result folder, in the form that `sha256sum --check` reads."""

import os
import stat
from collections.abc import Collection, Mapping, Set
from dataclasses import dataclass
from pathlib import Path

from codematch import saved_files
from codematch.case import hash_list
from codematch.case.signature import NAME as SIGNATURE
from codematch.case.timestamp import REPLY, REQUEST
from codematch.errors import InputError, StoreError
from codematch.model.digests import ALGORITHMS

NAME = "SHA256SUMS"
SM3_NAME = "SM3SUMS"
UNLISTED = frozenset({NAME, REQUEST, REPLY, SIGNATURE})
"""Files that the sums do not list: themselves, and the time-stamp and the signature over them."""
_ABOVE = 3
"""Sums of a set are at most so many folders up: `pairs/1-2/report.json`."""
_FILE, _FOLDER = "", "a folder"
_KINDS = {
    stat.S_ISFIFO: "a pipe",
    stat.S_ISSOCK: "a socket",
    stat.S_ISCHR: "a device",
    stat.S_ISBLK: "a device",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """The state of a result folder: the unchanged files, and what is wrong, a line for each."""

    equal: tuple[str, ...]
    wrong: tuple[str, ...]


def render(documents: Mapping[str, bytes], algorithm: str = "sha256") -> bytes:
    """Return the sums of some files, sorted by name."""
    return "".join(f"{_digest(documents[name], algorithm)}  {name}\n" for name in sorted(documents)).encode()


def _digest(content: bytes, algorithm: str) -> str:
    running = ALGORITHMS[algorithm]()
    running.update(content)
    return running.hexdigest()


def check(folder: Path) -> Check:
    """Check the files of a folder against its sums.

    A result contains only files and their folders: anything else is reported and never opened. A link could show
    other bytes at another time, and a pipe would keep the reader waiting.

    Raises:
        StoreError: The sums are missing or cannot be read.
    """
    listed = _listed(folder, NAME)
    found = _found(folder)
    equal, wrong = [], []
    for name, digest in sorted(listed.items()):
        fault = _fault(folder / name, found.get(name), digest)
        if fault:
            wrong.append(f"{name}: {fault}")
        else:
            equal.append(name)
    wrong += [f"{name}: was added{f' ({kind})' if kind else ''}" for name, kind in sorted(found.items())
              if name not in listed and kind != (_FILE if name in UNLISTED else _FOLDER)]  # fmt: skip
    if found.get(SM3_NAME) == _FILE:
        wrong += _wrong_by_sm3(folder, listed.keys() - {SM3_NAME}, equal)
    return Check(equal=tuple(equal), wrong=tuple(wrong))


def changed(folder: Path, below: str = "") -> tuple[str, ...]:
    """Return which listed files of a folder are there and are not what was listed, a line for each; none without sums.

    Args:
        folder: The folder with the sums.
        below: What the paths of the files that are looked at begin with.

    Raises:
        StoreError: The sums cannot be read.
    """
    if not os.path.lexists(folder / NAME):
        return ()
    listed = {name: digest for name, digest in _listed(folder, NAME).items() if name.startswith(below)}
    kinds = {name: _kind(folder / name, folder) for name in listed if os.path.lexists(folder / name)}
    faults = ((name, _fault(folder / name, kinds[name], digest))
              for name, digest in sorted(listed.items()) if name in kinds)  # fmt: skip
    return tuple(f"{name} {fault}" for name, fault in faults if fault)


def listing(file: Path) -> Path | None:
    """Return the folder whose sums list a file, None if there is none: its own, or above it that of a set of records.

    Raises:
        StoreError: The sums beside the file cannot be read.
    """
    file = Path(os.path.abspath(file))
    for place in file.parents[:_ABOVE]:
        if not os.path.lexists(place / NAME):
            continue
        try:
            if file.relative_to(place).as_posix() in _listed(place, NAME):
                return place
        except StoreError:
            if place == file.parent:
                raise
    return None


def is_file(path: Path) -> bool:
    """Return whether a path is a regular file and not a link: only such files are read."""
    return path.is_file() and not path.is_symlink()


def is_odd(path: Path) -> bool:
    """Return whether something exists that is not a regular file, and is therefore not read."""
    return os.path.lexists(path) and not is_file(path)


def _found(folder: Path) -> dict[str, str]:
    """What is below a folder, by path, each with what it is."""
    try:
        return {path.relative_to(folder).as_posix(): _kind(path, folder) for path, _ in saved_files.below(folder)}
    except OSError as error:
        raise StoreError(f"{folder}: cannot be read ({error.strerror}); give the folder that --out wrote") from None


def _kind(path: Path, folder: Path) -> str:
    """The kind of a path: a file, a folder with content, or something that does not belong into a result."""
    if is_file(path):
        return _FILE
    if saved_files.is_too_deep(path, folder):
        return f"deeper than {saved_files.MAX_DEPTH} folders"
    if path.is_symlink():
        return _kind_of_link(path, folder)
    if not path.is_dir():
        mode = path.stat().st_mode
        return next((word for holds, word in _KINDS.items() if holds(mode)), "neither a file nor a folder")
    try:
        return _FOLDER if any(path.iterdir()) else "an empty folder"
    except OSError:
        return "a folder that cannot be read"


def _kind_of_link(path: Path, folder: Path) -> str:
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):  # a loop of links is a RuntimeError before Python 3.13
        return "a symbolic link that leads nowhere"
    inside = target.is_relative_to(folder.resolve())
    return "a symbolic link" if inside else "a symbolic link that leads out of the folder"


def _fault(path: Path, kind: str | None, digest: str) -> str:
    """What is wrong with a file that is listed, "" for nothing."""
    if kind is None:
        return "is missing"
    if kind != _FILE:
        return f"is no longer a regular file but {kind}"
    content = _content(path)
    if content is None:
        return "cannot be read"
    return "" if _digest(content, "sha256") == digest else "was changed"


def _wrong_by_sm3(folder: Path, names: Set[str], equal: Collection[str]) -> list[str]:
    """Differences between `SM3SUMS` and `SHA256SUMS`, which must list the same files, and changed content."""
    try:
        listed = _listed(folder, SM3_NAME)
    except StoreError as error:
        return [str(error).removeprefix(f"{folder}{os.sep}")]
    wrong = [f"{SM3_NAME}: does not list {name}, but {NAME} does" for name in sorted(names - listed.keys())]
    wrong += [f"{SM3_NAME}: lists {name}, but {NAME} does not" for name in sorted(listed.keys() - names)]
    return wrong + [f"{name}: its SM3 differs" for name in sorted(names & listed.keys() & set(equal))
                    if _digest(_content(folder / name) or b"", "sm3") != listed[name]]  # fmt: skip


def _content(file: Path) -> bytes | None:
    """The content of a file, None if it cannot be read."""
    try:
        return saved_files.read_bytes(file)
    except OSError:
        return None


def _listed(folder: Path, name: str) -> dict[str, str]:
    """The digests that a file of sums lists, by path."""
    file = folder / name
    if is_odd(file):
        raise StoreError(f"{file}: is {_kind(file, folder)}; nothing can be checked with it")
    try:
        return {item.path: item.digest for item in hash_list.parse(saved_files.read_text(file))}
    except OSError as error:
        raise StoreError(f"{file}: cannot be read ({error.strerror}); give the folder that --out wrote") from None
    except (InputError, UnicodeDecodeError) as error:
        raise StoreError(f"{file}: is damaged ({error}); nothing can be checked with it") from None
