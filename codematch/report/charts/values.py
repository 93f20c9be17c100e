"""Figures of distributions of values: one distribution per stratum, and the regions of a case among unrelated pairs.

Every figure is a pure function of numbers: the same input gives the same bytes. Values that are not numbers are left
out, values beyond an axis are an arrow with their number at its edge, and the figure says so.
"""

import math
from collections.abc import Sequence

import numpy as np

from codematch.report.charts import axes
from codematch.report.charts.axes import Ends, Numbers, Scale, Values
from codematch.report.charts.canvas import INK, PAPER, QUIET, SMALL, Drawing, KeyEntry, described, drawable, text_width
from codematch.report.text import numbers, say

LABELLED = 12
"""Marks of a placement that are listed below it, heaviest first."""

_BINS = 50
_LEAST_BAR = 1.5  # pixels, so that a single value is seen
_LABELS, _PLOT, _COUNTS = 250.0, 430.0, 62.0  # the room for labels is the most they can get
_ROW_HEIGHT, _BAR_HEIGHT = 46.0, 28.0
_LEFT, _WIDE, _TALL, _RIGHT = 72.0, 540.0, 250.0, 24.0


def distribution_chart(groups: Sequence[tuple[str, Numbers]], axis: str) -> str:
    """Draw the distribution of a score in every stratum, one row each on a common axis.

    Each is a histogram, scaled to the tallest bar of its row, above a strip with the middle half and the median. The
    numbers of values are at the right.

    Args:
        groups: Pairs of a label and its values, infinite allowed; rows from the top.
        axis: What the values are, "" for scores.
    """
    rows = [(drawable(label), axes.paired(values)[0]) for label, values in groups]
    left = min(max([text_width(label) for label, _ in rows] + [60.0]) + 24.0, _LABELS)
    drawing = Drawing(left + _PLOT + _COUNTS + 20.0, "", say("chart.distribution"))
    held = [values for _, values in rows]
    x, x_title = _value_axis(held, [], (left, left + _PLOT), drawable(axis) or say("chart.score"))
    top = drawing.top + 34.0
    bottom = top + _ROW_HEIGHT * max(len(rows), 1)
    axes.horizontal_axis(drawing, x, (top, bottom), x_title)
    drawing.text((x.ends[1] + _COUNTS, top - 8.0), say("chart.values"), anchor="end", size=SMALL, fill=QUIET)
    for number, (label, values) in enumerate(rows):
        _row(drawing, x, top + _ROW_HEIGHT * (number + 1) - 10.0, label, values)
    if rows:
        drawing.notes.append(say("chart.rows"))
    else:
        drawing.text((sum(x.ends) / 2.0, (top + bottom) / 2.0), say("chart.no-data"), anchor="middle")
    if any(len(axes.finite(values)) < len(values) for values in held):
        drawing.notes.append(say("chart.arrows"))
    _note_left_out(drawing, sum(np.asarray(values).size for _, values in groups) - sum(map(len, held)))
    content = [_summary(label, values) for label, values in rows]
    return drawing.finish(bottom + axes.BELOW_AXIS, described(say("chart.distribution"), x_title, "–", content))


