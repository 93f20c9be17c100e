"""One ranking score from all channels: what two works share, by rarity inside the set, and how much of it is aligned.

The score is a sum of two parts, each of which can only rise with what two works share:

- the shared bits of structure, names, literals and comments as a share of those of the work that has less. In a small
  work structure counts less, because a few statements are alike in any two works;
- the share of the smaller work's tokens that is in regions, times log2(1 + bits of the heaviest region).

The factors are settings, round numbers that were measured on labelled sets, leaving one set out at a time
(`tests/benchmarks/choose_combination.py`). The score ranks labelled pairs in an evaluation. No report of a comparison
shows it: there the channels stay apart.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from codematch.model.frozen import array_value
from codematch.settings import Evaluation as Settings

Scores = NDArray[np.float64]


@array_value(copy=False)
class SharedBits:
    """What n pairs share of one kind of items [bits]: `both`, and what the `known` and `questioned` works have.

    All are float64 (n,). Token sequences overlap, so their bits are divided by their length.
    """

    both: Scores
    known: Scores
    questioned: Scores

    @property
    def less(self) -> Scores:
        """What the work has that has less, float64 (n,)."""
        return np.minimum(self.known, self.questioned)

    def contained(self, half_bits: float) -> Scores:
        """Return `both` as a share of what the smaller work has and `half_bits`, which keeps few items from telling."""
        return _share(self.both, self.less + half_bits)

    def dice(self, half_bits: float) -> Scores:
        """Return `both` as a share of the mean of the two works and `half_bits`."""
        return _share(self.both, (self.known + self.questioned) / 2.0 + half_bits)


def pooled(shared: Mapping[str, SharedBits], settings: Settings) -> Scores:
    """Return the share of the smaller work, in bits of all kinds of items, that the other work has: float64 (n,)."""
    structure = shared["structure"]
    factors: dict[str, float | Scores] = {
        "structure": _share(structure.less, structure.less + settings.half_bits),
        "names": settings.names_factor,
        "literals": settings.literals_factor,
        "comments": settings.comments_factor,
    }
    both, known, questioned = (np.zeros(len(structure.both)) for _ in range(3))
    for kind, factor in factors.items():
        both += factor * shared[kind].both
        known += factor * shared[kind].known
        questioned += factor * shared[kind].questioned
    return _share(both, np.minimum(known, questioned))


def combined(share: Scores, aligned: Scores, settings: Settings) -> Scores:
    """Return the combination of what `pooled` returned and the aligned share times its heaviest region."""
    return share + settings.aligned_factor * aligned


def _share(part: Scores, whole: Scores) -> Scores:
    return np.asarray(np.divide(part, whole, out=np.zeros(len(part)), where=whole > 0.0))
