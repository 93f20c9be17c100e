"""What a result says in English, in the language that is being spoken.

A result keeps details, bases and the reasons of settings as English texts, so that it is the same in every language. A
report in another language shows them by the patterns of `texts/phrases.<language>.toml`; what no pattern knows stays as
it is, as does whatever was filled in.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from codematch.report.wording import LANGUAGES, spoken

_PARTS = "; "


def detail(text: str) -> str:
    """Return a detail of a file or a limitation, or the basis of a label."""
    if spoken() == LANGUAGES[0] or not text:
        return text
    parts = [_translated(part, spoken()) for part in text.split(_PARTS)]
    if all(part is not None for part in parts):
        return "；".join(filter(None, parts))
    return _translated(text, spoken()) or text


def unit(text: str) -> str:
    """Return the unit of a setting."""
    return text if spoken() == LANGUAGES[0] else _table(spoken())["units"].get(text, text)


def masked(kind: str) -> str:
    """Return a kind of secret or of personal data."""
    return kind if spoken() == LANGUAGES[0] else _table(spoken())["masked"].get(kind, kind)


def reason(name: str, text: str) -> str:
    """Return why a setting has its value; `text` is the English."""
    return text if spoken() == LANGUAGES[0] else _table(spoken())["settings"].get(name, text)


@cache
def _table(language: str) -> Mapping[str, Mapping[str, str]]:
    content = files("codematch.report").joinpath("texts", f"phrases.{language}.toml").read_text(encoding="utf-8")
    return tomllib.loads(content)


@cache
def _patterns(language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """The patterns of a language, those with most words of their own first."""
    ordered = sorted(_table(language)["details"].items(), key=lambda item: -len(item[0].replace("{}", "")))
    return tuple(
        (re.compile("(.+?)".join(map(re.escape, english.split("{}"))), re.DOTALL), other) for english, other in ordered
    )


@cache
def _translated(text: str, language: str) -> str | None:
    known = _table(language)["details"]
    for pattern, other in _patterns(language):
        found = pattern.fullmatch(text)
        if found:
            filled = [known.get(one, one) for one in found.groups()]  # a kind of file, say, has words of its own
            return re.sub(r"\{(\d)\}", lambda place, filled=filled: filled[int(place[1])], other)  # type: ignore[misc]
    return None
