"""The figures of time: what every revision has of the questioned work, and claimed and attested times on one line."""

from collections.abc import Sequence

import numpy as np

from codematch.model.engagement import Role
from codematch.model.versions import TimeEntry, VersionPinning
from codematch.report.charts import axes
from codematch.report.charts.canvas import GRID, INK, PAPER, QUIET, SMALL, Drawing, KeyEntry, described
from codematch.report.text import numbers, say, sentence

_WIDTH, _HEIGHT, _LEFT, _RIGHT = 600.0, 260.0, 64.0, 24.0
_BAND = "#d4d4d4"
_ROW = 22.0
MOST_MARKS = 200
"""Times that a time line shows, the first and the last ones of each work."""


def version_curve(pinning: VersionPinning) -> str:
    """Draw the agreement of the revisions with the questioned work, and the interval of equal ones as a band."""
    drawing = Drawing(_LEFT + _WIDTH + _RIGHT, "", say("figure.version-curve"))
    top = drawing.top + 20.0
    x = axes.linear([1.0, float(pinning.revisions)], (_LEFT, _LEFT + _WIDTH), whole=True)
    y = axes.shares((top + _HEIGHT, top))
    content: list[str] = []
    axes.frame(drawing, x, y, say("figure.version-curve.x"), say("figure.version-curve.y"))
    if pinning.interval is not None:
        first, last = pinning.interval.first.number, pinning.interval.last.number
        left, right = x.place(first), x.place(last)
        drawing.box((left - 1.0, top), (max(right - left, 0.0) + 2.0, _HEIGHT), fill=_BAND)
        content.append(say("figure.version-curve.interval", first=first, last=last))
    if pinning.curve:
        at = np.array([point.revision for point in pinning.curve], dtype=np.float64)
        shares = np.array([point.agreement for point in pinning.curve], dtype=np.float64)
        across, up = x.places(np.repeat(at, 2)[1:]), y.places(np.repeat(shares, 2)[:-1])
        drawing.path([np.column_stack([across, up])])
        best = int(shares.argmax())
        drawing.marker("diamond", x.place(at[best]), y.place(shares[best]), fill=INK)
        content.append(say("figure.version-curve.best", number=int(at[best]), share=numbers.share(float(shares[best]))))
    bottom = drawing.key(
        [
            KeyEntry(say("figure.version-curve.line"), dash=""),
            KeyEntry(say("figure.version-curve.peak"), dash=None, marker="diamond", fill=INK),
            KeyEntry(say("figure.version-curve.band"), dash=None, marker="square", fill=_BAND),
        ],
        _LEFT,
        top + _HEIGHT + axes.BELOW_AXIS + 8.0,
    )
    about = described(
        say("figure.version-curve"), say("figure.version-curve.x"), say("figure.version-curve.y"), content
    )
    return drawing.finish(bottom, about)


def time_line(times: Sequence[TimeEntry]) -> str:
    """Draw claimed times as open circles and attested times as filled squares, a row for each work and kind."""
    drawing = Drawing(_LEFT + _WIDTH + _RIGHT + 120.0, "", say("figure.time-line"))
    left, top = _LEFT + 120.0, drawing.top + 16.0
    marks = [(entry, year) for entry in times if (year := _year(entry)) is not None]
    rows = [(role, attested) for role in (Role.KNOWN, Role.QUESTIONED) for attested in (False, True)]
    bottom = top + _ROW * len(rows)
    x = axes.linear([year for _, year in marks] or [2000.0, 2001.0], (left, left + _WIDTH))
    x = _plain_years(x)
    axes.horizontal_axis(drawing, x, (top, bottom), say("figure.time-line.x"))
    content = []
    for number, (role, attested) in enumerate(rows):
        base = top + _ROW * (number + 0.5)
        name = say("figure.time-line.row", role=role.value, kind=say("time.attested" if attested else "time.claimed"))
        drawing.text((left - 10.0, base + 4.0), name, anchor="end", size=SMALL)
        drawing.line((left, base, left + _WIDTH, base), stroke=GRID if not attested else QUIET, width=0.5)
        held = [
            (entry, year) for entry, year in marks if entry.role is role and (entry.attested is not None) == attested
        ]
        for entry, year in _shown(held):
            drawing.marker("square" if attested else "circle", x.place(year), base, fill=INK if attested else PAPER)
            content.append(f"{name}: {sentence(entry.artefact)}")
    bottom = drawing.key(
        [
            KeyEntry(say("figure.time-line.claimed"), marker="circle", fill=PAPER),
            KeyEntry(say("figure.time-line.attested"), marker="square", fill=INK),
        ],
        left,
        bottom + axes.BELOW_AXIS + 8.0,
    )
    about = described(say("figure.time-line"), say("figure.time-line.x"), say("time.kind"), content[:40])
    return drawing.finish(bottom, about)


def _shown(held: Sequence[tuple[TimeEntry, float]]) -> list[tuple[TimeEntry, float]]:
    ordered = sorted(held, key=lambda item: item[1])
    if len(ordered) <= MOST_MARKS:
        return ordered
    return [*ordered[: MOST_MARKS // 2], *ordered[-MOST_MARKS // 2 :]]


def _plain_years(x: axes.Scale) -> axes.Scale:
    """Return a scale whose ticks are years without separators of thousands."""
    return axes.Scale(
        low=x.low, high=x.high, ends=x.ends, ticks=[(value, text.replace(",", "")) for value, text in x.ticks]
    )


def _year(entry: TimeEntry) -> float | None:
    """Return a time as a year with its part of the year, None where there is none."""
    text = entry.attested.time if entry.attested is not None else entry.claimed.time if entry.claimed else ""
    try:
        year, month, day = int(text[:4]), int(text[5:7] or 1), int(text[8:10] or 1)
    except ValueError:
        return None
    return year + (month - 1) / 12.0 + (day - 1) / 372.0
