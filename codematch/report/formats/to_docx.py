"""A record as a Word document for those who must edit or translate it: the same sections, tables and exhibits."""

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Twips

from codematch.model.match import RowState
from codematch.model.result import CaseResult
from codematch.model.sides import Both
from codematch.report.formats import word_elements as xml
from codematch.report.formats.code_columns import BESIDE, HIDDEN, cut_line, kinds_of_rows
from codematch.report.formats.column_widths import fitted
from codematch.report.formats.highlighting import Kinds
from codematch.report.formats.typesetting import png
from codematch.report.formats.word_elements import Properties
from codematch.report.formats.word_styles import (
    CAPTION,
    CODE_TEXT,
    CONTENTS,
    ENTRIES,
    FINDING,
    HEADINGS,
    NOTE,
    NOTICE,
    TABLE_TEXT,
    Layout,
    apply,
    layout,
)
from codematch.report.record import blocks, record
from codematch.report.render_options import RenderOptions
from codematch.report.text import numbers, say, visible
from codematch.report.text.visible import indexed

_CODE: Properties = {"rFonts": {"ascii": "Consolas", "hAnsi": "Consolas", "cs": "Consolas", "eastAsia": "SimSun"}}
_GREY: Properties = {"color": {"val": "595959"}}
_BOLD: Properties = {"b": {}}
_BOXED: Properties = {"bdr": {"val": "single", "sz": 4, "space": 0, "color": "808080"}}
_LOW: Properties = {"vertAlign": {"val": "subscript"}}


def _size(half_points: int) -> Properties:
    return {"sz": {"val": half_points}}


def _shaded(fill: str) -> Properties:
    return {**_BOLD, "shd": {"val": "clear", "color": "auto", "fill": fill}}


