"""The weight of consistent renaming: names that stand as others, the same ones again and again.

Step 7 of the method. That a name stands as another one once says nothing: so do all names of unrelated passages that
are written alike. That it does so again is information. A name put there independently would be this one with the
frequency that it has among the names of the passage, so each further occurrence weighs −log2 of that share, as in any
code for symbols by their frequency (Shannon 1948). That a one-to-one mapping of identifiers tells copies is the idea
of parameterized matching (Baker 1997, Parameterized Duplication in Strings, SIAM Journal on Computing 26). Syntax
makes some names recur, so four rules keep the weight low:

- A further occurrence weighs at most `weighing.rename_bits`, and one that stands as something else costs as much.
- Two names meet once on a line: in `x = f(x)` the second occurrence is what such a statement looks like.
- A name that stands as itself as often as as another one is not renamed.
- Both directions are weighed, and the lower weight counts, so that a mapping which merges names weighs less.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from codematch.weight.bits import STEPS


class NamePairs(NamedTuple):
    """Aligned names of sets of passages, in any order: (m,) each.

    `known`, `questioned` uint64 are the hashes of their texts, `known_lines`, `questioned_lines` integers the lines
    that they are on, `sets` int64 the number of the set that each pair belongs to.
    """

    known: NDArray[np.uint64]
    questioned: NDArray[np.uint64]
    known_lines: NDArray[np.integer]
    questioned_lines: NDArray[np.integer]
    sets: NDArray[np.int64]

    def only(self, keep: NDArray[np.bool_]) -> "NamePairs":
        """Return the pairs that are to be kept: bool (m,)."""
        return NamePairs(
            known=self.known[keep],
            questioned=self.questioned[keep],
            known_lines=self.known_lines[keep],
            questioned_lines=self.questioned_lines[keep],
            sets=self.sets[keep],
        )


def rename_bits(pairs: NamePairs, count: int, most: float) -> NDArray[np.float64]:
    """Return what the consistent renames of each set weigh: float64 (count,) [bits].

    Args:
        pairs: The aligned names, those that are the same among them.
        count: Number of sets.
        most: What a further occurrence weighs at most [bits]; with 0, nothing weighs anything.
    """
    renamed = np.zeros(count, dtype=bool)
    renamed[pairs.sets[pairs.known != pairs.questioned]] = True
    if most <= 0 or not renamed.any():
        return np.zeros(count)
    known, questioned, known_lines, questioned_lines, sets = pairs.only(renamed[pairs.sets])
    onward = _one_way(known, questioned, known_lines, sets, count, most)
    back = _one_way(questioned, known, questioned_lines, sets, count, most)
    return np.asarray(np.maximum(np.minimum(onward, back), 0.0))


def _one_way(
    names: NDArray[np.uint64],
    others: NDArray[np.uint64],
    lines: NDArray[np.integer],
    sets: NDArray[np.int64],
    count: int,
    most: float,
) -> NDArray[np.float64]:
    """What it weighs that names stand as others, less what exceptions cost: float64 (count,) [bits]."""
    order = np.lexsort((lines, others, names, sets))
    names, others, lines, sets = names[order], others[order], lines[order], sets[order]
    once = _changes(sets, names, others, lines)
    names, others, sets = names[once], others[once], sets[once]
    share = _shares(others, sets, count)
    firsts = np.flatnonzero(_changes(sets, names, others))
    times = np.diff(np.append(firsts, len(names)))
    names, others, sets, share = names[firsts], others[firsts], sets[firsts], share[firsts]
    name = np.cumsum(_changes(sets, names)) - 1
    in_all = np.bincount(name, weights=times)
    # The most frequent counterpart; of several, the name itself, then the one that is most common and weighs least.
    ranked = np.lexsort((-share, names != others, -times, name))
    best = ranked[_changes(name[ranked])]
    best = best[names[best] != others[best]]
    bits = np.round(np.minimum(-np.log2(share[best]), most) * STEPS) / STEPS
    gained = (times[best] - 1) * bits - (in_all[name[best]] - times[best]) * most
    return np.asarray(np.bincount(sets[best], weights=gained, minlength=count), dtype=np.float64)


def _shares(names: NDArray[np.uint64], sets: NDArray[np.int64], count: int) -> NDArray[np.float64]:
    """The share that each name has among the names of its set: float64 (n,)."""
    order = np.lexsort((names, sets))
    firsts = np.flatnonzero(_changes(sets[order], names[order]))
    times = np.diff(np.append(firsts, len(names)))
    share = np.empty(len(names))
    share[order] = np.repeat(times, times)
    return np.asarray(share / np.bincount(sets, minlength=count)[sets])


def _changes(*columns: NDArray[np.generic]) -> NDArray[np.bool_]:
    """Say where a row differs from the one before it: bool (n,); the first row does."""
    changed = np.zeros(len(columns[0]), dtype=bool)
    changed[:1] = True
    for column in columns:
        changed[1:] |= column[1:] != column[:-1]
    return changed
