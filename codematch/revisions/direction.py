"""What all indications of a direction are consistent with; no conclusion about who wrote what.

The rule: an indication points to one side as the first, or to a common source, and it decides, supports, or opposes the
other direction. A direction is stated if one indication that decides points there, or two that support and are of
different groups; and if none of any kind points elsewhere. Common commits alone, or folders for works of others on both
sides, are consistent with a common source. Anything else is undetermined.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from codematch.model.engagement import Role
from codematch.model.versions import Anomaly, Direction, Indication, Strength
from codematch.revisions.indications import GROUPS, Evidence, find_indications
from codematch.settings import Versions

_MADE_UP = frozenset({"even-intervals", "anachronism"})
"""Anomalies of a history that was written by a program, or later than it claims."""


def weigh(given: Evidence, anomalies: Iterable[Anomaly], rules: Versions) -> tuple[tuple[Indication, ...], Direction]:
    """Return all indications, and what those that bear on the direction are consistent with."""
    doubted = {_FIRST[item.role] for item in anomalies if item.id in _MADE_UP}
    if all(given.commits.begins):
        doubted |= {*_FIRST.values()}  # a fork: both have the same history before, and patches pass both ways after it
    found = [_doubted(item) if item.direction in doubted else item for item in find_indications(given, rules)]
    return tuple(found), decide(found)


_FIRST = {Role.KNOWN: Direction.KNOWN_FIRST, Role.QUESTIONED: Direction.QUESTIONED_FIRST}


def _doubted(item: Indication) -> Indication:
    """Return an indication without its direction if it is drawn from histories, which may be made up or the same."""
    if GROUPS[item.kind] != "histories":
        return item
    return replace(item, direction=Direction.UNDETERMINED, strength=Strength.NONE)


def decide(found: Sequence[Indication]) -> Direction:
    """Return what indications are consistent with, all of them taken together."""
    pointing = [item for item in found if item.strength is not Strength.NONE]
    is_common = any(item.direction is Direction.COMMON_SOURCE for item in pointing)
    one_way = [item for item in pointing if item.direction is not Direction.COMMON_SOURCE]
    directions = {item.direction for item in one_way}
    decides = any(item.strength is Strength.DECIDING for item in one_way)
    if is_common and not decides:
        return Direction.COMMON_SOURCE
    if len(directions) != 1 or any(_is_third_work(item) for item in pointing):
        return Direction.UNDETERMINED
    supports = {GROUPS[item.kind] for item in one_way if item.strength is Strength.SUPPORTING}
    if not decides and len(supports) < _GROUPS:
        return Direction.UNDETERMINED
    return directions.pop()


_GROUPS = 2
"""Supporting indications of so many groups decide together."""


def _is_third_work(item: Indication) -> bool:
    return item.direction is Direction.COMMON_SOURCE and item.strength is Strength.DECIDING
