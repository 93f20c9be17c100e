"""What an evaluation over labelled pairs finds: every row with its disposition, figures with their intervals, curves.

A figure that the pairs cannot give is None and says why; no number here is ever "not a number".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codematch.model.frozen import array_value, require
from codematch.model.sides import Both


class PairState(StrEnum):
    """What became of a row of the list."""

    SCORED = "scored"
    MISSING = "missing"
    UNREADABLE = "unreadable"
    EMPTY = "empty"
    DUPLICATE = "duplicate"
    CONTRADICTED = "contradicted"
    FAILED = "failed"


class NotMeasured(StrEnum):
    """Why there is no figure, or no interval around it."""

    ONE_CLASS = "one-class-only"
    NO_MIXED_GROUP = "no-group-with-both-classes"
    ONE_GROUP = "fewer-than-two-groups"
    RARE_IN_REPLICATES = "missing-in-most-replicates"
    FEW_PAIRS = "fewer-than-two-pairs-of-a-class"


class Against(StrEnum):
    """Which pairs the pairs of a part are measured against."""

    OWN = "own"
    ALL_NEGATIVES = "all-negatives"
    ALL_POSITIVES = "all-positives"


class Family(StrEnum):
    """What the parts of a set have in common.

    Their kind, the first word of it (stratum), their language, the tokens of the smaller work, or their group.
    """

    KIND = "kind"
    STRATUM = "stratum"
    LANGUAGE = "language"
    SIZE = "size"
    GROUP = "group"


class Folds(StrEnum):
    """What was left out in turn to calibrate."""

    GROUPS = "groups"
    PAIRS = "pairs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A row of the list: a known and a questioned work, and whether they are labelled as of common origin.

    `line` is the line of the list on which the row ends, from 1; `cells` are all its cells, in the order of the header.
    `detail` says why a pair is not scored, "" when it is.
    """

    line: int
    known: str
    questioned: str
    positive: bool
    kind: str
    language: str
    cells: tuple[str, ...]
    state: PairState = PairState.SCORED
    detail: str = ""

    @property
    def stratum(self) -> str:
        """The kind up to a colon."""
        return self.kind.split(":", 1)[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageScore:
    """The heaviest region of a pair in one language that both works have: what a validation bundle is made of.

    The sizes of the works in the language [tokens], the digest of the background that weighed them, and the total of
    the region [bits], 0 without one.
    """

    language: str
    tokens: Both[int]
    background: str
    heaviest_bits: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A figure from 0 to 1 with its 95 % interval over groups; what is None has its reason with it."""

    value: float | None
    interval: tuple[float, float] | None = None
    reason: NotMeasured | None = None
    interval_reason: NotMeasured | None = None

    def __post_init__(self) -> None:
        require((self.value is None) == (self.reason is not None), "a figure and its reason contradict each other")


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreFigures:
    """How well one score ranks all scored pairs.

    `auc` is over all pairs together, `group_auc` the mean over the `mixed_groups` groups that have both classes.
    `best_f1` is reached from a score of `best_f1_from` on, chosen on the same pairs. `tpr_1` and `tpr_5` are the shares
    of the pairs labelled 1 that are found when at most 1 % or 5 % of those labelled 0 are.
    """

    score: str
    auc: Estimate
    group_auc: Estimate
    mixed_groups: int
    average_precision: Estimate
    best_f1: float | None
    best_f1_from: float | None
    tpr_1: Estimate
    tpr_5: Estimate
    equal_error_rate: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class PartScore:
    """One score on a part of the set; None where a class, or a group with both, is missing."""

    score: str
    auc: float | None
    group_auc: float | None
    average_precision: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PartFigures:
    """A part of the set under every score.

    `positives` and `negatives` are the pairs it is measured on: its own, and where it has one class only, all pairs of
    the other, as `against` says.
    """

    family: Family
    name: str
    positives: int
    negatives: int
    against: Against
    base_rate: float
    scores: tuple[PartScore, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DetectionFigures:
    """How often the pairs of one part and label are reported at the threshold, and a bound on the error.

    A pair is reported when a region reaches the threshold of its language. `clusters` are the groups of the pairs,
    `wrong_clusters` those with an error: a pair labelled 1 that is not reported, or one labelled 0 that is. `upper` is
    the exact one-sided 95 % limit of the share of such clusters; None where there are too few clusters to bound it.
    """

    family: Family
    name: str
    positive: bool
    pairs: int
    reported: int
    clusters: int
    wrong_clusters: int
    upper: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LikelihoodFigures:
    """How good the likelihood ratios are that the main score gives, calibrated on pairs that were left out in turn.

    `entry` says how the score enters ("x", or "log2(1 + x)" for bits). `folds` is what was left out, in `fold_count`
    parts. Costs are in bits. `misleading_positive` is the share of pairs labelled 1 with a ratio below 1,
    `misleading_negative` that of pairs labelled 0 with one above 1. All are None with a `reason`.
    """

    score: str
    entry: str
    folds: Folds | None
    fold_count: int
    reason: NotMeasured | None
    cllr: float | None = None
    cllr_min: float | None = None
    cllr_cal: float | None = None
    dev_pav: float | None = None
    misleading_positive: float | None = None
    misleading_negative: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotScored:
    """A row that has no scores, and why."""

    line: int
    known: str
    questioned: str
    positive: bool
    state: PairState
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LostFile:
    """A file that ended the process that read it: compared as plain text, or not at all; `reason` is the code."""

    work: str
    path: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """Everything of an evaluation but scores and curves: what `metrics.json` holds.

    `grouped_by` is the column or part of a path that pairs are grouped by, "" for works that are connected through
    pairs. `rarity_tasks` is the number of tasks that rarity within the set was judged by, 0 where the list has none.
    `all_positive_f1` is the F1 of calling every pair positive.
    """

    tool: str
    version: str
    method: int
    list_name: str
    list_sha256: str
    seed: int
    settings: dict[str, Any]
    rows: int
    states: dict[str, int]
    positives: int
    negatives: int
    base_rate: float
    all_positive_f1: float
    works: int
    groups: int
    grouped_by: str
    rarity_tasks: int
    main_score: str
    scores: tuple[ScoreFigures, ...]
    parts: tuple[PartFigures, ...]
    detection: tuple[DetectionFigures, ...]
    likelihood: LikelihoodFigures
    not_scored: tuple[NotScored, ...]
    lost_files: tuple[LostFile, ...] = ()


@array_value
class CurvePoints:
    """A curve: its name, and float64 (n,) `x` and `y`."""

    name: str
    x: NDArray[np.float64]
    y: NDArray[np.float64]


@array_value
class Distribution:
    """The main score of the pairs of one part and label: float64 (n,)."""

    name: str
    positive: bool
    values: NDArray[np.float64]


@array_value(copy=False)
class Evaluation:
    """An evaluation: its summary, every row with its scores, and the curves of the figures.

    `pairs` are all rows; `values` has a float64 (s,) for each score of the s scored ones, `reported` is bool (s,),
    `tokens` int64 (s, 2) the sizes of their works, `languages` what they have in each language, `groups` are their
    groups and `log10_lr` float64 (s,) their likelihood ratios (None when not evaluated). `rocs` are false against true
    positive rates. `tippett` are the shares of pairs labelled 1 and 0 at or above each log10 LR, `costs` the empirical
    cross-entropy [bits] over prior log10 odds of the system, after the best calibration, and without evidence; both are
    empty when not evaluated.
    """

    summary: Summary
    pairs: tuple[Pair, ...]
    groups: tuple[str, ...]
    tokens: NDArray[np.int64]
    reported: NDArray[np.bool_]
    languages: tuple[tuple[LanguageScore, ...], ...]
    values: Mapping[str, NDArray[np.float64]]
    log10_lr: NDArray[np.float64] | None
    rocs: tuple[CurvePoints, ...]
    tippett: tuple[CurvePoints, ...]
    costs: tuple[CurvePoints, ...]
    distributions: tuple[Distribution, ...]
