"""A work of extreme files, a twentieth as deep and as long; `python -m tests.faults.extremes` makes the whole."""

import re
import time
from pathlib import Path

import pytest

import codematch
from codematch.model.source import Reason
from tests.faults.extremes import extremes, write

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reference" / "faults.md"
_MOST_SECONDS = 120
"""Processor seconds on any machine; it takes some ten."""


@pytest.mark.slow
def test_a_work_of_extreme_files_ends_and_says_what_was_not_done(tmp_path):
    for side, scale in (("known", 0.05), ("questioned", 0.045)):
        write(tmp_path / side, scale)
    before = time.process_time()
    result = codematch.compare(tmp_path / "known", tmp_path / "questioned", jobs=1)
    (pair,) = result.pairs
    assert time.process_time() - before < _MOST_SECONDS
    assert {one.path for one in pair.known.files} == {name for name, _ in extremes(0.001)}
    deep = {one.subject for one in result.limitations if one.reason is Reason.PARSE_DEPTH}
    assert "lists.yaml" in deep


def test_the_files_are_the_same_each_time():
    assert dict(extremes(0.001)) == dict(extremes(0.001))


def test_each_fault_of_the_documentation_names_a_test_that_is_there():
    rows = [
        line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| ") and "tests/" in line
    ]
    assert len(rows) > 20
    for row in rows:
        for name, _, test in (found.partition("::") for found in re.findall(r"`(tests/[^`]+)`", row)):
            text = (ROOT / name).read_text(encoding="utf-8")
            assert f"def {test}(" in text if test else "def test_" in text, f"{name}::{test}"
