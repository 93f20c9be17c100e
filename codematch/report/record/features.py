"""Distinctive features: what both works hold and few others do."""

from codematch.model.evidence import Finding
from codematch.model.result import PairResult
from codematch.report import view
from codematch.report.record.blocks import Block, Cell, Row, Span, Table, Tone, cell, path, quiet, sides, text
from codematch.report.record.cells import said_columns
from codematch.report.record.context import Context, exhibit_number
from codematch.report.text import numbers, sentences
from codematch.report.text.wording import say

RAREST = 100
"""Distinctive features that table T7 lists, rarest first."""


def features(context: Context) -> tuple[Block, ...]:
    """Return table T7: what both works hold and few others do, rarest first, with what else may explain it."""
    blocks: list[Block] = [text(say("features.intro"))]
    for number, pair in context.numbered():
        blocks += context.pair_heading(number, pair)
        blocks.append(_t7(context, number, pair))
        blocks.append(text(say("features.others"), tone=Tone.QUIET))
    return tuple(blocks)


def _t7(context: Context, number: int, pair: PairResult) -> Table:
    counted_ones = [item for entry in pair.evidence for item in entry.findings if item.rarity is not None]
    ordered = sorted(counted_ones, key=_rarest)
    shown, rest = view.capped(ordered, min(RAREST, context.limits.rows))
    heads = (("exhibit.column", "", 0.8), ("evidence.kind", "", 1.0), ("features.places", "", 2.6),
             ("features.content", "", 2.2), ("evidence.rarity", "n", 0.9), ("evidence.times", "n", 0.7),
             ("features.else", "", 2.2), ("status", "", 1.0))  # fmt: skip
    rows = tuple(Row(_feature_cells(context, number, item)) for item in shown)
    if not rows:
        rows = (Row((cell(say("features.none")),)),)
    more = say("features.more", count=numbers.integer(rest)) if rest else ""
    made = said_columns(heads)
    return Table(
        columns=made, rows=rows, number="T7", kind="findings", caption=say("caption.T7"), id=f"T7-{number}", more=more
    )


def _rarest(item: Finding) -> float:
    """The share of the projects that hold it; of two alike, the one that its channel lists first stands first."""
    rarity = item.rarity
    return rarity.seen_in / rarity.projects if rarity is not None and rarity.projects else 1.0


def _feature_cells(context: Context, number: int, item: Finding) -> tuple[Cell, ...]:
    exhibit = cell(say("dash"))
    if item.region:
        inside = context.region(number, item.region)
        exhibit = cell(Span(exhibit_number(number, item.region, context.many), link=inside.link))
    return (
        exhibit,
        cell(say(f"finding.{item.kind}")),
        sides(path(str(item.known)), path(str(item.questioned))),
        cell(path(item.text)),
        cell(sentences.rarity(item)),
        sides(numbers.integer(item.count.known), numbers.integer(item.count.questioned)),
        cell(quiet(say(f"else.{item.kind}"))),
        cell(say("features.in-region" if item.region else "features.outside")),
    )
