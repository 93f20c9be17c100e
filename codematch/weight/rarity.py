"""Rarity of what survives in the text of aligned tokens: names, literals, and words of comments.

An item that k of the background's N projects contain is worth log2((N + 1) / max(k, 1)) bits. Items seen in no
project count like those seen in one, so that a small background cannot make anything look rarer than 1 in N + 1.
Each different item counts once for a region, however often it occurs there. Like the weights of tokens, rarities are
whole multiples of 1/1024 bit, so that sums of them are exact.
"""

import numpy as np
from numpy.typing import NDArray

from codematch.weight.background import ProjectCounts
from codematch.weight.bits import STEPS


def item_bits(counts: ProjectCounts, projects: int, items: NDArray[np.uint64]) -> NDArray[np.float64]:
    """Return the rarity of each item: float64 (n,) [bits].

    Args:
        counts: In how many projects the items of a kind occur.
        projects: N, the number of projects of the background.
        items: uint64 (n,) hashes of the items.
    """
    seen = counts.look_up(items).astype(np.float64)
    rarity = np.log2((projects + 1) / np.maximum(seen, 1.0))
    return np.asarray(np.round(rarity * STEPS) / STEPS)
