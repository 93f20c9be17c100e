"""Where everything is installed, a test that is skipped has failed; elsewhere its reason is told and is true."""

import re
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests import conftest

TESTS = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize(
    ("outcome", "no_skips", "expected"),
    [("skipped", True, "failed"), ("skipped", False, "skipped"), ("passed", True, "passed")],
)
def test_a_skip_fails_only_where_none_is_allowed(outcome: str, no_skips: bool, expected: str) -> None:
    item = SimpleNamespace(config=SimpleNamespace(getoption=lambda name: no_skips))
    call = SimpleNamespace(excinfo=SimpleNamespace(value="Java is not installed"))
    report = SimpleNamespace(outcome=outcome, skipped=outcome == "skipped", longrepr=None)
    running = conftest.pytest_runtest_makereport(item, call)
    next(running)
    with pytest.raises(StopIteration) as ended:
        running.send(report)
    assert ended.value.value.outcome == expected
    assert ("Java is not installed" in str(report.longrepr)) == (expected == "failed")


def test_what_the_extra_dev_installs_is_imported_and_not_asked_for() -> None:
    texts = [path.read_text(encoding="utf-8") for path in TESTS.rglob("*.py")]
    asked = {name for text in texts for name in re.findall(r"importorskip" r"\(\W*(\w+)", text)}
    assert asked <= sys.stdlib_module_names  # a module that a system lacks
