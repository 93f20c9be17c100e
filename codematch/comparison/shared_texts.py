"""What two works share in text wherever it stands: names and literals, weighed by their rarity.

Regions show what is aligned. A rewriting that leaves no alignment still tends to keep rare literals, so their sum over
the whole works is a channel of its own. It grows with the size of the works and has no threshold.
"""

import numpy as np
from numpy.typing import NDArray

from codematch.comparison.prepare import PreparedWork
from codematch.model.result import SharedText
from codematch.weight.channels import text_bits
from codematch.weight.weigher import Weigher


def share_text(known: PreparedWork, questioned: PreparedWork, weigher: Weigher) -> SharedText:
    """Return the different names and literals that both works hold, and the sum of their rarities.

    A text is weighed by the background of the known file's language.
    """
    counts, bits = {}, {}
    for channel in ("names", "literals"):
        everywhere = _texts(questioned, channel, None)
        counts[channel], bits[channel] = 0, 0.0
        for language in sorted({file.stream.language for file in known.files}):
            shared = np.intersect1d(_texts(known, channel, language), everywhere, assume_unique=True)
            counts[channel] += len(shared)
            bits[channel] += text_bits(weigher.background(language), channel, shared)
    return SharedText(
        names=counts["names"],
        names_bits=bits["names"],
        literals=counts["literals"],
        literals_bits=bits["literals"],
    )


def _texts(work: PreparedWork, channel: str, language: str | None) -> NDArray[np.uint64]:
    """The different texts of a channel in the files of a language, or of all: uint64 (n,), sorted."""
    files = [file for file in work.files if language is None or file.stream.language == language]
    return np.unique(np.concatenate([np.empty(0, np.uint64), *(getattr(file, channel) for file in files)]))
