"""`SHA256SUMS`: the digests of all files of a result folder, in the form that `sha256sum --check` reads."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from codematch.case import hash_list
from codematch.case.signature import NAME as SIGNATURE
from codematch.case.timestamp import REPLY, REQUEST
from codematch.errors import InputError, StoreError
from codematch.model.digests import ALGORITHMS

NAME = "SHA256SUMS"
SM3_NAME = "SM3SUMS"
BESIDE = frozenset({NAME, REQUEST, REPLY, SIGNATURE})
"""What the sums do not list: themselves, and the time-stamp and the signature that are made over them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What became of a result folder: the files that are as they were, and what is wrong, a line for each."""

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
    """Hold the files of a folder against its sums.

    Raises:
        StoreError: There are no sums, or they cannot be read.
    """
    try:
        listed = _listed(folder / NAME)
    except OSError as error:
        raise StoreError(f"{folder / NAME}: cannot be read ({error.strerror}); name the folder of a run") from None
    there = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}
    equal, wrong = [], []
    for name, digest in sorted(listed.items()):
        path = there.get(name)
        if path is None:
            wrong.append(f"{name}: is missing")
        elif (content := _content(path)) is None:
            wrong.append(f"{name}: cannot be read")
        elif _digest(content, "sha256") != digest:
            wrong.append(f"{name}: was changed")
        else:
            equal.append(name)
    wrong += [f"{name}: was put in" for name in there if name not in listed and name not in BESIDE]
    if SM3_NAME in there:
        found = _listed(there[SM3_NAME]).items()
        wrong += [f"{name}: has another SM3" for name, digest in sorted(found)
                  if name in there and _digest(_content(there[name]) or b"", "sm3") != digest]  # fmt: skip
    return Check(equal=tuple(equal), wrong=tuple(wrong))


def _content(file: Path) -> bytes | None:
    """What a file holds, None when it cannot be read."""
    try:
        return file.read_bytes()
    except OSError:
        return None


def _listed(file: Path) -> dict[str, str]:
    """The digests that a file of sums lists, by path."""
    try:
        return {item.path: item.digest for item in hash_list.parse(file.read_text(encoding="utf-8"))}
    except (InputError, UnicodeDecodeError) as error:
        raise StoreError(f"{file}: is damaged ({error}); nothing vouches for the folder") from None
