"""Differences: what has no counterpart, and what differs between files that correspond."""

from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from itertools import takewhile

from codematch.model.correspondence import (
    DifferenceKind,
    FileChange,
    FileRelation,
    UnitPair,
    UnitPlace,
    UnitRelation,
)
from codematch.model.result import PairResult
from codematch.model.sides import SIDES
from codematch.report import view
from codematch.report.charts import case_charts
from codematch.report.file_copies import copied_paths
from codematch.report.record.blocks import Block, Cell, Folded, Items, Table
from codematch.report.record.builders import cell, code, line, lines, path, quiet, sides, text
from codematch.report.record.context import Context, PairContext, each_pair
from codematch.report.record.tables import FEW, dash, span_of, table
from codematch.report.text import counted, numbers, say

_CHANGES_SHOWN = 4
"""So many differences of each kind; all are in the result and in `differences.csv`."""
_EXCERPT = 100
"""Characters of a changed text; all of it is in the result and in `differences.csv`."""
_LINES_SHOWN = 8
"""So many runs of lines; all are in the result and in `changed-lines.csv`."""
_FOLDERS = 4
"""Folders and files of each work without a counterpart, largest first for folders."""
_UNITS_SHOWN = 10
"""So many units; all are in the result and in `units.csv`."""


def differences(context: Context) -> Iterator[Block]:
    """Yield what has no counterpart on either side, and what differs between files that correspond."""
    yield text(say("differences.intro"))
    yield from _of_pair(context)


@each_pair
def _of_pair(here: PairContext) -> Iterator[Block]:
    units = (("unit", "", 1.0), ("differences.known", "n", 2.0), ("differences.questioned", "n", 2.0))
    yield table(units, (_unmatched(here.pair, unit) for unit in view.UNITS), caption="differences.unmatched")
    if here.pair.differences:
        yield _changed(here)
    yield from _correspondence(here)
    yield from _unmatched_files(here)


def _unmatched_files(here: PairContext) -> Iterator[Block]:
    """Yield the folders with most unmatched tokens, and the files that share nothing."""
    folders = (("role", "", 0.8), ("figure.folder", "", 4.0), ("differences.tokens", "n", 1.4), ("tokens", "n", 1.4))
    if not here.short:
        yield table(folders, _folders(here.pair), caption="differences.folders", none="none")
    for role, copied in zip(SIDES, copied_paths(here.pair), strict=True):
        files = view.unmatched(here.pair, role)
        if files:
            shown, more = here.first(files, "file-pairs.csv", limit=_FOLDERS)
            entries = (
                line(
                    *(path(file.path), " ", quiet(say("of-tokens", count=file.tokens))),
                    *((quiet(say("in-brackets", text=say("file-relation.repeated"))),) if file.path in copied else ()),
                )
                for file in shown
            )
            inner: tuple[Block, ...] = (Items(tuple(entries)), *((text(more),) if more else ()))
            yield Folded(counted(f"unmatched.{role}", len(files)), inner, len(files) <= FEW, "unmatched")


def _correspondence(here: PairContext) -> Iterator[Block]:
    """Yield what corresponding files are to each other and how they differ, then lines and units."""
    if any(item.change for item in here.pair.file_pairs):
        if not here.short:
            yield _counts(here.pair, "relation", "file-relation", FileRelation)
            yield _counts(here.pair, "change", "file-change", FileChange)
        yield _script(here.pair)
    elif here.pair.regions:
        yield _inside(here.pair)
    if here.pair.changed_lines:
        yield from _lines(here)
    if here.pair.unit_pairs:
        yield from [_units(here.pair)] if not here.short else []
        yield from _changed_units(here)


def _unmatched(pair: PairResult, unit: str) -> tuple[Cell, ...]:
    ratio = view.ratio(pair, unit)
    parts = ((whole - matched, whole) for matched, whole in zip(ratio.matched, ratio.total, strict=True))
    said = (say("differences.part", part=part, whole=whole, ratio=numbers.ratio(part, whole)) for part, whole in parts)
    return (cell(say(f"unit.{unit}")), *map(cell, said))


