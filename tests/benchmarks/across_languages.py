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
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from codematch.across.counts import FOLDER
from codematch.across.null_model import FILES, FUNCTIONS, from_card, load_null
from codematch.comparison.across_languages import align_across
from codematch.intake import read_work
from codematch.pipeline import make_tools, prepare
from codematch.settings import Settings, grammars_folder
from codematch.significance.bounds import pair_upper_bound
from codematch.significance.discrimination import auc, average_precision, tpr_at_fpr


def rank(table: Path) -> str:
    """Return how the pairs of a list are ranked, and how many reach the thresholds."""
    toolkit, rows = make_tools(Settings()), list(csv.DictReader(table.read_text(encoding="utf-8").splitlines()))
    paths = sorted({row[name] for row in rows for name in ("path_a", "path_b")})
    trees = [read_work(str(table.parent / path), toolkit.settings.intake) for path in paths]
    works = dict(zip(paths, prepare(trees, toolkit), strict=True))
    found = [(row["label"] == "1", align_across(works[row["path_a"]], works[row["path_b"]], toolkit)) for row in rows]
    apart = [(label, result) for label, result in found if result is not None]
    labels = np.array([label for label, _ in apart])
    lines = [f"{len(rows)} pairs, {len(rows) - len(apart)} of them in one family of languages: left out"]
    for about, weights, reached in (
        (FILES, [item.heaviest_bits for _, item in apart], [bool(item.file_pairs) for _, item in apart]),
        (
            FUNCTIONS,
            [item.heaviest_function_bits for _, item in apart],
            [bool(item.function_pairs) for _, item in apart],
        ),
    ):
        scores, reaches = np.array(weights), np.array(reached)
        lines.append(
            f"{about}: AUC {auc(scores, labels):.3f}, average precision {average_precision(scores, labels):.3f}, "
            f"TPR at 1 % {tpr_at_fpr(scores, labels, 0.01):.3f}; reported {int(reaches[labels].sum())} of "
            f"{int(labels.sum())} with label 1, {int(reaches[~labels].sum())} of {int((~labels).sum())} with label 0"
        )
    return "\n".join(lines)


def left_out(rate: float) -> str:
    """Return how many pairs of each task reach the threshold of the other tasks."""
    model = load_null(grammars_folder() / FOLDER)
    tasks = [task for task in model.card["tasks"] if task["pairs"]]
    lines = []
    for about, column in ((FILES, 2), (FUNCTIONS, 3)):
        shares, pairs, reaching = [], 0, 0
        for number, task in enumerate(tasks):
            others = [other for place, other in enumerate(tasks) if place != number]
            threshold = from_card({**model.card, "tasks": others}).threshold(about, rate)
            own = sum(row[column] >= threshold for row in task["pairs"])
            shares.append(own / len(task["pairs"]))
            pairs, reaching = pairs + len(task["pairs"]), reaching + own
        mean = float(np.mean(shares))
        lines.append(
            f"{about}: {len(tasks)} tasks left out in turn, nominal {rate:.0%}: {reaching} of {pairs} pairs reach the "
            f"threshold; mean share over tasks {mean:.1%}, upper bound {pair_upper_bound(mean, 2 * len(tasks)):.1%}; "
            f"tasks with such a pair: {sum(share > 0 for share in shares)}"
        )
        for reference in model.references[about]:
            share = reference.share(model.threshold(about, rate))
            lines.append(f"  {reference.stratum.value}: {share:.2%} of {len(reference.bits)} pairs at the threshold "
                         f"{model.threshold(about, rate):.1f} bits")  # fmt: skip
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
    print(rank(given.table) if given.what == "pairs" else left_out(given.rate))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
