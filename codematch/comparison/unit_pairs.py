"""Pairs of units: which function, method or class of one work became which of the other, as the regions show it."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from codematch.align.script import EDITS
from codematch.comparison.located_region import LocatedRegion
from codematch.comparison.passages import hold_the_same
from codematch.comparison.prepare import PreparedWork
from codematch.correspondence.anchored_diff import heaviest_increasing
from codematch.model.correspondence import FileRelation, UnitPair, UnitPlace, UnitRelation, UnitTally
from codematch.model.frozen import freeze_arrays
from codematch.model.match import Edit, MatchClass
from codematch.model.result import FilePair
from codematch.model.sides import Both
from codematch.model.tokens import TokenStream, Unit
from codematch.settings import Corresponding

KINDS = ("function", "class")
"""The kinds of units that are paired, each for itself: a class holds the functions in it."""
_RENAMED = EDITS.index(Edit.RENAMED)


def tally_units(works: tuple[PreparedWork, PreparedWork]) -> UnitTally:
    """Count the functions of both works, and those in files whose bytes the other work has too."""
    digests = [{source.record.digest for source in work.sources} for work in works]
    functions, identical = [], []
    for work, other in zip(works, reversed(digests), strict=True):
        counts = [sum(unit.kind == "function" for unit in file.stream.units) for file in work.files]
        same = [source.record.digest in other for source in work.sources]
        functions.append(sum(counts))
        identical.append(sum(count for count, is_same in zip(counts, same, strict=True) if is_same))
    return UnitTally(functions=Both(*functions), in_identical_files=Both(*identical))


def pair_units(
    regions: Sequence[LocatedRegion],
    pairs: Sequence[FilePair],
    known: PreparedWork,
    questioned: PreparedWork,
    settings: Corresponding,
) -> tuple[UnitPair, ...]:
    """Return the units of files that correspond beside each other, by their places; byte-identical files are left out.

    Args:
        regions: The regions of the comparison.
        pairs: The pairs of files, with their relations.
        known: The known work.
        questioned: The questioned work.
        settings: What share of the smaller unit its counterpart holds.
    """
    regions = [item for item in regions if item.region.match_class is not MatchClass.BYTE_IDENTICAL]
    edited = [pair for pair in pairs if pair.match_class is not MatchClass.BYTE_IDENTICAL]
    related = [pair for pair in edited if pair.relation is not FileRelation.PART]
    paths = {pair.known_path for pair in related}, {pair.questioned_path for pair in related}
    mains = {(pair.known_path, pair.questioned_path) for pair in related}
    works = known, questioned
    files = {item.known_file for item in regions}, {item.questioned_file for item in regions}
    found: list[UnitPair] = []
    for kind in KINDS:
        sides = _Units.of(known, kind, files[0]), _Units.of(questioned, kind, files[1])
        paired = list(_paired(regions, sides, works, mains, settings))
        found += [pair for _, pair in paired]
        for side, lone in enumerate(_lone([rows for rows, _ in paired], sides, works, paths)):
            relation = (UnitRelation.KNOWN_ONLY, UnitRelation.QUESTIONED_ONLY)[side]
            found += [
                UnitPair(relation=relation, known=place if not side else None, questioned=place if side else None)
                for place in lone
            ]
    return tuple(sorted(found, key=_order))


def _order(pair: UnitPair) -> tuple[str, int, int, str, int]:
    first = pair.known or pair.questioned
    other = pair.questioned or pair.known
    assert first is not None  # noqa: S101 - a pair of no units does not exist
    assert other is not None  # noqa: S101
    return first.path, first.first_line, -first.tokens, other.path, other.first_line


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Units:
    """The units of one kind of some files of a work, file after file.

    `files` int64 (u,) the file of each; `around` int64 (u,) the unit that it is inside of, -1 for none; `innermost` for
    each file int64 (n,) the unit that each of its tokens lies in, -1 for none.
    """

    units: tuple[Unit, ...]
    files: NDArray[np.int64]
    around: NDArray[np.int64]
    innermost: Mapping[int, NDArray[np.int64]]

    def __post_init__(self) -> None:
        freeze_arrays(self)

    @classmethod
    def of(cls, work: PreparedWork, kind: str, chosen: Set[int]) -> "_Units":
        units: list[Unit] = []
        files: list[int] = []
        around: list[int] = []
        innermost = {}
        for index in sorted(chosen):
            stream = work.files[index].stream
            own = np.full(len(stream), -1, dtype=np.int64)
            # Outer units first, so that inner ones are written over them.
            for unit in sorted(stream.units, key=lambda unit: (unit.first_token, -unit.stop_token)):
                if unit.kind == kind:
                    around.append(int(own[unit.first_token]) if unit.first_token < unit.stop_token else -1)
                    own[unit.first_token : unit.stop_token] = len(units)
                    units.append(unit)
                    files.append(index)
            innermost[index] = own
        return cls(
            units=tuple(units),
            files=np.array(files, dtype=np.int64),
            around=np.array(around, dtype=np.int64),
            innermost=innermost,
        )

    def holds(self, outer: int, inner: int) -> bool:
        """Say whether a unit is another one or has it inside."""
        while inner > outer:
            inner = int(self.around[inner])
        return inner == outer

    def sizes(self) -> NDArray[np.int64]:
        """Return the number of tokens of each: int64 (u,)."""
        return np.array([unit.stop_token - unit.first_token for unit in self.units], dtype=np.int64)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Shared:
    """Pairs of units with aligned tokens.

    `rows` int64 (p, 2) the known and the questioned unit; `matched`, `changed`, `renamed` int64 (p,) how many pairs of
    tokens are aligned, those in units inside them too, how many of these differ, and how many in a name; `best` bool
    (p, 2) whether the pair has most of the tokens that its known, and its questioned unit shares with any, without
    those of units inside it.
    """

    rows: NDArray[np.int64]
    matched: NDArray[np.int64]
    changed: NDArray[np.int64]
    renamed: NDArray[np.int64]
    best: NDArray[np.bool_]

    def __post_init__(self) -> None:
        freeze_arrays(self)


def _paired(
    regions: Sequence[LocatedRegion],
    sides: tuple[_Units, _Units],
    works: tuple[PreparedWork, PreparedWork],
    mains: set[tuple[str, str]],
    settings: Corresponding,
) -> Iterator[tuple[tuple[int, int], UnitPair]]:
    """The units of one kind that regions align with each other, with their rows."""
    shared = _aligned(regions, sides, settings.unit_share)
    parts = _Parts.of(regions, sides, shared, settings.repeat_share)
    ordered = _in_order(shared.rows[shared.best.all(axis=1)], sides)
    best, matched = (shared.best[:, 0] & shared.best[:, 1]).tolist(), shared.matched.tolist()
    for number, (left, right) in enumerate(shared.rows.tolist()):
        relation = _unit_relation(shared, number, (sides[0].units[left], sides[1].units[right]), parts)
        if relation is not None:
            places = _place(works[0], sides[0], left), _place(works[1], sides[1], right)
            yield (
                (left, right),
                UnitPair(
                    relation=relation,
                    known=places[0],
                    questioned=places[1],
                    matched=matched[number],
                    same_place=(places[0].path, places[1].path) in mains,
                    in_order=(left, right) in ordered or not best[number],
                ),
            )


def _unit_relation(shared: _Shared, number: int, units: tuple[Unit, Unit], parts: "_Parts") -> UnitRelation | None:
    """What became of a unit; None where both units have their counterpart elsewhere."""
    of_known, of_questioned = shared.best[number].tolist()
    if not (of_known and of_questioned):
        return parts.relation(shared.rows[number].tolist(), int(of_known)) if of_known or of_questioned else None
    if any(unit.stop_token - unit.first_token != shared.matched[number] for unit in units):
        return UnitRelation.EDITED
    if not shared.changed[number]:
        return UnitRelation.SAME
    return UnitRelation.NAMES_DIFFER if shared.changed[number] == shared.renamed[number] else UnitRelation.EDITED


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parts:
    """What tells parts of a unit from further copies of it: the regions by their files, and the best rows."""

    sides: tuple[_Units, _Units]
    groups: Mapping[tuple[int, int], Sequence[LocatedRegion]]
    mains: tuple[Mapping[int, tuple[int, int]], Mapping[int, tuple[int, int]]]
    share: float

    @classmethod
    def of(
        cls, regions: Sequence[LocatedRegion], sides: tuple[_Units, _Units], shared: _Shared, share: float
    ) -> "_Parts":
        groups: dict[tuple[int, int], list[LocatedRegion]] = {}
        for item in regions:
            groups.setdefault((item.known_file, item.questioned_file), []).append(item)
        first, second = (
            {row[side]: row for row in map(tuple, shared.rows[shared.best[:, side]].tolist())} for side in (0, 1)
        )
        return cls(sides=sides, groups=groups, mains=(first, second), share=share)

    def relation(self, row: Sequence[int], side: int) -> UnitRelation | None:
        """Return what a unit is to the one of a side that has its counterpart elsewhere; None for one around it."""
        pair = row[0], row[1]
        main = self.mains[side][pair[side]]
        own, other = pair[1 - side], main[1 - side]
        if self.sides[1 - side].holds(own, other) or self.sides[1 - side].holds(other, own):
            return None
        if hold_the_same(self._tokens(pair, side), self._tokens(main, side), self.share):
            return UnitRelation.REPEATED
        return (UnitRelation.SPLIT, UnitRelation.MERGED)[side]

    def _tokens(self, row: tuple[int, int], side: int) -> NDArray[np.int64]:
        """The tokens of one side of a pair of units that are aligned: int64 (n,)."""
        units = [own.units[number] for own, number in zip(self.sides, row, strict=True)]
        files = int(self.sides[0].files[row[0]]), int(self.sides[1].files[row[1]])
        found = [np.empty(0, np.int64)]
        for item in self.groups[files]:
            inside = [
                (tokens >= unit.first_token) & (tokens < unit.stop_token)
                for tokens, unit in zip((item.aligned.known, item.aligned.questioned), units, strict=True)
            ]
            found.append((item.aligned.known, item.aligned.questioned)[side][inside[0] & inside[1]])
        return np.concatenate(found)


def _aligned(regions: Sequence[LocatedRegion], sides: tuple[_Units, _Units], least: float) -> _Shared:
    """The pairs of units that share at least a share of the tokens of the smaller one."""
    width = max(len(sides[1].units), 1)
    keys, codes = [np.empty(0, np.int64)], [np.empty(0, np.int8)]
    for item in regions:
        left = sides[0].innermost[item.known_file][item.aligned.known]
        right = sides[1].innermost[item.questioned_file][item.aligned.questioned]
        inside = (left >= 0) & (right >= 0)
        keys.append((left * width + right)[inside])
        codes.append(item.codes[inside])
    found, *own = _counted(np.concatenate(keys), np.concatenate(codes))
    rows = np.stack((found // width, found % width), axis=1)
    matched, changed, renamed = _with_inner(rows, own, sides)
    sizes = [side.sizes()[rows[:, number]] for number, side in enumerate(sides)]
    keep = matched >= least * np.minimum(*sizes)
    rows = rows[keep]
    best = np.stack([_best(rows[:, number], own[0][keep]) for number in (0, 1)], axis=1)
    return _Shared(rows=rows, matched=matched[keep], changed=changed[keep], renamed=renamed[keep], best=best)


def _with_inner(
    rows: NDArray[np.int64], own: Sequence[NDArray[np.int64]], sides: tuple[_Units, _Units]
) -> list[NDArray[np.int64]]:
    """Counts for pairs of units, with those of the units inside them: int64 (p,) each."""
    sums = [counts.copy() for counts in own]
    numbers = {(left, right): number for number, (left, right) in enumerate(rows.tolist())}
    around = sides[0].around.tolist(), sides[1].around.tolist()
    nested = (sides[0].around[rows[:, 0]] >= 0) | (sides[1].around[rows[:, 1]] >= 0)
    for number in np.flatnonzero(nested).tolist():
        left, right = rows[number].tolist()
        for outer in _outer_pairs(left, right, around):
            held = numbers.get(outer)
            if held is not None:
                for total, counts in zip(sums, own, strict=True):
                    total[held] += counts[number]
    return sums


def _outer_pairs(left: int, right: int, around: tuple[list[int], list[int]]) -> Iterator[tuple[int, int]]:
    """The pairs of units around two units, but for the pair itself."""
    first, outer = right, left
    while outer >= 0:
        other = first
        while other >= 0:
            if (outer, other) != (left, right):
                yield outer, other
            other = around[1][other]
        outer = around[0][outer]


def _counted(keys: NDArray[np.int64], codes: NDArray[np.int8]) -> tuple[NDArray[np.int64], ...]:
    """The different keys, how often each occurs, with how many changes, and with how many of names: int64 (k,) each."""
    # Neighbours mostly have the same key: their runs are sorted, not they.
    firsts = np.flatnonzero(np.diff(keys, prepend=-1))
    sums = [
        np.diff(np.concatenate(([0], np.cumsum(which)))[np.append(firsts, len(keys))])
        for which in (codes != 0, codes == _RENAMED)
    ]
    found, places = np.unique(keys[firsts], return_inverse=True)
    columns = np.diff(np.append(firsts, len(keys))), *sums
    counts = (np.bincount(places, weights=column, minlength=len(found)).astype(np.int64) for column in columns)
    return found, *counts


def _best(units: NDArray[np.int64], matched: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which rows hold most matched tokens of their unit; the first of several: bool (p,)."""
    order = np.lexsort((np.arange(len(units)), -matched, units))
    first = np.ones(len(order), dtype=bool)
    first[1:] = units[order][1:] != units[order][:-1]
    best = np.zeros(len(order), dtype=bool)
    best[order[first]] = True
    return best


