"""Small segments put together, so that an index of many small additions stays fast.

A segment is of a size class, eight times as large as the one below. When eight of the last segments are of one class,
and none of a higher one is among them, they become one: so a row is written again once for each class, and an index of
a thousand additions has some twenty segments. No number changes, and no segment becomes larger than a build's.
"""

from collections.abc import Sequence
from pathlib import Path

from codematch.settings import Store
from codematch.store import tables
from codematch.store.layout import PRINTS
from codematch.store.manifest import Segment
from codematch.store.segments import file_of, write_segment

TOGETHER = 8
"""Segments of a class that become one."""
_LEAST_BYTES = 1 << 15
"""What the lowest class holds at most [bytes]."""


def compacted(place: Path, segments: Sequence[Segment], limits: Store, *, fully: bool = False) -> tuple[Segment, ...]:
    """Return segments that hold the same, fewer if enough of the last ones are small; new ones are written.

    Args:
        place: The folder of the segments.
        segments: All segments of an index, in order.
        limits: How large a segment may be.
        fully: Put together all neighbours that fit into one segment.
    """
    found = list(segments)
    while not fully and (first := _first_due(found, limits)) < len(found):
        found[first:] = [_together(place, found[first:])]
    if fully:
        found = [group[0] if len(group) == 1 else _together(place, group) for group in _groups(found, limits)]
    return tuple(found)


def _first_due(segments: Sequence[Segment], limits: Store) -> int:
    """Return where the last segments begin that are to become one, the number of segments if none are."""
    classes = [_class_of(one) for one in segments]
    for highest in sorted(set(classes)):
        first = len(segments)
        while first and classes[first - 1] <= highest:
            first -= 1
        if classes[first:].count(highest) >= TOGETHER and _fits(segments[first:], limits):
            return first
    return len(segments)


def _groups(segments: Sequence[Segment], limits: Store) -> list[list[Segment]]:
    groups: list[list[Segment]] = []
    for one in segments:
        if groups and _fits([*groups[-1], one], limits):
            groups[-1].append(one)
        else:
            groups.append([one])
    return groups


def _fits(segments: Sequence[Segment], limits: Store) -> bool:
    return (
        sum(one.tables[PRINTS].rows for one in segments) <= limits.segment_prints
        and sum(map(_size, segments)) <= limits.segment_bytes
    )


def _class_of(segment: Segment) -> int:
    return ((_size(segment) // _LEAST_BYTES).bit_length() + 2) // 3


def _size(segment: Segment) -> int:
    return sum(table.size_bytes for table in segment.tables.values())


def _together(place: Path, segments: Sequence[Segment]) -> Segment:
    made = {
        name: tables.joined(name, [tables.read(file_of(place / one.name, name)) for one in segments])
        for name in segments[0].tables
    }
    return write_segment(place, segments[-1].serial, made)
