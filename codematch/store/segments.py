"""Works put into the tables of a segment."""

import contextlib
import hashlib
import itertools
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from codematch.model.source import Disposition, SourceFile, SourceTree
from codematch.store import layout, tables
from codematch.store.indexing import IndexedText, IndexedWork
from codematch.store.layout import (
    FILES,
    NO_TEXT,
    PRINTS,
    SIGNATURE_WORDS,
    SIGNATURES,
    SOURCES,
    STAGED,
    TEXTS,
    UNITS,
    WORKS,
)
from codematch.store.manifest import Segment, TableFile
from codematch.store.records import write_limitations, write_origin, write_record

if TYPE_CHECKING:
    from codematch.store.tables import Table

SIGNATURE_VALUES = SIGNATURE_WORDS * 8
"""Values of a MinHash signature that an index keeps a byte of."""


class Numbers:
    """The numbers that the works and texts of a segment get, and what of them other segments have already.

    `prints` and `size_bytes` are how many fingerprints and how much source the segment holds so far.

    Args:
        serial: The number of the segment.
        texts: For the keys of all texts of the index their numbers; those of this segment are added.
        sources: The keys of all sources of the index, likewise; None for an index without sources.
    """

    def __init__(self, serial: int, texts: dict[str, int], sources: set[str] | None) -> None:
        self.serial = serial
        self.texts = texts
        self.sources = sources
        self.prints = 0
        self.size_bytes = 0
        self._works = 0
        self._texts = 0

    def __len__(self) -> int:
        return self._works

    def new_work(self) -> int:
        """Return the number of the next work."""
        self._works += 1
        return (self.serial << 32) + self._works - 1

    def new_text(self, key: str, prints: int) -> int | None:
        """Return the number of a text with so many fingerprints, None if the index has it."""
        if key in self.texts:
            return None
        number = self.texts[key] = (self.serial << 32) + self._texts
        self._texts += 1
        self.prints += prints
        return number

    def is_new_source(self, key: str, size_bytes: int) -> bool:
        """Return whether the bytes of a file are to be kept, because the index does not have them."""
        if self.sources is None or key in self.sources:
            return False
        self.sources.add(key)
        self.size_bytes += size_bytes
        return True


def source_key(file: SourceFile) -> str:
    """Return what stands for the bytes of a compared file and its text, "" for a file that is not compared."""
    return "" if file.text is None else f"{file.record.digest} {file.record.encoding}"


