"""The summary of a search for the terminal."""

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from codematch.model.search import Hit, SearchResult
from codematch.report.formats.terminal_layout import (
    HEADING,
    INDENT,
    QUIET,
    Column,
    Summary,
    and_more,
    facts,
    heading,
    indented,
    paragraph,
    table,
)
from codematch.report.search import cells
from codematch.report.text import numbers, say, visible

WORKS_SHOWN = 20
FILES_SHOWN = 20


def _parts(result: SearchResult, width: int) -> Iterator[RenderableType]:
    yield Text(say("search"), style=HEADING)
    yield from facts([(say(key), visible(value)) for key, value in cells.facts(result)], width)
    yield from _works(cells.reported(result), "search.reported", width)
    if not cells.reported(result):
        yield from _works(cells.others(result), "search.others", width)
    yield from _files(result, width)
    yield from heading("search.method")
    for line in cells.method(result):
        yield paragraph(visible(line), style=QUIET)
    if cells.reported(result):
        yield from (Text(), paragraph(say("scan.next")))
    yield from (Text(), Text(say("search.disclaimer"), style=QUIET))


def _works(hits: list[Hit], key: str, width: int) -> Iterator[RenderableType]:
    yield from heading(key)
    if not hits:
        yield paragraph(say("none"))
        return
    columns = [
        Column(title=say("scan.rank"), right=True),
        Column(title=say("search.work"), wraps=True),
        Column(title=say("regions"), right=True),
        Column(title=say("search.weight"), right=True),
        Column(title=say("scan.heaviest"), right=True),
        Column(title=say("scan.matched"), right=True),
    ]
    rows = [
        (
            str(hit.rank),
            visible(hit.label),
            numbers.integer(len(hit.regions)),
            cells.bits(hit, hit.weight_bits),
            cells.bits(hit, hit.heaviest_bits),
            cells.matched(hit),
        )
        for hit in hits[:WORKS_SHOWN]
    ]
    yield indented(table(columns, rows, width - INDENT))
    yield from and_more(len(hits) - WORKS_SHOWN)


def _files(result: SearchResult, width: int) -> Iterator[RenderableType]:
    if not result.files:
        return
    yield from heading("search.files")
    columns = [
        Column(title=say("search.questioned-file"), wraps=True),
        Column(title=say("search.source-file"), wraps=True),
        Column(title=say("search.weight"), right=True),
    ]
    rows = [
        (
            visible(one.path),
            visible(cells.source(result, one.sources[0])),
            numbers.bits(one.sources[0].weight_bits),
        )
        for one in sorted(result.files, key=lambda one: (-one.sources[0].weight_bits, one.path))[:FILES_SHOWN]
    ]
    yield indented(table(columns, rows, width - INDENT))
    yield from and_more(len(result.files) - FILES_SHOWN)


_SUMMARY = Summary(_parts)
text, show = _SUMMARY.text, _SUMMARY.show
