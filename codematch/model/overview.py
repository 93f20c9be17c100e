"""How results show themselves in Python: one line, a few lines, a table of HTML for notebooks, data frames.

What people rely on is the report; this is for those who work with a result at a prompt.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from importlib import import_module
from typing import TYPE_CHECKING, Any, overload

from codematch.errors import UsageError
from codematch.extras import advice

if TYPE_CHECKING:
    from codematch.model.match import Region
    from codematch.model.result import CaseResult, FilePair, Manifest, PairResult, Work

Columns = dict[str, list[Any]]
"""A table: its columns by their names, all of one length."""
_ROWS = 10
"""The rows that a notebook shows."""


class Overview:
    """What every kind of result offers at a prompt.

    A result has a short `repr`, a table in notebooks, `summary()`, and its tables as columns, pandas or Arrow.
    """

    __slots__ = ()

    def summary(self) -> str:
        """Return what the result says, in a few lines of English without a final newline."""
        raise NotImplementedError

    def _tables(self) -> Mapping[str, Callable[[], Columns]]:
        """Return the functions that make the tables, by the names of the tables; the first one is the default."""
        raise NotImplementedError

    def table(self, name: str = "") -> Columns:
        """Return a table of the result as columns of plain values, all of one length.

        Args:
            name: The name of the table; the first one without it. An error lists the names.

        Raises:
            UsageError: There is no such table.
        """
        made = self._tables()
        if name and name not in made:
            raise UsageError(f"there is no table {name!r}; choose from {', '.join(made)}")
        return made[name or next(iter(made))]()

    def to_pandas(self, name: str = "") -> Any:
        """Return a table as a `pandas.DataFrame`, one row for each row of `table(name)`.

        Raises:
            UsageError: There is no such table, or pandas is not installed (the extra `codematch[pandas]`).
        """
        return _library("pandas", "pandas").DataFrame(self.table(name))

    def to_arrow(self, name: str = "") -> Any:
        """Return a table as a `pyarrow.Table`, one row for each row of `table(name)`.

        Raises:
            UsageError: There is no such table, or pyarrow is not installed (the extra `codematch[arrow]`).
        """
        return _library("pyarrow", "arrow").table(self.table(name))

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self.summary().splitlines()[0]}>"

    def _repr_html_(self) -> str:
        """Return the summary and the beginning of the first table, for a notebook."""
        text = "<br>".join(escape(line) for line in self.summary().splitlines())
        return f"<p>{text}</p>{_html(self.table())}"


@dataclass(frozen=True, slots=True, repr=False)
class Regions(Overview, Sequence["Region"]):
    """Regions in the order of the report: a sequence that is a table, too."""

    items: tuple[Any, ...]

    def __len__(self) -> int:
        return len(self.items)

    @overload
    def __getitem__(self, place: int) -> "Region": ...

    @overload
    def __getitem__(self, place: slice) -> "Regions": ...

    def __getitem__(self, place: int | slice) -> "Region | Regions":
        return Regions(self.items[place]) if isinstance(place, slice) else self.items[place]

    def summary(self) -> str:
        """Return the number of regions and the weight of the heaviest."""
        return regions_line(self.items)

    def _tables(self) -> Mapping[str, Callable[[], Columns]]:
        return {"regions": lambda: columns([_region(one) for one in self.items], _REGION)}


def columns(rows: Sequence[Mapping[str, Any]], names: Iterable[str]) -> Columns:
    """Return rows as columns; `names` are those of the columns, so that a table without rows has them, too."""
    return {name: [row[name] for row in rows] for name in names}


def _library(module: str, extra: str) -> Any:
    try:
        return import_module(module)
    except ImportError:
        raise UsageError(f"{module} is not installed; {advice(extra)}, or use table()") from None


def _html(table: Columns) -> str:
    head = "".join(f"<th>{escape(name)}</th>" for name in table)
    rows = list(zip(*table.values(), strict=True))
    body = "".join(f"<tr>{''.join(f'<td>{escape(_cell(value))}</td>' for value in row)}</tr>" for row in rows[:_ROWS])
    more = f"<p>{len(rows) - _ROWS} more</p>" if len(rows) > _ROWS else ""
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


def _cell(value: object) -> str:
    return "" if value is None else f"{value:,.1f}" if isinstance(value, float) else str(value)


def plural(number: int, noun: str) -> str:
    """Return a number with its noun."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def region_line(region: "Region") -> str:
    """Return a region on one line: number, class, weight [bits] and both places."""
    sides = (f"{side.path}:{side.first_line}-{side.last_line}" for side in (region.known, region.questioned))
    return f"<Region {region.number}: {region.match_class}, {region.weight.total:,.1f} bits, {' | '.join(sides)}>"


