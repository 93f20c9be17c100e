"""The branches of a tree of works: works are put where they are between others, and weak divisions are taken out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """An edge of the tree; see `codematch.model.descent.DescentEdge`.

    `is_empty` tells that hardly any feature speaks for the division that it makes.
    """

    first: int
    second: int
    length: float
    support: float | None
    first_only: int
    second_only: int
    is_empty: bool = False


def merged(branches: Sequence[Branch], between: Mapping[int, int], least: float) -> list[Branch]:
    """Return branches where works are at the nodes that they are between, and what has no support is no division.

    Args:
        branches: The branches of a tree with all works at its ends.
        between: The works that are between others, with the number of features that each lacks.
        least: Divisions of less support are none.
    """
    inner = _inner(branches)
    works = {node for one in branches for node in (one.first, one.second)} - inner
    names: dict[int, int] = {}
    for work in sorted(between, key=lambda each: (between[each], each)):
        one = next(each for each in branches if work in (each.first, each.second))
        node = one.second if one.first == work else one.first
        if node in inner:
            names.setdefault(node, work)
    held = _renamed(branches, names)
    while (weak := _weak(held, works, least)) is not None:
        gone, kept = (weak.first, weak.second) if weak.second in works else (weak.second, weak.first)
        held = _renamed(held, {gone: kept})
    return held


def _weak(branches: Sequence[Branch], works: set[int], least: float) -> Branch | None:
    """Return a branch of too little support or none at all that does not end at two works, None if there is none."""
    for one in branches:
        is_weak = one.is_empty or (one.support is not None and one.support < least)
        if is_weak and not {one.first, one.second} <= works:
            return one
    return None


def _inner(branches: Sequence[Branch]) -> set[int]:
    ends = [node for one in branches for node in (one.first, one.second)]
    return {node for node in ends if ends.count(node) > 1}


def _renamed(branches: Sequence[Branch], names: Mapping[int, int]) -> list[Branch]:
    """Return branches with other nodes; those whose ends are then the same are left out."""
    found = (
        replace(one, first=names.get(one.first, one.first), second=names.get(one.second, one.second))
        for one in branches
    )
    return [one for one in found if one.first != one.second]


def main_line(branches: Sequence[Branch], works: int) -> tuple[int, ...]:
    """Return the works on the way through a tree that has most of them, of several the longest.

    Args:
        branches: The branches of the tree.
        works: Nodes below this number are works.
    """
    nodes = sorted({node for one in branches for node in (one.first, one.second)})
    lengths = {pair: one.length for one in branches for pair in ((one.first, one.second), (one.second, one.first))}
    neighbours: dict[int, list[int]] = {node: [] for node in nodes}
    for first, second in sorted(lengths):
        neighbours[first].append(second)
    best: tuple[int, float, tuple[int, ...]] = (0, 0.0, ())
    for start in nodes:
        pending: list[tuple[int, int, float, tuple[int, ...]]] = [(start, -1, 0.0, (start,))]
        while pending:
            here, before, length, way = pending.pop()
            on_way = tuple(node for node in way if node < works)
            if (len(on_way), round(length, 9)) > best[:2]:
                best = (len(on_way), round(length, 9), on_way)
            pending += [
                (one, here, length + lengths[here, one], (*way, one)) for one in neighbours[here] if one != before
            ]
    return best[2]
