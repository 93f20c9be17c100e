"""Where something secret or personal is in a text, and what kind of text it is in."""

import re
from collections.abc import Iterable
from enum import StrEnum
from pathlib import PurePosixPath
from typing import NamedTuple


class Kind(StrEnum):
    """What is masked, in the words that are in its place."""

    KEY = "key"
    PASSWORD = "password"  # noqa: S105 the name of a kind
    EMAIL = "e-mail"
    PHONE = "phone"
    IDENTITY = "identity number"
    PASSPORT = "passport number"
    CARD = "bank card"
    ACCOUNT = "bank account"
    MESSENGER = "messenger id"


class Mark(NamedTuple):
    """Half-open span of characters that are not to be read but for the first `shown`, and what they are."""

    start: int
    stop: int
    kind: Kind
    shown: int = 2


class TextKind(StrEnum):
    """How a text is written: where values are literals without quotation marks, where numbers belong to a program.

    In settings `password: hunter2` gives a password; in code it names a type or a variable.
    """

    CODE = "code"
    SETTINGS = "settings"
    TEXT = "text"


_SETTINGS_ENDINGS = frozenset({
    ".bash", ".bat", ".cfg", ".cmd", ".cnf", ".conf", ".config", ".env", ".ini", ".ksh", ".mk", ".netrc", ".npmrc",
    ".properties", ".pypirc", ".service", ".sh", ".toml", ".yaml", ".yml", ".zsh",
})  # fmt: skip
_SETTINGS_NAMES = re.compile(
    r"\.?env(?:\W.*)?|.*\W(?:env|netrc)|dockerfile.*|.*\.dockerfile|containerfile|(?:gnu)?makefile|[._]netrc|\.npmrc"
    r"|\.pypirc|\.s3cfg|\.?credentials|\.gitconfig|\.\w*profile|\.\w*rc",
    re.IGNORECASE,
)
_WITHOUT_GRAMMAR = frozenset({"", "text"})


def writing_of(path: str, language: str = "") -> TextKind:
    """Return how a file is written, by its name and the name of its language ("" or "text" for none)."""
    name = PurePosixPath(path).name
    if language == "bash" or PurePosixPath(name.lower()).suffix in _SETTINGS_ENDINGS or _SETTINGS_NAMES.fullmatch(name):
        return TextKind.SETTINGS
    return TextKind.TEXT if language in _WITHOUT_GRAMMAR else TextKind.CODE


_REMARK = re.compile(r"(?:^|[\s;{}(),])(?:#|//|/\*|--|%|rem\s)|^\s*\*|^\s*[;!']")
_QUOTES = "\"'`"
_FAR = 2_000


def is_quoted(text: str, place: int) -> bool:
    """Say whether a place in a line is within quotation marks, or after the sign of a comment.

    Of one line nobody can tell for certain; an apostrophe too many makes more of the line a quotation.
    """
    before = text[max(place - _FAR, 0) : place]
    return any(before.count(quote) % 2 for quote in _QUOTES) or _REMARK.search(before) is not None


def merged(marks: Iterable[Mark], text: str) -> list[Mark]:
    """Return marks in their order, without overlaps: what overlaps is one, of the kind of the first.

    So are the lines of a key.
    """
    result: list[Mark] = []
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.stop)):
        last = result[-1] if result else None
        if last is not None and (mark.start < last.stop or _is_one_key(last, mark, text)):
            result[-1] = last._replace(stop=max(last.stop, mark.stop))
        else:
            result.append(mark)
    return result


def _is_one_key(first: Mark, second: Mark, text: str) -> bool:
    return (
        first.kind is second.kind is Kind.KEY and "\n" in (gap := text[first.stop : second.start]) and not gap.strip()
    )
