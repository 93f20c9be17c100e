"""Labels at the lines of a figure: each where there is room, near its own line and away from the others."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from codematch.report.chart_canvas import INK, PAPER, QUIET, SIZE, Drawing, LineStyle, Points, text_width

_SAMPLE = 28.0  # length of the piece of line before a label
_GAP = 5.0
_HEIGHT = 15.0
_CLEAR = 4.5  # least distance from any line
_APART = 14.0  # how much farther from the others than from its own line a label would like to be
_WORST = 70.0  # what a place may cost: its distance, and what it lacks to be clear of the others
_WIDEST = 0.62  # of the plot
_ROW = 18.0
_STEP = 4.0
_MOST = 8  # more curves than this are listed at once

Box = tuple[float, float, float, float]
"""Left, top, right, bottom [pixels]."""


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """A curve as drawn: its label, its style, and its parts inside the frame.

    `marks` says whether it carries markers, `quiet` whether it is a reference line and no measurement.
    """

    label: str
    style: LineStyle
    parts: Sequence[Points]
    marks: bool = False
    quiet: bool = False


def label_curves(drawing: Drawing, curves: Sequence[Drawn], frame: Box) -> list[Drawn]:
    """Write the label of every curve at its line, with a piece of the line before it.

    When there is no room for one of them, all are listed in one block where no line runs.

    Args:
        drawing: The figure, its curves drawn already.
        curves: All of them; a label keeps clear of the others too.
        frame: The area of the plot.

    Returns:
        The curves for which there was no room at all: the caller lists them in a `key`.
    """
    samples = [_sampled(curve.parts) for curve in curves]
    measured = [number for number, curve in enumerate(curves) if not curve.quiet]
    plans = _planned(curves, samples, measured, frame, []) if len(measured) <= _MOST else {}
    if len(plans) < len(measured):
        plans = {}
    listed = [] if plans else [curves[number] for number in measured]
    taken = [box for box, _ in plans.values()]
    block = _block(listed, samples, frame, taken) if listed else None
    if block is not None:
        drawing.box((block[0], block[1]), (block[2] - block[0], block[3] - block[1]), fill=PAPER)
        key(drawing, listed, block[0], block[1], block[2])
        taken.append(block)
    quiet = [number for number, curve in enumerate(curves) if curve.quiet]
    plans |= _planned(curves, samples, quiet, frame, taken)
    for number, (box, anchor) in plans.items():
        _write(drawing, curves[number], box, anchor)
    return [] if block is not None else listed


def key(drawing: Drawing, curves: Sequence[Drawn], left: float, top: float, right: float) -> float:
    """List curves one a row, and return where the list ends."""
    for curve in curves:
        _write(drawing, curve, (left, top + 1.5, right, top + 1.5 + _HEIGHT), None)
        top += _ROW
    return top


def _planned(
    curves: Sequence[Drawn], samples: Sequence[Points], chosen: Sequence[int], frame: Box, taken: Sequence[Box]
) -> dict[int, tuple[Box, tuple[float, float]]]:
    """Find a place for the label of each chosen curve that has room: its box, and the point that it belongs to."""
    boxes, plans = list(taken), {}
    for number in chosen:
        others = [
            (sample, curves[other].quiet) for other, sample in enumerate(samples) if other != number and len(sample)
        ]
        found = _place(samples[number], others, _width(curves[number], frame), frame, boxes)
        if found is not None:
            boxes.append(found[0])
            plans[number] = found
    return plans


def _width(curve: Drawn, frame: Box) -> float:
    room = _WIDEST * (frame[2] - frame[0]) - _SAMPLE - _GAP
    return _SAMPLE + _GAP + min(text_width(curve.label), room)


def _block(curves: Sequence[Drawn], samples: Sequence[Points], frame: Box, taken: Sequence[Box]) -> Box | None:
    """Return where in the plot a list of curves has room, low and to the right if it can, None when nowhere."""
    width, height = max(_width(curve, frame) for curve in curves), _ROW * len(curves)
    across = np.arange(frame[0] + 10.0, frame[2] - width - 10.0, 6.0)
    down = np.arange(frame[1] + 8.0, frame[3] - height - 8.0, 6.0)
    left, top = (grid.ravel() for grid in np.meshgrid(across, down))
    if not len(left):
        return None
    clear = np.full(len(left), 16.0)
    for sample in samples:
        if len(sample):
            clear = np.minimum(clear, _distance(sample, left, top, (width, height))[0])
    for box in taken:
        clear[~_apart(left, top, (width, height), box)] = 0.0
    value = np.where(clear >= 6.0, 1e4 + 20.0 * clear + left + top, 0.0)
    best = int(np.argmax(value))
    if value[best] <= 0.0:
        return None
    return float(left[best]), float(top[best]), float(left[best]) + width, float(top[best]) + height


def _sampled(parts: Sequence[Points]) -> Points:
    """Return points along lines, neighbours about as far apart as `_STEP`."""
    points: list[Points] = []
    for part in parts:
        steps = np.hypot(*np.diff(part, axis=0).T)
        way = np.append(0.0, np.cumsum(steps))
        along = np.linspace(0.0, way[-1], max(2, round(float(way[-1]) / _STEP) + 1))
        points.append(np.column_stack([np.interp(along, way, part[:, axis]) for axis in (0, 1)]))
    return np.concatenate(points) if points else np.empty((0, 2))


def _place(
    own: Points, others: Sequence[tuple[Points, bool]], width: float, frame: Box, boxes: Sequence[Box]
) -> tuple[Box, tuple[float, float]] | None:
    """Return the best box for a label and the point of its line nearest to it, None when there is none.

    It may cover a reference line, which comes with true in `others`, but would rather not.
    """
    if not len(own):
        return None
    size = (width, _HEIGHT)
    left, top = _candidates(own, width)
    inside = (left >= frame[0] + 4) & (left + width <= frame[2] - 4) & (top >= frame[1] + 3)
    inside &= top + _HEIGHT <= frame[3] - 4
    for box in boxes:
        inside &= _apart(left, top, size, box)
    left, top = left[inside], top[inside]
    if not len(left):
        return None
    distance, nearest = _distance(own, left, top, size)
    cost, clear = distance.copy(), distance >= _CLEAR
    for other, quiet in others:
        away, _ = _distance(other, left, top, size)
        if quiet:
            cost += np.where(away < _CLEAR, _APART, 0.0)
            continue
        clear &= away >= _CLEAR
        cost += np.maximum(0.0, _APART - (away - distance))
        # A point where lines run together says little about which of them is meant.
        alone, _ = _distance(other, own[:, 0], own[:, 1], (0.0, 0.0))
        cost += np.maximum(0.0, _APART - alone[nearest])
    cost[~clear] = np.inf
    best = int(np.argmin(np.round(cost, 3)))  # rounded, so that a tie is one on every machine
    if cost[best] > _WORST:
        return None
    point = own[nearest[best]]
    box = (float(left[best]), float(top[best]), float(left[best]) + width, float(top[best]) + _HEIGHT)
    return box, (float(point[0]), float(point[1]))


def _apart(left: Points, top: Points, size: tuple[float, float], box: Box) -> NDArray[np.bool_]:
    """Return which of the boxes with these corners and this size do not touch another box."""
    beside = (left > box[2] + 6.0) | (left + size[0] < box[0] - 6.0)
    return np.asarray(beside | (top > box[3] + 2.0) | (top + size[1] < box[1] - 2.0))


def _candidates(own: Points, width: float) -> tuple[Points, Points]:
    """Return the left and top edges of boxes around points of a line, near ones and those beside it first."""
    anchors = own[:: max(1, len(own) // 160)]
    left: list[Points] = []
    top: list[Points] = []
    for gap in (5.0, 10.0, 18.0, 28.0):
        for along in (0.0, 1.0, 0.5, 0.25, 0.75):
            aside = gap if along == 0.0 else -gap if along == 1.0 else 0.0
            heights = (-_HEIGHT / 2, gap, -gap - _HEIGHT) if aside else (gap, -gap - _HEIGHT)
            for height in heights:
                left.append(anchors[:, 0] - along * width + aside)
                top.append(anchors[:, 1] + height)
    return np.concatenate(left), np.concatenate(top)


def _distance(line: Points, left: Points, top: Points, size: tuple[float, float]) -> tuple[Points, NDArray[np.intp]]:
    """Return the distance of boxes with these corners and this size from a line, and which of its points is nearest."""
    x, y = line[:, 0][:, np.newaxis], line[:, 1][:, np.newaxis]
    across = np.maximum(np.maximum(left - x, x - left - size[0]), 0.0)
    down = np.maximum(np.maximum(top - y, y - top - size[1]), 0.0)
    distance = np.hypot(across, down)
    nearest = np.argmin(distance, axis=0)
    return np.take_along_axis(distance, nearest[np.newaxis], axis=0)[0], nearest


def _write(drawing: Drawing, curve: Drawn, box: Box, anchor: tuple[float, float] | None) -> None:
    left, top, right, bottom = box
    middle = (top + bottom) / 2.0
    if anchor is not None:
        end = (min(max(anchor[0], left), right), min(max(anchor[1], top), bottom))
        if np.hypot(end[0] - anchor[0], end[1] - anchor[1]) > 9.0:
            drawing.line((*anchor, *end), stroke=QUIET, width=0.8)
        drawing.box((left - 2.0, top - 1.0), (right - left + 4.0, bottom - top + 2.0), fill=PAPER)
    stroke, width = (QUIET, 1.0) if curve.quiet else (INK, 1.7)
    drawing.line((left, middle, left + _SAMPLE, middle), stroke=stroke, width=width, dash=curve.style.dash)
    if curve.marks:
        drawing.marker(curve.style.marker, left + _SAMPLE / 2.0, middle)
    room = right - left - _SAMPLE - _GAP
    drawing.text(
        left + _SAMPLE + _GAP, middle + SIZE / 3.0, curve.label, fill=QUIET if curve.quiet else INK, room=room + 0.01
    )
