"""How much more probable an observation is under one proposition than under another, within stated bounds."""

from dataclasses import dataclass
from enum import StrEnum


class NotCovered(StrEnum):
    """Why a validation bundle does not cover a case."""

    LANGUAGE = "language"
    SIZE = "size"
    VERSION = "version"
    BACKGROUND = "background"
    SETTINGS = "settings"


@dataclass(frozen=True, slots=True, kw_only=True)
class RatioCurve:
    """A curve of the ratios of a validation bundle: its name, and its points in order.

    `tippett-first` and `tippett-second` are shares of the pairs of either proposition over log10 LR, `roc` the true
    over the false positive rate, `ece-system`, `ece-calibrated` and `ece-neutral` bits over the prior log10 odds.
    """

    name: str
    x: tuple[float, ...]
    y: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StratumRatio:
    """The likelihood ratio against one stratum of the alternative proposition.

    `log10_lr` is between `lower` and `upper`, which come from the number of clusters and from the empirical bounds
    (ELUB); `capped` tells that it was cut off there. `clusters` and `pairs` are those of the stratum. `curves` are
    those of all pairs of the bundle that the ratio was calibrated on.
    """

    stratum: str
    clusters: int
    pairs: int
    log10_lr: float
    lower: float
    upper: float
    capped: bool
    curves: tuple[RatioCurve, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Likelihood:
    """The likelihood ratio of the heaviest region in one language, from a validation bundle.

    `score_bits` is the total weight of that region, 0 without one. `strata` has every stratum of the bundle, least
    favourable first: the first is the one to state. When the case is not covered it is empty, and `not_covered` says
    why. `same_clusters` and `same_pairs` are those of the first proposition.
    """

    bundle: str
    digest: str
    language: str
    score_bits: float
    same_clusters: int
    same_pairs: int
    strata: tuple[StratumRatio, ...]
    not_covered: NotCovered | None = None
