"""`codematch self-test`: check that this installation is the released one and gives the known answers."""

from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from codematch.cli import console
from codematch.cli.declarations import Quiet
from codematch.cli.translation import column, said
from codematch.errors import StoreError

if TYPE_CHECKING:
    from codematch.selftest import SelfTest

EXAMPLES = "\b\nExamples:\n  codematch self-test\n  codematch self-test --quiet && codematch compare known/ questioned/"


def self_test(quiet: Quiet = False) -> None:
    """Check this installation against known answers.

    Every language data file must have its recorded SHA-256, every model must load, and the comparison of two small
    works must give the recorded result. Exits with 5 when a check fails. With --quiet, prints only failed checks.
    """
    from codematch.selftest import run

    outcome = run()
    lines = [f"{said('failed')}  {console.printable(line)}" for line in _failures(outcome)]
    if not quiet:
        lines = [said(f"self-test of codematch {outcome.version}"), *_groups(outcome), *lines]
        lines.append(said(f"{_passed(outcome)} of {len(outcome.checks)} checks passed"))
    if lines:
        console.write("\n".join(lines) + "\n")
    if not outcome.passed:
        raise StoreError(
            f"the self-test failed ({len(outcome.failed)} of {len(outcome.checks)} checks, listed above); reinstall"
            " codematch, and do not rely on its results until the self-test passes"
        )


def _groups(outcome: "SelfTest") -> list[str]:
    """Return one line for each group of checks, in the order of the checks."""
    lines = []
    for name, checks in groupby(outcome.checks, key=attrgetter("group")):
        passed = [check.passed for check in checks]
        state = said("passed" if all(passed) else "FAILED")
        lines.append(f"  {column(name, 14)} {state}  {said(f'{sum(passed)} of {len(passed)}')}")
    return lines


def _failures(outcome: "SelfTest") -> list[str]:
    return [f"{check.group}, {check.name}: expected {check.expected}; found {check.found}" for check in outcome.failed]


def _passed(outcome: "SelfTest") -> int:
    return len(outcome.checks) - len(outcome.failed)
