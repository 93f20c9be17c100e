"""Fits the combination of scores on labelled sets, and measures it on sets, and on tasks, that it was fitted without.

    python -m tests.benchmarks.fit_combination [--data DIR] [--jobs N]

writes `codematch/evaluation/combination.json`, which the program ships, and `results/combination.md`.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from codematch.errors import CodematchError
from codematch.evaluation.combination import DATA, FEATURES, FORMAT, Line, TrainingSet, fit
from codematch.evaluation.pair_groups import grouping
from codematch.evaluation.pairs import read_pairs
from codematch.evaluation.scores import ScoredPairs, score_pairs
from codematch.settings import Settings
from codematch.significance.discrimination import auc, average_precision, mean_by_group
from codematch.version import METHOD, VERSION
from tests.benchmarks.saving import FOLDER
from tests.benchmarks.tables import markdown

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
SETS = {
    "ocd": None,
    "irplag": "path_a/3",
    "neg-libc": None,
    "neg-js-py-sameapi": None,
    "fork-redis-valkey": None,
    "fork-pycrypto-pycryptodome": None,
    "vendored-pip": None,
}
"""The sets that the combination is fitted on, each with its groups."""
TASKS_OF = "irplag"
HARD = ("ocd", "irplag", "neg-libc", "neg-js-py-sameapi")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Source:
    """A labelled set with its scores."""

    name: str
    sha256: str
    scored: ScoredPairs

    @property
    def training(self) -> TrainingSet:
        """What the fit needs of it."""
        return TrainingSet(values=self.scored.values, labels=self.scored.labels)

    def without(self, group: str) -> TrainingSet:
        """Return what the fit needs of it, without the pairs of one group."""
        kept = np.array([name != group for name in self.scored.groups])
        values = {name: listed[kept] for name, listed in self.scored.values.items()}
        return TrainingSet(values=values, labels=self.scored.labels[kept])


def read(data: Path, jobs: int, settings: Settings) -> list[Source]:
    """Score every training set.

    Raises:
        InputError: One of them is missing.
    """
    sources = []
    for name, group in SETS.items():
        listed = read_pairs(data / name / "pairs.csv")
        names = grouping(group, listed)(listed.usable)
        groups = {pair.line: label for pair, label in zip(listed.usable, names, strict=True)}
        scored = score_pairs(listed.pairs, groups, data / name, settings, jobs=jobs)
        sources.append(Source(name=name, sha256=listed.sha256, scored=scored))
        print(f"{name}: {len(scored.scored)} pairs scored", flush=True)
    return sources


def _fitted(sets: Sequence[TrainingSet], ridge: float) -> Line:
    line = fit(sets, ridge)
    if line is None:
        raise ValueError("the training sets hold one class only")
    return line


def figures(source: Source, line: Line) -> dict[str, Any]:
    """Return how well a line ranks a set."""
    labels, ranked = source.scored.labels, line.apply(source.scored.values)
    mean, groups = mean_by_group(ranked, labels, source.scored.groups, auc)
    return {
        "auc": auc(ranked, labels),
        "average_precision": average_precision(ranked, labels),
        "group_auc": mean,
        "groups": groups,
    }


def by_task(sources: Sequence[Source], ridge: float, alone: bool) -> dict[str, Any]:
    """Return the area of each task of one set under a line that was fitted without the task.

    Args:
        sources: All sets.
        ridge: The penalty.
        alone: Whether the other tasks of that set are all that is fitted on; else the other sets are, too.
    """
    chosen = next(source for source in sources if source.name == TASKS_OF)
    others = [] if alone else [source.training for source in sources if source is not chosen]
    groups = np.array(chosen.scored.groups)
    each = {}
    for task in sorted(set(chosen.scored.groups)):
        line = _fitted([*others, chosen.without(task)], ridge)
        inside = groups == task
        each[task] = auc(line.apply(chosen.scored.values)[inside], chosen.scored.labels[inside])
    return {"set": TASKS_OF, "fitted_on": "its other tasks" if alone else "its other tasks and all other sets",
            "group_auc": float(np.mean(list(each.values()))), "tasks": each}  # fmt: skip


def document(sources: Sequence[Source], ridge: float) -> dict[str, Any]:
    """Return the content of `combination.json`: no date, no path, nothing of the machine."""
    entries = []
    for source in sources:
        labels = source.scored.labels
        without = _fitted([other.training for other in sources if other is not source], ridge)
        entries.append(
            {
                "name": source.name,
                "positives": int(labels.sum()),
                "negatives": int((~labels).sum()),
                "sha256": source.sha256,
                "rarity": "group" if source.scored.by_group else "set",
                "without": _plain_line(without) | {"figures": _plain(figures(source, without))},
            }
        )
    whole = _fitted([source.training for source in sources], ridge)
    return {
        "format": FORMAT,
        "tool": f"codematch {VERSION}",
        "method": METHOD,
        "features": [{"score": score, "entry": entry} for score, entry in FEATURES],
        "ridge": ridge,
        **_plain_line(whole),
        "sets": entries,
        "left_out_by_task": [_plain(by_task(sources, ridge, alone)) for alone in (True, False)],
    }


def _plain_line(line: Line) -> dict[str, Any]:
    return {"coefficients": [round(value, 6) for value in line.coefficients], "intercept": round(line.intercept, 6)}


def _plain(figures: dict[str, Any]) -> dict[str, Any]:
    return {
        name: round(value, 6) if isinstance(value, float) else _plain(value) if isinstance(value, dict) else value
        for name, value in figures.items()
    }


def report(content: dict[str, Any]) -> str:
    """Return the figures as Markdown."""
    names = [entry["score"] for entry in content["features"]]
    rows = [["all sets", *_line_cells(content), "", "", "", ""]]
    for entry in content["sets"]:
        found = entry["without"]["figures"]
        pairs = f"{entry['positives']} / {entry['negatives']}"
        areas = [f"{found['auc']:.3f}", f"{found['average_precision']:.3f}", _area(found["group_auc"], found["groups"])]
        rows.append([f"all but {entry['name']}", *_line_cells(entry["without"]), pairs, *areas])
    head = ["fitted on", *(f"{name}" for name in names), "intercept", "pairs 1 / 0 of the set left out"]
    table = markdown([*head, "AUC on it", "AP on it", "mean AUC per group"], rows)
    tasks = [[entry["fitted_on"], f"{entry['group_auc']:.3f}", *(f"{area:.3f}" for area in entry["tasks"].values())]
             for entry in content["left_out_by_task"]]  # fmt: skip
    labels = [task.rpartition("/")[2] for task in content["left_out_by_task"][0]["tasks"]]
    hard = [entry["without"]["figures"]["auc"] for entry in content["sets"] if entry["name"] in HARD]
    return "\n\n".join(
        [
            "# The combination of scores\n\nLogistic regression over the scores named below, bits as log2(1 + x), with"
            f" a ridge of {content['ridge']}; every set weighs the same, and so do its two classes. Method"
            f" {content['method']}.",
            "## Leave one set out\n\n" + table,
            f"Mean AUC over the hard sets ({', '.join(HARD)}), each left out: {np.mean(hard):.3f}.",
            f"## Leave one task of {TASKS_OF} out: AUC on it\n\n" + markdown(["fitted on", "mean", *labels], tasks),
        ]
    )


def _line_cells(line: dict[str, Any]) -> list[str]:
    return [f"{value:.3f}" for value in (*line["coefficients"], line["intercept"])]


def _area(mean: float | None, groups: int) -> str:
    return "" if mean is None else f"{mean:.3f} of {groups}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=SHARED, help="folder of the labelled sets")
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    settings = Settings()
    try:
        content = document(read(arguments.data, arguments.jobs, settings), settings.evaluation.ridge)
    except CodematchError as error:
        parser.exit(1, f"{error}\n")
    text = report(content)
    DATA.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    (FOLDER / "combination.md").write_text(text + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
