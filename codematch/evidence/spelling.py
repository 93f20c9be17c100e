"""English words, from a dictionary that is installed with the program; nothing is looked up elsewhere."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache

from spellchecker import SpellChecker

from codematch.settings.detectors import Misspellings

_BRITISH = (("our", "or"), ("is", "iz"), ("ys", "yz"), ("ll", "l"), ("tre", "ter"), ("ae", "e"), ("ogue", "og"),
            ("ence", "ense"), ("oe", "e"), ("dgement", "dgment"), ("eable", "able"), ("xion", "ction"), ("ysa", "yza"),
            ("mme", "m"), ("l", "ll"), ("or", "our"), ("er", "re"))  # fmt: skip
_ENDINGS = ("s", "es", "able", "ly", "ness")
_ALIKE = ("aeiouy", "ckqs", "sz", "mn", "bp", "dt", "fv", "gj")
"""Letters that are written for one another because they sound alike."""


class Dictionary:
    """English words with their frequencies (pyspellchecker's list, which is made from film subtitles)."""

    def __init__(self, common: int, least: int) -> None:
        """Read the dictionary.

        Args:
            common: How often its corpus holds a common word: a rarer one is not what somebody meant to write.
            least: Letters of a misspelt word; a shorter one may be an abbreviation, unless letters changed places.
        """
        self._common, self._least = common, least
        self._frequencies = dict(SpellChecker(language="en", distance=1).word_frequency.dictionary)
        self._sorted = sorted(word for word, count in self._frequencies.items() if count >= common)
        self._longest = max(map(len, self._sorted), default=0)
        self._shortened: dict[str, list[str]] = defaultdict(list)
        for word in self._sorted:
            for short in _shortened(word):
                self._shortened[short].append(word)

    def unknown(self, words: Iterable[str]) -> list[str]:
        """Return the words, in small letters, that are neither in the list nor another spelling or form of one."""
        return [word for word in words if not self._knows(word)]

    def meant(self, word: str) -> str:
        """Return the most common word that an unknown one is a misspelling of, "" for none.

        The two differ in one letter, or in the order of two (Damerau 1964, doi:10.1145/363958.363994). Hardly anybody
        gets the first letter wrong (Yannakoudakis & Fawthrop 1983, doi:10.1016/0306-4573(83)90045-6), or takes one
        letter for another that sounds otherwise, and what begins a common word is an abbreviation of it.
        """
        if self._abbreviates(word) or self._abbreviates(word.removesuffix("s")):
            return ""
        found = [other for other in self.near(word) if is_slip(word, other, self._least)]
        return max(found, key=lambda other: (self._frequencies[other], other), default="")

    def common_words(self) -> list[str]:
        """Return the common words, sorted."""
        return list(self._sorted)

    def near(self, word: str) -> set[str]:
        """Return the common words with the same first letter that are one edit away from a word."""
        if len(word) > self._longest + 1:  # the time for the next step grows with the square of the length
            return set()
        found = {other for short in _shortened(word) for other in self._shortened.get(short, ())}
        return {other for other in found if other[0] == word[0] and _is_one_edit(word, other)}

    def is_put_together(self, word: str, settings: Misspellings) -> bool:
        """Say whether a word is a common one behind or before a few letters, as names are: wronly, bboxed, strset."""
        return any(
            self._is_common(word[letters:])
            or (letters <= settings.letters_after_word and self._is_common(word[:-letters]))
            for letters in range(1, settings.letters_before_word + 1)
            if len(word) - letters >= settings.min_inner_letters
        )

    def _is_common(self, word: str) -> bool:
        return self._frequencies.get(word, 0) >= self._common

    def _abbreviates(self, word: str) -> bool:
        place = bisect_left(self._sorted, word)
        return place < len(self._sorted) and self._sorted[place].startswith(word)

    def _knows(self, word: str) -> bool:
        if word in self._frequencies:
            return True
        forms = [word, *(word.replace(british, american) for british, american in _BRITISH if british in word)]
        forms += [form.removesuffix(ending) for form in forms for ending in _ENDINGS if form.endswith(ending)]
        return any(form in self._frequencies for form in forms)


def _shortened(word: str) -> Iterator[str]:
    """Yield a word, and what is left of it without one of its letters but the first.

    Two words with the same first letter that are one edit apart have one of these in common (Mor & Fraenkel 1982,
    doi:10.1145/358728.358752): what they have in common is looked up, and no edit is made that gives no word.
    """
    yield word
    for place in range(1, len(word)):
        yield word[:place] + word[place + 1 :]


def _is_one_edit(written: str, meant: str) -> bool:
    """Say whether two words differ in one letter, in one letter more, or in the order of two that stand together."""
    if len(written) != len(meant):
        short, long = sorted((written, meant), key=len)
        same = next((place for place, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
        return short[same:] == long[same + 1 :]
    different = [place for place, (a, b) in enumerate(zip(written, meant, strict=True)) if a != b]
    if len(different) != 2:
        return len(different) == 1
    first, second = different
    return second == first + 1 and written[first] == meant[second] and written[second] == meant[first]


def is_slip(written: str, meant: str, least: int) -> bool:
    """Say whether a word that is one edit away from another is what a hand or an ear makes of it."""
    if written[0] != meant[0] or written.startswith(meant) or written[1:] == meant:
        return False  # an ending, or a letter before a word that happens to be its first: iinit, ssize, pprint
    different = [(a, b) for a, b in zip(written, meant, strict=False) if a != b]
    if len(written) == len(meant) and len(different) == 2:
        return True  # one edit that changes two letters: they changed places
    if len(written) < least:
        return False
    return len(written) != len(meant) or any(set(different[0]) <= set(letters) for letters in _ALIKE)


@cache
def english(common: int, least: int) -> Dictionary:
    """Return the dictionary (see `Dictionary`); it takes a third of a second to read, once."""
    return Dictionary(common, least)
