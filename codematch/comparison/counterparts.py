"""Counterparts: what became of each file and of each unit, as the regions of a comparison show it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from codematch.align.script import EDITS
from codematch.comparison.differences import list_differences
from codematch.comparison.located_region import LocatedRegion
from codematch.comparison.prepare import PreparedWork
from codematch.comparison.tally import pair_files
from codematch.correspondence.anchored_diff import heaviest_increasing
from codematch.model.correspondence import Difference, FileRelation, UnitPair, UnitPlace, UnitRelation
from codematch.model.frozen import freeze_arrays
from codematch.model.match import Edit, MatchClass
from codematch.model.result import FilePair
from codematch.model.tokens import TokenStream, Unit
from codematch.settings import Corresponding

KINDS = ("function", "class")
"""The kinds of units that are paired, each for itself: a class holds the functions in it."""
_RENAMED = EDITS.index(Edit.RENAMED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counterparts:
    """What of two works corresponds: pairs of files, heaviest first, pairs of units, and what differs in them."""

    file_pairs: tuple[FilePair, ...]
    unit_pairs: tuple[UnitPair, ...]
    differences: tuple[Difference, ...]


def find_counterparts(
    regions: Sequence[LocatedRegion], known: PreparedWork, questioned: PreparedWork, settings: Corresponding
) -> Counterparts:
    """Return what corresponds, as the regions of a comparison show it."""
    pairs = relate_files(pair_files(regions, known, questioned), settings)
    return Counterparts(
        file_pairs=pairs,
        unit_pairs=pair_units(regions, pairs, known, questioned, settings),
        differences=list_differences(regions, pairs, known, questioned),
    )


def relate_files(pairs: Sequence[FilePair], settings: Corresponding) -> tuple[FilePair, ...]:
    """Return pairs of files with what each file is to the other, in the same order."""
    mains: tuple[dict[str, FilePair], dict[str, FilePair]] = ({}, {})
    for pair in pairs:
        for main, path, matched in (
            (mains[0], pair.known_path, pair.matched.known),
            (mains[1], pair.questioned_path, pair.matched.questioned),
        ):
            best = main.get(path)
            if best is None or matched > (best.matched.known if main is mains[0] else best.matched.questioned):
                main[path] = pair
    return tuple(replace(pair, relation=_relation(pair, mains, settings.established_share)) for pair in pairs)


def _relation(
    pair: FilePair, mains: tuple[dict[str, FilePair], dict[str, FilePair]], established_share: float
) -> FileRelation:
    of_known, of_questioned = mains[0][pair.known_path] is pair, mains[1][pair.questioned_path] is pair
    share = max(pair.matched.known / pair.tokens.known, pair.matched.questioned / pair.tokens.questioned)
    if share < established_share or not (of_known or of_questioned):
        return FileRelation.PART
    if not of_known:
        return FileRelation.SPLIT
    if not of_questioned:
        return FileRelation.MERGED
    if pair.known_path == pair.questioned_path:
        return FileRelation.SAME_PATH
    same_name = pair.known_path.rpartition("/")[2] == pair.questioned_path.rpartition("/")[2]
    return FileRelation.MOVED if same_name else FileRelation.RENAMED


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Units:
    """The units of one kind of a work, file after file.

    `files` int64 (u,) the file of each; `innermost` for each file int64 (n,) the unit that each of its tokens lies in,
    -1 for none.
    """

    units: tuple[Unit, ...]
    files: NDArray[np.int64]
    innermost: tuple[NDArray[np.int64], ...]

    def __post_init__(self) -> None:
        freeze_arrays(self)

    @classmethod
    def of(cls, work: PreparedWork, kind: str) -> "_Units":
        units: list[Unit] = []
        files: list[int] = []
        innermost = []
        for index, file in enumerate(work.files):
            own = np.full(len(file.stream), -1, dtype=np.int64)
            # Outer units first, so that inner ones are written over them.
            for unit in sorted(file.stream.units, key=lambda unit: (unit.first_token, -unit.stop_token)):
                if unit.kind == kind:
                    own[unit.first_token : unit.stop_token] = len(units)
                    units.append(unit)
                    files.append(index)
            innermost.append(own)
        return cls(units=tuple(units), files=np.array(files, dtype=np.int64), innermost=tuple(innermost))


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
    found: list[UnitPair] = []
    for kind in KINDS:
        sides = _Units.of(known, kind), _Units.of(questioned, kind)
        found += _paired(regions, sides, works, mains, settings.unit_share)
        for side, lone in enumerate(_lone(found, sides, works, paths)):
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
class _Shared:
    """Pairs of units with aligned tokens.

    `rows` int64 (p, 2) the known and the questioned unit; `matched`, `changed`, `renamed` int64 (p,) how many pairs of
    tokens are aligned, how many of these differ, and how many in a name; `best` bool (p, 2) whether the pair has most
    of the tokens that its known, and its questioned unit shares with any.
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
    least: float,
) -> Iterator[UnitPair]:
    """The units of one kind that regions align with each other."""
    shared = _aligned(regions, sides, least)
    ordered = _in_order(shared.rows[shared.best.all(axis=1)], sides)
    for number, (left, right) in enumerate(shared.rows.tolist()):
        relation = _unit_relation(shared, number, (sides[0].units[left], sides[1].units[right]))
        if relation is not None:
            places = _place(works[0], sides[0], left), _place(works[1], sides[1], right)
            yield UnitPair(
                relation=relation,
                known=places[0],
                questioned=places[1],
                matched=int(shared.matched[number]),
                same_place=(places[0].path, places[1].path) in mains,
                in_order=(left, right) in ordered or not shared.best[number].all(),
            )


