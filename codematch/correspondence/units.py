"""Which units (functions, methods, classes) of two works correspond by identity, wherever they were moved to.

Step 5c of the method. The hash of a unit is that of its tokens, so that all units of a work are compared at once. Who
makes a finding of what seems equal compares it token by token before.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from codematch.model.frozen import freeze_arrays
from codematch.model.kgrams import BASE
from codematch.model.stable_hash import mix


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class UnitTable:
    """Units of a work, one row each.

    `files` int64 (u,) the file that each lies in, `firsts` and `stops` int64 (u,) its half-open token span in that
    file, `hashes` uint64 (u,) of its symbols.
    """

    files: NDArray[np.int64]
    firsts: NDArray[np.int64]
    stops: NDArray[np.int64]
    hashes: NDArray[np.uint64]

    def __post_init__(self) -> None:
        freeze_arrays(self)

    def __len__(self) -> int:
        return len(self.files)


def tabulate(
    symbols: Sequence[NDArray[np.uint64]], spans: Sequence[Sequence[tuple[int, int]]], min_tokens: int
) -> UnitTable:
    """Return the units of a work that have at least `min_tokens`.

    Args:
        symbols: uint64 (n_i,) the symbols of each file, at the level at which units are to be equal.
        spans: The half-open token spans of the units of each file.
        min_tokens: Shorter units are left out [tokens].
    """
    rows: list[NDArray[np.int64]] = [np.empty((0, 3), dtype=np.int64)]
    hashes: list[NDArray[np.uint64]] = [np.empty(0, dtype=np.uint64)]
    for file, (own, parts) in enumerate(zip(symbols, spans, strict=True)):
        long = [(file, first, stop) for first, stop in parts if stop - first >= min_tokens]
        if long:
            rows.append(np.array(long, dtype=np.int64))
            hashes.append(_span_hashes(own, rows[-1][:, 1], rows[-1][:, 2]))
    table = np.concatenate(rows)
    return UnitTable(files=table[:, 0], firsts=table[:, 1], stops=table[:, 2], hashes=np.concatenate(hashes))


def find_twins(
    known: UnitTable, questioned: UnitTable, wanted: NDArray[np.bool_]
) -> Iterator[tuple[int, NDArray[np.intp]]]:
    """Yield each wanted questioned unit that has twins in the known work, with their rows.

    Args:
        known: The units of the known work.
        questioned: Those of the questioned work.
        wanted: bool (u,), which of these are to be looked for.
    """
    order = np.argsort(known.hashes, kind="stable")
    ordered = known.hashes[order]
    begins = np.searchsorted(ordered, questioned.hashes, side="left")
    ends = np.searchsorted(ordered, questioned.hashes, side="right")
    for row in np.flatnonzero(wanted & (ends > begins)).tolist():
        yield row, order[begins[row] : ends[row]]


def twins_of_files(known: UnitTable, questioned: UnitTable, files: tuple[int, int]) -> list[tuple[int, int, int]]:
    """Return the units that two files share, as (place, place, tokens) within them, what is inside with the whole.

    Of several units with one hash the first goes with the first, the second with the second.

    Args:
        known: The units of the known work.
        questioned: Those of the questioned work.
        files: The known and the questioned file.
    """
    rows = [
        range(*np.searchsorted(table.files, (file, file + 1)).tolist())
        for table, file in zip((known, questioned), files, strict=True)
    ]
    places: dict[int, list[int]] = {}
    for row in rows[0]:
        places.setdefault(int(known.hashes[row]), []).append(row)
    found = []
    for row in rows[1]:
        own = places.get(int(questioned.hashes[row]))
        if own:
            twin = own.pop(0)
            length = int(questioned.stops[row] - questioned.firsts[row])
            found.append((int(known.firsts[twin]), int(questioned.firsts[row]), length))
    rows_of_twins = outermost(np.array(found, dtype=np.int64).reshape(-1, 3))
    return [(first, place, length) for first, place, length in rows_of_twins.tolist()]


def outermost(rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the spans that lie in no other: what is inside goes with the whole.

    Args:
        rows: int64 (u, 3): place in the known work, place in the questioned work, length [tokens].
    """
    rows = rows[np.lexsort((-rows[:, 2], rows[:, 1]))]
    stops = rows[:, 1] + rows[:, 2]
    reached = np.maximum.accumulate(np.concatenate(([-1], stops)))[:-1]
    return rows[stops > reached]


def _span_hashes(
    symbols: NDArray[np.uint64], firsts: NDArray[np.int64], stops: NDArray[np.int64]
) -> NDArray[np.uint64]:
    """Return the hash of each span: its polynomial in `BASE`, whatever stands before it, and its length."""
    powers = _powers(len(symbols))
    sums = np.concatenate((np.zeros(1, np.uint64), np.cumsum(symbols * powers, dtype=np.uint64)))
    inverse = np.uint64(pow(BASE, -1, 1 << 64))
    polynomials = (sums[stops] - sums[firsts]) * _powers_of(inverse, firsts)
    return mix(polynomials + (stops - firsts).astype(np.uint64))


def _powers(count: int) -> NDArray[np.uint64]:
    """BASE to the power of 0, 1, … count - 1 modulo 2**64."""
    powers = np.full(count, BASE, dtype=np.uint64)
    powers[:1] = 1
    return np.multiply.accumulate(powers)


def _powers_of(base: np.uint64, exponents: NDArray[np.int64]) -> NDArray[np.uint64]:
    """The base to each power modulo 2**64, by squaring."""
    result = np.ones(len(exponents), dtype=np.uint64)
    left, square = exponents.copy(), int(base)
    while left.any():
        result = np.where(left & 1, result * np.uint64(square), result)
        left >>= 1
        square = square * square & 0xFFFFFFFFFFFFFFFF
    return result
