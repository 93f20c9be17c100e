"""The summary of a scan for the terminal."""

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from codematch.model.scan import RankedPair, ScanResult
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
from codematch.report.scan import cells
from codematch.report.text import numbers, say, visible

PAIRS_SHOWN = 20
CLUSTERS_SHOWN = 10
WORKS_SHOWN = 10


def _parts(result: ScanResult, width: int) -> Iterator[RenderableType]:
    yield Text(say("scan"), style=HEADING)
    yield from facts([(say(key), value) for key, value in cells.facts(result)], width)
    yield from _pairs(result, cells.reported(result), "scan.reported-pairs", width)
    if not cells.reported(result):
        yield from _pairs(result, cells.others(result), "scan.other-pairs", width)
    yield from _clusters(result)
    yield from _works(result)
    yield from heading("scan.method")
    for line in cells.recall(result):
        yield paragraph(visible(line), style=QUIET)
    if cells.reported(result):
        yield from (Text(), paragraph(say("scan.next")))
    yield from (Text(), Text(say("scan.disclaimer"), style=QUIET))


def _pairs(result: ScanResult, pairs: list[RankedPair], key: str, width: int) -> Iterator[RenderableType]:
    yield from heading(key)
    if not pairs:
        yield paragraph(cells.none_reported(result))
        return
    columns = [
        Column(title=say("scan.rank"), right=True),
        Column(title=say("scan.first"), wraps=True),
        Column(title=say("scan.second"), wraps=True),
        Column(title=say("scan.score"), right=True),
        Column(title=say("scan.heaviest"), right=True),
        Column(title=say("scan.matched"), right=True),
    ]
    rows = [
        (
            str(pair.rank),
            visible(result.work(pair.first).label),
            visible(result.work(pair.second).label),
            f"{pair.score:.3f}",
            cells.bits(pair)[1],
            cells.matched(pair),
        )
        for pair in pairs[:PAIRS_SHOWN]
    ]
    yield indented(table(columns, rows, width - INDENT))
    yield from and_more(len(pairs) - PAIRS_SHOWN)


def _clusters(result: ScanResult) -> Iterator[RenderableType]:
    if result.clusters:
        yield from heading("scan.clusters")
        for one in result.clusters[:CLUSTERS_SHOWN]:
            labels = say("separator.words").join(visible(result.work(work).label) for work in one.works)
            yield paragraph(f"{one.number}. {labels}")
        yield from and_more(len(result.clusters) - CLUSTERS_SHOWN)


def _works(result: ScanResult) -> Iterator[RenderableType]:
    """Yield the works that were not compared, and base code."""
    left = [work for work in result.works if work.state.value != "compared"]
    if left:
        yield from heading("scan.works-not-compared")
        for work in left[:WORKS_SHOWN]:
            yield paragraph(
                f"{work.number} {visible(work.label)}{say('separator.colon')}{visible(cells.state(result, work))}"
            )
        yield from and_more(len(left) - WORKS_SHOWN)
    if result.base:
        yield from heading("scan.base")
        tokens = sum(passage.tokens for passage in result.base)
        yield paragraph(say("scan.base-found", count=numbers.integer(len(result.base)), tokens=numbers.integer(tokens)))


_SUMMARY = Summary(_parts)
text, show = _SUMMARY.text, _SUMMARY.show
