"""The documents of `codematch versions`: a page, data for other programs, and the summary for the terminal."""

from collections.abc import Sequence

from codematch.model.document import part_to_document
from codematch.model.versions import VersionsResult
from codematch.report.formats.to_json import encoded
from codematch.report.text import in_language
from codematch.report.versions import to_html
from codematch.report.versions.to_terminal import show, text

__all__ = ["FORMATS", "documents", "render", "show", "text"]

FORMATS = ("html", "json", "terminal")
"""The formats of a search for versions."""
RESULT = "versions.json"


def documents(result: VersionsResult, formats: Sequence[str], languages: Sequence[str]) -> dict[str, bytes]:
    """Return `versions.json`, and a page for each language if that is asked for."""
    made = {RESULT: encoded(part_to_document(result))}
    for language in languages if "html" in formats else ():
        with in_language(language):
            name = "versions.html" if len(languages) == 1 else f"versions.{language}.html"
            made[name] = to_html.render(result, language)
    return made


def render(result: VersionsResult, name: str, language: str) -> bytes:
    """Return the result in one format, in the current language."""
    if name == "json":
        return encoded(part_to_document(result))
    if name == "html":
        return to_html.render(result, language)
    return text(result).encode("utf-8", "backslashreplace")
