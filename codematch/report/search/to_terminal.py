"""The summary of a search for the terminal."""

from collections.abc import Iterator

from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.text import Text

from codematch.model.search import Hit, SearchResult
from codematch.report.formats.terminal_layout import (
    FILE_WIDTH,
    HEADING,
    INDENT,
    QUIET,
    Column,
    heading,
    indented,
    labelled,
    paragraph,
    plain_text,
    table,
)
from codematch.report.search import cells
from codematch.report.text import numbers, padded, say, visible

WORKS_SHOWN = 20
FILES_SHOWN = 20


def text(result: SearchResult, width: int = FILE_WIDTH) -> str:
    """Return the summary as plain text of at most `width` columns, without colour."""
    return plain_text(lambda console: show(result, console), width)


def show(result: SearchResult, console: Console) -> None:
    """Print the summary."""
    console.print(Group(*_parts(result, console.width)), markup=False, highlight=False, emoji=False)


def _parts(result: SearchResult, width: int) -> Iterator[RenderableType]:
    yield Text(say("search"), style=HEADING)
    facts = [(say(key), value) for key, value in cells.facts(result)]
    start = max(cell_len(key) for key, _ in facts) + 2
    for key, value in facts:
        yield indented(labelled(Text(padded(key, start), style=QUIET), Text(visible(value)), width - INDENT))
    yield from _works(cells.reported(result), "search.reported", width)
    if not cells.reported(result):
        yield from _works(cells.others(result), "search.others", width)
    yield from _files(result, width)
    yield from heading("search.method")
    for line in cells.method(result):
        yield paragraph(visible(line), style=QUIET)
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
    yield from _more(len(hits) - WORKS_SHOWN)


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
    yield from _more(len(result.files) - FILES_SHOWN)


def _more(count: int) -> list[RenderableType]:
    return [Text(f"  {say('and-more', count=count)}", style=QUIET)] if count > 0 else []