_PAGE: Properties = {"rFonts": {"ascii": "SimSun", "hAnsi": "SimSun", "eastAsia": "SimSun"}, **_size(28)}
"""Page numbers of official documents: size 4 (14 pt), half-width 宋体."""
_STYLES: Mapping[blocks.Style, Properties] = {
    blocks.Style.PLAIN: {},
    blocks.Style.STRONG: _BOLD,
    blocks.Style.QUIET: _GREY,
    blocks.Style.PATH: _CODE,
    blocks.Style.CODE: _CODE,
    blocks.Style.HASH: {**_CODE, **_size(14)},
    blocks.Style.TAG: _BOXED,
}
_MARKS: Mapping[str, Properties] = {
    RowState.RENAMED: {"u": {"val": "dotted"}},
    RowState.DIFFERENT: _shaded("DEDEDE"),
    RowState.KNOWN_ONLY: _shaded("EEEEEE"),
    RowState.QUESTIONED_ONLY: _shaded("EEEEEE"),
    RowState.WRAPPED: _shaded("DEDEDE"),
    BESIDE: _GREY,
    HIDDEN: _BOXED,
}
_KINDS: Mapping[str, Properties] = {
    "k": {"color": {"val": "1F3864"}},
    "s": {"color": {"val": "375623"}},
    "n": {"color": {"val": "7F3F00"}},
    "c": {"color": {"val": "6A6A6A"}},
}
_TONES = {
    blocks.Tone.PLAIN: "Normal",
    blocks.Tone.FINDING: FINDING,
    blocks.Tone.QUIET: NOTE,
    blocks.Tone.NOTICE: NOTICE,
    blocks.Tone.INVALID: NOTICE,
}
"""The styles of paragraphs by their kinds."""
_FIGURE_WIDTH = 9_350
"""The width of a figure at most [twentieths of a point]."""
_CODE_SHARES = (0.0525, 0.4315, 0.032, 0.0525, 0.4315)
"""The columns of an exhibit as shares of the width: number and text of K, sign, number and text of Q."""
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip archive can state: the same record gives the same bytes at any time."""


def render(result: CaseResult, options: RenderOptions) -> bytes:
    """Return `report.docx`.

    Raises:
        StoreError: No font is there to draw the figures with.
    """
    return of_record(record(result, options), options)


def of_record(made: blocks.Record, options: RenderOptions) -> bytes:
    """Return a record as a Word document.

    Raises:
        StoreError: No font is there to draw the figures with.
    """
    document = Document()
    chosen = layout(made.language)
    apply(document, chosen)
    for section in document.sections:
        _number_pages(section, made, official=chosen.official)
    _set_properties(document, made, options)
    body = document.element.body
    writer = _Writer(document, made, chosen)
    end = body[-1]  # what follows the text is the setting of its section
    for element in writer.elements():
        end.addprevious(element)
    plain = io.BytesIO()
    document.save(plain)
    return _without_clock(plain.getvalue())


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


def _number_pages(section: Any, made: blocks.Record, *, official: bool) -> None:
    """Number the pages: in an official document as "— 1 —" on the outside, below a header that names the record."""
    words = " · ".join(filter(None, (made.disclaimer, made.tier, f"{made.id} {made.root[:16]}".strip())))
    if not official:
        before, _, rest = say("page", page="\0", pages="\1").partition("\0")
        between, _, after = rest.partition("\1")
        page, pages = (xml.element("fldSimple", xml.run("1", _size(16)), instr=code) for code in ("PAGE", "NUMPAGES"))
        plain = (_GREY, _size(14))
        found = [xml.run(f"{words} · {before}", *plain), page, xml.run(between, *plain), pages, xml.run(after, *plain)]
        section.footer.paragraphs[0]._p.extend(found)
        return
    for header in (section.header, section.even_page_header):
        header.paragraphs[0]._p.extend([xml.run(words, _GREY, _size(15))])
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        number = [
            xml.run("\u2014 ", _PAGE),
            xml.element("fldSimple", xml.run("1", _PAGE), instr="PAGE"),
            xml.run(" \u2014", _PAGE),
        ]
        paragraph = footer.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if side == "right" else WD_ALIGN_PARAGRAPH.LEFT
        properties = paragraph._p.get_or_add_pPr()
        properties.find(qn("w:jc")).addprevious(xml.element("ind", **{side: 280, f"{side}Chars": 100}))
        paragraph._p.extend(number)


class _Writer:
    """Writes the blocks of a record as elements of a document."""

    def __init__(self, document: Any, made: blocks.Record, chosen: Layout) -> None:
        self._document = document
        self._width = chosen.width
        self._size = chosen.styles[TABLE_TEXT].size
        self._depth = 1 if any(section.part for section in made.sections) else 0
        self._record = made
        self._anchors = made.anchors
        self._bookmarks: dict[str, int] = {}

    def elements(self) -> Iterator[Any]:
        """Yield paragraphs and tables in order."""
        made = self._record
        yield self._paragraph([xml.run(made.title)], "Title")
        yield self._paragraph([xml.run(made.disclaimer)], NOTE)
        yield from self._blocks(made.cover)
        if not made.short:
            yield from self._contents()
            yield self._break()
        yield self._paragraph([xml.run(made.glance.title)], HEADINGS[0], made.glance.id)
        yield from self._blocks(made.glance.blocks)
        if made.sections:
            yield self._break()
        for section in made.sections:
            if section.part:
                yield self._paragraph([xml.run(section.part)], HEADINGS[0], f"part-{section.id}")
                yield from self._blocks(section.opening)
            if section.title:
                yield self._paragraph([xml.run(f"{section.label}  {section.title}")], HEADINGS[self._depth], section.id)
            yield from self._blocks(section.blocks)

    def _break(self) -> Any:
        return self._paragraph([xml.element("r", xml.element("br", type="page"))])

    def _contents(self) -> Iterator[Any]:
        """Yield the contents: a field over the headings, which shows them before Word has worked out the pages."""
        entries = [(ENTRIES[0], self._record.glance.id, self._record.glance.title)]
        for section in self._record.sections:
            if section.part:
                entries.append((ENTRIES[0], f"part-{section.id}", section.part))
            entries.append((ENTRIES[self._depth], section.id, f"{section.label}  {section.title}"))
        yield self._paragraph([xml.run(say("contents"))], CONTENTS)
        stop = xml.element("tabs", xml.element("tab", val="right", leader="dot", pos=self._width))
        whole = xml.field(f'TOC \\o "1-{self._depth + 1}" \\h \\z \\u')
        for number, (style, anchor, words) in enumerate(entries):
            page = xml.field(f"PAGEREF {xml.name(anchor)} \\h", xml.run("\u2013"))
            entry = xml.element(
                "hyperlink", xml.run(words), xml.element("r", xml.element("tab")), *page, anchor=xml.name(anchor)
            )
            inside = [*(whole[:3] if not number else []), entry, *(whole[3:] if number == len(entries) - 1 else [])]
            yield xml.element("p", xml.element("pPr", xml.element("pStyle", val=style), deepcopy(stop)), *inside)

    def _blocks(self, blocks: Iterable[blocks.Block]) -> Iterator[Any]:
        for block in blocks:
            yield from self._block(block)

    def _block(self, block: blocks.Block) -> Iterator[Any]:  # noqa: C901 - one branch for each kind of block
        match block:
            case blocks.Text():
                yield self._paragraph(self._spans(block.spans, {}), _TONES[block.tone])
            case blocks.Heading():
                yield self._paragraph([xml.run(block.text)], HEADINGS[self._depth + 1], block.id)
            case blocks.Table():
                yield from self._captioned(block)
            case blocks.Facts():
                blank = (_words(f"____________ {self._record.blank or say('engagement.blank')}"),)
                rows = [((_words(name),), blank if value is None else value) for name, value in block.rows]
                yield self._grid(rows, (1.0, 2.6))
                yield self._paragraph([], NOTE)
            case blocks.Items():
                for number, line in enumerate(block.lines, start=1):
                    sign = f"{number}. " if block.ordered else "• "
                    yield self._paragraph([xml.run(sign), *self._line(line)], indent=240)
            case blocks.Terms():
                yield self._grid([((_words(name),), (_words(value),)) for name, value in block.rows], (1.0, 2.0))
                yield self._paragraph([], NOTE)
            case blocks.Folded():
                yield self._paragraph([xml.run(block.summary)], CAPTION)
                yield from self._blocks(block.blocks)
            case blocks.Panels():
                yield from self._blocks(block.blocks)
            case blocks.Figure():
                yield from self._figure(block)
            case blocks.Blank():
                for _ in range(block.lines):
                    yield self._paragraph([xml.run("_" * 90, {"color": {"val": "BFBFBF"}})])
            case blocks.Legend():
                named = [
                    (f"{blocks.SIGNS[state]} ", say(f"state.{state.value}"), _MARKS.get(set_as, {}))
                    for state, set_as in blocks.LEGEND.items()
                ]
                yield self._paragraph(
                    [
                        run
                        for sign, words, mark in named
                        for run in (xml.run(sign, _BOLD), xml.run(words, mark), xml.run("    "))
                    ]
                )
            case blocks.Article():
                yield from self._article(block)

    def _paragraph(self, runs: Iterable[Any], style: str = "", anchor: str = "", indent: int = 0) -> Any:
        properties = [xml.element("pStyle", val=style)] if style else []
        properties += [xml.element("ind", left=indent)] if indent else []
        return xml.element("p", xml.element("pPr", *properties), *self._bookmark(anchor), *runs)

    def _bookmark(self, anchor: str) -> list[Any]:
        if not anchor:
            return []
        number = self._bookmarks.setdefault(anchor, len(self._bookmarks) + 1)
        return [xml.element("bookmarkStart", id=number, name=xml.name(anchor)), xml.element("bookmarkEnd", id=number)]

    def _spans(self, spans: Iterable[blocks.Span], more: Properties) -> list[Any]:
        return [run for span in spans for run in self._span(span, more)]

    def _span(self, span: blocks.Span, more: Properties) -> list[Any]:
        if span.style is blocks.Style.PAGES:
            return xml.field(f"PAGEREF {xml.name(span.link)}", xml.run("–", more)) if span.link in self._anchors else []
        if span.style is blocks.Style.SYMBOL:
            runs = [xml.run(part, more, _LOW if index else {}) for part, index in indexed(span.text)]
        else:
            runs = [xml.run(span.text, _STYLES[span.style], more)]
        return [xml.element("hyperlink", *runs, anchor=xml.name(span.link))] if span.link in self._anchors else runs

    def _line(self, line: blocks.Line, more: Properties = _STYLES[blocks.Style.PLAIN]) -> list[Any]:
        letter = {"known": "K ", "questioned": "Q "}.get(line.role, "")
        return [*([xml.run(letter, _GREY, more)] if letter else []), *self._spans(line.spans, more)]

    def _captioned(self, table: blocks.Table) -> Iterator[Any]:
        if table.caption:
            number = say("table", number=table.number) + "  " if table.number not in ("", "S") else ""
            yield self._paragraph([xml.run(f"{number}{table.caption}")], CAPTION, table.id)
        columns = table.columns
        heads = [(_words(column.head),) for column in columns]
        yield self._grid(
            [row.cells for row in table.rows], [column.width for column in columns], heads,
            [column.align for column in columns], [row.id for row in table.rows],
        )  # fmt: skip
        yield self._paragraph([xml.run(table.more)] if table.more else [], NOTE)

    def _grid(
        self,
        rows: Sequence[tuple[blocks.Cell, ...]],
        widths: Sequence[float],
        heads: Sequence[blocks.Cell] | None = None,
        aligned: Sequence[blocks.Align] = (),
        anchors: Sequence[str] = (),
    ) -> Any:
        wide = fitted(widths, [*([heads] if heads else []), *rows], self._width, self._size)
        made = [] if heads is None else [xml.row(self._cells(heads, wide, aligned), head=True)]
        for number, cells in enumerate(rows):
            made.append(xml.row(self._cells(cells, wide, aligned, anchors[number] if anchors else "")))
        return xml.table(wide, made)

    def _cells(
        self, cells: Sequence[blocks.Cell], wide: Sequence[int], aligned: Sequence[blocks.Align], anchor: str = ""
    ) -> Iterator[Any]:
        for number, cell in enumerate(cells):
            spanned = wide[number:] if number == len(cells) - 1 else wide[number : number + 1]
            right = aligned and len(spanned) == 1 and aligned[number] is blocks.Align.NUMBER
            lines = [self._line(line) for line in cell or (blocks.Line(()),)]
            lines[0][:0] = [] if number else self._bookmark(anchor)
            yield xml.cell((xml.tight(runs, right=bool(right)) for runs in lines), sum(spanned), len(spanned))

    def _figure(self, figure: blocks.Figure) -> Iterator[Any]:
        picture = self._document.add_picture(io.BytesIO(png(figure.svg)), width=Twips(min(self._width, _FIGURE_WIDTH)))
        picture._inline.docPr.set("descr", figure.caption)
        paragraph = self._document.paragraphs[-1]._p
        paragraph.getparent().remove(paragraph)
        yield paragraph
        caption = f"{say('figure.number', number=figure.number)}  {figure.caption}  "
        words = [xml.run(caption), xml.run(say("figure.digest", digest=figure.digest[:16]), _CODE)]
        yield self._paragraph(words, NOTE, figure.id)

    def _article(self, article: blocks.Article) -> Iterator[Any]:
        yield self._paragraph(self._spans(article.title, {}), HEADINGS[self._depth + 2], article.id)
        yield from self._blocks(article.blocks)
        if article.sides is None:
            yield self._paragraph([xml.run(say("exhibit.no-code"), _GREY)])
        else:
            yield self._code(article.sides)
        if article.has_notes:
            yield self._paragraph([xml.run(f"{say('exhibit.notes')}  ", _BOLD), xml.run("_" * 60, _GREY)])

    def _code(self, sides: blocks.Sides) -> Any:
        wide = [round(self._width * share) for share in _CODE_SHARES]
        known, questioned = (self._line(line) for line in (sides.known, sides.questioned))
        heads = (xml.cell([xml.tight(known)], sum(wide[:2]), 2), xml.cell([xml.tight([])], wide[2]),
                 xml.cell([xml.tight(questioned)], sum(wide[3:]), 2))  # fmt: skip
        kinds = kinds_of_rows(sides)
        rows = (xml.row(_code_cells(row, wide, each), whole=False) for row, each in zip(sides.rows, kinds, strict=True))
        return xml.table(wide, [xml.row(heads, head=True), *rows])


def _words(text: str) -> blocks.Line:
    return blocks.Line((blocks.Span(text, blocks.Style.SYMBOL),))


def _code_cells(row: blocks.Pair | str, wide: Sequence[int], kinds: Both[Kinds]) -> list[Any]:
    if not isinstance(row, blocks.Pair):
        return [xml.cell([xml.tight([xml.run(row, _GREY)], style=CODE_TEXT)], sum(wide), len(wide))]
    known, questioned = (
        [xml.run(words, _CODE, _KINDS.get(kind, {}), _MARKS.get(style, {}))
         for line in cut_line(code, row.state, visible, each) for style, words, kind in line]
        for code, each in zip((row.known, row.questioned), kinds, strict=True)
    )  # fmt: skip
    sign = xml.run(blocks.SIGNS[row.state], _CODE)
    first, second = (xml.run(numbers.line(code.number), _CODE, _GREY) for code in (row.known, row.questioned))
    columns = ([first], known, [sign], [second], questioned)
    return [xml.cell([xml.tight(runs, style=CODE_TEXT)], width) for runs, width in zip(columns, wide, strict=True)]
