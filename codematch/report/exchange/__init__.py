"""The documents of a comparison of fingerprints: an HTML page, data for other programs, a summary for the terminal."""

from collections.abc import Sequence

from codematch.model.exchange import ExchangeResult
from codematch.report.exchange import to_data, to_html
from codematch.report.exchange.to_terminal import show, text
from codematch.report.text import in_language

__all__ = ["documents", "render", "show", "text"]


def documents(result: ExchangeResult, formats: Sequence[str], languages: Sequence[str]) -> dict[str, bytes]:
    """Return the files of a comparison: `exchange.json`, and those of the formats, a page for each language."""
    made = {"exchange.json": to_data.document(result)}
    if "csv" in formats:
        made |= to_data.tables(result)
    for language in languages if "html" in formats else ():
        with in_language(language):
            made["exchange.html" if len(languages) == 1 else f"exchange.{language}.html"] = to_html.render(result)
    return made


def render(result: ExchangeResult, name: str) -> bytes:
    """Return a comparison in one format, in the current language; of the tables, that of the runs."""
    if name == "json":
        return to_data.document(result)
    if name == "csv":
        return to_data.tables(result)[to_data.RUNS]
    return to_html.render(result) if name == "html" else text(result).encode("utf-8", "backslashreplace")
