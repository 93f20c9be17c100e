"""Exhibits for paper: lines of code cut to the width of a column, in columns of text, on counted pages.

A document of many lines is set fastest as a few long texts beside one another. So every line is cut here to what fits
in its column of a font of fixed width, and both sides get the same number of lines.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from rich.cells import cell_len

from codematch.model.match import RowState
from codematch.report import numbers
from codematch.report.record.blocks import Code, Pair, Sides
from codematch.report.visible import pieces
from codematch.report.wording import say

WIDTH = 72
"""Columns of a fixed-width font that one side of a page has."""
PAGE_LINES = 70
"""Lines of code that surely fit on a page."""
TAB = 4

_SIGNS = {
    RowState.IDENTICAL: "=",
    RowState.RENAMED: "≈",
    RowState.DIFFERENT: "≠",
    RowState.KNOWN_ONLY: "K",
    RowState.QUESTIONED_ONLY: "Q",
}
PLAIN, BESIDE, HIDDEN = "p", "b", "h"

Run = tuple[RowState | str, str]
"""A style and the text that has it: plain, beside the region, hidden, or the state of the row where it is marked."""


@dataclass(slots=True)
class Chunk:
    """Lines of both sides that follow one another, ready to be set as five columns of text."""

    known_numbers: str = ""
    known: list[Run] = field(default_factory=list)
    signs: str = ""
    questioned_numbers: str = ""
    questioned: list[Run] = field(default_factory=list)


@dataclass(slots=True)
class Page:
    """Rows of an exhibit that one page shows, and how many lines of code they take there."""

    rows: list[Pair | str] = field(default_factory=list)
    height: int = 0


def line_pages(sides: Sides, counted: bool) -> list[Page]:
    """Return the rows of an exhibit on one endless page, or with `counted` on pages of `PAGE_LINES`."""
    pages = [Page()]
    for row in sides.rows:
        height = _height(row)
        if counted and pages[-1].rows and pages[-1].height + height > PAGE_LINES:
            pages.append(Page())
        pages[-1].rows.append(row)
        pages[-1].height += height
    return pages


def _height(row: Pair | str) -> int:
    if not isinstance(row, Pair):
        return 1
    return max(1, *(-(-_width(code.text.expandtabs(TAB)) // WIDTH) for code in (row.known, row.questioned)))


def columns(page: Page, show: Callable[[str], str]) -> list[Chunk | str]:
    """Return the rows of a page as columns of text.

    Args:
        page: The rows.
        show: Says what a text becomes that the font may lack glyphs for.
    """
    made: list[Chunk | str] = []
    for row in page.rows:
        if isinstance(row, str):
            made.append(row)
            continue
        if not made or isinstance(made[-1], str):
            made.append(Chunk())
        chunk = made[-1]
        if isinstance(chunk, Chunk):
            _append(chunk, row, show)
    return made


def _append(chunk: Chunk, row: Pair, show: Callable[[str], str]) -> None:
    cut = (cut_line(row.known, row.state, show), cut_line(row.questioned, row.state, show))
    height = max(1, len(cut[0]), len(cut[1]))
    rest = "\n" * height
    chunk.known_numbers += numbers.line(row.known.number) + rest
    chunk.questioned_numbers += numbers.line(row.questioned.number) + rest
    chunk.signs += _SIGNS[row.state] + rest
    for column, lines in ((chunk.known, cut[0]), (chunk.questioned, cut[1])):
        for line in lines:
            column.extend(line)
            _end_line(column, 1)
        _end_line(column, height - len(lines))


def _end_line(column: list[Run], count: int) -> None:
    """Add line ends, to the last run where that is plain."""
    if not count:
        return
    if column and column[-1][0] == PLAIN:
        column[-1] = (PLAIN, column[-1][1] + "\n" * count)
    else:
        column.append((PLAIN, "\n" * count))


def cut_line(code: Code, state: RowState, show: Callable[[str], str]) -> list[list[Run]]:
    """Return a line of code as lines of at most `WIDTH` columns; nothing where the side has no line."""
    if code.number is None and not code.text:
        return []
    lines: list[list[Run]] = [[]]
    used = 0
    for style, text in _runs(code, state):
        rest = text if text.isascii() else show(text)
        while used + _width(rest) > WIDTH:
            head = _fitting(rest, WIDTH - used)
            if head:
                _add(lines[-1], style, head)
            rest, used = rest[len(head) :], 0
            lines.append([])
        if rest:
            _add(lines[-1], style, rest)
            used += _width(rest)
    return lines


def _width(text: str) -> int:
    return len(text) if text.isascii() else cell_len(text)


def _add(line: list[Run], style: RowState | str, text: str) -> None:
    if line and line[-1][0] == style:
        line[-1] = (style, line[-1][1] + text)
    else:
        line.append((style, text))


def _fitting(text: str, room: int) -> str:
    """The beginning of a text that takes at most so many columns."""
    if text.isascii():
        return text[:room]
    end = used = 0
    for character in text:
        used += cell_len(character)
        if used > room:
            break
        end += 1
    return text[:end]


def _runs(code: Code, state: RowState) -> Iterator[Run]:
    """Cut a line where its style changes: marked, beside the region, hidden characters; tabs become blanks."""
    stop = len(code.text) if code.stop is None else code.stop
    at = column = 0
    whole = state in (RowState.KNOWN_ONLY, RowState.QUESTIONED_ONLY)
    marks = () if whole else code.marks
    for piece in pieces(code.text, marks, keep_tabs=True):
        begin, at = at, at + len(piece.text)
        if piece.hidden:
            yield HIDDEN, piece.hidden.split(" ")[0]
            column += len(piece.hidden.split(" ")[0])
            continue
        edges = sorted({begin, *(edge for edge in (code.begin, stop) if begin < edge < at), at})
        for first, last in pairwise(edges):
            text = code.text[first:last]
            if "\t" in text:
                text = _untabbed(text, column)
            column += len(text)
            inside = code.begin <= first < stop
            yield (state if inside and (piece.marked or whole) else PLAIN if inside else BESIDE), text


def _untabbed(text: str, column: int) -> str:
    made = ""
    for character in text:
        made += " " * (TAB - (column + len(made)) % TAB) if character == "\t" else character
    return made


@dataclass(slots=True)
class Budget:
    """How many printed pages may show code: in all, and of one exhibit in a row; None for as many as there are.

    Protective orders limit both, so that no print lets a reader follow long stretches of a work.
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
        if rest:
            words = say("omitted.budget", count=numbers.integer(sum(isinstance(row, Pair) for page in rest for row in
                                                                    page.rows)))  # fmt: skip
            last = shown[-1] if shown else Page()
            shown = [*shown[:-1], Page([*last.rows, words], last.height)]
        return shown
