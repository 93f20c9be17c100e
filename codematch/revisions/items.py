"""The revisions that explain an asserted item: those that explain the questioned files with its counterparts."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from codematch.model.asserted import AssertedResult
from codematch.model.versions import ItemVersions, VersionInterval
from codematch.revisions.history import History
from codematch.revisions.interval import interval_of, tolerance
from codematch.revisions.pinning import Pinned
from codematch.settings import Versions

_FILES = 8
"""So many files an item names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundItem:
    """An asserted item with counterparts: its number from 1, how it was asserted, and the questioned files of these."""

    number: int
    text: str
    files: tuple[str, ...]


def found_items(asserted: Sequence[AssertedResult]) -> tuple[FoundItem, ...]:
    """Return the items that have counterparts, in their order."""
    return tuple(
        FoundItem(
            number=number,
            text=one.item.text,
            files=tuple(sorted({part.questioned_path for part in one.counterparts})),
        )
        for number, one in enumerate(asserted, start=1)
        if one.counterparts
    )


def pin_items(
    items: Sequence[FoundItem], history: History, pinned: Pinned, rules: Versions
) -> tuple[ItemVersions, ...]:
    """Return the revisions that explain the files of each item equally well."""
    rows = {file.path: row for row, file in enumerate(pinned.files)}
    return tuple(
        ItemVersions(
            item=one.number,
            text=one.text,
            files=one.files[:_FILES],
            files_total=len(one.files),
            interval=_interval([rows[path] for path in one.files if path in rows], history, pinned, rules),
        )
        for one in items
    )


def _interval(rows: Sequence[int], history: History, pinned: Pinned, rules: Versions) -> VersionInterval | None:
    """Return the interval of some files as if they were the whole work; a single one as the table of files has it."""
    agreement = pinned.agreement
    scores, whole = agreement.scores[rows].sum(axis=0), float(agreement.whole[rows].sum())
    if whole <= 0:
        return None
    touching = np.zeros(len(history.revisions), dtype=bool)
    touching[1:] = scores[1:] != scores[:-1]
    edited = max(sum(float(pinned.files[row].weights.sum()) for row in rows) - whole, 0.0)
    most = rules.file_equal_weight if len(rows) == 1 else rules.equal_weight
    return interval_of(scores, whole, tolerance(edited, most, rules), touching, history)
