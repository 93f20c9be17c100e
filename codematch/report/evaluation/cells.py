"""The cells of the tables of an evaluation, for the page and the terminal."""

from collections.abc import Sequence

from codematch.model.evaluation import (
    DetectionFigures,
    Estimate,
    Evaluation,
    LikelihoodFigures,
    PartFigures,
    ScoreFigures,
    Summary,
)
from codematch.report.text import numbers, say

LIKELIHOOD_ROWS = {
    "cllr": "evaluation.cllr",
    "cllr_min": "evaluation.cllr-min",
    "cllr_cal": "evaluation.cllr-cal",
    "dev_pav": "evaluation.dev-pav",
    "misleading_positive": "evaluation.misleading-positive",
    "misleading_negative": "evaluation.misleading-negative",
}
"""The figures of the likelihood ratios, each with the id of its name."""


def estimate(figure: Estimate) -> str:
    """Return a figure with its interval in brackets, or why it is missing."""
    if figure.value is None:
        return _reason(figure)
    if figure.interval is None:
        return numbers.index(figure.value)
    low, high = (numbers.index(end) for end in figure.interval)
    return f"{numbers.index(figure.value)} [{low}, {high}]"


def _reason(figure: Estimate) -> str:
    return say(f"not-measured.{figure.reason.value}") if figure.reason is not None else say("dash")


def optional(value: float | None) -> str:
    """Return a figure from 0 to 1 with three decimals, a dash where there is none."""
    return say("dash") if value is None else numbers.index(value)


def score_value(value: float | None) -> str:
    """Return a value of a score with four significant digits, a dash where there is none."""
    return say("dash") if value is None else f"{value:.4g}"


def finding(summary: Summary) -> list[str]:
    """Return the sentences that say how well the main score ranks the pairs."""
    main = main_figures(summary)
    if main.auc.value is None:
        return [say("evaluation.finding-none", reason=_reason(main.auc))]
    sentences = [
        say("evaluation.finding", score=main.score, auc=numbers.share(main.auc.value), interval=_interval(main.auc))
    ]
    if main.group_auc.value is not None and summary.groups > 1:
        sentences.append(
            say(
                "evaluation.finding-groups",
                auc=numbers.share(main.group_auc.value),
                interval=_interval(main.group_auc),
                count=main.mixed_groups,
            )
        )
    return sentences


def _interval(figure: Estimate) -> str:
    if figure.interval is None:
        return ""
    low, high = (numbers.share(end) for end in figure.interval)
    return say("evaluation.finding-interval", low=low, high=high)


def main_figures(summary: Summary) -> ScoreFigures:
    """Return the figures of the main score."""
    return next(item for item in summary.scores if item.score == summary.main_score)


def facts(summary: Summary) -> list[tuple[str, str]]:
    """Return what was measured on: id of the wording, value."""
    count = numbers.integer(summary.groups)
    grouped = (
        say("evaluation.groups-by", count=count, column=summary.grouped_by)
        if summary.grouped_by
        else say("evaluation.groups-connected", count=count)
    )
    scored = summary.positives + summary.negatives
    return [
        ("evaluation.list", summary.list_name),
        ("evaluation.scored", say("evaluation.scored-of", scored=scored, rows=summary.rows)),
        ("evaluation.positives", numbers.integer(summary.positives)),
        ("evaluation.negatives", numbers.integer(summary.negatives)),
        ("evaluation.base-rate", numbers.share(summary.base_rate)),
        ("evaluation.all-positive", numbers.index(summary.all_positive_f1)),
        ("evaluation.works", numbers.integer(summary.works)),
        ("evaluation.groups", grouped),
    ]


def scores_intro(summary: Summary) -> str:
    """Return the sentences above the table of scores; they announce intervals only if there is one."""
    remark = say(
        "evaluation.scores.remark",
        base_rate=numbers.share(summary.base_rate),
        all_positive=numbers.index(summary.all_positive_f1),
    )
    shown = [figure for item in summary.scores for figure in _with_intervals(item)]
    if any(figure.interval is not None for figure in shown):
        replicates = summary.settings["evaluation"]["replicates"]
        return say("evaluation.scores.intro", replicates=replicates, seed=str(summary.seed), remark=remark)
    reasons = [figure.interval_reason or figure.reason for figure in shown]
    reason = next((say(f"not-measured.{found.value}") for found in reasons if found is not None), say("dash"))
    return say("evaluation.scores.no-interval", reason=reason, remark=remark)


