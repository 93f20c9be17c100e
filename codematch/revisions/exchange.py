"""Mends a tree where distances mislead: a text that came and went along a line of descent is not shared by its ends.

Texts that change often make distances grow more slowly than what was changed, which draws the middle of a line
together. Of the four parts of a tree around an inner edge, A and B are on one side and C and D on the other if A and B
have features that the others lack, *and* C and D have features that the others lack. What B and C alone have says
nothing: it may have come and gone between A and D.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from codematch.revisions.joining import Edge, Ends, leaves_beyond, neighbours_of

Weights = NDArray[np.float64] | NDArray[np.int64]
"""float64 or int64 (groups,), how much each group of features counts."""
_ROUNDS = 50


def exchanged(edges: Sequence[Edge], held: NDArray[np.bool_], weights: Weights) -> list[Ends]:
    """Return the tree after parts next to one another are exchanged where that has more evidence, until none has.

    Args:
        edges: A tree in which every inner node has three neighbours.
        held: bool (works, groups), which features works have.
        weights: float64 (groups,), how much each group counts.
    """
    tree = {node: list(each) for node, each in neighbours_of(edges).items()}
    for _ in range(_ROUNDS):
        pairs = [(one, other) for one in sorted(tree) for other in tree[one] if one < other]
        inner = [pair for pair in pairs if min(len(tree[pair[0]]), len(tree[pair[1]])) > 1]
        changes = [_exchange(tree, pair, held, weights) for pair in inner]
        if not any(changes):
            break
    return [(one, other) for one in sorted(tree) for other in sorted(tree[one]) if one < other]


def _exchange(tree: dict[int, list[int]], pair: Ends, held: NDArray[np.bool_], weights: Weights) -> bool:
    """Exchange two parts around an edge if that has more evidence; tell whether it was done."""
    if pair[1] not in tree[pair[0]]:
        return False
    (_, second), (third, fourth) = _around(tree, pair)
    has = _parts(tree, pair, held)
    stays = _evidence(has, (0, 1, 2, 3), weights)
    with_third, with_fourth = _evidence(has, (0, 2, 1, 3), weights), _evidence(has, (0, 3, 2, 1), weights)
    if max(with_third, with_fourth) <= stays:
        return False
    given = third if with_third >= with_fourth else fourth
    for node, old, new in ((pair[0], second, given), (pair[1], given, second)):
        tree[node].remove(old)
        tree[node].append(new)
        tree[new].remove(pair[0] if node == pair[1] else pair[1])
        tree[new].append(node)
    return True


def evidence_of(
    tree: Mapping[int, Sequence[int]], pair: Ends, held: NDArray[np.bool_], weights: Weights
) -> tuple[float, float]:
    """Return what speaks for an inner edge: the lesser number of the features of both kinds, then the greater."""
    return _evidence(_parts(tree, pair, held), (0, 1, 2, 3), weights)


def _around(tree: Mapping[int, Sequence[int]], pair: Ends) -> list[list[int]]:
    return [[one for one in tree[here] if one != there] for here, there in (pair, pair[::-1])]


def _parts(tree: Mapping[int, Sequence[int]], pair: Ends, held: NDArray[np.bool_]) -> list[NDArray[np.float64]]:
    """Return how many of the works of each of the four parts around an edge have what, as shares."""
    return [
        held[leaves_beyond(tree, one, here, len(held))].mean(axis=0)
        for here, beyond in zip(pair, _around(tree, pair), strict=True)
        for one in beyond
    ]


def _evidence(
    parts: Sequence[NDArray[np.float64]], order: tuple[int, int, int, int], weights: Weights
) -> tuple[float, float]:
    """Return what speaks for the first two parts on one side: the lesser number of both kinds, then the greater."""
    first, second, third, fourth = (parts[place] for place in order)
    one = float(weights @ (first * second * (1.0 - third) * (1.0 - fourth)))
    other = float(weights @ (third * fourth * (1.0 - first) * (1.0 - second)))
    return min(one, other), max(one, other)
