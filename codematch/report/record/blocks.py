"""The examination record as blocks: the content of every rendering, in order, independent of the format.

Text is kept as it was read; a rendering escapes it, and shows what is hidden in it. Nothing here depends on HTML,
PDF or DOCX.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from codematch.model.match import RowState
from codematch.model.sides import Both


class Style(StrEnum):
    """The style of a span."""

    PLAIN = ""
    STRONG = "strong"
    QUIET = "quiet"
    PATH = "path"
    HASH = "hash"
    CODE = "code"
    TAG = "tag"
    SYMBOL = "symbol"
    """Wording in which what follows an underscore is an index, as in R_K."""
    PAGES = "pages"
    """The pages of the exhibit that the link leads to, where a rendering has pages; else the text."""


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text; `link` names the anchor that it leads to, `title` explains it."""

    text: str
    style: Style = Style.PLAIN
    link: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """Spans in a row; `role` is known or questioned where the line is about one work.

    `bar` is drawn below: parts by name, each as a share of the full width (0 to 1).
    """

    spans: tuple[Span, ...]
    role: str = ""
    bar: tuple[tuple[str, float], ...] = ()


Cell = tuple[Line, ...]


class Align(StrEnum):
    """The alignment of a column: words left, numbers right, short entries centred."""

    WORDS = ""
    NUMBER = "n"
    MIDDLE = "c"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, how it is set, and its width relative to the other columns."""

    head: str
    align: Align = Align.WORDS
    width: float = 1.0


@dataclass(frozen=True, slots=True)
class Row:
    """A row: a cell for each column, or fewer, the last of which fills the rest; `id` is an anchor."""

    cells: tuple[Cell, ...]
    id: str = ""
    marked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table; `number` is that of the specification of the record ("T5"), `id` an anchor.

    `more` says how much is not listed, and where it is. `kind` names tables that a rendering sets in its own way.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    number: str = ""
    caption: str = ""
    id: str = ""
    more: str = ""
    kind: str = ""


class Tone(StrEnum):
    """The kind of a paragraph: plain, a finding, less prominent text, or a notice."""

    PLAIN = ""
    FINDING = "finding"
    QUIET = "quiet"
    NOTICE = "notice"
    INVALID = "invalid"


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph."""

    spans: tuple[Span, ...]
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within a section."""

    text: str
    id: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """Names with values; a value of None is left blank for the examiner. `role` is that of the work it is about."""

    rows: tuple[tuple[str, Cell | None], ...]
    role: str = ""


@dataclass(frozen=True, slots=True)
class Items:
    """Items of a list, in a given order or not."""

    lines: tuple[Line, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Terms:
    """Terms with their meanings; `long` when these are sentences."""

    rows: tuple[tuple[str, str], ...]
    long: bool = False


@dataclass(frozen=True, slots=True)
class Folded:
    """Blocks under a summary line; foldable on a screen, always shown in print."""

    summary: str
    blocks: tuple["Block", ...]
    open: bool = False
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Panels:
    """Blocks side by side, known first."""

    blocks: tuple["Block", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A picture as SVG with its number, its caption, and the digest of the numbers that it draws."""

    svg: str
    number: str
    caption: str
    digest: str
    id: str = ""


@dataclass(frozen=True, slots=True)
class Blank:
    """Blank lines for the examiner's text."""

    lines: int


@dataclass(frozen=True, slots=True)
class Legend:
    """The legend of the signs and marks of exhibits."""


@dataclass(frozen=True, slots=True)
class Code:
    """A line of one side: its number in the file (None where there is none), the text, and what is marked in it.

    `marks` are half-open character ranges; what is outside `begin` and `stop` is not part of the region.
    """

    number: int | None
    text: str
    marks: tuple[tuple[int, int], ...] = ()
    begin: int = 0
    stop: int | None = None


SIGNS = {
    RowState.IDENTICAL: "=",
    RowState.RENAMED: "≈",
    RowState.DIFFERENT: "≠",
    RowState.KNOWN_ONLY: "<",
    RowState.QUESTIONED_ONLY: ">",
    RowState.WRAPPED: "¶",
}
"""The sign between the two lines of an exhibit, by which a grey print distinguishes rows; it points at a lone line."""
LEGEND = {state: RowState.IDENTICAL if state is RowState.WRAPPED else state for state in RowState}
"""As what each state is set in the legend: of a wrapped line only a part is marked, if any."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A row of an exhibit: the two lines and their state; `place` is the place of the row among all of the region."""

    state: RowState
    known: Code
    questioned: Code
    place: int = 0


_NO_LANGUAGES = Both("", "")
_NO_TEXTS: Both[tuple[str, ...]] = Both((), ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """The lines of a region, known left and questioned right; a text instead of a pair says what is left out.

    `languages` are the ids of the languages of both sides, `texts` all lines of both, those left out too: what a word
    is can depend on what comes before.
    """

    known: Line
    questioned: Line
    rows: tuple[Pair | str, ...]
    languages: Both[str] = _NO_LANGUAGES
    texts: Both[tuple[str, ...]] = _NO_TEXTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An exhibit: its number, heading, what is said of it, its lines; `back` is the anchor of its row in the tables.

    `has_notes` tells whether there is room for notes of the examiner.
    """

    id: str
    number: str
    title: tuple[Span, ...]
    back: str
    blocks: tuple["Block", ...]
    sides: Sides | None
    has_notes: bool = True


Block = Table | Text | Heading | Facts | Items | Terms | Folded | Panels | Figure | Blank | Legend | Article


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A section with the number that the specification of the record gives it, in any order.

    `letter` follows the number of a section that is added between two of the specification, such as 13a.
    `label` is the number that a reader sees. `part` is the heading of a part of the document that begins with it, ""
    elsewhere; `opening` follows it. An `annex` holds lists that the body names.
    """

    id: str
    number: int = 0
    letter: str = ""
    label: str = ""
    title: str = ""
    part: str = ""
    opening: tuple[Block, ...] = ()
    blocks: tuple[Block, ...] = ()
    annex: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The whole record: title, what the footer of every page says, the cover, the sections in their order.

    `root` is the SHA-256 of `report.json`, of which footers show the beginning. `glance` is the page after the cover,
    which answers the questions. A `short` record has so little to show that its cover and that page are one. `blank`
    says beside a blank field who fills it in, "" for the examiner.
    """

    language: str
    title: str
    subtitle: str
    disclaimer: str
    id: str
    root: str
    tier: str
    cover: tuple[Block, ...]
    glance: Section
    sections: tuple[Section, ...]
    short: bool = False
    blank: str = ""

    @property
    def anchors(self) -> frozenset[str]:
        """The anchors of the record; a link to anything else is set as plain text."""
        parts = (self.glance, *self.sections)
        found = {"top", *(section.id for section in parts)}
        for block in walk((*self.cover, *(block for section in parts for block in section.blocks))):
            if isinstance(block, Heading | Table | Figure | Article) and block.id:
                found.add(block.id)
            if isinstance(block, Table):
                found.update(row.id for row in block.rows if row.id)
        return frozenset(found)


def walk(blocks: Iterable[Block]) -> Iterable[Block]:
    """Yield every block, those inside others too, in order."""
    for block in blocks:
        yield block
        if isinstance(block, Folded | Panels | Article):
            yield from walk(block.blocks)
