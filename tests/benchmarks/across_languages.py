"""Measures the comparison across languages: how well it ranks labelled pairs, and whether its threshold holds.

    python -m tests.benchmarks.across_languages pairs PAIRS.csv
    python -m tests.benchmarks.across_languages tasks

`pairs` compares the two works of every row (columns path_a, path_b, label; paths relative to the list) and prints, for
the heaviest pair of files and of functions, AUC, average precision and the share of each label that reaches the
threshold. Pairs in one family of languages are counted and left out: their tokens are compared. `tasks` leaves out one
task of the null model at a time, takes the threshold of the others, and prints how many of the pairs left out reach it.
"""

import argparse
import csv
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codematch.across.counts import FOLDER
from codematch.across.null_model import FILES, FUNCTIONS, AcrossNull, from_card, load_null
from codematch.comparison.across_languages import align_across
from codematch.intake import read_work
from codematch.pipeline import make_tools, prepare
from codematch.settings import Settings, grammars_folder
from codematch.significance.bounds import pair_upper_bound
from codematch.significance.discrimination import auc, average_precision, tpr_at_fpr


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """How labelled pairs are ranked by their heaviest pair of files or of functions, and how many reach the threshold.

    `reported` are the pairs of each label that do, `pairs` all of each label; label 0 first.
    """

    about: str
    auc: float
    average_precision: float
    tpr: float
    reported: tuple[int, int]
    pairs: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """How many pairs of each task reach the threshold that the other tasks make.

    `rate` is the mean share over tasks, every task counting the same, `upper` its bound; `tasks_reaching` those with
    such a pair. `strata` are (stratum, pairs, share that reaches the threshold of the whole model).
    """

    about: str
    tasks: int
    tasks_reaching: int
    pairs: int
    reaching: int
    rate: float
    upper: float
    threshold: float
    strata: tuple[tuple[str, int, float], ...]


def rank(table: Path) -> tuple[int, list[Ranking]]:
    """Return how many pairs of a list are in one family of languages, and how the others are ranked."""
    toolkit, rows = make_tools(Settings()), list(csv.DictReader(table.read_text(encoding="utf-8").splitlines()))
    paths = sorted({row[name] for row in rows for name in ("path_a", "path_b")})
    trees = [read_work(str(table.parent / path), toolkit.settings.intake) for path in paths]
    works = dict(zip(paths, prepare(trees, toolkit), strict=True))
    found = [(row["label"] == "1", align_across(works[row["path_a"]], works[row["path_b"]], toolkit)) for row in rows]
    apart = [(label, result) for label, result in found if result is not None]
    labels = np.array([label for label, _ in apart])
    figures = (
        (FILES, [item.heaviest_bits for _, item in apart], [bool(item.file_pairs) for _, item in apart]),
        (
            FUNCTIONS,
            [item.heaviest_function_bits for _, item in apart],
            [bool(item.function_pairs) for _, item in apart],
        ),
    )
    ranked = [_ranking(about, np.array(weights), np.array(reached), labels) for about, weights, reached in figures]
    return len(rows) - len(apart), ranked


def _ranking(about: str, scores: NDArray[np.float64], reached: NDArray[np.bool_], labels: NDArray[np.bool_]) -> Ranking:
    return Ranking(
        about=about,
        auc=auc(scores, labels),
        average_precision=average_precision(scores, labels),
        tpr=tpr_at_fpr(scores, labels, 0.01),
        reported=(int(reached[~labels].sum()), int(reached[labels].sum())),
        pairs=(int((~labels).sum()), int(labels.sum())),
    )


def left_out(rate: float) -> list[LeftOut]:
    """Test every task against the threshold of the others, at a nominal rate."""
    model = load_null(grammars_folder() / FOLDER)
    tasks = [task for task in model.card["tasks"] if task["pairs"]]
    return [_left_out(model, tasks, about, column, rate) for about, column in ((FILES, 2), (FUNCTIONS, 3))]


def _left_out(model: AcrossNull, tasks: Sequence[Mapping[str, Any]], about: str, column: int, rate: float) -> LeftOut:
    counts = []
    for number, task in enumerate(tasks):
        others = [other for place, other in enumerate(tasks) if place != number]
        threshold = from_card({**model.card, "tasks": others}).threshold(about, rate)
        counts.append((len(task["pairs"]), sum(row[column] >= threshold for row in task["pairs"])))
    mean = float(np.mean([reaching / pairs for pairs, reaching in counts]))
    threshold = model.threshold(about, rate)
    return LeftOut(
        about=about,
        tasks=len(tasks),
        tasks_reaching=sum(reaching > 0 for _, reaching in counts),
        pairs=sum(pairs for pairs, _ in counts),
        reaching=sum(reaching for _, reaching in counts),
        rate=mean,
        upper=pair_upper_bound(mean, 2 * len(tasks), Settings().significance.level),
        threshold=threshold,
        strata=tuple((item.stratum.value, len(item.bits), item.share(threshold)) for item in model.references[about]),
    )


def _ranking_text(ranked: Ranking) -> str:
    return (
        f"{ranked.about}: AUC {ranked.auc:.3f}, average precision {ranked.average_precision:.3f}, "
        f"TPR at 1 % {ranked.tpr:.3f}; reported {ranked.reported[1]} of {ranked.pairs[1]} with label 1, "
        f"{ranked.reported[0]} of {ranked.pairs[0]} with label 0"
    )


def _left_out_text(row: LeftOut, rate: float) -> str:
    lines = [
        f"{row.about}: {row.tasks} tasks left out in turn, nominal {rate:.0%}: {row.reaching} of {row.pairs} pairs "
        f"reach the threshold; mean share over tasks {row.rate:.1%}, upper bound {row.upper:.1%}; "
        f"tasks with such a pair: {row.tasks_reaching}"
    ]
    for stratum, pairs, share in row.strata:
        lines.append(f"  {stratum}: {share:.2%} of {pairs} pairs at the threshold {row.threshold:.1f} bits")
    return "\n".join(lines)


def main(arguments: Sequence[str]) -> int:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description="Measure the comparison across languages.")
    parser.add_argument("what", choices=("pairs", "tasks"))
    parser.add_argument("table", type=Path, nargs="?", help="list of labelled pairs")
    parser.add_argument("--rate", type=float, default=Settings().significance.coincidence_rate)
    given = parser.parse_args(arguments)
    if given.what == "pairs" and given.table is None:
        parser.error("pairs needs a list")
    if given.what == "pairs":
        together, ranked = rank(given.table)
        print(f"{together} pairs in one family of languages: left out")
        print("\n".join(map(_ranking_text, ranked)))
    else:
        print("\n".join(_left_out_text(row, given.rate) for row in left_out(given.rate)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
