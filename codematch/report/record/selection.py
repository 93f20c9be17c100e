"""Which exhibits a record shows, and which rows of each: what the case asks for first, within a number of pages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from codematch.model.correspondence import DifferenceKind
from codematch.model.marks import MarkKind
from codematch.model.match import Exhibit, ExhibitRow, Region, RowState
from codematch.model.result import PairResult
from codematch.report import view
from codematch.report.view import Omission

PAGE_ROWS = 70
"""Rows of code that a printed page holds."""
HEADER_ROWS = 16
"""What the heading of an exhibit takes, in rows of code."""
CONTEXT = 3
"""Equal rows that are shown on each side of a changed one, where the rest is left out."""
LEAST_OMITTED = 6
"""So many equal rows in a row are left out at least: for fewer the words would take as much room."""
EQUAL_ROWS = 24
"""Rows that are shown of a region without a changed row."""
MOST_ROWS = 2 * PAGE_ROWS
"""Rows that are shown of a region that is not of an asserted item."""
_CHANGED = frozenset({DifferenceKind.NOTICE, DifferenceKind.NUMBER, DifferenceKind.TEXT})
_SHARES = (("unlabelled", 0.5), ("changed", 0.25), ("heaviest", 1.0))
"""What part of the room that is left each group may take, in turn; what one leaves, the next may use."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Equal:
    """Equal rows that an exhibit leaves out at one place."""

    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """An exhibit that is shown with its region, its rows, and whether all rows are shown."""

    region: Region
    exhibit: Exhibit
    rows: tuple[ExhibitRow | Omission | Equal, ...]

    @property
    def height(self) -> int:
        """Rows of a page that it takes."""
        return HEADER_ROWS + len(self.rows)


def asserted_regions(pair: PairResult) -> list[int]:
    """Return the numbers of the regions of asserted items, in the order of the items."""
    return list(dict.fromkeys(part.region for item in pair.asserted for part in item.counterparts))


def asserted_by_marks(pair: PairResult) -> list[int]:
    """Return the numbers of the regions that marks of an examiner assert."""
    return [] if pair.marks is None else sorted(pair.marks.numbers(MarkKind.ASSERTED))


def select(pair: PairResult, count: int, pages: int | None, *, whole: bool) -> list[Shown]:
    """Return the exhibits that are shown: of asserted items and regions first and whole, then by group and weight.

    Args:
        pair: The pair of works.
        count: The greatest number of exhibits.
        pages: The greatest number of pages, None for no limit; the exhibits of asserted items may exceed it.
        whole: Whether all rows of every exhibit are shown.
    """
    exhibits = {exhibit.region: exhibit for exhibit in pair.exhibits}
    regions = {region.number: region for region in pair.regions if region.number in exhibits}
    stated = dict.fromkeys((*asserted_regions(pair), *asserted_by_marks(pair)))
    first = [number for number in stated if number in regions]
    made = {number: _shown(regions[number], exhibits[number], whole=True) for number in first}
    room = None if pages is None else pages * PAGE_ROWS - sum(item.height for item in made.values())
    for name, share in _SHARES:
        left = None if room is None else int(room * share)
        for region in _group(pair, name):
            if region.number in made or region.number not in regions or len(made) >= max(count, len(first)):
                continue
            item = _shown(region, exhibits[region.number], whole=whole)
            if left is not None and item.height > left and (made or left <= 0):
                break
            made[region.number] = item
            left = None if left is None else left - item.height
            room = None if room is None else room - item.height
    return list(made.values())


def _group(pair: PairResult, name: str) -> Sequence[Region]:
    if name == "unlabelled":
        return view.unlabelled(pair)
    return _with_changes(pair) if name == "changed" else view.ranked(pair)


def _with_changes(pair: PairResult) -> list[Region]:
    """Return the regions with a notice, number or text that is another one in the questioned work, notices first."""
    places = [item for item in pair.differences if item.kind in _CHANGED]
    by_path: dict[tuple[str, str], list[Region]] = {}
    for region in view.ranked(pair):
        by_path.setdefault((region.known.path, region.questioned.path), []).append(region)
    found = {
        region.number: region
        for item in places
        for region in by_path.get((item.path.known, item.path.questioned), ())
        if region.known.first_line <= item.line.known <= region.known.last_line
    }
    return list(found.values())


def _shown(region: Region, exhibit: Exhibit, *, whole: bool) -> Shown:
    rows = list(view.rows_with_omissions(exhibit, region))
    return Shown(region=region, exhibit=exhibit, rows=tuple(rows if whole else _abridged(rows)))


def _abridged(rows: Sequence[ExhibitRow | Omission]) -> Iterator[ExhibitRow | Omission | Equal]:
    """Yield the changed rows with context, what is left out between them as `Equal`; the beginning of equal ones."""
    changed = [place for place, row in enumerate(rows) if _is_changed(row)]
    kept = {near for place in changed for near in range(place - CONTEXT, place + CONTEXT + 1)}
    kept |= {*range(CONTEXT), len(rows) - 1} if changed else set(range(EQUAL_ROWS))
    shown = at = 0
    while at < len(rows):
        stop = at
        while stop < len(rows) and stop not in kept:
            stop += 1
        if stop - at >= LEAST_OMITTED:
            yield Equal(rows=stop - at)
            at = stop
            continue
        if shown >= MOST_ROWS:
            yield _rest(rows[at:])
            return
        yield rows[at]
        shown, at = shown + 1, at + 1


def _is_changed(row: ExhibitRow | Omission) -> bool:
    return isinstance(row, Omission) or row.state is not RowState.IDENTICAL or row.masked_differ


def _rest(rows: Sequence[ExhibitRow | Omission]) -> Omission:
    """Return how many lines of each side the rows are that are left out at the end."""
    known = sum(row.known if isinstance(row, Omission) else row.known_line is not None for row in rows)
    questioned = sum(row.questioned if isinstance(row, Omission) else row.questioned_line is not None for row in rows)
    return Omission(known, questioned)
