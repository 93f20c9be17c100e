"""Results become documents here: each format shows what a `CaseResult` holds and computes nothing of its own."""

from collections.abc import Callable
from dataclasses import dataclass

from codematch.errors import UsageError
from codematch.model.result import CaseResult
from codematch.report import to_json, to_terminal
from codematch.report.to_terminal import show

__all__ = ["FORMATS", "Format", "render", "show"]


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


def render(result: CaseResult, name: str) -> bytes:
    """Return the result in one format.

    Raises:
        UsageError: There is no such format.
    """
    if name not in FORMATS:
        raise UsageError(f"no report format {name!r}: choose from {', '.join(FORMATS)}")
    return FORMATS[name].render(result)
