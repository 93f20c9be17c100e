"""The documents of a batch: an HTML page, data for other programs, and the summary for the terminal."""

from collections.abc import Sequence

from codematch.model.batch import Batch
from codematch.report.batch import to_data, to_html
from codematch.report.batch.to_terminal import show, text
from codematch.report.text import in_language

__all__ = ["documents", "show", "text"]


def documents(result: Batch, languages: Sequence[str]) -> dict[str, bytes]:
    """Return the files of a batch: `batch.json`, `batch.csv`, and a page for each language."""
    made = {"batch.json": to_data.document(result), "batch.csv": to_data.table(result)}
    for language in languages:
        with in_language(language):
            made["batch.html" if len(languages) == 1 else f"batch.{language}.html"] = to_html.render(result)
    return made
