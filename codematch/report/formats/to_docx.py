"""A record as a Word document for those who must edit or translate it: the same sections, tables and exhibits."""

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from codematch.model.match import RowState
from codematch.model.result import CaseResult
from codematch.model.sides import Both
from codematch.report.formats.code_columns import BESIDE, HIDDEN, cut_line, kinds_of_rows
from codematch.report.formats.highlighting import Kinds
from codematch.report.formats.typesetting import png
from codematch.report.record import blocks, record
from codematch.report.render_options import RenderOptions
from codematch.report.text import numbers, say, visible
from codematch.report.text.visible import indexed

_Properties = Mapping[str, Mapping[str, object]]
"""Of a run: the attributes of each element by its name; where two are joined, the later one counts."""

_CODE: _Properties = {"rFonts": {"ascii": "Consolas", "hAnsi": "Consolas", "cs": "Consolas", "eastAsia": "SimSun"}}
_GREY: _Properties = {"color": {"val": "595959"}}
_BOLD: _Properties = {"b": {}}
_BOXED: _Properties = {"bdr": {"val": "single", "sz": 4, "space": 0, "color": "808080"}}
_LOW: _Properties = {"vertAlign": {"val": "subscript"}}
_WIDTH = 9_900
"""Twentieths of a point between the margins of a page."""
_ORDER = ("rFonts", "b", "color", "sz", "u", "bdr", "shd", "vertAlign")
"""Properties of a run in the order of the schema (ISO/IEC 29500-1, 17.3.2)."""


def _size(half_points: int) -> _Properties:
    return {"sz": {"val": half_points}}


def _shaded(fill: str) -> _Properties:
    return {**_BOLD, "shd": {"val": "clear", "color": "auto", "fill": fill}}


_SMALL, _TINY = _size(15), _size(12)
_STYLES: Mapping[blocks.Style, _Properties] = {
    blocks.Style.PLAIN: {},
    blocks.Style.STRONG: _BOLD,
    blocks.Style.QUIET: _GREY,
    blocks.Style.PATH: _CODE,
    blocks.Style.CODE: _CODE,
    blocks.Style.HASH: {**_CODE, **_size(14)},
    blocks.Style.TAG: _BOXED,
}
_MARKS: Mapping[str, _Properties] = {
    RowState.RENAMED: {"u": {"val": "dotted"}},
    RowState.DIFFERENT: _shaded("DEDEDE"),
    RowState.KNOWN_ONLY: _shaded("EEEEEE"),
    RowState.QUESTIONED_ONLY: _shaded("EEEEEE"),
    BESIDE: _GREY,
    HIDDEN: _BOXED,
}
_KINDS: Mapping[str, _Properties] = {
    "k": {"color": {"val": "1F3864"}},
    "s": {"color": {"val": "375623"}},
    "n": {"color": {"val": "7F3F00"}},
    "c": {"color": {"val": "6A6A6A"}},
}
_TONES: Mapping[blocks.Tone, _Properties] = {
    blocks.Tone.PLAIN: {},
    blocks.Tone.FINDING: {**_BOLD, **_size(24)},
    blocks.Tone.QUIET: {**_GREY, **_size(16)},
    blocks.Tone.NOTICE: _BOLD,
    blocks.Tone.INVALID: {**_BOLD, **_size(26)},
}
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip archive can state: the same record gives the same bytes at any time."""


def render(result: CaseResult, options: RenderOptions) -> bytes:
    """Return `report.docx`.

    Raises:
        StoreError: No font is there to draw the figures with.
    """
    made = record(result, options)
    document = Document()
    for section in document.sections:
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm(17)
        section.top_margin, section.bottom_margin = Mm(16), Mm(20)
        section.footer.paragraphs[0]._p.extend(_footer(made))
    _set_fonts(document)
    _set_properties(document, made, options)
    body = document.element.body
    writer = _Writer(document, made)
    end = body[-1]  # what follows the text is the setting of its section
    for element in writer.elements():
        end.addprevious(element)
    plain = io.BytesIO()
    document.save(plain)
    return _without_clock(plain.getvalue())


def _set_fonts(document: Any) -> None:
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(9.5)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), "SimSun")
    for name in ("Title", "Heading 1", "Heading 2", "Heading 3"):
        style = document.styles[name]
        style.font.name = "Calibri"
        style.element.rPr.rFonts.set(qn("w:eastAsia"), "SimHei")
        for attribute in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            style.element.rPr.rFonts.attrib.pop(qn(f"w:{attribute}"), None)


def _set_properties(document: Any, made: blocks.Record, options: RenderOptions) -> None:
    at = datetime.fromisoformat(options.made) if options.made else datetime(*_EPOCH, tzinfo=UTC)
    properties = document.core_properties
    properties.title, properties.subject, properties.keywords = made.title, visible(made.subtitle), made.id
    properties.author = properties.last_modified_by = "codematch"
    properties.comments = ""
    properties.created = properties.modified = at.astimezone(UTC).replace(tzinfo=None)
    properties.language = made.language


def _without_clock(content: bytes) -> bytes:
    """Return a zip archive with the time of its members set to one that never changes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, _EPOCH), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _element(name: str, /, *children: Any, **attributes: object) -> Any:
    """Return an element of WordprocessingML."""
    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    made.extend(children)
    return made


