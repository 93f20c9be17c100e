"""Exhibits in which secrets and personal data are covered, whatever the tier of a report is."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from codematch.comparison.prepare import PreparedWork
from codematch.masking import Surroundings, TextKind, cover, find_marks, survey, writing_of
from codematch.model.match import Exhibit, ExhibitRow, Region


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    """What the whole of a file says of its lines: an exhibit may begin or end within a private key."""

    around: Surroundings
    writing: TextKind

    def shown(self, text: str, line: int | None, kinds: Counter[str]) -> str:
        """Return a line with what is secret or personal covered; the places are counted by their kinds."""
        marks = [] if line is None else find_marks(text, line - 1, self.around, self.writing)
        kinds.update(mark.kind.value for mark in marks)
        return cover(text, marks)


def mask_exhibits(
    exhibits: Sequence[Exhibit], regions: Sequence[Region], known: PreparedWork, questioned: PreparedWork
) -> tuple[tuple[Exhibit, ...], int, dict[str, int]]:
    """Return exhibits with what is secret or personal covered, how many of their rows that concerns, and what it is.

    The last are numbers of places by the kind of what stands there, sorted by kind.

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
    kinds: Counter[str] = Counter()
    masked = [
        _masked(exhibit, left[listed[exhibit.region].known.path], right[listed[exhibit.region].questioned.path], kinds)
        for exhibit in exhibits
    ]
    before = (row for exhibit in exhibits for row in exhibit.rows)
    after = (row for exhibit in masked for row in exhibit.rows)
    rows = sum(one != other for one, other in zip(before, after, strict=True))
    return tuple(masked), rows, dict(sorted(kinds.items()))


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


def _masked(exhibit: Exhibit, left: _File, right: _File, kinds: Counter[str]) -> Exhibit:
    rows = (_row(row, left, right, kinds) for row in exhibit.rows)
    return replace(exhibit, rows=tuple(rows))


def _row(row: ExhibitRow, left: _File, right: _File, kinds: Counter[str]) -> ExhibitRow:
    return replace(
        row,
        known_text=left.shown(row.known_text, row.known_line, kinds),
        questioned_text=right.shown(row.questioned_text, row.questioned_line, kinds),
    )
