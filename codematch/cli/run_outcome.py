"""What a comparison ends with: warnings, and the exit code; known before its documents are written."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from codematch.cli import unread
from codematch.errors import EXIT_ANSWERED, EXIT_WEIGHT_REACHED, InputError

if TYPE_CHECKING:
    from codematch.cli.compare_options import CompareArguments
    from codematch.model.result import CaseResult

_NAMED = 10
"""Regions that a line names."""


def warnings(given: "CompareArguments", result: "CaseResult") -> Iterator[str]:
    """Yield what a user must be warned of, beside what could not be read."""
    yield from _of_threshold(given.fail_on_weight, result)
    yield from _of_suppressions(result)


def notes(result: "CaseResult") -> Iterator[str]:
    """Yield how many regions of a baseline no longer occur."""
    for policy in (pair.policy for pair in result.pairs if pair.policy is not None):
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


def reached(numbers: Sequence[int]) -> str:
    """Say which regions reach a limit, the first of them by number."""
    listed = ", ".join(map(str, numbers[:_NAMED]))
    more = f" and {len(numbers) - _NAMED} more" if len(numbers) > _NAMED else ""
    regions = "regions" if len(numbers) > 1 else "region"
    return f"exit code {EXIT_WEIGHT_REACHED}: {regions} {listed}{more} reached a limit of this run"


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
