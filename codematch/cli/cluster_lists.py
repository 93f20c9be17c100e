"""Clusters of works without a common origin from a labelled list of pairs."""

from pathlib import Path

from codematch.evaluation.pair_groups import TASK, connected
from codematch.evaluation.pairs import PairList, read_pairs
from codematch.model.stratum import Stratum
from codematch.models.strata.clusters import Cluster, ClusterWork, make_cluster


def read_list(path: Path, stratum: Stratum, language: str) -> list[Cluster]:
    """Read the pairs labelled 0 of a labelled list as clusters: one for each task, else for each set of joined pairs.

    Raises:
        InputError: The list cannot be read.
    """
    listed = read_pairs(path)
    negative = [pair for pair in listed.usable if not pair.positive and pair.language == language]
    groups = _tasks(listed) or dict(zip((pair.line for pair in listed.usable), connected(listed.usable), strict=True))
    grouped: dict[str, list[tuple[str, str]]] = {}
    for pair in negative:
        grouped.setdefault(groups[pair.line], []).append((pair.known, pair.questioned))
    source = path.parent.name
    clusters = []
    for name, pairs in sorted(grouped.items()):
        paths = sorted({side for pair in pairs for side in pair})
        clusters.append(
            make_cluster(
                stratum, source, name, [ClusterWork(name=side, path=path.parent / side) for side in paths], pairs
            )
        )
    return clusters


def _tasks(listed: PairList) -> dict[int, str]:
    if TASK not in listed.header:
        return {}
    place = listed.header.index(TASK)
    return {pair.line: pair.cells[place] for pair in listed.usable}
