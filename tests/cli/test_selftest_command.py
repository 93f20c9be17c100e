"""`codematch self-test`: a line for each group, a line for each failed check, and the exit code."""

from dataclasses import replace

import pytest

from codematch import selftest
from codematch.selftest import Check, SelfTest

GOOD = Check(group="hashes", name="one", passed=True, expected="a", found="a")
OUTCOME = SelfTest(
    version="9.9",
    checks=(GOOD, replace(GOOD, name="two"), replace(GOOD, group="language data", name="c/language.toml")),
)
BAD = replace(GOOD, group="language data", name="c/qu\x1b\n.scm", passed=False, found="b")


@pytest.fixture
def outcome(monkeypatch: pytest.MonkeyPatch):
    def answer(found: SelfTest) -> None:
        monkeypatch.setattr(selftest, "run", lambda: found)

    return answer


def test_this_installation_passes(codematch):
    run = codematch("self-test")

    assert (run.code, run.err) == (0, "")
    assert "known answer   passed" in run.out
    assert run.out.endswith(" checks passed\n")


def test_each_group_has_a_line(codematch, outcome):
    outcome(OUTCOME)

    assert codematch("self-test").out.splitlines() == [
        "self-test of codematch 9.9",
        "  hashes         passed  2 of 2",
        "  language data  passed  1 of 1",
        "3 of 3 checks passed",
    ]
    assert codematch("self-test", "--quiet").out == ""


@pytest.mark.parametrize("options", [(), ("--quiet",)])
def test_a_failed_check_is_named_with_both_values_and_the_exit_code_is_5(codematch, outcome, options):
    outcome(replace(OUTCOME, checks=(*OUTCOME.checks, BAD)))

    run = codematch("self-test", *options)

    assert run.code == 5
    assert "failed  language data, c/qu\\x1b\\n.scm: expected a; found b\n" in run.out
    assert ("  language data  FAILED  1 of 2\n" in run.out) == (not options)
    assert ("3 of 4 checks passed\n" in run.out) == (not options)
    assert run.err.startswith("codematch: the self-test failed (1 of 4 checks")
    assert run.err.count("\n") == 1
    assert "reinstall codematch" in run.err
