"""Tables and figures of the record, and cells that occur in several tables."""

import hashlib
import json
from collections.abc import Iterable

from codematch.model.match import MatchClass, Region, RegionSide, Weight
from codematch.model.precision import stored_bits
from codematch.report.record.blocks import Align, Cell, Column, Figure, Line, Row, Span, Style, Table
from codematch.report.record.builders import cell, code, line, path, quiet, strong
from codematch.report.record.context import PairContext
from codematch.report.text import mark_sentences, numbers, region_sentences, say

FEW = 8
"""The most entries that a cell names, and that a list may have and still be shown unfolded."""
Head = tuple[str, str, float]
"""Of a column: the key of its head, its alignment, its width."""


def table(
    heads: Iterable[Head],
    rows: Iterable[Row | tuple[Cell, ...]],
    *,
    number: str = "",
    anchor: str = "",
    caption: str = "",
    more: str = "",
    kind: str = "",
    none: str = "",
) -> Table:
    """Return a table in the language of the report.

    Args:
        heads: The columns.
        rows: The rows, or the cells of each.
        number: Its number in the specification of the record, such as "T5"; it has a caption of its own.
        anchor: Its anchor.
        caption: The key of its caption if it has no number.
        more: The sentence that says how many rows are not listed.
        kind: See `Table`.
        none: The key of what is said instead of rows where there are none.
    """
    made = tuple(row if isinstance(row, Row) else Row(row) for row in rows)
    key = f"caption.{number}" if number else caption
    return Table(
        columns=tuple(Column(say(head) if head else "", Align(align), width) for head, align, width in heads),
        rows=made or ((Row((cell(say(none)),)),) if none else ()),
        number=number,
        caption=say(key) if key else "",
        id=anchor,
        more=more,
        kind=kind,
    )


def figure(svg: str, name: str, anchor: str, key: str, data: object, label: str = "figure.summary") -> Figure:
    """Return a figure with its caption, which says what it is for, and the digest of what it draws."""
    content = json.dumps(data, ensure_ascii=True, sort_keys=True, default=str).encode()
    caption = say("figure.caption", caption=say(key), label=say(label))
    return Figure(svg=svg, number=name, caption=caption, digest=hashlib.sha256(content).hexdigest(), id=anchor)


def dash() -> Cell:
    """Return a cell of a value that there is not."""
    return cell(say("dash"))


def span_of(file: str, first: int, last: int) -> tuple[Span, Span]:
    """Return a path and its lines."""
    return path(file), quiet(f":{numbers.line_range(first, last)}")


def place(side: RegionSide, role: str) -> Line:
    """Return where one side of a region is: path, lines, and the function or class it begins in."""
    parts: list[str | int | Span] = [path(side.path), quiet(f":{region_sentences.place(side)}")]
    if side.unit:
        parts += [quiet(f" {say('from-unit')} "), code(side.unit)]
    return line(*parts, role=role)


def passages(region: Region) -> Cell:
    """Return both sides of a region."""
    return (place(region.known, "known"), place(region.questioned, "questioned"))


def brief_table(here: PairContext, regions: Iterable[Region], *, caption: str, more: str, anchor: str) -> Table:
    """Return a table of regions with their places, weight, residual and exhibit."""
    heads = (("number", "n", 0.5), ("passages", "", 4.6), ("class", "c", 0.6), ("channel.total", "n", 0.9),
             ("residual.total", "n", 0.9), ("exhibit.column", "", 0.9), *marks_head(here))  # fmt: skip
    rows = (
        (
            cell(here.region(region.number)),
            passages(region),
            cell(class_name(region.match_class)),
            cell(numbers.total(region.weight)),
            cell(strong(numbers.total(region.residual or region.weight))),
            cell(*here.exhibit_pages(region.number)),
            *marks_cell(here, region.number),
        )
        for region in regions
    )
    return table(heads, rows, caption=caption, more=more, anchor=here.anchor(anchor), kind="regions")


def marks_head(here: PairContext) -> tuple[Head, ...]:
    """Return the head of the column of an examiner's marks, nothing where no file of marks was given."""
    return (("marks.one", "", 1.6),) if here.pair.marks is not None else ()


def marks_cell(here: PairContext, region: int) -> tuple[Cell, ...]:
    """Return the cell of that column."""
    if here.pair.marks is None:
        return ()
    return (tuple(line(said) for said in mark_sentences.of_region(here.pair.marks, region)) or dash(),)


def channel_heads(channels: Iterable[str]) -> tuple[Head, ...]:
    """Return the heads of the columns of channels."""
    return tuple((f"channel.{channel}", "n", 1.0) for channel in channels)


def weights(weight: Weight, channels: Iterable[str], whole: float = 0.0, unit: str = "") -> tuple[Cell, ...]:
    """Return the total of a weight and its channels; with a bar when the heaviest total is given."""
    channels = tuple(channels)
    total = (line(strong(f"{numbers.total(weight)}{unit}"), bar=_channel_bar(weight, channels, whole)),)
    return (total, *(cell(numbers.bits(getattr(weight, channel))) for channel in channels))


def _channel_bar(weight: Weight, channels: Iterable[str], whole: float) -> tuple[tuple[str, float], ...]:
    """Return the channels of a weight as shares of a whole, clipped at 1."""
    if whole <= 0:
        return ()
    parts = ((channel, stored_bits(getattr(weight, channel)) / whole) for channel in channels)
    return tuple((channel, min(max(share, 0.0), 1.0)) for channel, share in parts)


def class_name(match_class: MatchClass) -> Span:
    """Return a match class with what it means."""
    return Span(match_class.value, Style.PLAIN, title=say(f"class.{match_class.value}"))
