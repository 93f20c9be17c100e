"""What corresponds in two works, for the terminal: files, functions, differences, further places; the first of each."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum

from rich.console import RenderableType
from rich.text import Text

from codematch.model.correspondence import (
    Difference,
    DifferenceKind,
    FileRelation,
    FurtherPlaces,
    UnitPair,
    UnitPlace,
    UnitRelation,
)
from codematch.model.result import FilePair, PairResult
from codematch.model.sides import SIDES
from codematch.report import view
from codematch.report.formats.terminal_layout import INDENT, QUIET, heading, indented, labelled, paragraph
from codematch.report.record.differences import excerpts
from codematch.report.text import counted, numbers, padded, region_sentences, say, visible

PAIRS_SHOWN, UNITS_SHOWN, DIFFERENCES_SHOWN, PLACES_SHOWN = 4, 3, 6, 2
_EXCERPT = 32
"""Characters of a text that differs; all of it is in the result."""
_LABEL = 22


def correspondence(pair: PairResult, width: int) -> Iterator[RenderableType]:
    """Yield what corresponds: of each kind the numbers, and the first few."""
    if pair.file_pairs:
        yield from _part("correspondence.files", _counts(pair.file_pairs, FileRelation, "file-relation"))
        yield from _entries(map(_files, pair.file_pairs[:PAIRS_SHOWN]), width, len(pair.file_pairs) - PAIRS_SHOWN)
        alone = {role: len(view.unmatched(pair, role)) for role in SIDES}
        yield paragraph(say("correspondence.alone", **alone), QUIET)
    if pair.unit_pairs:
        yield from _part("correspondence.units", _counts(pair.unit_pairs, UnitRelation, "unit-relation"))
        found = [item for item in pair.unit_pairs if item.relation is not UnitRelation.SAME]
        found.sort(key=lambda item: -max(unit.tokens for unit in (item.known, item.questioned) if unit))
        yield from _entries(map(_units, found[:UNITS_SHOWN]), width, len(found) - UNITS_SHOWN)
    if pair.differences:
        kinds = _said((item.kind for item in pair.differences), DifferenceKind, "difference")
        yield from _part("correspondence.differences", kinds)
        shown = _each_kind(pair.differences)
        yield from _entries(map(_difference, shown), width, len(pair.differences) - len(shown))
    if pair.further_places:
        yield from _part("further-places", counted("correspondence.places", len(pair.further_places)))
        shown_places = pair.further_places[:PLACES_SHOWN]
        entries = (entry for item in shown_places for entry in _places(pair, item))
        yield from _entries(entries, width, len(pair.further_places) - PLACES_SHOWN)


def _part(title: str, counts: str) -> Iterator[RenderableType]:
    yield from (*heading(title), paragraph(counts))


def _counts(items: Sequence[FilePair] | Sequence[UnitPair], values: type[StrEnum], words: str) -> str:
    return _said((item.relation for item in items if item.relation is not None), values, words)


def _said(found: Iterable[StrEnum], values: type[StrEnum], words: str) -> str:
    """How often each value occurs, in the order of the values."""
    counts = Counter(found)
    said = (
        say("correspondence.count", words=say(f"{words}.{value}"), count=counts[value])
        for value in values
        if counts[value]
    )
    return say("separator.items").join(said)


def _entries(entries: Iterator[tuple[str, str]], width: int, more: int) -> Iterator[RenderableType]:
    """Yield each entry on a line, its words behind what it is, and how many more there are."""
    for label, words in entries:
        start = Text(f"{padded(label, _LABEL)}  ", style=QUIET)
        yield indented(labelled(start, Text(words), width - INDENT))
    if more > 0:
        yield paragraph(say("and-more", count=more), QUIET)


def _files(item: FilePair) -> tuple[str, str]:
    paths = [visible(path) for path in (item.known_path, item.questioned_path)]
    said = paths[0] if paths[0] == paths[1] else f"{paths[0]} / {paths[1]}"
    if item.change is not None:
        said += say("in-brackets", text=say(f"file-change.{item.change}"))
    return say(f"file-relation.{item.relation}") if item.relation is not None else "", said


def _units(item: UnitPair) -> tuple[str, str]:
    places = [_unit(unit) for unit in (item.known, item.questioned) if unit is not None]
    return say(f"unit-relation.{item.relation}"), " / ".join(places)


def _unit(unit: UnitPlace) -> str:
    return f"{visible(unit.name)} {region_sentences.passage(unit.path, unit.first_line, unit.last_line)}"


def _each_kind(found: Sequence[Difference]) -> list[Difference]:
    """The first differences, as many of each kind as there is room for: notices and values before all others."""
    kinds = [[item for item in found if item.kind is kind] for kind in DifferenceKind]
    least = max(1, DIFFERENCES_SHOWN // sum(map(bool, kinds)))
    chosen = {id(item) for items in kinds for item in items[:least]}
    for item in found:
        if len(chosen) < DIFFERENCES_SHOWN:
            chosen.add(id(item))
    return [item for item in found if id(item) in chosen][:DIFFERENCES_SHOWN]


def _difference(item: Difference) -> tuple[str, str]:
    known, questioned = (
        visible(words) or say("differences.not-there")
        for words in excerpts(str(item.change["known"]), str(item.change["questioned"]), _EXCERPT)
    )
    places = (
        f"{visible(path)}:{row}" if row else visible(path) for path, row in zip(item.path, item.line, strict=True)
    )
    said = f"{known} {say('arrow')} {questioned}  {' / '.join(places)}"
    if item.places > 1:
        said += say("in-brackets", text=counted("correspondence.in-places", item.places))
    return say(f"difference.{item.kind}"), said


def _places(pair: PairResult, item: FurtherPlaces) -> Iterator[tuple[str, str]]:
    """Yield for each side with further places of a region their number and the first of them."""
    for role, work, rows, total in zip(SIDES, view.works(pair), (item.known, item.questioned), item.total, strict=True):
        if rows:
            file, first, last, _ = rows[0]
            place = f"{visible(work.files[file].path)}:{numbers.line_range(first, last)}"
            more = f"{say('separator.items')}{say('and-more', count=total - 1)}" if total > 1 else ""
            label = say("correspondence.region", number=item.region, role=say(role))
            yield label, f"{place}{more}"
