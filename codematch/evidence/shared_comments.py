"""What the detectors of comments share."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from codematch.evidence.detector_input import Counts, EvidenceFile, Subject
from codematch.evidence.occurrences import Occurrences, collect
from codematch.evidence.words import word_hashes
from codematch.model.evidence import Place, Rarity


def whole_comments_of(work: Subject) -> Occurrences:
    """Return the different comments of a work, by the hash of their words."""
    return collect((file.facts.comments.wholes, np.arange(len(file.facts.comments.wholes))) for file in work.files)


def place_of(file: EvidenceFile, comment: int) -> Place:
    """Return where a comment begins."""
    return file.at(int(file.stream.comments.lines[comment]))


def rarest_of(comments: Sequence[tuple[Sequence[str], str]], counts: Counts) -> list[Rarity | None]:
    """Return the rarity of the rarest word of each comment, given its words and language; None without a background.

    Every word of a language is counted once, in however many comments it stands.
    """
    words: dict[str, set[str]] = defaultdict(set)
    for held, language in comments:
        words[language].update(held)
    rarities = {language: _rarities(sorted(different), language, counts) for language, different in words.items()}
    return [
        min(filter(None, map(rarities[language].get, held)), key=lambda rarity: rarity.seen_in, default=None)
        for held, language in comments
    ]


def _rarities(words: Sequence[str], language: str, counts: Counts) -> dict[str, Rarity | None]:
    """The rarity of each word in the comments of a language."""
    return dict(zip(words, counts(language, "comment_words", word_hashes(words)), strict=True))
