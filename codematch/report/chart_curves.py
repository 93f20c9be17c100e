"""Figures of how well a score or a likelihood ratio does: curves with their labels at the lines.

- Receiver operating characteristic: Fawcett 2006 (doi:10.1016/j.patrec.2005.10.010).
- Detection error trade-off: Martin et al. 1997 (doi:10.21437/Eurospeech.1997-504).
- Tippett plot and empirical cross-entropy: Ramos & Gonzalez-Rodriguez 2013 (doi:10.1016/j.forsciint.2013.04.014).

Every figure is a pure function of numbers: the same input gives the same bytes. What cannot be drawn (no curve, values
that are not numbers) is left out, what lies beyond an axis is cut at its edge; the figure says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from codematch.report import numbers
from codematch.report.chart_axes import (
    BELOW_AXIS,
    FAR,
    Numbers,
    Scale,
    Values,
    finite,
    frame,
    linear,
    log_shares,
    normal_deviates,
    paired,
    shares,
)  # fmt: skip
from codematch.report.chart_canvas import (
    DOTS,
    QUIET,
    Drawing,
    LineStyle,
    Points,
    described,
    line_style,
    tidy,
    visible_parts,
)  # fmt: skip
from codematch.report.chart_labels import Drawn, key, label_curves
from codematch.report.wording import say

LR_LIMIT = 10.0
"""No axis of a Tippett plot goes farther than this [log10 LR]; no data set can support a larger one."""
COST_LIMIT = 2.0
"""No axis of an ECE plot goes higher [bits]; the neutral system needs 1."""

_SQUARE, _WIDE, _TALL = 400.0, 540.0, 340.0
_LEFT, _RIGHT = 64.0, 28.0
_BETWEEN_MARKERS = 80.0
_HEADROOM = 1.05


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """A curve: its label, and float64 (n,) `x` and `y` in the order in which they are joined."""

    label: str
    x: Numbers
    y: Numbers


class _Line(NamedTuple):
    """What is joined, in pixels, and the points of it that are measurements (none when it takes no markers)."""

    label: str
    path: Points
    measured: Points | None
    style: LineStyle


class _Arrow(NamedTuple):
    """A mark at the edge of a plot: left, right, up or down."""

    shape: str
    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chart:
    """A plot ready to be drawn: its axes with their titles, its reference line, what goes beyond, and notes."""

    drawing: Drawing
    kind: str
    x: Scale
    y: Scale
    x_title: str
    y_title: str
    reference: Points
    reference_label: str
    arrows: Sequence[_Arrow] = ()
    notes: Sequence[str] = field(default=())


def roc_chart(curves: Sequence[Series], title: str = "", log_x: bool = False) -> str:
    """Draw receiver operating characteristics as steps: only thresholds that exist count.

    Args:
        curves: `x` the false-positive rate, ascending, `y` the true-positive rate, 0 to 1.
        title: Heading of the figure.
        log_x: Whether the false-positive rate is logarithmic, from 0.01 % on; what the lowest rates reach enters at
            the left edge.

    Raises:
        InvariantError: The rates of a curve differ in number.
    """
    drawing, size = _drawing(_WIDE if log_x else _SQUARE, title, say("chart.roc"))
    x, y = (log_shares if log_x else shares)(size[0]), shares(size[1])
    even = np.geomspace(1e-4, 1.0, 200) if log_x else np.array([0.0, 1.0])
    chart = _Chart(
        drawing=drawing, kind=say("chart.roc"), x=x, y=y,
        x_title=say("chart.roc.x-log" if log_x else "chart.roc.x"), y_title=say("chart.roc.y"),
        reference=_points(x, y, even, even), reference_label=say("chart.no-discrimination"),
    )  # fmt: skip
    rates = [paired(curve.x, curve.y) for curve in curves]
    return _draw(chart, _stepped(curves, [_points(x, y, *columns) for columns in rates]))


def det_chart(curves: Sequence[Series], title: str = "") -> str:
    """Draw detection error trade-offs on normal deviate axes, as steps.

    The axes go to half, or as far as the poorest curve needs. A rate of 0 or 1 has no place on them: a line comes in
    from the edge.

    Args:
        curves: As of `roc_chart`: `x` the false-positive rate, ascending, `y` the TRUE-positive rate, 0 to 1; what is
            drawn is the false-negative rate 1 - y.
        title: Heading of the figure.

    Raises:
        InvariantError: The rates of a curve differ in number.
    """
    drawing, size = _drawing(_SQUARE, title, say("chart.det"))
    errors = [(accepted, 1.0 - found) for accepted, found in (paired(curve.x, curve.y) for curve in curves)]
    low, high = _error_range(errors)
    x, y = normal_deviates(low, high, size[0]), normal_deviates(low, high, size[1])
    equal = np.array([low, high])
    chart = _Chart(
        drawing=drawing, kind=say("chart.det"), x=x, y=y, x_title=say("chart.det.x"), y_title=say("chart.det.y"),
        reference=_points(x, y, equal, equal), reference_label=say("chart.equal-errors"),
    )  # fmt: skip
    return _draw(chart, _stepped(curves, [_points(x, y, *columns) for columns in errors]))


def tippett_chart(
    log10_lr: Numbers, first: Numbers, second: Numbers, title: str = "", labels: tuple[str, str] | None = None
) -> str:
    """Draw which shares of the pairs of either proposition have a likelihood ratio of at least so much.

    Args:
        log10_lr: float64 (n,) ascending, infinite allowed.
        first: float64 (n,) share of the pairs of H1 with this log10 LR or more, 0 to 1.
        second: float64 (n,) the same of H2.
        title: Heading of the figure.
        labels: What the two propositions are called.

    Raises:
        InvariantError: The columns differ in length.
    """
    drawing, size = _drawing(_WIDE, title, say("chart.tippett"))
    values, *given = paired(log10_lr, first, second)
    sides = [np.asarray(np.clip(side, 0.0, 1.0)) for side in given]
    names = [tidy(name) for name in labels or (say("chart.first"), say("chart.second"))]
    held = np.clip(finite(values), -LR_LIMIT, LR_LIMIT)
    reach = float(np.abs(held).max(initial=0.0)) or 10.0
    ends = (min(held.min(initial=0.0), -0.15 * reach), max(held.max(initial=0.0), 0.15 * reach))
    pad = 0.03 * (ends[1] - ends[0])
    x, y = linear([max(ends[0] - pad, -LR_LIMIT), min(ends[1] + pad, LR_LIMIT)], size[0], count=8), shares(size[1])
    marks = [_beyond(x, y, values, side, name) for side, name in zip(sides, names, strict=True)]
    chart = _Chart(
        drawing=drawing, kind=say("chart.tippett"), x=x, y=y, x_title=say("chart.tippett.x"),
        y_title=say("chart.tippett.y"), reference=_upright(x, y), reference_label=say("chart.even-lr"),
        arrows=[arrow for arrows, _ in marks for arrow in arrows], notes=[note for _, notes in marks for note in notes],
    )  # fmt: skip
    lines = [_falling(x, y, values, side) for side in sides] if len(values) else []
    return _draw(chart, [_Line(names[number], line, None, line_style(number)) for number, line in enumerate(lines)])


def ece_chart(
    prior_log10_odds: Numbers, system: Numbers, calibrated: Numbers, neutral: Numbers, title: str = ""
) -> str:
    """Draw the empirical cross-entropy over the prior odds, of a system, after PAV, and of LR = 1 for every pair.

    Args:
        prior_log10_odds: float64 (n,) ascending.
        system: float64 (n,) [bits], infinite allowed.
        calibrated: float64 (n,) [bits] after the best calibration of these data.
        neutral: float64 (n,) [bits] without evidence.
        title: Heading of the figure.

    Raises:
        InvariantError: The columns differ in length.
    """
    drawing, size = _drawing(_WIDE, title, say("chart.ece"))
    columns = [paired(prior_log10_odds, column) for column in (system, calibrated, neutral)]
    priors = finite(np.concatenate([prior for prior, _ in columns]))
    costs = np.clip(finite(np.concatenate([cost for _, cost in columns])), 0.0, COST_LIMIT)
    x = linear([*priors.tolist(), 0.0] if len(priors) else [-3.0, 3.0], size[0], count=8)
    y = linear([0.0, _HEADROOM, *np.minimum(_HEADROOM * costs, COST_LIMIT).tolist()], size[1], count=6)
    names = (say("chart.system"), say("chart.calibrated"), say("chart.neutral"))
    higher = [_higher(x, y, prior, cost, name) for (prior, cost), name in zip(columns, names, strict=True)]
    chart = _Chart(
        drawing=drawing, kind=say("chart.ece"), x=x, y=y, x_title=say("chart.ece.x"), y_title=say("chart.ece.y"),
        reference=_upright(x, y), reference_label=say("chart.even-odds"),
        arrows=[arrow for arrows, _ in higher for arrow in arrows],
        notes=[note for _, notes in higher for note in notes],
    )  # fmt: skip
    styles = (line_style(0), line_style(1), line_style(4))
    lines = [
        _Line(name, _points(x, y, *column), None, style)
        for name, column, style in zip(names, columns, styles, strict=True)
    ]
    return _draw(chart, [line for line in lines if len(line.path)])


def _drawing(width: float, title: str, kind: str) -> tuple[Drawing, tuple[tuple[float, float], tuple[float, float]]]:
    """Return a figure and the pixels of the scales of its plot, horizontal and vertical."""
    drawing = Drawing(_LEFT + width + _RIGHT, title, kind)
    top = drawing.top + 16.0
    return drawing, ((_LEFT, _LEFT + width), (top + (_SQUARE if width == _SQUARE else _TALL), top))


def _draw(chart: _Chart, lines: Sequence[_Line]) -> str:
    """Draw a plot with its lines and return the finished figure."""
    drawing, x, y = chart.drawing, chart.x, chart.y
    box = (x.first, y.last, x.last, y.first)
    frame(drawing, x, y, chart.x_title, chart.y_title)
    reference = Drawn(
        chart.reference_label, LineStyle("dotted", DOTS, ""), visible_parts(chart.reference, box), quiet=True
    )
    if not lines:
        drawing.text((x.first + x.last) / 2.0, (y.first + y.last) / 2.0, say("chart.no-data"), anchor="middle")
        return drawing.finish(y.first + BELOW_AXIS, described(chart.kind, chart.x_title, chart.y_title, []))
    drawing.path(reference.parts, stroke=QUIET, width=1.0, dash=DOTS)
    curves = [Drawn(line.label, line.style, visible_parts(line.path, box), line.measured is not None) for line in lines]
    for number, (line, curve) in enumerate(zip(lines, curves, strict=True)):
        drawing.path(curve.parts, dash=curve.style.dash)
        for point in _marked(line.measured, box, number):
            drawing.marker(curve.style.marker, *point)
    for arrow in chart.arrows:
        drawing.marker(arrow.shape, arrow.x, arrow.y, radius=4.2)
    inside = [curve for curve in curves if curve.parts]
    left_over = label_curves(drawing, [*inside, reference], box)
    bottom = y.first + BELOW_AXIS
    if left_over:
        bottom = key(drawing, left_over, x.first, bottom, drawing.width - 12.0)
    drawing.notes += [say("chart.outside", label=curve.label) for curve in curves if not curve.parts]
    drawing.notes += chart.notes
    content = [say("chart.curve", label=curve.label, line=_style_name(curve)) for curve in curves]
    return drawing.finish(bottom, described(chart.kind, chart.x_title, chart.y_title, content))


def _style_name(curve: Drawn) -> str:
    line = say(f"chart.line.{curve.style.name}")
    return (
        say("chart.with-markers", line=line, marker=say(f"chart.marker.{curve.style.marker}")) if curve.marks else line
    )


def _stepped(curves: Sequence[Series], points: Sequence[Points]) -> list[_Line]:
    """Return the curves that have points as steps, with markers when there are several."""
    return [
        _Line(
            tidy(curve.label).strip() or say("chart.unnamed", number=numbers.integer(number + 1)),
            _steps(places),
            places if len(curves) > 1 else None,
            line_style(number),
        )
        for number, (curve, places) in enumerate(zip(curves, points, strict=True))
        if len(places)
    ]


def _points(x: Scale, y: Scale, across: Numbers, up: Numbers) -> Points:
    return np.column_stack([x.places(across), y.places(up)])


def _upright(x: Scale, y: Scale) -> Points:
    """Return a line at 0 from the foot of a plot to its top."""
    return np.array([[x.place(0.0), y.first], [x.place(0.0), y.last]])


def _steps(points: Points) -> Points:
    """Join points by steps that go across first and then up: nothing is gained before the next threshold.

    One point alone becomes a line of no length, so that it has a place.
    """
    corners = np.column_stack([points[1:, 0], points[:-1, 1]])
    steps = np.stack([corners, points[1:]], axis=1).reshape(-1, 2)
    return np.vstack([points[:1], steps if len(steps) else points[:1]])


def _falling(x: Scale, y: Scale, values: Values, side: Values) -> Points:
    """Join shares at or above a value by steps: each holds down to the value before its own, that one excluded."""
    across = np.concatenate([[-FAR], np.repeat(x.places(values), 2), [FAR]])
    return np.column_stack([across, np.repeat(y.places([*side.tolist(), 0.0]), 2)])


def _marked(measured: Points | None, box: tuple[float, float, float, float], number: int) -> list[tuple[float, float]]:
    """Return those measured points inside a frame that are to carry a marker: some way apart along their line."""
    if measured is None:
        return []
    inside = (measured >= box[:2]).all(axis=1) & (measured <= box[2:]).all(axis=1)
    marked: list[tuple[float, float]] = []
    way = _BETWEEN_MARKERS * (0.6 + 0.37 * number % 1.0 * 0.4)
    points = measured[inside]
    travelled = np.abs(np.diff(points, axis=0, prepend=points[:1])).sum(axis=1)
    for (x, y), step in zip(points.tolist(), travelled.tolist(), strict=True):
        way += step
        if way >= _BETWEEN_MARKERS:
            marked.append((x, y))
            way = 0.0
    return marked or [(x, y) for x, y in points[len(points) // 2 :][:1].tolist()]


def _error_range(errors: Sequence[tuple[Values, Values]]) -> tuple[float, float]:
    """Return the ends of the axes of a DET plot: down to the lowest rate, up to half or beyond the poorest curve."""
    rates = np.concatenate([np.empty(0), *(rate for pair in errors for rate in pair)])
    lowest = float(rates[rates > 1e-9].min(initial=1.0))
    poorest = max((float(np.maximum(*pair).min(initial=1.0)) for pair in errors if len(pair[0])), default=0.0)
    return (8e-4 if lowest >= 1e-3 else 8e-5), next(
        (high for high in (0.55, 0.85, 0.97) if high > 1.2 * poorest), 0.9999
    )


def _beyond(x: Scale, y: Scale, values: Values, side: Values, name: str) -> tuple[list[_Arrow], list[str]]:
    """Return arrows and notes for the share of a proposition whose likelihood ratios lie beyond the axis."""
    inside = side[values >= x.low]
    above = float(side[values > x.high].max(initial=0.0))
    all_pairs = float(side.max(initial=0.0))
    below = all_pairs - float(inside.max(initial=0.0))
    arrows, notes = [], []
    if below > 1e-12:
        arrows.append(_Arrow("left", x.first + 5.0, y.place(all_pairs - below)))
        notes.append(say("chart.below-axis", label=name, share=numbers.share(below)))
    if above > 1e-12:
        arrows.append(_Arrow("right", x.last - 5.0, y.place(above)))
        notes.append(say("chart.above-axis", label=name, share=numbers.share(above)))
    return arrows, notes


def _higher(x: Scale, y: Scale, priors: Values, costs: Values, name: str) -> tuple[list[_Arrow], list[str]]:
    """Return arrows at the first, middle and last prior at which a cost goes beyond the axis, and a note."""
    places = x.places(priors[(costs > y.high) & (priors >= x.low) & (priors <= x.high)]).tolist()
    if not places:
        return [], []
    shown = sorted({0, len(places) // 2, len(places) - 1})
    arrows = [_Arrow("up", min(max(places[number], x.first + 5.0), x.last - 5.0), y.last + 6.0) for number in shown]
    return arrows, [say("chart.above-cost", label=name, count=numbers.integer(len(places)))]
