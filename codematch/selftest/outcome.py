"""What a self-test found: checks, each with what was expected and what was found."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One check: `group` is the kind of it, `name` what was looked at; `expected` and `found` are short texts."""

    group: str
    name: str
    passed: bool
    expected: str
    found: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfTest:
    """All checks of one installation, in a fixed order; nothing in it depends on the clock or the machine."""

    version: str
    checks: tuple[Check, ...]

    @property
    def passed(self) -> bool:
        """Whether every check passed, and there was one."""
        return bool(self.checks) and not self.failed

    @property
    def failed(self) -> tuple[Check, ...]:
        """The checks that did not pass."""
        return tuple(check for check in self.checks if not check.passed)


def compare_texts(group: str, name: str, expected: str, found: str) -> Check:
    """Return the check that two texts are equal."""
    return Check(group=group, name=name, passed=expected == found, expected=expected, found=found)
