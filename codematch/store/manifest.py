"""The manifest of an index: which segments count, and what they were made with. It is replaced in one step.

Whoever reads it sees an index as one writer left it, whole. What a crash leaves behind is named by no manifest.
"""

import hashlib
import json
import os
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from codematch import saved_files
from codematch.errors import StoreError
from codematch.store.layout import FORMAT, MANIFEST, SEGMENTS, STAGED


@dataclass(frozen=True, slots=True, kw_only=True)
class TableFile:
    """The file of a table: its rows, its size [bytes] and its SHA-256."""

    rows: int
    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A part of an index that is never changed: the folder `name` with a file for each table.

    `serial` is the upper half of the numbers of its works and texts.
    """

    name: str
    serial: int
    tables: Mapping[str, TableFile]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """What an index was made with: nothing that was made in another way is mixed with it.

    `settings` are those that the tokens and fingerprints depend on, by dotted name; `grammars` are the versions of the
    grammars by language. `backgrounds` are the digests of the background models at the time: nothing in the index
    depends on them, but weights in searches do.
    """

    version: str
    method: int
    settings: Mapping[str, Any]
    grammars: Mapping[str, str]
    backgrounds: Mapping[str, str]
    sources: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The segments that make up an index; `serial` is the one that the next segment gets."""

    recipe: Recipe
    serial: int = 0
    segments: tuple[Segment, ...] = field(default=())

    @property
    def digest(self) -> str:
        """What stands for the content of the index: SHA-256 over the manifest."""
        return hashlib.sha256(_text(self)).hexdigest()


def read(folder: Path) -> Manifest:
    """Return the manifest of an index.

    Raises:
        StoreError: There is no index, it has another format, or its manifest is damaged.
    """
    path = folder / MANIFEST
    try:
        document = saved_files.json_value(saved_files.read_bytes(path))
    except FileNotFoundError:
        raise StoreError(f"{folder}: is not an index; make one with codematch index build") from None
    except NotADirectoryError:
        raise StoreError(f"{folder}: is a file, and an index is a folder; give the folder") from None
    except OSError as error:
        raise StoreError(f"{path}: cannot be read ({error.strerror}); check its permissions") from None
    except ValueError:
        raise StoreError(f"{path}: is damaged; restore a backup, or build the index again") from None
    if not isinstance(document, dict) or document.get("tool") != "codematch index":
        raise StoreError(f"{folder}: is not an index of codematch; make one with codematch index build")
    if document.get("format") != FORMAT:
        raise StoreError(
            f"{folder}: is an index of format {document.get('format')}, and this version reads format {FORMAT}; "
            "build it again"
        )
    return _read_document(path, document)


def _read_document(path: Path, document: dict[str, Any]) -> Manifest:
    try:
        segments = tuple(
            Segment(
                name=str(one["name"]),
                serial=int(one["serial"]),
                tables={name: TableFile(**table) for name, table in one["tables"].items()},
            )
            for one in document["segments"]
        )
        manifest = Manifest(recipe=Recipe(**document["recipe"]), serial=int(document["serial"]), segments=segments)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise StoreError(f"{path}: is damaged; restore a backup, or build the index again") from None
    if document.get("sha256") != manifest.digest:
        raise StoreError(f"{path}: does not have its own digest; it was changed, so build the index again")
    return manifest


def write(folder: Path, manifest: Manifest) -> None:
    """Put a manifest in the place of the one that is there, in one step, and wait until the disk has it."""
    staged = folder / f"{STAGED}{MANIFEST}"
    text = json.dumps({"tool": "codematch index", "format": FORMAT, "sha256": manifest.digest, **_document(manifest)},
                      indent=1, sort_keys=True)  # fmt: skip
    with staged.open("wb") as file:
        file.write(text.encode())
        file.flush()
        os.fsync(file.fileno())
    os.replace(staged, folder / MANIFEST)
    sync_folder(folder)


def sync_folder(folder: Path) -> None:
    """Wait until the disk has the entries of a folder, where a folder can be opened."""
    if sys.platform != "win32":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def orphans(folder: Path, manifest: Manifest | None) -> list[Path]:
    """Return what lies in the folder of an index and belongs to none of its segments, sorted."""
    held = {one.name for one in manifest.segments} if manifest is not None else set()
    place = folder / SEGMENTS
    found = [path for path in place.iterdir() if path.name not in held] if place.is_dir() else []
    return sorted([*found, *folder.glob(f"{STAGED}*")])


def _document(manifest: Manifest) -> dict[str, Any]:
    return asdict(manifest)


def _text(manifest: Manifest) -> bytes:
    return json.dumps(_document(manifest), sort_keys=True).encode()
