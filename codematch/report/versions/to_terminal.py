"""Versions, time and direction for the terminal: the blocks of the section, without its figures and empty columns."""

from collections.abc import Iterable, Iterator

from rich.console import RenderableType
from rich.text import Text as Words

from codematch.model.versions import VersionsResult
from codematch.report.formats.terminal_layout import (
    HEADING,
    INDENT,
    QUIET,
    Column,
    Summary,
    facts,
    indented,
    paragraph,
    table,
)
from codematch.report.record.blocks import Align, Block, Cell, Facts, Heading, Span, Table, Text, Tone
from codematch.report.record.time_and_direction import examined
from codematch.report.text import say, visible

ROWS = 12
"""Rows of a table that a terminal shows."""


def _parts(blocks: Iterable[Block], width: int) -> Iterator[RenderableType]:
    before: Block | None = None
    for block in blocks:
        if isinstance(block, Heading):
            yield from [Words()] if before is not None else []
            yield Words(block.text, style=HEADING)
        elif isinstance(block, Text):
            yield paragraph(_spans(block.spans), style=QUIET if block.tone is Tone.QUIET else "")
        elif isinstance(block, Facts):
            yield from facts([(name, _cell(value or ())) for name, value in block.rows], width)
        elif isinstance(block, Table):
            if not isinstance(before, Heading):  # a heading right before a table says what is in it
                yield from (Words(), Words(block.caption, style=HEADING))
            yield from _table(block, width)
        before = block


def _table(block: Table, width: int) -> Iterator[RenderableType]:
    if all(len(row.cells) < len(block.columns) for row in block.rows):
        for row in block.rows:
            yield paragraph(" ".join(map(_cell, row.cells)))
        return
    rows = [[_cell(cell) for cell in row.cells] for row in block.rows[:ROWS] if len(row.cells) == len(block.columns)]
    told = [place for place in range(len(block.columns)) if any(row[place] != say("dash") for row in rows)]
    columns = [
        Column(title=column.head, right=column.align is Align.NUMBER, wraps=column.align is Align.WORDS)
        for column in (block.columns[place] for place in told)
    ]
    yield indented(table(columns, [[row[place] for place in told] for row in rows], width - INDENT))
    if len(block.rows) > ROWS:
        yield paragraph(say("and-more", count=len(block.rows) - ROWS), style=QUIET)


def _cell(cell: Cell) -> str:
    return " ".join(_spans(line.spans) for line in cell)


def _spans(spans: Iterable[Span]) -> str:
    return "".join(visible(span.text) for span in spans)


def _examined(result: VersionsResult, width: int) -> Iterator[RenderableType]:
    return _parts(examined(result, "v"), width)


_SUMMARY = Summary(_examined)
text, show = _SUMMARY.text, _SUMMARY.show
