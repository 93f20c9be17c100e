"""Comments that stand in material, word for word or with few other words."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from codematch.comparison.prepare import PreparedWork
from codematch.comparison.reference_material import MaterialWork, in_material
from codematch.model.filtration import Mark, ReasonCode
from codematch.model.message import Message, Name, PathName
from codematch.model.words import comment_words
from codematch.settings import Filtration

_COMMON = 500
"""A word of more comments of the material than these leads to none of them: a rarer word of a comment does."""


class MaterialComments:
    """The comments of material, each with the place that covers it (`name: path:line`), to be looked up by a text."""

    def __init__(self, material: MaterialWork, settings: Filtration) -> None:
        """Read the comments of material; those that stand in it with other words are changed ones of open source."""
        given = material.given
        self.code = given.code
        self._settings = settings
        self._places: dict[tuple[str, ...], Message] = {}
        for file in material.work.files:
            for line, text in zip(file.stream.comments.lines.tolist(), file.stream.comments.texts, strict=True):
                words = tuple(comment_words([text]))
                if words:
                    place = Message.of("place", path=PathName(file.stream.path), line=line)
                    self._places[words] = in_material(given, place)
        self._by_word: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        for words in self._places if given.code is ReasonCode.OSS else ():
            if len(words) >= settings.modified_comment_words:
                for word in set(words):
                    self._by_word[word].append(words)
        self._looked_up: dict[tuple[str, ...], tuple[ReasonCode, Message] | None] = {}

    def find(self, text: str) -> tuple[ReasonCode, Message] | None:
        """Return with what a comment is labelled and the place that covers it, None where nothing does."""
        words = tuple(comment_words([text]))
        if words in self._places:
            return self.code, self._places[words]
        if len(words) < self._settings.modified_comment_words or not self._by_word:
            return None
        if words not in self._looked_up:
            near = self._nearest(words)
            self._looked_up[words] = (ReasonCode.OSS_MODIFIED, self._places[near]) if near else None
        return self._looked_up[words]

    def _nearest(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """The comment that has most words of another one in the same order, () where none has enough of them."""
        least = self._settings.modified_comment_share
        different = set(words)
        lists = sorted((self._by_word[word] for word in sorted(different) if word in self._by_word), key=len)
        # Whoever has enough of the words has one of these: so many may be others.
        needed = lists[: int((1 - least) * len(words)) + 1]
        nearest: tuple[float, tuple[str, ...]] = (0.0, ())
        bag = Counter(words)
        for candidate in sorted({item for found in needed if len(found) <= _COMMON for item in found}):
            longer = max(len(candidate), len(words))
            if (bag & Counter(candidate)).total() >= max(least, nearest[0]) * longer:
                share = _same_words(candidate, words) / longer
                if share >= least and share > nearest[0]:
                    nearest = share, candidate
        return nearest[1]


def _same_words(left: Sequence[str], right: Sequence[str]) -> int:
    return sum(block.size for block in SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks())


def material_comments(work: PreparedWork, comments: MaterialComments) -> list[list[Mark]]:
    """Return the marks of the comments of each file of a work that stand in material; they count in comments."""
    return [
        [
            Mark(number, number + 1, *found)
            for number, text in enumerate(file.stream.comments.texts)
            if (found := comments.find(text)) is not None
        ]
        for file in work.files
    ]


def first_place(text: str, material: Iterable[MaterialComments]) -> Message | None:
    """Return the first place in material that covers a comment, with the code of a changed one; None for none."""
    found = [item for comments in material if (item := comments.find(text)) is not None]
    found.sort(key=lambda item: item[0] is ReasonCode.OSS_MODIFIED)
    if not found:
        return None
    code, place = found[0]
    return Message.of("changed", place=place, code=Name(code.value)) if code is ReasonCode.OSS_MODIFIED else place
