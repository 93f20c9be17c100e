"""Units and reasons of settings, and kinds of masked text, in the language of the report.

Their English is where they are declared; `texts/phrases.<language>.toml` has those of another language.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

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


def _translated(table: str, key: str, english: str) -> str:
    language = current_language()
    return english if language == LANGUAGES[0] else _table(language)[table].get(key, english)


@cache
def _table(language: str) -> Mapping[str, Mapping[str, str]]:
    content = files("codematch.report").joinpath("texts", f"phrases.{language}.toml").read_text(encoding="utf-8")
    return tomllib.loads(content)
