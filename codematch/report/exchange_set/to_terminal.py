"""The summary of many works compared by fingerprints, for the terminal."""

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from codematch.model.exchange_set import ExchangeSet
from codematch.report.exchange_set import cells
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


def _parts(result: ExchangeSet, width: int) -> Iterator[RenderableType]:
    yield Text(cells.title(result), style=HEADING)
    yield from facts([(say(key), visible(value)) for key, value in cells.facts(result)], width)
    yield from _pairs(result, width)
    failed = [one for one in result.works if one.failure is not None]
    if failed:
        yield from heading("exchange-set.not-compared")
        for one in failed:
            yield paragraph(f"{visible(one.label)}: {visible(cells.given(one))}")
    yield from heading("exchange.statements")
    for line in cells.statements(result):
        yield paragraph(visible(line), style=QUIET)
    yield from (Text(), Text(say("scan.disclaimer"), style=QUIET))


def _pairs(result: ExchangeSet, width: int) -> Iterator[RenderableType]:
    yield from heading("exchange-set.sharing")
    if not result.pairs:
        yield paragraph(say("none"))
        return
    columns = [
        Column(title=say("search.work" if result.questioned else "scan.first"), wraps=True),
        Column(title=say("exchange.questioned" if result.questioned else "scan.second"), wraps=True),
        Column(title=say("exchange.pairs"), right=True),
        Column(title="M0", right=True),
        Column(title=say("exchange.parts"), right=True),
        Column(title=say("exchange.runs"), right=True),
        Column(title=say("exchange.bits"), right=True),
    ]
    rows = [
        (
            visible(cells.label(result, one.first)),
            visible(cells.label(result, one.second)),
            numbers.integer(one.files),
            numbers.integer(one.identical),
            numbers.integer(one.shared),
            cells.count(one.runs),
            cells.bits(one.bits),
        )
        for one in result.pairs[:ROWS_SHOWN]
    ]
    yield indented(table(columns, rows, width - INDENT))
    yield from and_more(len(result.pairs) - ROWS_SHOWN)


_SUMMARY = Summary(_parts)
text, show = _SUMMARY.text, _SUMMARY.show
