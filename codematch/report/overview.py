"""The documents of what is no record (a scan, a search, fingerprints compared): data, tables, a page, a summary."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from codematch.report.text import in_language

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview(Generic[Result]):
    """How a result is written.

    `name` is what its files are called: `name.json`, `name.html`. `data`, `page` and `text` return the document, the
    page and the summary, `tables` the tables by the names of their files, of which `first` is the one that is printed.
    """

    name: str
    data: Callable[[Result], bytes]
    tables: Callable[[Result], dict[str, bytes]]
    first: str
    page: Callable[[Result], bytes]
    text: Callable[[Result], str]

    def documents(self, result: Result, formats: Sequence[str], languages: Sequence[str]) -> dict[str, bytes]:
        """Return the files of a result: its data, and those of the formats, a page for each language."""
        made = {f"{self.name}.json": self.data(result)}
        if "csv" in formats:
            made |= self.tables(result)
        for language in languages if "html" in formats else ():
            with in_language(language):
                made[f"{self.name}.html" if len(languages) == 1 else f"{self.name}.{language}.html"] = self.page(result)
        return made

    def render(self, result: Result, name: str) -> bytes:
        """Return a result in one format, in the current language; of the tables, the first."""
        if name == "json":
            return self.data(result)
        if name == "csv":
            return self.tables(result)[self.first]
        return self.page(result) if name == "html" else self.text(result).encode("utf-8", "backslashreplace")
