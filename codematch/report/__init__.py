"""Results become documents here: each format shows what a `CaseResult` holds and computes nothing of its own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from codematch.errors import UsageError
from codematch.model.result import CaseResult
from codematch.report import to_csv, to_json, to_terminal
from codematch.report.to_terminal import show
from codematch.report.wording import LANGUAGES, speaking

__all__ = ["FORMATS", "LANGUAGES", "Format", "documents", "render", "show", "speaking"]


@dataclass(frozen=True, slots=True)
class Format:
    """A format: the name of its file in the output folder, and the function that makes the content."""

    file_name: str
    render: Callable[[CaseResult], bytes]


def _html(result: CaseResult) -> bytes:
    from codematch.report import to_html  # with its template engine, which the other formats do without

    return to_html.render(result)


FORMATS: dict[str, Format] = {
    "terminal": Format("report.txt", to_terminal.render),
    "json": Format("report.json", to_json.render),
    "html": Format("report.html", _html),
    "csv": Format("matches.csv", to_csv.render),
}
"""CSV is several files; the one that is printed is that of the matches (see `documents`)."""
_PLAIN = frozenset({"json", "csv"})
"""Formats without a language."""


def render(result: CaseResult, name: str, language: str = LANGUAGES[0]) -> bytes:
    """Return the result in one format and one language; numbers are the same in all of them.

    Raises:
        UsageError: There is no such format, or no such language.
    """
    if name not in FORMATS:
        raise UsageError(f"no report format {name!r}: choose from {', '.join(FORMATS)}")
    if language not in LANGUAGES:
        raise UsageError(f"no report language {language!r}: choose from {', '.join(LANGUAGES)}")
    with speaking(language):
        return FORMATS[name].render(result)


def documents(result: CaseResult, name: str, languages: Sequence[str]) -> dict[str, bytes]:
    """Return the files of a format by their names: one for each language, all tables for CSV.

    Raises:
        UsageError: There is no such format, or no such language.
    """
    if name == "csv":
        return to_csv.tables(result)
    plain = FORMATS[name].file_name
    if name in _PLAIN or len(languages) == 1:
        return {plain: render(result, name, languages[0])}
    stem, _, ending = plain.rpartition(".")
    return {f"{stem}.{language}.{ending}": render(result, name, language) for language in languages}
