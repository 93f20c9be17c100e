"""Every sentence and word that a report shows, by id, in the language of the report.

The texts are in `texts/<language>.toml`, written by hand; a test compares the ids and values of all languages.
Counts are grouped here; other numbers come in as text (see `codematch.report.text.numbers`), with the same digits in
every language.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib.resources import files

from codematch.errors import InvariantError

LANGUAGES = ("en", "zh")
"""English and simplified Chinese; the first one is the default."""

_language: ContextVar[str] = ContextVar("language of reports", default=LANGUAGES[0])


@cache
def texts(language: str) -> Mapping[str, str]:
    """Return all texts of a language by their ids."""
    content = files("codematch.report").joinpath("texts", f"{language}.toml").read_text(encoding="utf-8")
    return tomllib.loads(content)


@cache
def terms() -> tuple[tuple[str, str], ...]:
    """Return the terms of the field in English and in Chinese."""
    content = files("codematch.report").joinpath("texts", "terms.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(content).items())


@contextmanager
def in_language(language: str) -> Iterator[None]:
    """Render texts within this block in one of `LANGUAGES`."""
    token = _language.set(language)
    try:
        yield
    finally:
        _language.reset(token)


def current_language() -> str:
    """Return the language in which texts are rendered."""
    return _language.get()


def say(key: str, /, **values: str | int | None) -> str:
    """Return the text with this id, its values filled in: a count in groups of three digits, None as not assessed.

    Raises:
        InvariantError: There is no such text, or it needs another value.
    """
    table = texts(current_language())
    try:
        said = {name: value if isinstance(value, str) else _count(value, table) for name, value in values.items()}
        return table[key].format_map(said)
    except KeyError as error:
        raise InvariantError(f"no wording for {key!r}, or it lacks the value {error}") from error


def _count(number: int | None, table: Mapping[str, str]) -> str:
    return table["not-assessed"] if number is None else f"{number:,}"


def counted(key: str, number: int, /, **values: str | int) -> str:
    """Return the text `key.one` or `key.many` for a number, which it may quote as `{count}`."""
    return say(f"{key}.{'one' if number == 1 else 'many'}", count=number, **values)


def listed(words: Iterable[str]) -> str:
    """Return words in a row, as the language separates them."""
    return say("separator.words").join(words)


def running(sentences: Iterable[str]) -> str:
    """Return sentences in a row, as the language separates them; empty ones are left out."""
    return say("separator.sentences").join(sentence for sentence in sentences if sentence)
