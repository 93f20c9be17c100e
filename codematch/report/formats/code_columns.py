"""Exhibits for paper: lines of code cut to the width of a column, in columns of text, on counted pages.

A document of many lines is set fastest as a few long texts in parallel columns. So every line is cut here to what fits
in its column of a font of fixed width, and both sides get the same number of lines.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby, pairwise
from typing import NamedTuple
from unicodedata import east_asian_width

from rich.cells import cell_len

from codematch.model.match import RowState
from codematch.model.sides import Both
from codematch.report.formats.highlighting import Kinds, kinds_of
from codematch.report.record.blocks import SIGNS, Code, Pair, Sides
from codematch.report.text import numbers, say
from codematch.report.text.visible import pieces

WIDTH = 72
"""Columns of a fixed-width font that one side of a page has."""
PAGE_LINES = 70
"""Lines of code that surely fit on a page."""
TAB = 4

PLAIN, BESIDE, HIDDEN = "p", "b", "h"
NO_KINDS: Both[Kinds] = Both((), ())


class Run(NamedTuple):
    """A style and the text that has it: plain, outside the region, hidden, or the state of the row where it is marked.

    `kind` is what the text is in its language (see `codematch.report.formats.highlighting`).
    """

    style: RowState | str
    text: str
    kind: str = ""


CutLine = tuple[Run, ...]
Show = Callable[[str], str]
"""Replaces characters of a text that the font has no glyphs for."""


@dataclass(frozen=True, slots=True)
class CutRow:
    """A row of an exhibit as it is set: its sign, the numbers of both lines, and what each line was cut into.

    A row that goes on from the page before has neither sign nor numbers.
    """

    sign: str
    numbers: Both[int | None]
    lines: Both[tuple[CutLine, ...]]

    @property
    def height(self) -> int:
        """Lines that the row takes."""
        return max(1, *map(len, self.lines))


@dataclass(frozen=True, slots=True)
class Chunk:
    """Lines of both sides that follow one another, ready to be set as five columns of text."""

    numbers: Both[str]
    signs: str
    code: Both[tuple[Run, ...]]


Page = tuple[CutRow | str, ...]
"""What one page shows of an exhibit; a text says what is left out."""


def cut_pages(sides: Sides, counted: bool, show: Show) -> list[Page]:
    """Return the rows of an exhibit on one endless page, or with `counted` on pages of `PAGE_LINES`."""
    kinds = kinds_of_rows(sides)
    rows = [
        row if isinstance(row, str) else _cut_row(row, show, each) for row, each in zip(sides.rows, kinds, strict=True)
    ]
    if not counted:
        return [tuple(rows)]
    pages: list[list[CutRow | str]] = [[]]
    used = 0
    for row in rows:
        for part in [row] if isinstance(row, str) else _parts(row):
            height = 1 if isinstance(part, str) else part.height
            if used and used + height > PAGE_LINES:
                pages.append([])
                used = 0
            pages[-1].append(part)
            used += height
    return [tuple(page) for page in pages]


def kinds_of_rows(sides: Sides) -> list[Both[Kinds]]:
    """Return for each row of an exhibit which characters of its two lines are what; nothing for a text."""
    known = kinds_of(sides.texts.known, sides.languages.known)
    is_same = sides.texts.known == sides.texts.questioned and sides.languages.known == sides.languages.questioned
    questioned = known if is_same else kinds_of(sides.texts.questioned, sides.languages.questioned)
    return [
        Both(known[row.place], questioned[row.place]) if isinstance(row, Pair) and known else NO_KINDS
        for row in sides.rows
    ]


def _cut_row(row: Pair, show: Show, kinds: Both[Kinds]) -> CutRow:
    codes = Both(row.known, row.questioned)
    lines = Both(*(tuple(cut_line(code, row.state, show, each)) for code, each in zip(codes, kinds, strict=True)))
    return CutRow(SIGNS[row.state], codes.map(lambda code: code.number), lines)


def _parts(row: CutRow) -> Iterator[CutRow]:
    """Cut a row that is higher than a page."""
    for at in range(0, row.height, PAGE_LINES):
        known, questioned = (side[at : at + PAGE_LINES] for side in row.lines)
        part = replace(row, lines=Both(known, questioned))
        yield replace(part, sign="", numbers=Both(None, None)) if at else part


def columns(page: Page) -> list[Chunk | str]:
    """Return the rows of a page as columns of text, one chunk between every two texts."""
    made: list[Chunk | str] = []
    for _, group in groupby(page, key=type):
        rows = list(group)
        cut = [row for row in rows if isinstance(row, CutRow)]
        made += [_chunk(cut)] if cut else [row for row in rows if isinstance(row, str)]
    return made


def _chunk(rows: Sequence[CutRow]) -> Chunk:
    known, questioned = (
        "".join(numbers.line(number) + "\n" * row.height for number, row in zip(side, rows, strict=True))
        for side in zip(*(row.numbers for row in rows), strict=True)
    )
    signs = "".join(row.sign + "\n" * row.height for row in rows)
    return Chunk(
        numbers=Both(known, questioned),
        signs=signs,
        code=Both(
            _joined((row.lines.known, row.height) for row in rows),
            _joined((row.lines.questioned, row.height) for row in rows),
        ),
    )


def _joined(sides: Iterator[tuple[tuple[CutLine, ...], int]]) -> tuple[Run, ...]:
    """Put lines below one another, each side of a row filled up to its height; plain runs are joined."""
    column: list[Run] = []
    for lines, height in sides:
        for line in lines:
            column.extend(line)
            _end_line(column, 1)
        _end_line(column, height - len(lines))
    return tuple(column)


def _end_line(column: list[Run], count: int) -> None:
    """Add line ends, to the last run where that is plain."""
    if not count:
        return
    if column and column[-1].style == PLAIN and not column[-1].kind:
        column[-1] = Run(PLAIN, column[-1].text + "\n" * count)
    else:
        column.append(Run(PLAIN, "\n" * count))


def cut_line(code: Code, state: RowState, show: Show, kinds: Kinds = ()) -> list[CutLine]:
    """Return a line of code as lines of at most `WIDTH` columns; nothing where the side has no line."""
    if code.number is None and not code.text:
        return []
    lines: list[list[Run]] = [[]]
    used = 0
    for style, text, kind in _runs(code, state, kinds):
        rest = text if text.isascii() else show(text)
        while used + _width(rest) > WIDTH:
            head = _fitting(rest, WIDTH - used)
            if head:
                _add(lines[-1], Run(style, head, kind))
            rest, used = rest[len(head) :], 0
            lines.append([])
        if rest:
            _add(lines[-1], Run(style, rest, kind))
            used += _width(rest)
    return [tuple(line) for line in lines]


def _width(text: str) -> int:
    return len(text) if text.isascii() else sum(map(_cells, text))


@cache
def _cells(character: str) -> int:
    """How many columns a character takes on paper, where no line may be longer than it is thought to be.

    The brackets around code points come from a broader font than the rest, and fonts with Chinese set as broad what
    Unicode calls ambiguous.
    """
    return 2 if character in "⟨⟩" or east_asian_width(character) == "A" else cell_len(character)


def _add(line: list[Run], run: Run) -> None:
    if line and (line[-1].style, line[-1].kind) == (run.style, run.kind):
        line[-1] = run._replace(text=line[-1].text + run.text)
    else:
        line.append(run)


def _fitting(text: str, room: int) -> str:
    """The beginning of a text that takes at most this many columns."""
    if text.isascii():
        return text[:room]
    end = used = 0
    for character in text:
        used += _cells(character)
        if used > room:
            break
        end += 1
    return text[:end]


def _runs(code: Code, state: RowState, kinds: Kinds) -> Iterator[Run]:
    """Cut a line where its style or kind changes: marked, outside the region, hidden; tabs become blanks."""
    stop = len(code.text) if code.stop is None else code.stop
    at = column = 0
    whole = state in (RowState.KNOWN_ONLY, RowState.QUESTIONED_ONLY)
    marks = () if whole else code.marks
    inner = [edge for first, last, _ in kinds for edge in (first, last)]
    for piece in pieces(code.text, marks, keep_tabs=True):
        begin, at = at, at + len(piece.text)
        if piece.hidden:
            yield Run(HIDDEN, piece.hidden.split(" ")[0])
            column += len(piece.hidden.split(" ")[0])
            continue
        edges = sorted({begin, *(edge for edge in (code.begin, stop, *inner) if begin < edge < at), at})
        for first, last in pairwise(edges):
            text = code.text[first:last]
            if "\t" in text:
                text = _untabbed(text, column)
            column += len(text)
            inside = code.begin <= first < stop
            kind = next((kind for low, high, kind in kinds if low <= first < high), "")
            style = state if inside and (piece.marked or whole) else PLAIN if inside else BESIDE
            yield Run(style, text, kind if inside else "")


def _untabbed(text: str, column: int) -> str:
    made = ""
    for character in text:
        made += " " * (TAB - (column + len(made)) % TAB) if character == "\t" else character
    return made


@dataclass(slots=True)
class Budget:
    """How many printed pages may show code: in all, and of one exhibit in a row; None for as many as there are.

    Protective orders limit both, so that no print lets a reader follow long stretches of a work. `used` is what the
    exhibits so far took.
    """

    pages: int | None = None
    consecutive: int | None = None
    used: int = 0

    @property
    def limited(self) -> bool:
        """Whether pages are counted at all."""
        return self.pages is not None or self.consecutive is not None

    def fit(self, pages: list[Page]) -> list[Page]:
        """Return the pages that may be printed of an exhibit; the last one says how many lines are left out."""
        if not self.limited:
            return pages
        room = min(
            len(pages),
            self.consecutive if self.consecutive is not None else len(pages),
            max(0, self.pages - self.used) if self.pages is not None else len(pages),
        )
        self.used += room
        shown, rest = pages[:room], pages[room:]
        if not rest:
            return shown
        lines = sum(isinstance(row, CutRow) and bool(row.sign) for page in rest for row in page)
        words = say("omitted.budget", count=lines)
        return [*shown[:-1], (*(shown[-1] if shown else ()), words)]
