"""Reads the tables of `report.json` (`codematch.model.tables`), whatever their rows are."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from codematch.model.shape import ShapeError
from codematch.model.tables import KEYS, Table

_DEPTH = 6
"""How deep in the document of a pair there are tables."""


def is_table(value: Any) -> bool:
    """Return whether a value of a document is a table."""
    return isinstance(value, dict) and isinstance(value.get("columns"), list) and isinstance(value.get("rows"), list)


def unpacked(value: Any, depth: int = _DEPTH) -> Any:
    """Return a part of a document with lists of objects in the place of its tables.

    Raises:
        ShapeError: A table contradicts itself.
    """
    if depth < 0 or not isinstance(value, dict | list):
        return value
    if isinstance(value, list):
        return [_placed(f"[{index}]", unpacked, item, depth - 1) for index, item in enumerate(value)]
    if is_table(value):
        return _Reading(value).items()
    return {name: _placed(name, unpacked, item, depth - 1) for name, item in value.items()}


def _placed(place: str, read: Callable[..., Any], *arguments: Any) -> Any:
    try:
        return read(*arguments)
    except ShapeError as error:
        raise error.inside(place) from None


class _Reading:
    """A table that is being read."""

    def __init__(self, table: Table) -> None:
        if unknown := sorted(table.keys() - KEYS):
            raise ShapeError(f"unknown field {unknown[0]}")
        self._rows = table["rows"]
        self._columns = _texts(table["columns"], "columns")
        self._dictionaries = _lists(table.get("dictionaries", {}), "dictionaries")
        self._inner = _lists(table.get("inner", {}), "inner")
        self._defaults = _named(table.get("defaults", {}), self._columns, "defaults")
        self._repeats = _named(table.get("repeats", {}), self._columns, "repeats")
        if not all(isinstance(other, str) and other in self._columns for other in self._repeats.values()):
            raise ShapeError("names of columns are expected", "repeats")
        self._runs: Any = table.get("runs", {})
        if self._runs and not _are_runs(self._runs, self._columns):
            raise ShapeError("names of columns are expected", "runs")

    def items(self) -> list[dict[str, Any]]:
        """Return the rows as objects."""
        items = [_placed(f"[{at}]", self._item, row) for at, row in enumerate(self._rows)]
        return [one for item in items for one in self._run(item)] if self._runs else items

    def _run(self, item: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """Yield the items that a row stands for."""
        name, counted = self._runs["items"], self._runs["counted"]
        if not isinstance(item[name], list):
            yield item
            return
        if not all(type(item[number]) is int for number in counted):
            raise ShapeError(f"a run of {name} that counts nothing")
        for step, value in enumerate(item[name]):
            yield (
                item
                | {name: value}
                | {number: item[number] + step for number in counted}
                | {repeat: value for repeat, other in self._repeats.items() if other == name}
            )

    def _item(self, row: Any) -> dict[str, Any]:
        rest = self._columns[len(row) :] if isinstance(row, list) else self._columns
        if not all(name in self._defaults for name in rest) or len(row) > len(self._columns):
            raise ShapeError(f"a row of {len(self._columns)} cells is expected")
        item = self._cells(row, self._columns[: len(row)], "")
        item |= {name: self._defaults[name] for name in rest}
        for name, other in self._repeats.items():
            if item[name] is None and self._is_there(item, name):
                item[name] = item[other]
        return _nested(item)

    @staticmethod
    def _is_there(item: Mapping[str, Any], name: str) -> bool:
        """Say whether the object that has a column is there."""
        outer = name.rpartition(".")[0]
        return not outer or any(value is not None for other, value in item.items() if other.startswith(f"{outer}."))

    def _cells(self, row: Sequence[Any], columns: Sequence[str], outer: str) -> dict[str, Any]:
        item = dict(zip(columns, row, strict=True))
        for name in columns:
            if (full := outer + name) in self._dictionaries:
                item[name] = _looked_up(item[name], self._dictionaries[full], name)
            elif full in self._inner:
                item[name] = _placed(name, self._inner_rows, item[name], full)
        return item

    def _inner_rows(self, rows: Any, full: str) -> list[dict[str, Any]]:
        columns = _texts(self._inner[full], full)
        if not isinstance(rows, list) or not all(isinstance(row, list) and len(row) == len(columns) for row in rows):
            raise ShapeError(f"rows of {len(columns)} cells are expected")
        return [_nested(self._cells(row, columns, f"{full}.")) for row in rows]


def _looked_up(place: Any, values: Sequence[Any], name: str) -> Any:
    if place is None:
        return None
    if type(place) is not int or not 0 <= place < len(values):
        raise ShapeError(f"not a place in its dictionary: {place!r:.60}", name)
    return values[place]


def _are_runs(runs: Any, columns: Sequence[str]) -> bool:
    if not isinstance(runs, dict) or runs.keys() != {"items", "counted"} or not isinstance(runs["counted"], list):
        return False
    return all(isinstance(name, str) and name in columns for name in (runs["items"], *runs["counted"]))


def _nested(item: dict[str, Any]) -> dict[str, Any]:
    """Return an object with what has dotted names in objects of its own; None where all of one is None."""
    if not any("." in name for name in item):
        return item
    found: dict[str, Any] = {}
    groups: dict[str, dict[str, Any]] = {}
    for name, value in item.items():
        outer, dot, inner = name.partition(".")
        if dot:
            found[outer] = groups.setdefault(outer, {})
            groups[outer][inner] = value
        else:
            found[name] = value
    for outer, group in groups.items():
        found[outer] = None if all(value is None for value in group.values()) else _nested(group)
    return found


def _texts(value: Any, place: str) -> Sequence[str]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value) or len(set(value)) < len(value):
        raise ShapeError("a list of different names is expected", place)
    return value


def _named(value: Any, names: Sequence[str], place: str) -> dict[str, Any]:
    if not isinstance(value, dict) or not all(name in names for name in value):
        raise ShapeError("an object of columns is expected", place)
    return value


def _lists(value: Any, place: str) -> dict[str, list[Any]]:
    if not isinstance(value, dict) or not all(isinstance(item, list) for item in value.values()):
        raise ShapeError("an object of lists is expected", place)
    return value
