"""Segments filled with works: by this machine one after another, or by a cluster.

A cluster reads each work once and lays what an index keeps of it into the folder of the index. Which works and texts
are new, and their numbers, is decided here from keys and counts alone; then its machines write the segments. So no
source and no fingerprint passes through this machine, and the segments are the same.
"""

import hashlib
import os
import pickle
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from codematch.comparison.prepare import Toolkit
from codematch.errors import StoreError
from codematch.model.message import Message
from codematch.model.source import Limitation
from codematch.parallel import Jobs, Workers, map_in_processes
from codematch.scanning.works import Located
from codematch.store.indexing import IndexedWork, index_work, index_works
from codematch.store.manifest import Segment
from codematch.store.segments import Numbers, SegmentRows, content_of, new_folder, source_key, write_segment


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Run:
    """Works that are to be added: how they are read (`encodings` are `GLOB=NAME`), and by what."""

    works: Sequence[Located]
    toolkit: Toolkit
    encodings: tuple[str, ...]
    jobs: Jobs


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Offered:
    """A work that was read: what makes it a duplicate ("" if it could not be read, for `failure`), and what it is.

    `lost` says which of its files ended the process that read them.
    """

    label: str
    content: str
    failure: Message | None
    held: Any
    lost: tuple[Limitation, ...] = ()


class Filling(Protocol):
    """What fills segments; `numbers` are those of the segment that is being filled."""

    numbers: Numbers

    def offered(self) -> Iterator[Offered]:
        """Yield the works in their order."""

    def take(self, one: Offered) -> None:
        """Put a work that was just offered into the segment."""

    def close(self) -> None:
        """Begin the next segment."""

    def written(self) -> tuple[Segment, ...]:
        """Return all segments, once they are on the disk."""


def filled_by(place: Path, run: Run, numbers: Numbers) -> Filling:
    """Return what fills segments below the folder of segments, the first one with these numbers."""
    return _Here(place, run, numbers) if isinstance(run.jobs, int) else _Elsewhere(place, run, run.jobs, numbers)


