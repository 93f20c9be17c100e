"""What a weight means in comparison with pairs of works that are known to be unrelated."""

from dataclasses import dataclass
from enum import StrEnum

from codematch.model.sides import Both
from codematch.model.stratum import Stratum

MIN_SPAN = 1.0
"""A threshold that the user sets below the median is taken to be so much above it [bits]."""


class NotEvaluated(StrEnum):
    """Why nothing is said of how often unrelated works reach a weight."""

    NO_NULL = "no-null"
    OTHER_BACKGROUND = "other-background"
    OTHER_SETTINGS = "other-settings"
    UNLIKE = "unlike"
    TOO_LARGE = "too-large"


@dataclass(frozen=True, slots=True, kw_only=True)
class StratumRate:
    """How often pairs of a stratum reach a figure: in `reaching` of its families of clusters, one pair or more does.

    `share` is the share of pairs that do, every family counted the same; `upper` bounds it (0 to 1, at the level of the
    settings, computed on families).
    """

    reaching: int
    share: float
    upper: float


@dataclass(frozen=True, slots=True, kw_only=True)
class StratumSignificance:
    """The reference set of a stratum that the regions of one language are compared with, and what its pairs reach.

    `languages` are those whose pairs make it: the language itself, or all that have some where it has too few.
    `families` are independent groups of clusters, `clusters` and `pairs` what they hold. `threshold` says how many
    pairs reach the weight from which on regions are reported, `pair_threshold` the same of sums of pairs of files.
    `beyond` tells that the case is larger than every pair of the set (m n).
    """

    stratum: Stratum
    languages: tuple[str, ...]
    families: int
    clusters: int
    pairs: int
    threshold: StratumRate
    pair_threshold: StratumRate
    beyond: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageSignificance:
    """The reference set that the regions of one language are compared with.

    `known_tokens` and `questioned_tokens` are the sizes of the works in the language. The set has `projects` projects;
    the statements rest on the band of works of at least `band_tokens` tokens, one for each of `works` projects, and on
    `pairs` pairs of them. `multiple` is how many such pairs the comparison amounts to: a comparison of works up to that
    size is one. `threshold_bits` is the total from which on regions are reported; `reaching` of the `pairs` reach it,
    and `upper` bounds the share of comparisons of this size between unrelated works that do (0 to 1, at the level of
    the settings; None when not evaluated). `median_bits` is what half of the unrelated pairs of this size stay below.
    `not_evaluated` says why there is no statement. `reference` are the totals of the heaviest regions of these pairs, 0
    for none, ascending (bits; empty when not evaluated).

    The same is known of the sums of pairs of files: `pair_threshold_bits` is the sum from which on a pair of files is
    reported, `pair_reaching` of the `pairs` reach it, `pair_upper` bounds the share that does, and `pair_reference` are
    the heaviest sums of these pairs. `carried_threshold_bits` is the weight from which on a passage is reported that
    its names and literals carry. They are None (empty) when not evaluated, or when the null model does not record them.

    `stratum` is the least favourable stratum that fits, None if none but unrelated works does, or if none is known of
    this language. Thresholds are never below its; everything else but `stratum` speaks of unrelated works.
    """

    language: str
    null_digest: str
    tokens: Both[int]
    projects: int
    band_tokens: int
    works: int
    pairs: int
    multiple: float
    threshold_bits: float
    median_bits: float | None
    reaching: int | None
    upper: float | None
    not_evaluated: NotEvaluated | None = None
    reference: tuple[float, ...] = ()
    pair_threshold_bits: float | None = None
    pair_reaching: int | None = None
    pair_upper: float | None = None
    pair_reference: tuple[float, ...] = ()
    carried_threshold_bits: float | None = None
    stratum: StratumSignificance | None = None

    @property
    def is_larger(self) -> bool:
        """Whether the works are larger than every reference, so that the comparison counts as several."""
        return self.multiple > 1.0

    def exceedance(self, total_bits: float) -> float:
        """Return by how many times a weight exceeds what works without a common origin share in this language.

        0 at the median of unrelated works of the size, 1 at the threshold, linear between and beyond. Where there is no
        null model, nothing is known of a median, and the weight is counted in thresholds.
        """
        median = self.median_bits or 0.0
        return (total_bits - median) / max(self.threshold_bits - median, MIN_SPAN)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionSignificance:
    """How often the heaviest region between unrelated works reaches the weight of a region.

    `reaching` of the pairs of the reference band do. `upper` bounds the share of comparisons of this size between
    unrelated works that do, at the level of the settings, computed on projects, not pairs (0 to 1); at 1 nothing is
    bounded. `excess_bits` is by how much the weight exceeds the median of unrelated pairs of this size: a rank, no
    probability.
    `stratum` says the same of the least favourable stratum that fits, None without one.
    """

    reaching: int
    upper: float
    excess_bits: float | None
    stratum: StratumRate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePairSum:
    """What a pair of files shares in all, and how often unrelated works have two files that share as much.

    `bits` is the sum over `pieces` regions and lighter passages in structure, names and literals, each piece beyond the
    first less a cost, and each name and literal once; `residual_bits` is the sum over what no filter labels (None where
    nothing was filtered). `threshold_bits` is the sum from which on a pair of files is reported, `reaching` of the
    pairs of the reference band have two files with such a sum or a greater one, and `upper` bounds the share of
    comparisons of this size between unrelated works that do (0 to 1); all three None when not evaluated. `stratum` says
    the same of the least favourable stratum that fits, None without one.
    """

    bits: float
    pieces: int
    residual_bits: float | None = None
    threshold_bits: float | None = None
    reaching: int | None = None
    upper: float | None = None
    stratum: StratumRate | None = None

    @property
    def reaches(self) -> bool:
        """Whether the sum is one for which a pair of files is reported."""
        return self.threshold_bits is not None and self.bits >= self.threshold_bits
