"""Options from a file: which applies, what takes precedence, what is wrong with it, and that none applies silently."""

import json
import re
from pathlib import Path

import pytest

from codematch.cli import configuration
from codematch.cli.compare_options import CompareArguments
from codematch.cli.configured import COMMANDS
from codematch.cli.scan_options import ScanArguments
from tests.policy.works import LEDGER, OWN, VALVE, write

FULL = """\
known = "../known"          # relative to this file
questioned = "../questioned"
jobs = 1
language = "python"
common = ["OSS=lib", "../other"]

[set]
counting.max_exhibits = 7

[compare]
fail-on-weight = 100
format = ["junit"]
no-library = true
lang = "zh"
baseline = "ci/baseline.json"

[scan]
min-weight = 90.5
"""


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A folder with a file of options, two works beside it, and the folder as the current one."""
    write(tmp_path / "known", {"ledger.py": LEDGER, "valve.py": VALVE})
    write(tmp_path / "questioned", {"src/ledger.py": LEDGER, "own.py": OWN.format(1)})
    folder = tmp_path / "project"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def test_every_option_of_both_commands_may_be_in_a_file():
    keys = {name: set(configuration.declared(options)) for name, options in COMMANDS.items()}

    assert {"compare": CompareArguments, "scan": ScanArguments} == COMMANDS
    assert {"known", "case", "min-weight", "fail-on-new", "language-of", "set", "progress"} < keys["compare"]
    assert {"works", "common", "min-weight", "set", "log-level"} < keys["scan"]
    assert not any("config" in key for group in keys.values() for key in group)


def test_values_have_the_types_of_the_command_line_and_paths_are_those_of_the_file(tmp_path):
    file = tmp_path / "sub" / "codematch.toml"
    write(tmp_path / "sub", {"codematch.toml": FULL})
    found = {name: one.value for name, one in configuration.read(file, COMMANDS, "compare").values.items()}

    assert found["known"] == str(tmp_path / "sub" / "../known")
    assert found["common"] == [f"OSS={tmp_path}/sub/lib", f"{tmp_path}/sub/../other"]
    assert (found["jobs"], found["fail_on_weight"], found["no_library"]) == (1, 100.0, True)
    assert (found["language"], found["formats"], found["lang"].value) == (["python"], ["junit"], "zh")
    assert found["set_"] == ["counting.max_exhibits=7"]
    assert found["baseline"] == tmp_path / "sub" / "ci" / "baseline.json"
    assert "min_weight" not in found
    scan = configuration.read(file, COMMANDS, "scan").values
    assert {name: scan[name].line for name in ("jobs", "min_weight")} == {"jobs": 3, "min_weight": 18}
    assert "fail_on_weight" not in scan


def test_a_run_takes_its_options_from_the_file_says_so_and_records_them(codematch, project):
    write(project, {"codematch.toml": 'known = "../known"\nquestioned = "../questioned"\njobs = 1\nout = "r"\n'})
    run = codematch("compare", "--fail-on-weight", 30)

    assert run.code == 1
    assert run.err.startswith("codematch: options from codematch.toml: jobs, known, out, questioned\n")
    record = json.loads((project / "r" / "run.json").read_bytes())["configuration"]
    assert record["file"] == str(project / "codematch.toml")
    assert record["options"] == {"jobs": 1, "known": "../known", "out": "r", "questioned": "../questioned"}
    assert len(record["sha256"]) == 64
    plain = codematch("compare", "--no-config", "../known", "../questioned", "-q", "-j", 1, "-o", project / "s")
    assert plain.code == 0
    assert json.loads((project / "s" / "run.json").read_bytes())["configuration"] is None
    assert (project / "r" / "report.json").read_bytes() != b""


def test_the_command_line_takes_precedence(codematch, project):
    write(project, {"codematch.toml": FULL})
    run = codematch("config", "--format", "json", "compare", "a", "--fail-on-weight", 5, "-f", "html", "-j", 2)
    rows = {row["option"]: (row["value"], row["source"], row["line"]) for row in json.loads(run.out)["options"]}

    assert run.code == 0
    assert rows["known"] == ("a", "command line", None)
    assert rows["questioned"] == ("../questioned", "file", 2)
    assert rows["fail-on-weight"] == (5.0, "command line", None)
    assert rows["format"] == (["html"], "command line", None)
    assert rows["lang"] == ("zh", "file", 14)
    assert rows["strict"] == (False, "default", None)
    shown = codematch("config", "scan").out
    assert re.search(r"^  min-weight +90\.5 ", shown, re.MULTILINE)
    assert "codematch.toml:18" in shown


def test_where_a_file_is_found(codematch, project, monkeypatch):
    (project.parent / "codematch.toml").write_text("jobs = 3\n", encoding="utf-8")
    deep = project / "src" / "deep"
    deep.mkdir(parents=True)
    monkeypatch.chdir(deep)
    assert configuration.find(Path.cwd()) is None  # not within a git working tree: only the current folder

    (project / ".git").mkdir()
    assert configuration.find(deep) is None
    write(project, {"pyproject.toml": "[tool.other]\nx = 1\n"})
    assert configuration.find(deep) is None
    write(project, {"pyproject.toml": "[tool.codematch]\njobs = 4\n"})
    assert configuration.find(deep) == project / "pyproject.toml"
    assert "codematch: ../../pyproject.toml:2" not in codematch("config").out
    assert "../../pyproject.toml:2" in codematch("config").out
    write(project, {"codematch.toml": "jobs = 5\n"})
    assert configuration.find(deep) == project / "codematch.toml"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("\nmin-wieght = 3\n", ":2: unknown option min-wieght; did you mean min-weight?"),
        ("[compare]\nworks = 'a'\n", ":2: unknown option works of codematch compare"),
        ("[compere]\njobs = 1\n", ":1: unknown option compere"),
        ("compare = 3\n", ":1: compare is not a table"),
        ("jobs = 0\n", ":1: jobs is 0; give a whole number from 1 up"),
        ("jobs = true\n", ":1: jobs is true; give a whole number"),
        ("min-weight = 'heavy'\n", ':1: min-weight is "heavy"; give a number'),
        ("strict = 1\n", ":1: strict is 1; give true or false"),
        ("lang = 'fr'\n", ':1: lang is "fr"; give one of en, zh, both'),
        ("format = [1]\n", ":1: format is a list; give a text or a list of texts"),
        ("out = 3\n", ":1: out is 3; give a text"),
        ("config = 'x'\n", ":1: unknown option config"),
        ("a = = 2\n", "is not valid TOML"),
        ("[set]\nweighing.min_wieght = 3\n", "unknown setting weighing.min_wieght"),
        ("format = ['nothing']\n", "--format nothing: unknown format"),
    ],
)
def test_what_is_wrong_is_one_line_with_file_and_line(codematch, project, text, said):
    (project / "codematch.toml").write_text(text, encoding="utf-8")
    run = codematch("compare", "../known", "../questioned", "-q")
    assert run.code == 2
    assert said in run.err
    assert run.err.count("\n") == 1


def test_a_file_that_is_named_must_be_there(codematch, project):
    assert codematch("compare", "a", "b", "--config", "missing.toml").refused(5, "missing.toml", "cannot be read")
    write(project, {"pyproject.toml": "[tool.other]\n"})
    assert codematch("compare", "a", "b", "--config", "pyproject.toml").refused(2, "has no table [tool.codematch]")
    both = codematch("compare", "a", "b", "--config", "pyproject.toml", "--no-config")
    assert both.refused(2, "--config and --no-config cannot be used together")
    assert codematch("config", "report").refused(2, "report: takes no options from a file")


CASE = """
[matter]
title = "Pumps"
[known]
id = "K1"
path = "../known"
[questioned]
id = "Q1"
path = "../questioned"
[comparison]
languages = ["python"]
[settings]
"counting.max_exhibits" = 9
"""


def test_in_a_case_a_file_in_the_current_folder_is_no_silent_change(codematch, project):
    write(project, {"case.toml": CASE, "codematch.toml": FULL + '\n[compare.set]\n"weighing.min_weight" = 30\n'})
    text = 'known = "../elsewhere"\nlanguage = "java"\nmin-weight = 90\n[set]\n"counting.max_exhibits" = 2\n'
    (project / "codematch.toml").write_text(text, encoding="utf-8")
    run = codematch("compare", "--case", "case.toml", "-q", "-j", 1, "-f", "csv", "-o", "r")
    assert run.code == 0
    assert run.err == "codematch: warning: options from codematch.toml: min-weight\n"
    record = json.loads((project / "r" / "run.json").read_bytes())["configuration"]
    assert record["options"] == {"min-weight": 90.0}
    assert "options from codematch.toml: min-weight, SHA-256" in (project / "r" / "log.txt").read_text("utf-8")
    settings = json.loads((project / "r" / "report.json").read_bytes())["manifest"]["settings"]
    assert settings["counting"]["max_exhibits"] == 9  # the case file is about this case
    assert settings["significance"]["least_bits"] == 90


def test_errors_are_json_where_json_is_asked_for(codematch, project):
    run = codematch("compare", "missing", "../known", "--format", "json")
    error = json.loads(run.err)
    assert (run.code, run.out) == (3, "")
    assert error["level"] == "error"
    assert (error["kind"], error["exit_code"]) == ("input", 3)
    assert error["message"].startswith("missing: does not exist")
    for arguments in (("compare", "a", "b", "-fjson", "--no-such"), ("explain", "--format=json")):
        run = codematch(*arguments)
        assert json.loads(run.err)["kind"] == "usage"
    assert codematch("compare", "missing", "../known").err.startswith("codematch: missing")


def test_progress_in_plain_lines_and_levels(codematch, project):
    works = ("compare", "../known", "../questioned", "-j", 1, "-f", "github")
    lines = codematch(*works, "--progress", "plain").err.splitlines()
    assert "codematch: match: 3 of 3 (100 %)" in lines
    assert len(lines) == len(set(lines))
    assert codematch(*works).err == ""
    assert codematch(*works, "--progress", "plain", "-q").err == ""
    assert codematch(*works, "--progress", "plain", "--log-level", "warning").err == ""
    assert "codematch: parse: started" in codematch(*works, "--log-level", "debug").err.splitlines()
    write(project.parent / "questioned", {"own.py": "# codematch: ignore\n" + OWN.format(1)})
    assert "warning" in codematch(*works, "-q").err
    assert codematch(*works, "--log-level", "error").err == ""