def _run(words: str, *properties: _Properties) -> Any:
    text = _element("t")
    text.set(qn("xml:space"), "preserve")
    text.text = visible(words)
    found: dict[str, Mapping[str, object]] = {}
    for each in properties:
        found |= each
    inner = [_element(name, **found[name]) for name in _ORDER if name in found]
    return _element("r", *([_element("rPr", *inner)] if inner else []), text)


def _footer(made: blocks.Record) -> list[Any]:
    small = (_GREY, _size(13))
    before, _, rest = say("page", page="\0", pages="\1").partition("\0")
    between, _, after = rest.partition("\1")
    words = f"{made.disclaimer} · {made.tier} · {made.id} {made.root[:16]} · {before}"
    page, pages = (_element("fldSimple", _run("1", _size(13)), instr=code) for code in ("PAGE", "NUMPAGES"))
    return [_run(words, *small), page, _run(between, *small), pages, _run(after, *small)]


def _cell(paragraphs: Iterable[Any], width: int, across: int = 1) -> Any:
    spanned = [_element("gridSpan", val=across)] if across > 1 else []
    return _element("tc", _element("tcPr", _element("tcW", w=width, type="dxa"), *spanned), *paragraphs)


def _row(cells: Iterable[Any], *, whole: bool = True, head: bool = False) -> Any:
    """Return a row of a table; one that is `whole` does not break across pages, a `head` is repeated on each."""
    properties = [_element("cantSplit")] if whole else []
    properties += [_element("tblHeader")] if head else []
    return _element("tr", *([_element("trPr", *properties)] if properties else []), *cells)


def _table(widths: Sequence[int], rows: Iterable[Any]) -> Any:
    edges = (("top", 4, "808080"), ("bottom", 4, "808080"), ("insideH", 2, "D0D0D0"))
    properties = _element(
        "tblPr",
        _element("tblW", w=5000, type="pct"),
        _element("tblBorders", *(_element(edge, val="single", sz=size, color=shade) for edge, size, shade in edges)),
        _element("tblLayout", type="fixed"),
        _element("tblCellMar", *(_element(side, w=40, type="dxa") for side in ("left", "right"))),
    )
    grid = _element("tblGrid", *(_element("gridCol", w=width) for width in widths))
    return _element("tbl", properties, grid, *rows)


