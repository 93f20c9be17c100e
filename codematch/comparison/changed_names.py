"""Which aligned names stand for one another, and which are only at the same place in code that was rearranged."""

import numpy as np
from numpy.typing import NDArray

from codematch.align.script import EDITS
from codematch.comparison.located_region import LocatedRegion
from codematch.comparison.prepare import IDENTIFIER
from codematch.model.match import Edit
from codematch.model.tokens import TokenStream

_RENAMED = EDITS.index(Edit.RENAMED)


def misplaced_names(item: LocatedRegion, known: TokenStream, questioned: TokenStream) -> NDArray[np.bool_]:
    """Return which aligned pairs of a region are two names each of which stands for another one: bool (m,).

    In one function a name that is aligned with one name here and with another one at more places, which in turn has
    another counterpart at more places, was not renamed: `min(a, b)` became `min(b, a)`.

    Args:
        item: The region.
        known: The tokens of its known file.
        questioned: Those of its questioned file.
    """
    found = np.zeros(len(item.codes), dtype=np.bool_)
    if not (item.codes == _RENAMED).any():
        return found
    names = np.flatnonzero(known.classes[item.aligned.known] == IDENTIFIER)
    scopes = _functions(known)[item.aligned.known[names]]
    own, others = known.texts[item.aligned.known[names]], questioned.texts[item.aligned.questioned[names]]
    for scope in np.unique(scopes[item.codes[names] == _RENAMED]).tolist():
        chosen = np.flatnonzero(scopes == scope)
        left, right = (np.unique(side[chosen], return_inverse=True)[1] for side in (own, others))
        width = int(right.max()) + 1
        cells, places, counts = np.unique(left * width + right, return_inverse=True, return_counts=True)
        best = [_best_of_others(side, counts) for side in (cells // width, cells % width)]
        wrong = np.logical_and(*(other >= counts for other in best)) & np.logical_or(
            *(other > counts for other in best)
        )
        found[names[chosen]] = wrong[places]
    return np.asarray(found & (item.codes == _RENAMED), dtype=np.bool_)


def _functions(stream: TokenStream) -> NDArray[np.int64]:
    """The innermost function that each token lies in, -1 for none: int64 (n,)."""
    found = np.full(len(stream), -1, dtype=np.int64)
    for number, unit in enumerate(stream.units):  # an outer one stands before those inside it
        if unit.kind == "function":
            found[unit.first_token : unit.stop_token] = number
    return found


def _best_of_others(groups: NDArray[np.int64], counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """For each count the largest other one of its group, 0 if it is alone: int64 (c,)."""
    size = int(groups.max()) + 1
    first = np.zeros(size, dtype=np.int64)
    np.maximum.at(first, groups, counts)
    at_most = counts == first[groups]
    ties = np.bincount(groups, weights=at_most, minlength=size) > 1
    second = np.zeros(size, dtype=np.int64)
    np.maximum.at(second, groups[~at_most], counts[~at_most])
    return np.where(at_most & ~ties[groups], second[groups], first[groups])
