"""Further places: where else in its own work the passage of a region is."""

from collections.abc import Iterator, Sequence

from codematch.model.correspondence import PlaceRow
from codematch.model.result import Work
from codematch.report import view
from codematch.report.record.blocks import Block, Cell, Heading
from codematch.report.record.builders import cell, line, lines, quiet, text
from codematch.report.record.context import PairContext, pair_heading
from codematch.report.record.tables import dash, span_of, table
from codematch.report.text import counted, say

_SHOWN = 3
"""So many places of a passage; all are in the result and in `further-places.csv`."""


def further_places(here: PairContext) -> Iterator[Block]:
    """Yield the table of the regions whose passage is elsewhere in one of the works, too."""
    found = here.pair.further_places
    if not found:
        return
    shown, more = here.all(found, "further-places.csv")
    heads = (("region", "n", 0.6), ("differences.known", "", 4.0), ("differences.questioned", "", 4.0))
    known, questioned = view.works(here.pair)
    rows = (
        (
            cell(here.region(item.region)),
            _places(item.known, item.total.known, known),
            _places(item.questioned, item.total.questioned, questioned),
        )
        for item in shown
    )
    yield Heading(say("further-places"), here.anchor("further-places"))
    yield from pair_heading(here)
    yield text(say("further-places.intro"))
    yield table(heads, rows, more=more, kind="further-places")


def _places(places: Sequence[PlaceRow], total: int, work: Work) -> Cell:
    """The number of further places in a work, and the first of them."""
    if not total:
        return dash()
    first = (
        line(
            *span_of(work.files[file].path, begin, end),
            *(() if same else (quiet(f" {say('further-places.similar')}"),)),
        )
        for file, begin, end, same in places[:_SHOWN]
    )
    return lines(counted("further-places.places", total), *first)
