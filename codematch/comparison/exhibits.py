"""Exhibits: the lines of a region side by side, aligned by their tokens, never reflowed and never dropped."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import numpy as np

from codematch.comparison.assemble import LocatedRegion
from codematch.comparison.prepare import PreparedWork
from codematch.model.match import Exhibit, ExhibitRow, RegionSide, RowState
from codematch.model.source import SourceFile
from codematch.model.tokens import TokenStream
from codematch.settings import Counting

Marks = tuple[tuple[int, int], ...]

MAX_LINE_CHARACTERS = 2_000
"""Longer lines are cut for display, with a visible ellipsis."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Side:
    """The lines of one side: their texts, and for each line whether all its tokens are aligned, and which differ.

    Of the first line the region begins at the character `begin`, of the last it stops before the character `stop`.
    """

    first: int
    texts: list[str]
    aligned: list[bool]
    marks: list[Marks]
    begin: int
    stop: int

    def span(self, index: int) -> tuple[int, int]:
        """The characters of a line that belong to the region: what stands beside it on a line decides nothing."""
        begin = self.begin if index == 0 else 0
        return begin, self.stop if index == len(self.texts) - 1 else len(self.texts[index])

    def inside(self, index: int) -> str:
        begin, stop = self.span(index)
        return self.texts[index][begin:stop]


def make_exhibits(
    regions: Sequence[LocatedRegion], known: PreparedWork, questioned: PreparedWork, settings: Counting
) -> tuple[Exhibit, ...]:
    """Lay out the first `settings.max_exhibits` regions, each up to `settings.max_exhibit_rows` rows."""
    exhibits = []
    for item in regions[: settings.max_exhibits]:
        left = _side(item, known.sources[item.known_file], known.files[item.known_file].stream, "known")
        right = _side(
            item, questioned.sources[item.questioned_file], questioned.files[item.questioned_file].stream, "questioned"
        )
        pairs = _line_pairs(item, known, questioned, left, right)
        rows = _rows(pairs, left, right)
        limit = settings.max_exhibit_rows
        exhibits.append(
            Exhibit(
                region=item.region.number,
                rows=tuple(rows[:limit]),
                omitted_rows=max(0, len(rows) - limit),
                known_span=(left.begin, left.stop),
                questioned_span=(right.begin, right.stop),
            )
        )
    return tuple(exhibits)


def _side(item: LocatedRegion, source: SourceFile, stream: TokenStream, side: str) -> _Side:
    place = getattr(item.region, side)
    lines = _lines_of(source, place.first_line, place.last_line)
    differs = dict(zip(getattr(item.aligned, side).tolist(), item.codes.tolist(), strict=True))
    utf8 = source.utf8
    starts = [start for start, _ in lines]
    marks: list[list[tuple[int, int]]] = [[] for _ in lines]
    aligned = [True] * len(lines)
    for token in range(place.first_token, place.stop_token):
        code = differs.get(token)
        if code == 0:
            continue
        row = max(bisect_right(starts, int(stream.starts[token])) - 1, 0)
        begin, end = lines[row]
        low, high = int(stream.starts[token]), min(int(stream.stops[token]), end)
        marks[row].append((_characters(utf8[begin:low]), _characters(utf8[begin:high])))
        aligned[row] &= code is not None
    texts = [utf8[begin:end].decode("utf-8", "replace") for begin, end in lines]
    begin, stop = _edges(stream, place, utf8, lines)
    return _Side(
        first=place.first_line,
        texts=texts,
        aligned=aligned,
        marks=[tuple(row) for row in marks],
        begin=begin,
        stop=stop,
    )


