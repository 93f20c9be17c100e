"""Cells that several tables have."""

from collections.abc import Iterable

from codematch.model.match import MatchClass, Region, RegionSide, Weight
from codematch.model.precision import stored_bits
from codematch.report import view
from codematch.report.record.blocks import (
    Cell,
    Column,
    Line,
    Span,
    Style,
    cell,
    code,
    columns,
    line,
    path,
    quiet,
    strong,
)
from codematch.report.text import numbers, sentences
from codematch.report.text.wording import say

FEW = 8
"""So many entries stand open where a rendering folds lists, and are named where a cell lists some."""
CHANNEL_HEADS = tuple((f"channel.{channel}", "n", 1.0) for channel in view.CHANNELS)
"""The heads of the channels of a weight: key, alignment, width."""


def said_columns(heads: Iterable[tuple[str, str, float]]) -> tuple[Column, ...]:
    """Return columns from (key of the head, alignment, width), in the language that is being spoken."""
    return columns(*((say(key), align, width) for key, align, width in heads))


def place(side: RegionSide, role: str) -> Line:
    """Return where one side of a region stands: path, lines, and the function or class it begins in."""
    parts: list[str | Span] = [path(side.path), quiet(f":{sentences.place(side)}")]
    if side.unit:
        parts += [quiet(f" {say('from-unit')} "), code(side.unit)]
    return line(*parts, role=role)


def passages(region: Region) -> Cell:
    """Return both sides of a region."""
    return (place(region.known, "known"), place(region.questioned, "questioned"))


def weights(weight: Weight, whole: float = 0.0) -> tuple[Cell, ...]:
    """Return the total of a weight and its channels; with a bar when the heaviest total is given."""
    bar = channel_bar(weight, whole) if whole > 0 else ()
    total = (line(strong(numbers.total(weight)), bar=bar),)
    return (total, *(cell(numbers.bits(getattr(weight, channel))) for channel in view.CHANNELS))


def channel_bar(weight: Weight, whole: float) -> tuple[tuple[str, float], ...]:
    """Return the channels of a weight as shares of a whole, clipped at 1."""
    if whole <= 0:
        return ()
    parts = ((channel, stored_bits(getattr(weight, channel)) / whole) for channel in view.CHANNELS)
    return tuple((channel, min(max(share, 0.0), 1.0)) for channel, share in parts)


def class_name(match_class: MatchClass) -> Span:
    """Return a class of regions with what it means."""
    return Span(match_class.value, Style.PLAIN, title=say(f"class.{match_class.value}"))
