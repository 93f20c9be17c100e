"""Marks that a file carries: notices of authors, holders, licences and tools, hidden and look-alike characters."""

import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from codematch.evidence.confusables import is_disguised
from codematch.model.tokens import CLASS_CODES, TokenClass, TokenStream
from codematch.notices import NoticeKind, read_notices

NOTICES = tuple(kind.value for kind in NoticeKind)
AUTHOR, HOLDER, LICENCE = NoticeKind.AUTHOR.value, NoticeKind.HOLDER.value, NoticeKind.LICENCE.value
RELEASE = NoticeKind.RELEASE.value
HIDDEN, LOOK_ALIKE = "hidden-character", "look-alike"

_HIDDEN = frozenset(
                    "\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff\u00ad\u034f\u061c\u115f\u1160"
                    "\u17b4\u17b5"
                    "\u180e\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u3164\uffa0")  # fmt: skip
"""Characters without a width, and those that turn the direction of writing."""
_JOINERS = "\u200c\u200d"
"""Between letters or pictures of other alphabets they are part of the writing."""
_HIDDEN_BYTES = tuple(character.encode() for character in sorted(_HIDDEN))
_WITHOUT_HIDDEN = dict.fromkeys(map(ord, _HIDDEN))
_NAME = CLASS_CODES[TokenClass.IDENTIFIER]


class Trace(NamedTuple):
    """A mark: its kind, what it says, its line from 1, and `key`, by which two of a kind are the same."""

    kind: str
    text: str
    line: int
    key: str


def traces(utf8: bytes, stream: TokenStream) -> Iterator[Trace]:
    """Yield the marks of a file: notices, then hidden characters, then names with look-alike letters."""
    for notice in read_notices(utf8, stream):
        yield Trace(notice.kind.value, notice.text, notice.line, notice.key)
    if not utf8.isascii():
        yield from _hidden(utf8)
        yield from _look_alikes(utf8, stream)


def _hidden(utf8: bytes) -> Iterator[Trace]:
    """Hidden characters with the visible ones around them, by name: a character alone says little."""
    if not any(hidden in utf8 for hidden in _HIDDEN_BYTES):
        return
    for number, raw in enumerate(utf8.split(b"\n"), start=1):
        line = "" if raw.isascii() else raw.decode("utf-8", "replace")
        for character in sorted(set(line) & _HIDDEN):
            for before, after in _around(line, character):
                if character in _JOINERS and not before[-1:].isascii() and not after[:1].isascii():
                    continue
                name = unicodedata.name(character, f"U+{ord(character):04X}")
                text = f"{before.strip()[-20:]}[{name}]{after.strip()[:20]}"
                yield Trace(HIDDEN, text, number, text)


def _around(line: str, character: str) -> Iterator[tuple[str, str]]:
    """What stands before and after each place of a character."""
    place = line.find(character)
    while place >= 0:
        yield line[:place], line[place + 1 :]
        place = line.find(character, place + 1)


def _look_alikes(utf8: bytes, stream: TokenStream) -> Iterator[Trace]:
    """Names with letters of another alphabet that look like Latin ones."""
    for token in (stream.classes == _NAME).nonzero()[0].tolist():
        raw = utf8[stream.starts[token] : stream.stops[token]]
        if not raw.isascii():
            # A token may hold hidden characters, which are marks of their own.
            text = raw.decode("utf-8", "replace").translate(_WITHOUT_HIDDEN)
            if is_disguised(text):
                yield Trace(LOOK_ALIKE, text, int(stream.lines[token]), text)