class SegmentRows:
    """The rows of a segment that is being made: what `numbers` says that other segments have is left out."""

    def __init__(self, numbers: Numbers) -> None:
        self.numbers = numbers
        self._rows: dict[str, dict[str, list[Any]]] = {
            name: {column: [] for column in columns} for name, columns in layout.TABLES.items()
        }
        self._hashes: list[NDArray[np.uint64]] = []
        self._owners: list[int] = []
        self._signatures: list[NDArray[np.uint8]] = []

    def add(self, indexed: IndexedWork, tree: SourceTree) -> None:
        """Put a work into the segment."""
        number = self.numbers.new_work()
        by_path = indexed.files
        for key, one in indexed.texts.items():
            self._add_text(key, one)
        for file in tree.files:
            text, source = by_path.get(file.record.path), self._add_source(file)
            self._append(
                FILES, work=number, path=file.record.path, text=NO_TEXT if text is None else self.numbers.texts[text],
                source=source, record=write_record(file.record),
            )  # fmt: skip
        compared = [file.record for file in tree.files if file.record.disposition is Disposition.COMPARED]
        self._append(
            WORKS,
            work=number,
            label=tree.label,
            root=tree.digest,
            content=content_of(tree),
            origin=write_origin(tree.origin),
            limitations=write_limitations(tree.limitations),
            files=len(compared),
            lines=sum(record.lines for record in compared),
            tokens=sum(text.tokens for text in indexed.texts.values()),
            size_bytes=sum(record.size_bytes for record in compared),
            languages=" ".join(sorted({text.identified.language for text in indexed.texts.values() if text.tokens})),
        )

    def _add_text(self, key: str, text: IndexedText) -> None:
        number = self.numbers.new_text(key, len(text.prints))
        if number is None:
            return
        self._append(
            TEXTS, text=number, key=key, language=text.identified.language, lines=text.lines, tokens=text.tokens,
            prints=len(text.prints),
        )  # fmt: skip
        self._hashes.append(text.prints)
        self._owners.append(number)
        self._signatures.append(text.signatures[:, :SIGNATURE_VALUES])
        for unit in text.units:
            for name, value in (
                ("text", number), ("unit", unit.unit), ("name", unit.name), ("first_line", unit.first_line),
                ("last_line", unit.last_line),
            ):  # fmt: skip
                self._rows[UNITS][name].append(value)

    def _add_source(self, file: SourceFile) -> str:
        """Keep the bytes of a compared file, and its text where that is another one; return the key of both."""
        key, text = source_key(file), file.text
        if text is None or self.numbers.sources is None:
            return ""
        if self.numbers.is_new_source(key, len(file.content)):
            is_same = text.utf8 == file.content and not len(text.utf8_starts)
            self._append(
                SOURCES, source=key, content=file.content, utf8=None if is_same else text.utf8,
                utf8_starts=text.utf8_starts.tolist(), original_starts=text.original_starts.tolist(),
            )  # fmt: skip
        return key

    def _append(self, table: str, **values: Any) -> None:
        for name, value in values.items():
            self._rows[table][name].append(value)

    def tables(self) -> "dict[str, Table]":
        """Return the tables."""
        rows: dict[str, Any] = dict(self._rows)
        owners = np.repeat(np.array(self._owners, dtype=np.int64), [len(prints) for prints in self._hashes])
        hashes = np.concatenate([np.empty(0, dtype=np.uint64), *self._hashes]).view(np.int64)
        order = np.lexsort((owners, hashes))
        rows[PRINTS] = {"hash": hashes[order], "text": owners[order]}
        values = np.concatenate([np.empty((0, SIGNATURE_VALUES), dtype=np.uint8), *self._signatures])
        words = np.ascontiguousarray(values).view("<i8")
        rows[UNITS] = {**rows[UNITS], **{name: words[:, place] for place, name in enumerate(SIGNATURES)}}
        if self.numbers.sources is None:
            del rows[SOURCES]
        return {name: tables.make(name, columns) for name, columns in rows.items()}


def content_of(tree: SourceTree) -> str:
    """Return what makes two works duplicates: a digest of the bytes of their compared files, whatever their names."""
    digests = sorted(
        file.record.digest
        for file in tree.files
        if file.record.disposition is Disposition.COMPARED and file.record.size_bytes
    )
    return hashlib.sha256("".join(digests).encode()).hexdigest()


def write_segment(place: Path, serial: int, made: "dict[str, Table]") -> Segment:
    """Write the tables of a segment below the folder of segments, under a name that its content decides."""
    folder = new_folder(place)
    files: dict[str, TableFile] = {}
    for name, table in sorted(made.items()):
        files[name] = tables.write(file_of(folder, name), name, table)
    digest = hashlib.sha256("".join(files[name].sha256 for name in sorted(files)).encode()).hexdigest()
    name = f"{serial:06d}-{digest[:12]}"
    try:
        folder.rename(place / name)
    except OSError:
        if not (place / name).is_dir():
            raise
        shutil.rmtree(folder)  # another attempt at the same task, on a machine that was thought lost, was there first
    return Segment(name=name, serial=serial, tables=files)


def new_folder(place: Path) -> Path:
    """Return a new folder whose name no manifest has, with the permissions that others have."""
    for number in itertools.count():
        folder = place / f"{STAGED}{number}"
        with contextlib.suppress(FileExistsError):  # a reader keeps leftovers of an interrupted run there
            folder.mkdir()
            return folder
    raise AssertionError


def file_of(folder: Path, table: str) -> Path:
    """Return the file of a table in the folder of a segment."""
    return folder / f"{table}.parquet"
