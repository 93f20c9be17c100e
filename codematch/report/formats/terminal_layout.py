"""Tables and lists for a terminal of any width: what does not fit is stacked, and nothing is cut off."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Generic, Literal, TypeVar

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from codematch.report.text import padded, say

HEADING, QUIET, WARNING, NUMBER = "bold", "dim", "yellow", "bold cyan"
INDENT = 2
Subject = TypeVar("Subject")
FILE_WIDTH = 100
"""Columns of a text file; on a screen the width is that of the terminal."""
MINIMUM_WIDTH = 20
_GAP = 2
_IDEOGRAPHS, _OPENING, _CLOSING = "\u3400-\u9fff", "（“《", "，。；：、）”》！？"
_WORD = re.compile(
    rf"[{_OPENING}]*(?:[{_IDEOGRAPHS}]|[^\s{_IDEOGRAPHS}{_OPENING}{_CLOSING}]+)(?:[{_CLOSING}]+[,.;:!?)]*)*\s*"
    rf"|[{_OPENING}{_CLOSING}]+\s*|\s+"
)
"""What a line is broken between: words, and ideographs with the punctuation that must not begin or end a line."""
_FOLDER = re.compile(r"[^/]*/\s*|[^/]+")
_PART = re.compile(r":?\d[\d,.]*(?:–\d+)?\)?\s*|⟨U\+\w+⟩\s*|[^\W\d_]+[\W_]?\s*|\W\s*|_\s*")
_LEAST = 24
"""A text in a column of a table gets as many cells at least; with fewer the table is stacked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: its heading, the alignment of its cells, their style, and whether they are texts that may wrap."""

    title: str
    right: bool = False
    style: str = ""
    wraps: bool = False


def heading(key: str) -> list[RenderableType]:
    """Return an empty line and the heading of a part."""
    return [Text(), Text(say(key), style=HEADING)]


def paragraph(words: str, style: str = "") -> Padding:
    """Return a text that is moved in."""
    return indented(Text(words, style=style))


def facts(rows: Sequence[tuple[str, str]], width: int) -> Iterator[RenderableType]:
    """Yield values, each to the right of its name; all begin in one column."""
    start = max(cell_len(name) for name, _ in rows) + INDENT
    for name, value in rows:
        yield indented(labelled(Text(padded(name, start), style=QUIET), Text(value), width - INDENT))


def and_more(count: int) -> list[RenderableType]:
    """Return the line that says how many rows are not shown, nothing if all are."""
    return [Text(f"  {say('and-more', count=count)}", style=QUIET)] if count > 0 else []


def draw(parts: Iterable[RenderableType], console: Console) -> None:
    """Print the parts of a text one below the other; nothing in them is markup."""
    console.print(Group(*parts), markup=False, highlight=False, emoji=False)


def plain_text(draw: Callable[[Console], None], width: int) -> str:
    """Return what is drawn on a console of this width as text without colour, and without blanks at line ends."""
    console = Console(file=StringIO(), width=width, color_system=None, force_terminal=False, legacy_windows=False)
    draw(console)
    written = console.file.getvalue()  # type: ignore[attr-defined]
    return "\n".join(line.rstrip() for line in written.splitlines()) + "\n"


@dataclass(frozen=True, slots=True)
class Summary(Generic[Subject]):
    """The summary of a subject: `parts` yields what stands one below the other on a terminal of so many columns."""

    parts: Callable[[Subject, int], Iterable[RenderableType]]

    def text(self, subject: Subject, width: int = FILE_WIDTH) -> str:
        """Return the summary as plain text of at most `width` columns, without colour."""
        return plain_text(lambda console: self.show(subject, console), width)

    def show(self, subject: Subject, console: Console) -> None:
        """Print the summary."""
        draw(self.parts(subject, console.width), console)


def indented(content: RenderableType) -> Padding:
    """Return content that is moved in; a text is folded to the width that is left."""
    return Padding(_Folded(content) if isinstance(content, Text) else content, (0, 0, 0, INDENT), expand=False)


@dataclass(frozen=True, slots=True)
class _Folded:
    """A text with line breaks that do not divide a number, in any script."""

    text: Text

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield folded(self.text, options.max_width)


def table(columns: Sequence[Column], rows: Sequence[Sequence[str]], width: int, *, main: int = -1) -> RenderableType:
    """Return a table that fits into a width, else its rows below one another, each cell behind its heading.

    Args:
        columns: The columns; the first one names the row.
        rows: The cells of each row.
        width: The cells that there are.
        main: The number of the row that is to be seen first, -1 for none.
    """
    if _natural(columns, rows) > width:
        return _stacked(columns, rows, width)
    made = Table(box=None, show_edge=False, pad_edge=False, padding=(0, _GAP, 0, 0))
    for column in columns:
        side: Literal["left", "right"] = "right" if column.right else "left"
        made.add_column(column.title, justify=side, no_wrap=not column.wraps, overflow="fold", header_style=QUIET)
    for number, row in enumerate(rows):
        cells = (Text(cell, style=column.style) for cell, column in zip(row, columns, strict=True))
        made.add_row(*cells, style=NUMBER if number == main else "")
    return made


def labelled(start: Text, content: Text, width: int) -> RenderableType:
    """Return a text to the right of a short one; wrapped lines are indented to where it begins.

    If the short one takes more than half of the width, the text is below it.
    """
    if cell_len(start.plain) > width // 2 and start.plain.strip():
        start = start.copy()
        start.rstrip()
        return Group(folded(start, width), indented(folded(content, width - INDENT)))
    content = folded(content, width - cell_len(start.plain))
    grid = Table.grid(padding=0)
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row(start, content)
    return grid


def joined(parts: Sequence[Text], width: int) -> Text:
    """Return texts on one line if they fit there, else each on its own."""
    one_line = sum(cell_len(part.plain) for part in parts) + _GAP * (len(parts) - 1) <= width
    return Text(" " * _GAP if one_line else "\n").join(parts)


def folded(text: Text, width: int) -> Text:
    """Return a text with line breaks: between words, and of a word that is too long between its parts.

    A number is divided only when it alone is longer than a line.
    """
    lines = [part for line in text.split("\n", allow_blank=True) for part in line.divide(_breaks(line.plain, width))]
    for line in lines:
        line.rstrip()
    return Text("\n").join(lines)


def _breaks(text: str, width: int) -> list[int]:
    """Return the positions of line breaks."""
    found: list[int] = []
    used = 0
    for word in _WORD.finditer(text):
        size = cell_len(word[0].rstrip())
        if size <= width - used:
            used += cell_len(word[0])
            continue
        if used and size <= width:
            found.append(word.start())
            used = cell_len(word[0])
            continue
        place = word.start()
        for piece in _pieces(word[0], width):
            if used and cell_len(piece.rstrip()) > width - used:
                found.append(place)
                used = 0
            used += cell_len(piece)
            place += len(piece)
    return found


def _pieces(word: str, width: int) -> Iterator[str]:
    """Yield the parts of a long word that stay together: folders and files, else words and numbers, else characters."""
    for folder in _FOLDER.findall(word):
        if cell_len(folder.rstrip()) <= width:
            yield folder
            continue
        for part in _PART.findall(folder):
            yield from [part] if cell_len(part.rstrip()) <= width else part


def _natural(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> int:
    """How wide a table is at least, if no cell is to break that must not."""
    widths = []
    for place, column in enumerate(columns):
        longest = max((cell_len(row[place]) for row in rows), default=0)
        widths.append(max(cell_len(column.title), min(longest, _LEAST) if column.wraps else longest))
    return sum(widths) + _GAP * (len(widths) - 1)


def _stacked(columns: Sequence[Column], rows: Sequence[Sequence[str]], width: int) -> RenderableType:
    parts: list[RenderableType] = [Text(columns[0].title, style=QUIET)] if columns[0].title else []
    for row in rows:
        parts.append(Text(row[0], style=HEADING, overflow="fold"))
        grid = Table.grid(padding=(0, _GAP, 0, 0))
        grid.add_column(style=QUIET, overflow="fold", max_width=max(width // 2, 8))
        grid.add_column(overflow="fold")
        for cell, column in zip(row[1:], columns[1:], strict=True):
            if cell:
                grid.add_row(column.title, Text(cell, style=column.style))
        parts.append(indented(grid))
    return Group(*parts)
