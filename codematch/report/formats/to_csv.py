"""The tables of a result as CSV, for spreadsheets and other programs: the numbers of `report.json`, one row for each.

Files are in UTF-8 with lines that end in CR LF (RFC 4180). A text that a spreadsheet would run as a formula begins with
an apostrophe. Numbers stand as they are stored, so no language changes them.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from codematch.model.match import Region, Weight
from codematch.model.precision import stored_bits, stored_total
from codematch.model.result import CaseResult, PairResult, Work
from codematch.report.record.context import Context
from codematch.report.render_options import RenderOptions

Row = Sequence[object]
_RISKY = ("=", "+", "-", "@", "\t", "\r")


def tables(result: CaseResult) -> dict[str, bytes]:
    """Return every table by the name of its file; the first column is the number of the pair."""
    prior = any(pair.prior for pair in result.pairs)
    return {
        name: _csv(head, ((number, *row) for number, pair in enumerate(result.pairs, start=1) for row in rows(pair)))
        for name, (head, rows) in _TABLES.items()
        if prior or rows is not _prior
    }


def render(result: CaseResult, options: RenderOptions | None = None) -> bytes:
    """Return the table of matches, whatever the options."""
    return tables(result)["matches.csv"]


def exhibits(context: Context) -> bytes:
    """Return the index of the exhibits that are shown: table T11."""
    head = ("exhibit", "region", "class", *_SIDES, "total_bits")
    rows = (
        (here.number, here.exhibit(region.number), region.number, region.match_class,
         *_side(region, "known"), *_side(region, "questioned"), stored_total(region.weight))
        for here in context.pairs
        for region, _ in here.exhibited
    )  # fmt: skip
    return _csv(head, rows)


def _csv(head: Sequence[str], rows: Iterable[Row]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["pair", *head])
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8", "backslashreplace")


def safe(cell: object) -> object:
    """Return a cell that no spreadsheet runs; numbers stay numbers, and nothing stays empty."""
    if cell is None:
        return ""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in _RISKY else cell


def _manifest(role: str) -> Callable[[PairResult], Iterator[Row]]:
    return lambda pair: _files(getattr(pair, role))


def _prior(pair: PairResult) -> Iterator[Row]:
    for number, entry in enumerate(pair.prior, start=1):
        for row in _files(entry.work):
            yield number, entry.work.label, entry.filter, entry.code, *row


def _files(work: Work) -> Iterator[Row]:
    for file in work.files:
        others = "; ".join(f"{name} {digest}" for name, digest in sorted(file.other_digests.items()))
        yield (
            file.path,
            file.size_bytes,
            file.sha256,
            others,
            file.lines,
            file.encoding,
            file.disposition,
            file.reason,
            file.detail,
            file.duplicate_of,
            file.language,
            file.language_basis,
            file.tokens,
            file.matched_tokens,
        )


def _matches(pair: PairResult) -> Iterator[Row]:
    for region in pair.regions:
        left = region.residual
        yield (
            region.number,
            region.match_class,
            region.language,
            *_side(region, "known"),
            *_side(region, "questioned"),
            region.tokens,
            *_weight(region.weight),
            region.residual_tokens,
            None if left is None else stored_total(left),
            "; ".join(f"{label.code} {label.tokens}" for label in region.labels),
        )


def _weight(weight: Weight) -> Row:
    channels = (weight.structure, weight.names, weight.literals, weight.comments)
    return stored_total(weight), *map(stored_bits, channels)


def _side(region: Region, role: str) -> Row:
    side = getattr(region, role)
    cells = side.cells
    within = f"{cells.first_cell}:{cells.first_line}-{cells.last_cell}:{cells.last_line}" if cells is not None else ""
    return side.path, side.first_line, side.last_line, within, side.language, side.unit, side.sha256


def _filter_log(pair: PairResult) -> Iterator[Row]:
    for item in pair.ledger.exclusions if pair.ledger is not None else ():
        yield item.filter, item.code, item.side, item.path, item.first_line, item.last_line, item.tokens, item.basis


def _findings(pair: PairResult) -> Iterator[Row]:
    for channel in pair.evidence:
        for item in channel.findings:
            rarity = item.rarity
            counted = (rarity.seen_in, rarity.projects, rarity.corpus) if rarity is not None else (None, None, None)
            yield (
                item.channel,
                item.kind,
                item.text,
                item.known.path,
                item.known.line,
                item.questioned.path,
                item.questioned.line,
                item.count.known,
                item.count.questioned,
                *counted,
                item.region or None,
            )


def _explanations(pair: PairResult) -> Iterator[Row]:
    for item in pair.explanations:
        numbers = " ".join(map(str, item.regions))
        yield item.id, item.outcome, ", ".join(item.tests), len(item.regions), numbers, item.tokens, item.all_tokens


def _asserted(pair: PairResult) -> Iterator[Row]:
    for entry in pair.asserted:
        places = "; ".join(
            f"region {part.region}: {part.questioned_path}:{part.questioned_first_line}-{part.questioned_last_line}"
            for part in entry.counterparts
        )
        yield (
            entry.item.text,
            entry.item.description,
            entry.status,
            entry.tokens,
            entry.matched_tokens,
            entry.lines,
            entry.matched_lines,
            entry.residual_tokens,
            stored_total(entry.weight),
            stored_total(entry.residual),
            places,
        )


_FILE = ("path", "size_bytes", "sha256", "other_digests", "lines", "encoding", "disposition", "reason", "detail",
         "duplicate_of", "language", "language_basis", "tokens", "matched_tokens")  # fmt: skip
_SIDES = tuple(f"{role}_{name}" for role in ("known", "questioned")
               for name in ("path", "first_line", "last_line", "cells", "language", "unit", "sha256"))  # fmt: skip
_TABLES: Mapping[str, tuple[Sequence[str], Callable[[PairResult], Iterator[Row]]]] = {
    "manifest-K.csv": (_FILE, _manifest("known")),
    "manifest-Q.csv": (_FILE, _manifest("questioned")),
    "manifest-P.csv": (("work", "label", "filter", "code", *_FILE), _prior),
    "matches.csv": (
        ("region", "class", "language", *_SIDES, "aligned_tokens", "total_bits", "structure_bits", "names_bits",
         "literals_bits", "comments_bits", "residual_tokens", "residual_bits", "labels"),
        _matches,
    ),
    "filter-log.csv": (
        ("filter", "code", "side", "path", "first_line", "last_line", "tokens", "basis"),
        _filter_log,
    ),
    "findings.csv": (
        ("channel", "kind", "text", "known_path", "known_line", "questioned_path", "questioned_line", "known_count",
         "questioned_count", "seen_in_projects", "of_projects", "corpus", "region"),
        _findings,
    ),
    "explanations.csv": (
        ("explanation", "outcome", "tested_by", "regions", "region_numbers", "tokens", "of_tokens"),
        _explanations,
    ),
    "asserted.csv": (
        ("item", "description", "outcome", "tokens", "matched_tokens", "lines", "matched_lines", "residual_tokens",
         "total_bits", "residual_bits", "counterparts"),
        _asserted,
    ),
}  # fmt: skip
