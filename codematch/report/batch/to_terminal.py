"""The summary of a batch for the terminal."""

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from codematch.model.batch import Batch
from codematch.report.batch import cells
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
from codematch.report.text import say, visible

ROWS_SHOWN = 50


def _parts(result: Batch, width: int) -> Iterator[RenderableType]:
    yield Text(say("batch"), style=HEADING)
    yield from facts([(say(key), visible(value)) for key, value in cells.facts(result)], width)
    yield from heading("batch.rows")
    columns = [
        Column(title=say("batch.number"), right=True),
        Column(title=say("label"), wraps=True),
        Column(title=say("scan.found"), wraps=True),
        Column(title=say("scan.heaviest"), right=True),
        Column(title=say("scan.matched"), right=True),
    ]
    rows = [
        (str(row.number), visible(row.label), visible(cells.found(row)), cells.bits(row)[0], cells.matched(row))
        for row in result.rows[:ROWS_SHOWN]
    ]
    yield indented(table(columns, rows, width - INDENT))
    yield from and_more(len(result.rows) - ROWS_SHOWN)
    for row in cells.failed(result):
        if row.number > ROWS_SHOWN:
            yield paragraph(visible(f"{row.number} {row.label}{say('separator.colon')}{cells.found(row)}"))
    yield from (Text(), Text(say("scan.disclaimer"), style=QUIET))


_SUMMARY = Summary(_parts)
text, show = _SUMMARY.text, _SUMMARY.show
