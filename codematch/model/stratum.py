"""Strata: what two works may have in common without a common origin."""

from dataclasses import dataclass
from enum import StrEnum

from codematch.errors import UsageError
from codematch.model.frozen import require
from codematch.model.message import Message


class Stratum(StrEnum):
    """A kind of pair of works without a common origin, by what they share all the same."""

    UNRELATED = "unrelated"
    SAME_TASK = "same-task"
    SAME_INTERFACE = "same-interface"
    SAME_FRAMEWORK = "same-framework"
    SAME_AUTHOR = "same-author"


AUTO = "auto"
"""What is given in place of a stratum to have it found."""
CHOICES = (AUTO, *(stratum.value for stratum in Stratum))
"""What an examiner can give."""


def parse_stratum(text: str, place: str) -> Stratum | None:
    """Return the stratum that is given, None for the one that is found.

    Args:
        text: One of `CHOICES`.
        place: Where it is given, for an error.

    Raises:
        UsageError: It is none of them.
    """
    if text not in CHOICES:
        raise UsageError(f"{place} {text}: unknown stratum; choose from {', '.join(CHOICES)}")
    return None if text == AUTO else Stratum(text)


@dataclass(frozen=True, slots=True, kw_only=True)
class StratumFigure:
    """What was measured of two works for a stratum.

    `name` is the id of the figure, `value` what was measured: a number of things, or a share (0 to 1) where
    `is_share`. `least` is what the stratum needs; None for a figure that is stated only.
    """

    name: str
    value: float
    is_share: bool
    least: float | None = None

    @property
    def is_reached(self) -> bool:
        """Whether the value is at least what the stratum needs; True where nothing is needed."""
        return self.least is None or self.value >= self.least


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundStratum:
    """A stratum, whether it fits two works, the figures that decide it, and why, with examples of what they share."""

    stratum: Stratum
    fits: bool
    figures: tuple[StratumFigure, ...]
    reason: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class StrataFound:
    """Every stratum of two works, the least favourable first: those that fit, then the others.

    `chosen` is the least favourable one that fits; the examiner gave it where `is_given`.
    """

    found: tuple[FoundStratum, ...]
    chosen: Stratum
    is_given: bool

    def __post_init__(self) -> None:
        require(any(entry.stratum is self.chosen for entry in self.found), "the stratum chosen is not among the others")

    @property
    def fitting(self) -> tuple[FoundStratum, ...]:
        """The strata that fit, the least favourable first."""
        return tuple(entry for entry in self.found if entry.fits)

    @property
    def considered(self) -> tuple[Stratum, ...]:
        """The strata whose thresholds count: the one that is given, else all that fit, each language taking its own."""
        return (self.chosen,) if self.is_given else tuple(entry.stratum for entry in self.fitting)
