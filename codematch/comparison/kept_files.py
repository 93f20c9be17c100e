"""Prepared files that are kept from one run to the next, each under a key of everything that it depends on.

The key has the text of a file, its path, the language that it claims and how, all settings, the bytes of the program,
of its grammars and its background models, and the versions of Python and of the libraries. A file about which anything
had to be said while it was read is not kept: what was said may depend on the time or the memory of a machine.
"""

import hashlib
import io
import json
import pickle
import sys
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module
from importlib.metadata import distributions
from pathlib import Path
from typing import Any, Protocol, TypeVar

from codematch.cache import Entries
from codematch.comparison.identification import Claim
from codematch.languages import Identified
from codematch.settings import Settings, as_dict, grammars_folder

Key = tuple[str, Identified]
_FREE = frozenset({"cache", "evaluation", "exchange", "scan", "training"})
"""Groups of settings on which the preparation of a file does not depend."""
_SAFE = frozenset(
    {
        ("builtins", "frozenset"),
        ("builtins", "set"),
        ("collections", "OrderedDict"),
        ("copyreg", "_reconstructor"),
        ("numpy", "dtype"),
        ("numpy", "ndarray"),
        ("numpy._core.multiarray", "_reconstruct"),
        ("numpy._core.multiarray", "scalar"),
        ("numpy._core.numeric", "_frombuffer"),
        ("builtins", "object"),
    }
)
"""What an entry may name besides classes of codematch: nothing that runs anything."""


class Prepared(Protocol):
    """A file that was read."""

    @property
    def is_clean(self) -> bool:
        """Whether nothing had to be said while it was read."""
        ...


Kept = TypeVar("Kept", bound=Prepared)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFiles:
    """The entries of a cache that hold for one run: `run` is the digest of all that is the same for its files."""

    entries: Entries
    run: str

    def load(self, tasks: Mapping[Key, Claim], kind: type[Kept]) -> dict[Key, Kept]:
        """Return those of some files that are kept, by their keys."""
        found: dict[Key, Kept] = {}
        for key, claim in tasks.items():
            content = self.entries.get(self._key(claim))
            value = _read(content) if content is not None else None
            if isinstance(value, kind):
                found[key] = value
        return found

    def store(self, tasks: Mapping[Key, Claim], files: Mapping[Key, Prepared]) -> None:
        """Keep prepared files for later runs, as far as the disk has room."""
        for key, file in files.items():
            if file.is_clean and not self.entries.put(self._key(tasks[key]), pickle.dumps(file, protocol=5)):
                break
        if files:
            self.entries.trim()

    def for_purpose(self, name: str) -> "KeptFiles":
        """Return the same entries for other values of the same files, under keys of their own."""
        return replace(self, run=hashlib.sha256(f"{name} {self.run}".encode()).hexdigest())

    def _key(self, claim: Claim) -> str:
        record = claim.source.record
        text = json.dumps([self.run, record.path, claim.content, str(claim.identified)])
        running = hashlib.sha256(text.encode("utf-8", "surrogatepass"))
        running.update(claim.source.utf8)
        return running.hexdigest()


def kept_files(folder: Path | None, settings: Settings) -> KeptFiles | None:
    """Return what a cache keeps for runs with these settings, None without a cache."""
    if folder is None or not settings.cache.max_bytes:
        return None
    decides = {name: values for name, values in as_dict(settings).items() if name not in _FREE}
    text = json.dumps([_program(), decides], sort_keys=True)
    entries = Entries(folder=folder, max_bytes=settings.cache.max_bytes)
    return KeptFiles(entries=entries, run=hashlib.sha256(text.encode()).hexdigest())


@cache
def _program() -> str:
    """Return a digest over the program, its data, and what it runs on."""
    running = hashlib.sha256(sys.version.encode())
    for one in sorted(f"{found.name} {found.version}" for found in distributions()):
        running.update(f"{one}\n".encode())
    folders: Collection[Path] = (Path(__file__).parents[1], grammars_folder())
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix != ".pyc" and path.is_file():
                content = path.read_bytes()
                running.update(f"{path.relative_to(folder).as_posix()} {len(content)}\n".encode())
                running.update(content)
    return running.hexdigest()


class _Unpickler(pickle.Unpickler):
    """Reads values of codematch and arrays, and nothing that could run code."""

    def find_class(self, module: str, name: str) -> Any:
        return _found(module, name)


@cache
def _found(module: str, name: str) -> Any:
    is_own = module.startswith("codematch.") and name.isidentifier()
    found = getattr(import_module(module), name) if is_own or (module, name) in _SAFE else None
    if found is None or (is_own and not (isinstance(found, type) and found.__module__ == module)):
        raise pickle.UnpicklingError(f"{module}.{name} does not belong here")
    return found


def _read(content: memoryview) -> Any:
    """Return the value of an entry, None if it cannot be read."""
    try:
        return _Unpickler(io.BytesIO(content)).load()
    except Exception:  # whatever is wrong with an entry, the file is read again
        return None
