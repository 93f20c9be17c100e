"""Who has Windows can load every module, compare, build an index and search it; tests say what they need of POSIX."""

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.packaging import windows

ROOT = Path(__file__).resolve().parents[2]
PAIRS = ROOT / "fixtures" / "pairs" / "python"
LACKING = re.compile(rf"\b(?:os\.(?:{'|'.join(windows.OF_OS)})|signal\.(?:{'|'.join(windows.OF_SIGNAL)}))\b")
SIGNAL = re.compile(r"\bsignal\.(SIG[A-Z0-9]+)\b")
IMPORT = re.compile(rf"^\s*(?:import|from) ({'|'.join(windows.MODULES)})\b", re.MULTILINE)
ASKED_FOR = {
    ("batch/finished.py", "fcntl"),
    ("cli/placing.py", "fcntl"),
    ("cli/run_record.py", "os.sched_getaffinity"),
    ("cli/system.py", "os.uname"),
    ("process_limits.py", "os.pread"),
    ("process_limits.py", "resource"),
    ("process_limits.py", "SIGKILL"),
    ("store/lock.py", "fcntl"),
}
"""What the program uses of POSIX, each behind a question for the system or for the name."""
NAMED = {"tests/artefacts/test_safety.py", "tests/packaging/test_review_room.py"}
"""Tests that name such functions as events, or call one only where a program of Linux is."""
GUARDS = re.compile(r"mark\.posix|platform (?:!=|==) \"(?:linux|win32)\"|hasattr\(os, |importorskip")


def used(text: str) -> set[str]:
    """What a text of Python uses that Windows has not."""
    signals = {name for name in SIGNAL.findall(text) if name not in windows.SIGNALS | {"SIG_IGN", "SIG_DFL"}}
    return {*LACKING.findall(text), *IMPORT.findall(text), *signals}


def test_the_program_uses_nothing_of_posix_without_asking():
    package = ROOT / "codematch"
    files = {file.relative_to(package).as_posix(): file.read_text("utf-8") for file in package.rglob("*.py")}
    assert {(name, one) for name, text in files.items() for one in used(text)} == ASKED_FOR


def test_a_test_that_needs_posix_says_so():
    found = [file for file in (ROOT / "tests").rglob("test_*.py") if file != Path(__file__)]
    texts = {file.relative_to(ROOT).as_posix(): file.read_text("utf-8") for file in found}
    assert [name for name, text in texts.items() if used(text) and not GUARDS.search(text) and name not in NAMED] == []


def test_what_is_taken_away_is_on_this_system():
    """A misspelt name would take nothing away."""
    if sys.platform == "linux":
        import os

        assert len([name for name in windows.OF_OS if hasattr(os, name)]) > 0.9 * len(windows.OF_OS)


@pytest.mark.slow
@pytest.mark.posix
def test_without_what_posix_has_works_are_compared_indexed_and_searched(tmp_path):
    for side, name in (("known", "known"), ("questioned", "renamed")):
        (tmp_path / side).symlink_to(PAIRS / name, target_is_directory=True)
    command = [sys.executable, "-m", "tests.packaging.windows", str(tmp_path)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert run.returncode == 0, run.stderr
    said = ast.literal_eval(run.stdout.rstrip().rpartition("\n")[2])
    assert said["codes"] == [0, 0, 0, 0], run.stderr
    assert said["loaded"][0] == said["loaded"][1] > 800
    before, after = ((tmp_path / name / "report.json").read_bytes() for name in ("before", "after"))
    assert before == after
    recorded = json.loads((tmp_path / "after" / "run.json").read_bytes())
    assert "Windows-10.0.26100" in json.dumps(recorded)
