"""Results become documents here: each format shows what a `CaseResult` holds and computes nothing of its own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from codematch.errors import UsageError
from codematch.model.result import CaseResult
from codematch.report import to_json, to_terminal
from codematch.report.to_terminal import show
from codematch.report.wording import LANGUAGES, speaking

__all__ = ["FORMATS", "LANGUAGES", "Format", "file_name", "render", "show", "speaking"]


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
}


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


def file_name(name: str, languages: Sequence[str]) -> dict[str, str]:
    """Return the name of the file of a format for each language; JSON has no language.

    Raises:
        KeyError: There is no such format.
    """
    plain = FORMATS[name].file_name
    if name == "json" or len(languages) == 1:
        return {languages[0]: plain}
    stem, _, ending = plain.rpartition(".")
    return {language: f"{stem}.{language}.{ending}" for language in languages}
