"""Elements of WordprocessingML: runs, paragraphs of cells, rows and tables, fields, names of bookmarks."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from codematch.report.formats.word_styles import TABLE_TEXT
from codematch.report.text import visible

Properties = Mapping[str, Mapping[str, object]]
"""Of a run: the attributes of each element by its name; where two are joined, the later one counts."""

_ORDER = ("rFonts", "b", "color", "sz", "u", "bdr", "shd", "vertAlign")
"""Properties of a run in the order of the schema (ISO/IEC 29500-1, 17.3.2)."""


def element(name: str, /, *children: Any, **attributes: object) -> Any:
    """Return an element of WordprocessingML."""
    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    made.extend(children)
    return made


def run(words: str, *properties: Properties) -> Any:
    """Return a run of text, with what is hidden in it shown."""
    text = element("t")
    text.set(qn("xml:space"), "preserve")
    text.text = visible(words)
    found: dict[str, Mapping[str, object]] = {}
    for each in properties:
        found |= each
    inner = [element(name, **found[name]) for name in _ORDER if name in found]
    return element("r", *([element("rPr", *inner)] if inner else []), text)


def field(code: str, *runs: Any) -> list[Any]:
    """Return a field that Word works out when it opens the document; until then it shows the runs."""
    begin, separate, end = (element("fldChar", fldCharType=kind) for kind in ("begin", "separate", "end"))
    begin.set(qn("w:dirty"), "true")
    instruction = element("instrText")
    instruction.set(qn("xml:space"), "preserve")
    instruction.text = f" {code} "
    return [*(element("r", part) for part in (begin, instruction, separate)), *runs, element("r", end)]


def cell(paragraphs: Iterable[Any], width: int, across: int = 1) -> Any:
    """Return a cell of a table, so many twentieths of a point wide, that takes one or more columns."""
    spanned = [element("gridSpan", val=across)] if across > 1 else []
    return element("tc", element("tcPr", element("tcW", w=width, type="dxa"), *spanned), *paragraphs)


def row(cells: Iterable[Any], *, whole: bool = True, head: bool = False) -> Any:
    """Return a row of a table; one that is `whole` does not break across pages, a `head` is repeated on each."""
    properties = [element("cantSplit")] if whole else []
    properties += [element("tblHeader")] if head else []
    return element("tr", *([element("trPr", *properties)] if properties else []), *cells)


def table(widths: Sequence[int], rows: Iterable[Any]) -> Any:
    """Return a table with columns of these widths, in twentieths of a point."""
    edges = (("top", 4, "808080"), ("bottom", 4, "808080"), ("insideH", 2, "D0D0D0"))
    properties = element(
        "tblPr",
        element("tblW", w=5000, type="pct"),
        element("tblBorders", *(element(edge, val="single", sz=size, color=shade) for edge, size, shade in edges)),
        element("tblLayout", type="fixed"),
        element("tblCellMar", *(element(side, w=40, type="dxa") for side in ("left", "right"))),
    )
    grid = element("tblGrid", *(element("gridCol", w=width) for width in widths))
    return element("tbl", properties, grid, *rows)


def tight(runs: Iterable[Any], *, right: bool = False, style: str = TABLE_TEXT) -> Any:
    """Return a paragraph of a cell."""
    aligned = [element("jc", val="right")] if right else []
    return element("p", element("pPr", element("pStyle", val=style), *aligned), *runs)


def name(anchor: str) -> str:
    """The name of a bookmark: letters, digits and underscores, beginning with a letter."""
    return "a_" + "".join(c if c.isalnum() and c.isascii() else "_" for c in anchor)[:38]
