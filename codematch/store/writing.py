"""Works are added to an index and removed from it: each run all of it or nothing, whatever ends it."""

import contextlib
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from codematch.comparison.prepare import Progress, Toolkit
from codematch.comparison.supervised import said_of_lost_files
from codematch.errors import InputError, StoreError, UsageError
from codematch.model.message import Message
from codematch.model.source import Limitation
from codematch.parallel import Jobs
from codematch.scanning.works import Located
from codematch.settings import Store
from codematch.store import lock, manifest, tables
from codematch.store.compacting import compacted
from codematch.store.filling import Run, filled_by
from codematch.store.layout import FILES, MANIFEST, READER_LOCK, SEGMENTS, SOURCES, STAGED, TEXTS, WORKS, WRITER_LOCK
from codematch.store.manifest import Manifest, Segment
from codematch.store.recipe import check_recipe, recipe
from codematch.store.segments import Numbers, file_of, write_segment

if TYPE_CHECKING:
    from codematch.store.tables import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What became of works that were to be added.

    `added` are the labels of those that were, `duplicates` those of which the index has all files already, with the
    label of the work in it, and `failed` those that could not be read, with the reason. `lost` says which of their
    files ended the process that read them.
    """

    added: tuple[str, ...]
    duplicates: tuple[tuple[str, str], ...]
    failed: tuple[tuple[str, Message], ...]
    lost: tuple[Message, ...] = ()


@dataclass(slots=True)
class _Known:
    """What an index holds already: works by label and by content, texts by key, sources."""

    labels: dict[str, str]
    contents: dict[str, str]
    texts: dict[str, int]
    sources: set[str] | None


def build(
    folder: Path, works: Sequence[Located], toolkit: Toolkit, *, sources: bool = True,
    encodings: tuple[str, ...] = (), jobs: Jobs = 1, progress: Progress | None = None,
) -> Added:  # fmt: skip
    """Make a new index of works.

    Args:
        folder: It must not exist, be empty, or hold what an interrupted build left.
        works: The works.
        toolkit: Languages, sketch constants and settings.
        sources: Whether the index keeps what is needed to align hits.
        encodings: `GLOB=NAME`, the encoding of files.
        jobs: Number of processes; the index does not depend on it.
        progress: Told how many works are done.

    Raises:
        UsageError: The folder holds something else, or an index.
        StoreError: It cannot be written to.
        InputError: None of the works can be read.
    """
    tables.require_libraries()
    _check_new(folder)
    existed = folder.exists()
    with _saying_full(folder):
        folder.mkdir(parents=True, exist_ok=True)
    try:
        with lock.writing(folder):
            empty = Manifest(recipe=recipe(toolkit, sources=sources))
            return _add(folder, empty, works, toolkit, encodings, jobs, progress)
    except BaseException:
        if not (folder / MANIFEST).exists():
            _clear(folder, existed)
        raise


def add(
    folder: Path, works: Sequence[Located], toolkit: Toolkit, *, encodings: tuple[str, ...] = (), jobs: Jobs = 1,
    progress: Progress | None = None,
) -> Added:  # fmt: skip
    """Add works to an index: all that can be read, in one step.

    Args:
        folder: The index.
        works: The works; one whose files are all in the index as those of one work is left out.
        toolkit: Languages, sketch constants and settings: those that the index was made with.
        encodings: `GLOB=NAME`, the encoding of files.
        jobs: Number of processes; the index does not depend on it.
        progress: Told how many works are done.

    Raises:
        UsageError: The index has another work of that label.
        StoreError: There is no index, it was made with other settings, another process is writing to it, or it cannot
            be written to.
        InputError: None of the works can be read.
    """
    tables.require_libraries()
    manifest.read(folder)
    with lock.writing(folder):
        current = manifest.read(folder)
        check_recipe(folder, current.recipe, toolkit)
        return _add(folder, current, works, toolkit, encodings, jobs, progress)


def _add(
    folder: Path, current: Manifest, works: Sequence[Located], toolkit: Toolkit, encodings: tuple[str, ...], jobs: Jobs,
    progress: Progress | None,
) -> Added:  # fmt: skip
    known = _known(folder, current)
    writer = _Writer(folder, current)
    added: list[str] = []
    duplicates: list[tuple[str, str]] = []
    failed: list[tuple[str, Message]] = []
    lost: list[tuple[str, tuple[Limitation, ...]]] = []
    most = toolkit.settings.store
    with _saying_full(folder):
        writer.sweep()
        run = Run(works=works, toolkit=toolkit, encodings=encodings, jobs=jobs)
        filling = filled_by(writer.place, run, Numbers(current.serial, known.texts, known.sources))
        for done, one in enumerate(filling.offered(), start=1):
            if not one.content:
                failed.append((one.label, one.failure or Message.of("scan-no-tokens")))
            elif (twin := known.contents.get(one.content)) is not None:
                duplicates.append((one.label, twin))
            else:
                _check_label(folder, one.label, known)
                known.labels[one.label] = known.contents[one.content] = one.label
                filling.take(one)
                added.append(one.label)
                lost.append((one.label, one.lost))
            if filling.numbers.prints >= most.segment_prints or filling.numbers.size_bytes >= most.segment_bytes:
                filling.close()
            if progress is not None:
                progress("index", done, len(works))
        if failed and not added and not duplicates:
            label, why = failed[0]
            raise InputError(f"{label}: cannot be read ({_said(why)}); nothing was added")
        if len(filling.numbers):
            filling.close()
        if added or not current.segments:
            writer.commit(filling.written(), most)
    return Added(added=tuple(added), duplicates=tuple(duplicates), failed=tuple(failed), lost=said_of_lost_files(lost))


def _check_label(folder: Path, label: str, known: _Known) -> None:
    if label in known.labels:
        raise UsageError(
            f"{label}: {folder} has a work of this name with other files; remove it first with codematch index remove, "
            "or give this one another name with --label"
        )


def _known(folder: Path, current: Manifest) -> _Known:
    found = _Known(labels={}, contents={}, texts={}, sources=set() if current.recipe.sources else None)
    for segment in current.segments:
        place = folder / SEGMENTS / segment.name
        works = tables.read(file_of(place, WORKS), ["label", "content"])
        labels = works["label"].to_pylist()
        found.labels.update(zip(labels, labels, strict=True))
        found.contents.update(zip(works["content"].to_pylist(), labels, strict=True))
        texts = tables.read(file_of(place, TEXTS), ["key", "text"])
        found.texts.update(zip(texts["key"].to_pylist(), texts["text"].to_pylist(), strict=True))
        if found.sources is not None:
            found.sources.update(tables.read(file_of(place, SOURCES), ["source"])["source"].to_pylist())
    return found


class _Writer:
    """Writes segments that do not count yet, until the manifest that names them is put in place."""

    def __init__(self, folder: Path, current: Manifest) -> None:
        self._folder = folder
        self._current = current
        self.place = folder / SEGMENTS

    def sweep(self) -> None:
        """Remove what no manifest names, unless a reader may still be reading it."""
        self.place.mkdir(exist_ok=True)
        (self._folder / READER_LOCK).touch()
        found = manifest.orphans(self._folder, self._current)
        if found:
            with lock.without_readers(self._folder) as alone:
                for path in found if alone else ():
                    shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)

    def put(self, old: Segment, made: "dict[str, Table] | None") -> None:
        """Write a segment in the place of an older one with the same serial, or none."""
        new = () if made is None else (write_segment(self.place, old.serial, made),)
        rows = [(one,) if one.name != old.name else new for one in self._current.segments]
        self._current = replace(self._current, segments=tuple(one for row in rows for one in row))

    def commit(self, segments: Sequence[Segment] = (), limits: Store | None = None, *, fully: bool = False) -> None:
        """Let what was written count, and new segments too; put small ones together if limits say how many at most."""
        serial = max([self._current.serial, *(one.serial + 1 for one in segments)])
        every = (*self._current.segments, *segments)
        kept = every if limits is None else compacted(self.place, every, limits, fully=fully)
        self._current = replace(self._current, serial=serial, segments=kept)
        manifest.sync_folder(self.place)
        manifest.write(self._folder, self._current)
        if kept != every:
            self.sweep()


def compact(folder: Path, limits: Store) -> int:
    """Put the segments of an index together where they fit into one, and return how many there are then.

    Raises:
        StoreError: There is no index, another process is writing to it, or it cannot be written to.
    """
    tables.require_libraries()
    manifest.read(folder)
    with lock.writing(folder), _saying_full(folder):
        writer = _Writer(folder, manifest.read(folder))
        writer.sweep()
        writer.commit(limits=limits, fully=True)
        return len(manifest.read(folder).segments)


def remove(folder: Path, labels: Sequence[str]) -> None:
    """Remove works from an index, and with them every text that no other work has.

    Args:
        folder: The index.
        labels: How the works are called in it.

    Raises:
        UsageError: It has no such work.
        StoreError: There is no index, another process is writing to it, or it cannot be written to.
    """
    tables.require_libraries()
    manifest.read(folder)
    with lock.writing(folder), _saying_full(folder):
        current = manifest.read(folder)
        writer = _Writer(folder, current)
        writer.sweep()
        gone = _numbers_of(folder, current, labels)
        texts, sources = _still_used(folder, current, gone)
        for segment in current.segments:
            kept = _without(folder, segment, gone, texts, sources)
            if kept is not None:
                writer.put(
                    segment,
                    kept if any(kept[name].num_rows for name in (WORKS, TEXTS, SOURCES) if name in kept) else None,
                )
        writer.commit()
        _Writer(folder, manifest.read(folder)).sweep()


def _numbers_of(folder: Path, current: Manifest, labels: Sequence[str]) -> set[int]:
    found: dict[str, int] = {}
    for segment in current.segments:
        works = tables.read(file_of(folder / SEGMENTS / segment.name, WORKS), ["label", "work"])
        found.update(zip(works["label"].to_pylist(), works["work"].to_pylist(), strict=True))
    for label in labels:
        if label not in found:
            raise UsageError(f"{label}: {folder} has no work of this name; codematch index info --works lists them")
    return {found[label] for label in labels}


def _still_used(folder: Path, current: Manifest, gone: set[int]) -> tuple[set[int], set[str]]:
    """Return the texts and sources that works have which stay."""
    texts: set[int] = set()
    sources: set[str] = set()
    for segment in current.segments:
        files = tables.read(file_of(folder / SEGMENTS / segment.name, FILES), ["work", "text", "source"]).to_pydict()
        for work, text, source in zip(files["work"], files["text"], files["source"], strict=True):
            if work not in gone:
                texts.add(text)
                sources.add(source)
    return texts, sources


def _without(
    folder: Path, segment: Segment, gone: set[int], texts: set[int], sources: set[str]
) -> "dict[str, Table] | None":
    """Return the tables of a segment without what is gone, None if nothing of it is."""
    kept: dict[str, Any] = {}
    changed = False
    for name in segment.tables:
        table = tables.read(file_of(folder / SEGMENTS / segment.name, name))
        if name in (WORKS, FILES):
            kept[name] = tables.with_one_of(table, "work", gone, but=True)
        elif name == SOURCES:
            kept[name] = tables.with_one_of(table, "source", sources)
        else:
            kept[name] = tables.with_one_of(table, "text", texts)
        changed |= kept[name].num_rows < table.num_rows
    return kept if changed else None


def _check_new(folder: Path) -> None:
    if not folder.exists():
        return
    if not folder.is_dir():
        raise UsageError(f"{folder}: is a file; give a folder that does not exist yet")
    names = {path.name for path in folder.iterdir()}
    if MANIFEST in names:
        raise UsageError(f"{folder}: is an index already; add works with codematch index add, or give another folder")
    ours = {SEGMENTS, WRITER_LOCK, READER_LOCK, f"{STAGED}{MANIFEST}"}
    if foreign := sorted(names - ours):
        raise UsageError(f"{folder}: contains other files ({foreign[0]}); give a folder that does not exist yet")


def _clear(folder: Path, existed: bool) -> None:
    """Remove what a build left that failed."""
    if not existed:
        shutil.rmtree(folder, ignore_errors=True)
        return
    shutil.rmtree(folder / SEGMENTS, ignore_errors=True)
    for name in (READER_LOCK, WRITER_LOCK, f"{STAGED}{MANIFEST}"):
        with contextlib.suppress(OSError):
            (folder / name).unlink(missing_ok=True)


@contextlib.contextmanager
def _saying_full(folder: Path) -> Iterator[None]:
    """Say what the disk says, and that the index is as it was."""
    try:
        yield
    except OSError as error:
        raise StoreError(f"{folder}: cannot be written ({error.strerror or error}); the index is as it was") from None


def _said(why: Message) -> str:
    """Return the words of the system in a message, else its key."""
    return next((str(value) for _, value in why.values), why.key)
