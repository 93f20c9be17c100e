"""Exhibits in which secrets and personal data are covered, whatever the tier of a report is."""

from collections.abc import Sequence
from dataclasses import replace

from codematch.evidence.masking import covered_lines
from codematch.model.match import Exhibit


def mask_exhibits(exhibits: Sequence[Exhibit]) -> tuple[tuple[Exhibit, ...], int]:
    """Return exhibits with what is secret or personal covered, and how many of their rows that concerns."""
    masked = tuple(map(_masked, exhibits))
    before = (row for exhibit in exhibits for row in exhibit.rows)
    after = (row for exhibit in masked for row in exhibit.rows)
    return masked, sum(one != other for one, other in zip(before, after, strict=True))


def _masked(exhibit: Exhibit) -> Exhibit:
    known = covered_lines(row.known_text for row in exhibit.rows)
    questioned = covered_lines(row.questioned_text for row in exhibit.rows)
    rows = (
        replace(row, known_text=left, questioned_text=right)
        for row, left, right in zip(exhibit.rows, known, questioned, strict=True)
    )
    return replace(exhibit, rows=tuple(rows))
