"""Evaluation: labelled pairs in; how well each score tells common origin, with error rates, intervals and curves, out.

`pairs` reads and checks the list, `pair_groups` says which pairs belong together, `scores` compares them, `combination`
makes one ranking of several channels, `measure` and `likelihood_cost` make the figures.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from codematch.comparison.prepare import Progress
from codematch.errors import InputError, UsageError
from codematch.evaluation import measure
from codematch.evaluation.likelihood_cost import Calibrated, calibrate
from codematch.evaluation.pair_groups import group_name, grouping, tasks_name
from codematch.evaluation.pairs import PairList, read_pairs
from codematch.evaluation.scores import COMBINATION, FIXED, SCORES, ScoredPairs, low_settings, score_pairs
from codematch.model.evaluation import Evaluation, LostFile, NotScored, Pair, PairState, Summary
from codematch.settings import Settings, as_dict
from codematch.version import METHOD, VERSION

__all__ = ["COMBINATION", "FIXED", "SCORES", "PairList", "check_group", "check_score", "evaluate", "read_pairs"]

DRAWN = (COMBINATION, "set-structure", "heaviest-coverage", "heaviest", "coverage")
"""The scores whose curves are drawn when all are measured."""

Values = Mapping[str, NDArray[np.float64]]


def check_score(name: str | None) -> None:
    """Refuse a score that there is not.

    Raises:
        UsageError: It is none of `SCORES`.
    """
    if name is not None and name not in SCORES:
        raise UsageError(f"--score {name}: unknown score; choose from {', '.join(SCORES)}")


def check_group(name: str | None, listed: PairList) -> None:
    """Refuse a group that the list does not have.

    Raises:
        UsageError: It names no column.
    """
    grouping(name, listed)


def evaluate(
    listed: PairList,
    root: Path,
    *,
    group: str | None = None,
    score: str | None = None,
    settings: Settings,
    seed: int = 1,
    jobs: int = 1,
    progress: Progress | None = None,
) -> Evaluation:
    """Score every pair of a list and measure every score.

    Args:
        listed: What `read_pairs` returned.
        root: What its paths are relative to.
        group: How pairs are grouped: a column, `path_a/N`, or None for the column of tasks, without one for connected
            works. Rarity of structure is also judged by the column of tasks, without one by `path_a/N`.
        score: Measure this one alone; None for all, with the combination as the main one.
        settings: All settings; those of `FIXED` are replaced.
        seed: Of the intervals.
        jobs: Number of worker processes; the result does not depend on it.
        progress: Told (step, done, total) as the work goes on.

    Raises:
        UsageError: The group or the score is none.
        InputError: No pair can be scored.
        StoreError: A background model is damaged.
    """
    check_score(score)
    column = group_name(group, listed)
    by_line = _by_line(column, listed)
    task = tasks_name(group, listed)
    tasks = _by_line(task, listed) if task is not None else None
    scored = score_pairs(
        listed.pairs,
        by_line,
        root,
        settings,
        tasks=tasks,
        stratum=listed.compared_as,
        jobs=jobs,
        progress=progress,
    )
    if not scored.scored:
        raise InputError(
            f"{listed.name}: none of its {len(listed.pairs)} pairs can be scored ({_first_reason(scored)});"
            " give the folder of the works with --root"
        )
    chosen = {name: values for name, values in scored.values.items() if score in (None, name)}
    return _measured(_Task(listed, column or "", settings, seed), scored, chosen, score or COMBINATION)


def _by_line(column: str | None, listed: PairList) -> dict[int, str]:
    """Return the group of each usable pair by its line."""
    usable = listed.usable
    return {pair.line: name for pair, name in zip(usable, grouping(column, listed)(usable), strict=True)}


def _first_reason(scored: ScoredPairs) -> str:
    pair = scored.pairs[0]
    return f"line {pair.line}: {pair.state}, {pair.detail}"


@dataclass(frozen=True, slots=True)
class _Task:
    """What is measured: the list, how its pairs are grouped, the settings, and the seed of the intervals."""

    listed: PairList
    group: str
    settings: Settings
    seed: int


def _measured(task: _Task, scored: ScoredPairs, values: Values, main: str) -> Evaluation:
    pairs, labels, rules = scored.scored, scored.labels, task.settings.evaluation
    sample = measure.Sample(
        labels=labels, groups=scored.groups, replicates=rules.replicates, level=rules.level, seed=task.seed
    )
    ratios = calibrate(main, values[main], labels, scored.groups, rules)
    return Evaluation(
        summary=_summary(task, scored, values, main, sample, ratios),
        pairs=scored.pairs,
        groups=scored.groups,
        tokens=scored.tokens,
        reported=scored.reported,
        languages=scored.languages,
        values=values,
        log10_lr=ratios.log10_lr,
        rocs=measure.curves(DRAWN if len(values) > 1 else tuple(values), values, labels),
        tippett=ratios.tippett,
        costs=ratios.costs,
        distributions=measure.distributions(pairs, values[main], rules.max_distributions),
    )


def _summary(
    task: _Task,
    scored: ScoredPairs,
    values: Values,
    main: str,
    sample: measure.Sample,
    ratios: Calibrated,
) -> Summary:
    positives, total = int(np.count_nonzero(sample.labels)), len(sample.labels)
    states = Counter(pair.state for pair in scored.pairs)
    return Summary(
        tool="codematch",
        version=VERSION,
        method=METHOD,
        list_name=task.listed.name,
        list_sha256=task.listed.sha256,
        seed=sample.seed,
        settings=as_dict(low_settings(task.settings)),
        rows=len(scored.pairs),
        states={state.value: states[state] for state in PairState},
        positives=positives,
        negatives=total - positives,
        base_rate=positives / total,
        all_positive_f1=2.0 * positives / (total + positives),
        works=scored.works,
        groups=len(set(scored.groups)),
        grouped_by=task.group,
        rarity_tasks=scored.tasks,
        main_score=main,
        scores=tuple(measure.measure_score(name, listed_scores, sample) for name, listed_scores in values.items()),
        parts=measure.measure_parts(scored.scored, values, sample),
        detection=measure.measure_detection(
            scored.scored, scored.reported, scored.tokens, scored.groups, task.settings
        ),
        likelihood=ratios.figures,
        not_scored=tuple(_not_scored(pair) for pair in scored.pairs if pair.state is not PairState.SCORED),
        lost_files=tuple(LostFile(work=path, path=one.subject, reason=one.reason.value) for path, one in scored.lost),
    )


def _not_scored(pair: Pair) -> NotScored:
    return NotScored(**{item.name: getattr(pair, item.name) for item in fields(NotScored)})
