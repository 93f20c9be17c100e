"""A record as a Word document for those who must edit or translate it: the same sections, tables and exhibits."""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from codematch.model.match import RowState
from codematch.model.result import CaseResult
from codematch.report import numbers
from codematch.report.code_columns import BESIDE, HIDDEN, Run, cut_line
from codematch.report.form import Form
from codematch.report.record import record
from codematch.report.record.blocks import (
    SIGNS,
    Align,
    Article,
    Blank,
    Block,
    Cell,
    Facts,
    Figure,
    Folded,
    Heading,
    Items,
    Legend,
    Line,
    Pair,
    Panels,
    Record,
    Sides,
    Span,
    Style,
    Table,
    Terms,
    Text,
    Tone,
)
from codematch.report.typesetting import png
from codematch.report.visible import indexed, visible
from codematch.report.wording import say

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_CODE = '<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas" w:cs="Consolas" w:eastAsia="SimSun"/>'
_GREY = '<w:color w:val="595959"/>'
_WIDTH = 9_900
"""Twentieths of a point between the margins of a page."""
_STYLES = {
    Style.PLAIN: "",
    Style.STRONG: "<w:b/>",
    Style.QUIET: _GREY,
    Style.PATH: _CODE,
    Style.CODE: _CODE,
    Style.HASH: f'{_CODE}<w:sz w:val="14"/>',
    Style.TAG: '<w:bdr w:val="single" w:sz="4" w:space="0" w:color="808080"/>',
}
_MARKS: dict[str, str] = {
    RowState.RENAMED: '<w:u w:val="dotted"/>',
    RowState.DIFFERENT: '<w:b/><w:shd w:val="clear" w:color="auto" w:fill="DEDEDE"/>',
    RowState.KNOWN_ONLY: '<w:b/><w:shd w:val="clear" w:color="auto" w:fill="EEEEEE"/>',
    RowState.QUESTIONED_ONLY: '<w:b/><w:shd w:val="clear" w:color="auto" w:fill="EEEEEE"/>',
    BESIDE: _GREY,
    HIDDEN: '<w:bdr w:val="single" w:sz="4" w:space="0" w:color="808080"/>',
}
_TONES = {
    Tone.PLAIN: "",
    Tone.FINDING: '<w:b/><w:sz w:val="24"/>',
    Tone.QUIET: f'{_GREY}<w:sz w:val="16"/>',
    Tone.NOTICE: "<w:b/>",
    Tone.INVALID: '<w:b/><w:sz w:val="26"/>',
}
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip archive can state: the same record gives the same bytes at any time."""


def render(result: CaseResult, form: Form) -> bytes:
    """Return `report.docx`.

    Raises:
        StoreError: No font is there to draw the figures with.
    """
    from docx import Document
    from docx.oxml import parse_xml
    from docx.shared import Mm

    made = record(result, form)
    document = Document()
    for section in document.sections:
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm(17)
        section.top_margin, section.bottom_margin = Mm(16), Mm(20)
        section.footer.paragraphs[0]._p.extend(list(parse_xml(_footer(made))))
    _set_fonts(document)
    _set_properties(document, made, form)
    body = document.element.body
    writer = _Writer(document, made)
    end = body[-1]  # what follows the text is the setting of its section
    for element in writer.elements():
        end.addprevious(element)
    plain = io.BytesIO()
    document.save(plain)
    return _without_clock(plain.getvalue())


def _set_fonts(document: Any) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(9.5)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), "SimSun")
    for name in ("Title", "Heading 1", "Heading 2", "Heading 3"):
        style = document.styles[name]
        style.font.name = "Calibri"
        style.element.rPr.rFonts.set(qn("w:eastAsia"), "SimHei")
        for attribute in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            style.element.rPr.rFonts.attrib.pop(qn(f"w:{attribute}"), None)


def _set_properties(document: Any, made: Record, form: Form) -> None:
    at = datetime.fromisoformat(form.made) if form.made else datetime(*_EPOCH, tzinfo=UTC)
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


def _text(words: str) -> str:
    return f'<w:t xml:space="preserve">{escape(visible(words))}</w:t>'


def _run(words: str, properties: str = "") -> str:
    return f"<w:r>{_ordered(properties)}{_text(words)}</w:r>"


_ORDER = ("rFonts", "b", "color", "sz", "u", "bdr", "shd", "vertAlign")
"""Properties of a run in the order of the schema (ISO/IEC 29500-1, 17.3.2); each stands once."""


@cache
def _ordered(properties: str) -> str:
    """Return the properties of a run, of two alike the last, in the order of the schema."""
    found = dict(re.findall(r"(?:^|(?<=>))<w:(\w+)([^>]*)/>", properties))
    inner = "".join(f"<w:{name}{found[name]}/>" for name in _ORDER if name in found)
    return f"<w:rPr>{inner}</w:rPr>" if inner else ""


def _field(code: str) -> str:
    return (
        f'<w:fldSimple w:instr={quoteattr(code)}><w:r><w:rPr><w:sz w:val="13"/></w:rPr><w:t>1</w:t></w:r></w:fldSimple>'
    )


def _footer(made: Record) -> str:
    small = f'{_GREY}<w:sz w:val="13"/>'
    before, _, rest = say("page", page="\0", pages="\1").partition("\0")
    between, _, after = rest.partition("\1")
    words = f"{made.disclaimer} · {made.tier} · {made.id} {made.root[:16]} · {before}"
    runs = _run(words, small) + _field("PAGE") + _run(between, small) + _field("NUMPAGES") + _run(after, small)
    return f'<w:p xmlns:w="{_W}">{runs}</w:p>'


class _Writer:
    """Writes the blocks of a record as elements of a document."""

    def __init__(self, document: Any, made: Record) -> None:
        self._document = document
        self._record = made
        self._anchors = made.anchors
        self._bookmarks: dict[str, int] = {}

    def elements(self) -> Iterator[Any]:
        """Yield paragraphs and tables in order."""
        from docx.oxml import parse_xml

        for part in self._parts():
            yield part if not isinstance(part, str) else parse_xml(part.replace(">", f' xmlns:w="{_W}">', 1))

    def _parts(self) -> Iterator[Any]:
        made = self._record
        yield self._paragraph(_run(made.title), "Title")
        yield self._paragraph(_run(made.disclaimer, _GREY))
        yield from self._blocks(made.cover)
        yield self._paragraph('<w:r><w:br w:type="page"/></w:r>')
        for section in made.sections:
            if section.part:
                yield self._paragraph(_run(section.part, f'{_GREY}<w:b/><w:sz w:val="26"/>'))
                yield from self._blocks(section.opening)
            yield self._paragraph(_run(f"{section.number}  {section.title}"), "Heading1", section.id)
            yield from self._blocks(section.blocks)

    def _blocks(self, blocks: Iterable[Block]) -> Iterator[Any]:
        for block in blocks:
            yield from self._block(block)

    def _block(self, block: Block) -> Iterator[Any]:  # noqa: C901 - one branch for each kind of block
        match block:
            case Text():
                yield self._paragraph(self._spans(block.spans, _TONES[block.tone]))
            case Heading():
                yield self._paragraph(_run(block.text), "Heading2", block.id)
            case Table():
                yield from self._table(block)
            case Facts():
                rows = [
                    (
                        (_words(name),),
                        value if value is not None else (_words(f"____________ {say('engagement.blank')}"),),
                    )
                    for name, value in block.rows
                ]
                yield self._grid(rows, (1.0, 2.6))
                yield self._paragraph("")
            case Items():
                for number, line in enumerate(block.lines, start=1):
                    sign = f"{number}. " if block.ordered else "• "
                    yield self._paragraph(_run(sign) + self._line(line), indent=240)
            case Terms():
                yield self._grid([((_words(name),), (_words(value),)) for name, value in block.rows], (1.0, 2.0))
                yield self._paragraph("")
            case Folded():
                yield self._paragraph(_run(block.summary, "<w:b/>"))
                yield from self._blocks(block.blocks)
            case Panels():
                yield from self._blocks(block.blocks)
            case Figure():
                yield from self._figure(block)
            case Blank():
                for _ in range(block.lines):
                    yield self._paragraph(_run("_" * 90, '<w:color w:val="BFBFBF"/>'))
            case Legend():
                yield self._paragraph(
                    "".join(
                        _run(f"{SIGNS[state]} ", "<w:b/>") + _run(say(f"state.{state.value}"), _MARKS.get(state, ""))
                        + _run("    ")
                        for state in RowState
                    )
                )  # fmt: skip
            case Article():
                yield from self._article(block)

    def _paragraph(self, runs: str, style: str = "", anchor: str = "", indent: int = 0) -> str:
        properties = f'<w:pStyle w:val="{style}"/>' if style else '<w:spacing w:after="80"/>'
        properties += f'<w:ind w:left="{indent}"/>' if indent else ""
        return f"<w:p><w:pPr>{properties}</w:pPr>{self._bookmark(anchor)}{runs}</w:p>"

    def _bookmark(self, anchor: str) -> str:
        if not anchor:
            return ""
        number = self._bookmarks.setdefault(anchor, len(self._bookmarks) + 1)
        return f'<w:bookmarkStart w:id="{number}" w:name="{_name(anchor)}"/><w:bookmarkEnd w:id="{number}"/>'

    def _spans(self, spans: tuple[Span, ...], more: str = "") -> str:
        return "".join(self._span(span, more) for span in spans)

    def _span(self, span: Span, more: str) -> str:
        if span.style is Style.PAGES:
            return _run("–", more)
        if span.style is Style.SYMBOL:
            low = f'{more}<w:vertAlign w:val="subscript"/>'
            made = "".join(_run(part, low if index else more) for part, index in indexed(span.text))
        else:
            made = _run(span.text, _STYLES[span.style] + more)
        if span.link in self._anchors:
            return f'<w:hyperlink w:anchor="{_name(span.link)}">{made}</w:hyperlink>'
        return made

    def _line(self, line: Line, more: str = "") -> str:
        letter = {"known": "K ", "questioned": "Q "}.get(line.role, "")
        return (_run(letter, _GREY + more) if letter else "") + self._spans(line.spans, more)

    def _table(self, table: Table) -> Iterator[str]:
        if table.caption:
            number = say("table", number=table.number) + "  " if table.number not in ("", "S") else ""
            yield self._paragraph(_run(f"{number}{table.caption}", "<w:b/>"), anchor=table.id)
        widths = tuple(column.width for column in table.columns)
        heads = [(_words(column.head),) for column in table.columns]
        aligned = [column.align for column in table.columns]
        anchors = [row.id for row in table.rows]
        yield self._grid([row.cells for row in table.rows], widths, heads, aligned, anchors)
        yield self._paragraph(_run(table.more, _GREY) if table.more else "")

    def _grid(
        self, rows: Iterable[tuple[Cell, ...]], widths: tuple[float, ...], heads: Sequence[Cell] | None = None,
        aligned: list[Align] | None = None, anchors: list[str] | None = None,
    ) -> str:  # fmt: skip
        whole = sum(widths)
        wide = [round(_WIDTH * width / whole) for width in widths]
        parts = [_TABLE, "<w:tblGrid>", *(f'<w:gridCol w:w="{width}"/>' for width in wide), "</w:tblGrid>"]
        if heads is not None:
            parts.append(
                f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{self._cells(tuple(heads), wide, aligned)}</w:tr>"
            )
        for number, cells in enumerate(rows):
            anchor = anchors[number] if anchors else ""
            parts.append(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{self._cells(cells, wide, aligned, anchor)}</w:tr>")
        return "".join([*parts, "</w:tbl>"])

    def _cells(self, cells: tuple[Cell, ...], wide: list[int], aligned: list[Align] | None, anchor: str = "") -> str:
        parts = []
        for number, cell in enumerate(cells):
            spanned = wide[number:] if number == len(cells) - 1 else wide[number : number + 1]
            across = f'<w:gridSpan w:val="{len(spanned)}"/>' if len(spanned) > 1 else ""
            right = '<w:jc w:val="right"/>' if aligned and len(spanned) == 1 and aligned[number] is Align.NUMBER else ""
            paragraphs = "".join(
                f'<w:p><w:pPr><w:spacing w:after="0"/>{right}</w:pPr>'
                f"{self._bookmark(anchor) if not number and not place else ''}{self._line(line, _SMALL)}</w:p>"
                for place, line in enumerate(cell or (Line(()),))
            )
            parts.append(
                f'<w:tc><w:tcPr><w:tcW w:w="{sum(spanned)}" w:type="dxa"/>{across}</w:tcPr>{paragraphs}</w:tc>'
            )
        return "".join(parts)

    def _figure(self, figure: Figure) -> Iterator[Any]:
        from docx.shared import Mm

        picture = self._document.add_picture(io.BytesIO(png(figure.svg)), width=Mm(165))
        picture._inline.docPr.set("descr", figure.caption)
        paragraph = self._document.paragraphs[-1]._p
        paragraph.getparent().remove(paragraph)
        yield paragraph
        caption = f"{say('figure.number', number=figure.number)}  {figure.caption}  "
        words = _run(caption) + _run(say("figure.digest", digest=figure.digest[:16]), _CODE)
        yield self._paragraph(words, anchor=figure.id)

    def _article(self, article: Article) -> Iterator[Any]:
        yield self._paragraph(self._spans(article.title), "Heading3", article.id)
        yield from self._blocks(article.blocks)
        if article.sides is None:
            yield self._paragraph(_run(say("exhibit.no-code"), _GREY))
        else:
            yield self._code(article.sides)
        yield self._paragraph(_run(f"{say('exhibit.notes')}  ", "<w:b/>") + _run("_" * 60, _GREY))

    def _code(self, sides: Sides) -> str:
        wide = (520, 4_270, 320, 520, 4_270)
        parts = [_TABLE, "<w:tblGrid>", *(f'<w:gridCol w:w="{width}"/>' for width in wide), "</w:tblGrid>"]
        heads = (
            _code_cell(self._line(sides.known, _SMALL), sum(wide[:2]), 2),
            _code_cell("", wide[2]),
            _code_cell(self._line(sides.questioned, _SMALL), sum(wide[3:]), 2),
        )
        parts.append(f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{''.join(heads)}</w:tr>")
        parts += [f"<w:tr>{_code_row(row, wide)}</w:tr>" for row in sides.rows]
        return "".join([*parts, "</w:tbl>"])


_TABLE = (
    '<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders><w:top w:val="single" w:sz="4" w:color="808080"/>'
    '<w:bottom w:val="single" w:sz="4" w:color="808080"/><w:insideH w:val="single" w:sz="2" w:color="D0D0D0"/>'
    '</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="40" w:type="dxa"/>'
    '<w:right w:w="40" w:type="dxa"/></w:tblCellMar></w:tblPr>'
)
_SMALL = '<w:sz w:val="15"/>'
_TINY = '<w:sz w:val="12"/>'


def _words(text: str) -> Line:
    return Line((Span(text, Style.SYMBOL),))


def _name(anchor: str) -> str:
    """The name of a bookmark: letters, digits and underscores, beginning with a letter."""
    return "a_" + "".join(c if c.isalnum() and c.isascii() else "_" for c in anchor)[:38]


def _code_cell(runs: str, width: int, across: int = 1) -> str:
    spanned = f'<w:gridSpan w:val="{across}"/>' if across > 1 else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spanned}</w:tcPr>'
        f'<w:p><w:pPr><w:spacing w:after="0"/></w:pPr>{runs}</w:p></w:tc>'
    )


def _code_row(row: Pair | str, wide: tuple[int, ...]) -> str:
    if not isinstance(row, Pair):
        return _code_cell(_run(row, f"{_GREY}{_TINY}"), sum(wide), len(wide))
    sides = [
        [run for line in cut_line(code, row.state, visible) for run in line] for code in (row.known, row.questioned)
    ]
    known, questioned = (_code_runs(runs) for runs in sides)
    quiet = f"{_CODE}{_GREY}{_TINY}"
    return (
        _code_cell(_run(numbers.line(row.known.number), quiet), wide[0]) + _code_cell(known, wide[1])
        + _code_cell(_run(SIGNS[row.state], f"{_CODE}{_TINY}"), wide[2])
        + _code_cell(_run(numbers.line(row.questioned.number), quiet), wide[3]) + _code_cell(questioned, wide[4])
    )  # fmt: skip


def _code_runs(runs: list[Run]) -> str:
    return "".join(_run(words, f"{_CODE}{_MARKS.get(style, '')}{_TINY}") for style, words in runs)