def _in_order(rows: NDArray[np.int64], sides: tuple[_Units, _Units]) -> set[tuple[int, int]]:
    """Of the pairs of units of two files those that stand in the same order in both."""
    files: dict[tuple[int, int], list[tuple[int, int, int]]] = {}
    for left, right in rows.tolist():
        files.setdefault((int(sides[0].files[left]), int(sides[1].files[right])), []).append((left, right, 1))
    return {(left, right) for own in files.values() for left, right, _ in heaviest_increasing(sorted(own))}


def _lone(
    paired: Sequence[tuple[int, int]],
    sides: tuple[_Units, _Units],
    works: tuple[PreparedWork, PreparedWork],
    paths: tuple[set[str], set[str]],
) -> Iterator[list[UnitPlace]]:
    """The units without a counterpart of the known and of the questioned files that correspond."""
    for number, (side, work) in enumerate(zip(sides, works, strict=True)):
        taken = {rows[number] for rows in paired}
        files = {file for file in side.innermost if work.sources[file].record.path in paths[number]}
        yield [
            _place(work, side, row)
            for row, file in enumerate(side.files.tolist())
            if file in files and row not in taken
        ]


def _place(work: PreparedWork, side: _Units, row: int) -> UnitPlace:
    file, unit = int(side.files[row]), side.units[row]
    stream: TokenStream = work.files[file].stream
    return UnitPlace(
        path=work.sources[file].record.path,
        name=unit.name,
        first_line=int(stream.lines[unit.first_token]),
        last_line=int(stream.lines[unit.stop_token - 1]),
        tokens=unit.stop_token - unit.first_token,
    )