class _Here:
    def __init__(self, place: Path, run: Run, numbers: Numbers) -> None:
        self.numbers = numbers
        self._place = place
        self._run = run
        self._rows = SegmentRows(numbers)
        self._segments: list[Segment] = []

    def offered(self) -> Iterator[Offered]:
        for one in index_works(self._run.works, self._run.toolkit, self._run.encodings, self._run.jobs):
            content = "" if one.tree is None else content_of(one.tree)
            yield Offered(label=one.located.label, content=content, failure=one.failure, held=one, lost=one.lost)

    def take(self, one: Offered) -> None:
        self._rows.add(one.held, one.held.tree)

    def close(self) -> None:
        self._segments.append(write_segment(self._place, self.numbers.serial, self._rows.tables()))
        self.numbers = _following(self.numbers)
        self._rows = SegmentRows(self.numbers)

    def written(self) -> tuple[Segment, ...]:
        return tuple(self._segments)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outline:
    """What is to be known of a work that lies in a file: its digest, its texts with their fingerprints, its sources."""

    label: str
    content: str = ""
    failure: Message | None = None
    path: str = ""
    sha256: str = ""
    texts: tuple[tuple[str, int], ...] = ()
    sources: tuple[tuple[str, int], ...] = ()
    lost: tuple[Limitation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """A segment to be written: its works, and what of these other segments have, with the numbers of their texts."""

    serial: int
    works: tuple[_Outline, ...]
    texts: Mapping[str, int]
    sources: frozenset[str] | None


class _Elsewhere:
    def __init__(self, place: Path, run: Run, cluster: Workers, numbers: Numbers) -> None:
        self.numbers = numbers
        self._place = place
        self._run = run
        self._cluster = cluster
        self._staged = new_folder(place)
        self._plans: list[_Plan] = []
        self._begin()

    def _begin(self) -> None:
        self._works: list[_Outline] = []
        self._texts: dict[str, int] = {}
        self._sources: set[str] = set()
        self._fresh: set[str] = set()

    def offered(self) -> Iterator[Offered]:
        task = self._run.works, self._run.toolkit, self._run.encodings, os.fspath(self._staged)
        with map_in_processes(_lay_down, task, range(len(self._run.works)), self._cluster) as laid:
            for _, one in laid:
                yield Offered(label=one.label, content=one.content, failure=one.failure, held=one, lost=one.lost)

    def take(self, one: Offered) -> None:
        outline: _Outline = one.held
        self._works.append(outline)
        self.numbers.new_work()
        for key, prints in outline.texts:
            if self.numbers.new_text(key, prints) is None and self.numbers.texts[key] >> 32 != self.numbers.serial:
                self._texts[key] = self.numbers.texts[key]
        held = self.numbers.sources or ()
        for key, size in outline.sources:
            if key in held and key not in self._fresh:
                self._sources.add(key)
            elif self.numbers.is_new_source(key, size):
                self._fresh.add(key)

    def close(self) -> None:
        sources = None if self.numbers.sources is None else frozenset(self._sources)
        self._plans.append(
            _Plan(serial=self.numbers.serial, works=tuple(self._works), texts=self._texts, sources=sources)
        )
        self.numbers = _following(self.numbers)
        self._begin()

    def written(self) -> tuple[Segment, ...]:
        found: dict[int, Segment] = {}
        task = os.fspath(self._place), self._plans
        with map_in_processes(_write, task, range(len(self._plans)), self._cluster) as done:
            found.update(done)
        shutil.rmtree(self._staged, ignore_errors=True)
        return tuple(found[number] for number in range(len(self._plans)))


def _following(numbers: Numbers) -> Numbers:
    return Numbers(numbers.serial + 1, numbers.texts, numbers.sources)


def _lay_down(task: tuple[Sequence[Located], Toolkit, tuple[str, ...], str], place: int) -> _Outline:
    """Read a work on a machine of a cluster, lay it into a file, and return what is to be known of it."""
    works, toolkit, encodings, folder = task
    one = index_work(works[place], toolkit, encodings)
    if one.tree is None:
        return _Outline(label=one.located.label, failure=one.failure)
    written = pickle.dumps(one, protocol=pickle.HIGHEST_PROTOCOL)
    path = Path(folder) / f"{place}.work"
    partial = path.with_name(f"{place}.{os.getpid()}-{os.urandom(4).hex()}")  # two machines may be at the same task
    partial.write_bytes(written)
    partial.replace(path)
    sources = {key: len(file.content) for file in one.tree.files if (key := source_key(file))}
    return _Outline(
        label=one.located.label,
        content=content_of(one.tree),
        path=os.fspath(path),
        sha256=hashlib.sha256(written).hexdigest(),
        texts=tuple((key, len(text.prints)) for key, text in one.texts.items()),
        sources=tuple(sources.items()),
        lost=one.lost,
    )


def _write(task: tuple[str, Sequence[_Plan]], number: int) -> Segment:
    """Write a segment on a machine of a cluster."""
    place, plan = Path(task[0]), task[1][number]
    numbers = Numbers(plan.serial, dict(plan.texts), None if plan.sources is None else set(plan.sources))
    rows = SegmentRows(numbers)
    for outline in plan.works:
        one = _taken_up(outline)
        if one.tree is not None:
            rows.add(one, one.tree)
    return write_segment(place, plan.serial, rows.tables())


def _taken_up(outline: _Outline) -> IndexedWork:
    content = Path(outline.path).read_bytes()
    if hashlib.sha256(content).hexdigest() != outline.sha256:
        raise StoreError(f"{outline.path}: was changed during the run; the index is as it was")
    work: IndexedWork = pickle.loads(content)  # noqa: S301 written by this run, as its digest says
    return work
