"""`codematch validation`: the report that ships, as it lies in its folder, and of this version."""

import json

from codematch.cli import validation
from codematch.settings import validation_folder
from codematch.version import METHOD, VERSION


def test_the_report_is_printed_whole(codematch):
    run = codematch("validation")

    assert (run.code, run.err) == (0, "")
    assert run.out == (validation_folder() / "report.md").read_text(encoding="utf-8")


def test_it_is_of_this_version(codematch):
    data = json.loads(codematch("validation", "--format", "json").out)

    assert (data["version"], data["method"]) == (VERSION, METHOD)


def test_a_missing_report_is_one_line(codematch, monkeypatch, tmp_path):
    monkeypatch.setattr(validation, "validation_folder", lambda: tmp_path)

    assert codematch("validation").refused(5, "validation report cannot be read", "reinstall codematch")
