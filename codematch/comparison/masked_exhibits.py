"""Exhibits in which secrets and personal data are covered, whatever the tier of a report is."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from codematch.comparison.prepare import PreparedWork
from codematch.masking import Surroundings, TextKind, cover, find_marks, has_far_hints, survey, suspects, writing_of
from codematch.model.match import Exhibit, Region


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    """What the whole of a file says of its lines: an exhibit may begin or end within a private key."""

    around: Surroundings
    writing: TextKind

    def covered(self, rows: Sequence[tuple[str, int | None]], kinds: Counter[str]) -> dict[int, str]:
        """Return the rows in which something is secret or personal, with that covered; the places are counted by kind.

        Args:
            rows: The text of each row, without a line end, and its line, None for no line.
            kinds: The numbers of places by the kind of what stands there, to be added to.
        """
        chosen = set(suspects("\n".join(text for text, _ in rows)))
        found = {}
        for index, (text, line) in enumerate(rows):
            if line is not None and (index in chosen or line - 1 in self.around.keys or line - 1 in self.around.near):
                marks = find_marks(text, line - 1, self.around, self.writing)
                kinds.update(mark.kind.value for mark in marks)
                found[index] = cover(text, marks)
        return {index: text for index, text in found.items() if text != rows[index][0]}


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
    masked, rows = [], 0
    for exhibit in exhibits:
        region = listed[exhibit.region]
        covered, count = _masked(exhibit, left[region.known.path], right[region.questioned.path], kinds)
        masked.append(covered)
        rows += count
    return tuple(masked), rows, dict(sorted(kinds.items()))


def _files(work: PreparedWork, languages: dict[str, str]) -> dict[str, _File]:
    """The files of a work at the paths given, with their languages."""
    return {
        source.record.path: _File(
            around=_surroundings(source.utf8),
            writing=writing_of(source.record.path, languages[source.record.path]),
        )
        for source in work.sources
        if source.record.path in languages
    }


def _surroundings(utf8: bytes) -> Surroundings:
    """What the lines of a file say of one another; most files have nothing of the kind."""
    if not has_far_hints(utf8):
        return Surroundings()
    return survey([line.decode("utf-8", "replace") for line in utf8.splitlines()])


def _masked(exhibit: Exhibit, left: _File, right: _File, kinds: Counter[str]) -> tuple[Exhibit, int]:
    """Return an exhibit with what is secret or personal covered, and how many rows that changes."""
    known = left.covered([(row.known_text, row.known_line) for row in exhibit.rows], kinds)
    questioned = right.covered([(row.questioned_text, row.questioned_line) for row in exhibit.rows], kinds)
    changed = known.keys() | questioned.keys()
    if not changed:
        return exhibit, 0
    rows = list(exhibit.rows)
    for index in changed:
        row = rows[index]
        rows[index] = replace(
            row,
            known_text=known.get(index, row.known_text),
            questioned_text=questioned.get(index, row.questioned_text),
        )
    return replace(exhibit, rows=tuple(rows)), len(changed)
