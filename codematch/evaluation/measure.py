"""Figures over labelled pairs: how well each score tells those of common origin from the rest, with intervals.

Intervals draw whole groups again (`significance.bootstrap`), the same groups for every score, so that scores can be
compared. Parts of a set (kinds, languages, groups) are measured by themselves where they have both classes; one with
positives only against all negatives of the set, one with negatives only against all positives.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from codematch.evaluation.ranking import Ranking, mean_of
from codematch.model.evaluation import (
    Against,
    CurvePoints,
    DetectionFigures,
    Distribution,
    Estimate,
    Family,
    NotMeasured,
    Pair,
    PartFigures,
    PartScore,
    ScoreFigures,
)
from codematch.model.frozen import array_value
from codematch.settings import Settings as AllSettings
from codematch.settings import Significance
from codematch.significance.bootstrap import Indices, interval
from codematch.significance.bounds import cluster_upper_bound
from codematch.significance.discrimination import (
    Labels,
    Scores,
    auc,
    auc_of,
    average_precision,
    average_precision_of,
    best_f1,
    equal_error_rate,
    mean_by_group,
    roc,
    tpr_at_fpr,
    tpr_of,
)


@array_value(copy=False)
class Sample:
    """Scored pairs to be measured: bool (n,) `labels`, n `groups`, and how intervals are drawn."""

    labels: Labels
    groups: tuple[str, ...]
    replicates: int
    level: float
    seed: int

    def interval(
        self, figure: Callable[[Indices], float | None], groups: Sequence[str]
    ) -> tuple[tuple[float, float] | None, NotMeasured | None]:
        """Return the interval of a figure over the groups, or why there is none."""
        if len(set(groups)) < 2:
            return None, NotMeasured.ONE_GROUP
        found = interval(figure, groups, np.random.default_rng(self.seed), self.replicates, self.level)
        return found, None if found is not None else NotMeasured.RARE_IN_REPLICATES


def measure_score(name: str, scores: Scores, sample: Sample) -> ScoreFigures:
    """Return all figures of one score over all pairs."""
    labels, ranking = sample.labels, Ranking(scores, sample.labels)

    def estimate(value: float | None, figure: Callable[[Indices], float | None] | None = None) -> Estimate:
        if value is None:
            return Estimate(value=None, reason=NotMeasured.ONE_CLASS)
        around, reason = sample.interval(figure, sample.groups) if figure is not None else (None, None)
        return Estimate(value=value, interval=around, interval_reason=reason)

    group_auc, mixed = _group_auc(scores, sample)
    both = labels.any() and not labels.all()
    f1 = best_f1(scores, labels) if both else None
    return ScoreFigures(
        score=name,
        auc=estimate(auc(scores, labels), ranking.of(auc_of)),
        group_auc=group_auc,
        mixed_groups=mixed,
        average_precision=estimate(
            average_precision(scores, labels) if both else None, ranking.of(average_precision_of)
        ),
        best_f1=f1[0] if f1 else None,
        best_f1_from=f1[1] if f1 else None,
        tpr_1=estimate(tpr_at_fpr(scores, labels, 0.01), ranking.of(tpr_of(0.01))),
        tpr_5=estimate(tpr_at_fpr(scores, labels, 0.05)),
        equal_error_rate=estimate(equal_error_rate(scores, labels)),
    )


def _group_auc(scores: Scores, sample: Sample) -> tuple[Estimate, int]:
    """Return the mean area over groups that have both classes, its interval over these groups, and their number."""
    labels = sample.labels
    if not labels.any() or labels.all():
        return Estimate(value=None, reason=NotMeasured.ONE_CLASS), 0
    members = _members(sample.groups)
    each = [auc(scores[places], labels[places]) for places in members.values()]
    mixed = np.array([value for value in each if value is not None])
    if not len(mixed):
        return Estimate(value=None, reason=NotMeasured.NO_MIXED_GROUP), 0
    around, reason = sample.interval(mean_of(mixed), [str(number) for number in range(len(mixed))])
    return Estimate(value=float(mixed.mean()), interval=around, interval_reason=reason), len(mixed)


def _members(names: Sequence[str]) -> dict[str, NDArray[np.int64]]:
    """Return the indices of the pairs of each name, in the order of the names."""
    found: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        found.setdefault(name, []).append(place)
    return {name: np.array(found[name], dtype=np.int64) for name in sorted(found)}


def measure_parts(pairs: Sequence[Pair], values: Mapping[str, Scores], sample: Sample) -> tuple[PartFigures, ...]:
    """Return every part of the set under every score: kinds, strata where they differ, languages and mixed groups."""
    kinds, strata = [pair.kind for pair in pairs], [pair.stratum for pair in pairs]
    families: list[tuple[Family, Sequence[str]]] = [(Family.KIND, kinds)]
    if kinds != strata:
        families.append((Family.STRATUM, strata))
    languages = [pair.language for pair in pairs]
    if len(set(languages)) > 1:
        families.append((Family.LANGUAGE, languages))
    if len(set(sample.groups)) > 1:
        families.append((Family.GROUP, sample.groups))
    parts = [
        _part(family, name, places, values, sample)
        for family, names in families
        for name, places in _members(names).items()
    ]
    return tuple(part for part in parts if part.family is not Family.GROUP or part.against is Against.OWN)


def _part(
    family: Family, name: str, own: NDArray[np.int64], values: Mapping[str, Scores], sample: Sample
) -> PartFigures:
    mine = sample.labels[own]
    against, others = Against.OWN, np.empty(0, dtype=np.int64)
    if mine.all():
        against, others = Against.ALL_NEGATIVES, np.flatnonzero(~sample.labels)
    elif not mine.any():
        against, others = Against.ALL_POSITIVES, np.flatnonzero(sample.labels)
    places = np.union1d(own, others)
    labels, groups = sample.labels[places], [sample.groups[place] for place in places.tolist()]
    both = bool(labels.any() and not labels.all())
    return PartFigures(
        family=family,
        name=name,
        positives=int(np.count_nonzero(labels)),
        negatives=int(np.count_nonzero(~labels)),
        against=against,
        base_rate=float(np.count_nonzero(labels)) / len(labels),
        scores=tuple(
            PartScore(
                score=score,
                auc=auc(listed[places], labels),
                group_auc=mean_by_group(listed[places], labels, groups, auc)[0] if both else None,
                average_precision=average_precision(listed[places], labels) if both else None,
            )
            for score, listed in values.items()
        ),
    )


def measure_detection(
    pairs: Sequence[Pair],
    reported: NDArray[np.bool_],
    tokens: NDArray[np.int64],
    groups: Sequence[str],
    settings: AllSettings,
) -> tuple[DetectionFigures, ...]:
    """Return how often the n pairs of each part and label are reported, positives first.

    `reported` is bool (n,), `tokens` int64 (n, 2) the sizes of the works, `groups` n names of clusters.
    """
    kinds, strata = [pair.kind for pair in pairs], [pair.stratum for pair in pairs]
    families: list[tuple[Family, Sequence[str]]] = [(Family.STRATUM, strata)]
    if kinds != strata:
        families.append((Family.KIND, kinds))
    families.append((Family.LANGUAGE, [pair.language for pair in pairs]))
    families.append((Family.SIZE, _size_bands(tokens, settings.significance)))
    return tuple(
        _detection(family, row, [place for place, other in enumerate(rows) if other == row], reported, groups, settings)
        for family, names in families
        for rows in [[(not pair.positive, name) for pair, name in zip(pairs, names, strict=True)]]
        for row in sorted(set(rows))
    )


def _detection(
    family: Family,
    row: tuple[bool, str],
    places: list[int],
    reported: NDArray[np.bool_],
    groups: Sequence[str],
    settings: AllSettings,
) -> DetectionFigures:
    positive, inside = not row[0], reported[places]
    level, least = settings.significance.level, settings.evaluation.min_clusters
    wrong, clusters, upper = cluster_upper_bound(inside != positive, [groups[place] for place in places], level)
    return DetectionFigures(
        family=family,
        name=row[1],
        positive=positive,
        pairs=len(places),
        reported=int(np.count_nonzero(inside)),
        clusters=clusters,
        wrong_clusters=wrong,
        upper=upper if clusters >= least else None,
    )


def _size_bands(tokens: NDArray[np.int64], rules: Significance) -> list[str]:
    """Return the band of each pair by the tokens of its smaller work, numbered so that the names sort by size."""
    limits = [rules.first_band_tokens * rules.band_factor**step for step in range(rules.bands)]
    names = [f"0: below {limits[0]:,}"]
    names += [f"{number}: {low:,} to {high - 1:,}" for number, (low, high) in enumerate(pairwise(limits), start=1)]
    names.append(f"{len(limits)}: {limits[-1]:,} and more")
    return [names[int(np.searchsorted(limits, size, side="right"))] for size in tokens.min(axis=1).tolist()]


def curves(names: Sequence[str], values: Mapping[str, Scores], labels: Labels) -> tuple[CurvePoints, ...]:
    """Return the receiver operating characteristic of each named score; () with one class only."""
    found = [(name, roc(values[name], labels)) for name in names if name in values]
    return tuple(
        CurvePoints(name=name, x=curve.false_positive_rate, y=curve.true_positive_rate)
        for name, curve in found
        if curve is not None
    )


def distributions(pairs: Sequence[Pair], scores: Scores, most: int) -> tuple[Distribution, ...]:
    """Return one score by stratum and label, or by label alone where that would make more than `most` rows."""
    rows = [(pair.stratum, pair.positive) for pair in pairs]
    if len(set(rows)) > most:
        rows = [("", pair.positive) for pair in pairs]
    places: dict[tuple[str, bool], list[int]] = {}
    for place, row in enumerate(rows):
        places.setdefault(row, []).append(place)
    order = sorted(places, key=lambda row: (not row[1], row[0]))
    return tuple(Distribution(name=row[0], positive=row[1], values=scores[places[row]]) for row in order)