def _folders(pair: PairResult) -> Iterator[tuple[Cell, ...]]:
    for role, work in zip(SIDES, view.works(pair), strict=True):
        found = sorted(case_charts.folders(work), key=lambda folder: (folder.matched - folder.tokens, folder.path))
        for folder in found[:_FOLDERS]:
            if folder.tokens > folder.matched:
                named = ((line(say(role), role=role),), cell(path(folder.path)))
                yield (*named, cell(folder.tokens - folder.matched), cell(folder.tokens))


def _changed(here: PairContext) -> Table:
    """Return the table of the literals and names that are others in files which correspond."""
    kinds = [[item for item in here.pair.differences if item.kind is kind] for kind in DifferenceKind]
    shown = [item for found in kinds for item in found[:_CHANGES_SHOWN]]
    more = here.where(len(here.pair.differences) - len(shown), "differences.csv")
    heads = (("differences.kind", "", 1.1), ("differences.known", "", 2.4), ("differences.questioned", "", 2.4),
             ("differences.first", "", 2.4), ("differences.places", "n", 0.7),
             ("differences.pairs", "n", 0.9))  # fmt: skip
    rows = (
        (
            cell(say(f"difference.{item.kind}")),
            *(
                cell(code(words) if words else quiet(say("differences.not-there")))
                for words in excerpts(str(item.change["known"]), str(item.change["questioned"]))
            ),
            sides(*(path(f"{place}:{row}" if row else place) for place, row in zip(item.path, item.line, strict=True))),
            cell(item.places),
            cell(item.files),
        )
        for item in shown
    )
    return table(heads, rows, caption="differences.changed", more=more)