def placement_chart(
    reference: Numbers, marks: Sequence[tuple[str, float]], threshold: float | None, title: str = ""
) -> str:
    """Draw the regions of a case among the heaviest regions of unrelated pairs.

    The axis is made for the reference; regions beyond it are an arrow at its edge. The heaviest `LABELLED` are listed
    below with their bits.

    Args:
        reference: float64 (n,) weight of the heaviest region of every unrelated pair, 0 without a region [bits].
        marks: Pairs of a label and a weight [bits].
        threshold: Value of a vertical line [bits], None for none.
        title: Heading of the figure.
    """
    weights = axes.finite(axes.paired(reference)[0])
    held = [(drawable(label), bits) for label, each in marks for bits in axes.paired([each])[0].tolist()]
    held.sort(key=lambda mark: -mark[1])
    limit = threshold if threshold is not None and len(axes.finite(axes.paired([threshold])[0])) else None
    drawing = Drawing(_LEFT + _WIDE + _RIGHT, title, say("chart.placement"))
    x, x_title = _placement_axis(weights, [bits for _, bits in held], limit)
    y = _histogram(drawing, x, weights, drawing.top + 26.0, x_title)
    if limit is not None:
        _threshold(drawing, x, y, limit)
    _stems(drawing, x, y, [bits for _, bits in held])
    content = [say("chart.value", label=label, value=_bits(bits)) for label, bits in held]
    entries = [
        KeyEntry(words, marker=_shape(x, bits), fill=INK)
        for words, (_, bits) in zip(content, held[:LABELLED], strict=False)
    ]
    bottom = drawing.key(entries, _LEFT, y.ends[0] + axes.BELOW_AXIS + 8.0)
    if len(weights):
        nothing = numbers.integer(int((weights == 0.0).sum()))
        drawing.notes.append(say("chart.pairs", count=len(weights), none=nothing))
    else:
        drawing.text((sum(x.ends) / 2.0, sum(y.ends) / 2.0), say("chart.no-data"), anchor="middle")
    if len(held) > LABELLED:
        drawing.notes.append(say("chart.unlabelled", count=len(held) - LABELLED))
    _note_left_out(drawing, np.asarray(reference).size - len(weights))
    about = described(say("chart.placement"), x_title, say("chart.placement.y"), content[: 4 * LABELLED])
    return drawing.finish(bottom, about)


def _value_axis(groups: Sequence[Values], others: Sequence[float], ends: Ends, title: str) -> tuple[Scale, str]:
    """Return an axis that covers every finite value, and its title with the kind of axis."""
    held = [*np.concatenate([others, *groups]).tolist()]
    unit = axes.spans_decades(groups)
    if unit is None:
        return axes.linear(held, ends, count=7), title
    return axes.log_like(held, unit, ends), say("chart.log-like", axis=title, unit=axes.short(unit))


def _note_left_out(drawing: Drawing, count: int) -> None:
    if count:
        drawing.notes.append(say("chart.not-numbers", count=count))


def _bars(drawing: Drawing, x: Scale, foot: float, counts: Sequence[int], heights: Sequence[float]) -> None:
    wide = (x.ends[1] - x.ends[0]) / _BINS
    for number, (count, height) in enumerate(zip(counts, heights, strict=True)):
        if count:
            tall = max(height, _LEAST_BAR)
            drawing.box((x.ends[0] + wide * number, foot - tall), (wide, tall), stroke=QUIET)


def _counts(x: Scale, values: Values) -> list[int]:
    """Return how many values lie in each of `_BINS` equal pieces of an axis."""
    counts: list[int] = np.histogram(x.places(x.within(values)), bins=_BINS, range=x.ends)[0].tolist()
    return counts


def _row(drawing: Drawing, x: Scale, foot: float, label: str, values: Values) -> None:
    """Draw one group above its base line, its label to the left and its count to the right."""
    first, last = x.ends
    drawing.line((first, foot, last, foot), stroke=QUIET, width=0.6)
    drawing.text((first - 10.0, foot - 6.0), label, anchor="end", room=first - 20.0)
    drawing.text((last + _COUNTS, foot - 6.0), numbers.integer(len(values)), anchor="end")
    counts, inside = _counts(x, values), x.within(values)
    _bars(drawing, x, foot, counts, [_BAR_HEIGHT * count / max(*counts, 1) for count in counts])
    if len(inside):
        low, middle, high = x.places(np.quantile(inside, [0.25, 0.5, 0.75])).tolist()
        drawing.line((low, foot + 5.0, high, foot + 5.0), stroke=QUIET, width=3.0)
        drawing.line((middle, foot + 1.0, middle, foot + 9.0), width=2.0)
    below, above = int((values < x.low).sum()), int((values > x.high).sum())
    if below:
        drawing.marker("left", first + 6.0, foot - 20.0, radius=4.2)
        drawing.text((first + 15.0, foot - 16.0), numbers.integer(below), size=SMALL)
    if above:
        drawing.marker("right", last - 6.0, foot - 20.0, radius=4.2)
        drawing.text((last - 15.0, foot - 16.0), numbers.integer(above), size=SMALL, anchor="end")