def _unit_relation(shared: _Shared, number: int, units: tuple[Unit, Unit]) -> UnitRelation | None:
    """What became of a unit; None where both units have their counterpart elsewhere."""
    of_known, of_questioned = shared.best[number].tolist()
    if not of_known:
        return UnitRelation.SPLIT if of_questioned else None
    if not of_questioned:
        return UnitRelation.MERGED
    if any(unit.stop_token - unit.first_token != shared.matched[number] for unit in units):
        return UnitRelation.EDITED
    if not shared.changed[number]:
        return UnitRelation.SAME
    return UnitRelation.RENAMED if shared.changed[number] == shared.renamed[number] else UnitRelation.EDITED


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
    found, places, matched = np.unique(np.concatenate(keys), return_inverse=True, return_counts=True)
    edits = np.concatenate(codes)
    changed, renamed = (
        np.bincount(places, weights=which, minlength=len(found)).astype(np.int64)
        for which in (edits != 0, edits == _RENAMED)
    )
    rows = np.stack((found // width, found % width), axis=1)
    sizes = [
        np.array([unit.stop_token - unit.first_token for unit in side.units], dtype=np.int64)[rows[:, number]]
        for number, side in enumerate(sides)
    ]
    keep = matched >= least * np.minimum(*sizes)
    rows, matched = rows[keep], matched[keep]
    best = np.stack([_best(rows[:, number], matched) for number in (0, 1)], axis=1)
    return _Shared(rows=rows, matched=matched, changed=changed[keep], renamed=renamed[keep], best=best)


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
    found: Sequence[UnitPair],
    sides: tuple[_Units, _Units],
    works: tuple[PreparedWork, PreparedWork],
    paths: tuple[set[str], set[str]],
) -> Iterator[list[UnitPlace]]:
    """The units without a counterpart of the known and of the questioned files that correspond."""
    for number, (side, work) in enumerate(zip(sides, works, strict=True)):
        taken = {place for pair in found if (place := pair.questioned if number else pair.known) is not None}
        rows = [row for row, file in enumerate(side.files.tolist()) if work.sources[file].record.path in paths[number]]
        yield [place for row in rows if (place := _place(work, side, row)) not in taken]


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
