"""The tables of `report.json`: rows of one kind with the names of their columns said once, not in every row.

A table is an object:

* `columns`: the names. Values inside others have dotted names, such as `known.path`; where all of one object are null,
  there is no such object.
* `dictionaries`: the different values of some columns; a cell of such a column is the place of its value, from 0.
* `inner`: the columns of cells that are rows themselves, such as the `units` of files. Their dictionaries are those of
  the table, under dotted names.
* `defaults`: the values of columns whose cells a row may leave out at its end.
* `repeats`: columns whose null means the value of another column of the row; not where the whole object is missing.
* `rows`: the rows, each a list of its cells in the order of the columns.
* `runs`: a column whose cell may be a list, and columns of numbers: such a row stands for one with each item of the
  list, and the numbers go up by one from row to row.

What is empty is left out, all but the columns and the rows. `codematch.model.unpacking` turns tables into lists of
objects.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from functools import cache
from itertools import chain, islice
from operator import attrgetter
from typing import Any, NamedTuple

from codematch.model.correspondence import Difference, UnitPair
from codematch.model.evidence import Finding
from codematch.model.filtration import Exclusion, RegionLabel
from codematch.model.match import Alternative, ExhibitRow, Region, Rename, Weight
from codematch.model.message import Message
from codematch.model.precision import stored_bits, stored_total
from codematch.model.result import FileEntry, FilePair, UnitEntry
from codematch.model.shape import CHANNELS, kind_of_items, kind_of_optional, places_of

TABLES: Mapping[type, frozenset[str]] = {
    FileEntry: frozenset({
        "disposition", "reason", "detail", "encoding", "encoding_basis", "language", "language_basis", "parser",
    }),
    UnitEntry: frozenset({"kind"}),
    FilePair: frozenset({"match_class", "relation"}),
    Region: frozenset({
        "match_class", "language", "known.path", "known.sha256", "known.language", "questioned.path",
        "questioned.sha256", "questioned.language",
    }),
    Rename: frozenset(),
    Alternative: frozenset({"known_path", "questioned_path"}),
    RegionLabel: frozenset({"filter", "code", "basis"}),
    ExhibitRow: frozenset({"state"}),
    Exclusion: frozenset({"filter", "code", "side", "path", "basis"}),
    UnitPair: frozenset({"relation", "known.path", "questioned.path"}),
    Difference: frozenset({"kind", "known_path", "questioned_path"}),
    Finding: frozenset({
        "channel", "kind", "known.path", "questioned.path", "rarity.projects", "rarity.corpus", "note",
    }),
}  # fmt: skip
"""The kinds of which several are a table, and their columns with a dictionary: values that many rows repeat."""
REPEATS: Mapping[type, Mapping[str, str]] = {
    ExhibitRow: {"questioned_text": "known_text"},
    FilePair: {"questioned_path": "known_path"},
    Region: {"questioned.unit": "known.unit"},
    UnitPair: {"questioned.name": "known.name"},
}
"""Columns in which null means the value of another column, by the kind of the rows."""
RUNS: Mapping[type, tuple[str, tuple[str, ...]]] = {ExhibitRow: ("known_text", ("known_line", "questioned_line"))}
"""Columns by which rows that only count on become one, and what they count, by the kind of the rows."""
KEYS = frozenset({"columns", "defaults", "dictionaries", "inner", "repeats", "rows", "runs"})
"""What an object that is a table may have."""


Table = dict[str, Any]
Writer = Callable[[Any], Any]
FieldWriter = Callable[[Any, str, Any], Writer | None]
"""(kind, field, its type) -> what makes a value of the field plain data; None where it is."""


class Column(NamedTuple):
    """A field of a kind of rows, of type `hint`.

    `kind` is that of the object in it, or of the rows in it if `is_rows`; None where it is one cell, which `write`
    makes plain data.
    """

    name: str
    get: Writer
    write: Writer | None = None
    kind: Any = None
    is_rows: bool = False
    default: Any = MISSING
    hint: Any = float


@cache
def columns_of(kind: Any, writer_of: FieldWriter) -> tuple[Column, ...]:
    """Return the columns of a kind of rows or of an object in one, in the order of its fields."""
    if kind is Weight:
        return *(Column(name, attrgetter(name), stored_bits) for name in CHANNELS), Column("total", stored_total)
    places, hints = places_of(kind)
    defaults = {item.name: item.default for item in fields(kind)}
    return tuple(
        _column(
            name, attrgetter(places[name]), hints[name], writer_of(kind, name, hints[name]), defaults.get(name, MISSING)
        )
        for name in places
    )


def _column(name: str, get: Writer, hint: Any, write: Writer | None, default: Any) -> Column:
    if kind_of_items(hint) in TABLES:
        return Column(name, get, kind=kind_of_items(hint), is_rows=True, hint=hint)
    inner = kind_of_optional(hint)
    if is_dataclass(inner) and inner is not Message:
        return Column(name, get, kind=inner, hint=hint)
    return Column(name, get, write, default=default, hint=hint)


@cache
def names_of(kind: Any, writer_of: FieldWriter, prefix: str = "") -> list[str]:
    """Return the names of the columns of a kind of rows."""
    names: list[str] = []
    for column in columns_of(kind, writer_of):
        if column.kind is None or column.is_rows:
            names.append(prefix + column.name)
        else:
            names += names_of(column.kind, writer_of, f"{prefix}{column.name}.")
    return names


@cache
def inner_of(kind: Any, writer_of: FieldWriter, prefix: str = "") -> dict[str, list[str]]:
    """Return the columns that are rows themselves, each with the names of its own columns."""
    found: dict[str, list[str]] = {}
    for column in columns_of(kind, writer_of):
        if column.is_rows:
            found[prefix + column.name] = names_of(column.kind, writer_of)
            found |= inner_of(column.kind, writer_of, f"{prefix}{column.name}.")
    return found


@cache
def defaults_of(kind: Any, writer_of: FieldWriter) -> dict[str, Any]:
    """Return the last columns that have a default or repeat another one, with what is in them then, in their order."""
    found: dict[str, Any] = {}
    for column in reversed(columns_of(kind, writer_of)):
        if column.name in REPEATS.get(kind, {}):
            found[column.name] = None
        elif column.kind is None and column.default is not MISSING and column.name not in TABLES[kind]:
            found[column.name] = column.default if column.write is None else column.write(column.default)
        else:
            break
    return dict(reversed(found.items()))


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A table that is being written, a column at a time: that is several times as fast as row by row.

    `places` are the places of the different values of each column with a dictionary, `values` these as plain data.
    """

    writer_of: FieldWriter
    places: dict[str, dict[Any, int]] = field(default_factory=dict)
    values: dict[str, list[Any]] = field(default_factory=dict)

    def rows(self, kind: Any, items: Sequence[Any], outer: str = "") -> list[list[Any]]:
        """Return the rows of some items of a kind; `outer` is what the names of their dictionaries begin with."""
        return list(map(list, zip(*self._cells(kind, items, kind, outer, ""), strict=True)))

    def _cells(self, kind: Any, items: Sequence[Any], table: Any, outer: str, prefix: str) -> Iterator[Sequence[Any]]:
        """Yield the cells of each column of objects that are in the rows of a table under names with a prefix."""
        for column in columns_of(kind, self.writer_of):
            given, name = list(map(column.get, items)), prefix + column.name
            if column.is_rows:
                flat = iter(self.rows(column.kind, list(chain.from_iterable(given)), f"{outer}{name}."))
                yield [list(islice(flat, len(part))) for part in given]
            elif column.kind is not None:
                yield from self._inside(column.kind, given, table, outer, f"{name}.")
            elif name in TABLES[table]:
                yield self._indexed(outer + name, given, column.write)
            else:
                yield given if column.write is None else list(map(column.write, given))

    def _inside(self, kind: Any, given: Sequence[Any], table: Any, outer: str, prefix: str) -> Iterator[Sequence[Any]]:
        """Yield the cells of objects in rows; where there is none, all are None."""
        present = [item for item in given if item is not None]
        for cells in self._cells(kind, present, table, outer, prefix):
            if len(present) == len(given):
                yield cells
            else:
                rest = iter(cells)
                yield [None if item is None else next(rest) for item in given]

    def _indexed(self, name: str, given: Sequence[Any], write: Writer | None) -> list[int]:
        places = self.places.setdefault(name, {})
        cells = [places.setdefault(value, len(places)) for value in given]
        self.values[name] = list(places) if write is None else list(map(write, places))
        return cells