def _summary(label: str, values: Values) -> str:
    if not len(values):
        return say("chart.value", label=label, value=say("chart.no-data"))
    low, middle, high = (axes.short(float(value)) for value in np.quantile(values, [0.0, 0.5, 1.0], method="lower"))
    return say("chart.group", label=label, count=len(values), low=low, median=middle, high=high)


def _bits(value: float) -> str:
    return say("chart.bits", value=numbers.bits(value) if math.isfinite(value) else axes.short(value))


def _placement_axis(weights: Values, marks: Sequence[float], limit: float | None) -> tuple[Scale, str]:
    """Return the axis of a placement: a little farther than the reference and the threshold.

    Without both it covers the marks, and so does a logarithmic one, which has room for them.
    """
    reach = max(float(weights.max(initial=0.0)), limit or 0.0)
    holds_marks = reach <= 0.0 or axes.spans_decades([weights]) is not None
    others = [0.0, 1.25 * reach, *(marks if holds_marks else ())]
    return _value_axis([weights], others, (_LEFT, _LEFT + _WIDE), say("chart.weight"))


def _histogram(drawing: Drawing, x: Scale, weights: Values, top: float, x_title: str) -> Scale:
    """Draw the reference with its axes and return the vertical scale.

    Pairs without a region would dwarf all others: their bar is cut, with its count next to it, when it is more than
    three times the next.
    """
    counts = _counts(x, weights)
    wide = (x.ends[1] - x.ends[0]) / _BINS
    zero = min(int((x.place(0.0) - x.ends[0]) / wide), _BINS - 1)
    others = max(counts[:zero] + counts[zero + 1 :])
    cut = others > 0 and counts[zero] > 3 * others
    y = axes.linear(
        [0.0, float(max(int(1.3 * others) + 1 if cut else max(counts), 1))], (top + _TALL, top), 5, whole=True
    )
    axes.frame(drawing, x, y, x_title, say("chart.placement.y"))
    _bars(drawing, x, y.ends[0], counts, [y.ends[0] - y.place(float(count)) for count in counts])
    if cut:
        left = x.ends[0] + wide * zero
        drawing.line((left - 3.0, top + 18.0, left + wide + 3.0, top + 10.0), stroke=PAPER, width=4.0)
        drawing.text((left + wide + 7.0, top + 13.0), numbers.integer(counts[zero]), size=SMALL)
    return y


def _threshold(drawing: Drawing, x: Scale, y: Scale, limit: float) -> None:
    """Draw the threshold as a dashed line with its value above it, never rounded."""
    text, place = say("chart.threshold", value=say("chart.bits", value=axes.short(limit, 12))), x.place(limit)
    half = text_width(text, SMALL) / 2.0
    middle = min(max(place, half + 12.0), drawing.width - 12.0 - half)
    drawing.text((middle, y.ends[1] - 10.0), text, anchor="middle", size=SMALL)
    drawing.line((place, y.ends[1] - 6.0, place, y.ends[0]), dash="6 3", width=1.3)


def _stems(drawing: Drawing, x: Scale, y: Scale, marks: Sequence[float]) -> None:
    """Draw the marks on the axis as stems, those that are listed with a head, and arrows where some are beyond it."""
    foot = y.ends[0]
    for number, bits in enumerate(marks):
        if _shape(x, bits) == "circle":
            place, head = x.place(bits), foot - (44.0 if number < LABELLED else 16.0)
            drawing.line((place, head, place, foot), width=1.3)
            if number < LABELLED:
                drawing.marker("circle", place, head, fill=INK, radius=3.0)
    for shape, place in (("left", x.ends[0] - 8.0), ("right", x.ends[1] + 8.0)):
        if any(_shape(x, bits) == shape for bits in marks):
            drawing.marker(shape, place, foot - 10.0, radius=4.2)


def _shape(x: Scale, bits: float) -> str:
    return "left" if bits < x.low else "right" if bits > x.high else "circle"
