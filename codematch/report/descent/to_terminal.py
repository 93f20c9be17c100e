"""Trees of works that descend from one another, for the terminal."""

from collections.abc import Iterator

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from codematch.model.descent import DescentResult, DescentTree
from codematch.model.scan import WorkState
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
from codematch.report.record import descent
from codematch.report.record.descent_layout import TreeRow, rows_of
from codematch.report.text import numbers, say, visible

WORKS_SHOWN = 40


def _parts(result: DescentResult, width: int) -> Iterator[RenderableType]:
    yield Text(say("descent"), style=HEADING)
    yield from facts([(say(key), value) for key, value in descent.facts(result)], width)
    if not result.trees:
        yield from (Text(), paragraph(say("descent.none")))
    for number, tree in enumerate(result.trees, start=1):
        yield from (Text(), Text(descent.heading(result, number), style=HEADING))
        for words in descent.told(result, tree):
            yield paragraph(visible(words))
        yield Text()
        for row in _drawn(result, tree):
            yield Padding(Text(row, no_wrap=True, overflow="ellipsis"), (0, 0, 0, INDENT))
    yield from heading("scan.works")
    yield indented(_works(result, width - INDENT))
    yield from and_more(len(result.works) - WORKS_SHOWN)
    yield from heading("descent.method")
    for words in descent.method(result):
        yield paragraph(visible(words), style=QUIET)


def _drawn(result: DescentResult, tree: DescentTree) -> Iterator[str]:
    """Yield the rows of a tree in box characters; the line that goes on stays in its column."""
    rows = rows_of(tree, len(result.works))
    for place, row in enumerate(rows):
        open_columns = _open(rows, place)
        lead = "".join("│  " if column in open_columns else "   " for column in range(row.column))
        beside = f"  {descent.share(row.edge.support)}" if row.edge and row.edge.support is not None else ""
        if row.before >= 0:
            before = rows[row.before]
            if before.column == row.column:
                yield f"{lead}│{beside}"
            else:
                lead = lead[:-3] + "├──"
        label = visible(descent.label(result, row))
        name = label or say("descent.no-work")
        yield f"{lead}{'●' if label else '○'} {name}{beside if row.before >= 0 and lead.endswith('──') else ''}"


def _open(rows: list[TreeRow], place: int) -> set[int]:
    """Return the columns in which a line goes past a row, from a node above to one below."""
    return {rows[row.before].column for row in rows[place:] if 0 <= row.before < place}


def _works(result: DescentResult, width: int) -> RenderableType:
    columns = [
        Column(title=say("descent.number"), right=True),
        Column(title=say("descent.work"), wraps=True),
        Column(title=say("descent.place"), wraps=True),
        Column(title=say("descent.own"), right=True),
        Column(title=say("descent.lacking"), right=True),
        Column(title=say("descent.nearest"), wraps=True),
    ]
    rows = [
        (
            str(work.number),
            visible(work.label),
            visible(descent.place(result, work)),
            *(
                (numbers.integer(work.own), numbers.integer(work.lacking), visible(descent.nearest(work)))
                if work.state is WorkState.COMPARED
                else (say("dash"), say("dash"), say("dash"))
            ),
        )
        for work in result.works[:WORKS_SHOWN]
    ]
    return table(columns, rows, width)


_SUMMARY = Summary(_parts)
text, show = _SUMMARY.text, _SUMMARY.show
