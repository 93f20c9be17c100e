"""Words of both works that no dictionary has and few others write.

The words come from names, comments and literals; names are divided into the words that they consist of.
"""

from collections import defaultdict
from collections.abc import Sequence

from codematch.evidence.detector_input import DetectorInput
from codematch.evidence.spelling import Dictionary, english
from codematch.evidence.words import word_hashes
from codematch.model.evidence import Rarity
from codematch.settings.detectors import Misspellings


def rare_words(case: DetectorInput) -> list[tuple[str, Rarity]]:
    """Return the words of both works that no dictionary has, and that are rare as names and in comments."""
    words = list(case.words)
    return [(word, rarity) for word, rarity in zip(words, _rarities(words, case), strict=True)
            if rarity is not None and rarity.within(case.settings.rare_share)]  # fmt: skip


def dictionary(settings: Misspellings) -> Dictionary:
    """Return the dictionary for these settings."""
    return english(settings.common_word_count, settings.min_misspelt_letters)


def _rarities(words: Sequence[str], case: DetectorInput) -> list[Rarity | None]:
    """The rarity of each word as a name of its own, or in comments if it is more common there."""
    result: list[Rarity | None] = [None] * len(words)
    by_language: dict[str, list[int]] = defaultdict(list)
    for place, word in enumerate(words):
        by_language[case.known.files[case.words[word][0][0]].stream.language].append(place)
    for language, places in sorted(by_language.items()):
        hashes = word_hashes([words[place] for place in places])
        counted = zip(*(case.counts(language, kind, hashes) for kind in ("names", "comment_words")), strict=True)
        for place, both in zip(places, counted, strict=True):
            result[place] = max((item for item in both if item), key=lambda item: item.seen_in, default=None)
    return result
