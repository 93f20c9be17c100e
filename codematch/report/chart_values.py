"""Figures of where values lie: one distribution per stratum, and the regions of a case among unrelated pairs.

Every figure is a pure function of numbers: the same input gives the same bytes. Values that are not numbers are left
out, values beyond an axis stand as an arrow with their number at its edge, and the figure says so.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from codematch.report import numbers
from codematch.report.chart_axes import (
    BELOW_AXIS,
    Numbers,
    Scale,
    Values,
    cleaned,
    exact,
    finite,
    frame,
    horizontal_axis,
    linear,
    log_like,
    power_of_ten,
    short,
    spans_decades,
)  # fmt: skip
from codematch.report.chart_canvas import (
    FILL,
    INK,
    PAPER,
    QUIET,
    ROW,
    SMALL,
    Drawing,
    described,
    text_width,
    tidy,
)  # fmt: skip
from codematch.report.wording import say

FEW = 30
"""A group of fewer values is drawn value by value."""
LABELLED = 12
"""Marks of a placement that get a label of their own, on the axis and beyond it."""

_BINS = 50
_TALLEST_PILE = 6
_LEAST_BAR = 1.5  # pixels, so that a single pair is seen
_LABELS, _PLOT, _COUNTS = 250.0, 430.0, 62.0  # the room for labels is the most they can get
_ROW_HEIGHT, _BAR_HEIGHT = 46.0, 28.0
_LEFT, _WIDE, _TALL, _RIGHT = 72.0, 470.0, 250.0, 24.0
_DASH = "6 3"


def distribution_chart(
    groups: Sequence[tuple[str, Numbers]], threshold: float | None, title: str = "", axis: str = "",
    log_x: bool | None = None,
) -> str:  # fmt: skip
    """Draw the distribution of a score in every stratum, one row each on a common axis.

    Large groups are histograms, scaled to the tallest bar of their row, above a strip with the middle half and the
    median; groups of fewer than `FEW` show every value as a circle unless too many are alike. The numbers of values,
    and of those at or above the threshold, stand at the right.

    Args:
        groups: Pairs of a label and its values, infinite allowed; rows from the top.
        threshold: Value of a vertical line, None for none.
        title: Heading of the figure.
        axis: What the values are, "" for scores.
        log_x: Whether the axis is even around 0 and logarithmic beyond; None decides by `spans_decades`.
    """
    rows = [(tidy(label), cleaned(values)) for label, values in groups]
    limit = _limit(threshold)
    right = _COUNTS * (1 if limit is None else 2)
    left = min(max([text_width(label) for label, _ in rows] + [60.0]) + 24.0, _LABELS)
    drawing = Drawing(left + _PLOT + right + 20.0, title, say("chart.distribution"))
    x, x_title = _value_axis(
        [values for _, values in rows], [] if limit is None else [limit], (left, left + _PLOT),
        tidy(axis) or say("chart.score"), log_x,
    )  # fmt: skip
    top = drawing.top + 34.0
    bottom = top + _ROW_HEIGHT * max(len(rows), 1)
    horizontal_axis(drawing, x, (top, bottom), x_title)
    _heads(drawing, x, top, limit)
    for number, (label, values) in enumerate(rows):
        _row(drawing, x, top + _ROW_HEIGHT * (number + 1), label, values, limit)
    if not rows:
        drawing.text((x.first + x.last) / 2.0, (top + bottom) / 2.0, say("chart.no-data"), anchor="middle")
    if limit is not None:
        drawing.line((x.place(limit), top - 6.0, x.place(limit), bottom), dash=_DASH, width=1.3)
    drawing.notes += _row_notes([values for _, values in rows], _not_numbers([values for _, values in groups]), x)
    content = [_summary(label, values) for label, values in rows]
    return drawing.finish(bottom + BELOW_AXIS, described(say("chart.distribution"), x_title, "–", content))


def placement_chart(
    reference: Numbers, marks: Sequence[tuple[str, float]], threshold: float | None, title: str = "",
    log_x: bool | None = None,
) -> str:  # fmt: skip
    """Draw where the regions of a case lie among the heaviest regions of unrelated pairs.

    The axis is made for the reference; regions beyond it stand at its edge with an arrow and their bits.

    Args:
        reference: float64 (n,) weight of the heaviest region of every unrelated pair, 0 without a region [bits].
        marks: Pairs of a label and a weight [bits]; the `LABELLED` heaviest on the axis and beyond it get a label.
        threshold: Value of a vertical line [bits], None for none.
        title: Heading of the figure.
        log_x: Whether the axis is even up to a unit and logarithmic beyond; None decides by `spans_decades`.
    """
    weights = cleaned(reference)
    held = [_Mark(tidy(label), bits, False) for label, each in marks for bits in cleaned([each]).tolist()]
    limit = _limit(threshold)
    x, x_title = _placement_axis(weights, [mark.bits for mark in held], limit, log_x)
    inside = [mark for mark in held if x.low <= mark.bits <= x.high]
    beyond = sorted((mark for mark in held if not x.low <= mark.bits <= x.high), key=lambda mark: -mark.bits)
    lines = sorted(inside, key=lambda mark: -mark.bits)[:LABELLED]
    if limit is not None:
        lines.append(_Mark(say("chart.threshold", value=say("chart.bits", value=exact(limit))), limit, True))
    lanes = _lanes(x, lines)
    room = max(
        [_overhang(x, mark) for mark in lines] + [text_width(_edge_text(mark)) + 30.0 for mark in beyond] + [0.0]
    )
    drawing = Drawing(_LEFT + _WIDE + min(max(room + 12.0, _RIGHT), 230.0), title, say("chart.placement"))
    top = drawing.top + 14.0 + ROW * (1 + max((lane for _, lane in lanes), default=-1))
    y = _histogram(drawing, x, weights, (top + _TALL, top), x_title)
    _stems(drawing, x, (y.first, y.last), inside, lanes)
    _edge_marks(drawing, x, y, beyond)
    drawing.notes += _placement_notes(weights, len(inside), np.asarray(reference).size - len(weights))
    content = [say("chart.value", label=mark.label, value=_bits(mark.bits)) for mark in held[: 4 * LABELLED]]
    described_as = described(say("chart.placement"), x_title, say("chart.placement.y"), content)
    return drawing.finish(y.first + BELOW_AXIS, described_as)


def _value_axis(
    groups: Sequence[Values], others: Sequence[float], pixels: tuple[float, float], title: str, log_x: bool | None
) -> tuple[Scale, str]:
    """Return an axis that holds every finite value, and its title with what kind of axis it is."""
    held = [value for group in groups for value in finite(group).tolist()] + [*others]
    unit = spans_decades(groups)
    if log_x and unit is None:
        sizes = sorted(abs(value) for value in held if value and math.isfinite(value)) or [1.0]
        unit = power_of_ten(sizes[len(sizes) // 2])
    if unit is None or log_x is False:
        return linear(held, pixels, count=7), title
    return log_like(held, unit, pixels), say("chart.log-like", axis=title, unit=short(unit))


def _limit(threshold: float | None) -> float | None:
    """Return a threshold that can be drawn, if there is one."""
    found = cleaned([] if threshold is None else [threshold]).tolist()
    return found[0] if found else None


# Rows of distributions


def _heads(drawing: Drawing, x: Scale, top: float, limit: float | None) -> None:
    """Write the heads of the columns of counts, and the threshold above its line."""
    place = x.last + _COUNTS
    drawing.text(place, top - 8.0, say("chart.values"), anchor="end", size=SMALL, fill=QUIET)
    if limit is None:
        return
    value = exact(limit)
    drawing.text(place + _COUNTS, top - 8.0, say("chart.reaching", value=value), anchor="end", size=SMALL, fill=QUIET)
    text, line = say("chart.threshold", value=value), x.place(limit)
    half = text_width(text, SMALL) / 2.0
    middle = min(max(line, half + 12.0), x.last + 10.0 - half)
    drawing.text(middle, top - 10.0, text, anchor="middle", size=SMALL)


def _row(drawing: Drawing, x: Scale, base: float, label: str, values: Values, limit: float | None) -> None:
    """Draw one group above its base line, its label to the left and its counts to the right."""
    foot = base - 10.0
    drawing.line((x.first, foot, x.last, foot), stroke=QUIET, width=0.6)
    drawing.text(x.first - 10.0, foot - 6.0, label, anchor="end", room=x.first - 20.0)
    drawing.text(x.last + _COUNTS, foot - 6.0, numbers.integer(len(values)), anchor="end")
    if limit is not None:
        count = int((values >= limit).sum())
        drawing.text(x.last + 2 * _COUNTS, foot - 6.0, numbers.integer(count), anchor="end")
    inside = x.within(values)
    piles = _piles(x, inside)
    if piles is None:
        _bars(drawing, x, foot, inside)
        _strip(drawing, x, foot, inside)
    else:
        _circles(drawing, foot, piles)
    _row_arrow(drawing, "left", x.first + 6.0, foot, len(x.below(values)))
    _row_arrow(drawing, "right", x.last - 6.0, foot, len(x.above(values)))


def _row_arrow(drawing: Drawing, shape: str, place: float, foot: float, count: int) -> None:
    """Draw an arrow at the edge of a row with the number of values beyond the axis, if there are any."""
    if not count:
        return
    height, text = foot - _BAR_HEIGHT + 4.0, numbers.integer(count)
    width = text_width(text, SMALL)
    left = place + 9.0 if shape == "left" else place - 9.0 - width
    drawing.marker(shape, place, height, radius=4.2)
    drawing.box((left, height - 7.0), (width, 13.0), PAPER)
    drawing.text(left + width / 2.0, height + 4.0, text, anchor="middle", size=SMALL)


def _bars(drawing: Drawing, x: Scale, foot: float, values: Values) -> None:
    counts, edges = np.histogram(x.places(values), bins=_BINS, range=(x.first, x.last))
    heights = _BAR_HEIGHT * counts / counts.max()
    width = (x.last - x.first) / _BINS
    for left, height in zip(edges[:-1].tolist(), heights.tolist(), strict=True):
        if height > 0.0:
            drawing.box((left, foot - max(height, _LEAST_BAR)), (width, max(height, _LEAST_BAR)), stroke=QUIET)


def _strip(drawing: Drawing, x: Scale, foot: float, values: Values) -> None:
    """Draw the middle half of a group as a thick line below its base line, its median as a tick across it."""
    first, middle, third = x.places(np.quantile(values, [0.25, 0.5, 0.75])).tolist()
    drawing.line((first, foot + 5.0, third, foot + 5.0), stroke=QUIET, width=3.0)
    drawing.line((middle, foot + 1.0, middle, foot + 9.0), width=2.0)


def _circles(drawing: Drawing, foot: float, piles: Sequence[Sequence[float]]) -> None:
    """Draw every value as a circle, those that would hide one another in a pile."""
    rise = min(6.4, (_BAR_HEIGHT - 4.0) / max([len(pile) - 1 for pile in piles] + [1]))
    for pile in piles:
        for number, place in enumerate(pile):
            drawing.marker("circle", place, foot - 3.6 - rise * number, fill=FILL, radius=3.0)


def _piles(x: Scale, values: Values) -> list[list[float]] | None:
    """Return the places of a few values, piled where they would hide one another; None when circles do not do."""
    if len(values) >= FEW:
        return None
    piles: list[list[float]] = []
    for place in np.sort(x.places(values)).tolist():
        if piles and place - piles[-1][0] < 5.0:
            piles[-1].append(place)
        else:
            piles.append([place])
    return piles if max(map(len, piles), default=0) <= _TALLEST_PILE else None


def _summary(label: str, values: Values) -> str:
    if not len(values):
        return say("chart.value", label=label, value=say("chart.no-data"))
    low, middle, high = (short(float(value)) for value in np.quantile(values, [0.0, 0.5, 1.0], method="lower"))
    return say("chart.group", label=label, count=numbers.integer(len(values)), low=low, median=middle, high=high)


def _row_notes(groups: Sequence[Values], not_numbers: int, x: Scale) -> list[str]:
    notes = []
    piles = [_piles(x, x.within(group)) for group in groups]
    if any(pile is None for pile in piles):
        notes.append(say("chart.rows"))
    if any(piles):
        notes.append(say("chart.circles"))
    if any(len(x.below(group)) or len(x.above(group)) for group in groups):
        notes.append(say("chart.arrows"))
    if not_numbers:
        notes.append(say("chart.not-numbers", count=numbers.integer(not_numbers)))
    return notes


def _not_numbers(groups: Sequence[Numbers]) -> int:
    return sum(np.asarray(group).size - len(cleaned(group)) for group in groups)


# Placement of a case


class _Mark(NamedTuple):
    """A vertical line with its label: a region of the case, or the threshold."""

    label: str
    bits: float
    threshold: bool


def _bits(value: float) -> str:
    return say("chart.bits", value=numbers.bits(value) if math.isfinite(value) else short(value))


def _edge_text(mark: _Mark) -> str:
    return say("chart.value", label=mark.label, value=_bits(mark.bits))


def _placement_axis(
    weights: Values, marks: Sequence[float], limit: float | None, log_x: bool | None
) -> tuple[Scale, str]:
    """Return the axis of a placement: a little farther than the reference and the threshold.

    Without both it holds the marks, and so does a logarithmic one, which has room for them.
    """
    reach = float(finite(weights).max(initial=0.0))
    reach = max(reach, limit) if limit is not None and math.isfinite(limit) else reach
    others = [0.0, 1.25 * reach]
    if log_x or (log_x is None and spans_decades([weights]) is not None) or reach <= 0.0:
        others += finite(cleaned(marks)).tolist()
    return _value_axis([weights], others, (_LEFT, _LEFT + _WIDE), say("chart.weight"), log_x)


def _lanes(x: Scale, lines: Sequence[_Mark]) -> list[tuple[_Mark, int]]:
    """Give every label a lane above the plot, 0 the lowest, so that no line crosses a label.

    A label begins at its line and goes to the right: it lies above those of all lines that it reaches.
    """
    lanes: list[tuple[_Mark, int]] = []
    for mark in sorted(lines, key=lambda mark: (-mark.bits, mark.label)):
        end = x.place(mark.bits) + _label_width(mark) + 10.0
        reached = [lane for other, lane in lanes if x.place(other.bits) < end]
        lanes.append((mark, max(reached, default=-1) + 1))
    return lanes


def _label_width(mark: _Mark) -> float:
    return min(text_width(mark.label, SMALL), 200.0) + 4.0


def _overhang(x: Scale, mark: _Mark) -> float:
    return x.place(mark.bits) + _label_width(mark) - x.last


def _histogram(drawing: Drawing, x: Scale, weights: Values, height: tuple[float, float], x_title: str) -> Scale:
    """Draw the reference with its axes and return the vertical scale.

    Pairs without a region would dwarf all others: their bar is cut, with its count beside it, when it is more than
    three times the next.
    """
    inside = x.within(weights)
    nothing = int((inside == 0.0).sum())
    counts, edges = np.histogram(x.places(inside), bins=_BINS, range=(x.first, x.last))
    place = min(int((x.place(0.0) - x.first) / (x.last - x.first) * _BINS), _BINS - 1)
    others = int(np.delete(counts, place).max(initial=0))
    cut = nothing > 0 and others > 0 and counts[place] > 3 * others
    highest = int(1.3 * others) + 1 if cut else int(counts.max(initial=0))
    y = linear([0.0, float(max(highest, 1))], height, count=5, whole=True)
    frame(drawing, x, y, x_title, say("chart.placement.y"))
    for left, count in zip(edges[:-1].tolist(), counts.tolist(), strict=True):
        if count:
            top = min(y.place(float(count)), y.first - _LEAST_BAR)
            drawing.box((left, top), ((x.last - x.first) / _BINS, y.first - top), stroke=QUIET)
    if cut:
        left, wide = float(edges[place]), (x.last - x.first) / _BINS
        for down in (14.0, 19.0):
            drawing.line(
                (left - 3.0, y.last + down + 4.0, left + wide + 3.0, y.last + down - 4.0), stroke=PAPER, width=3.0
            )
        text = numbers.integer(int(counts[place]))
        drawing.box((left + wide + 5.0, y.last + 2.0), (text_width(text, SMALL) + 4.0, 14.0), PAPER)
        drawing.text(left + wide + 7.0, y.last + 13.0, text, size=SMALL)
    if not len(weights):
        drawing.text((x.first + x.last) / 2.0, (y.first + y.last) / 2.0, say("chart.no-data"), anchor="middle")
    return y


def _stems(
    drawing: Drawing, x: Scale, height: tuple[float, float], inside: Sequence[_Mark], lanes: Sequence[tuple[_Mark, int]]
) -> None:
    """Draw a line for every mark on the axis, its label at the head of those that have a lane."""
    foot, top = height
    labelled = [mark for mark, _ in lanes]
    for mark in inside:
        if mark not in labelled:
            drawing.line((x.place(mark.bits), foot - 14.0, x.place(mark.bits), foot), width=1.2)
    for mark, lane in lanes:
        place, head = x.place(mark.bits), top - 4.0 - ROW * lane
        drawing.line((place, head - 9.0, place, foot), dash=_DASH if mark.threshold else "", width=1.3)
        drawing.text(place + 4.0, head, mark.label, size=SMALL, room=_label_width(mark))
        if not mark.threshold:
            drawing.marker("circle", place, foot, fill=INK, radius=3.0)


def _edge_marks(drawing: Drawing, x: Scale, y: Scale, beyond: Sequence[_Mark]) -> None:
    """List the marks beyond the axis at its edges, heaviest first, each with an arrow and its bits."""
    right = [mark for mark in beyond if mark.bits > x.high]
    rows = [("right", _edge_text(mark)) for mark in right[:LABELLED]]
    if len(right) > LABELLED:
        rows.append(("right", say("chart.more-beyond", count=numbers.integer(len(right) - LABELLED))))
    for number, (shape, text) in enumerate(rows):
        height = y.last + 12.0 + ROW * number
        drawing.marker(shape, x.last + 7.0, height, radius=4.2)
        drawing.text(x.last + 17.0, height + 4.0, text, size=SMALL, room=drawing.width - x.last - 25.0)
    left = [mark for mark in beyond if mark.bits < x.low]
    if left:
        drawing.marker("left", x.first + 6.0, y.first - 8.0, radius=4.2)
        drawing.notes += [say("chart.below-weights", label=_edge_text(mark)) for mark in left[:LABELLED]]


def _placement_notes(weights: Values, marks: int, not_numbers: int) -> list[str]:
    nothing = int((weights == 0.0).sum())
    notes = (
        [say("chart.pairs", count=numbers.integer(len(weights)), none=numbers.integer(nothing))] if len(weights) else []
    )
    infinite = int((~np.isfinite(weights)).sum())
    if marks > LABELLED:
        notes.append(say("chart.unlabelled", count=numbers.integer(marks - LABELLED)))
    if infinite:
        notes.append(say("chart.infinite-pairs", count=numbers.integer(infinite)))
    if not_numbers:
        notes.append(say("chart.not-numbers", count=numbers.integer(not_numbers)))
    return notes
