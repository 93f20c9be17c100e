"""Differences: what has no counterpart, and what differs within the regions."""

from collections import Counter
from collections.abc import Iterator
from itertools import takewhile

from codematch.model.correspondence import UnitRelation
from codematch.model.result import PairResult
from codematch.model.sides import SIDES
from codematch.report import view
from codematch.report.charts import case_charts
from codematch.report.record.blocks import Block, Cell, Folded, Items, Table
from codematch.report.record.builders import cell, code, line, path, quiet, sides, text
from codematch.report.record.context import Context, PairContext, each_pair
from codematch.report.record.tables import FEW, table
from codematch.report.text import counted, numbers, say

_CHANGES_SHOWN = 40
_EXCERPT = 100
"""Characters of a changed text; all of it is in the result and in `differences.csv`."""


def differences(context: Context) -> Iterator[Block]:
    """Yield what has no counterpart on either side, and what differs within the regions."""
    yield text(say("differences.intro"))
    yield from _of_pair(context)


@each_pair
def _of_pair(here: PairContext) -> Iterator[Block]:
    units = (("unit", "", 1.0), ("differences.known", "n", 2.0), ("differences.questioned", "n", 2.0))
    yield table(units, (_unmatched(here.pair, unit) for unit in view.UNITS), caption="differences.unmatched")
    folders = (("role", "", 0.8), ("figure.folder", "", 4.0), ("differences.tokens", "n", 1.4), ("tokens", "n", 1.4))
    yield table(folders, _folders(here.pair), caption="differences.folders", none="none")
    for role in SIDES:
        files = view.unmatched(here.pair, role)
        if files:
            shown, more = here.capped(files)
            entries = (line(path(file.path), " ", quiet(say("of-tokens", count=file.tokens))) for file in shown)
            inner: tuple[Block, ...] = (Items(tuple(entries)), *((text(more),) if more else ()))
            yield Folded(counted(f"unmatched.{role}", len(files)), inner, len(files) <= FEW, "unmatched")
    if here.pair.regions:
        yield _inside(here.pair)
    if here.pair.differences:
        yield _changed(here)
    if here.pair.unit_pairs:
        yield _units(here.pair)


def _unmatched(pair: PairResult, unit: str) -> tuple[Cell, ...]:
    ratio = view.ratio(pair, unit)
    parts = ((whole - matched, whole) for matched, whole in zip(ratio.matched, ratio.total, strict=True))
    said = (say("differences.part", part=part, whole=whole, ratio=numbers.ratio(part, whole)) for part, whole in parts)
    return (cell(say(f"unit.{unit}")), *map(cell, said))


def _folders(pair: PairResult) -> Iterator[tuple[Cell, ...]]:
    for role, work in zip(SIDES, view.works(pair), strict=True):
        found = sorted(case_charts.folders(work), key=lambda folder: (folder.matched - folder.tokens, folder.path))
        for folder in found[:FEW]:
            if folder.tokens > folder.matched:
                named = ((line(say(role), role=role),), cell(path(folder.path)))
                yield (*named, cell(folder.tokens - folder.matched), cell(folder.tokens))


def _changed(here: PairContext) -> Table:
    """Return the table of the literals and names that are others in files which correspond."""
    shown, rest = view.capped(here.pair.differences, min(_CHANGES_SHOWN, here.limits.rows))
    more = say("record.more", count=rest) if rest else ""
    heads = (("differences.kind", "", 0.9), ("differences.known", "", 2.4), ("differences.questioned", "", 2.4),
             ("differences.places", "n", 0.9), ("files", "n", 0.8), ("differences.first", "", 2.4))  # fmt: skip
    rows = (
        (
            cell(say(f"difference.{item.kind}")),
            *(cell(code(words)) for words in excerpts(str(item.change["known"]), str(item.change["questioned"]))),
            cell(item.places),
            cell(item.files),
            sides(*(path(f"{place}:{row}") for place, row in zip(item.path, item.line, strict=True))),
        )
        for item in shown
    )
    return table(heads, rows, caption="differences.changed", more=more)


def excerpts(known: str, questioned: str) -> tuple[str, str]:
    """Return two texts around the first place at which they differ, on one line each."""
    texts = " ".join(known.split()), " ".join(questioned.split())
    if max(map(len, texts)) <= _EXCERPT:
        return texts
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(*texts, strict=False)))
    begin = max(0, shared - _EXCERPT // 4)
    cut = [text[begin : begin + _EXCERPT] for text in texts]
    known, questioned = (
        f"{'…' if begin else ''}{part}{'…' if begin + _EXCERPT < len(text) else ''}"
        for part, text in zip(cut, texts, strict=True)
    )
    return known, questioned


def _units(pair: PairResult) -> Table:
    """Return the table of how many units became what; the units themselves are in `units.csv`."""
    counts = Counter(item.relation for item in pair.unit_pairs)
    moved = Counter(item.relation for item in pair.unit_pairs if not item.same_place)
    turned = Counter(item.relation for item in pair.unit_pairs if not item.in_order)
    heads = (("unit-relation", "", 2.4), ("differences.units", "n", 1.0), ("differences.elsewhere", "n", 1.4),
             ("differences.out-of-order", "n", 1.4))  # fmt: skip
    rows = (
        (cell(say(f"unit-relation.{relation}")), cell(counts[relation]), cell(moved[relation]), cell(turned[relation]))
        for relation in UnitRelation
        if counts[relation]
    )
    return table(heads, rows, caption="differences.unit-pairs")


def _inside(pair: PairResult) -> Table:
    """Return the table of tokens of regions by edit, from the edit scripts, which replay to exactly both passages."""
    known: Counter[str] = Counter()
    questioned: Counter[str] = Counter()
    for region in pair.regions:
        for step in region.script:
            known[step.edit.value] += step.known
            questioned[step.edit.value] += step.questioned
    edits = ("identical", "renamed", "literal", "deleted", "inserted")
    heads = (("differences.edit", "", 2.0), ("differences.known-tokens", "n", 1.4),
             ("differences.questioned-tokens", "n", 1.4))  # fmt: skip
    rows = ((cell(say(f"edit.{edit}")), cell(known[edit]), cell(questioned[edit])) for edit in edits)
    return table(heads, rows, caption="differences.inside")
