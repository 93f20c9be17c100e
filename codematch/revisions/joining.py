"""A tree from distances by neighbour joining (Saitou and Nei 1987), and the divisions of the works that it makes.

The distance of two works is minus the logarithm of the share of features that they have in common. It adds up along a
line of descent if every feature is lost at the same rate and none comes back, as in trees of genomes by their genes
(Huson and Steel 2004).
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Edge = tuple[int, int, float]
"""Two nodes, and the length between them; nodes from the number of leaves on are inner ones."""
Ends = tuple[int, int]
"""The two nodes of an edge."""
Division = frozenset[int]
"""The leaves on the side of an edge on which leaf 0 is not."""

_LEAST_LIKENESS = 1e-9


def likeness_of(common: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return what works have in common as a part of the geometric mean of what both have.

    Args:
        common: float64 (works, works), the number of common features; on the diagonal that of all.
    """
    sizes = np.maximum(np.diag(common), 1.0)
    return np.asarray(common / np.sqrt(np.outer(sizes, sizes)))


def distances_of(common: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the distances of works; float64 (works, works), see `likeness_of`."""
    found = -np.log(np.maximum(likeness_of(common), _LEAST_LIKENESS))
    np.fill_diagonal(found, 0.0)
    return np.asarray(np.maximum(found, 0.0))


def join(distances: NDArray[np.float64]) -> list[Edge]:
    """Return the edges of the tree of two leaves or more; where distances tie, lower numbers are joined first."""
    nodes = list(range(len(distances)))
    if len(nodes) == 2:
        return [(0, 1, float(distances[0, 1]))]
    edges: list[Edge] = []
    held, fresh = distances.astype(np.float64), len(nodes)
    while len(nodes) > 3:
        first, second = _nearest(held)
        sums, count = held.sum(axis=0), len(nodes)
        length = held[first, second] / 2.0 + (sums[first] - sums[second]) / (2.0 * (count - 2))
        edges.append((nodes[first], fresh, float(length)))
        edges.append((nodes[second], fresh, float(held[first, second] - length)))
        others = [place for place in range(count) if place not in (first, second)]
        between = (held[first] + held[second] - held[first, second])[others] / 2.0
        rest = np.zeros((count - 1, count - 1))
        rest[:-1, :-1] = held[np.ix_(others, others)]
        rest[-1, :-1] = rest[:-1, -1] = between
        held, nodes = rest, [*(nodes[place] for place in others), fresh]
        fresh += 1
    sides = held[0, 1], held[0, 2], held[1, 2]
    lengths = (
        (sides[0] + sides[1] - sides[2]) / 2.0,
        (sides[0] + sides[2] - sides[1]) / 2.0,
        (sides[1] + sides[2] - sides[0]) / 2.0,
    )
    return [*edges, *((node, fresh, float(length)) for node, length in zip(nodes, lengths, strict=True))]


def _nearest(held: NDArray[np.float64]) -> tuple[int, int]:
    sums = held.sum(axis=0)
    criterion = (len(held) - 2) * held - sums[:, None] - sums[None, :]
    criterion = np.round(criterion, 12)  # sums of other orders of the same numbers differ in the last digit
    criterion[np.tril_indices(len(held))] = np.inf
    first, second = divmod(int(criterion.argmin()), len(held))
    return first, second


def neighbours_of(edges: Sequence[Edge | Ends]) -> dict[int, list[int]]:
    """Return the neighbours of every node, in ascending order."""
    found: dict[int, list[int]] = {}
    for first, second, *_ in edges:
        found.setdefault(first, []).append(second)
        found.setdefault(second, []).append(first)
    return {node: sorted(each) for node, each in found.items()}


def leaves_beyond(neighbours: Mapping[int, Sequence[int]], node: int, origin: int, leaves: int) -> list[int]:
    """Return the leaves that one reaches from a node without going back to another, in ascending order."""
    found, pending = [], [(node, origin)]
    while pending:
        here, before = pending.pop()
        if here < leaves:
            found.append(here)
        pending += [(one, here) for one in neighbours[here] if one != before]
    return sorted(found)


def divisions_of(edges: Sequence[Ends], leaves: int) -> list[Division]:
    """Return the division that each edge makes."""
    neighbours = neighbours_of(edges)
    every = frozenset(range(leaves))
    found = []
    for first, second in edges:
        side = frozenset(leaves_beyond(neighbours, first, second, leaves))
        found.append(every - side if 0 in side else side)
    return found


def length_of(neighbours: Mapping[int, Sequence[int]], edge: Ends, distances: NDArray[np.float64]) -> float:
    """Return the length of an edge by the mean distances of the parts around it, 0 where these leave nothing.

    Args:
        neighbours: Those of every node.
        edge: Its two nodes.
        distances: float64 (works, works).
    """
    works = len(distances)
    sides = [
        [leaves_beyond(neighbours, one, here, works) for one in neighbours[here] if one != there] or [[here]]
        for here, there in (edge, edge[::-1])
    ]
    across = [_mean(distances, one, other) for one in sides[0] for other in sides[1]]
    within = [_mean(distances, *side) for side in sides if len(side) > 1]
    return max(sum(across) / len(across) - sum(within) / 2.0, 0.0)


def _mean(distances: NDArray[np.float64], first: Sequence[int], second: Sequence[int]) -> float:
    return float(distances[np.ix_(first, second)].mean())
