"""All labelled sets under all scores, in one table: how well each tells common origin from the rest."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tests.benchmarks.labelled_pairs import DataError, Pair, read_sets
from tests.benchmarks.metrics import Figures, figures, mean_by_group
from tests.benchmarks.pair_scores import CHANNELS, SCORES, ScoredSet, low_settings, score_set
from tests.benchmarks.saving import save
from tests.benchmarks.tables import markdown

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"
LEVELS_SET = "irplag"
PARTS_SET = "ocd"
VERBATIM = ("vendored:verbatim", "vendored:near-verbatim")
REACHED_BITS = 65.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One score on one set or part of a set.

    `task_auc` is the mean AUC over tasks (NaN without tasks); `positives_reached` and `negatives_reached` are the
    shares of pairs whose score is at least `REACHED_BITS`, which only means something for scores in bits.
    """

    set: str
    part: str
    score: str
    figures: Figures
    task_auc: float
    positives_reached: float
    negatives_reached: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A figure that the project promised: which set, part and score (None for the best one) must reach what."""

    name: str
    set: str
    part: str
    score: str | None
    figure: str
    least: float


TARGETS = (
    Target(
        name="irplag, best channel, mean AUC per task", set="irplag", part="", score=None, figure="task", least=0.85
    ),
    Target(name="neg-libc, total weight, AUC", set="neg-libc", part="", score="total", figure="auc", least=0.95),
    Target(
        name="neg-libc, total weight, average precision",
        set="neg-libc",
        part="",
        score="total",
        figure="ap",
        least=0.92,
    ),
    Target(name="ocd generated, best channel, AUC", set="ocd", part="generated", score=None, figure="auc", least=0.97),
    Target(
        name="ocd generated, best channel, average precision",
        set="ocd",
        part="generated",
        score=None,
        figure="ap",
        least=0.90,
    ),
)


def _row(scored: ScoredSet, score: str, part: str, chosen: Sequence[bool]) -> Row:
    mask = np.array(chosen, dtype=bool)
    values, labels = scored.scores[score][mask], scored.labels[mask]
    tasks = [pair.task for pair, taken in zip(scored.labelled.pairs, chosen, strict=True) if taken]
    reached = values >= REACHED_BITS
    return Row(
        set=scored.labelled.name,
        part=part,
        score=score,
        figures=figures(values, labels),
        task_auc=mean_by_group(values, labels, tasks)[0] if any(tasks) else float("nan"),
        positives_reached=float(reached[labels].mean()) if labels.any() else float("nan"),
        negatives_reached=float(reached[~labels].mean()) if not labels.all() else float("nan"),
    )


def parts_of(scored: ScoredSet) -> dict[str, list[bool]]:
    """Return the parts of a set, "" for the whole, each as one flag for each pair.

    A level of disguise is its positives against all negatives; another part is a set of its own.
    """
    pairs = scored.labelled.pairs
    parts = {"": [True] * len(pairs)}
    if scored.labelled.name == LEVELS_SET:
        for level in sorted({pair.part for pair in pairs if pair.positive}):
            parts[level] = [not pair.positive or pair.part == level for pair in pairs]
    if scored.labelled.name == PARTS_SET:
        for name in sorted({pair.part for pair in pairs}):
            parts[name] = [pair.part == name for pair in pairs]
    return parts


def evaluate(scored: ScoredSet) -> list[Row]:
    """Return every score on every part of a set."""
    return [_row(scored, score, part, flags) for part, flags in parts_of(scored).items() for score in SCORES]


def verbatim_below_negatives(scored: ScoredSet, score: str) -> list[Pair]:
    """Return the verbatim and near-verbatim pairs that do not score above every negative."""
    values, labels = scored.scores[score], scored.labels
    highest = values[~labels].max()
    pairs = zip(scored.labelled.pairs, values, strict=True)
    return [pair for pair, value in pairs if pair.kind in VERBATIM and value <= highest]


def _cell(row: Row) -> str:
    if np.isnan(row.figures.auc):
        return f"{row.positives_reached:.2f} reach 65"
    return f"{row.figures.auc:.3f} / {row.figures.average_precision:.3f}"


def _whole_sets(rows: Sequence[Row]) -> str:
    whole = [row for row in rows if not row.part]
    sets = list(dict.fromkeys(row.set for row in whole))
    body = [[score, *(_cell(row) for row in whole if row.score == score)] for score in SCORES]
    return markdown(["score", *sets], body)


def _parts(rows: Sequence[Row], name: str, by_task: bool) -> str:
    chosen = [row for row in rows if row.set == name]
    parts = list(dict.fromkeys(row.part for row in chosen))
    body = []
    for score in SCORES:
        mine = [row for row in chosen if row.score == score]
        body.append([score, *(f"{row.task_auc:.3f}" if by_task else _cell(row) for row in mine)])
    return markdown(["score", *(part or "all" for part in parts)], body)


def _best_f1(rows: Sequence[Row]) -> str:
    whole = [row for row in rows if not row.part and not np.isnan(row.figures.auc)]
    body = []
    for name in dict.fromkeys(row.set for row in whole):
        mine = [row for row in whole if row.set == name]
        best = max(mine, key=lambda row: row.figures.best_f1)
        total = next(row for row in mine if row.score == "total")
        heaviest = next(row for row in mine if row.score == "heaviest total")
        f = best.figures
        body.append(
            [
                name,
                f"{f.positives} / {f.negatives}",
                f"{f.base_rate:.3f}",
                f"{f.base_f1:.3f}",
                f"{total.figures.best_f1:.3f} from {total.figures.threshold:.0f}",
                f"{f.best_f1:.3f} ({best.score})",
                f"{heaviest.positives_reached:.3f}",
                f"{heaviest.negatives_reached:.3f}",
            ]
        )
    head = ["set", "pairs 1 / 0", "base rate", "F1 of calling all positive", "best F1 of total, from bits"]
    return markdown([*head, "best F1 of any score", "heaviest >= 65: positives", "negatives"], body)


def _targets(rows: Sequence[Row], scored: Sequence[ScoredSet]) -> str:
    body = []
    for target in TARGETS:
        values = {
            row.score: {"task": row.task_auc, "auc": row.figures.auc, "ap": row.figures.average_precision}[
                target.figure
            ]
            for row in rows
            if (row.set, row.part) == (target.set, target.part)
            and row.score in ((target.score,) if target.score else CHANNELS)
        }
        if values:
            best = max(sorted(values), key=lambda score: values[score])
            verdict = "met" if values[best] >= target.least else "missed"
            body.append([target.name, f"{target.least:.2f}", f"{values[best]:.3f} ({best})", verdict])
    for found in scored:
        if found.labelled.name == "vendored-pip":
            below = {score: len(verbatim_below_negatives(found, score)) for score in CHANNELS}
            best = min(CHANNELS, key=lambda score: below[score])
            reached = f"{below[best]} ({best}); {below['total']} (total)"
            name = "vendored-pip, verbatim pairs not above every negative"
            body.append([name, "0", reached, "missed" if below[best] else "met"])
    return markdown(["target", "least", "reached", ""], body)


def report(rows: Sequence[Row], scored: Sequence[ScoredSet]) -> str:
    """Return all tables as Markdown."""
    sections = [
        "# Labelled sets\n\nWhat the scores mean stands in the README beside this folder.",
        "## Targets\n\n" + _targets(rows, scored),
        "## AUC / average precision, all pairs of a set together\n\n" + _whole_sets(rows),
        "## Best F1 beside the base rate, and the share of pairs with a region of 65 bits\n\n" + _best_f1(rows),
    ]
    sets = {row.set for row in rows}
    if LEVELS_SET in sets:
        sections.append("## irplag: mean AUC over tasks, by level of disguise\n\n" + _parts(rows, LEVELS_SET, True))
    if PARTS_SET in sets:
        sections.append("## ocd: AUC / average precision by part\n\n" + _parts(rows, PARTS_SET, False))
    counts = [
        [found.labelled.name, str(len(found.labelled.pairs)), str(found.labelled.missing), str(found.unreadable)]
        for found in scored
    ]
    sections.append("## Pairs scored and left out\n\n" + markdown(["set", "scored", "missing", "unreadable"], counts))
    return "\n\n".join(sections)


def _progress(done: int, total: int) -> None:
    if sys.stderr.isatty() and (done % 50 == 0 or done == total):
        print(f"\r{done}/{total} pairs", end="\n" if done == total else "", file=sys.stderr)


def run(data: Path, names: Sequence[str] = ()) -> list[str]:
    """Score every set below `data`, print and save the tables; return one line for each thing skipped."""
    try:
        sets = read_sets(data, names)
    except DataError as error:
        return [str(error)]
    if not sets:
        return [f"no labelled sets below {data.name}/"]
    scored = [score_set(found, low_settings(), _progress) for found in sets]
    rows = [row for found in scored for row in evaluate(found)]
    text = report(rows, scored)
    print(text)
    if not names:
        save("labelled_sets", text, rows)
    return []


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA, help="folder of the labelled sets")
    parser.add_argument("--set", action="append", default=[], help="only this set; nothing is saved then")
    arguments = parser.parse_args()
    for line in run(arguments.data, arguments.set):
        print(f"skipped: {line}")


if __name__ == "__main__":
    main()
