"""The summary of a comparison of fingerprints for the terminal."""

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.text import Text

from codematch.model.exchange import ExchangeResult
from codematch.report.exchange import cells
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
from codematch.report.text import numbers, say, visible

ROWS_SHOWN = 20


def _parts(result: ExchangeResult, width: int) -> Iterator[RenderableType]:
    yield Text(say("exchange"), style=HEADING)
    yield from facts([(say(key), visible(value)) for key, value in cells.facts(result)], width)
    yield from _pairs(result, width)
    if result.is_open:
        yield from _runs(result, width)
    yield from heading("exchange.statements")
    for line in cells.statements(result):
        yield paragraph(visible(line), style=QUIET)
    yield from (Text(), Text(say("scan.disclaimer"), style=QUIET))


def _pairs(result: ExchangeResult, width: int) -> Iterator[RenderableType]:
    columns = [
        Column(title=say("exchange.known-file"), wraps=True),
        Column(title=say("exchange.questioned-file"), wraps=True),
        Column(title=say("exchange.class")),
        Column(title=say("exchange.parts"), right=True),
        Column(title=say("exchange.resemblance"), right=True),
        Column(title=say("exchange.bits"), right=True),
    ]
    rows = [
        (
            visible(cells.file(result.known, pair.known)),
            visible(cells.file(result.questioned, pair.questioned)),
            cells.match_class(pair),
            cells.parts(pair),
            numbers.index(pair.resemblance),
            cells.bits(pair.bits),
        )
        for pair in result.pairs[:ROWS_SHOWN]
    ]
    yield from _table("exchange.pairs", columns, rows, len(result.pairs), width)


def _runs(result: ExchangeResult, width: int) -> Iterator[RenderableType]:
    columns = [
        Column(title=say("exchange.known-file"), wraps=True),
        Column(title=say("lines"), right=True),
        Column(title=say("exchange.questioned-file"), wraps=True),
        Column(title=say("lines"), right=True),
        Column(title=say("exchange.class")),
        Column(title=say("tokens"), right=True),
        Column(title=say("exchange.bits"), right=True),
    ]
    found = cells.runs(result)
    rows = [
        (
            visible(cells.file(result.known, pair.known)),
            cells.lines(run.known_lines),
            visible(cells.file(result.questioned, pair.questioned)),
            cells.lines(run.questioned_lines),
            run.match_class,
            numbers.integer(run.tokens),
            numbers.bits(run.bits),
        )
        for pair, run in found[:ROWS_SHOWN]
    ]
    yield from _table("exchange.runs", columns, rows, len(found), width)


def _table(
    key: str, columns: list[Column], rows: Sequence[tuple[str, ...]], total: int, width: int
) -> Iterator[RenderableType]:
    yield from heading(key)
    if not rows:
        yield paragraph(say("none"))
        return
    yield indented(table(columns, rows, width - INDENT))
    yield from and_more(total - len(rows))


_SUMMARY = Summary(_parts)
text, show = _SUMMARY.text, _SUMMARY.show
