"""Lines of the command line in Chinese.

The English of a line is where the line is made: in an error, a note, an answer. `lines.zh.toml` has the Chinese of each
clause by its English, with `{0}`, `{1}` for what is filled in: `{0:#}` in English for a number alone; in Chinese
`{0:said}` for what is translated itself, and `{0:list}` for names in a row. A line consists of
clauses (`what happened; what to do`), and a clause may name what it is about first (`FILE: what happened`). What is
filled in stays as it is, so numbers, paths and names are the same in both languages. A test finds every line that the
code can print and asks for its Chinese.
"""

import re
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from codematch.cli.translation.choice import ENGLISH
from codematch.cli.translation.columns import padded

_WARNING, _WARNING_IN_CHINESE = "warning: ", "警告："
_CLAUSE, _SUBJECT = "; ", ": "
_PLACE = re.compile(r"\{(\d+)(:said|:list|:#)?\}")
_SPLIT = re.compile(r"(\{\d+(?::#)?\})")
_NAME = re.compile(r"\S+|\S+/ \([\d,]+ files?\)")
"""A name, or a folder with the number of its files."""
_LONGEST = 4000
"""Characters up to which a line is translated; a longer one is no sentence."""
_SUBJECT_COUNTS = 4
"""Characters by which a clause with a subject is preferred to one that takes the subject for a part of the sentence."""


class _Spoken:
    """The language of this process."""

    language = ENGLISH


def speak(language: str) -> None:
    """Print lines in English or Chinese from now on."""
    _Spoken.language = language


def current() -> str:
    """Return the language in which lines are printed."""
    return _Spoken.language


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Print lines in English or Chinese within this block."""
    before = current()
    speak(language)
    try:
        yield
    finally:
        speak(before)


def said(text: str) -> str:
    """Return a line, or a part of one, in the language of the command line; as it is where there is no Chinese."""
    if _Spoken.language == ENGLISH or not text.strip() or len(text) > _LONGEST:
        return text
    return translate(text)


def column(text: str, width: int, *, right: bool = False) -> str:
    """Return a text in the language of the command line, with blanks up to a width in columns of a terminal."""
    return padded(said(text), width, right=right)


def translate(text: str) -> str:
    """Return the Chinese of an English line; blanks and line ends around it stay."""
    body = text.strip()
    before, _, after = text.partition(body)
    if body.startswith(_WARNING):
        return f"{before}{_WARNING_IN_CHINESE}{_line(body.removeprefix(_WARNING))}{after}"
    return f"{before}{_line(body)}{after}"


def _line(text: str) -> str:
    """A line as a whole, else clause by clause."""
    clauses = _split(text)
    whole = _best(text)
    if len(clauses) == 1 or (whole is not None and whole.is_exact):
        return text if whole is None else whole.text
    return "；".join(clause if (found := _best(clause)) is None else found.text for clause in clauses)


def _split(text: str) -> list[str]:
    """The clauses of a line; what stands in brackets belongs to its clause."""
    found, depth, start = [], 0, 0
    for at, char in enumerate(text):
        depth += (char in "([") - (char in ")]")
        if depth <= 0 and text.startswith(_CLAUSE, at):
            found.append(text[start:at])
            start, depth = at + len(_CLAUSE), 0
    return [*found, text[start:]]


@dataclass(frozen=True, slots=True)
class _Found:
    """The Chinese of a clause, how many characters of the English were recognised, and whether all of them were."""

    text: str
    known: int
    is_exact: bool


def _best(clause: str) -> _Found | None:
    """The translation of a clause that recognises most of it, with the part before a colon as its subject or not."""
    best = _whole(clause)
    for at in re.finditer(_SUBJECT, clause):
        rest = _whole(clause[at.end() :])
        if rest is not None and (best is None or rest.known + _SUBJECT_COUNTS > best.known):
            subject = "：".join(_part(part) for part in clause[: at.start()].split(_SUBJECT))
            best = _Found(f"{subject}：{rest.text}", rest.known + _SUBJECT_COUNTS, is_exact=False)
    return best


def _part(text: str) -> str:
    found = _whole(text)
    return text if found is None or not found.known else found.text


def _whole(clause: str) -> _Found | None:
    """The translation by the template that has most in common with a clause, None if none fits."""
    exact, templates = _catalogue()
    if clause in exact:
        return _Found(exact[clause], len(clause), is_exact=True)
    for template in templates:
        if all(part in clause for part in template.parts) and (match := template.pattern.fullmatch(clause)):
            return _Found(_filled(template.chinese, match.groups()), template.known, is_exact=False)
    return None


def _filled(chinese: str, values: tuple[str, ...]) -> str:
    def value(place: re.Match[str]) -> str:
        text = values[int(place[1])]
        if place[2] == ":list":
            return _in_a_row(text)
        return _line(text) if place[2] else text

    return _PLACE.sub(value, chinese)


def _in_a_row(text: str) -> str:
    """Names in a row as Chinese separates them; they stay as they are, and so does anything else."""
    parts = text.split(", ")
    if not all(_NAME.fullmatch(part) for part in parts):
        return text
    return "、".join(_line(part) if " " in part else part for part in parts)


@dataclass(frozen=True, slots=True)
class _Template:
    """An English clause with places to fill in, and its Chinese."""

    pattern: re.Pattern[str]
    parts: tuple[str, ...]
    known: int
    chinese: str


def _value(piece: str) -> str:
    """The pattern of a piece of a template: a number, anything, or the piece itself."""
    if not _PLACE.fullmatch(piece):
        return re.escape(piece)
    return r"([-+\d.,e]+)" if piece.endswith(":#}") else "(.+?)"


def _template(english: str, chinese: str) -> _Template:
    parts = [part for part in _PLACE.split(english)[::3] if part]
    pattern = "".join(_value(piece) for piece in _SPLIT.split(english))
    return _Template(re.compile(pattern, re.DOTALL), tuple(parts), sum(map(len, parts)), chinese)


@cache
def _catalogue() -> tuple[dict[str, str], tuple[_Template, ...]]:
    """The clauses without places, and the templates, those with most literal characters first."""
    content = files("codematch.cli.translation").joinpath("lines.zh.toml").read_text(encoding="utf-8")
    table: dict[str, str] = tomllib.loads(content)
    exact = {english: chinese for english, chinese in table.items() if not _PLACE.search(english)}
    templates = (_template(english, chinese) for english, chinese in table.items() if english not in exact)
    return exact, tuple(sorted(templates, key=lambda one: -one.known))
