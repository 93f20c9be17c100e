"""Searches a text for many words at once, in one run over its bytes.

Aho, A. V. and Corasick, M. J. (1975): Efficient string matching. An aid to bibliographic search. Communications of the
ACM 18 (6), 333-340. https://doi.org/10.1145/360825.360855
"""

from collections.abc import Iterable

from ahocorasick_rs import BytesAhoCorasick


class WordSearch:
    """Words, as UTF-8, that are looked for together. Words may occur anywhere, inside longer ones, too."""

    __slots__ = ("_automaton",)

    def __init__(self, words: Iterable[str]) -> None:
        self._automaton = BytesAhoCorasick([word.encode() for word in words])

    def places(self, utf8: bytes) -> list[tuple[int, int]]:
        """Return every place of every word, as (offset in bytes, number of the word), by where the words end."""
        found = self._automaton.find_matches_as_indexes(utf8, overlapping=True)
        return [(start, number) for number, start, _ in found]
