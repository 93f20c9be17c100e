"""What decides on the exit code of a run: limits, a baseline, changed lines, suppressions.

None of it changes a region, a weight or a count, and none says anything about the origin of code. A region that does
not count for the exit code is in the result like any other.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from codematch.model.match import Region
from codematch.model.precision import stored_total


class SuppressionKind(StrEnum):
    """Where a suppression is stated: in a comment of the questioned work, or in a file given with the command."""

    COMMENT = "comment"
    FILE = "file"


class SuppressionFault(StrEnum):
    """Why a suppression has no effect."""

    NO_REASON = "no-reason"
    NO_NAME = "no-name"
    NO_REGION = "no-region"
    NOT_APPLIED = "not-applied"


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppression:
    """A statement that regions do not count for the exit code, with its reason and the name of who states it.

    `path` and `line` are where it is stated: in a file of the questioned work, or in the file of suppressions.
    `regions` are the numbers of those that it applies to; `fault` is why it applies to none, None otherwise.
    """

    kind: SuppressionKind
    path: str
    line: int
    reason: str
    name: str
    regions: tuple[int, ...] = ()
    fault: SuppressionFault | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BaselineUse:
    """The baseline of a run: the SHA-256 of its file, its number of regions, and how many of them occur no more."""

    sha256: str
    regions: int
    gone: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedSince:
    """The revision that the questioned work is compared with, as given and as a commit id, and what differs.

    `files` is the number of files of the questioned work with changed lines, `lines` that of these lines.
    """

    requested: str
    revision: str
    files: int
    lines: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How one region stands to the policy.

    `new_share` is the share of its content that the baseline does not have, 0 to 1, and `is_new` whether it counts as
    new (both None without a baseline). `is_known_as_it_is` is whether the baseline has exactly this region. `touched`
    is whether a line of it on the questioned side has changed (None where that was not asked). `suppressed` is whether
    a suppression applies to it.
    """

    region: int
    is_new: bool | None = None
    new_share: float | None = None
    is_known_as_it_is: bool = False
    touched: bool | None = None
    suppressed: bool = False

    @property
    def counts(self) -> bool:
        """Whether the region counts for the exit code."""
        return not self.suppressed and self.is_new is not False and self.touched is not False


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What decides on the exit code of a run, and how each region stands to it.

    `weight_limit_bits` and `residual_limit_bits` are limits in bits (None for none), `fail_on_new` whether any new
    region is at a limit. `standings` has an entry for each region, in their order.
    """

    weight_limit_bits: float | None = None
    residual_limit_bits: float | None = None
    fail_on_new: bool = False
    baseline: BaselineUse | None = None
    changed_since: ChangedSince | None = None
    suppressions: tuple[Suppression, ...] = ()
    standings: tuple[Standing, ...] = ()

    def failing(self, regions: Iterable[Region]) -> tuple[int, ...]:
        """Return the numbers of the regions that count and reach a limit, in their order."""
        standings = {one.region: one for one in self.standings}
        return tuple(
            region.number
            for region in regions
            if standings.get(region.number, _COUNTS).counts and self._reaches(region, standings.get(region.number))
        )

    def reaching_weights(self, regions: Iterable[Region]) -> tuple[int, ...]:
        """Return the numbers of the regions that count and reach a limit of weight, in their order."""
        return replace(self, fail_on_new=False).failing(regions)

    @property
    def has_limits(self) -> bool:
        """Whether a region can reach a limit at all."""
        return self.fail_on_new or self.weight_limit_bits is not None or self.residual_limit_bits is not None

    def _reaches(self, region: Region, standing: Standing | None) -> bool:
        residual = stored_total(region.residual or region.weight)
        return (
            (self.weight_limit_bits is not None and stored_total(region.weight) >= self.weight_limit_bits)
            or (self.residual_limit_bits is not None and residual >= self.residual_limit_bits)
            or (self.fail_on_new and standing is not None and standing.is_new is True)
        )


_COUNTS = Standing(region=0)
