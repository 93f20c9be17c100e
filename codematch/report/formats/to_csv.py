"""The tables of a result as CSV, for spreadsheets and other programs: the numbers of `report.json`, one row for each.

Files are in UTF-8 with lines that end in CR LF (RFC 4180). A text that a spreadsheet would run as a formula begins with
an apostrophe, and characters that a terminal obeys or that turn the order of a line are escapes. Numbers are written as
they are stored, so no language changes them.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from itertools import chain
from operator import attrgetter
from typing import Any

from codematch.model.across import AcrossPair
from codematch.model.correspondence import FileRelation, UnitRelation
from codematch.model.csv_text import csv_text
from codematch.model.match import Edit, Region, Weight
from codematch.model.precision import stored_bits, stored_total
from codematch.model.result import CaseResult, PairResult, Work
from codematch.model.sides import SIDES
from codematch.model.stratum import Stratum
from codematch.report import view
from codematch.report.file_copies import NO_COPIES, copied_paths, copies_by_pair
from codematch.report.finding_places import FindingPlaces
from codematch.report.formats import artefact_tables
from codematch.report.record.context import Context
from codematch.report.render_options import RenderOptions

Row = Sequence[object]
Rows = Callable[[PairResult], Iterator[Row]]
_RISKY = frozenset("=+-@\t\r")
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Characters that a terminal obeys, or that turn the order of a line."""


def tables(result: CaseResult) -> dict[str, bytes]:
    """Return every table by the name of its file; the first column is the number of the pair."""
    empty = {rows for has, rows_of in _OPTIONAL if not any(map(has, result.pairs)) for rows in rows_of}
    hidden = set() if view.weighs_renames(result) else {"renames_bits"}
    hidden |= set() if any(map(view.item_versions, result.pairs)) else {*_VERSIONS}
    made = {
        name: _csv([column for column in head if column not in hidden], _numbered(result, head, rows, hidden))
        for name, (head, rows) in _TABLES.items()
        if rows not in empty
    }
    return {**made, "settings.csv": _settings(result)}


def _settings(result: CaseResult) -> bytes:
    """Return the settings of the run."""
    rows = ((row.name, row.value, row.default, row.unit) for row in view.setting_rows(result.manifest))
    return encoded_table(("setting", "value", "default", "unit"), rows)


def _numbered(result: CaseResult, head: Sequence[str], rows: Rows, hidden: Set[str]) -> Iterator[Row]:
    """Yield the rows of all pairs, the number of the pair first, without the hidden columns."""
    shown = [place for place, column in enumerate(head) if column not in hidden]
    for number, pair in enumerate(result.pairs, start=1):
        for row in rows(pair):
            yield (number, *(row[place] for place in shown)) if hidden else (number, *row)


def render(result: CaseResult, options: RenderOptions | None = None) -> bytes:
    """Return the table of matches, whatever the options."""
    return tables(result)["matches.csv"]


def exhibits(context: Context) -> bytes:
    """Return the index of the exhibits that are shown: table T11."""
    head = ("exhibit", "region", "class", *_SIDES, "total_bits")
    rows = (
        (here.number, here.exhibit(region.number), region.number, region.match_class, *_sides(region),
         stored_total(region.weight))
        for here in context.pairs
        for region in (item.region for item in here.exhibited)
    )  # fmt: skip
    return _csv(head, rows)


def _csv(head: Sequence[str], rows: Iterable[Row]) -> bytes:
    return encoded_table(("pair", *head), rows)


def encoded_table(head: Sequence[str], rows: Iterable[Row]) -> bytes:
    """Return a table with its head, in UTF-8 with lines that end in CR LF."""
    return csv_text(chain((head,), map(_safe_row, rows))).encode("utf-8", "backslashreplace")


def _safe_row(row: Row) -> Row:
    """Return a row with safe cells; of most rows all are, and None is written as an empty cell anyway."""
    for cell in row:
        if isinstance(cell, str) and (cell[:1] in _RISKY or not cell.isprintable()):
            return [safe(cell) for cell in row]
    return row


def safe(cell: object) -> object:
    """Return a cell that no spreadsheet runs and no terminal obeys; numbers stay numbers, None becomes empty."""
    if cell is None:
        return ""
    if not isinstance(cell, str):
        return cell
    shown = cell if cell.isprintable() else _UNSEEN.sub(lambda found: ascii(found[0])[1:-1], cell)
    return f"'{shown}" if cell[:1] in _RISKY else shown


