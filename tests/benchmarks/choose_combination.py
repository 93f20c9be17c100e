"""Every ranking score on every labelled set, and the factors of the combination chosen without the set they rank.

    python -m tests.benchmarks.choose_combination [--data DIR] [--jobs N]

writes `results/combination.md` and `results/combination.json`. The factors that the program uses are settings
(`evaluation.*_factor`, `evaluation.half_bits`). Here a grid of them is searched on all sets but one, and on all but one
task of a set with tasks; what is chosen ranks the set or the task that was left out. The criterion is the mean of ROC
AUC, average precision and the true-positive rate at 1 % false positives, every set weighing the same.
"""

import argparse
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codematch.errors import CodematchError
from codematch.evaluation.combination import combined, pooled
from codematch.evaluation.pair_groups import grouping, tasks_name
from codematch.evaluation.pairs import read_pairs
from codematch.evaluation.scores import SCORES, ScoredPairs, score_pairs
from codematch.settings import Evaluation, Settings
from codematch.significance.discrimination import auc, average_precision, tpr_at_fpr
from tests.benchmarks.saving import FOLDER
from tests.benchmarks.tables import markdown

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
SETS = {
    "conplag-train raw": ("conplag-train/pairs-raw.csv", None),
    "conplag-train template-free": ("conplag-train/pairs-templatefree.csv", None),
    "homework-c": ("homework-c/pairs.csv", None),
    "irplag": ("irplag/pairs.csv", "path_a/3"),
    "ocd": ("ocd/pairs.csv", None),
    "neg-libc": ("neg-libc/pairs.csv", None),
    "neg-js-py-sameapi": ("neg-js-py-sameapi/pairs.csv", None),
    "fork-redis-valkey": ("fork-redis-valkey/pairs.csv", None),
    "fork-pycrypto-pycryptodome": ("fork-pycrypto-pycryptodome/pairs.csv", None),
    "vendored-pip": ("vendored-pip/pairs.csv", None),
    "ports": ("ports/pairs.csv", None),
}
"""The list of each set, and where that has no column of tasks, the part of a path that tells them apart."""
SAME_WORKS = {"conplag-train template-free": "conplag-train raw"}
"""Sets with the works of another one: they are left out together, and the second is not searched on."""
GRID: Mapping[str, tuple[float, ...]] = {
    "names_factor": (0.1, 0.3),
    "half_bits": (10.0, 30.0, 60.0),
    "aligned_factor": (0.0, 0.025, 0.05, 0.1),
}
"""What is searched. Literals and words of comments count as they are: more factors would fit a dozen sets too well."""
Figures = tuple[float, float, float]
"""ROC AUC (the mean over tasks where a set is measured by task), average precision, true-positive rate at 1 %."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Source:
    """A labelled set with its scores; `tasks` name that of each pair, () without."""

    name: str
    scored: ScoredPairs
    tasks: tuple[str, ...]

    def rank(self, rules: Evaluation) -> NDArray[np.float64]:
        """Return the combination of every pair under some factors."""
        return combined(pooled(self.scored.shared, rules), self.scored.values["heaviest-coverage"], rules)

    def without(self, task: str) -> NDArray[np.bool_]:
        """Return which pairs are of another task."""
        return np.array([name != task for name in self.tasks], dtype=np.bool_)


def read(data: Path, jobs: int) -> list[Source]:
    """Score every set that is there."""
    sources = []
    for name, (listed_in, parts) in SETS.items():
        if not (data / listed_in).is_file():
            print(f"{name}: not on this machine", flush=True)
            continue
        listed = read_pairs(data / listed_in)
        groups = {pair.line: "" for pair in listed.usable}
        column = tasks_name(parts, listed)
        names = grouping(column, listed)(listed.usable) if column is not None else None
        tasks = dict(zip(groups, names, strict=True)) if names is not None else None
        root = (data / listed_in).parent
        scored = score_pairs(listed.pairs, groups, root, Settings(), tasks=tasks, jobs=jobs)
        found = tuple(tasks[pair.line] for pair in scored.scored) if tasks is not None else ()
        sources.append(Source(name=name, scored=scored, tasks=found))
        print(f"{name}: {len(scored.scored)} pairs scored", flush=True)
    return sources


def figures(source: Source, scores: NDArray[np.float64], kept: NDArray[np.bool_] | None = None) -> Figures:
    """Return how well a score ranks a set, or some of its pairs."""
    labels = source.scored.labels
    chosen = np.ones(len(labels), dtype=np.bool_) if kept is None else kept
    found = auc(scores[chosen], labels[chosen])
    if source.name == "irplag":
        found = _mean_by_task(source, scores, chosen)
    rate = tpr_at_fpr(scores[chosen], labels[chosen], 0.01)
    return found or 0.0, average_precision(scores[chosen], labels[chosen]) or 0.0, rate or 0.0


def _mean_by_task(source: Source, scores: NDArray[np.float64], chosen: NDArray[np.bool_]) -> float | None:
    areas = []
    for task in sorted(set(source.tasks)):
        inside = chosen & ~source.without(task)
        area = auc(scores[inside], source.scored.labels[inside])
        areas += [area] if area is not None else []
    return float(np.mean(areas)) if areas else None


def choices() -> list[Evaluation]:
    """Return the settings of every point of the grid."""
    return [replace(Evaluation(), **dict(zip(GRID, point, strict=True))) for point in product(*GRID.values())]


def best(table: Iterable[Sequence[Figures]]) -> int:
    """Return the point of the grid with the highest criterion, from the figures of each set at every point."""
    return int(np.argmax(np.mean([np.mean(rows, axis=1) for rows in table], axis=0)))


def search(sources: Sequence[Source]) -> dict[str, Any]:
    """Return the factors chosen on all sets and without each of them, with the figures on what was left out."""
    rules = choices()
    table = {source.name: [figures(source, source.rank(rule)) for rule in rules] for source in sources}
    searched = [source.name for source in sources if source.name not in SAME_WORKS]
    left_out = {}
    for source in sources:
        others = [name for name in searched if name != SAME_WORKS.get(source.name, source.name)]
        chosen = best(table[name] for name in others)
        left_out[source.name] = {"factors": _factors(rules[chosen]), "figures": table[source.name][chosen]}
    by_task = {source.name: _by_task(source, rules, table, searched) for source in sources if source.tasks}
    whole = best(table[name] for name in searched)
    return {
        "on_all": _factors(rules[whole]),
        "figures_on_all": {name: table[name][whole] for name in table},
        "left_out": left_out,
        "left_out_by_task": by_task,
    }


def _by_task(
    source: Source, rules: Sequence[Evaluation], table: Mapping[str, Sequence[Figures]], searched: Sequence[str]
) -> dict[str, Any]:
    """Rank each task of a set by the factors that are chosen on its other tasks and all other sets."""
    ranked = [source.rank(rule) for rule in rules]
    scores, areas = np.zeros(len(source.tasks)), []
    others = [table[name] for name in searched if name != SAME_WORKS.get(source.name, source.name)]
    for task in sorted(set(source.tasks)):
        kept = source.without(task)
        chosen = best([*others, [figures(source, listed, kept) for listed in ranked]])
        scores[~kept] = ranked[chosen][~kept]
        area = auc(scores[~kept], source.scored.labels[~kept])
        areas += [area] if area is not None else []
    return {"figures": figures(source, scores), "mean_of_tasks": float(np.mean(areas)), "tasks": len(areas)}


def _factors(rule: Evaluation) -> dict[str, float]:
    return {
        "names_factor": rule.names_factor,
        "half_bits": rule.half_bits,
        "aligned_factor": rule.aligned_factor,
    }


def document(sources: Sequence[Source]) -> dict[str, Any]:
    """Return everything that was measured: no date, no path, nothing of the machine."""
    return _plain(
        {
            "settings": _factors(Evaluation()),
            "pairs": {s.name: [int(s.scored.labels.sum()), int((~s.scored.labels).sum())] for s in sources},
            "scores": {s.name: {name: figures(s, s.scored.values[name]) for name in SCORES} for s in sources},
            **search(sources),
        }
    )


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return round(value, 6) if isinstance(value, float) else value


def report(content: Mapping[str, Any]) -> str:
    """Return the figures as Markdown."""
    names = list(content["pairs"])
    heads = [f"{name} ({content['pairs'][name][0]:,} / {content['pairs'][name][1]:,})" for name in names]
    rows = [[score, *(_cell(content["scores"][name][score]) for name in names)] for score in SCORES]
    chosen = [
        [name, *(f"{value:g}" for value in content["left_out"][name]["factors"].values()),
         _cell(content["left_out"][name]["figures"]), _cell(content["scores"][name]["combination"])]
        for name in names
    ]  # fmt: skip
    tasks = [
        [name, str(item["tasks"]), _cell(item["figures"]), f"{item['mean_of_tasks']:.3f}"]
        for name, item in content["left_out_by_task"].items()
    ]
    settings = ", ".join(f"{name} {value:g}" for name, value in content["settings"].items())
    on_all = ", ".join(f"{name} {value:g}" for name, value in content["on_all"].items())
    return "\n\n".join(
        [
            "# The ranking scores on the labelled sets\n\nEach cell: ROC AUC / average precision / true-positive rate"
            " at 1 % false positives. For irplag the AUC is the mean over its seven tasks.",
            markdown(["score", *heads], rows),
            f"## The combination\n\nThe program uses {settings}. Searched on all sets, the grid gives {on_all}.",
            "### Factors chosen without the set\n\n"
            + markdown(["left out", *GRID, "figures on it", "with the factors of the program"], chosen),
            "### Factors chosen without the task\n\nOn the other tasks of the set and all other sets.\n\n"
            + markdown(["set", "tasks with both labels", "all tasks together", "mean AUC of a task"], tasks),
        ]
    )


def _cell(found: Sequence[float]) -> str:
    return " / ".join(f"{value:.3f}" for value in found)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=SHARED, help="folder of the labelled sets")
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    try:
        content = document(read(arguments.data, arguments.jobs))
    except CodematchError as error:
        parser.exit(1, f"{error}\n")
    text = report(content)
    (FOLDER / "combination.json").write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    (FOLDER / "combination.md").write_text(text + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
