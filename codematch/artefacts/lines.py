"""Rows and columns of matrices that occur in matrices of the other work: parts, and mergers in any orientation.

Lines are looked for by their keys (`profile.line_keys`: some values as float32, whatever type they are stored in), and
those that are found are then compared value by value.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from codematch.artefacts.profile import Keys
from codematch.artefacts.tensor_pairs import Item
from codematch.artefacts.values import Values, matrix_shape, rows, whole
from codematch.model.frozen import array_value
from codematch.settings import Artefacts

Numbers = NDArray[np.int64]
ROWS, COLUMNS = 0, 1
_AT_ONCE = 1 << 22
"""Values of lines that are compared at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """Which tensors of the known work hold lines of a questioned one.

    `tensors` are their numbers, the one with the most lines first; `share` is that of the rows (or columns) of the
    questioned tensor that are found, `known_share` that of those of these known tensors.
    """

    tensors: tuple[int, ...]
    share: float
    known_share: float


@array_value
class _Table:
    """The keys of all lines of one length, ascending, with the tensor, the axis and the number of each."""

    keys: Keys
    holders: Numbers
    axes: Numbers
    numbers: Numbers


class LineIndex:
    """The rows and columns of the tensors of one work."""

    def __init__(self, items: Sequence[Item], rules: Artefacts) -> None:
        self._items, self._rules = items, rules
        by_length: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for number, item in enumerate(items):
            if item.profile.is_telling:
                for axis in (ROWS, COLUMNS):
                    by_length[_length(item, axis)].append((number, axis))
        self._counts = {
            (number, axis): len(np.unique(_telling(_keys(items[number], axis))))
            for places in by_length.values()
            for number, axis in places
        }
        self._tables = {length: self._table(places) for length, places in by_length.items()}

    def _table(self, places: Sequence[tuple[int, int]]) -> _Table:
        """Return the table of lines; of equal ones the first one, rows before columns."""
        ordered = sorted(places, key=lambda place: (place[1], place[0]))
        parts = [_keys(self._items[number], axis) for number, axis in ordered]
        lengths = [len(part) for part in parts]
        keys, first = np.unique(np.concatenate(parts), return_index=True)
        holders = np.repeat([number for number, _ in ordered], lengths)[first]
        axes = np.repeat([axis for _, axis in ordered], lengths)[first]
        numbers = np.concatenate([np.arange(length) for length in lengths])[first]
        return _Table(keys=keys, holders=holders, axes=axes, numbers=numbers)

    def shared(self, item: Item) -> Shared | None:
        """Return the tensors that hold the rows, else the columns, of a tensor; None if too few of them are found."""
        return self._shared(item, ROWS) or self._shared(item, COLUMNS)

    def _shared(self, item: Item, axis: int) -> Shared | None:
        keys, first = np.unique(_keys(item, axis), return_index=True)
        first, keys = first[keys > 0], _telling(keys)
        table = self._tables.get(_length(item, axis))
        if table is None or not len(keys) or not len(table.keys):
            return None
        at = np.minimum(np.searchsorted(table.keys, keys), len(table.keys) - 1)
        hits = np.flatnonzero(table.keys[at] == keys)
        if self._are_few(hits, at, table, len(keys)):
            return None
        hits = hits[self._confirmed(item, axis, first[hits], at[hits], table)]
        if self._are_few(hits, at, table, len(keys)):
            return None
        counted = Counter(zip(table.holders[at[hits]].tolist(), table.axes[at[hits]].tolist(), strict=True))
        ordered = tuple(dict.fromkeys(holder for (holder, _), _ in counted.most_common()))
        return Shared(tensors=ordered, share=len(hits) / len(keys), known_share=min(1.0, len(hits) / self._of(counted)))

    def _are_few(self, hits: Numbers, at: Numbers, table: _Table, count: int) -> bool:
        if len(hits) < 2:
            return True
        held = set(zip(table.holders[at[hits]].tolist(), table.axes[at[hits]].tolist(), strict=True))
        return max(len(hits) / count, len(hits) / self._of(held)) < self._rules.min_shared_rows

    def _of(self, held: Iterable[tuple[int, int]]) -> int:
        return sum(self._counts[one] for one in held)

    def _confirmed(self, item: Item, axis: int, lines: Numbers, at: Numbers, table: _Table) -> NDArray[np.bool_]:
        """Say of each line whether it is equal, value by value, to the one that its key leads to."""
        equal = np.zeros(len(lines), dtype=np.bool_)
        for holder, other in sorted(set(zip(table.holders[at].tolist(), table.axes[at].tolist(), strict=True))):
            chosen = np.flatnonzero((table.holders[at] == holder) & (table.axes[at] == other))
            chosen = chosen[np.argsort(lines[chosen])]
            known = self._items[holder]
            if not (_can_be_read(item, axis, self._rules) and _can_be_read(known, other, self._rules)):
                continue
            step = max(1, _AT_ONCE // _length(item, axis))
            for start in range(0, len(chosen), step):
                part = chosen[start : start + step]
                left, right = _lines(item, axis, lines[part]), _lines(known, other, table.numbers[at[part]])
                equal[part] = (left == right).all(axis=1)
        return equal


def _keys(item: Item, axis: int) -> Keys:
    return item.profile.rows if axis == ROWS else item.profile.columns


def _telling(keys: Keys) -> Keys:
    return keys[keys > 0]


def _length(item: Item, axis: int) -> int:
    """Return how long the rows, or the columns, are."""
    return matrix_shape(item.tensor)[1 - axis]


def _can_be_read(item: Item, axis: int, rules: Artefacts) -> bool:
    return axis == ROWS or item.tensor.count <= rules.max_matrix_values


def _lines(item: Item, axis: int, numbers: Numbers) -> Values:
    """Return lines of a matrix: float32 (len(numbers), values of a line)."""
    if axis == ROWS:
        return rows(*item.place, numbers)
    found: Values = whole(*item.place).reshape(matrix_shape(item.tensor))[:, numbers].T
    return found
