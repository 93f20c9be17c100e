"""How much of what two files share is in the same order, in bits.

Of n items that two files share, each at the place where it first occurs, L are in the same order on both sides (the
longest increasing subsequence). If the order were independent, all n! orders were equally probable, and the mean number
of increasing subsequences of length L is C(n, L) / L!; that also bounds the probability that there is one (Markov).
So the order is worth log2(L!) - log2 C(n, L) bits, 0 where that is negative: about n log2(n / e) for equal orders.
"""

import math
from bisect import bisect_left
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_LOG2 = math.log(2.0)


def longest_increasing(values: Sequence[int]) -> list[int]:
    """Return the indices of a longest strictly increasing subsequence, of several the one with the lowest ends."""
    tails: list[int] = []
    ends: list[int] = []
    before = [-1] * len(values)
    for index, value in enumerate(values):
        at = bisect_left(tails, value)
        before[index] = ends[at - 1] if at else -1
        tails[at : at + 1] = [value]
        ends[at : at + 1] = [index]
    found, index = [], ends[-1] if ends else -1
    while index >= 0:
        found.append(index)
        index = before[index]
    return found[::-1]


def order_bits(shared: int, ordered: int) -> float:
    """Return what it is worth that `ordered` of `shared` items are in the same order [bits]."""
    if ordered < 2:
        return 0.0
    log_choose = math.lgamma(shared + 1) - math.lgamma(ordered + 1) - math.lgamma(shared - ordered + 1)
    return max(0.0, (math.lgamma(ordered + 1) - log_choose) / _LOG2)


def ordered_items(known: NDArray[np.int32], questioned: NDArray[np.int32]) -> NDArray[np.int64]:
    """Return which items are in the same order on both sides.

    Args:
        known: int32 (n,) the place of each item in the known file.
        questioned: int32 (n,) its place in the questioned file.

    Returns:
        Indices of the items, int64 (L,), in their order.
    """
    order = np.lexsort((-questioned.astype(np.int64), known))
    return order[longest_increasing(questioned[order].tolist())]