def excerpts(known: str, questioned: str, size: int = _EXCERPT) -> tuple[str, str]:
    """Return so many characters of two texts around the first place at which they differ, on one line each."""
    texts = " ".join(known.split()), " ".join(questioned.split())
    if max(map(len, texts)) <= size:
        return texts
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(*texts, strict=False)))
    begin = max(0, shared - size // 4)
    cut = [text[begin : begin + size] for text in texts]
    known, questioned = (
        f"{'[…]' if begin else ''}{part}{'[…]' if begin + size < len(text) else ''}"
        for part, text in zip(cut, texts, strict=True)
    )
    return known, questioned


def _units(pair: PairResult) -> Table:
    """Return the table of how many units became what; the units themselves are in `units.csv`."""
    counts = Counter(item.relation for item in pair.unit_pairs)
    moved = Counter(item.relation for item in pair.unit_pairs if not item.same_place)
    turned = Counter(item.relation for item in pair.unit_pairs if not item.in_order)
    heads = (("unit-relation", "", 2.4), ("differences.units", "n", 1.2), ("differences.elsewhere", "n", 1.4),
             ("differences.out-of-order", "n", 1.4))  # fmt: skip
    rows = (
        (cell(say(f"unit-relation.{relation}")), cell(counts[relation]), cell(moved[relation]), cell(turned[relation]))
        for relation in UnitRelation
        if counts[relation]
    )
    return table(heads, (*rows, *_identical(pair)), caption="differences.unit-pairs")


def _identical(pair: PairResult) -> Iterator[tuple[Cell, ...]]:
    """The row of the functions in byte-identical files, which are counted and not listed."""
    if pair.unit_tally is not None and any(pair.unit_tally.in_identical_files):
        known, questioned = pair.unit_tally.in_identical_files
        counts = cell(say("differences.both", known=known, questioned=questioned))
        yield cell(say("unit-relation.identical-files")), counts, dash(), dash()


def _changed_units(here: PairContext) -> Iterator[Block]:
    """Yield the table of the largest units that are not the same in both works."""
    found = [item for item in here.pair.unit_pairs if item.relation is not UnitRelation.SAME]
    found.sort(key=lambda item: -max(unit.tokens for unit in (item.known, item.questioned) if unit))
    shown, more = here.first(found, "units.csv", limit=_UNITS_SHOWN)
    if not shown:
        return
    heads = (("unit-relation", "", 1.4), ("differences.known", "", 3.0), ("differences.questioned", "", 3.0),
             ("tokens", "n", 0.9), ("matched", "n", 0.9))  # fmt: skip
    rows = (
        (
            lines(say(f"unit-relation.{item.relation}"), *map(quiet, _remarks(item))),
            *(_unit_place(unit) for unit in (item.known, item.questioned)),
            sides(*(unit.tokens if unit else "" for unit in (item.known, item.questioned))),
            cell(item.matched),
        )
        for item in shown
    )
    yield table(heads, rows, caption="differences.changed-units", more=more)


def _remarks(item: UnitPair) -> Iterator[str]:
    if not item.same_place:
        yield say("differences.is-elsewhere")
    if not item.in_order:
        yield say("differences.is-out-of-order")


def _unit_place(unit: UnitPlace | None) -> Cell:
    if unit is None:
        return dash()
    return lines(code(unit.name), line(*span_of(unit.path, unit.first_line, unit.last_line)))


def _counts(pair: PairResult, field: str, words: str, values: type[StrEnum]) -> Table:
    """Return the table of how many pairs of files are related, or differ, in which way."""
    counts = Counter(getattr(item, field) for item in pair.file_pairs)
    heads = ((f"differences.{field}", "", 3.0), ("differences.pairs", "n", 1.0))
    rows = ((cell(say(f"{words}.{value}")), cell(counts[value])) for value in values if counts[value])
    return table(heads, rows, caption=f"differences.{field}s")


def _script(pair: PairResult) -> Table:
    """Return the table of the tokens of corresponding files by edit."""
    related = [item for item in pair.file_pairs if item.is_listed]
    renamed, literal = sum(item.renamed_tokens for item in related), sum(item.literal_tokens for item in related)
    matched = sum(item.matched.questioned for item in related)
    whole = [item for item in related if item.relation is not FileRelation.PART]
    paths = {item.known_path for item in whole}, {item.questioned_path for item in whole}
    alone = [
        sum(file.tokens - file.matched_tokens for file in work.files if file.path in own)
        for work, own in zip(view.works(pair), paths, strict=True)
    ]
    for item in pair.changed_lines:
        if pair.file_pairs[item.pair - 1].relation is FileRelation.PART:
            gone = (sum(row[2] for row in rows) for rows in (item.deleted, item.inserted))
            alone = [sum(counts) for counts in zip(alone, gone, strict=True)]
    counts = {
        "identical": matched - renamed - literal,
        "renamed": renamed,
        "literal": literal,
        "moved": sum(item.moved_tokens for item in related),
        "deleted": alone[0],
        "inserted": alone[1],
    }
    rows = ((cell(say(f"edit.{edit}")), cell(count)) for edit, count in counts.items())
    return table((("differences.edit", "", 3.0), ("tokens", "n", 1.0)), rows, caption="differences.script")


def _lines(here: PairContext) -> Iterator[Block]:
    """Yield how many lines only one file of a pair has, and the table of the longest runs of them."""
    found = [
        (role, getattr(here.pair.file_pairs[item.pair - 1], f"{role}_path"), row, item.units)
        for item in here.pair.changed_lines
        for role, rows in zip(SIDES, (item.deleted, item.inserted), strict=True)
        for row in rows
    ]
    counts = Counter((role, bool(row[3])) for role, _, row, _ in found)
    yield text(say("differences.lines-intro", known=counts["known", True], questioned=counts["questioned", True],
                   known_comments=counts["known", False], questioned_comments=counts["questioned", False]))  # fmt: skip
    found = sorted((item for item in found if item[2][3]), key=lambda item: -item[2][2])
    shown, more = here.first(found, "changed-lines.csv", limit=_LINES_SHOWN)
    heads = (("role", "", 0.8), ("differences.place", "", 4.0), ("differences.unit", "", 2.4),
             ("differences.unmatched-tokens", "n", 1.2))  # fmt: skip
    rows = (
        (
            (line(say(role), role=role),),
            cell(*span_of(place, first, last)),
            cell(code(units[unit])) if unit >= 0 else dash(),
            cell(say("differences.of", part=gone, whole=tokens)),
        )
        for role, place, (first, last, gone, tokens, unit), units in shown
    )
    if shown:
        yield table(heads, rows, caption="differences.lines", more=more)


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
