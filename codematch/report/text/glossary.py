"""The glossary: each term with its meaning in every language, and the words that it is used instead of."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from codematch.report.text.wording import LANGUAGES


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A term.

    Attributes:
        id: Its name in `texts/glossary.toml`.
        name: How it is written, by language.
        meaning: What it means, by language.
        instead_of: Regular expressions of words that mean the same and are not used, by language.
        method_only: Whether only the documentation of the method uses it.
    """

    id: str
    name: Mapping[str, str]
    meaning: Mapping[str, str]
    instead_of: Mapping[str, tuple[str, ...]]
    method_only: bool


@cache
def glossary() -> tuple[Term, ...]:
    """Return the terms in their order."""
    content = files("codematch.report").joinpath("texts", "glossary.toml").read_text(encoding="utf-8")
    return tuple(
        Term(
            id=name,
            name={language: row[language] for language in LANGUAGES},
            meaning={language: row[f"means_{language}"] for language in LANGUAGES},
            instead_of={language: tuple(row.get(f"instead_of_{language}", ())) for language in LANGUAGES},
            method_only=row.get("method_only", False),
        )
        for name, row in tomllib.loads(content).items()
    )


def as_markdown() -> str:
    """Return all terms in English as a table of Markdown, for the documentation."""
    english = LANGUAGES[0]
    rows = (f"| {term.name[english]} | {term.meaning[english]} |" for term in glossary())
    return "\n".join(("| term | meaning |", "|---|---|", *rows)) + "\n"
