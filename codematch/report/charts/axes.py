"""The axes of a figure: scales from values to pixels with round ticks, and the frame they make.

The marks of an axis are written here and nowhere else: as many decimals as their step needs, a true minus sign. Values
beyond a scale have no place on it; figures clip them to its edge and say so.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from codematch.model.frozen import require
from codematch.report.charts.canvas import GRID, PAPER, SMALL, Drawing, text_width

Values = NDArray[np.float64]
Numbers = Sequence[float] | Values
Ends = tuple[float, float]
"""The pixels of the lower and the upper end of a scale."""

_FAR = 1e5  # pixels: the place of infinity before a line is cut at the frame
_LARGEST = 1e15  # larger values are taken for infinite: no measurement of this program comes near
_LEAST = 1e-9  # smaller spans and differences are taken for none


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """The places of values along an axis.

    `low` and `high` are the values at the pixels `ends`; `project` makes the scale even, float64 (n,) to float64 (n,);
    `ticks` are pairs of a value and its text, `minor` values marked without a text.
    """

    low: float
    high: float
    ends: Ends
    project: Callable[[Values], Values] = lambda array: array
    ticks: Sequence[tuple[float, str]]
    minor: Sequence[float] = ()

    def places(self, values: Numbers) -> Values:
        """Return the pixels of values; those of infinite ones are far beyond the ends."""
        low, high = self.project(np.array([self.low, self.high])).tolist()
        share = (self.project(np.asarray(values, dtype=np.float64)) - low) / (high - low)
        return np.asarray(np.clip(self.ends[0] + share * (self.ends[1] - self.ends[0]), -_FAR, _FAR))

    def place(self, value: float) -> float:
        """Return the pixel of a value, that of the nearest edge when it is beyond."""
        return float(self.places([min(max(value, self.low), self.high)])[0])

    def within(self, values: Values) -> Values:
        """Return the values that are on the scale."""
        return np.asarray(values[(values >= self.low) & (values <= self.high)])


def paired(*columns: Numbers) -> tuple[Values, ...]:
    """Return columns of equal length as float64 (n,) without the rows in which one is not a number.

    Raises:
        InvariantError: The columns differ in length.
    """
    arrays = [np.array(column, dtype=np.float64).ravel() for column in columns]
    require(len({len(array) for array in arrays}) <= 1, "the columns of a curve differ in length")
    rows = np.column_stack(arrays)
    rows = rows[~np.isnan(rows).any(axis=1)]
    rows[np.abs(rows) > _LARGEST] *= math.inf
    return tuple(np.ascontiguousarray(column) for column in rows.T)


def finite(values: Values) -> Values:
    """Return the values that are not infinite."""
    return np.asarray(values[np.isfinite(values)])


def plain(value: float, decimals: int) -> str:
    """Return a number with fixed decimals, thousands separators and a true minus sign."""
    if abs(value) >= 1e7:
        return f"{value:.0e}".replace("e+", "e").replace("-", "−")
    text = f"{value:,.{decimals}f}"
    return text.lstrip("-") if float(text.replace(",", "")) == 0.0 else text.replace("-", "−")


def short(value: float, digits: int = 3) -> str:
    """Return a value that is not on an axis with about this many significant digits, nine decimals at most."""
    if value == 0.0 or not math.isfinite(value):
        return "0" if value == 0.0 else "−∞" if value < 0.0 else "∞"
    text = plain(value, min(max(digits - 1 - math.floor(math.log10(abs(value))), 0), 9))
    return text.rstrip("0").rstrip(".") if "." in text else text


def linear(values: Iterable[float], ends: Ends, count: int = 6, whole: bool = False) -> Scale:
    """Return an even scale between round numbers that covers every finite value, widened when they are all alike.

    Args:
        values: What it must cover.
        ends: The pixels of its lower and upper end.
        count: About how many steps.
        whole: Whether only whole numbers can be marked.
    """
    held = [value for value in values if math.isfinite(value)] or [0.0]
    low, high = min(held), max(held)
    if high - low < _LEAST * max(1.0, abs(high), abs(low)):
        pad = max(1.0, abs(low)) / 2.0
        low, high = (low - pad, high + pad) if low < 0.0 else (0.0, 2.0 * high if high > _LEAST else 1.0)
    step = max(_round_step((high - low) / count), 1.0 if whole else 0.0)
    begin, end = math.floor(low / step + _LEAST), math.ceil(high / step - _LEAST)
    decimals = max(0, -math.floor(math.log10(step) + _LEAST))
    ticks = [(number * step, plain(number * step, decimals)) for number in range(begin, end + 1)]
    return Scale(low=begin * step, high=end * step, ends=ends, ticks=ticks)


def _round_step(rough: float) -> float:
    """Return the smallest of 1, 2, 5 times a power of ten that is no less."""
    power = 10.0 ** math.floor(math.log10(rough))
    return next(factor * power for factor in (1.0, 2.0, 5.0, 10.0) if factor * power >= rough * (1.0 - _LEAST))


def shares(ends: Ends) -> Scale:
    """Return an even scale from 0 to 1 marked in per cent."""
    return Scale(low=0.0, high=1.0, ends=ends, ticks=[(number / 5.0, str(20 * number)) for number in range(6)])


def log_shares(ends: Ends) -> Scale:
    """Return a logarithmic scale from 0.01 % to 1 marked in per cent."""
    ticks = [(10.0**power, plain(10.0 ** (power + 2), max(0, -power - 2))) for power in range(-4, 1)]
    minor = [factor * 10.0**power for power in range(-4, 0) for factor in range(2, 10)]
    return Scale(low=1e-4, high=1.0, ends=ends, project=_logarithm, ticks=ticks, minor=minor)


def _logarithm(array: Values) -> Values:
    with np.errstate(divide="ignore"):
        return np.asarray(np.log10(np.maximum(array, 0.0)))


def normal_deviates(low: float, high: float, ends: Ends) -> Scale:
    """Return a scale from `low` to `high`, shares above 0 and below 1, even in normal deviates, marked in per cent."""
    marked = (1e-4, 1e-3, 0.01, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 0.9, 0.95, 0.99, 0.999, 0.9999)
    ticks = [(share, f"{100 * share:g}") for share in marked if low <= share <= high]
    minor = [share for share in (2e-4, 5e-4, 2e-3, 5e-3, 0.02, 0.3, 0.5, 0.7) if low <= share <= high]
    return Scale(low=low, high=high, ends=ends, project=_probit, ticks=ticks, minor=minor)


def _probit(array: Values) -> Values:
    deviate = NormalDist().inv_cdf
    inside = [deviate(share) if 0.0 < share < 1.0 else math.copysign(math.inf, share - 0.5) for share in array.tolist()]
    return np.array(inside, dtype=np.float64)


def log_like(values: Iterable[float], unit: float, ends: Ends) -> Scale:
    """Return a scale that is even from -unit to unit and logarithmic beyond, a decade as long as the first unit.

    Args:
        values: What it must cover; it ends at 1, 2 or 5 times a power of ten, and begins at 0 if nothing is less.
        unit: A power of ten.
        ends: The pixels of its lower and upper end.
    """
    held = [value for value in values if math.isfinite(value)]
    low, high = (
        _round_step(max(edge, unit)) if edge > 0.0 else 0.0 for edge in (-min([*held, 0.0]), max([*held, unit]))
    )

    def project(array: Values) -> Values:
        size = np.abs(array) / unit
        return np.asarray(np.sign(array) * np.where(size <= 1.0, size, 1.0 + np.log10(np.maximum(size, 1.0))))

    decades = [unit * 10.0**power for power in range(math.floor(math.log10(max(low, high) / unit) + _LEAST) + 1)]
    marked = [*(-decade for decade in reversed(decades) if decade <= low), 0.0, *(d for d in decades if d <= high)]
    sizes = [factor * decade for decade in (unit / 10.0, *decades) for factor in range(2, 10)]
    return Scale(
        low=0.0 - low, high=high, ends=ends, project=project,
        ticks=[(value, plain(value, max(0, -math.floor(math.log10(unit) + _LEAST)))) for value in marked],
        minor=[value for size in sizes for value in (size, -size) if -low <= value <= high],
    )  # fmt: skip


def spans_decades(groups: Iterable[Values]) -> float | None:
    """Return the unit of a log-like scale when groups of values need one, else None.

    They do when the largest absolute value is a hundred times the least median of a group, zeros aside. The unit is
    the power of ten at or below that median.
    """
    sizes = [size for size in (np.abs(finite(group[group != 0.0])) for group in groups) if len(size)]
    least = min((float(np.median(size)) for size in sizes), default=math.inf)
    if not sizes or max(float(size.max()) for size in sizes) < 100.0 * least:
        return None
    return float(10.0 ** max(math.floor(math.log10(least) + _LEAST), -9))


def frame(drawing: Drawing, x: Scale, y: Scale, x_title: str, y_title: str) -> None:
    """Draw the area of a plot with its grid, ticks and titles; nothing that is drawn before may be inside."""
    (left, right), (bottom, top) = x.ends, y.ends
    drawing.box((left, top), (right - left, bottom - top), fill=PAPER)
    for value, text in y.ticks:
        place = y.place(value)
        drawing.line((left, place, right, place), stroke=GRID)
        drawing.line((left - 5.0, place, left, place))
        drawing.text((left - 8.0, place + 4.0), text, anchor="end", size=SMALL)
    for value in y.minor:
        drawing.line((left - 3.0, y.place(value), left, y.place(value)))
    widest = max((text_width(text, SMALL) for _, text in y.ticks), default=0.0)
    drawing.text((left - widest - 14.0, (top + bottom) / 2.0), y_title, anchor="middle", turned=-90)
    horizontal_axis(drawing, x, (top, bottom), x_title)
    drawing.line((left, top, left, bottom))


def horizontal_axis(drawing: Drawing, x: Scale, height: tuple[float, float], title: str) -> None:
    """Draw the axis at the foot of a plot, grid lines up to its top; texts that would touch are left out."""
    top, bottom = height
    reached = -math.inf
    for value, text in x.ticks:
        place, half = x.place(value), text_width(text, SMALL) / 2.0
        drawing.line((place, top, place, bottom), stroke=GRID)
        drawing.line((place, bottom, place, bottom + 5.0))
        if place - half > reached + 3.0:
            drawing.text((place, bottom + 18.0), text, anchor="middle", size=SMALL)
            reached = place + half
    for value in x.minor:
        drawing.line((x.place(value), bottom, x.place(value), bottom + 3.0))
    drawing.line((x.ends[0], bottom, x.ends[1], bottom))
    drawing.text((sum(x.ends) / 2.0, bottom + 38.0), title, anchor="middle")


BELOW_AXIS = 44.0
"""Pixels from the foot of a plot to what comes below the title of its axis."""
