"""The documents of a search: an HTML page, data for other programs, and the summary for the terminal."""

from collections.abc import Sequence

from codematch.model.search import SearchResult
from codematch.report.search import to_data, to_html
from codematch.report.search.cells import hit_folder
from codematch.report.search.to_terminal import show, text
from codematch.report.text import in_language

__all__ = ["FORMATS", "documents", "hit_folder", "render", "show", "text"]

FORMATS = ("html", "json", "csv", "terminal")
"""The formats of a search."""
RESULT = "search.json"


def documents(result: SearchResult, formats: Sequence[str], languages: Sequence[str]) -> dict[str, bytes]:
    """Return the files of a search: `search.json`, and those of the formats, a page for each language."""
    made = {RESULT: to_data.document(result)}
    if "csv" in formats:
        made |= to_data.tables(result)
    if "html" in formats:
        for language in languages:
            with in_language(language):
                made["search.html" if len(languages) == 1 else f"search.{language}.html"] = to_html.render(result)
    return made


def render(result: SearchResult, name: str) -> bytes:
    """Return a search in one format, in the current language; of the tables, that of the regions."""
    if name == "json":
        return to_data.document(result)
    if name == "csv":
        return to_data.tables(result)[to_data.REGIONS]
    return to_html.render(result) if name == "html" else text(result).encode("utf-8", "backslashreplace")
