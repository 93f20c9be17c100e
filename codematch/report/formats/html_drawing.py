"""Tables, lines and exhibits of a record as HTML; the template engine would take several times as long."""

from collections.abc import Iterator, Mapping, Set

from markupsafe import Markup, escape

from codematch.model.match import RowState
from codematch.report.formats.code_columns import kinds_of_rows
from codematch.report.formats.highlighting import Kinds
from codematch.report.formats.markup import put_together, show, show_code, show_digest, show_path, show_symbol
from codematch.report.record.blocks import SIGNS, Cell, Code, Line, Pair, Sides, Span, Style, Table
from codematch.report.text import numbers, say, visible

SORTABLE = frozenset({"regions", "pairs", "findings", "files", "asserted"})
"""Kinds of tables whose order says nothing, so that a reader may filter and sort them."""
_OMITTED = Markup('<tr class="omitted"><td colspan="5">{}</td></tr>')


class Drawing:
    """Draws the parts of one page of a record.

    Attributes:
        anchors: The anchors of the page.
        elsewhere: The addresses of anchors in other pages.
    """

    def __init__(self, anchors: Set[str], elsewhere: Mapping[str, str]) -> None:
        self.anchors = anchors
        self.elsewhere = elsewhere

    def address(self, anchor: str) -> str:
        """Return where a link to an anchor leads, "" where there is no such anchor."""
        return f"#{anchor}" if anchor in self.anchors else self.elsewhere.get(anchor, "")

    def spans(self, spans: tuple[Span, ...]) -> Markup:
        """Return spans in a row."""
        return put_together(map(self._span, spans))

    def _span(self, span: Span) -> Markup:
        inner = _styled(span)
        if span.title:
            inner = Markup('<abbr title="{}">{}</abbr>').format(visible(span.title), inner)
        if span.link and (address := self.address(span.link)):
            inner = Markup('<a href="{}">{}</a>').format(address, inner)
        return inner

    def line(self, line: Line) -> Markup:
        """Return a line with its bar."""
        return self.spans(line.spans) + _bar(line) if line.bar else self.spans(line.spans)

    def cell(self, cell: Cell) -> Markup:
        """Return the content of a cell: a line as it is, several below one another."""
        if len(cell) == 1 and not cell[0].role:
            return self.line(cell[0])
        return put_together(
            Markup('<div class="{}">{}</div>').format(line.role or "line", self.line(line)) for line in cell
        )

    def rows(self, table: Table) -> Iterator[Markup]:
        """Yield every row in a body of its own; each cell carries the head of its column, for narrow screens."""
        heads = [(escape(visible(column.head)), column.align.value) for column in table.columns]
        for row in table.rows:
            cells = []
            for number, cell in enumerate(row.cells):
                head, align = heads[number]
                rest = len(heads) - number if number == len(row.cells) - 1 else 1
                align = align if rest == 1 else ""  # what spans the rest of a row is a sentence
                span = f' colspan="{rest}"' if rest > 1 else ""
                wide = " wide" if len(cell) > 1 and any(line.role for line in cell) and not align else ""
                kind = f' class="{(align + wide).strip()}"' if align or wide else ""
                cells.append(f'<td{kind}{span} data-th="{head}">{self.cell(cell)}</td>')
            anchor = f' id="{escape(row.id)}"' if row.id else ""
            marked = ' class="changed"' if row.marked else ""
            # Names of classes, numbers, and what is markup already.
            yield Markup(f"<tbody{anchor}><tr{marked}>{''.join(cells)}</tr></tbody>")  # noqa: S704

    def code_rows(self, sides: Sides) -> Iterator[Markup]:
        """Yield the rows of an exhibit."""
        titles = {state: escape(say(f"state.{state.value}")) for state in RowState}
        for row, kinds in zip(sides.rows, kinds_of_rows(sides), strict=True):
            if isinstance(row, Pair):
                state = row.state
                yield Markup(  # noqa: S704 - signs, numbers and what is markup already
                    f'<tr class="{state.value}"><td class="no">{numbers.line(row.known.number)}</td>'
                    f'<td class="code k">{_code(row.known, kinds.known)}</td><td class="sign" title="{titles[state]}">'
                    f'{SIGNS[state]}</td><td class="no">{numbers.line(row.questioned.number)}</td>'
                    f'<td class="code q">{_code(row.questioned, kinds.questioned)}</td></tr>'
                )
            else:
                yield _OMITTED.format(row)

    @staticmethod
    def sortable(table: Table) -> bool:
        """Return whether a reader may filter and sort a table."""
        return table.kind.partition(" ")[0] in SORTABLE


_FORMS = {
    Style.STRONG: Markup("<b>{}</b>"),
    Style.CODE: Markup("<code>{}</code>"),
    Style.QUIET: Markup('<span class="quiet">{}</span>'),
    Style.TAG: Markup('<span class="tag">{}</span>'),
    Style.HASH: Markup('<span class="hash">{}</span>'),
    Style.PATH: Markup('<span class="path">{}</span>'),
}
_DIGEST = 64
"""Hexadecimal digits of a whole SHA-256."""


def _styled(span: Span) -> Markup:
    if span.style in (Style.PLAIN, Style.PAGES):
        return show(span.text)
    if span.style is Style.SYMBOL:
        return show_symbol(span.text)
    shown = show(span.text)
    if span.style is Style.PATH:
        shown = show_path(span.text)
    elif span.style is Style.HASH and len(span.text) == _DIGEST:
        shown = show_digest(span.text)
    return _FORMS[span.style].format(shown)


def _bar(line: Line) -> Markup:
    parts = Markup("").join(
        Markup('<i class="{}" style="width:{}"></i>').format(name, numbers.bar(share, 1.0)) for name, share in line.bar
    )
    return Markup('<span class="strip" aria-hidden="true">{}</span>').format(parts)


def _code(code: Code, kinds: Kinds) -> Markup:
    """Return a line of code, coloured; text outside the region is marked."""
    text, begin = code.text, code.begin
    stop = len(text) if code.stop is None else min(code.stop, len(text))
    if not begin and stop == len(text):
        return show_code(text, code.marks, kinds)
    marks = [(first - begin, last - begin) for first, last in code.marks]
    inside = show_code(text[begin:stop], marks, [(first - begin, last - begin, kind) for first, last, kind in kinds])
    return _aside(text[:begin]) + inside + _aside(text[stop:])


def _aside(text: str) -> Markup:
    return Markup('<span class="beside">{}</span>').format(show_code(text, ())) if text.strip() else escape(text)
