"""Clusters of works without a common origin: from a folder of projects with its tables, or from a labelled list."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from codematch import saved_files
from codematch.errors import InputError
from codematch.model.stratum import Stratum

CLUSTERS_NAME = "clusters.csv"
PAIRS_NAME = "pairs.csv"
SET_ASIDE_NAME = "set_aside.csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterWork:
    """One work of a cluster: its path, and where it came from."""

    name: str
    path: Path
    source: str = ""
    commit: str = ""
    licence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """Works that share a task, an interface, a framework or an author, and which pairs of them count, by number.

    `source` is the folder or list that they come from: models can be made without one of them.
    """

    stratum: Stratum
    source: str
    name: str
    works: tuple[ClusterWork, ...]
    pairs: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Omitted:
    """What was looked at and set aside: a pair, or files of a work, with the reason."""

    stratum: Stratum
    cluster: str
    works: tuple[str, ...]
    what: str
    reason: str


def read_clusters(root: Path, language: str) -> tuple[list[Cluster], list[Omitted]]:
    """Read the clusters of a language from a folder of projects.

    Args:
        root: A folder with `clusters.csv` (columns language, stratum, cluster, project, source, commit, licence,
            folder), `pairs.csv` (language, stratum, cluster, project_a, project_b, set_aside) and `set_aside.csv`
            (language, stratum, cluster, project_a, project_b, what, reason).
        language: Name of a language.

    Returns:
        Clusters with at least one pair that counts, by stratum and name; and what was set aside.

    Raises:
        InputError: A table cannot be read, or lacks a column.
    """
    works: dict[tuple[Stratum, str], list[ClusterWork]] = {}
    for row in _rows(root / CLUSTERS_NAME, language, ("project", "source", "commit", "licence", "folder")):
        work = ClusterWork(
            name=row["project"],
            path=root / row["folder"],
            source=row["source"],
            commit=row["commit"],
            licence=row["licence"],
        )
        works.setdefault((Stratum(row["stratum"]), row["cluster"]), []).append(work)
    kept: dict[tuple[Stratum, str], list[tuple[str, str]]] = {}
    for row in _rows(root / PAIRS_NAME, language, ("project_a", "project_b", "set_aside")):
        if row["set_aside"] != "yes":
            key = Stratum(row["stratum"]), row["cluster"]
            kept.setdefault(key, []).append((row["project_a"], row["project_b"]))
    found = [
        make_cluster(stratum, root.name, name, works.get((stratum, name), ()), pairs)
        for (stratum, name), pairs in sorted(kept.items())
    ]
    omitted = [
        Omitted(
            stratum=Stratum(row["stratum"]),
            cluster=row["cluster"],
            works=(row["project_a"], row["project_b"]),
            what=row["what"],
            reason=row["reason"],
        )
        for row in _rows(root / SET_ASIDE_NAME, language, ("project_a", "project_b", "what", "reason"))
    ]
    return found, omitted


def make_cluster(
    stratum: Stratum, source: str, name: str, works: Sequence[ClusterWork], pairs: Sequence[tuple[str, str]]
) -> Cluster:
    """Return a cluster of works with the pairs of names that count.

    Raises:
        InputError: A pair names a work that the cluster does not have.
    """
    numbers = {work.name: number for number, work in enumerate(works)}
    missing = [work for pair in pairs for work in pair if work not in numbers]
    if missing:
        raise InputError(f"{source}: {missing[0]} is in a pair of the cluster {name}, but not among its works")
    return Cluster(
        stratum=stratum,
        source=source,
        name=name,
        works=tuple(works),
        pairs=tuple((numbers[known], numbers[questioned]) for known, questioned in pairs),
    )


def _rows(path: Path, language: str, columns: Sequence[str]) -> list[Mapping[str, str]]:
    """The rows of a table that speak of a language."""
    needed = ("language", "stratum", "cluster", *columns)
    try:
        text = saved_files.read_text(path, most=saved_files.MAX_BYTES)
        reader = csv.DictReader(io.StringIO(text, newline=""))
        rows, names = list(reader), reader.fieldnames or ()
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); see grammars/README.md") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path}: is not a CSV file in UTF-8; save it as CSV in UTF-8") from error
    missing = [name for name in needed if name not in names]
    if missing:
        raise InputError(f"{path}: has no column {missing[0]}; the first line must name {', '.join(needed)}")
    chosen: list[Mapping[str, str]] = [row for row in rows if row["language"] == language]
    unknown = [row["stratum"] for row in chosen if row["stratum"] not in list(Stratum)]
    if unknown:
        raise InputError(f"{path}: {unknown[0]!r} is not a stratum; choose from {', '.join(Stratum)}")
    return chosen
