"""Finds the lines that show a sign of a language: expressions are tried only where a word that they need occurs."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from codematch.languages.needed import needed_words
from codematch.model.word_search import WordSearch

_DENSE = 4
"""With a word on every fourth line, all lines are tried at once."""


class Lines:
    """The beginning of a file, with a line end before and after each line, and where the words of signs are in it."""

    __slots__ = ("_places", "count", "text")

    def __init__(self, text: bytes, words: "SignWords") -> None:
        """Look for the words of all signs that will be asked for."""
        self.text = text
        self.count = text.count(b"\n")
        self._places: dict[bytes, list[int]] = {}
        for place, number in words.search.places(text):
            self._places.setdefault(words.words[number], []).append(place)

    def times(self, word: bytes) -> int:
        """Return how often a word is in the text."""
        return len(self._places.get(word, ()))

    def with_any(self, words: Sequence[bytes]) -> list[int]:
        """Return the line ends before the lines that hold any of these words, in order."""
        places = (place for word in words for place in self._places.get(word, ()))
        return sorted({self.text.rfind(b"\n", 0, place) for place in places})


@dataclass(frozen=True, slots=True)
class SignWords:
    """The words that a number of signs need, and the search for all of them."""

    words: tuple[bytes, ...]
    search: WordSearch


@lru_cache(maxsize=8)
def words_of(signs: tuple[str, ...]) -> SignWords:
    """Return the words that these signs need."""
    words = tuple(sorted({word for line in signs for word in needed_words(line)}))
    return SignWords(tuple(word.encode() for word in words), WordSearch(words))


@dataclass(frozen=True, slots=True)
class _Sign:
    """One expression: `anywhere` when what it looks for may be anywhere in a line, which takes long to try."""

    pattern: re.Pattern[bytes]
    words: tuple[bytes, ...]
    anywhere: bool

    def may_match(self, lines: Lines) -> bool:
        """Whether a word that it needs is in the text."""
        return not self.words or any(lines.times(word) for word in self.words)

    def matches(self, lines: Lines) -> Iterator[tuple[int, int]]:
        """Yield where it matches, also where two matches overlap, in order."""
        times = sum(map(lines.times, self.words))
        if self.words and (self.anywhere or times * _DENSE < lines.count):
            for start in lines.with_any(self.words):
                if found := self.pattern.match(lines.text, start):
                    yield found.span()
            return
        found = self.pattern.search(lines.text)
        while found:
            yield found.span()
            found = self.pattern.search(lines.text, found.start() + 1)


@lru_cache(maxsize=512)
def _compiled(signs: tuple[str, ...]) -> tuple[_Sign, ...]:
    return tuple(_sign(line) for line in signs)


def _sign(line: str) -> _Sign:
    words = tuple(word.encode() for word in needed_words(line))
    return _Sign(re.compile(b"\n(?:%s)" % line.encode()), words, line.startswith(("[^", ".")))


def shows(lines: Lines, signs: tuple[str, ...]) -> bool:
    """Say whether any line shows any of these signs."""
    return any(next(sign.matches(lines), None) is not None for sign in _compiled(signs) if sign.may_match(lines))


def showing(lines: Lines, signs: tuple[str, ...]) -> dict[int, int]:
    """Return how many lines show each sign, by its position; a line counts for the first sign that it shows.

    The outcome is that of one expression for all signs, searched from match to match.
    """
    chosen = [(index, sign) for index, sign in enumerate(_compiled(signs)) if sign.may_match(lines)]
    found = sorted((start, index, stop) for index, sign in chosen for start, stop in sign.matches(lines))
    counts: dict[int, int] = {}
    place = 0
    for start, index, stop in found:
        if start >= place:
            counts[index] = counts.get(index, 0) + 1
            place = stop
    return counts


@lru_cache(maxsize=512)
def joined(signs: tuple[str, ...], any_case: bool = False) -> re.Pattern[bytes]:
    """Return one expression for all of these, each at the beginning of a line."""
    flags = re.IGNORECASE if any_case else re.NOFLAG
    return re.compile(b"\n(?:%s)" % "|".join(signs).encode(), flags)


def showing_any(lines: Lines, signs: tuple[str, ...], most: int, *, any_case: bool = False) -> int:
    """Return how many lines show any of these signs, counted up to `most`; with `any_case`, capitals do not matter."""
    if not any_case and not any(sign.may_match(lines) for sign in _compiled(signs)):
        return 0
    return sum(1 for _ in islice(joined(signs, any_case).finditer(lines.text), most))
