"""Marks that a file carries: notices of authors, holders, licences and tools, hidden and look-alike characters."""

import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from codematch.evidence.confusables import is_disguised
from codematch.model.tokens import CLASS_CODES, TokenClass, TokenStream
from codematch.model.word_search import WordSearch
from codematch.notices import NoticeKind, read_notices
from codematch.settings.detectors import Marks

NOTICES = tuple(kind.value for kind in NoticeKind)
AUTHOR, HOLDER, LICENCE = NoticeKind.AUTHOR.value, NoticeKind.HOLDER.value, NoticeKind.LICENCE.value
RELEASE = NoticeKind.RELEASE.value
HIDDEN, LOOK_ALIKE = "hidden-character", "look-alike"

_SELECTORS = frozenset(map(chr, (*range(0x180B, 0x180E), 0x180F, *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
"""They choose among the shapes of the character before them: of a picture, of a Chinese or Mongolian one."""
_TAGS = frozenset(map(chr, (0xE0001, *range(0xE0020, 0xE0080))))
"""Letters without a shape; behind a black flag they name a country."""
_HIDDEN = _SELECTORS | _TAGS | frozenset(
                    "\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff\u00ad\u034f\u061c\u115f\u1160"
                    "\u17b4\u17b5"
                    "\u2800\u180e\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u3164\uffa0")  # fmt: skip
"""Characters without a width, and those that turn the direction of writing."""
_JOINERS = "\u200c\u200d"
"""Between letters or pictures of other alphabets they are part of the writing."""
_HIDDEN_WORDS = WordSearch(sorted(_HIDDEN))
_SHAPELESS = ("LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "COMBINING")
"""Alphabets whose letters have no other shapes to be chosen."""
_BRAILLE_BLANK = "\u2800"
_FLAG, _KEYCAP = "\U0001f3f4", "\u20e3"


def _name(character: str) -> str:
    return unicodedata.name(character, f"U+{ord(character):04X}")


_HIDDEN_NAMES = frozenset(map(_name, _HIDDEN))
_WITHOUT_HIDDEN = dict.fromkeys(map(ord, _HIDDEN))
_FIRST_BEYOND_ASCII = 0x80
_NAME = CLASS_CODES[TokenClass.IDENTIFIER]


class AuthorshipMark(NamedTuple):
    """A mark: its kind, what it says, its line from 1, and `key`, by which two of a kind are the same."""

    kind: str
    text: str
    line: int
    key: str


def traces(utf8: bytes, stream: TokenStream, settings: Marks) -> Iterator[AuthorshipMark]:
    """Yield the marks of a file: notices, then hidden characters, then names with look-alike letters."""
    for notice in read_notices(utf8, stream):
        yield AuthorshipMark(notice.kind.value, notice.text, notice.line, notice.key)
    if not utf8.isascii():
        yield from _hidden(utf8, settings)
        yield from _look_alikes(utf8, stream)


def _hidden(utf8: bytes, settings: Marks) -> Iterator[AuthorshipMark]:
    """Hidden characters with the visible ones around them, by name: a character alone says little."""
    places = sorted({utf8.rfind(b"\n", 0, place) + 1 for place, _ in _HIDDEN_WORDS.places(utf8)})
    number, counted = 1, 0
    for start in places:
        number, counted = number + utf8.count(b"\n", counted, start), start
        stop = utf8.find(b"\n", start)
        line = utf8[start : stop if stop >= 0 else len(utf8)].decode("utf-8", "replace")
        for character in sorted(set(line) & _HIDDEN):
            for before, after in _around(line, character, settings.mark_context_characters):
                if _is_part_of_writing(character, before, after):
                    continue
                name = _name(character)
                shown = settings.mark_characters
                text = f"{before.strip()[-shown:]}[{name}]{after.strip()[:shown]}"
                yield AuthorshipMark(HIDDEN, text, number, text)


def is_hidden_name(text: str) -> bool:
    """Say whether a text is the name of a hidden character."""
    return text in _HIDDEN_NAMES


def _is_part_of_writing(character: str, before: str, after: str) -> bool:
    """Say whether a hidden character belongs to a picture or to a letter of an alphabet that needs it."""
    if character in _JOINERS:
        return bool(before and after) and not before[-1].isascii() and not after[0].isascii()
    if character == _BRAILLE_BLANK:
        return any("\u2800" < other <= "\u28ff" for other in (before[-1:], after[:1]))
    if character not in _SELECTORS and character not in _TAGS:
        return False
    base = before.rstrip(_INVISIBLE)[-1:]
    if character in _TAGS or not base:
        return base == _FLAG
    if base.isascii():
        return after[:1] == _KEYCAP
    return not unicodedata.name(base, "").startswith(_SHAPELESS)


_INVISIBLE = "".join(sorted(_SELECTORS | _TAGS))


def _around(line: str, character: str, near: int) -> Iterator[tuple[str, str]]:
    """What stands before and after each place of a character."""
    place = line.find(character)
    while place >= 0:
        yield line[max(0, place - near) : place], line[place + 1 : place + 1 + near]
        place = line.find(character, place + 1)


def beyond_ascii(utf8: bytes, stream: TokenStream) -> NDArray[np.bool_]:
    """Return which tokens of a file hold a byte beyond ASCII: bool (n,)."""
    # As many such bytes stand before the end as before the start of a token that has none.
    before = np.zeros(len(utf8) + 1, dtype=np.int32)
    np.cumsum(np.frombuffer(utf8, dtype=np.uint8) >= _FIRST_BEYOND_ASCII, out=before[1:])
    return np.asarray(before[stream.stops] > before[stream.starts])


def _look_alikes(utf8: bytes, stream: TokenStream) -> Iterator[AuthorshipMark]:
    """Names with letters of another alphabet that look like Latin ones."""
    places = ((stream.classes == _NAME) & beyond_ascii(utf8, stream)).nonzero()[0]
    judged: dict[bytes, str] = {}
    for token, start, stop in zip(
        places.tolist(), stream.starts[places].tolist(), stream.stops[places].tolist(), strict=True
    ):
        raw = utf8[start:stop]
        if raw not in judged:
            # A token may hold hidden characters, which are marks of their own.
            text = raw.decode("utf-8", "replace").translate(_WITHOUT_HIDDEN)
            judged[raw] = text if is_disguised(text) else ""
        if judged[raw]:
            yield AuthorshipMark(LOOK_ALIKE, judged[raw], int(stream.lines[token]), judged[raw])
