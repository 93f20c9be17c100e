"""The channels of a region's weight that rest on text: names, literals and comments.

Step 7 of the method, the second channel. Only what survives unchanged counts: an identifier or literal that stands
with the same text on both sides of an aligned pair, and words of comments in a run of three that both sides have.
"""

import numpy as np
from numpy.typing import NDArray

from codematch.model.stable_hash import text_hash
from codematch.weight.background import Background
from codematch.weight.rarity import item_bits

WORD_RUN = 3
"""Words in a row that two comments must share before any of them counts; below three, ordinary phrases do."""


def text_bits(background: Background | None, channel: str, texts: NDArray[np.uint64]) -> float:
    """Return the sum of the rarities of the different texts [bits].

    Args:
        background: The background of the region's language; without one the channel weighs nothing.
        channel: "names" or "literals".
        texts: uint64 (m,) text hashes of the surviving tokens.
    """
    if background is None or len(texts) == 0:
        return 0.0
    counts = background.names if channel == "names" else background.literals
    return float(item_bits(counts, background.projects, np.unique(texts)).sum())


def comment_bits(background: Background | None, known: list[str], questioned: list[str]) -> float:
    """Return the sum of the rarities of the different words that stand in shared runs of words [bits].

    Args:
        background: The background of the region's language.
        known: Words of the known side's comments in the region, in order.
        questioned: Those of the questioned side.
    """
    if background is None:
        return 0.0
    shared = _runs(known) & _runs(questioned)
    words = sorted({word for run in shared for word in run})
    hashes = np.array([text_hash(word.encode()) for word in words], dtype=np.uint64)
    return float(item_bits(background.comment_words, background.projects, hashes).sum())


def _runs(words: list[str]) -> set[tuple[str, ...]]:
    """Every run of words; comments shorter than a run count only as a whole."""
    if 0 < len(words) < WORD_RUN:
        return {tuple(words)}
    return {tuple(words[at : at + WORD_RUN]) for at in range(len(words) - WORD_RUN + 1)}
