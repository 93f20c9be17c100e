"""The documents of `codematch scan --versions`: a page, data for other programs, and the summary for the terminal."""

from collections.abc import Sequence

from codematch.model.descent import DescentResult
from codematch.model.document import part_to_document
from codematch.report.descent import to_html
from codematch.report.descent.to_terminal import show, text
from codematch.report.formats.to_json import encoded
from codematch.report.text import in_language

__all__ = ["FORMATS", "documents", "render", "show", "text"]

FORMATS = ("html", "json", "terminal")
"""The formats of trees of works."""
RESULT = "descent.json"


def documents(result: DescentResult, formats: Sequence[str], languages: Sequence[str]) -> dict[str, bytes]:
    """Return `descent.json`, and a page for each language if that is asked for."""
    made = {RESULT: encoded(part_to_document(result))}
    for language in languages if "html" in formats else ():
        with in_language(language):
            name = "descent.html" if len(languages) == 1 else f"descent.{language}.html"
            made[name] = to_html.render(result)
    return made


def render(result: DescentResult, name: str) -> bytes:
    """Return the result in one format, in the current language."""
    if name == "json":
        return encoded(part_to_document(result))
    if name == "html":
        return to_html.render(result)
    return text(result).encode("utf-8", "backslashreplace")
