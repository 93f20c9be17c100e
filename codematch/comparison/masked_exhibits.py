"""Exhibits in which secrets and personal data are covered, whatever the tier of a report is."""

from collections.abc import Sequence
from dataclasses import replace

from codematch.evidence.masking import covered
from codematch.model.match import Exhibit, ExhibitRow


def mask_exhibits(exhibits: Sequence[Exhibit]) -> tuple[tuple[Exhibit, ...], int]:
    """Return exhibits with what is secret or personal covered, and how many of their lines that concerns."""
    masked = tuple(replace(exhibit, rows=tuple(map(_row, exhibit.rows))) for exhibit in exhibits)
    before = (row for exhibit in exhibits for row in exhibit.rows)
    after = (row for exhibit in masked for row in exhibit.rows)
    return masked, sum(one != other for one, other in zip(before, after, strict=True))


def _row(row: ExhibitRow) -> ExhibitRow:
    known, questioned = covered(row.known_text), covered(row.questioned_text)
    if (known, questioned) == (row.known_text, row.questioned_text):
        return row
    return replace(row, known_text=known, questioned_text=questioned)
