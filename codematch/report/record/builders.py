"""Makes cells, lines and paragraphs of words, counts and spans."""

from codematch.report.record.blocks import Cell, Line, Span, Style, Text, Tone


def line(*parts: str | int | Span, role: str = "", bar: tuple[tuple[str, float], ...] = ()) -> Line:
    """Return a line of words, counts and spans."""
    return Line(tuple(part if isinstance(part, Span) else Span(_words(part)) for part in parts), role, bar)


def _words(part: str | int) -> str:
    return part if isinstance(part, str) else f"{part:,}"


def cell(*parts: str | int | Span) -> Cell:
    """Return a cell of one line; an empty one for no words."""
    return (line(*parts),)


def lines(*rows: Line | str | int | Span) -> Cell:
    """Return a cell of several lines."""
    return tuple(row if isinstance(row, Line) else line(row) for row in rows)


def sides(known: str | int | Span, questioned: str | int | Span) -> Cell:
    """Return a cell with a line for the known work, and below it one for the questioned work."""
    return (line(known, role="known"), line(questioned, role="questioned"))


def text(*parts: str | int | Span, tone: Tone = Tone.PLAIN) -> Text:
    """Return a paragraph of words and spans."""
    return Text(line(*parts).spans, tone)


def aside(*parts: str | int | Span) -> Text:
    """Return a paragraph that explains."""
    return text(*parts, tone=Tone.QUIET)


def quiet(words: str) -> Span:
    """Return less prominent text."""
    return Span(words, Style.QUIET)


def strong(words: str) -> Span:
    """Return emphasised text."""
    return Span(words, Style.STRONG)


def path(words: str) -> Span:
    """Return a path or another text of the input."""
    return Span(words, Style.PATH)


def digest(words: str) -> Span:
    """Return a digest in full or in part."""
    return Span(words, Style.HASH)


def code(words: str) -> Span:
    """Return a word of a program."""
    return Span(words, Style.CODE)
