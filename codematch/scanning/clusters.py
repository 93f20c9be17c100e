"""Groups of works by single linkage: the pairs with the highest scores are joined first (Kruskal 1956)."""

from collections.abc import Sequence

from codematch.model.scan import Cluster, Merge, RankedPair


def link(pairs: Sequence[RankedPair], works: int) -> tuple[Merge, ...]:
    """Return the steps of single linkage, the highest scores first.

    Args:
        pairs: Pairs by rank; only reported ones join works.
        works: The number of works.
    """
    leader = list(range(works + 1))
    group = list(range(works + 1))  # the number that the group of a leader has
    size = [1] * (works + 1)
    merges: list[Merge] = []
    for pair in pairs:
        left, right = _leader(leader, pair.first), _leader(leader, pair.second)
        if left == right or not pair.reported:
            continue
        low, high = sorted((left, right), key=lambda one: group[one])
        size[low] += size[high]
        merges.append(Merge(left=group[low], right=group[high], score=pair.score, works=size[low]))
        leader[high] = low
        group[low] = works + len(merges)
    return tuple(merges)


def cut(pairs: Sequence[RankedPair], works: int, least: float) -> tuple[Cluster, ...]:
    """Return the groups that reported pairs of at least a score connect, the largest first."""
    leader = list(range(works + 1))
    joining = [pair for pair in pairs if pair.reported and pair.score >= least]
    weakest: dict[int, float] = {}
    for pair in joining:
        left, right = sorted((_leader(leader, pair.first), _leader(leader, pair.second)))
        if left != right:
            leader[right] = left
            weakest[left] = pair.score
    members: dict[int, list[int]] = {}
    for work in range(1, works + 1):
        members.setdefault(_leader(leader, work), []).append(work)
    inside: dict[int, int] = {}
    for pair in joining:
        inside[_leader(leader, pair.first)] = inside.get(_leader(leader, pair.first), 0) + 1
    found = sorted((one for one in members.items() if len(one[1]) > 1), key=lambda one: (-len(one[1]), one[0]))
    return tuple(
        Cluster(number=number, works=tuple(held), pairs=inside[head], weakest=weakest[head])
        for number, (head, held) in enumerate(found, start=1)
    )


def _leader(leader: list[int], work: int) -> int:
    while leader[work] != work:
        leader[work] = leader[leader[work]]
        work = leader[work]
    return work
