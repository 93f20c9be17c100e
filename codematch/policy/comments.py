r"""Suppressions in comments of the questioned work: `codematch: ignore REASON (NAME)`.

A comment applies to a region if it is directly before the region's first token or on its first line, or if the function
or class that it is directly before or inside has more than half of the region's tokens. A comment deep inside a long
region does not apply to all of it.

Without a reason or a name it applies to nothing and is listed with what is missing.
"""

import re
from collections.abc import Iterator, Sequence

import numpy as np

from codematch.comparison.prepare import PreparedFile, PreparedWork
from codematch.model.match import Region
from codematch.model.policy import Suppression, SuppressionFault, SuppressionKind
from codematch.model.tokens import TokenStream

_MARK = b"codematch:"
_STATEMENT = re.compile(r"\bcodematch:\s*ignore\b(?P<said>.*)", re.IGNORECASE | re.DOTALL)
_PARTS = re.compile(r"[\s:,;-]*(?P<reason>.*?)\s*(?:[(（](?P<name>[^()（）]*)[)）])?[\s*/.。\->]*", re.DOTALL)


def find(work: PreparedWork, regions: Sequence[Region]) -> list[Suppression]:
    """Return the suppressions that comments of a work state, in the order of its paths and lines.

    Args:
        work: The questioned work.
        regions: The regions of the comparison.
    """
    found = []
    for source, file in zip(work.sources, work.files, strict=True):
        if _MARK in source.utf8.lower():
            path = source.record.path
            found += list(_of_file(path, file, [one for one in regions if one.questioned.path == path]))
    return found


def parse(comment: str) -> tuple[str, str] | None:
    """Return the reason and the name that a comment gives, "" for one that it lacks; None if it suppresses nothing."""
    statement = _STATEMENT.search(comment)
    if statement is None:
        return None
    parts = _PARTS.fullmatch(statement["said"])
    found = (parts["reason"], parts["name"]) if parts else ("", "")
    return " ".join((found[0] or "").split()), " ".join((found[1] or "").split())


def _of_file(path: str, file: PreparedFile, regions: Sequence[Region]) -> Iterator[Suppression]:
    stream = file.stream
    for number, text in enumerate(stream.comments.texts):
        stated = parse(text)
        if stated is None:
            continue
        reason, name = stated
        applying = tuple(one.number for one in regions if _applies(stream, number, one))
        yield Suppression(
            kind=SuppressionKind.COMMENT,
            path=path,
            line=int(stream.comments.lines[number]),
            reason=reason,
            name=name,
            regions=applying if reason and name else (),
            fault=_fault(reason, name, applying),
        )


def _fault(reason: str, name: str, regions: Sequence[int]) -> SuppressionFault | None:
    if not reason:
        return SuppressionFault.NO_REASON
    if not name:
        return SuppressionFault.NO_NAME
    return None if regions else SuppressionFault.NO_REGION


def _applies(stream: TokenStream, comment: int, region: Region) -> bool:
    """Tell whether a comment of a file applies to a region of it."""
    first, stop = region.questioned.first_token, region.questioned.stop_token
    if len(stream) < stop:
        return False  # the region was found in another reading of the file
    following = int(np.searchsorted(stream.starts, stream.comments.starts[comment]))
    if following == first or int(stream.comments.lines[comment]) == region.questioned.first_line:
        return True
    around = [unit for unit in stream.units if unit.first_token <= following < unit.stop_token]
    if not around:
        return False
    unit = min(around, key=lambda one: one.stop_token - one.first_token)
    shared = min(stop, unit.stop_token) - max(first, unit.first_token)
    return 2 * shared > stop - first
