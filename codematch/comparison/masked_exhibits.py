"""Exhibits in which secrets and personal data are covered, whatever the tier of a report is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from codematch.comparison.prepare import PreparedWork
from codematch.evidence.masking import Surroundings, Writing, covered, survey, writing_of
from codematch.model.match import Exhibit, ExhibitRow, Region


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    """What the whole of a file says of its lines: an exhibit may begin or end within a private key."""

    around: Surroundings
    writing: Writing

    def shown(self, text: str, line: int | None) -> str:
        return text if line is None else covered(text, line - 1, self.around, self.writing)


def mask_exhibits(
    exhibits: Sequence[Exhibit], regions: Sequence[Region], known: PreparedWork, questioned: PreparedWork
) -> tuple[tuple[Exhibit, ...], int]:
    """Return exhibits with what is secret or personal covered, and how many of their rows that concerns.

    Args:
        exhibits: The exhibits.
        regions: The regions that they show, among others.
        known: The known work.
        questioned: The questioned work.
    """
    shown = {exhibit.region for exhibit in exhibits}
    listed = {region.number: region for region in regions if region.number in shown}
    left = _files(known, {region.known.path: region.language for region in listed.values()})
    right = _files(questioned, {region.questioned.path: region.language for region in listed.values()})
    masked = [
        _masked(exhibit, left[listed[exhibit.region].known.path], right[listed[exhibit.region].questioned.path])
        for exhibit in exhibits
    ]
    before = (row for exhibit in exhibits for row in exhibit.rows)
    after = (row for exhibit in masked for row in exhibit.rows)
    return tuple(masked), sum(one != other for one, other in zip(before, after, strict=True))


def _files(work: PreparedWork, languages: dict[str, str]) -> dict[str, _File]:
    """The files of a work at the paths given, with their languages."""
    return {
        source.record.path: _File(
            around=survey([line.decode("utf-8", "replace") for line in source.utf8.splitlines()]),
            writing=writing_of(source.record.path, languages[source.record.path]),
        )
        for source in work.sources
        if source.record.path in languages
    }


def _masked(exhibit: Exhibit, left: _File, right: _File) -> Exhibit:
    rows = (_row(row, left, right) for row in exhibit.rows)
    return replace(exhibit, rows=tuple(rows))


def _row(row: ExhibitRow, left: _File, right: _File) -> ExhibitRow:
    return replace(
        row,
        known_text=left.shown(row.known_text, row.known_line),
        questioned_text=right.shown(row.questioned_text, row.questioned_line),
    )
