"""A result as one self-contained HTML file that needs no script to be read and asks for nothing outside itself."""

import base64
import hashlib
import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from itertools import groupby

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from codematch.model.match import Exhibit, Region
from codematch.model.precision import stored_total
from codematch.model.result import CaseResult, PairResult
from codematch.report import numbers, sentences, view
from codematch.report.visible import Piece, pieces, visible
from codematch.report.wording import GLOSSARY, counted, say

ROWS_SHOWN = 2_000
"""Rows of a table; the rest is counted and stands in report.json."""

RENAMES_SHOWN = 24
SUBJECTS_SHOWN = 200
FEW_SUBJECTS = 8

_TEMPLATES = "codematch.report"


def render(result: CaseResult) -> bytes:
    """Return `report.html` in UTF-8: the same bytes for the same result."""
    script = _packaged("script.js")
    page = _environment().get_template("report.html.j2")
    text = page.render(
        result=result,
        script=Markup(script),  # noqa: S704 - a file of this package, and its digest is the only one allowed
        script_digest=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        style=Markup(_packaged("style.css")),  # noqa: S704 - a file of this package
    )
    return text.encode("utf-8", "backslashreplace")


@cache
def _packaged(name: str) -> str:
    return (files(_TEMPLATES) / "templates" / name).read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(
        plain=visible,
        visible=show,
        path=show_path,
        code=show_code,
        digest=show_digest,
        hexadecimal=hexadecimal,
        symbol=show_symbol,
    )
    environment.globals.update(
        say=say,
        total_bits=stored_total,
        counted=counted,
        numbers=numbers,
        sentences=sentences,
        view=view,
        glossary=GLOSSARY,
        exhibits_of=exhibits_of,
        renames_shown=RENAMES_SHOWN,
        rows_shown=ROWS_SHOWN,
        subjects_shown=SUBJECTS_SHOWN,
        few_subjects=FEW_SUBJECTS,
    )
    return environment


def exhibits_of(pair: PairResult) -> list[tuple[Region, Exhibit]]:
    """Return every exhibit with its region, heaviest first."""
    exhibits = {exhibit.region: exhibit for exhibit in pair.exhibits}
    return [(region, exhibits[region.number]) for region in view.heaviest(pair) if region.number in exhibits]


def show(text: str) -> Markup:
    """Return text of the input as markup: escaped, every hidden character shown by its code point."""
    return Markup().join(_piece(piece) for piece in pieces(text))


def show_path(text: str) -> Markup:
    """Return a path like `show`, with leave to break the line after every slash."""
    return Markup().join(
        _piece(piece) if piece.hidden else Markup("/<wbr>").join(piece.text.split("/")) for piece in pieces(text)
    )


def show_code(text: str, marks: Sequence[tuple[int, int]]) -> Markup:
    """Return a line of code as markup, the marked character ranges in `mark` elements."""
    shown = Markup()
    for marked, run in groupby(pieces(text, marks, keep_tabs=True), key=lambda piece: piece.marked):
        content = Markup().join(map(_piece, run))
        shown += Markup("<mark>{}</mark>").format(content) if marked else content
    return shown


def show_digest(digest: str) -> Markup:
    """Return a digest in two halves that stand on one line or on two."""
    half = len(digest) // 2
    return Markup('<span class="half">{}</span><span class="half">{}</span>').format(
        show(digest[:half]), show(digest[half:])
    )


def hexadecimal(text: str) -> str:
    """Return only the hexadecimal digits of a digest: a style sheet has no other way to hold text of a document."""
    return re.sub(r"[^0-9a-f]", "", text)


def show_symbol(text: str) -> Markup:
    """Return wording in which what follows an underscore is set as an index, as in R_K."""
    return Markup(re.sub(r"_(\w)", r"<sub>\1</sub>", str(escape(text))))  # noqa: S704 - escaped just before


def _piece(piece: Piece) -> Markup:
    if not piece.hidden:
        return escape(piece.text)
    return Markup('<span class="hid" title="{}">{}</span>').format(piece.hidden, piece.hidden.split(" ")[0])
