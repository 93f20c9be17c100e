"""What the detectors of comments share."""

import numpy as np

from codematch.evidence.detector_input import Counts, EvidenceFile, Subject
from codematch.evidence.occurrences import Occurrences, collect
from codematch.model.evidence import Place, Rarity
from codematch.model.stable_hash import text_hash


def whole_comments_of(work: Subject) -> Occurrences:
    """Return the different comments of a work, by the hash of their words."""
    return collect((file.facts.comments.wholes, np.arange(len(file.facts.comments.wholes))) for file in work.files)


def place_of(file: EvidenceFile, comment: int) -> Place:
    """Return where a comment begins."""
    return file.at(int(file.stream.comments.lines[comment]))


def rarest(words: list[str], language: str, counts: Counts) -> Rarity | None:
    """Return the rarity of the rarest word, None without a background."""
    hashes = np.array([text_hash(word.encode()) for word in sorted(set(words))], dtype=np.uint64)
    known = [rarity for rarity in counts(language, "comment_words", hashes) if rarity is not None]
    return min(known, key=lambda rarity: rarity.seen_in, default=None)
