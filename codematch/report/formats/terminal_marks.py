"""The marks of an examiner for the terminal: in the report, and as the list of `codematch review`."""

from collections.abc import Iterator

from rich.console import Console, RenderableType
from rich.text import Text

from codematch.model.marks import MarkTotal
from codematch.model.match import Region
from codematch.model.result import CaseResult, PairResult
from codematch.report import view
from codematch.report.formats.terminal_brief import code_rows
from codematch.report.formats.terminal_layout import (
    FILE_WIDTH,
    HEADING,
    INDENT,
    MINIMUM_WIDTH,
    NUMBER,
    QUIET,
    WARNING,
    Column,
    draw,
    heading,
    indented,
    labelled,
    paragraph,
    plain_text,
    table,
)
from codematch.report.record.context import exhibit_number
from codematch.report.text import mark_sentences, numbers, region_sentences, say, visible

_TOTALS = ("count", "pairs", "tokens", "weight", "residual")
IDENTITY_DIGITS = 12
"""Digits of an identity that are shown: enough to tell regions apart, and to write a mark by hand."""


def marks(pair: PairResult, width: int) -> Iterator[RenderableType]:
    """Yield the marks of a pair of works with totals; nothing where no file of marks was given."""
    found = pair.marks
    if found is None:
        return
    yield from (*heading("marks"), paragraph(say("marks.intro"), QUIET))
    yield paragraph(say("marks.file", file=visible(found.file), digest=found.sha256, count=len(found.marks)), QUIET)
    yield paragraph(mark_sentences.summary(found))
    yield indented(_totals(found.totals, width - INDENT))
    for one in found.marks:
        start = Text(f"{mark_sentences.fit(one)}{say('separator.colon')}", style=QUIET)
        yield indented(labelled(start, Text(mark_sentences.mark(one)), width - INDENT))


def _totals(totals: tuple[MarkTotal, ...], width: int) -> RenderableType:
    columns = [Column(title=say("marks.group")), *(Column(title=say(f"marks.{key}"), right=True) for key in _TOTALS)]
    rows = [
        (say(f"marks.group.{one.group.value}"), f"{one.regions:,}", f"{one.file_pairs:,}", f"{one.tokens:,}",
         numbers.bits(one.weight_bits), numbers.bits(one.residual_bits))
        for one in totals
    ]  # fmt: skip
    return table(columns, rows, width)


def review_text(result: CaseResult) -> str:
    """Return the list of regions with their marks as plain text."""
    return plain_text(lambda console: show_review(result, console), FILE_WIDTH)


def show_review(result: CaseResult, console: Console) -> None:
    """Print the regions by their exhibits with their marks, then the marks that match nothing and the totals."""
    width = max(console.width, MINIMUM_WIDTH)
    draw((part for pair in enumerate(result.pairs, start=1) for part in _review(result, *pair, width)), console)


def _review(result: CaseResult, number: int, pair: PairResult, width: int) -> Iterator[RenderableType]:
    many = len(result.pairs) > 1
    yield Text(say("marks.review"), style=HEADING)
    if not pair.regions:
        yield paragraph(say("summary.none"))
    for region in view.ranked(pair):
        yield from region_lines(pair, region, exhibit_number(number, region.number, many), width)
    found = pair.marks
    if found is None or not found.marks:
        yield from (Text(), paragraph(say("marks.nothing"), QUIET))
        return
    for one in found.unmatched():
        places = " / ".join(visible(place) for place in (one.known, one.questioned) if place)
        yield from (Text(), paragraph(mark_sentences.placed(one), WARNING))
        yield from [paragraph(f"  {places}", QUIET)] if places else []
    yield from (Text(), paragraph(mark_sentences.summary(found)), indented(_totals(found.totals, width - INDENT)))


def region_text(result: CaseResult, number: int, region: Region, rows: int) -> str:
    """Return a region of a pair of works by its exhibit, with at most so many rows of its code, as plain text."""
    pair = result.pairs[number - 1]
    exhibits = {exhibit.region: exhibit for exhibit in pair.exhibits}
    named = exhibit_number(number, region.number, len(result.pairs) > 1)
    shown = (
        *region_lines(pair, region, named, FILE_WIDTH),
        *code_rows(exhibits.get(region.number), region, rows, FILE_WIDTH),
    )
    return plain_text(lambda console: draw(shown, console), FILE_WIDTH)


def region_lines(pair: PairResult, region: Region, exhibit: str, width: int) -> Iterator[RenderableType]:
    """Yield a region by its exhibit with its weights, its places, its identity and its marks."""
    left, total = numbers.total(region.residual or region.weight), numbers.total(region.weight)
    bits = say("brief.bits", bits=left, total=total)
    head = Text.assemble((f"{exhibit:<6} ", HEADING), f"{region.match_class.value}  ", (bits, NUMBER))
    yield indented(head.append(f"  {region.identity[:IDENTITY_DIGITS]}", QUIET))
    places = " / ".join(map(region_sentences.shown_place, view.sides(region)))
    yield indented(labelled(Text(" " * 7), Text(places), width - INDENT))
    for said in mark_sentences.of_region(pair.marks, region.number):
        yield indented(labelled(Text(" " * 7), Text(said, style=WARNING), width - INDENT))