class _Writer:
    """Writes the blocks of a record as elements of a document."""

    def __init__(self, document: Any, made: blocks.Record) -> None:
        self._document = document
        self._record = made
        self._anchors = made.anchors
        self._bookmarks: dict[str, int] = {}

    def elements(self) -> Iterator[Any]:
        """Yield paragraphs and tables in order."""
        made = self._record
        yield self._paragraph([_run(made.title)], "Title")
        yield self._paragraph([_run(made.disclaimer, _GREY)])
        yield from self._blocks(made.cover)
        yield self._paragraph([_element("r", _element("br", type="page"))])
        yield self._paragraph([_run(made.glance.title)], "Heading1", made.glance.id)
        yield from self._blocks(made.glance.blocks)
        yield self._paragraph([_element("r", _element("br", type="page"))])
        for section in made.sections:
            if section.part:
                yield self._paragraph([_run(section.part, _GREY, _BOLD, _size(26))])
                yield from self._blocks(section.opening)
            yield self._paragraph([_run(f"{section.label}  {section.title}")], "Heading1", section.id)
            yield from self._blocks(section.blocks)

    def _blocks(self, blocks: Iterable[blocks.Block]) -> Iterator[Any]:
        for block in blocks:
            yield from self._block(block)

    def _block(self, block: blocks.Block) -> Iterator[Any]:  # noqa: C901 - one branch for each kind of block
        match block:
            case blocks.Text():
                yield self._paragraph(self._spans(block.spans, _TONES[block.tone]))
            case blocks.Heading():
                yield self._paragraph([_run(block.text)], "Heading2", block.id)
            case blocks.Table():
                yield from self._captioned(block)
            case blocks.Facts():
                blank = (_words(f"____________ {say('engagement.blank')}"),)
                rows = [((_words(name),), blank if value is None else value) for name, value in block.rows]
                yield self._grid(rows, (1.0, 2.6))
                yield self._paragraph([])
            case blocks.Items():
                for number, line in enumerate(block.lines, start=1):
                    sign = f"{number}. " if block.ordered else "• "
                    yield self._paragraph([_run(sign), *self._line(line)], indent=240)
            case blocks.Terms():
                yield self._grid([((_words(name),), (_words(value),)) for name, value in block.rows], (1.0, 2.0))
                yield self._paragraph([])
            case blocks.Folded():
                yield self._paragraph([_run(block.summary, _BOLD)])
                yield from self._blocks(block.blocks)
            case blocks.Panels():
                yield from self._blocks(block.blocks)
            case blocks.Figure():
                yield from self._figure(block)
            case blocks.Blank():
                for _ in range(block.lines):
                    yield self._paragraph([_run("_" * 90, {"color": {"val": "BFBFBF"}})])
            case blocks.Legend():
                named = [
                    (f"{blocks.SIGNS[state]} ", say(f"state.{state.value}"), _MARKS.get(state, {}))
                    for state in RowState
                ]
                yield self._paragraph(
                    [run for sign, words, mark in named for run in (_run(sign, _BOLD), _run(words, mark), _run("    "))]
                )
            case blocks.Article():
                yield from self._article(block)

    def _paragraph(self, runs: Iterable[Any], style: str = "", anchor: str = "", indent: int = 0) -> Any:
        properties = [_element("pStyle", val=style) if style else _element("spacing", after=80)]
        properties += [_element("ind", left=indent)] if indent else []
        return _element("p", _element("pPr", *properties), *self._bookmark(anchor), *runs)

    def _bookmark(self, anchor: str) -> list[Any]:
        if not anchor:
            return []
        number = self._bookmarks.setdefault(anchor, len(self._bookmarks) + 1)
        return [_element("bookmarkStart", id=number, name=_name(anchor)), _element("bookmarkEnd", id=number)]

    def _spans(self, spans: Iterable[blocks.Span], more: _Properties) -> list[Any]:
        return [run for span in spans for run in self._span(span, more)]

    def _span(self, span: blocks.Span, more: _Properties) -> list[Any]:
        if span.style is blocks.Style.PAGES:
            return [_run("–", more)]
        if span.style is blocks.Style.SYMBOL:
            runs = [_run(part, more, _LOW if index else {}) for part, index in indexed(span.text)]
        else:
            runs = [_run(span.text, _STYLES[span.style], more)]
        return [_element("hyperlink", *runs, anchor=_name(span.link))] if span.link in self._anchors else runs

    def _line(self, line: blocks.Line, more: _Properties = _STYLES[blocks.Style.PLAIN]) -> list[Any]:
        letter = {"known": "K ", "questioned": "Q "}.get(line.role, "")
        return [*([_run(letter, _GREY, more)] if letter else []), *self._spans(line.spans, more)]

    def _captioned(self, table: blocks.Table) -> Iterator[Any]:
        if table.caption:
            number = say("table", number=table.number) + "  " if table.number not in ("", "S") else ""
            yield self._paragraph([_run(f"{number}{table.caption}", _BOLD)], anchor=table.id)
        columns = table.columns
        heads = [(_words(column.head),) for column in columns]
        yield self._grid(
            [row.cells for row in table.rows], [column.width for column in columns], heads,
            [column.align for column in columns], [row.id for row in table.rows],
        )  # fmt: skip
        yield self._paragraph([_run(table.more, _GREY)] if table.more else [])

    def _grid(
        self,
        rows: Sequence[tuple[blocks.Cell, ...]],
        widths: Sequence[float],
        heads: Sequence[blocks.Cell] | None = None,
        aligned: Sequence[blocks.Align] = (),
        anchors: Sequence[str] = (),
    ) -> Any:
        wide = [round(_WIDTH * width / sum(widths)) for width in widths]
        made = [] if heads is None else [_row(self._cells(heads, wide, aligned), head=True)]
        for number, cells in enumerate(rows):
            made.append(_row(self._cells(cells, wide, aligned, anchors[number] if anchors else "")))
        return _table(wide, made)

    def _cells(
        self, cells: Sequence[blocks.Cell], wide: Sequence[int], aligned: Sequence[blocks.Align], anchor: str = ""
    ) -> Iterator[Any]:
        for number, cell in enumerate(cells):
            spanned = wide[number:] if number == len(cells) - 1 else wide[number : number + 1]
            right = aligned and len(spanned) == 1 and aligned[number] is blocks.Align.NUMBER
            lines = [self._line(line, _SMALL) for line in cell or (blocks.Line(()),)]
            lines[0][:0] = [] if number else self._bookmark(anchor)
            yield _cell((_tight(runs, right=bool(right)) for runs in lines), sum(spanned), len(spanned))

    def _figure(self, figure: blocks.Figure) -> Iterator[Any]:
        picture = self._document.add_picture(io.BytesIO(png(figure.svg)), width=Mm(165))
        picture._inline.docPr.set("descr", figure.caption)
        paragraph = self._document.paragraphs[-1]._p
        paragraph.getparent().remove(paragraph)
        yield paragraph
        caption = f"{say('figure.number', number=figure.number)}  {figure.caption}  "
        words = [_run(caption), _run(say("figure.digest", digest=figure.digest[:16]), _CODE)]
        yield self._paragraph(words, anchor=figure.id)

    def _article(self, article: blocks.Article) -> Iterator[Any]:
        yield self._paragraph(self._spans(article.title, {}), "Heading3", article.id)
        yield from self._blocks(article.blocks)
        if article.sides is None:
            yield self._paragraph([_run(say("exhibit.no-code"), _GREY)])
        else:
            yield self._code(article.sides)
        if article.has_notes:
            yield self._paragraph([_run(f"{say('exhibit.notes')}  ", _BOLD), _run("_" * 60, _GREY)])

    def _code(self, sides: blocks.Sides) -> Any:
        wide = (520, 4_270, 320, 520, 4_270)
        known, questioned = (self._line(line, _SMALL) for line in (sides.known, sides.questioned))
        heads = (_cell([_tight(known)], sum(wide[:2]), 2), _cell([_tight([])], wide[2]),
                 _cell([_tight(questioned)], sum(wide[3:]), 2))  # fmt: skip
        kinds = kinds_of_rows(sides)
        rows = (_row(_code_cells(row, wide, each), whole=False) for row, each in zip(sides.rows, kinds, strict=True))
        return _table(wide, [_row(heads, head=True), *rows])


