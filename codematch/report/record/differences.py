"""Differences: what has no counterpart, and what differs within the regions."""

from collections import Counter

from codematch.model.result import PairResult, Ratio
from codematch.report import view
from codematch.report.charts import case_charts
from codematch.report.record.blocks import (
    Block,
    Folded,
    Items,
    Row,
    Table,
    cell,
    columns,
    line,
    path,
    quiet,
    text,
)
from codematch.report.record.cells import FEW
from codematch.report.record.context import Context
from codematch.report.text import numbers
from codematch.report.text.wording import counted, say


def differences(context: Context) -> tuple[Block, ...]:
    """Return what has no counterpart on either side, and what differs within the regions."""
    blocks: list[Block] = [text(say("differences.intro"))]
    for number, pair in context.numbered():
        blocks += context.pair_heading(number, pair)
        blocks += [_unmatched_shares(pair), _unmatched_folders(pair)]
        for role in ("known", "questioned"):
            files = view.unmatched(pair, role)
            if files:
                shown, more = context.capped(files)
                entries = tuple(
                    line(path(file.path), " ", quiet(say("of-tokens", count=numbers.integer(file.tokens))))
                    for file in shown
                )
                inner: tuple[Block, ...] = (Items(entries), *((text(more),) if more else ()))
                blocks.append(Folded(counted(f"unmatched.{role}", len(files)), inner, len(files) <= FEW, "unmatched"))
        if pair.regions:
            blocks.append(_inside(pair))
    return tuple(blocks)


def _unmatched_shares(pair: PairResult) -> Table:
    heads = columns((say("unit"), "", 1.0), (say("differences.known"), "n", 2.0),
                    (say("differences.questioned"), "n", 2.0))  # fmt: skip
    rows = []
    for unit in view.UNITS:
        ratio: Ratio = getattr(pair.totals, unit)
        cells = [cell(say(f"unit.{unit}"))]
        for role in ("known", "questioned"):
            whole = getattr(ratio.total, role)
            left = whole - getattr(ratio.matched, role)
            words = say("differences.part", part=numbers.integer(left), whole=numbers.integer(whole),
                        ratio=numbers.ratio(left, whole))  # fmt: skip
            cells.append(cell(words))
        rows.append(Row(tuple(cells)))
    return Table(columns=heads, rows=tuple(rows), caption=say("differences.unmatched"))


def _unmatched_folders(pair: PairResult) -> Table:
    heads = columns((say("role"), "", 0.8), (say("figure.folder"), "", 4.0), (say("differences.tokens"), "n", 1.4),
                    (say("tokens"), "n", 1.4))  # fmt: skip
    rows = []
    for role, work in (("known", pair.known), ("questioned", pair.questioned)):
        found = sorted(case_charts.folders(work), key=lambda folder: (folder.matched - folder.tokens, folder.path))
        for folder in found[:FEW]:
            if folder.tokens > folder.matched:
                rows.append(
                    Row((
                        (line(say(role), role=role),),
                        cell(path(folder.path)),
                        cell(numbers.integer(folder.tokens - folder.matched)),
                        cell(numbers.integer(folder.tokens)),
                    ))
                )  # fmt: skip
    if not rows:
        rows = [Row((cell(say("none")),))]
    return Table(columns=heads, rows=tuple(rows), caption=say("differences.folders"))


def _inside(pair: PairResult) -> Table:
    """What became of the tokens of regions: from the edit scripts, which replay to exactly both passages."""
    known: Counter[str] = Counter()
    questioned: Counter[str] = Counter()
    for region in pair.regions:
        for step in region.script:
            known[step.edit.value] += step.known
            questioned[step.edit.value] += step.questioned
    names = ("identical", "renamed", "literal", "deleted", "inserted")
    heads = columns((say("differences.edit"), "", 2.0), (say("differences.known-tokens"), "n", 1.4),
                    (say("differences.questioned-tokens"), "n", 1.4))  # fmt: skip
    rows = tuple(
        Row((cell(say(f"edit.{name}")), cell(numbers.integer(known[name])), cell(numbers.integer(questioned[name]))))
        for name in names
    )
    return Table(columns=heads, rows=rows, caption=say("differences.inside"))