def work_line(work: "Work") -> str:
    """Return a work on one line."""
    return f"<Work {work.label}: {plural(len(work.files), 'file')}, root {work.root[:16]}>"


def pair_line(pair: "PairResult") -> str:
    """Return a comparison on one line: both works, the number of regions, and the heaviest."""
    return f"{pair.known.label} | {pair.questioned.label}: {regions_line(pair.regions)}"


def regions_line(regions: "Sequence[Region]") -> str:
    """Return the number of regions and the weight of the heaviest."""
    heaviest = max((region.weight.total for region in regions), default=None)
    weighs = "" if heaviest is None else f", the heaviest {heaviest:,.1f} bits"
    return f"{plural(len(regions), 'region')}{weighs}"


def manifest_line(manifest: "Manifest") -> str:
    """Return what made a result on one line."""
    counts = (plural(len(manifest.libraries), "library version"), plural(len(manifest.grammars), "grammar version"))
    languages = ", ".join(one.language for one in manifest.backgrounds) or "none"
    return (
        f"<Manifest {manifest.tool} {manifest.version}, method {manifest.method}: {' and '.join(counts)}, "
        f"backgrounds: {languages}>"
    )


def case_summary(result: "CaseResult") -> str:
    """Return what a result says in a few lines."""
    lines = []
    for pair in result.pairs:
        tokens = pair.totals.token
        lines.append(pair_line(pair))
        for side, matched, total in zip(("known", "questioned"), tokens.matched, tokens.total, strict=True):
            share = f" ({matched / total:.2%})" if total else ""
            lines.append(f"{side}: {matched:,} of {total:,} tokens in regions{share}")
    stated = f"{plural(len(result.limitations), 'limitation')}"
    lines.append(f"{stated}; codematch {result.manifest.version}, method {result.manifest.method}")
    if result.changed:
        lines.append(f"INVALID: changed during the run: {', '.join(result.changed)}")
    return "\n".join(lines)


_SIDE = ("path", "first_line", "last_line", "unit")
_CHANNELS = ("structure", "names", "literals", "comments", "renames")
_REGION = (
    "number",
    "language",
    "match_class",
    *(f"{side}_{name}" for side in ("known", "questioned") for name in _SIDE),
    "tokens",
    "total_bits",
    *(f"{name}_bits" for name in _CHANNELS),
    "residual_bits",
    "exceedance",
    "labels",
)


def case_tables(result: "CaseResult") -> Mapping[str, Callable[[], Columns]]:
    """Return the tables of a result: weights in bits, lines from 1 with both ends included."""
    pairs = result.pairs
    return {
        "regions": result.regions.table,
        "file_pairs": lambda: columns([_file_pair(one) for pair in pairs for one in pair.file_pairs], _FILE_PAIR),
        "files": lambda: columns([row for pair in pairs for row in _files(pair)], _FILE),
    }


def _region(region: "Region") -> dict[str, Any]:
    row: dict[str, Any] = {"number": region.number, "language": region.language, "match_class": str(region.match_class)}
    for side, place in (("known", region.known), ("questioned", region.questioned)):
        row |= {f"{side}_{name}": getattr(place, name) for name in _SIDE}
    row |= {"tokens": region.tokens, "total_bits": region.weight.total}
    row |= {f"{name}_bits": getattr(region.weight, name) for name in _CHANNELS}
    residual = None if region.residual is None else region.residual.total
    labels = ", ".join(dict.fromkeys(str(label.code) for label in region.labels))
    return row | {"residual_bits": residual, "exceedance": region.exceedance, "labels": labels}


_FILE_PAIR = (
    "known_path", "questioned_path", "match_class", "regions", "known_matched", "known_tokens", "questioned_matched",
    "questioned_tokens", "total_bits", "heaviest_bits", "resemblance",
)  # fmt: skip


def _file_pair(pair: "FilePair") -> dict[str, Any]:
    return {
        "known_path": pair.known_path,
        "questioned_path": pair.questioned_path,
        "match_class": str(pair.match_class),
        "regions": pair.regions,
        "known_matched": pair.matched.known,
        "known_tokens": pair.tokens.known,
        "questioned_matched": pair.matched.questioned,
        "questioned_tokens": pair.tokens.questioned,
        "total_bits": pair.total_bits,
        "heaviest_bits": pair.heaviest_bits,
        "resemblance": pair.resemblance_exact,
    }


_FILE = ("side", "path", "sha256", "size_bytes", "disposition", "language", "lines", "tokens", "matched_tokens")


def _files(pair: "PairResult") -> list[dict[str, Any]]:
    return [
        {"side": side, "disposition": str(file.disposition)}
        | {name: getattr(file, name) for name in _FILE if name not in ("side", "disposition")}
        for side, work in (("known", pair.known), ("questioned", pair.questioned))
        for file in work.files
    ]
