"""Which pairs belong together: pairs of one group resemble one another, and only groups are independent."""

import posixpath
import re
from collections.abc import Callable, Sequence

from codematch.errors import UsageError
from codematch.evaluation.pairs import PairList
from codematch.model.evaluation import Pair

TASK = "task"
"""The column that says for which task the works of a pair were written."""
_PATH_PARTS = re.compile(r"(path_a|path_b)/(\d+)")


def group_name(asked: str | None, listed: PairList) -> str | None:
    """Return what pairs are grouped by: what is asked for, else the column of tasks, else None for connected works."""
    return TASK if asked is None and TASK in listed.header else asked


def tasks_name(asked: str | None, listed: PairList) -> str | None:
    """Return what tells tasks apart: the column of tasks, else the part of a path that is asked for, else None.

    Any other column may follow the labels, so rarity must not be judged by it.
    """
    if TASK in listed.header:
        return TASK
    return asked if asked is not None and _PATH_PARTS.fullmatch(asked) else None


def grouping(asked: str | None, listed: PairList) -> Callable[[Sequence[Pair]], list[str]]:
    """Return the function that names the group of each of some pairs of a list.

    Args:
        asked: A column of the list, `path_a/N` for the first N parts of that path, or None for connected works: pairs
            that share a work, directly or through other pairs, are one group.
        listed: The list.

    Raises:
        UsageError: It names no column.
    """
    if asked is None:
        return connected
    if asked in listed.header:
        place = listed.header.index(asked)
        return lambda pairs: [pair.cells[place] for pair in pairs]
    parts = _PATH_PARTS.fullmatch(asked)
    if parts and int(parts[2]) > 0:
        known, count = parts[1] == "path_a", int(parts[2])
        return lambda pairs: [_first_parts(pair.known if known else pair.questioned, count) for pair in pairs]
    raise UsageError(
        f"--group {asked}: {listed.name} has no such column; choose from {', '.join(listed.header)},"
        " or use path_a/N for the first N parts of a path"
    )


def connected(pairs: Sequence[Pair]) -> list[str]:
    """Return for each pair the first work, in alphabetical order, that it shares a work with through other pairs."""
    leaders: dict[str, str] = {}

    def leader(work: str) -> str:
        leaders.setdefault(work, work)
        while leaders[work] != work:
            leaders[work] = leaders[leaders[work]]
            work = leaders[work]
        return work

    ends = [(posixpath.normpath(pair.known), posixpath.normpath(pair.questioned)) for pair in pairs]
    for known, questioned in ends:
        first, second = sorted((leader(known), leader(questioned)))
        leaders[second] = first
    return [leader(known) for known, _ in ends]


def _first_parts(path: str, count: int) -> str:
    return "/".join(posixpath.normpath(path).split("/")[:count])
