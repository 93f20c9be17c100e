"""The labelled sets: how well the channels rank, and how often the reporting threshold errs."""

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from codematch.errors import CodematchError
from codematch.evaluation import evaluate, read_pairs
from codematch.model.evaluation import DetectionFigures, Estimate, Evaluation, Family, Summary
from codematch.report.evaluation.cells import optional, score_value
from codematch.report.evaluation.to_data import metrics
from codematch.report.text import numbers
from codematch.settings import Settings
from tests.benchmarks.tables import markdown
from tests.validation.section import Section

SETS = {
    "conplag-train": None,
    "homework-c": None,
    "irplag": "path_a/3",
    "ocd": None,
    "neg-libc": None,
    "neg-js-py-sameapi": None,
    "fork-redis-valkey": None,
    "fork-pycrypto-pycryptodome": None,
    "vendored-pip": None,
    "backports-cpython": None,
    "ports": None,
}
"""The sets, each with its groups: None for tasks where the list names them, else works that are joined by pairs."""
LISTS = {"conplag-train": "pairs-raw.csv"}
"""The list of a set, where it is not `pairs.csv`."""
FAMILIES = {
    Family.STRATUM: "By stratum",
    Family.KIND: "By kind of rewriting",
    Family.LANGUAGE: "By language",
    Family.SIZE: "By size: tokens of the smaller work",
}
KINDS_SHOWN = 24

INTRO = """## Labelled sets

Every figure is of `codematch evaluate`. The factors of the combination are settings that were chosen on most of these
sets; `tests/benchmarks/results/combination.md` ranks every set by factors chosen without it. *Best F1* is chosen on the
same pairs; *all positive* is the F1 of calling every pair common origin. TPR is the share of pairs of common origin
found when at most so many of the others are."""
ERRORS = """### Errors at the reporting threshold

A pair of common origin errs when no region of it is reported, any other when one is. *Bound*: of the share of clusters
with an error."""


def section(data: Path, jobs: int) -> Section:
    """Return the section; sets that are not there are skipped."""
    found, skipped = {}, []
    for name, group in SETS.items():
        listed = data / name / LISTS.get(name, "pairs.csv")
        if not listed.is_file():
            skipped.append(f"labelled set {name}: not on this machine (--data)")
            continue
        try:
            found[name] = evaluate(read_pairs(listed), listed.parent, group=group, settings=Settings(), jobs=jobs)
        except CodematchError as error:
            skipped.append(f"labelled set {name}: {error}")
    if not found:
        return Section(name="labelled", text="", data={}, skipped=tuple(skipped))
    tables = [f"#### {title}\n\n{_errors(found, family)}" for family, title in FAMILIES.items()]
    text = "\n\n".join([INTRO, _ranking(found), "### Single channels: ROC AUC, in brackets the mean of a group",
                        _channels(found), "### Likelihood ratios, cross-validated by group", _ratios(found), ERRORS,
                        *tables])  # fmt: skip
    return Section(
        name="labelled", text=text, data={n: _plain(e.summary) for n, e in found.items()}, skipped=tuple(skipped)
    )


def _ranking(found: dict[str, Evaluation]) -> str:
    rows = []
    for name, evaluation in found.items():
        summary = evaluation.summary
        main = next(item for item in summary.scores if item.score == summary.main_score)
        rows.append([name, f"{summary.positives} / {summary.negatives}", _skipped(summary), str(summary.groups),
                     _estimate(main.auc), f"{_estimate(main.group_auc)} of {main.mixed_groups}",
                     _estimate(main.average_precision), optional(main.best_f1), score_value(main.best_f1_from),
                     numbers.share(summary.base_rate), optional(summary.all_positive_f1), _estimate(main.tpr_1),
                     optional(main.tpr_5.value), optional(main.equal_error_rate.value)])  # fmt: skip
    return markdown(["set", "pairs 1 / 0", "not scored", "clusters", "AUC", "mean AUC per group", "average precision",
                     "best F1", "from", "base rate", "all positive", "TPR at 1 % FPR", "TPR at 5 % FPR",
                     "equal error rate"], rows)  # fmt: skip


def _skipped(summary: Summary) -> str:
    return str(summary.rows - summary.positives - summary.negatives)


def _estimate(figure: Estimate) -> str:
    if figure.value is None:
        return "–"
    if figure.interval is None:
        return optional(figure.value)
    return f"{optional(figure.value)} [{optional(figure.interval[0])}, {optional(figure.interval[1])}]"


def _channels(found: dict[str, Evaluation]) -> str:
    names = [item.score for item in next(iter(found.values())).summary.scores]
    rows = []
    for name, evaluation in found.items():
        cells = {item.score: item for item in evaluation.summary.scores}
        rows.append([name, *(f"{optional(cells[score].auc.value)} ({optional(cells[score].group_auc.value)})"
                             for score in names)])  # fmt: skip
    return markdown(["set", *names], rows)


def _ratios(found: dict[str, Evaluation]) -> str:
    rows = []
    for name, evaluation in found.items():
        figures = evaluation.summary.likelihood
        if figures.folds is None:
            rows.append([name, f"not evaluated: {figures.reason}", *["–"] * 5])
            continue
        costs = (figures.cllr, figures.cllr_min, figures.cllr_cal)
        misleading = (figures.misleading_positive, figures.misleading_negative)
        rows.append([name, f"{figures.folds.value}, {figures.fold_count} parts",
                     *("–" if cost is None else f"{cost:.3f}" for cost in costs),
                     *(numbers.share(share) for share in misleading)])  # fmt: skip
    return markdown(["set", "left out", "Cllr", "Cllr min", "Cllr cal", "misleading, label 1", "misleading, label 0"],
                    rows)  # fmt: skip


def _errors(found: dict[str, Evaluation], family: Family) -> str:
    rows = []
    for name, evaluation in found.items():
        chosen = [row for row in evaluation.summary.detection if row.family is family]
        rows += [[name, *_cells(row)] for row in chosen[:KINDS_SHOWN]]
        if len(chosen) > KINDS_SHOWN:
            rows.append([name, f"{len(chosen) - KINDS_SHOWN} more in report.json", *["–"] * 5])
    return markdown(["set", "part", "label", "pairs", "errors", "clusters with an error", "bound"], rows)


def _cells(row: DetectionFigures) -> Sequence[str]:
    wrong = row.pairs - row.reported if row.positive else row.reported
    return [row.name or "(not named)", "1" if row.positive else "0", f"{row.pairs:,}",
            f"{wrong:,} ({numbers.ratio(wrong, row.pairs)})", f"{row.wrong_clusters} of {row.clusters}",
            "insufficient" if row.upper is None else numbers.upper(row.upper)]  # fmt: skip


def _plain(summary: Summary) -> Any:
    """Return what `metrics.json` holds of a summary; of its parts only families that a person can look over."""
    document = json.loads(metrics(summary))
    sizes = Counter(part["family"] for part in document["parts"])
    document["parts"] = [part for part in document["parts"] if sizes[part["family"]] <= KINDS_SHOWN]
    return document
