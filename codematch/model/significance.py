"""What a weight means in comparison with pairs of works that are known to be unrelated."""

from dataclasses import dataclass
from enum import StrEnum

from codematch.model.sides import Both


class NotEvaluated(StrEnum):
    """Why nothing is said of how often unrelated works reach a weight."""

    NO_NULL = "no-null"
    OTHER_BACKGROUND = "other-background"
    OTHER_SETTINGS = "other-settings"
    UNLIKE = "unlike"
    TOO_LARGE = "too-large"


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageSignificance:
    """The reference set that the regions of one language are compared with.

    `known_tokens` and `questioned_tokens` are the sizes of the works in the language. The set has `projects` projects;
    the statements rest on the band of works of at least `band_tokens` tokens, one for each of `works` projects, and on
    `pairs` pairs of them. `multiple` is how many such pairs the comparison amounts to: a comparison of works up to that
    size is one. `threshold_bits` is the total from which on regions are reported; `reaching` of the `pairs` reach it,
    and `upper` bounds the share of comparisons of this size between unrelated works that do (0 to 1, at the level of
    the settings; None when not evaluated). `location_bits` is the fitted location for this size. `not_evaluated` says
    why there is no statement. `reference` are the totals of the heaviest regions of these pairs, 0 for none, ascending
    (bits; empty when not evaluated).
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
    location_bits: float | None
    reaching: int | None
    upper: float | None
    not_evaluated: NotEvaluated | None = None
    reference: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionSignificance:
    """How often the heaviest region between unrelated works reaches the weight of a region.

    `reaching` of the pairs of the reference band do. `upper` bounds the share of comparisons of this size between
    unrelated works that do, at the level of the settings, computed on projects, not pairs (0 to 1); at 1 nothing is
    bounded. `excess_bits` is by how much the weight exceeds the location fitted for this size: a rank, no probability.
    """

    reaching: int
    upper: float
    excess_bits: float | None
