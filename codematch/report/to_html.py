"""A result as one self-contained HTML file that needs no script to be read and asks for nothing outside itself."""

import base64
import hashlib
import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from codematch.model.match import Exhibit, Region, RegionSide, RowState
from codematch.model.precision import stored_total
from codematch.model.result import CaseResult, PairResult
from codematch.report import numbers, sentences, view
from codematch.report.visible import Piece, is_plain, pieces, visible
from codematch.report.wording import GLOSSARY, counted, say

ROWS_SHOWN = 2_000
"""Rows of a table; the rest is counted and stands in report.json."""

RENAMES_SHOWN = 24
SUBJECTS_SHOWN = 200
FEW_SUBJECTS = 8

_SIGNS = {
    RowState.IDENTICAL: "=",
    RowState.RENAMED: "≈",
    RowState.DIFFERENT: "≠",
    RowState.KNOWN_ONLY: "K",
    RowState.QUESTIONED_ONLY: "Q",
}
_OMITTED = Markup('<tr class="omitted"><td colspan="5">{}</td></tr>')
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
        rows_of=rows_of,
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


def rows_of(exhibit: Exhibit, region: Region) -> Iterator[Markup]:
    """Yield the rows of an exhibit; what stands beside the region on its first and last line is set apart.

    They are most of a long document, and a template engine takes several times as long over them.
    """
    titles = {state: escape(say(f"state.{state.value}")) for state in RowState}
    known, questioned = _Beside(region.known, exhibit.known_span), _Beside(region.questioned, exhibit.questioned_span)
    for row in view.rows_with_omissions(exhibit, region):
        if isinstance(row, view.Omission):
            yield _OMITTED.format(sentences.omission(row))
            continue
        state, left, right = row.state, numbers.line(row.known_line), numbers.line(row.questioned_line)
        known_code = known.show(row.known_line, row.known_text, row.known_marks)
        questioned_code = questioned.show(row.questioned_line, row.questioned_text, row.questioned_marks)
        yield Markup(  # noqa: S704 - signs, numbers and what is markup already
            f'<tr class="{state.value}"><td class="no">{left}</td><td class="code k">{known_code}</td>'
            f'<td class="sign" title="{titles[state]}">{_SIGNS[state]}</td>'
            f'<td class="no">{right}</td><td class="code q">{questioned_code}</td></tr>'
        )


class _Beside:
    """Shows the lines of one side of a region, what stands beside it on its edges in elements of their own."""

    def __init__(self, side: RegionSide, span: tuple[int, int] | None) -> None:
        self._first, self._last = side.first_line, side.last_line
        self._begin: int
        self._stop: int | None
        self._begin, self._stop = span or (0, None)

    def show(self, line: int | None, text: str, marks: Sequence[tuple[int, int]]) -> Markup:
        if line is None:
            return Markup()
        if line not in (self._first, self._last):
            return show_code(text, marks)
        begin = self._begin if line == self._first else 0
        stop = len(text) if line != self._last or self._stop is None else min(self._stop, len(text))
        inside = show_code(text[begin:stop], [(first - begin, last - begin) for first, last in marks])
        return _aside(text[:begin]) + inside + _aside(text[stop:])


def _aside(text: str) -> Markup:
    return Markup('<span class="beside">{}</span>').format(show_code(text, ())) if text.strip() else escape(text)


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
    if not marks and is_plain(text):
        return escape(text)
    parts: list[str] = []
    inside = False
    for piece in pieces(text, marks, keep_tabs=True):
        if piece.marked != inside:
            parts.append("<mark>" if piece.marked else "</mark>")
            inside = piece.marked
        parts.append(_piece(piece))
    return Markup("".join(parts) + ("</mark>" if inside else ""))  # noqa: S704 - every piece is escaped


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
