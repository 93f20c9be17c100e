"""Marks that a file carries: authors, holders of notices, hidden characters."""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from codematch.model.tokens import TokenStream

AUTHOR, HOLDER, HIDDEN = "author-mark", "copyright-holder", "hidden-character"

_AUTHOR = re.compile(
    r"(?i)(?:@author|\bauthor\s*:|\bwritten by\b|\bcreated by\b|\bmaintainer\s*:|作者\s*[::])\s*([^\n*;,<(]{2,60})"
)
_HOLDER = re.compile(
    r"(?i)(?:(?:copyright|版权所有)\s*(?:\(c\)|©|by\b|(?=\d{4}))|(?:\(c\)|©)\s*(?=\d{4}))"
    r"[\s:]*(?:\d{4}(?:\s*[-–,]\s*(?:\d{4}|present))*[\s,]*)?(?:by\s+)?([^\n*;<(.,]{2,60})"
)
_RESERVED = re.compile(r"(?i)\ball rights reserved\b.*")
_HOLDER_HINTS = ("opyright", "OPYRIGHT", "版权所有", "©", "(c)", "(C)")
_AUTHOR_HINTS = ("uthor", "UTHOR", "ritten by", "reated by", "aintainer", "RITTEN BY", "REATED BY", "AINTAINER", "作者")
_HIDDEN = {"\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u202a", "\u202b", "\u202c", "\u202d", "\u202e",
           "\u2066", "\u2067", "\u2068", "\u2069"}  # fmt: skip
_HIDDEN_BYTES = tuple(character.encode() for character in sorted(_HIDDEN))
_TEXT = "text"
_HEAD_LINES = 40


class Trace(NamedTuple):
    """A mark: its kind, what it says, and its line, from 1."""

    kind: str
    text: str
    line: int


def traces(utf8: bytes, stream: TokenStream) -> Iterator[Trace]:
    """Yield the marks of a file: authors, then holders, then hidden characters."""
    comments = list(_comments(utf8, stream))
    yield from _authors(comments)
    yield from _holders(comments)
    yield from _hidden(utf8)


def _comments(utf8: bytes, stream: TokenStream) -> Iterator[tuple[int, str]]:
    """Yield the comments of a file, and the first lines of one without a grammar: licences, read-me files."""
    if stream.language == _TEXT:
        for number, line in enumerate(utf8.splitlines()[:_HEAD_LINES], start=1):
            yield number, line.decode("utf-8", "replace")
    yield from zip(stream.comments.lines.tolist(), stream.comments.texts, strict=True)


def _authors(comments: list[tuple[int, str]]) -> Iterator[Trace]:
    for line, text in comments:
        if any(hint in text for hint in _AUTHOR_HINTS):
            for match in _AUTHOR.finditer(text):
                name = " ".join(match[1].split()).strip(" .-")
                if name:
                    yield Trace(AUTHOR, name, line)


def _holders(comments: list[tuple[int, str]]) -> Iterator[Trace]:
    """The names after copyright signs, years aside, in small letters: a common holder points to a common origin."""
    for line, text in comments:
        if any(hint in text for hint in _HOLDER_HINTS):
            for match in _HOLDER.finditer(text):
                name = _RESERVED.sub("", " ".join(match[1].split())).strip(" .-").lower()
                if any(map(str.isalpha, name)):
                    yield Trace(HOLDER, name, line)


def _hidden(utf8: bytes) -> Iterator[Trace]:
    """Hidden characters with the visible ones around them, by name: a character alone says little."""
    if utf8.isascii() or not any(hidden in utf8 for hidden in _HIDDEN_BYTES):
        return
    for number, raw in enumerate(utf8.splitlines(), start=1):
        line = "" if raw.isascii() else raw.decode("utf-8", "replace")
        for character in sorted(set(line) & _HIDDEN):
            before, after = line.split(character, 1)
            name = unicodedata.name(character, f"U+{ord(character):04X}")
            yield Trace(HIDDEN, f"{before.strip()[-20:]}[{name}]{after.strip()[:20]}", number)
