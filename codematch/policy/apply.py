"""The policy of a run, held against the regions of a finished comparison."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from codematch.comparison.prepare import PreparedWork
from codematch.errors import UsageError
from codematch.model.match import Region
from codematch.model.policy import Policy, Standing, Suppression, SuppressionFault
from codematch.model.result import PairResult
from codematch.policy import baseline as baselines
from codematch.policy import comments, suppressions
from codematch.policy.baseline import Baseline
from codematch.policy.changed import ChangedLines
from codematch.policy.suppressions import Statement
from codematch.settings.policy import Baseline as BaselineLimits


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyInputs:
    """What decides on the exit code, as it is given.

    Attributes:
        weight_limit_bits: From how many bits on a region is at the limit; None for no limit.
        residual_limit_bits: The same for its weight without labelled tokens.
        fail_on_new: Whether any region that is not in the baseline is at the limit.
        baseline: The regions of an earlier result.
        suppressions: The statements of a file of suppressions.
        suppressed: Whether suppressions have an effect; they are listed anyway.
        changed: The changed lines of the questioned work.
    """

    weight_limit_bits: float | None = None
    residual_limit_bits: float | None = None
    fail_on_new: bool = False
    baseline: Baseline | None = None
    suppressions: tuple[Statement, ...] = ()
    suppressed: bool = True
    changed: ChangedLines | None = None

    def __post_init__(self) -> None:
        if self.fail_on_new and self.baseline is None:
            raise UsageError("--fail-on-new needs --baseline FILE, which says what is not new")


NO_POLICY = PolicyInputs()


def apply_policy(
    pair: PairResult, questioned: PreparedWork, given: PolicyInputs, limits: BaselineLimits
) -> Policy | None:
    """Return how each region of a pair stands to what is given; None where nothing is given and nothing suppressed.

    Args:
        pair: The finished comparison.
        questioned: The questioned work, whose comments may suppress regions.
        given: What is given.
        limits: How much of a region may be new.
    """
    stated = [*comments.find(questioned, pair.regions), *suppressions.apply(given.suppressions, pair.regions)]
    if not given.suppressed:
        stated = [replace(one, regions=(), fault=one.fault or SuppressionFault.NOT_APPLIED) for one in stated]
    if given == NO_POLICY and not stated:
        return None
    held = None if given.baseline is None else baselines.compare(pair.regions, given.baseline, limits)
    return Policy(
        weight_limit_bits=given.weight_limit_bits,
        residual_limit_bits=given.residual_limit_bits,
        fail_on_new=given.fail_on_new,
        baseline=None if held is None else held.use,
        changed_since=None if given.changed is None else given.changed.since,
        suppressions=tuple(stated),
        standings=tuple(_standing(region, held, given.changed, stated) for region in pair.regions),
    )


def with_policy(pair: PairResult, policy: Policy | None) -> PairResult:
    """Return a pair with its policy."""
    return pair if policy is None else replace(pair, policy=policy)


def _standing(
    region: Region,
    held: baselines.Comparison | None,
    changed: ChangedLines | None,
    stated: Sequence[Suppression],
) -> Standing:
    number = region.number
    return Standing(
        region=number,
        is_new=None if held is None else number in held.new,
        new_share=None if held is None else held.new_shares[number],
        is_known_as_it_is=held is not None and number in held.exact,
        touched=None if changed is None else changed.touches(region.questioned),
        suppressed=any(number in one.regions for one in stated),
    )
