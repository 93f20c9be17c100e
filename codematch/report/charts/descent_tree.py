"""The figure of a tree of works: a row for each node, works as filled circles, nodes without a work as open ones."""

from collections.abc import Callable, Sequence

from codematch.report.charts.canvas import INK, PAPER, QUIET, SMALL, Drawing, KeyEntry, described, drawable
from codematch.report.text import numbers, say

_WIDTH, _LEFT, _ROW, _STEP = 640.0, 24.0, 24.0, 28.0

Row = tuple[int, int, float | None, str]
"""Of a node: its column, the row it is connected to (-1 for none), the support of this, its label ("" for no work)."""


def descent_chart(rows: Sequence[Row], title: str, shown: Callable[[str], str] = drawable) -> str:
    """Draw a tree from the top; lengths of lines mean nothing.

    Args:
        rows: The nodes.
        title: What the figure is.
        shown: Makes a label safe to draw.
    """
    drawing = Drawing(_WIDTH, "", title)
    top = drawing.top + _ROW / 2.0
    places = [(_LEFT + _STEP * column, top + _ROW * number) for number, (column, *_) in enumerate(rows)]
    for (x, y), (_, before, support, _) in zip(places, rows, strict=True):
        if before < 0:
            continue
        above = places[before]
        drawing.line((above[0], above[1], above[0], y))
        drawing.line((above[0], y, x, y))
        if support is not None:
            drawing.text(
                (x + 10.0, y - _ROW / 2.0 + 4.0), numbers.percent(f"{round(100 * support)}"), size=SMALL, fill=QUIET
            )
    for (x, y), (*_, label) in zip(places, rows, strict=True):
        drawing.marker("circle", x, y, fill=INK if label else PAPER, radius=5.0)
        words = shown(label) if label else say("descent.no-work")
        drawing.text((x + 12.0, y + 4.0), words, fill=INK if label else QUIET, room=_WIDTH - x - 24.0)
    bottom = drawing.key(
        [
            KeyEntry(say("descent.key-work"), marker="circle", fill=INK),
            KeyEntry(say("descent.no-work"), marker="circle", fill=PAPER),
        ],
        _LEFT,
        top + _ROW * len(rows),
    )
    content = [label for *_, label in rows if label]
    return drawing.finish(bottom, described(title, say("scan.works"), say("descent.support"), content[:40]))
