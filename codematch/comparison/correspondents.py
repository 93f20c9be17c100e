"""Which files and units of two prepared works correspond, and the runs of tokens that follow from it.

Step 5 of the method: by identity before resemblance, from the largest thing that corresponds to the smallest.
"""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from codematch.align.seeds import Runs
from codematch.comparison.works_table import Pair, WorksTable
from codematch.correspondence.anchored_diff import LeveledTokens, PairOfFiles, anchored_diffs
from codematch.correspondence.files import FittingPaths, file_grams, find_partners
from codematch.correspondence.units import UnitTable, find_twins, outermost, twins_of_files
from codematch.model.spans import all_equal

Partners = Mapping[int, Sequence[int]]
"""For a questioned file the known files that it is aligned with for itself, best first."""


_NONE = np.empty(0, dtype=np.uint64)
"""The hashes of a file that needs no partner."""


def partners_of(table: WorksTable, settled: set[int]) -> Partners:
    """Return the partners of every questioned file that is not settled.

    A file with the same tokens is the only partner.
    """
    rules = table.settings.corresponding
    twins = _same_tokens(table, settled)
    needless = set[int](), {*settled, *twins}
    grams = [
        [
            file_grams(levels.exact, file.prints ^ file.salts[:1], rules) if number not in done else _NONE
            for number, (levels, file) in enumerate(zip(own, work.files, strict=True))
        ]
        for own, work, done in zip(table.levels, (table.known, table.questioned), needless, strict=True)
    ]
    paths = [[source.record.path for source in work.sources] for work in (table.known, table.questioned)]
    cited = {file for file, path in enumerate(paths[0]) if path in table.known.preferred}
    found = find_partners(grams[0], grams[1], (paths[0], paths[1]), rules, cited)
    others = {file: [item.known for item in candidates] for file, candidates in enumerate(found) if candidates}
    return {**others, **twins}


def _same_tokens(table: WorksTable, settled: set[int]) -> dict[int, list[int]]:
    """The known file with the same tokens for each questioned file that has one: that of the nearest path."""
    places: dict[bytes, dict[int, int]] = defaultdict(dict)
    for file, tokens in enumerate(table.levels[0]):
        places[_digest(tokens)][file] = file
    paths: dict[bytes, FittingPaths] = {}
    found = {}
    for file, tokens in enumerate(table.levels[1]):
        if not len(tokens.exact) or file in settled or (key := _digest(tokens)) not in places:
            continue
        if key not in paths:
            paths[key] = table.fitting_paths(places[key])
        found[file] = [paths[key].best(table.questioned.sources[file].record.path)]
    return found


def _digest(tokens: LeveledTokens) -> bytes:
    return hashlib.blake2b(tokens.exact.tobytes(), digest_size=16).digest()


def aligned_partners(table: WorksTable, pairs: Sequence[Pair], free: NDArray[np.bool_]) -> Runs:
    """Return the pieces of the anchored diffs of pairs of files.

    Args:
        table: The works.
        pairs: The files.
        free: bool (n,), the tokens of the questioned work that nothing accounts for yet.
    """
    pairs = sorted(pairs)
    found = anchored_diffs([_free_tokens(table, pair, free) for pair in pairs])
    columns = [
        (piece.known + table.left.bounds[known], piece.questioned + table.right.bounds[questioned], piece.lengths)
        for (known, questioned), piece in zip(pairs, found, strict=True)
    ]
    known, questioned, lengths = np.concatenate([np.empty((3, 0), dtype=np.int64), *columns], axis=1)
    return Runs(known=known, questioned=questioned, lengths=lengths, set_aside=0)


def _free_tokens(table: WorksTable, pair: Pair, free: NDArray[np.bool_]) -> PairOfFiles:
    """Two files with their identical units, of the questioned one what is free."""
    known, questioned = pair
    own = table.levels[1][questioned]
    taken = ~free[table.right.bounds[questioned] : table.right.bounds[questioned + 1]]
    twins = [item for item in twins_of_files(*table.units, pair) if not taken[item[1] : item[1] + item[2]].any()]
    return PairOfFiles(known=table.levels[0][known], questioned=own.without(taken, 1), twins=twins)


def moved_units(
    table: WorksTable,
    units: tuple[UnitTable, UnitTable],
    free: NDArray[np.bool_],
    partners: Partners,
    *,
    elsewhere: bool,
) -> Runs:
    """Return the units of the questioned work that are free, each beside its twin in the known work.

    Args:
        table: The works.
        units: Their units, at the level at which twins are equal.
        free: bool (n,), the tokens of the questioned work that are free.
        partners: The files that correspond to each questioned file, best first.
        elsewhere: Only units whose file's best partner has no twin: what that holds is aligned with it at once, and a
            twin must not be left to what only resembles it.
    """
    known, questioned = units
    taken = np.concatenate(([0], np.cumsum(~free)))
    begins = table.right.bounds[questioned.files] + questioned.firsts
    lengths = questioned.stops - questioned.firsts
    rows: list[tuple[int, int, int]] = []
    groups: dict[int, _Twins] = {}
    for row, twins in find_twins(known, questioned, taken[begins + lengths] == taken[begins]):
        file, key = int(questioned.files[row]), int(questioned.hashes[row])
        own = partners.get(file, ())
        if key not in groups:
            groups[key] = _Twins(table, known.files[twins], twins)
        if elsewhere and groups[key].are_in(own[:1]):
            continue
        twin = groups[key].nearest(file, own)
        first = int(known.firsts[twin] + table.left.bounds[known.files[twin]])
        rows.append((first, int(begins[row]), int(lengths[row])))
    return _verified(table, outermost(np.array(rows, dtype=np.int64).reshape(-1, 3)))


class _Twins:
    """Equal units of the known work, the first of each file: there may be one in every file, and in every other one."""

    def __init__(self, table: WorksTable, files: NDArray[np.int64], rows: NDArray[np.intp]) -> None:
        """Take the files and the rows of units, the rows rising."""
        self._table = table
        self._first: dict[int, int] = dict(zip(files[::-1].tolist(), rows[::-1].tolist(), strict=True))
        self._paths: FittingPaths | None = None

    def are_in(self, files: Sequence[int]) -> bool:
        """Say whether one is in one of some files."""
        return any(file in self._first for file in files)

    def nearest(self, questioned_file: int, partners: Sequence[int]) -> int:
        """Return the row of the one in the first partner that has one, else of that in the file of the nearest path."""
        near = next((self._first[file] for file in partners if file in self._first), None)
        if near is not None:
            return near
        if self._paths is None:
            self._paths = self._table.fitting_paths(self._first)
        return self._paths.best(self._table.questioned.sources[questioned_file].record.path)


def _verified(table: WorksTable, rows: NDArray[np.int64]) -> Runs:
    """Return places and lengths as runs, without those whose hashes alone are equal."""
    known, questioned, lengths = rows.T
    sound = all_equal(table.left.symbols, table.right.symbols, known, questioned, lengths)
    known, questioned, lengths = known[sound], questioned[sound], lengths[sound]
    order = np.lexsort((questioned, known, table.right.file_of(questioned), table.left.file_of(known)))
    return Runs(known=known[order], questioned=questioned[order], lengths=lengths[order], set_aside=0)
