"""The styles, margins and page numbers of a Word document.

Chinese follows the form of official documents (GB/T 9704-2012): title of size 2 (22 pt) in 小标宋, text of size 3
(16 pt) in 仿宋 on lines of 28.95 pt, headings in 黑体, 楷体 and 仿宋, margins of 37, 35, 28 and 26 mm, page numbers of
size 4 (14 pt) as "— 1 —" on the outside. Where a font is not installed, Word takes the next one that the font table of
the document names for it (`ALTERNATES`), at last 宋体. Tables and code are set smaller and closer, so that they fit.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

TABLE_TEXT, CODE_TEXT, NOTE, NOTICE, FINDING, CAPTION, CONTENTS = (
    "TableText", "CodeText", "Note", "Notice", "Finding", "TableCaption", "ContentsTitle",
)  # fmt: skip
"""The ids of our own styles of paragraphs; headings and entries of the contents have those of Word."""
HEADINGS = ("Heading1", "Heading2", "Heading3", "Heading4")
ENTRIES = ("TOC1", "TOC2")
_TWIPS = 20
_FONT_TABLE = "/fontTable.xml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Typeface:
    """How a style sets its paragraphs: fonts, size and spacing in points, indent in characters of the text."""

    latin: str
    east_asian: str
    size: float
    bold: bool = False
    line: float = 0.0
    """Exact height of a line; 0 for single spacing."""
    before: float = 0.0
    after: float = 0.0
    indent: int = 0
    centred: bool = False
    grey: bool = False
    kept: bool = False
    """Whether it stays on the page of what follows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A page, with margins in millimetres (top, bottom, left, right), and the styles by their ids."""

    margins: tuple[float, float, float, float]
    styles: Mapping[str, Typeface]
    alternates: Mapping[str, tuple[str, ...]]
    """Of a font that may be missing, those that replace it, the first one first."""
    official: bool = False

    @property
    def width(self) -> int:
        """The width of the text in twentieths of a point."""
        return round((210 - self.margins[2] - self.margins[3]) / 25.4 * 72 * _TWIPS)


_TITLE, _HEI, _KAI, _FANG, _SONG = "方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312", "宋体"
_ROMAN, _MONO = "Times New Roman", "Consolas"
ALTERNATES = {
    _TITLE: ("小标宋体", "FZXiaoBiaoSong-B05S", "华文中宋", "STZhongsong", "宋体", "SimSun"),
    _HEI: ("SimHei", "华文黑体", "Noto Sans CJK SC"),
    _KAI: ("楷体", "KaiTi", "华文楷体", "STKaiti", "宋体"),
    _FANG: ("仿宋", "FangSong", "华文仿宋", "STFangsong", "宋体"),
    _SONG: ("SimSun", "华文宋体", "Noto Serif CJK SC"),
}


def _official(east_asian: str, size: float = 16, line: float = 28.95, **more: Any) -> Typeface:
    return Typeface(latin=_ROMAN, east_asian=east_asian, size=size, line=line, **more)


OFFICIAL = Layout(
    margins=(37, 35, 28, 26),
    official=True,
    alternates=ALTERNATES,
    styles={
        "Normal": _official(_FANG, indent=2),
        "Title": _official(_TITLE, 22, 35, centred=True, after=14),
        "Heading1": _official(_HEI, indent=2, kept=True),
        "Heading2": _official(_KAI, indent=2, kept=True),
        "Heading3": _official(_FANG, bold=True, indent=2, kept=True),
        "Heading4": _official(_FANG, indent=2, kept=True),
        "TOC1": _official(_FANG),
        "TOC2": _official(_FANG, indent=2),
        CONTENTS: _official(_HEI, centred=True, kept=True),
        NOTE: _official(_FANG, 12, 20, indent=2, grey=True),
        NOTICE: _official(_HEI, 16, indent=2),
        FINDING: _official(_FANG, 16, bold=True, indent=2),
        CAPTION: _official(_HEI, 12, 20, before=6, kept=True),
        TABLE_TEXT: _official(_SONG, 9, 0),
        CODE_TEXT: Typeface(latin=_MONO, east_asian=_SONG, size=6.5),
    },
)  # fmt: skip
_SANS, _SERIF = "Calibri", "Cambria"


def _plain(size: float = 10.5, line: float = 14.0, latin: str = _SANS, **more: Any) -> Typeface:
    return Typeface(latin=latin, east_asian=_SONG, size=size, line=line, **more)


PLAIN = Layout(
    margins=(25, 22, 22, 22),
    alternates={_SANS: ("Carlito", "Arial"), _SERIF: ("Caladea", "Times New Roman"), _SONG: ALTERNATES[_SONG]},
    styles={
        "Normal": _plain(after=4),
        "Title": _plain(22, 28, _SERIF, after=8),
        "Heading1": _plain(16, 20, _SERIF, bold=True, before=18, after=6, kept=True),
        "Heading2": _plain(12.5, 16, bold=True, before=12, after=4, kept=True),
        "Heading3": _plain(11, 14, bold=True, before=10, after=3, kept=True),
        "Heading4": _plain(10.5, 14, bold=True, grey=True, before=8, after=3, kept=True),
        "TOC1": _plain(after=2),
        "TOC2": _plain(after=2, indent=2),
        CONTENTS: _plain(12.5, 16, bold=True, before=12, after=4, kept=True),
        NOTE: _plain(9, 12, after=4, grey=True),
        NOTICE: _plain(bold=True, after=4),
        FINDING: _plain(11.5, 15, bold=True, after=4),
        CAPTION: _plain(9.5, 13, bold=True, before=8, after=2, kept=True),
        TABLE_TEXT: _plain(8, 0),
        CODE_TEXT: Typeface(latin=_MONO, east_asian=_SONG, size=6.5),
    },
)


def layout(language: str) -> Layout:
    """Return the layout of documents in a language."""
    return OFFICIAL if language == "zh" else PLAIN


def apply(document: Any, chosen: Layout) -> None:
    """Give a new document the page, the styles and the fonts of a layout."""
    for section in document.sections:
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = map(Mm, chosen.margins)
        section.footer_distance = Mm(28 if chosen.official else 12)
        section.header_distance = Mm(15 if chosen.official else 10)
    document.settings.odd_and_even_pages_header_footer = chosen.official
    for name, typeface in chosen.styles.items():
        _set(_style(document, name), typeface)
    _name_alternates(document, chosen)


def _style(document: Any, name: str) -> Any:
    """The style with an id, made if the document has none."""
    for style in document.styles:
        if style.style_id == name:
            return style
    made = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    made.base_style = document.styles["Normal"]
    if name in ENTRIES:
        made.name = f"toc {ENTRIES.index(name) + 1}"
    return made


def _set(style: Any, typeface: Typeface) -> None:
    style.font.name, style.font.size, style.font.bold = typeface.latin, Pt(typeface.size), typeface.bold
    style.font.italic = False
    fonts = style.element.rPr.rFonts
    for attribute in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{attribute}"), None)
    fonts.set(qn("w:eastAsia"), typeface.east_asian)
    for found in style.element.rPr.findall(qn("w:color")):
        style.element.rPr.remove(found)
    style.font.color.rgb = RGBColor.from_string("595959" if typeface.grey else "000000")
    paragraph = style.paragraph_format
    paragraph.space_before, paragraph.space_after = Pt(typeface.before), Pt(typeface.after)
    paragraph.line_spacing = Pt(typeface.line) if typeface.line else 1.0
    paragraph.keep_with_next = typeface.kept
    paragraph.alignment = 1 if typeface.centred else None
    properties = style.element.get_or_add_pPr()
    for old in (*properties.findall(qn("w:ind")), *properties.findall(qn("w:pBdr"))):
        properties.remove(old)
    paragraph.first_line_indent = Pt(typeface.indent * typeface.size)
    properties.find(qn("w:ind")).set(qn("w:firstLineChars"), str(typeface.indent * 100))


def _name_alternates(document: Any, chosen: Layout) -> None:
    """Name for each font that may be missing those that replace it, in the font table of the document."""
    part: Part = next(one for one in document.part.package.iter_parts() if str(one.partname).endswith(_FONT_TABLE))
    table = parse_xml(part.blob)
    listed = {font.get(qn("w:name")): font for font in table}
    for name, others in chosen.alternates.items():
        if name in listed:
            table.remove(listed[name])
        font = OxmlElement("w:font")
        font.set(qn("w:name"), name)
        for tag, value in (("altName", ",".join(others)), ("charset", "86" if not name.isascii() else "00")):
            inner = OxmlElement(f"w:{tag}")
            inner.set(qn("w:val"), value)
            font.append(inner)
        table.append(font)
    part._blob = serialize_part_xml(table)
