"""Many small additions: few segments, the same works, and nothing that a reader would miss."""

from dataclasses import replace
from pathlib import Path

import pytest

from codematch.scanning.works import Located
from codematch.settings import Settings
from codematch.store import compacting, manifest, writing
from codematch.store.checking import check
from codematch.store.contents import Shelf, opened
from codematch.store.layout import PRINTS
from codematch.store.manifest import Segment, TableFile
from tests.store.stores import TOOLS


def segment(number: int, size_bytes: int) -> Segment:
    table = TableFile(rows=size_bytes // 16, size_bytes=size_bytes, sha256="")
    return Segment(name=str(number), serial=number, tables={PRINTS: table})


def test_a_thousand_additions_leave_few_segments(monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[int] = []

    def together(_: Path, some: list[Segment]) -> Segment:
        size = sum(one.tables[PRINTS].size_bytes for one in some)
        written.append(size)
        return segment(some[-1].serial, size)

    monkeypatch.setattr(compacting, "_together", together)
    held: tuple[Segment, ...] = ()
    most = 0
    for number in range(1_000):
        held = compacting.compacted(Path(), (*held, segment(number, 20_000)), Settings().store)
        most = max(most, len(held))
    assert most <= 29
    assert sum(one.tables[PRINTS].size_bytes for one in held) == 1_000 * 20_000
    assert sum(written) <= 5 * 1_000 * 20_000


def test_no_segment_becomes_larger_than_those_of_a_build(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compacting, "_together", lambda *_: 1 / 0)
    limits = replace(Settings().store, segment_bytes=100_000)
    held = tuple(segment(number, 20_000) for number in range(20))
    assert compacting.compacted(Path(), held, limits) == held


def test_the_works_are_found_and_come_back_after_small_segments_became_one(tmp_path: Path) -> None:
    index = tmp_path / "an.index"
    works = []
    for number in range(10):
        place = tmp_path / f"w{number}"
        place.mkdir()
        (place / "a.py").write_text(f"def area_{number}(width, height):\n    return width * height + {number}\n" * 9)
        works.append(Located(label=place.name, locator=str(place)))
    writing.build(index, works[:1], TOOLS)
    for one in works[1:]:
        writing.add(index, [one], TOOLS)
    assert len(manifest.read(index).segments) == 3
    assert writing.compact(index, Settings().store) == 1
    assert check(index, TOOLS).faults == ()
    assert len(list((index / "segments").iterdir())) == 1
    with opened(index) as contents:
        shelf, numbers = Shelf(contents), {work.label: work.number for work in contents.works()}
        assert list(numbers) == [work.label for work in works]
        assert b"area_7" in shelf.tree(numbers["w7"]).files[0].content
    writing.remove(index, ["w3"])
    writing.add(index, works[3:4], TOOLS)
    assert check(index, TOOLS).faults == ()
