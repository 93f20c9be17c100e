"""Which files and units of two prepared works correspond, and the runs of tokens that follow from it.

Step 5 of the method: by identity before resemblance, from the largest thing that corresponds to the smallest.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from codematch.align.seeds import Runs
from codematch.comparison.works_table import Pair, WorksTable
from codematch.correspondence.anchored_diff import PairOfFiles, anchored_diffs
from codematch.correspondence.files import file_grams, find_partners
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
    places: dict[bytes, list[int]] = defaultdict(list)
    for file, tokens in enumerate(table.levels[0]):
        places[tokens.exact.tobytes()].append(file)
    found = {}
    for file, tokens in enumerate(table.levels[1]):
        same = places.get(tokens.exact.tobytes(), ())
        if len(tokens.exact) and file not in settled and same:
            found[file] = [min((-table.path_fit(known, file), known) for known in same)[1]]
    return found


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
    for row, twins in find_twins(known, questioned, taken[begins + lengths] == taken[begins]):
        file = int(questioned.files[row])
        own = partners.get(file, ())
        if elsewhere and any(known.files[twin] in own[:1] for twin in twins):
            continue
        twin = min(twins, key=partial(_remoteness, table, known, file, own))
        first = int(known.firsts[twin] + table.left.bounds[known.files[twin]])
        rows.append((first, int(begins[row]), int(lengths[row])))
    return _verified(table, outermost(np.array(rows, dtype=np.int64).reshape(-1, 3)))


def _remoteness(
    table: WorksTable, known: UnitTable, questioned_file: int, partners: Sequence[int], twin: int
) -> tuple[int, float, int]:
    """What tells several twins of a unit apart, lower first: the turn of its file as a partner, then the path."""
    file = int(known.files[twin])
    turn = partners.index(file) if file in partners else len(partners)
    return turn, -table.path_fit(file, questioned_file), twin


def _verified(table: WorksTable, rows: NDArray[np.int64]) -> Runs:
    """Return places and lengths as runs, without those whose hashes alone are equal."""
    known, questioned, lengths = rows.T
    sound = all_equal(table.left.symbols, table.right.symbols, known, questioned, lengths)
    known, questioned, lengths = known[sound], questioned[sound], lengths[sound]
    order = np.lexsort((questioned, known, table.right.file_of(questioned), table.left.file_of(known)))
    return Runs(known=known[order], questioned=questioned[order], lengths=lengths[order], set_aside=0)
