"""Exhibits: the lines of a region side by side, aligned by their tokens, never reflowed and never dropped.

What the mark of a row says is true of the two lines as they are printed, with what stands beside the region on them.
"""

import re
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache

import numpy as np

from codematch.align.script import AlignedTokens
from codematch.comparison.line_pairs import WORD, Pair, pair_lines
from codematch.comparison.line_parts import SideLines, in_parts
from codematch.comparison.lined_file import LinedFile, characters
from codematch.comparison.located_region import LocatedRegion
from codematch.comparison.prepare import IDENTIFIER, PreparedWork
from codematch.comparison.wrapped_lines import Counterparts
from codematch.model.asserted import AssertedResult
from codematch.model.match import Exhibit, ExhibitRow, MatchClass, RegionSide, RowState
from codematch.model.spans import place_in
from codematch.model.tokens import TokenStream
from codematch.settings import Counting

Marks = tuple[tuple[int, int], ...]

MAX_LINE_CHARACTERS = 2_000
"""Longer lines are cut for display, with a visible ellipsis."""
CUT_OFF = " […]"
"""The end of a line that was cut."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Piece:
    """A part of a line that is compared as one: a token or a word, as characters; `token` is -1 where it is none."""

    text: str
    begin: int
    stop: int
    token: int


def side_of(file: LinedFile, place: RegionSide) -> SideLines:
    """Return the lines of a region."""
    return SideLines.of(file, place.first_line, place.last_line, *_edges(file, place))


def whole(file: LinedFile) -> SideLines:
    """Return all lines of a file."""
    last = len(file.begins) - 1
    return SideLines.of(file, 1, last, 0, characters(file.source.utf8[int(file.begins[last - 1]) :]))


def _pieces(side: SideLines, index: int) -> list[_Piece]:
    """Cut a line into its tokens, and what is in none or in one of several lines into its words."""
    begin, stop = int(side.starts[index]), int(side.stops[index])
    stream, utf8, text = side.file.stream, side.file.source.utf8, side.texts[index]
    low, high = place_in(stream.starts, begin), place_in(stream.starts, stop)
    spans = zip(range(low, high), stream.starts[low:high].tolist(), stream.stops[low:high].tolist(), strict=True)
    found: list[_Piece] = []
    at = 0
    is_ascii = text.isascii()
    for token, first, last in spans:
        if last > stop:
            break
        if not is_ascii:
            first, last = (begin + characters(utf8[begin:place]) for place in (first, last))
        found += _words(text, at, first - begin)
        at = last - begin
        found.append(_Piece(text=text[first - begin : at], begin=first - begin, stop=at, token=token))
    return [*found, *_words(text, at, len(text))]


def make_exhibits(
    regions: Sequence[LocatedRegion],
    known: PreparedWork,
    questioned: PreparedWork,
    settings: Counting,
    asserted: Sequence[AssertedResult] = (),
) -> tuple[Exhibit, ...]:
    """Lay out `settings.max_exhibits` regions, each up to a limit: a lower one for identical files.

    Args:
        regions: The regions in report order.
        known: The known work.
        questioned: The questioned work.
        settings: The limits.
        asserted: What is said of each asserted item; its regions come first and have no limit of rows.
    """
    whole = {part.region for item in asserted for part in item.counterparts}
    works = known, questioned
    file_of = cache(lambda number, index: LinedFile.of(works[number], index))
    exhibits = []
    for item in _exhibited(regions, whole, settings.max_exhibits):
        left = side_of(file_of(0, item.known_file), item.region.known)
        right = side_of(file_of(1, item.questioned_file), item.region.questioned)
        left, right = in_parts(left, right, item.aligned)
        pairs = pair_lines(
            left.places(item.aligned.known),
            right.places(item.aligned.questioned),
            (left.texts, right.texts),
            (left.comments(), right.comments()),
        )
        total = len(left.texts) + len(right.texts) - len(pairs)
        is_same = item.region.match_class is MatchClass.BYTE_IDENTICAL
        limit = settings.max_identical_rows if is_same else settings.max_exhibit_rows
        limit = total if item.region.number in whole else limit
        exhibits.append(
            Exhibit(
                region=item.region.number,
                rows=tuple(_rows(pairs, left, right, item, limit)),
                omitted_rows=max(0, total - limit),
                known_span=(left.begin, left.stop),
                questioned_span=(right.begin, right.stop),
            )
        )
    return tuple(exhibits)


def _exhibited(regions: Sequence[LocatedRegion], whole: Set[int], limit: int) -> list[LocatedRegion]:
    """Return the regions with an exhibit: of asserted items, up to half of the rest without a label, then the first."""
    chosen = [item.region.number for item in regions if item.region.number in whole][:limit]
    unlabelled = [item.region.number for item in regions if not item.region.labels and item.region.number not in whole]
    chosen += unlabelled[: (limit - len(chosen)) // 2]
    taken = set(chosen)
    taken.update([item.region.number for item in regions if item.region.number not in taken][: limit - len(taken)])
    return [item for item in regions if item.region.number in taken]


def _edges(file: LinedFile, place: RegionSide) -> tuple[int, int]:
    """The character at which the region begins on its first line, and before which it stops on its last.

    Only other tokens bound it: the indentation before it and the comment behind it are shown as its own.
    """
    stream, utf8 = file.stream, file.source.utf8
    first, last = int(file.begins[place.first_line - 1]), int(file.begins[place.last_line - 1])
    end = int(file.begins[place.last_line]) - 1
    before, after = place.first_token - 1, place.stop_token
    begin = int(stream.starts[place.first_token]) if before >= 0 and stream.stops[before] > first else first
    stop = int(stream.stops[after - 1]) if after < len(stream.starts) and stream.starts[after] < end else end
    return characters(utf8[first:begin]), characters(utf8[last:stop])


def _rows(
    pairs: Sequence[Pair], left: SideLines, right: SideLines, item: LocatedRegion, limit: int
) -> list[ExhibitRow]:
    """The first rows: of each pair of lines one, and the lines between them alone, the known ones first."""
    rows: list[ExhibitRow] = []
    counterparts = Counterparts.of(left, right, item.aligned)
    at_known, at_questioned = 0, 0
    for known, questioned in (*pairs, (len(left.texts), len(right.texts))):
        rows += [lone_row(left, 0, index, counterparts) for index in range(at_known, known)]
        rows += [lone_row(right, 1, index, counterparts) for index in range(at_questioned, questioned)]
        if len(rows) >= limit:
            break
        if known < len(left.texts):
            rows.append(pair_row((left, right), (known, questioned), item.aligned, counterparts))
        at_known, at_questioned = known + 1, questioned + 1
    return rows[:limit]


def pair_row(
    sides: tuple[SideLines, SideLines], lines: tuple[int, int], aligned: AlignedTokens, counterparts: Counterparts
) -> ExhibitRow:
    """Return the row of two lines, which count from 0 for the first of each side."""
    (left, right), (known, questioned) = sides, lines
    texts = left.texts[known], right.texts[questioned]
    state: RowState
    known_marks: Marks
    questioned_marks: Marks
    state, known_marks, questioned_marks = RowState.IDENTICAL, (), ()
    if texts[0] != texts[1] and texts[0].strip() != texts[1].strip():
        state, known_marks, questioned_marks = _compared(texts, sides, lines, aligned, counterparts)
    return ExhibitRow(
        state=state,
        known_line=left.numbers[known],
        known_text=cut_line(texts[0]),
        questioned_line=right.numbers[questioned],
        questioned_text=cut_line(texts[1]),
        known_marks=known_marks,
        questioned_marks=questioned_marks,
        known_begin=left.offsets[known],
        questioned_begin=right.offsets[questioned],
    )


def _compared(
    texts: tuple[str, str],
    sides: tuple[SideLines, SideLines],
    lines: tuple[int, int],
    aligned: AlignedTokens,
    counterparts: Counterparts,
) -> tuple[RowState, Marks, Marks]:
    """How two lines with different texts compare, and what to mark on them."""
    if max(map(len, texts)) > MAX_LINE_CHARACTERS:
        same = "".join(texts[0].split()) == "".join(texts[1].split())
        return (RowState.IDENTICAL, (), ()) if same else (RowState.DIFFERENT, *_ends_apart(*texts))
    pieces = _pieces(sides[0], lines[0]), _pieces(sides[1], lines[1])
    words = [piece.text for piece in pieces[0]], [piece.text for piece in pieces[1]]
    if words[0] == words[1]:
        return RowState.IDENTICAL, (), ()
    if len(words[0]) == len(words[1]):
        changed = [pair for pair in zip(*pieces, strict=True) if pair[0].text != pair[1].text]
        if all(_is_renamed(*pair, sides[0].file.stream, sides[1].file.stream, aligned) for pair in changed):
            return RowState.RENAMED, _marks(one for one, _ in changed), _marks(other for _, other in changed)
    blocks = SequenceMatcher(None, *words, autojunk=False).get_matching_blocks()
    kept = [{block[side] + step for block in blocks for step in range(block.size)} for side in (0, 1)]
    rest = [
        [piece for index, piece in enumerate(own) if index not in same] for own, same in zip(pieces, kept, strict=True)
    ]
    if all(all(counterparts.has(side, [piece.token for piece in own])) for side, own in enumerate(rest)):
        return RowState.WRAPPED, _without_same(rest[0], 0, counterparts), _without_same(rest[1], 1, counterparts)
    return RowState.DIFFERENT, _marks(rest[0]), _marks(rest[1])


def _without_same(pieces: Sequence[_Piece], side: int, counterparts: Counterparts) -> Marks:
    """Mark the parts of a line that have no counterpart with the same text."""
    same = counterparts.has_same(side, [piece.token for piece in pieces])
    return _marks(piece for piece, found in zip(pieces, same, strict=True) if not found)


def _marks(pieces: Iterable[_Piece]) -> Marks:
    return tuple((piece.begin, piece.stop) for piece in pieces)


def _is_renamed(
    known: _Piece, questioned: _Piece, left: TokenStream, right: TokenStream, aligned: AlignedTokens
) -> bool:
    """Say whether two parts of lines are a name and what the region aligns with it."""
    if known.token < 0 or questioned.token < 0:
        return False
    at = int(np.searchsorted(aligned.known, known.token))
    return (
        at < len(aligned.known)
        and int(aligned.known[at]) == known.token
        and int(aligned.questioned[at]) == questioned.token
        and int(left.classes[known.token]) == int(right.classes[questioned.token]) == IDENTIFIER
    )


def _ends_apart(known: str, questioned: str) -> tuple[Marks, Marks]:
    """Mark all from the first to the last character that differs, as far as it is shown."""
    head = _agreeing(known, questioned)
    tail = _agreeing(known[head:][::-1], questioned[head:][::-1])
    spans = [(head, min(len(text) - tail, MAX_LINE_CHARACTERS)) for text in (known, questioned)]
    known_marks, questioned_marks = (((low, high),) if low < high else () for low, high in spans)
    return known_marks, questioned_marks


def _agreeing(known: str, questioned: str) -> int:
    """How many characters agree from the beginning on."""
    pairs = enumerate(zip(known, questioned, strict=False))
    return next((index for index, (a, b) in pairs if a != b), min(len(known), len(questioned)))


def _words(text: str, begin: int, stop: int) -> list[_Piece]:
    """The words and signs of a part of a line."""
    return [
        _Piece(text=word[0], begin=word.start(), stop=word.end(), token=-1) for word in WORD.finditer(text, begin, stop)
    ]


def lone_row(side: SideLines, number: int, index: int, counterparts: Counterparts) -> ExhibitRow:
    """Return the row of a line of the known (0) or the questioned (1) side without a line beside it."""
    line, text, begin = side.numbers[index], cut_line(side.texts[index]), side.offsets[index]
    state = (RowState.KNOWN_ONLY, RowState.QUESTIONED_ONLY)[number]
    marks: Marks = ()
    if len(side.texts[index]) <= MAX_LINE_CHARACTERS:
        pieces = _pieces(side, index)
        found = counterparts.has(number, [piece.token for piece in pieces if piece.token >= 0])
        if found and 2 * sum(found) >= len(found):
            state, marks = RowState.WRAPPED, _without_same(pieces, number, counterparts)
    if number == 0:
        return ExhibitRow(
            state=state,
            known_line=line,
            known_text=text,
            questioned_line=None,
            questioned_text="",
            known_marks=marks,
            known_begin=begin,
        )
    return ExhibitRow(
        state=state,
        known_line=None,
        known_text="",
        questioned_line=line,
        questioned_text=text,
        questioned_marks=marks,
        questioned_begin=begin,
    )


def cut_line(text: str) -> str:
    """Cut a line for display, at the end of a word: half a key would not be known as one, and not be covered."""
    if len(text) <= MAX_LINE_CHARACTERS:
        return text
    return re.sub(r"[\w+/=.@-]{1,200}$", "", text[:MAX_LINE_CHARACTERS]) + CUT_OFF
