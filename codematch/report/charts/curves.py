"""Figures of the performance of a score or a likelihood ratio: curves with a key.

- Receiver operating characteristic: Fawcett 2006 (doi:10.1016/j.patrec.2005.10.010).
- Detection error trade-off: Martin et al. 1997 (doi:10.21437/Eurospeech.1997-504).
- Tippett plot and empirical cross-entropy: Ramos & Gonzalez-Rodriguez 2013 (doi:10.1016/j.forsciint.2013.04.014).

Every figure is a pure function of numbers: the same input gives the same bytes. What cannot be drawn (no curve, values
that are not numbers) is left out, what is beyond an axis is cut at its edge; the figure says so.
"""

import math
from collections.abc import Callable, Sequence

import numpy as np

from codematch.model.frozen import array_value
from codematch.report.charts import axes
from codematch.report.charts.axes import Ends, Numbers, Scale, Values
from codematch.report.charts.canvas import QUIET, Drawing, KeyEntry, Points, described, drawable
from codematch.report.text import numbers, say

LR_LIMIT = 10.0
"""No axis of a Tippett plot goes farther than this [log10 LR]; no data set can support a larger one."""
COST_LIMIT = 2.0
"""No axis of an ECE plot goes higher [bits]; the neutral system needs 1."""

_SQUARE, _WIDE, _TALL = 400.0, 540.0, 340.0
_LEFT, _RIGHT = 64.0, 28.0
_BETWEEN_MARKERS = 80.0
_DASHES = (("solid", ""), ("dashed", "7 3.5"), ("dash-dotted", "9 3 1.8 3"), ("long-dashed", "16 4"), ("dotted", "2 3"))
_MARKERS = ("circle", "square", "triangle", "diamond", "cross", "plus")
_DOTS = "1.2 3"


@array_value(kw_only=False, copy=False)
class Series:
    """A curve: its label, and float64 (n,) `x` and `y` in the order in which they are joined."""

    label: str
    x: Numbers
    y: Numbers


