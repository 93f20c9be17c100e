"""The layer map: parts of two models beside one another, joined where they correspond."""

from collections.abc import Sequence
from dataclasses import dataclass

from codematch.model.artefacts import ArtefactPair, ArtefactRelation
from codematch.report.charts.canvas import INK, QUIET, ROW, SMALL, Drawing, described, drawable
from codematch.report.charts.case_charts import shade
from codematch.report.text import say, sentence

MOST_ROWS = 48
"""Rows of a layer map, the first ones of the pair."""
_LABELS, _GAP, _MARGIN = 270.0, 120.0, 12.0
_EXACT = 1.0
_SHADED = ("cosine", "permuted", "product", "words")
_FAINT = frozenset({ArtefactRelation.WITHIN_NULL, ArtefactRelation.DIFFERENT, ArtefactRelation.UNREAD})


@dataclass(frozen=True, slots=True)
class Joined:
    """One row: what each side has ("" for nothing), the share that decides the shade, and whether it is faint."""

    known: str
    questioned: str
    share: float
    is_faint: bool


def rows_of(pair: ArtefactPair) -> tuple[Joined, ...]:
    """Return the rows of a pair as the map shows them."""
    found = []
    for row in pair.rows[:MOST_ROWS]:
        values = {figure.name: figure.value for figure in row.figures}
        share = max((values[name] for name in _SHADED if name in values), default=_EXACT)
        found.append(Joined(sentence(row.known), sentence(row.questioned), share, row.relation in _FAINT))
    return tuple(found)


def layer_map(pair: ArtefactPair) -> str:
    """Draw the rows of a pair of models: known on the left, questioned on the right."""
    rows = rows_of(pair)
    drawing = Drawing(2 * _LABELS + _GAP + 2 * _MARGIN, "", say("artefacts.layer-map"))
    left, right, top = _MARGIN + _LABELS, _MARGIN + _LABELS + _GAP, drawing.top + ROW
    drawing.text((left - 8.0, top - 4.0), say("known"), anchor="end", size=SMALL, fill=QUIET)
    drawing.text((right + 8.0, top - 4.0), say("questioned"), size=SMALL, fill=QUIET)
    for place, row in enumerate(rows):
        y = top + ROW * (place + 0.7)
        if row.known:
            drawing.text((left - 8.0, y + 4.0), drawable(row.known), anchor="end", size=SMALL, room=_LABELS - 16.0)
            drawing.marker("circle", left, y, radius=2.4)
        if row.questioned:
            drawing.text((right + 8.0, y + 4.0), drawable(row.questioned), size=SMALL, room=_LABELS - 16.0)
            drawing.marker("circle", right, y, radius=2.4)
        if row.known and row.questioned:
            _join(drawing, (left, right, y), row)
    bottom = top + ROW * (len(rows) + 0.5)
    return drawing.finish(bottom, described(say("artefacts.layer-map"), say("known"), say("questioned"), _told(rows)))


def _join(drawing: Drawing, place: tuple[float, float, float], row: Joined) -> None:
    left, right, y = place
    stroke = shade(row.share) if row.share < _EXACT else INK
    dash = "2 4" if row.is_faint else ""
    drawing.line((left + 3.0, y, right - 3.0, y), stroke=stroke, width=1.0 if row.is_faint else 2.2, dash=dash)
    if row.share < _EXACT:
        middle = (left + right) / 2.0, y - 2.0
        drawing.text(middle, _shown(row.share), anchor="middle", size=9.0, fill=QUIET)


def _shown(share: float) -> str:
    """Return a share with three decimals; 1 only for what is exactly that."""
    return f"{min(share, 0.999):.3f}" if share < _EXACT else "1"


def _told(rows: Sequence[Joined]) -> list[str]:
    return [
        f"{row.known} – {row.questioned}: {_shown(row.share)}"
        for row in rows[:_DESCRIBED]
        if row.known and row.questioned
    ]


_DESCRIBED = 20
