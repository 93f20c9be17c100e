"""Words as a dictionary knows them: what names, comments and literals are made of."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from codematch.model.stable_hash import token_hashes

_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_A-Za-z]+")
SharedWords = dict[str, tuple[tuple[int, ...], tuple[int, ...]]]
"""Words of both works, in their order, each with the numbers of the known and of the questioned files that hold it."""
_SMALL, _LARGE = frozenset(b"abcdefghijklmnopqrstuvwxyz"), frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_LETTERS_ONLY = bytes(byte if byte in _SMALL | _LARGE else ord(" ") for byte in range(256))
"""Everything else becomes a blank: a text has far fewer different chunks of letters than words."""


def plain_words(utf8: bytes, least: int) -> str:
    """Return the different words of at least so many Latin letters in a text: in small letters, sorted, one on a line.

    Names are divided at underscores and at capital letters.
    """
    chunks = set(utf8.translate(_LETTERS_ONLY).split())
    found = {word.lower() for word in set(_word(least).findall(b"\n".join(chunks)))}
    return "\n".join(sorted(word.decode("ascii") for word in found if len(word) >= least))


@cache
def _word(least: int) -> re.Pattern[bytes]:
    return re.compile(rb"[A-Z]?[a-z]{%d,}|[A-Z]{%d,}(?![a-z])" % (least - 1, least))


def name_parts(name: str) -> tuple[str, ...]:
    """Return what a name is made of, in small letters: `max_lockHeight2` to max, lock, height, 2."""
    return tuple(part.lower() for part in _PART.findall(name))


def few(words: Sequence[str], most: int) -> str:
    """Return the first words of a list, and three dots where there are more."""
    return ", ".join([*words[:most], *(["…"] if len(words) > most else [])])


def find_word(utf8: bytes, word: str) -> list[int]:
    """Return where a word of small letters stands by itself or as a part of a name, see `plain_words` [bytes]."""
    forms = (
        (word.encode(), _SMALL | _LARGE, _SMALL),
        (word.capitalize().encode(), frozenset[int](), _SMALL),
        (word.upper().encode(), _LARGE, _SMALL | _LARGE),
    )
    return sorted(place for form in forms for place in _find(utf8, *form))


def _find(utf8: bytes, form: bytes, not_before: frozenset[int], not_after: frozenset[int]) -> Iterator[int]:
    place = utf8.find(form)
    while place >= 0:
        stop = place + len(form)
        if not (place and utf8[place - 1] in not_before) and not (stop < len(utf8) and utf8[stop] in not_after):
            yield place
        place = utf8.find(form, stop)


def line_at(utf8: bytes, byte: int) -> int:
    """Return the number of the line, from 1, on which a byte stands."""
    return len(utf8[: byte + 1].splitlines())


def word_hashes(words: Sequence[str]) -> NDArray[np.uint64]:
    """Return the stable hash of each word: uint64 (n,)."""
    encoded = [word.encode() for word in words]
    stops = np.cumsum([len(word) for word in encoded], dtype=np.int64)
    return token_hashes(b"".join(encoded), np.concatenate(([0], stops[:-1])) if encoded else stops, stops)


def shared_words(
    known: Sequence[str], questioned: Sequence[str], chosen: Callable[[Sequence[str]], Iterable[str]]
) -> SharedWords:
    """Return words that two works share.

    Args:
        known: The words of each file of the known work (see `plain_words`).
        questioned: Those of the questioned work.
        chosen: Chooses among sorted words of both those that are asked for.
    """
    left, right = ([set(words.split()) for words in work] for work in (known, questioned))
    both = set[str]().union(*left) & set[str]().union(*right)
    asked = frozenset(chosen(sorted(both)))
    holders = _holders(left, asked), _holders(right, asked)
    return {word: (tuple(holders[0][word]), tuple(holders[1][word])) for word in sorted(asked)}


def _holders(files: Sequence[set[str]], asked: frozenset[str]) -> dict[str, list[int]]:
    result: dict[str, list[int]] = defaultdict(list)
    for number, words in enumerate(files):
        for word in words & asked:
            result[word].append(number)
    return result
