"""An index as it is read: its works, and each of them as it was when it was added."""

from collections.abc import Iterator, Set
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from codematch.errors import InvariantError, StoreError
from codematch.model.shape import ShapeError
from codematch.model.source import DecodedText, SourceFile, SourceTree
from codematch.store import lock, manifest, tables
from codematch.store.layout import FILES, SEGMENTS, SOURCES, WORKS
from codematch.store.manifest import Manifest
from codematch.store.records import read_limitations, read_origin, read_record
from codematch.store.segments import file_of


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredWork:
    """A work of an index: its number in it, its label and root hash, and its size in compared files.

    `size_bytes` is that of its compared files; `languages` are those of its tokens, sorted.
    """

    number: int
    label: str
    root: str
    files: int
    lines: int
    tokens: int
    size_bytes: int
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """An index at one moment: what a writer does later does not show."""

    folder: Path
    manifest: Manifest

    def paths(self, table: str) -> list[str]:
        """Return the files of a table, one for each segment."""
        place = self.folder / SEGMENTS
        return [str(file_of(place / one.name, table)) for one in self.manifest.segments]

    def works(self) -> list[StoredWork]:
        """Return the works, sorted by label.

        Raises:
            StoreError: The index is damaged.
        """
        rows = [row for path in self.paths(WORKS) for row in tables.read(Path(path)).to_pylist()]
        return sorted((_work(row) for row in rows), key=lambda work: work.label)


class Shelf:
    """Gives the works of an index back as they were read.

    Args:
        contents: An index that stays open.

    Raises:
        StoreError: The index is damaged, or keeps no sources.
    """

    def __init__(self, contents: Contents) -> None:
        if not contents.manifest.recipe.sources:
            raise StoreError(f"{contents.folder}: keeps no sources; build it without --no-source to compare works")
        self._contents = contents
        self._keys = [(path, tables.read(Path(path), ["source"])["source"]) for path in contents.paths(SOURCES)]

    def tree(self, number: int, texts: Set[int] | None = None) -> SourceTree:
        """Return a work by its number, or only those of its files that have some texts: one file for each.

        Raises:
            StoreError: The index is damaged.
        """
        heads = [row for path in self._contents.paths(WORKS) for row in tables.read_of(Path(path), "work", [number])]
        rows = [row for path in self._contents.paths(FILES) for row in tables.read_of(Path(path), "work", [number])]
        if texts is not None:
            firsts = {row["text"]: row for row in sorted(rows, key=lambda row: row["path"], reverse=True)}
            rows = [row for text, row in firsts.items() if text in texts]
        sources = self._sources({row["source"] for row in rows} - {""})
        try:
            (head,) = heads
            return SourceTree(
                label=head["label"],
                origin=read_origin(head["origin"]),
                files=tuple(_file(row, sources) for row in sorted(rows, key=lambda row: row["path"])),
                digest=head["root"],
                limitations=read_limitations(head["limitations"]),
            )
        except (ShapeError, InvariantError, ValueError, KeyError) as error:
            raise StoreError(
                f"{self._contents.folder}: work {number} is damaged ({error}); run codematch index check"
            ) from None

    def _sources(self, wanted: set[str]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for path, keys in self._keys:
            if places := tables.places_of(keys, wanted):
                found.update((row["source"], row) for row in tables.read_rows(Path(path), places))
        return found


@contextmanager
def opened(folder: Path) -> Iterator[Contents]:
    """Open an index to read it; its files stay in place until the block is left.

    Raises:
        StoreError: There is no index, or it has another format.
    """
    tables.require_libraries()
    with lock.reading(folder):
        yield Contents(folder=folder, manifest=manifest.read(folder))


def _work(row: dict[str, Any]) -> StoredWork:
    return StoredWork(
        number=row["work"],
        languages=tuple(row["languages"].split()),
        **{name: row[name] for name in ("label", "root", "files", "lines", "tokens", "size_bytes")},
    )


def _file(row: dict[str, Any], sources: dict[str, Any]) -> SourceFile:
    record = read_record(row["record"])
    if not row["source"]:
        return SourceFile(record=record)
    source = sources[row["source"]]
    content = source["content"]
    text = DecodedText(
        utf8=content if source["utf8"] is None else source["utf8"],
        utf8_starts=np.array(source["utf8_starts"], dtype=np.int64),
        original_starts=np.array(source["original_starts"], dtype=np.int64),
    )
    return SourceFile(record=record, content=content, text=text)
