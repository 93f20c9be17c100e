"""The documents of a scan: an HTML page, data for other programs, and the summary for the terminal."""

from collections.abc import Sequence

from codematch.model.scan import ScanResult
from codematch.report.scan import to_data, to_html
from codematch.report.scan.cells import pair_folder
from codematch.report.scan.to_terminal import show, text
from codematch.report.text import in_language

__all__ = ["FORMATS", "documents", "pair_folder", "render", "show", "text"]

FORMATS = ("html", "json", "csv", "terminal")
"""The formats of a scan."""
RESULT = "scan.json"


def documents(result: ScanResult, formats: Sequence[str], languages: Sequence[str]) -> dict[str, bytes]:
    """Return the files of a scan: `scan.json`, and those of the formats, a page for each language."""
    made = {RESULT: to_data.document(result)}
    if "csv" in formats:
        made |= to_data.tables(result)
    if "html" in formats:
        for language in languages:
            with in_language(language):
                made["scan.html" if len(languages) == 1 else f"scan.{language}.html"] = to_html.render(result)
    return made


def render(result: ScanResult, name: str) -> bytes:
    """Return a scan in one format, in the current language; of the tables, that of the pairs."""
    if name == "json":
        return to_data.document(result)
    if name == "csv":
        return to_data.tables(result)[to_data.PAIRS]
    return to_html.render(result) if name == "html" else text(result).encode("utf-8", "backslashreplace")