def write_table(kind: Any, items: Sequence[Any], *, writer_of: FieldWriter) -> Table:
    """Return the table of some rows of a kind; what is empty but the columns and the rows is left out."""
    sheet = _Sheet(writer_of)
    rows = sheet.rows(kind, items)
    _shorten(kind, rows, writer_of)
    if kind in RUNS:
        rows = _joined(kind, rows, writer_of)
    table: Table = {
        "columns": names_of(kind, writer_of),
        "defaults": defaults_of(kind, writer_of),
        "dictionaries": sheet.values,
        "inner": inner_of(kind, writer_of),
        "repeats": dict(REPEATS.get(kind, {})),
        "rows": rows,
        "runs": runs_of(kind),
    }
    return {key: part for key, part in table.items() if part or key in ("columns", "rows")}


def _shorten(kind: Any, rows: Sequence[list[Any]], writer_of: FieldWriter) -> None:
    """Leave out of rows what repeats other cells, and at their ends what is the default."""
    names, defaults = names_of(kind, writer_of), list(defaults_of(kind, writer_of).items())[::-1]
    repeats = [(names.index(name), names.index(other)) for name, other in REPEATS.get(kind, {}).items()]
    if not repeats and not defaults:
        return
    for row in rows:
        for column, other in repeats:
            if row[column] == row[other]:
                row[column] = None
        for _, default in defaults:
            if row[-1] != default:
                break
            row.pop()


def _joined(kind: Any, rows: Sequence[list[Any]], writer_of: FieldWriter) -> list[list[Any]]:
    """Return rows with those in one that only count on from the row above."""
    names = names_of(kind, writer_of)
    text, counted = names.index(RUNS[kind][0]), [names.index(name) for name in RUNS[kind][1]]
    size = max(text, *counted) + 1
    joined: list[list[Any]] = []
    open_run: list[Any] = []
    for row in rows:
        if len(row) != size or None in row:
            joined.append(row)
            open_run = []
            continue
        length = len(open_run[text]) if open_run else 0
        if open_run and all(
            row[at] == (open_run[at] + length if at in counted else open_run[at]) for at in range(size) if at != text
        ):
            open_run[text].append(row[text])
        else:
            open_run = [[cell] if at == text else cell for at, cell in enumerate(row)]
            joined.append(open_run)
    return joined


def runs_of(kind: Any) -> Table:
    """Return what is said of the runs of a kind of rows."""
    if kind not in RUNS:
        return {}
    return {"items": RUNS[kind][0], "counted": list(RUNS[kind][1])}