def _tight(runs: Iterable[Any], *, right: bool = False) -> Any:
    """Return a paragraph of a cell."""
    aligned = [_element("jc", val="right")] if right else []
    return _element("p", _element("pPr", _element("spacing", after=0), *aligned), *runs)


def _words(text: str) -> blocks.Line:
    return blocks.Line((blocks.Span(text, blocks.Style.SYMBOL),))


def _name(anchor: str) -> str:
    """The name of a bookmark: letters, digits and underscores, beginning with a letter."""
    return "a_" + "".join(c if c.isalnum() and c.isascii() else "_" for c in anchor)[:38]


def _code_cells(row: blocks.Pair | str, wide: Sequence[int], kinds: Both[Kinds]) -> list[Any]:
    if not isinstance(row, blocks.Pair):
        return [_cell([_tight([_run(row, _GREY, _TINY)])], sum(wide), len(wide))]
    known, questioned = (
        [_run(words, _CODE, _KINDS.get(kind, {}), _MARKS.get(style, {}), _TINY)
         for line in cut_line(code, row.state, visible, each) for style, words, kind in line]
        for code, each in zip((row.known, row.questioned), kinds, strict=True)
    )  # fmt: skip
    sign = _run(blocks.SIGNS[row.state], _CODE, _TINY)
    first, second = (_run(numbers.line(code.number), _CODE, _GREY, _TINY) for code in (row.known, row.questioned))
    columns = ([first], known, [sign], [second], questioned)
    return [_cell([_tight(runs)], width) for runs, width in zip(columns, wide, strict=True)]