class _Plot:
    """An empty plot with its axes, to which a reference line, curves and what is beyond the axes are added."""

    def __init__(
        self, kind: str, title: str, scales: tuple[Callable[[Ends], Scale], Callable[[Ends], Scale]],
        titles: tuple[str, str], square: bool = False,
    ) -> None:  # fmt: skip
        width, height = (_SQUARE, _SQUARE) if square else (_WIDE, _TALL)
        self.drawing = Drawing(_LEFT + width + _RIGHT, title, kind)
        top = self.drawing.top + 16.0
        self.x, self.y = scales[0]((_LEFT, _LEFT + width)), scales[1]((top + height, top))
        self._about = (kind, *titles)
        self._key: list[KeyEntry] = []
        self._content: list[str] = []
        self._reference = KeyEntry("")
        axes.frame(self.drawing, self.x, self.y, *titles)

    def reference(self, label: str, across: Numbers, up: Numbers) -> None:
        """Draw a line that is no measurement."""
        self._reference = KeyEntry(label, dash=_DOTS, quiet=True)
        self.drawing.path(self._inside(self.points(across, up)), stroke=QUIET, width=1.0, dash=_DOTS)

    def points(self, across: Numbers, up: Numbers) -> Points:
        """Return the pixels of pairs of values."""
        return np.column_stack([self.x.places(across), self.y.places(up)])

    def curve(self, label: str, line: Points, style: int, measured: Points | None = None) -> None:
        """Draw a line in one of thirty styles, with markers at some of its measured points when these are given."""
        name, dash = _DASHES[style % len(_DASHES)]
        marker = _MARKERS[style % len(_MARKERS)] if measured is not None else ""
        parts = self._inside(line)
        self.drawing.path(parts, dash=dash)
        for x, y in [] if measured is None else self._marked(measured, style):
            self.drawing.marker(marker, x, y)
        if parts:
            self._key.append(KeyEntry(label, dash=dash, marker=marker))
        else:
            self.drawing.notes.append(say("chart.outside", label=label))
        words = say(f"chart.line.{name}")
        if marker:
            words = say("chart.with-markers", line=words, marker=say(f"chart.marker.{marker}"))
        self._content.append(say("chart.curve", label=label, line=words))

    def steps(self, curves: Sequence[Series], rates: Sequence[tuple[Values, ...]]) -> None:
        """Draw the curves that have points as steps, with markers when there are several."""
        for number, (curve, columns) in enumerate(zip(curves, rates, strict=True)):
            points = self.points(*columns)
            label = drawable(curve.label).strip() or say("chart.unnamed", number=number + 1)
            if len(points):
                self.curve(label, _steps(points), number, points if len(curves) > 1 else None)

    def arrow(self, shape: str, x: float, y: float, note: str) -> None:
        """Mark an edge that values exceed, with a note."""
        self.drawing.marker(shape, x, y, radius=4.2)
        self.drawing.notes.append(note)

    def finish(self) -> str:
        """Return the figure."""
        (left, right), (bottom, top) = self.x.ends, self.y.ends
        below = bottom + axes.BELOW_AXIS
        if self._content:
            below = self.drawing.key([*self._key, self._reference], left, below + 8.0)
        else:
            self.drawing.text(((left + right) / 2.0, (top + bottom) / 2.0), say("chart.no-data"), anchor="middle")
        return self.drawing.finish(below, described(*self._about, self._content))

    def _inside(self, line: Points) -> list[Points]:
        """Cut a line at the edges of the plot: its parts, each of two points or more.

        A line that crosses an edge at an angle is drawn to the nearest point of the edge. Points that fall on the same
        half pixel as the one before are left out.
        """
        low, high = self._corners()
        clipped = np.clip(line, low, high)
        kept = np.append(True, (np.diff(np.round(2.0 * clipped), axis=0) != 0.0).any(axis=1))
        kept[-1] = True
        beyond = np.hstack([line < low, line > high])[kept]
        cuts = np.flatnonzero((beyond[1:] & beyond[:-1]).any(axis=1)) + 1
        return [part for part in np.split(clipped[kept], cuts) if len(part) > 1]

    def _corners(self) -> tuple[Points, Points]:
        return np.array([self.x.ends[0], self.y.ends[1]]), np.array([self.x.ends[1], self.y.ends[0]])

    def _marked(self, measured: Points, number: int) -> list[list[float]]:
        """Return those measured points inside the plot that carry a marker: the first after each piece of way."""
        low, high = self._corners()
        points = measured[((measured >= low) & (measured <= high)).all(axis=1)]
        way = np.abs(np.diff(points, axis=0, prepend=points[:1])).sum(axis=1).cumsum()
        _, first = np.unique((way + 0.37 * number % 1.0 * _BETWEEN_MARKERS) // _BETWEEN_MARKERS, return_index=True)
        marked: list[list[float]] = points[first].tolist()
        return marked


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
    titles = say("chart.roc.x-log" if log_x else "chart.roc.x"), say("chart.roc.y")
    plot = _Plot(
        say("chart.roc"), title, (axes.log_shares if log_x else axes.shares, axes.shares), titles, square=not log_x
    )
    even = np.geomspace(1e-4, 1.0, 200) if log_x else np.array([0.0, 1.0])
    plot.reference(say("chart.no-discrimination"), even, even)
    plot.steps(curves, [axes.paired(curve.x, curve.y) for curve in curves])
    return plot.finish()


def det_chart(curves: Sequence[Series]) -> str:
    """Draw detection error trade-offs on normal deviate axes, as steps.

    The axes go to half, or as far as the poorest curve needs. A rate of 0 or 1 has no place on them: a line comes in
    from the edge.

    Args:
        curves: As of `roc_chart`: `x` the false-positive rate, ascending, `y` the TRUE-positive rate, 0 to 1; what is
            drawn is the false-negative rate 1 - y.

    Raises:
        InvariantError: The rates of a curve differ in number.
    """
    errors = [(accepted, 1.0 - found) for accepted, found in (axes.paired(curve.x, curve.y) for curve in curves)]
    rates = np.concatenate([np.empty(0), *(rate for pair in errors for rate in pair)])
    poorest = max((float(np.maximum(*pair).min(initial=1.0)) for pair in errors if len(pair[0])), default=0.0)
    low = 8e-4 if float(rates[rates > 1e-9].min(initial=1.0)) >= 1e-3 else 8e-5
    high = next((high for high in (0.55, 0.85, 0.97) if high > 1.2 * poorest), 0.9999)

    def scale(ends: Ends) -> Scale:
        return axes.normal_deviates(low, high, ends)

    plot = _Plot(say("chart.det"), "", (scale, scale), (say("chart.det.x"), say("chart.det.y")), square=True)
    plot.reference(say("chart.equal-errors"), [low, high], [low, high])
    plot.steps(curves, errors)
    return plot.finish()


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
    values, *sides = axes.paired(log10_lr, first, second)
    held = np.clip(axes.finite(values), -LR_LIMIT, LR_LIMIT)
    reach = float(np.abs(held).max(initial=0.0)) or 10.0
    low, high = min(held.min(initial=0.0), -0.15 * reach), max(held.max(initial=0.0), 0.15 * reach)
    pad = 0.03 * (high - low)
    ends = [max(low - pad, -LR_LIMIT), min(high + pad, LR_LIMIT)]
    titles = say("chart.tippett.x"), say("chart.tippett.y")
    plot = _Plot(say("chart.tippett"), title, (lambda pixels: axes.linear(ends, pixels, count=8), axes.shares), titles)
    plot.reference(say("chart.even-lr"), [0.0, 0.0], [0.0, 1.0])
    for number, name in enumerate(labels or (say("chart.first"), say("chart.second"))):
        if len(values):
            side = np.asarray(np.clip(sides[number], 0.0, 1.0))
            # Each share applies down to the value before its own, excluding that value.
            across = [-math.inf, *np.repeat(values, 2).tolist(), math.inf]
            plot.curve(drawable(name), plot.points(across, np.repeat([*side.tolist(), 0.0], 2)), number)
            _beyond(plot, values, side, drawable(name))
    return plot.finish()


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
    columns = [axes.paired(prior_log10_odds, column) for column in (system, calibrated, neutral)]
    priors = axes.finite(np.concatenate([prior for prior, _ in columns])).tolist()
    costs = axes.finite(np.concatenate([cost for _, cost in columns]))
    held = [0.0, 1.05, *np.clip(1.05 * costs, 0.0, COST_LIMIT).tolist()]
    scales = (
        lambda ends: axes.linear([*priors, 0.0] if priors else [-3.0, 3.0], ends, count=8),
        lambda ends: axes.linear(held, ends),
    )
    plot = _Plot(say("chart.ece"), title, scales, (say("chart.ece.x"), say("chart.ece.y")))
    plot.reference(say("chart.even-odds"), [0.0, 0.0], [plot.y.low, plot.y.high])
    names = (say("chart.system"), say("chart.calibrated"), say("chart.neutral"))
    for name, (prior, cost), style in zip(names, columns, (0, 1, 4), strict=True):
        if len(prior):
            plot.curve(name, plot.points(prior, cost), style)
            higher = plot.x.places(plot.x.within(prior[cost > plot.y.high]))
            if len(higher):
                place = float(np.clip(higher[len(higher) // 2], plot.x.ends[0] + 5.0, plot.x.ends[1] - 5.0))
                note = say("chart.above-cost", label=name, count=len(higher))
                plot.arrow("up", place, plot.y.ends[1] + 6.0, note)
    return plot.finish()


def _steps(points: Points) -> Points:
    """Join points by steps, first across, then up: only thresholds that exist count.

    One point alone becomes a line of no length, so that it has a place.
    """
    corners = np.column_stack([points[1:, 0], points[:-1, 1]])
    steps = np.stack([corners, points[1:]], axis=1).reshape(-1, 2)
    return np.vstack([points[:1], steps if len(steps) else points[:1]])


def _beyond(plot: _Plot, values: Values, side: Values, name: str) -> None:
    """Mark the shares of a proposition whose likelihood ratios are beyond the axis."""
    (left, right), inside = plot.x.ends, float(side[values >= plot.x.low].max(initial=0.0))
    above = float(side[values > plot.x.high].max(initial=0.0))
    below = float(side.max(initial=0.0)) - inside
    if below > 1e-12:
        plot.arrow("left", left + 5.0, plot.y.place(inside),
                   say("chart.below-axis", label=name, share=numbers.share(below)))  # fmt: skip
    if above > 1e-12:
        plot.arrow("right", right - 5.0, plot.y.place(above),
                   say("chart.above-axis", label=name, share=numbers.share(above)))  # fmt: skip
