"""What a task needs, as bytes for another machine and back: a toolkit is made there again, from its settings.

Works in a list go apart, so that a machine reads only those that its tasks ask for.
"""

import hashlib
import io
import os
import pickle
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, overload

from codematch.comparison.prepare import PreparedWork, Toolkit
from codematch.errors import StoreError
from codematch.languages import grammar_versions
from codematch.pipeline import make_tools
from codematch.settings import Settings, grammars_folder
from codematch.version import METHOD, VERSION

Fetch = Callable[[int], bytes]
"""Returns a part by its number."""
_KEPT_PARTS = 16  # works that a process keeps as objects: a matter of memory
_TOOLKIT, _PARTS = "toolkit", "parts"


class _Writer(pickle.Pickler):
    """Leaves out what the other side makes by itself or asks for."""

    def __init__(self, file: io.BytesIO) -> None:
        super().__init__(file, protocol=pickle.HIGHEST_PROTOCOL)
        self.parts: list[bytes] = []

    def persistent_id(self, value: Any) -> Any:
        if isinstance(value, Toolkit):
            return _TOOLKIT, value.settings
        if type(value) is list and len(value) > 1 and all(isinstance(one, PreparedWork) for one in value):
            first = len(self.parts)
            self.parts += [pickle.dumps(one, protocol=pickle.HIGHEST_PROTOCOL) for one in value]
            return _PARTS, first, len(value)
        return None


class _Reader(pickle.Unpickler):
    def __init__(self, file: io.BytesIO, fetch: Fetch) -> None:
        super().__init__(file)
        self._fetch = fetch

    def persistent_load(self, name: Any) -> Any:
        if name[0] == _TOOLKIT:
            return _tools(name[1])
        return _Works(self._fetch, name[1], name[2])


class _Works(Sequence[PreparedWork]):
    """Works that are read when they are asked for."""

    def __init__(self, fetch: Fetch, first: int, count: int) -> None:
        self._first = first
        self._count = count
        self._get = lru_cache(maxsize=_KEPT_PARTS)(lambda number: pickle.loads(fetch(number)))  # noqa: S301 our own

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, place: int) -> PreparedWork: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[PreparedWork]: ...
    def __getitem__(self, place: int | slice) -> PreparedWork | Sequence[PreparedWork]:
        if isinstance(place, slice):
            return [self[number] for number in range(*place.indices(self._count))]
        if not -self._count <= place < self._count:
            raise IndexError(place)
        work: PreparedWork = self._get(self._first + place % self._count)
        return work


def written(work: Callable[[Any, Any], Any], shared: Any, tasks: Sequence[Any]) -> tuple[bytes, list[bytes]]:
    """Return what a machine needs for any of some tasks, and the parts that it may ask for."""
    file = io.BytesIO()
    writer = _Writer(file)
    writer.dump((code_digest(), os.getcwd(), work, shared, list(tasks)))
    return file.getvalue(), writer.parts


def read(content: bytes, fetch: Fetch) -> tuple[Callable[[Any, Any], Any], Any, list[Any]]:
    """Return the function, what all tasks share, and the tasks, and go to the folder of the one that asks.

    Raises:
        StoreError: This machine has another codematch than the one that asks, or other folders.
    """
    digest, folder, work, shared, tasks = _Reader(io.BytesIO(content), fetch).load()
    if digest != code_digest():
        raise StoreError(f"a machine of the cluster has another codematch ({VERSION}); install the same on all of them")
    try:
        os.chdir(folder)
    except OSError:
        raise StoreError(
            f"a machine of the cluster has no folder {folder}; all of them need the same folders"
        ) from None
    return work, shared, tasks


@lru_cache(maxsize=1)
def code_digest() -> str:
    """Return what stands for the code and the grammars that are installed here."""
    folder = Path(__file__).resolve().parents[1]
    running = hashlib.sha256(f"{VERSION} {METHOD}".encode())
    for path in sorted(folder.rglob("*.py")):
        running.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    grammars = grammars_folder()
    data = sorted((path.relative_to(grammars).as_posix(), path.stat().st_size) for path in grammars.rglob("*.*"))
    versions = sorted(dict(grammar_versions(_tools(Settings()).languages)).items())
    running.update(repr((data, versions)).encode())
    return running.hexdigest()


@lru_cache(maxsize=4)
def _tools(settings: Settings) -> Toolkit:
    return make_tools(settings)
