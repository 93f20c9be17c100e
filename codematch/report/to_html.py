"""A result as one self-contained HTML file that needs no script to be read and asks for nothing outside itself."""

import base64
import hashlib
from collections.abc import Iterator, Sequence
from functools import cache

from jinja2 import Environment
from markupsafe import Markup, escape

from codematch.model.match import Exhibit, Region, RegionSide, RowState
from codematch.model.precision import stored_total
from codematch.model.result import CaseResult, PairResult
from codematch.report import numbers, sentences, view
from codematch.report.markup import environment, packaged, show_code, style
from codematch.report.wording import GLOSSARY, say

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


def render(result: CaseResult) -> bytes:
    """Return `report.html` in UTF-8: the same bytes for the same result."""
    script = packaged("script.js")
    page = _environment().get_template("report.html.j2")
    text = page.render(
        result=result,
        script=Markup(script),  # noqa: S704 - a file of this package, and its digest is the only one allowed
        script_digest=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        style=style(),
    )
    return text.encode("utf-8", "backslashreplace")


@cache
def _environment() -> Environment:
    return environment({
        "total_bits": stored_total,
        "sentences": sentences,
        "view": view,
        "glossary": GLOSSARY,
        "exhibits_of": exhibits_of,
        "rows_of": rows_of,
        "renames_shown": RENAMES_SHOWN,
        "rows_shown": ROWS_SHOWN,
        "subjects_shown": SUBJECTS_SHOWN,
        "few_subjects": FEW_SUBJECTS,
    })  # fmt: skip


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