def _columns(*names: str) -> Callable[[Any], tuple[object, ...]]:
    """Return a function that takes these attributes, dots included, of a value."""
    return attrgetter(*names)


_FILE = ("path", "size_bytes", "sha256", "other_digests", "lines", "encoding", "disposition", "reason", "detail",
         "duplicate_of", "language", "language_basis", "tokens", "matched_tokens")  # fmt: skip
_SIDE = ("path", "first_line", "last_line", "cells", "language", "unit", "sha256")
_SIDES = tuple(f"{role}_{name}" for role in SIDES for name in _SIDE)
_EXCLUSION = ("filter", "code", "side", "path", "first_line", "last_line", "tokens", "basis")
_ITEM = ("tokens", "matched_tokens", "lines", "matched_lines", "residual_tokens")
_of_file, _of_side, _of_exclusion, _of_item = (_columns(*names) for names in (_FILE, _SIDE, _EXCLUSION, _ITEM))
_PLACE = ("path", "name", "first_line", "last_line", "tokens")
_FILE_PAIR = ("known_path", "questioned_path", "relation", "change", "main.known", "main.questioned", "match_class",
              "regions", "tokens.known", "tokens.questioned", "matched.known", "matched.questioned", "lines.known",
              "lines.questioned", "matched_lines.known", "matched_lines.questioned", "renamed_tokens", "literal_tokens",
              "moved_tokens")  # fmt: skip
_SUM = ("bits", "pieces", "residual_bits", "threshold_bits", "reaching", "upper")
_of_sum = _columns(*_SUM)
_ACROSS = ("path.known", "language.known", "unit.known", "first_line.known", "last_line.known", "path.questioned",
           "language.questioned", "unit.questioned", "first_line.questioned", "last_line.questioned", "total_bits",
           "names_bits", "texts_bits", "numbers_bits", "comments_bits", "order_bits", "common", "common_names",
           "ordered_names")  # fmt: skip
_of_across = _columns(*_ACROSS)
_MARK = ("kind", "text", "name", "date", "fit", "nearest", "shared", "known", "questioned", "identity", "line")
_TOTAL = ("group", "regions", "file_pairs", "tokens", "weight_bits", "residual_bits")
_of_mark, _of_total = _columns(*_MARK), _columns(*_TOTAL)
_of_place, _of_file_pair = _columns(*_PLACE), _columns(*_FILE_PAIR)
_of_finding = _columns(
    "channel", "kind", "text", "known.path", "known.line", "questioned.path", "questioned.line", "count.known",
    "count.questioned",
)  # fmt: skip


def _files(work: Work) -> Iterator[Row]:
    digests = _FILE.index("other_digests")
    for file in work.files:
        row = list(_of_file(file))
        row[digests] = "; ".join(f"{name} {digest}" for name, digest in sorted(file.other_digests.items()))
        yield row


def _prior(pair: PairResult) -> Iterator[Row]:
    for number, entry in enumerate(pair.prior, start=1):
        for row in _files(entry.work):
            yield number, entry.work.label, entry.filter, entry.code, *row


def _matches(pair: PairResult) -> Iterator[Row]:
    for region in pair.regions:
        left = None if region.residual is None else stored_total(region.residual)
        labels = "; ".join(f"{label.code} {label.tokens}" for label in region.labels)
        yield (region.number, region.match_class, region.language, *_sides(region), region.tokens,
               *_weight(region.weight), region.residual_tokens, left, labels, region.by_pair,
               stored_bits(region.weight.renames))  # fmt: skip


def _across_pairs(pair: PairResult) -> Iterator[tuple[str, int, AcrossPair]]:
    """Yield the pairs of files and of functions across languages, each with its place in its list, from 1."""
    if pair.across is not None:
        for about, listed in (("files", pair.across.file_pairs), ("functions", pair.across.function_pairs)):
            for place, item in enumerate(listed, start=1):
                yield about, place, item


def _across(pair: PairResult) -> Iterator[Row]:
    for about, _, item in _across_pairs(pair):
        rates = {rate.stratum: rate for rate in item.rates}
        stated = [rates.get(stratum) for stratum in (Stratum.SAME_TASK, Stratum.UNRELATED)]
        figures = [(rate.reaching, rate.pairs, rate.upper) if rate else (None, None, None) for rate in stated]
        yield about, item.match_class, *_of_across(item), *figures[0], *figures[1]


