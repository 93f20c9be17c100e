"""Exhibits in which secrets and personal data are covered, whatever the tier of a report is."""

from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass, field, replace

from codematch.comparison.prepare import PreparedWork
from codematch.masking import (
    Mark,
    Surroundings,
    TextKind,
    cover,
    find_marks,
    has_far_hints,
    survey,
    suspects,
    writing_of,
)
from codematch.model.match import Exhibit, ExhibitRow, Region

_CONTEXT = 300
"""Characters before and behind a part of a long line that are looked at with it: `password:` may stand before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    """What the whole of a file says of its lines: an exhibit may begin or end within a private key."""

    utf8: bytes
    around: Surroundings
    writing: TextKind
    lines: dict[int, str] = field(default_factory=dict)

    def line(self, number: int) -> str:
        """Return a line, from 1."""
        if number not in self.lines:
            self.lines[number] = self.utf8.split(b"\n", number)[number - 1].decode("utf-8", "replace")
        return self.lines[number]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Found:
    """What is masked: the marks of each line that was looked at, and the places by the kind of what stands there.

    Both sides of an exhibit are much the same, so that most lines would be looked at twice. A line stands with what
    decides about it: whether it is one of a key, whether it stands near one, and how it is written.
    """

    marks: dict[tuple[str, bool, bool, TextKind], list[Mark]] = field(default_factory=dict)
    kinds: Counter[str] = field(default_factory=Counter)

    def covered(self, text: str, line: int, begin: int, file: _File) -> tuple[str, list[str]]:
        """Return a line, from 1, or its part with what is secret or personal covered, and that; it is counted."""
        index, around = line - 1, file.around
        before = file.line(line)[max(0, begin - _CONTEXT) : begin] if begin else ""
        behind = file.line(line)[begin + len(text) :][:_CONTEXT] if begin else ""
        whole = before + text + behind
        key = whole, index in around.keys, index in around.near, file.writing
        if key not in self.marks:
            self.marks[key] = find_marks(whole, index, around, file.writing)
        marks = self.marks[key] if whole is text else _clipped(self.marks[key], len(before), len(text))
        self.kinds.update(mark.kind.value for mark in marks)
        return cover(text, marks), [text[mark.start : mark.stop] for mark in marks]


def _clipped(marks: Sequence[Mark], begin: int, length: int) -> list[Mark]:
    """Return what marks cover of a part of a text."""
    spans = [
        mark._replace(
            start=max(0, mark.start - begin),
            stop=min(length, mark.stop - begin),
            shown=mark.shown if mark.start >= begin else 0,
        )
        for mark in marks
    ]
    return [mark for mark in spans if mark.start < mark.stop]


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
    found = _Found()
    masked, rows = [], 0
    for exhibit in exhibits:
        region = listed[exhibit.region]
        covered, count = _masked(exhibit, left[region.known.path], right[region.questioned.path], found)
        masked.append(covered)
        rows += count
    return tuple(masked), rows, dict(sorted(found.kinds.items()))


def _files(work: PreparedWork, languages: dict[str, str]) -> dict[str, _File]:
    """The files of a work at the paths given, with their languages."""
    return {
        source.record.path: _File(
            utf8=source.utf8,
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


def _masked(exhibit: Exhibit, left: _File, right: _File, found: _Found) -> tuple[Exhibit, int]:
    """Return an exhibit with what is secret or personal covered, and how many rows that changes."""
    texts = list(dict.fromkeys(text for row in exhibit.rows for text in (row.known_text, row.questioned_text)))
    chosen = {texts[index] for index in suspects("\n".join(texts))}
    in_parts = any(row.known_begin or row.questioned_begin for row in exhibit.rows)
    if (
        not chosen
        and not in_parts
        and not any((left.around.keys, left.around.near, right.around.keys, right.around.near))
    ):
        return exhibit, 0
    rows = [
        _covered_row(row, left, right, chosen, found)
        if _asks(row.known_text, row.known_line, row.known_begin, left, chosen)
        or _asks(row.questioned_text, row.questioned_line, row.questioned_begin, right, chosen)
        else row
        for row in exhibit.rows
    ]
    changed = sum(after is not before and after != before for before, after in zip(exhibit.rows, rows, strict=True))
    return replace(exhibit, rows=tuple(rows)) if changed else exhibit, changed


def _covered_row(row: ExhibitRow, left: _File, right: _File, chosen: Set[str], found: _Found) -> ExhibitRow:
    known, of_known = _shown(row.known_text, row.known_line, row.known_begin, left, chosen, found)
    questioned, of_questioned = _shown(
        row.questioned_text, row.questioned_line, row.questioned_begin, right, chosen, found
    )
    differ = bool(of_known and of_questioned) and of_known != of_questioned
    return replace(row, known_text=known, questioned_text=questioned, masked_differ=differ)


def _shown(
    text: str, line: int | None, begin: int, file: _File, chosen: Set[str], found: _Found
) -> tuple[str, list[str]]:
    """A line, or a part of one, as it is shown, and what is covered on it."""
    if line is None or not _asks(text, line, begin, file, chosen):
        return text, []
    return found.covered(text, line, begin, file)


def _asks(text: str, line: int | None, begin: int, file: _File, chosen: Set[str]) -> bool:
    """Say whether a line is to be looked at: one that may hold something, or that others say something of."""
    return line is not None and (
        begin > 0 or text in chosen or line - 1 in file.around.keys or line - 1 in file.around.near
    )
