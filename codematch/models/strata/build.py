"""From clusters of works without a common origin to the model of the strata of a language."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from codematch import saved_files
from codematch.comparison.prepare import PreparedWork, Progress, Toolkit
from codematch.errors import EmptyInputError, InputError
from codematch.intake import read_work
from codematch.models.corpus import TrainingRun
from codematch.models.null_model.build import search_settings
from codematch.models.null_model.pairs import Shared, measure
from codematch.models.null_model.works import count_tokens
from codematch.models.strata.clusters import Cluster, Omitted
from codematch.parallel import map_in_processes
from codematch.pipeline import make_tools, prepare
from codematch.settings import Settings
from codematch.significance.null_model import seal
from codematch.significance.statement import deciding_settings
from codematch.significance.strata import FILE_NAME, FORMAT, StrataModel, strata_of
from codematch.version import METHOD, VERSION


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedPair:
    """Two works of a cluster by number, their tokens in the language, and what they share at most [bits]."""

    known: int
    questioned: int
    tokens: tuple[int, int]
    shared: Shared


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedCluster:
    """A cluster with its compared pairs; `works` are the root hashes of its works and their tokens, as numbered."""

    cluster: Cluster
    works: tuple[tuple[str, int], ...]
    pairs: tuple[ComparedPair, ...]


def build_strata(
    language: str,
    clusters: Sequence[Cluster],
    omitted: Sequence[Omitted],
    out: Path,
    training: TrainingRun,
    *,
    settings: Settings | None = None,
    jobs: int = 1,
    progress: Progress | None = None,
) -> tuple[StrataModel, list[ComparedCluster]]:
    """Compare the pairs of clusters and write the model of the strata of `language` into `out`.

    Args:
        language: A language that has a background model.
        clusters: Clusters of works in it.
        omitted: What was set aside, for the card.
        out: The folder that gets `strata.json`, usually `grammars/<language>`.
        training: The day and the command line, for the card.
        settings: All settings.
        jobs: Number of worker processes; the model does not depend on it.
        progress: Told how many clusters are compared.

    Returns:
        The model, and every pair with the places of what it shares most, to be looked at.

    Raises:
        InputError: There are no clusters, or the language has no background.
    """
    settings = settings or Settings()
    toolkit = make_tools(search_settings(settings))
    background = toolkit.weigher.background(language)
    if background is None:
        raise InputError(f"{language} has no background model; train one first with codematch background train")
    if not clusters:
        raise InputError(f"there are no clusters of {language}; see grammars/README.md")
    found: dict[int, ComparedCluster] = {}
    with map_in_processes(_compare, (language, clusters, toolkit), range(len(clusters)), jobs) as results:
        for number, compared in results:
            found[number] = compared
            if progress is not None:
                progress("compare", len(found), len(clusters))
    ordered = [found[number] for number in range(len(clusters))]
    card = seal(
        {
            "format": FORMAT,
            "language": language,
            "tool": VERSION,
            "method": METHOD,
            "background": background.digest,
            "settings": deciding_settings(settings),
            "date": training.date,
            "command": training.command,
            "clusters": [_cluster_card(compared) for compared in ordered if compared.pairs],
            "set_aside": [_omitted_card(item) for item in omitted],
        }
    )
    out.mkdir(parents=True, exist_ok=True)
    saved_files.replace(out / FILE_NAME, _text(card).encode())
    return strata_of(card), ordered


def _compare(needed: tuple[str, Sequence[Cluster], Toolkit], number: int) -> ComparedCluster:
    """Prepare the works of a cluster once and compare its pairs; works without the language are in no pair."""
    language, clusters, toolkit = needed
    cluster = clusters[number]
    read = [_read(work.path, language, toolkit) for work in cluster.works]
    tokens = [0 if work is None else count_tokens(work) for work in read]
    pairs = tuple(
        ComparedPair(
            known=known,
            questioned=questioned,
            tokens=(tokens[known], tokens[questioned]),
            shared=measure(Shared(band=0, first=known, second=questioned), first, second, toolkit),
        )
        for known, questioned in cluster.pairs
        if (first := read[known]) and (second := read[questioned]) and tokens[known] and tokens[questioned]
    )
    rows = tuple((work.tree.digest if work else "", count) for work, count in zip(read, tokens, strict=True))
    return ComparedCluster(cluster=cluster, works=rows, pairs=pairs)


def _read(path: Path, language: str, toolkit: Toolkit) -> PreparedWork | None:
    """Prepare a work; None for one without text."""
    try:
        tree = read_work(str(path), toolkit.settings.intake)
    except EmptyInputError:
        return None
    return prepare([tree], toolkit, languages=(language,))[0]


def _cluster_card(compared: ComparedCluster) -> dict[str, Any]:
    """A cluster as stored: see `significance.strata`."""
    cluster = compared.cluster
    works = [
        {
            "name": work.name,
            "source": work.source,
            "commit": work.commit,
            "licence": work.licence,
            "root": root,
            "tokens": tokens,
        }
        for work, (root, tokens) in zip(cluster.works, compared.works, strict=True)
    ]
    pairs = [
        [
            pair.known,
            pair.questioned,
            pair.shared.total,
            pair.shared.structure,
            pair.shared.pair,
            pair.shared.pair_pieces,
            pair.shared.carried,
        ]
        for pair in compared.pairs
    ]
    return {
        "stratum": str(cluster.stratum),
        "source": cluster.source,
        "name": cluster.name,
        "works": works,
        "pairs": pairs,
    }


def _omitted_card(item: Omitted) -> dict[str, Any]:
    return {
        "stratum": str(item.stratum),
        "cluster": item.cluster,
        "works": list(item.works),
        "what": item.what,
        "reason": item.reason,
    }


def _text(card: dict[str, Any]) -> str:
    """The card as JSON, a cluster on one line each, the rest indented."""
    text = json.dumps({**card, "clusters": []}, indent=1, sort_keys=True, ensure_ascii=False)
    lines = ",\n".join(
        json.dumps(row, sort_keys=True, ensure_ascii=False, separators=(",", ":")) for row in card["clusters"]
    )
    return text.replace('"clusters": []', f'"clusters": [\n{lines}\n ]') + "\n"
