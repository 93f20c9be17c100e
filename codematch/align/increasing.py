"""The heaviest subsequence of pairs that increases on both sides."""

from collections.abc import Sequence


def heaviest(pairs: Sequence[tuple[int, int]], weights: Sequence[float]) -> list[int]:
    """Return the indices, in order, of the pairs that together weigh most and increase strictly on both sides.

    Of several such choices one is taken that depends on nothing but the arguments. The maxima of prefixes are kept in
    a tree (Fenwick 1994, doi:10.1002/spe.4380240306).

    Args:
        pairs: In any order.
        weights: What each weighs, more than 0.
    """
    # A pair may not follow one with the same first place: within such, the second ones are taken in falling order.
    order = sorted(range(len(pairs)), key=lambda index: (pairs[index][0], -pairs[index][1]))
    ranks = {place: rank for rank, place in enumerate(sorted({other for _, other in pairs}), start=1)}
    best: list[tuple[float, int]] = [(0.0, -1)] * (len(ranks) + 1)
    before = [-1] * len(pairs)
    for index in order:
        rank = ranks[pairs[index][1]]
        top = _highest(best, rank - 1)
        before[index] = top[1]
        entry = top[0] + weights[index], index
        while rank < len(best):
            if entry[0] > best[rank][0]:
                best[rank] = entry
            rank += rank & -rank
    chosen = []
    last = _highest(best, len(ranks))[1]
    while last >= 0:
        chosen.append(last)
        last = before[last]
    return chosen[::-1]


def _highest(best: Sequence[tuple[float, int]], rank: int) -> tuple[float, int]:
    """The heaviest entry of the first `rank` ones."""
    top = best[0]
    while rank:
        if best[rank][0] > top[0]:
            top = best[rank]
        rank -= rank & -rank
    return top
