"""Which regions of a result the marks of a file are about.

A mark applies to a region with the same identity, whatever its lines and the names of its files are now. Where several
regions have the same content, the marks that were made at one place apply to one of them: that of the same two files
and the nearest lines first, then that of one of the files, then the first in report order. A mark that says no place
applies to every region with that content.

A mark whose content has changed applies to nothing. The region with most of its content is named, for the examiner to
mark again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from codematch.errors import StoreError
from codematch.marks.file import MarksFile, StatedMark, places
from codematch.model.marks import ExaminerMark, ExaminerMarks, MarkFit, totals_of
from codematch.model.match import Region, RegionSide
from codematch.model.region_identity import unpacked_content
from codematch.model.result import CaseResult

_Place = tuple[str, str, str]
"""The identity of marked content, and its place on each side."""


def with_marks(result: CaseResult, file: MarksFile) -> CaseResult:
    """Return a result with the marks of a file in the place of those that it may have.

    Raises:
        StoreError: The result does not record what its regions contain.
    """
    if any(not region.identity for pair in result.pairs for region in pair.regions):
        raise StoreError(
            "the result does not record what its regions contain (an earlier version or a redacted form), so no mark "
            "can be applied; give the result of the run"
        )
    pairs = (replace(pair, marks=apply(file, pair.regions)) for pair in result.pairs)
    return replace(result, pairs=tuple(pairs))


def apply(file: MarksFile, regions: Sequence[Region]) -> ExaminerMarks:
    """Return the marks of a file with the regions that each of them is about.

    Args:
        file: The marks.
        regions: The regions of a pair of works, each with its identity.
    """
    taken = _assigned(file.marks, regions)
    grams = {region.number: frozenset(map(int, unpacked_content(region.content))) for region in regions}
    marks = tuple(_applied(mark, taken[_place(mark)], grams) for mark in file.marks)
    return ExaminerMarks(file=file.name, sha256=file.sha256, marks=marks, totals=totals_of(regions, marks))


def _place(mark: StatedMark) -> _Place:
    return mark.identity, mark.known, mark.questioned


def _assigned(marks: Iterable[StatedMark], regions: Sequence[Region]) -> dict[_Place, tuple[int, ...]]:
    """Return the regions of each marked place: all with its content if it says no place, else at most one."""
    wanted = list(dict.fromkeys(map(_place, marks)))
    found: dict[_Place, tuple[int, ...]] = dict.fromkeys(wanted, ())
    ranked: list[tuple[tuple[int, int, int, int], _Place, int]] = []
    for order, place in enumerate(wanted):
        same = [region for region in regions if region.identity.startswith(place[0])]
        if not any(place[1:]):
            found[place] = tuple(region.number for region in same)
            continue
        ranked += [((*_distance(place, region), order, region.number), place, region.number) for region in same]
    used: set[int] = set()
    for _, place, number in sorted(ranked):
        if not found[place] and number not in used:
            found[place] = (number,)
            used.add(number)
    return found


def _distance(place: _Place, region: Region) -> tuple[int, int]:
    """Return how many of the two files have another path, and by how many lines the others have moved."""
    others = moved = 0
    for stated, side in zip(place[1:], (region.known, region.questioned), strict=True):
        path, line = places(stated)
        others += path != side.path
        moved += abs(line - side.first_line) if path == side.path else 0
    return others, moved


def _applied(mark: StatedMark, regions: tuple[int, ...], grams: dict[int, frozenset[int]]) -> ExaminerMark:
    nearest, shared = (None, None) if regions else _nearest(mark, grams)
    fit = MarkFit.SAME if regions else MarkFit.CHANGED if nearest is not None else MarkFit.GONE
    return ExaminerMark(
        kind=mark.kind,
        text=mark.reason,
        name=mark.name,
        date=mark.date,
        line=mark.line,
        identity=mark.identity,
        known=mark.known,
        questioned=mark.questioned,
        fit=fit,
        regions=regions,
        nearest=nearest,
        shared=shared,
    )


def _nearest(mark: StatedMark, grams: dict[int, frozenset[int]]) -> tuple[int | None, float | None]:
    """Return the region with most of the content of a mark, and the share that it has; the first of equals."""
    wanted = frozenset(map(int, unpacked_content(mark.content)))
    counts = {number: len(wanted & own) for number, own in grams.items()}
    best = max(sorted(counts), key=lambda number: counts[number], default=None)
    return (best, counts[best] / len(wanted)) if best is not None and counts[best] else (None, None)


def stated(region: Region, mark: StatedMark) -> StatedMark:
    """Return a mark with what a region contains and where it is."""
    return replace(
        mark,
        identity=region.identity,
        known=_shown(region.known),
        questioned=_shown(region.questioned),
        content=region.content,
    )


def _shown(side: RegionSide) -> str:
    return f"{side.path}:{side.first_line}-{side.last_line}"
