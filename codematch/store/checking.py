"""An index held against its manifest: digests, counts, numbers that lead nowhere, and what belongs to nothing."""

import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from codematch.comparison.prepare import Toolkit
from codematch.errors import StoreError
from codematch.store import lock, manifest, tables
from codematch.store.contents import Contents, opened
from codematch.store.layout import FILES, NO_TEXT, PRINTS, SEGMENTS, SOURCES, TABLES, TEXTS, UNITS, WORKS
from codematch.store.manifest import Segment
from codematch.store.recipe import differences
from codematch.store.segments import file_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a check says: `faults` of the index, `remarks` that are none, and how many `swept` leftovers it removed."""

    faults: tuple[str, ...]
    remarks: tuple[str, ...]
    swept: int


def check(folder: Path, toolkit: Toolkit) -> Checked:
    """Check an index, and remove what interrupted writers left if nobody is writing or reading.

    Args:
        folder: The index.
        toolkit: What would be added to it now.

    Raises:
        StoreError: There is no index, or it has another format.
    """
    swept, remarks = _sweep(folder)
    with opened(folder) as contents:
        current = contents.manifest
        faults = [fault for one in current.segments for fault in _segment_faults(folder, one)]
        if not faults:
            faults = list(_content_faults(contents))
        other = differences(current.recipe, toolkit)
        if other:
            remarks.append(
                f"made otherwise than this version would: {'; '.join(other)}; nothing can be added with these"
            )
        backgrounds = [
            name for name, digest in sorted(current.recipe.backgrounds.items())
            if (now := toolkit.weigher.background(name)) is None or now.digest != digest
        ]  # fmt: skip
        if backgrounds:
            remarks.append(
                f"background models changed since: {', '.join(backgrounds)}; searches weigh with those of now"
            )
    return Checked(faults=tuple(faults), remarks=tuple(remarks), swept=swept)


def _sweep(folder: Path) -> tuple[int, list[str]]:
    """Remove what belongs to no segment; say what stays, and why."""
    current = manifest.read(folder)
    found = manifest.orphans(folder, current)
    if not found:
        return 0, []
    try:
        with lock.writing(folder):
            found = manifest.orphans(folder, manifest.read(folder))
            with lock.without_readers(folder) as alone:
                if not alone:
                    return 0, [f"{len(found)} leftovers stay until no search is running"]
                for path in found:
                    shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    except (StoreError, OSError):
        return 0, [f"{len(found)} leftovers stay: the index is being written to, or cannot be"]
    return len(found), []


def _segment_faults(folder: Path, segment: Segment) -> Iterator[str]:
    """Yield what is wrong with the files of a segment."""
    for name, stated in sorted(segment.tables.items()):
        path = file_of(folder / SEGMENTS / segment.name, name)
        try:
            if path.stat().st_size != stated.size_bytes or tables.digest(path) != stated.sha256:
                yield f"{path}: does not have the digest that the manifest states"
                continue
            table = tables.read(path)
        except (OSError, StoreError) as error:
            yield str(error) if isinstance(error, StoreError) else f"{path}: cannot be read ({error.strerror})"
            continue
        if table.num_rows != stated.rows:
            yield f"{path}: has {table.num_rows} rows instead of {stated.rows}"
        if missing := TABLES[name].keys() - set(table.column_names):
            yield f"{path}: has no column {min(missing)}"


def _content_faults(contents: Contents) -> Iterator[str]:
    """Yield what tables say that other tables contradict."""
    works, labels, texts, keys = (_column(contents, *place) for place in (
        (WORKS, "work"), (WORKS, "label"), (TEXTS, "text"), (TEXTS, "key"),
    ))  # fmt: skip
    for what, values in (("work", works), ("label", labels), ("text", texts), ("content of a text", keys)):
        if double := [value for value, count in Counter(values).items() if count > 1]:
            yield f"{len(double)} times the same {what} twice, such as {double[0]}"
    known = set(texts)
    used = set(_column(contents, FILES, "text")) - {NO_TEXT}
    for name, found in ((FILES, used), (UNITS, set(_column(contents, UNITS, "text")))):
        if lost := found - known:
            yield f"the table {name} names {len(lost)} texts that are not there"
    if unused := known - used:
        yield f"{len(unused)} texts belong to no file"
    if lost := set(_column(contents, FILES, "work")) - set(works):
        yield f"{len(lost)} works have files and no entry"
    yield from _count_faults(contents)
    if contents.manifest.recipe.sources:
        sources = _column(contents, SOURCES, "source")
        if len(set(sources)) < len(sources):
            yield "a source is there twice"
        if lost := set(_column(contents, FILES, "source")) - {""} - set(sources):
            yield f"{len(lost)} sources are missing"


def _count_faults(contents: Contents) -> Iterator[str]:
    """Yield texts that do not have as many fingerprints as they state."""
    held: Counter[int] = Counter(_column(contents, PRINTS, "text"))
    stated = zip(_column(contents, TEXTS, "text"), _column(contents, TEXTS, "prints"), strict=True)
    if wrong := [text for text, prints in stated if held[text] != prints]:
        yield f"{len(wrong)} texts do not have the fingerprints that they state"


def _column(contents: Contents, table: str, column: str) -> list[Any]:
    return [value for path in contents.paths(table) for value in tables.read(Path(path), [column])[column].to_pylist()]