def _with_intervals(item: ScoreFigures) -> tuple[Estimate, ...]:
    """Return the figures of a score that have an interval where there are groups enough."""
    return item.auc, item.average_precision, item.tpr_1, item.group_auc


def rarity(summary: Summary) -> str:
    """Return among which works rarity within the set was measured."""
    if summary.rarity_tasks:
        return say("evaluation.rarity-tasks", count=summary.rarity_tasks)
    return say("evaluation.rarity-set")


def combination(summary: Summary) -> str:
    """Return what the combination of scores is made of."""
    rules = summary.settings["evaluation"]
    return say(
        "evaluation.combination.intro",
        aligned=f"{rules['aligned_factor']:g}",
        half=f"{rules['half_bits']:g}",
        names=f"{rules['names_factor']:g}",
        literals=f"{rules['literals_factor']:g}",
        comments=f"{rules['comments_factor']:g}",
    )


def likelihood_intro(figures: LikelihoodFigures) -> str:
    """Return how the likelihood ratios came about, or why there are none."""
    if figures.folds is None:
        reason = say(f"not-measured.{figures.reason.value}") if figures.reason is not None else say("dash")
        return say("evaluation.likelihood.none", reason=reason)
    folds = say(f"folds.{figures.folds.value}", count=figures.fold_count)
    return say("evaluation.likelihood.intro", score=figures.score, entry=figures.entry, folds=folds)


def likelihood_rows(figures: LikelihoodFigures) -> list[tuple[str, str, str]]:
    """Return (name, value, meaning) of every figure of the likelihood ratios."""
    rows = []
    for field, key in LIKELIHOOD_ROWS.items():
        value = getattr(figures, field)
        shown = numbers.share(value) if field.startswith("misleading") else _plain(value)
        rows.append((say(key), shown, say(f"{key}.means")))
    return rows


def _plain(value: float | None) -> str:
    return say("dash") if value is None else f"{value:.3f}"


def families(summary: Summary) -> list[tuple[str, list[PartFigures]]]:
    """Return the parts by family, in their order; a family of one part says nothing that the whole does not."""
    found: dict[str, list[PartFigures]] = {}
    for part in summary.parts:
        found.setdefault(part.family.value, []).append(part)
    return [(family, parts) for family, parts in found.items() if len(parts) > 1]


def part_scores(part: PartFigures, names: Sequence[str]) -> list[str]:
    """Return the ROC AUC of a part by each of some scores."""
    by_name = {item.score: item.auc for item in part.scores}
    return [optional(by_name[name]) for name in names]


def drawn(evaluation: Evaluation) -> list[str]:
    """Return the scores that get a column in the table of parts: those whose curves are drawn, else the main one."""
    return [curve.name for curve in evaluation.rocs] or [evaluation.summary.main_score]


def detection_cells(row: DetectionFigures) -> list[tuple[str, str]]:
    """Return (id of the heading, text) of every cell of a row of the table of errors, from the second on."""
    wrong = row.pairs - row.reported if row.positive else row.reported
    clusters = say("evaluation.part-of", part=row.wrong_clusters, whole=row.clusters)
    return [
        ("evaluation.label-given", "1" if row.positive else "0"),
        ("evaluation.reported", say("evaluation.part-of", part=row.reported, whole=row.pairs)),
        ("evaluation.errors", numbers.ratio(wrong, row.pairs)),
        ("evaluation.clusters", clusters),
        ("evaluation.error-bound", say("evaluation.insufficient") if row.upper is None else numbers.upper(row.upper)),
    ]


def detection_families(summary: Summary) -> list[tuple[str, list[DetectionFigures]]]:
    """Return the rows of the table of errors by family, in their order."""
    found: dict[str, list[DetectionFigures]] = {}
    for row in summary.detection:
        found.setdefault(row.family.value, []).append(row)
    return list(found.items())


def counts(part: PartFigures) -> str:
    """Return how many pairs of either label a part is measured on."""
    return say("evaluation.counts", positives=part.positives, negatives=part.negatives)
