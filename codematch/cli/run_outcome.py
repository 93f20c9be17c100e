"""What a comparison ends with: warnings, and the exit code; known before its documents are written."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from codematch.cli import unread
from codematch.errors import EXIT_ANSWERED, EXIT_WEIGHT_REACHED, InputError

if TYPE_CHECKING:
    from codematch.cli.compare_options import CompareArguments
    from codematch.model.policy import Policy
    from codematch.model.result import CaseResult

_NAMED = 10
"""Regions that a line names."""


def warnings(given: "CompareArguments", result: "CaseResult") -> Iterator[str]:
    """Yield what a user must be warned of, beside what could not be read."""
    yield from _of_threshold(given.fail_on_weight, result)
    yield from _of_suppressions(result)


def notes(result: "CaseResult") -> Iterator[str]:
    """Yield which suppressions have nothing to do, and how many regions of a baseline no longer occur."""
    for policy in (pair.policy for pair in result.pairs if pair.policy is not None):
        yield from _idle(policy)
        if policy.baseline is not None and policy.baseline.gone:
            yield (
                f"{policy.baseline.gone} of {policy.baseline.regions} regions of the baseline no longer occur; write "
                "it again with codematch baseline write"
            )


def exit_code(given: "CompareArguments", result: "CaseResult") -> int:
    """Return the exit code: a changed work takes precedence over --strict, and that over weights."""
    if result.changed or (given.strict and unread.find(result)):
        return InputError.exit_code
    return EXIT_WEIGHT_REACHED if failing(result) else EXIT_ANSWERED


def failing(result: "CaseResult") -> list[int]:
    """Return the numbers of the regions that reach a limit of the run."""
    return [number for pair in result.pairs if pair.policy for number in pair.policy.failing(pair.regions)]


def reached(result: "CaseResult") -> str:
    """Say which regions reach a limit of weight, and which others are not in the baseline, the first by number."""
    heavy = {number for pair in result.pairs if pair.policy for number in pair.policy.reaching_weights(pair.regions)}
    numbers = failing(result)
    said = [
        *_named([number for number in numbers if number in heavy], *("reached a limit of this run",) * 2),
        *_named(
            [number for number in numbers if number not in heavy], "is not in the baseline", "are not in the baseline"
        ),
    ]
    return f"exit code {EXIT_WEIGHT_REACHED}: {'; '.join(said)}"


def _named(numbers: Sequence[int], one: str, many: str) -> Iterator[str]:
    """Say of regions, the first by number, what they do; nothing of none."""
    if numbers:
        listed = ", ".join(map(str, numbers[:_NAMED]))
        more = f" and {len(numbers) - _NAMED} more" if len(numbers) > _NAMED else ""
        yield f"region{'s' if len(numbers) > 1 else ''} {listed}{more} {many if len(numbers) > 1 else one}"


def _idle(policy: "Policy") -> Iterator[str]:
    """Yield which suppressions apply to no region, and how many were only listed."""
    from codematch.model.policy import SuppressionFault

    idle = [one for one in policy.suppressions if one.fault is SuppressionFault.NO_REGION]
    for one in idle[:_NAMED]:
        yield f"{one.path}:{one.line}: the suppression applies to no region"
    if len(idle) > _NAMED:
        yield f"{len(idle) - _NAMED} more suppressions apply to no region; the record lists them"
    if listed := sum(one.fault is SuppressionFault.NOT_APPLIED for one in policy.suppressions):
        what = "suppression" if listed == 1 else "suppressions"
        yield f"{listed} {what} listed only, without effect (--no-suppressions)"


def _of_threshold(wanted: float | None, result: "CaseResult") -> Iterator[str]:
    """Yield a warning if regions of the weight of --fail-on-weight are too light to be reported."""
    entries = [entry for pair in result.pairs for entry in pair.significance]
    above = [entry for entry in entries if wanted is not None and entry.threshold_bits > wanted]
    if above:
        listed = ", ".join(f"{entry.language} {entry.threshold_bits:g}" for entry in above)
        yield (
            f"warning: --fail-on-weight {wanted:g} is below the threshold of reported regions ({listed} bits); "
            f"add --min-weight {wanted:g} to look for lighter ones"
        )


def _of_suppressions(result: "CaseResult") -> Iterator[str]:
    """Yield a warning for each suppression that lacks a reason or a name."""
    from codematch.model.policy import SuppressionFault

    lacking = {SuppressionFault.NO_REASON: "a reason", SuppressionFault.NO_NAME: "the name of a person"}
    for policy in (pair.policy for pair in result.pairs if pair.policy is not None):
        for one in policy.suppressions:
            if one.fault in lacking:
                yield (
                    f"warning: {one.path}:{one.line}: the suppression has no effect without {lacking[one.fault]}; "
                    "write codematch: ignore REASON (NAME)"
                )
