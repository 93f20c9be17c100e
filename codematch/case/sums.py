"""`SHA256SUMS`: the digests of all files of a result folder, in the form that `sha256sum --check` reads."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from codematch.case import hash_list
from codematch.errors import InputError, StoreError

NAME = "SHA256SUMS"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What became of a result folder: the files that are as they were, and what is wrong, a line for each."""

    equal: tuple[str, ...]
    wrong: tuple[str, ...]


def render(documents: Mapping[str, bytes]) -> bytes:
    """Return the sums of some files, sorted by name."""
    lines = [f"{hashlib.sha256(documents[name]).hexdigest()}  {name}\n" for name in sorted(documents)]
    return "".join(lines).encode()


def check(folder: Path) -> Check:
    """Hold the files of a folder against its sums.

    Raises:
        StoreError: There are no sums, or they cannot be read.
    """
    try:
        listed = {item.path: item for item in hash_list.parse((folder / NAME).read_text(encoding="utf-8"))}
    except OSError as error:
        raise StoreError(f"{folder / NAME}: cannot be read ({error.strerror}); name the folder of a run") from None
    except (InputError, UnicodeDecodeError) as error:
        raise StoreError(f"{folder / NAME}: is damaged ({error}); nothing vouches for the folder") from None
    there = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}
    equal, wrong = [], []
    for name, item in sorted(listed.items()):
        path = there.get(name)
        if path is None:
            wrong.append(f"{name}: is missing")
        elif hashlib.sha256(path.read_bytes()).hexdigest() != item.digest:
            wrong.append(f"{name}: was changed")
        else:
            equal.append(name)
    wrong += [f"{name}: was put in" for name in there if name not in listed and name != NAME]
    return Check(equal=tuple(equal), wrong=tuple(wrong))