def _across_items(pair: PairResult) -> Iterator[Row]:
    for about, place, item in _across_pairs(pair):
        for entry in item.items:
            yield about, place, entry.kind, entry.text["text"], *entry.line, entry.bits, entry.in_order


def _weight(weight: Weight) -> Row:
    return stored_total(weight), *(stored_bits(getattr(weight, channel)) for channel in view.CHANNELS)


def _sides(region: Region) -> Iterator[object]:
    for side in view.sides(region):
        row, cells = list(_of_side(side)), side.cells
        within = f"{cells.first_cell}:{cells.first_line}-{cells.last_cell}:{cells.last_line}" if cells else ""
        row[_SIDE.index("cells")] = within
        yield from row


def _file_pairs(pair: PairResult) -> Iterator[Row]:
    copies, copied = copies_by_pair(pair), copied_paths(pair)
    for item in pair.file_pairs:
        total = item.sum
        stated = ("",) * len(_SUM) if total is None else _of_sum(total)
        both = copies.get((item.known_path, item.questioned_path), NO_COPIES)
        listed = ("; ".join(copy.path for copy in own) for own in both)
        yield (*_of_file_pair(item), stored_bits(item.total_bits), stored_bits(item.heaviest_bits), *stated, *listed)
    for role, only in zip(SIDES, (UnitRelation.KNOWN_ONLY, UnitRelation.QUESTIONED_ONLY), strict=True):
        for file in view.unmatched(pair, role):
            relation = FileRelation.REPEATED if file.path in view.of(copied, role) else only
            cells = {f"{role}_path": file.path, "relation": relation, f"tokens.{role}": file.tokens,
                     f"matched.{role}": 0}  # fmt: skip
            yield (*(cells.get(name) for name in _FILE_PAIR), None, None, *("",) * len(_SUM), "", "")


def _units(pair: PairResult) -> Iterator[Row]:
    nothing = ("",) * len(_PLACE)
    for item in pair.unit_pairs:
        known, questioned = (_of_place(unit) if unit else nothing for unit in (item.known, item.questioned))
        yield item.relation, *known, *questioned, item.matched, item.same_place, item.in_order


def _differences(pair: PairResult) -> Iterator[Row]:
    for item in pair.differences:
        places = (cell for path, line in zip(item.path, item.line, strict=True) for cell in (path, line or None))
        yield item.kind, item.change["known"], item.change["questioned"], item.places, item.files, *places


def _changed_lines(pair: PairResult) -> Iterator[Row]:
    for item in pair.changed_lines:
        files = pair.file_pairs[item.pair - 1]
        for edit, path, rows in (
            (Edit.DELETED, files.known_path, item.deleted), (Edit.INSERTED, files.questioned_path, item.inserted)
        ):  # fmt: skip
            for first, last, gone, tokens, unit in rows:
                yield item.pair, edit, path, first, last, item.units[unit] if unit >= 0 else "", gone, tokens


def _further_places(pair: PairResult) -> Iterator[Row]:
    for item in pair.further_places:
        for role, work, rows, total in zip(SIDES, view.works(pair), (item.known, item.questioned), item.total,
                                           strict=True):  # fmt: skip
            for file, first, last, same in rows:
                yield item.region, role, work.files[file].path, first, last, bool(same), total


def _filter_log(pair: PairResult) -> Iterator[Row]:
    return map(_of_exclusion, pair.ledger.exclusions if pair.ledger is not None else ())


def _findings(pair: PairResult) -> Iterator[Row]:
    places = FindingPlaces(pair)
    for item in (finding for channel in pair.evidence for finding in channel.findings):
        rarity = item.rarity
        counted = (rarity.seen_in, rarity.projects, rarity.corpus) if rarity is not None else (None, None, None)
        yield *_of_finding(item), *counted, item.region or None, places.within(item)


def _explanations(pair: PairResult) -> Iterator[Row]:
    for item in pair.explanations:
        numbers = " ".join(map(str, item.regions))
        yield item.id, item.outcome, ", ".join(item.tests), len(item.regions), numbers, item.tokens, item.all_tokens