def _edges(stream: TokenStream, place: RegionSide, utf8: bytes, lines: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The character at which the region begins on its first line, and before which it stops on its last.

    Only other tokens bound it: the indentation before it and the comment behind it are shown as its own.
    """
    (first, _), (last, end) = lines[0], lines[-1]
    before, after = place.first_token - 1, place.stop_token
    begin = int(stream.starts[place.first_token]) if before >= 0 and stream.stops[before] > first else first
    stop = int(stream.stops[after - 1]) if after < len(stream.starts) and stream.starts[after] < end else end
    return _characters(utf8[first:begin]), _characters(utf8[last:stop])


def _lines_of(source: SourceFile, first: int, last: int) -> list[tuple[int, int]]:
    """Half-open byte spans of the lines `first` to `last` in the UTF-8 text, without their ends."""
    utf8 = source.utf8
    data = np.frombuffer(utf8, dtype=np.uint8)
    feed, back = data == 10, data == 13
    back_only = back.copy()
    back_only[:-1] &= ~feed[1:]
    ends = np.flatnonzero(feed | back_only)
    begins = np.concatenate(([0], ends + 1))
    stops = np.append(ends, len(data))
    spans = []
    for line in range(first - 1, min(last, len(begins))):
        begin, stop = int(begins[line]), int(stops[line])
        if stop > begin and data[stop - 1] == 13:
            stop -= 1
        spans.append((begin, stop))
    return spans


def _characters(utf8: bytes) -> int:
    return len(utf8.decode("utf-8", "replace"))


def _line_pairs(
    item: LocatedRegion, known: PreparedWork, questioned: PreparedWork, left: _Side, right: _Side
) -> list[tuple[int, int]]:
    """Pairs of line indices that correspond, strictly increasing on both sides: the first aligned token decides."""
    known_lines = known.files[item.known_file].stream.lines[item.aligned.known] - left.first
    questioned_lines = questioned.files[item.questioned_file].stream.lines[item.aligned.questioned] - right.first
    pairs: list[tuple[int, int]] = []
    last_known, last_questioned = -1, -1
    for at_known, at_questioned in zip(known_lines.tolist(), questioned_lines.tolist(), strict=True):
        if at_known > last_known and at_questioned > last_questioned:
            pairs.append((at_known, at_questioned))
            last_known, last_questioned = at_known, at_questioned
    return pairs


def _rows(pairs: list[tuple[int, int]], left: _Side, right: _Side) -> list[ExhibitRow]:
    rows: list[ExhibitRow] = []
    at_known, at_questioned = 0, 0
    for known, questioned in [*pairs, (len(left.texts), len(right.texts))]:
        rows += _between(left, right, (at_known, known), (at_questioned, questioned))
        if known < len(left.texts):
            rows.append(_pair(left, right, known, questioned))
        at_known, at_questioned = known + 1, questioned + 1
    return rows


def _between(left: _Side, right: _Side, known: tuple[int, int], questioned: tuple[int, int]) -> list[ExhibitRow]:
    """The lines between two corresponding pairs: equal ones (comments, blanks) meet, the others stand alone."""
    texts = [
        [side.inside(index).strip() for index in range(*span)] for side, span in ((left, known), (right, questioned))
    ]
    rows: list[ExhibitRow] = []
    for tag, a, b, c, d in SequenceMatcher(None, texts[0], texts[1], autojunk=False).get_opcodes():
        if tag == "equal":
            rows += [_pair(left, right, known[0] + a + step, questioned[0] + c + step) for step in range(b - a)]
            continue
        rows += [_alone(left, known[0] + index, RowState.KNOWN_ONLY) for index in range(a, b)]
        rows += [_alone(right, questioned[0] + index, RowState.QUESTIONED_ONLY) for index in range(c, d)]
    return rows


def _pair(left: _Side, right: _Side, known: int, questioned: int) -> ExhibitRow:
    marks = left.marks[known], right.marks[questioned]
    if any(marks):
        state = RowState.RENAMED if left.aligned[known] and right.aligned[questioned] else RowState.DIFFERENT
    elif _bare(left.inside(known)) == _bare(right.inside(questioned)):
        state = RowState.IDENTICAL
    else:
        state, marks = RowState.DIFFERENT, _differing(left, right, known, questioned)
    return ExhibitRow(
        state=state,
        known_line=left.first + known,
        known_text=_cut(left.texts[known]),
        questioned_line=right.first + questioned,
        questioned_text=_cut(right.texts[questioned]),
        known_marks=marks[0],
        questioned_marks=marks[1],
    )


def _bare(text: str) -> str:
    return "".join(text.split())


def _differing(left: _Side, right: _Side, known: int, questioned: int) -> tuple[Marks, Marks]:
    """Mark all from the first to the last character that differs, of two lines whose tokens are the same: comments."""
    texts = left.inside(known), right.inside(questioned)
    head = _agreeing(*texts)
    tail = _agreeing(texts[0][head:][::-1], texts[1][head:][::-1])
    marks: list[Marks] = []
    for text, begin in zip(texts, (left.span(known)[0], right.span(questioned)[0]), strict=True):
        low, high = begin + head, begin + len(text) - tail
        marks.append(((low, high),) if low < high else ())
    return marks[0], marks[1]


def _agreeing(known: str, questioned: str) -> int:
    """How many characters agree from the beginning on."""
    pairs = enumerate(zip(known, questioned, strict=False))
    return next((index for index, (a, b) in pairs if a != b), min(len(known), len(questioned)))


def _alone(side: _Side, index: int, state: RowState) -> ExhibitRow:
    line, text = side.first + index, _cut(side.texts[index])
    if state is RowState.KNOWN_ONLY:
        return ExhibitRow(state=state, known_line=line, known_text=text, questioned_line=None, questioned_text="")
    return ExhibitRow(state=state, known_line=None, known_text="", questioned_line=line, questioned_text=text)


def _cut(text: str) -> str:
    """Cut a line for display, at the end of a word: half a key would not be known as one, and not be covered."""
    if len(text) <= MAX_LINE_CHARACTERS:
        return text
    return re.sub(r"[\w+/=.@-]{1,200}$", "", text[:MAX_LINE_CHARACTERS]) + " […]"
