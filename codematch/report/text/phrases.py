"""Units and reasons of settings, kinds of masked text, and documentation of rules, in the language of the report.

Their English is where they are declared; `texts/phrases.<language>.toml` has those of another language, and
`texts/rules.<language>.toml` the documentation of filters and detectors.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from codematch.report.text.wording import LANGUAGES, current_language


def unit(text: str) -> str:
    """Return the unit of a setting."""
    return _translated("units", text, text)


def masked(kind: str) -> str:
    """Return a kind of secret or of personal data."""
    return _translated("masked", kind, kind)


def reason(name: str, text: str) -> str:
    """Return why a setting has its value; `text` is the English."""
    return _translated("settings", name, text)


def documentation(rule: str, paragraphs: tuple[str, ...]) -> tuple[str, ...]:
    """Return what a rule documents of itself, the summary first; `paragraphs` are the English."""
    language = current_language()
    text = "" if language == LANGUAGES[0] else _rules(language).get(rule, "")
    return tuple(text.strip().split("\n\n")) if text else paragraphs


def _translated(table: str, key: str, english: str) -> str:
    language = current_language()
    return english if language == LANGUAGES[0] else _table(language)[table].get(key, english)


@cache
def _table(language: str) -> Mapping[str, Mapping[str, str]]:
    return _file(f"phrases.{language}.toml")


@cache
def _rules(language: str) -> Mapping[str, str]:
    return _file(f"rules.{language}.toml")


def _file(name: str) -> dict[str, Any]:
    return tomllib.loads(files("codematch.report").joinpath("texts", name).read_text(encoding="utf-8"))