def _asserted(pair: PairResult) -> Iterator[Row]:
    versions = view.item_versions(pair)
    for number, entry in enumerate(pair.asserted, start=1):
        places = "; ".join(
            f"region {part.region}: {part.questioned_path}:{part.questioned_first_line}-{part.questioned_last_line}"
            for part in entry.counterparts
        )
        totals = (stored_total(entry.weight), stored_total(entry.residual))
        found = versions.get(number)
        revisions = (found.count, found.first.id, found.last.id) if found is not None else ("", "", "")
        yield entry.item.text, entry.item.description, entry.status, *_of_item(entry), *totals, places, *revisions


def _marks(pair: PairResult) -> Iterator[Row]:
    for one in pair.marks.marks if pair.marks is not None else ():
        yield (" ".join(map(str, one.regions)), *_of_mark(one))


def _mark_totals(pair: PairResult) -> Iterator[Row]:
    return map(_of_total, pair.marks.totals if pair.marks is not None else ())


_VERSIONS = ("versions", "first_version", "last_version")
"""Of an item: how many revisions of the known work explain the files of its counterparts, the first and the last."""
_TABLES: Mapping[str, tuple[Sequence[str], Rows]] = {
    "manifest-K.csv": (_FILE, lambda pair: _files(pair.known)),
    "manifest-Q.csv": (_FILE, lambda pair: _files(pair.questioned)),
    "manifest-P.csv": (("work", "label", "filter", "code", *_FILE), _prior),
    "matches.csv": (
        ("region", "class", "language", *_SIDES, "aligned_tokens", "total_bits", "structure_bits", "names_bits",
         "literals_bits", "comments_bits", "residual_tokens", "residual_bits", "labels", "by_pair", "renames_bits"),
        _matches,
    ),
    "file-pairs.csv": ((*(name.replace(".", "_") for name in _FILE_PAIR), "total_bits", "heaviest_bits",
                        *(f"sum_{name}" for name in _SUM), "known_repeated", "questioned_repeated"), _file_pairs),
    "units.csv": (
        ("relation", *(f"{role}_{name}" for role in SIDES for name in _PLACE), "aligned_tokens", "same_place",
         "in_order"),
        _units,
    ),
    "differences.csv": (
        ("kind", "known_text", "questioned_text", "places", "file_pairs", "known_path", "known_line", "questioned_path",
         "questioned_line"),
        _differences,
    ),
    "changed-lines.csv": (
        ("file_pair", "edit", "path", "first_line", "last_line", "unit", "tokens_without_counterpart", "tokens"),
        _changed_lines,
    ),
    "further-places.csv": (
        ("region", "side", "path", "first_line", "last_line", "same_text", "places_in_all"),
        _further_places,
    ),
    "across.csv": (
        ("about", "class", *(name.replace(".", "_") for name in _ACROSS), "same_task_reaching", "same_task_pairs",
         "same_task_upper", "unrelated_reaching", "unrelated_pairs", "unrelated_upper"),
        _across,
    ),
    "across-items.csv": (
        ("about", "place", "kind", "text", "known_line", "questioned_line", "bits", "in_order"),
        _across_items,
    ),
    "artefacts.csv": (artefact_tables.INVENTORY, artefact_tables.inventory),
    "artefact-pairs.csv": (artefact_tables.PAIRS, artefact_tables.figures),
    "artefact-rows.csv": (artefact_tables.ROWS, artefact_tables.rows),
    "filter-log.csv": (_EXCLUSION, _filter_log),
    "findings.csv": (
        ("channel", "kind", "text", "known_path", "known_line", "questioned_path", "questioned_line", "known_count",
         "questioned_count", "seen_in_projects", "of_projects", "corpus", "region", "within"),
        _findings,
    ),
    "explanations.csv": (
        ("explanation", "outcome", "tested_by", "regions", "region_numbers", "tokens", "of_tokens"),
        _explanations,
    ),
    "asserted.csv": (
        ("item", "description", "outcome", *_ITEM, "total_bits", "residual_bits", "counterparts", *_VERSIONS),
        _asserted,
    ),
    "marks.csv": (("regions", *_MARK), _marks),
    "mark-totals.csv": (_TOTAL, _mark_totals),
}  # fmt: skip
_OPTIONAL: tuple[tuple[Callable[[PairResult], object], tuple[Rows, ...]], ...] = (
    (lambda pair: pair.prior, (_prior,)),
    (lambda pair: pair.marks, (_marks, _mark_totals)),
    (lambda pair: pair.across, (_across, _across_items)),
    (lambda pair: pair.artefacts, (artefact_tables.inventory, artefact_tables.figures, artefact_tables.rows)),
)
"""Tables that are left out where no pair of works has what they list."""
