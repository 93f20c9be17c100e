"""What decides on the exit code, as a user gives it: limits, baseline, changed lines, suppressions, patterns."""

import json

import pytest

from codematch.model.document import without_tables
from tests.policy.works import LEDGER, ROUTE, VALVE, write


@pytest.fixture(scope="module")
def works(tmp_path_factory):
    folder = tmp_path_factory.mktemp("policy")
    known = write(folder / "known", {"ledger.py": LEDGER, "valve.py": VALVE, "route.py": ROUTE})
    return known, write(folder / "questioned", {"src/ledger.py": LEDGER, "vendor/valve.py": VALVE})


def test_from_a_result_to_a_baseline_to_a_run_that_fails_for_what_is_new(codematch, works, tmp_path):
    known, questioned = works
    file = tmp_path / "baseline.json"
    assert codematch("compare", known, questioned, "-q", "-j", 1, "-o", tmp_path / "r").code == 0
    written = codematch("baseline", "write", tmp_path / "r", "--out", file)
    assert (written.code, written.out, written.err) == (0, "", f"codematch: wrote 2 regions to {file}\n")

    shown = codematch("baseline", "show", file)
    assert shown.out.splitlines()[0] == "2 regions of K known and Q questioned"
    assert len(json.loads(codematch("baseline", "show", file, "-f", "json").out)["regions"]) == 2

    gate = ("--baseline", file, "--fail-on-new", "-q", "-j", 1)
    assert codematch("compare", known, questioned, *gate).code == 0
    again = write(tmp_path / "again", {"lib/l.py": LEDGER, "valve.py": VALVE, "route.py": ROUTE})
    run = codematch("compare", known, again, *gate, "-f", "sarif", "-o", tmp_path / "s")
    assert (run.code, run.out, run.err) == (1, "", "")
    rows = json.loads((tmp_path / "s" / "report.sarif").read_bytes())["runs"][0]["results"]
    places = [row["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for row in rows]
    assert dict(zip(places, (row["baselineState"] for row in rows), strict=True)) == {
        "lib/l.py": "unchanged", "valve.py": "unchanged", "route.py": "new",
    }  # fmt: skip
    # The saved result says the same, without the works.
    again = json.loads(codematch("report", tmp_path / "s", "-f", "sarif").out)
    assert again["runs"][0]["results"] == rows
    assert codematch("baseline", "write", tmp_path / "s", "--out", file).code == 0  # an earlier baseline is replaced


def test_what_is_gone_from_the_work_is_said(codematch, works, tmp_path):
    known, questioned = works
    codematch("compare", known, questioned, "-q", "-j", 1, "-o", tmp_path / "r")
    codematch("baseline", "write", tmp_path / "r", "-q", "-o", tmp_path / "b.json")
    failing = codematch("compare", known, questioned, "--fail-on-weight", 50, "-j", 1, "-f", "github")
    assert (failing.code, failing.err) == (1, "codematch: exit code 1: regions 1, 2 reached a limit of this run\n")
    only = write(tmp_path / "only", {"ledger.py": LEDGER})
    run = codematch("compare", known, only, "--baseline", tmp_path / "b.json", "--fail-on-new", "-j", 1, "-f", "github")

    assert run.code == 0
    assert "1 of 2 regions of the baseline no longer occur" in run.err


def test_files_are_chosen_by_patterns_and_the_others_are_listed_as_excluded(codematch, works):
    known, questioned = works
    patterns = ("--exclude", "vendor/", "--exclude", "K:route.*", "--include", "*.py", "--include", "Q:nothing/*.c")
    run = codematch("compare", known, questioned, "-j", 1, "-f", "json", *patterns)
    result = without_tables(json.loads(run.out))
    pair = result["pairs"][0]
    reasons = {
        file["path"]: file["reason"]
        for side in ("known", "questioned")
        for file in pair[side]["files"]
        if file["reason"]
    }

    assert run.code == 0
    assert reasons == {"route.py": "file-not-chosen", "vendor/valve.py": "file-not-chosen"}
    assert [region["questioned"]["path"] for region in pair["regions"]] == ["src/ledger.py"]
    assert "unused-option" in {item["reason"] for item in result["limitations"]}


def test_a_suppression_without_a_name_is_warned_of(codematch, works, tmp_path):
    text = "# codematch: ignore it is ours\n" + LEDGER.lstrip()
    questioned = write(tmp_path / "q", {"ledger.py": text})
    run = codematch("compare", works[0], questioned, "-j", 1, "-q", "--fail-on-weight", 50, "-f", "markdown")

    assert run.code == 1
    assert run.err == (
        "codematch: warning: ledger.py:1: the suppression has no effect without the name of a person; write codematch: "
        "ignore REASON (NAME)\n"
    )
    written = text.replace("ours", "ours (Li Wei)")
    write(tmp_path / "q", {"ledger.py": written})
    assert codematch("compare", works[0], questioned, "-j", 1, "-q", "--fail-on-weight", 50).code == 0
    assert codematch("compare", works[0], questioned, "-q", "--fail-on-weight", 50, "--no-suppressions").code == 1


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        (("--fail-on-new",), 2, ("--fail-on-new needs --baseline",)),
        (("--baseline", "missing.json"), 5, ("--baseline missing.json", "codematch baseline write")),
        (("--suppressions", "missing.toml"), 2, ("--suppressions missing.toml", "cannot be read")),
        (("--changed-since", "main"), 3, ("--changed-since main", "not in a git repository")),
        (("--exclude", "*"), 3, ("no file is left to compare", "--exclude")),
        (("--format", "sarif", "--lang", "both"), 2, ("--lang both makes two sarif files",)),
    ],
)
def test_mistakes_are_one_line(codematch, works, options, code, words):
    assert codematch("compare", *works, *options).refused(code, *words)


def test_a_baseline_replaces_no_other_file(codematch, works, tmp_path):
    codematch("compare", *works, "-q", "-j", 1, "-o", tmp_path / "r")
    other = tmp_path / "notes.json"
    other.write_text("{}", encoding="utf-8")

    assert codematch("baseline", "write", tmp_path / "r", "-o", other).refused(2, "is not a baseline")
    assert other.read_text(encoding="utf-8") == "{}"
    assert codematch("baseline", "write", tmp_path / "missing").refused(5, "missing")
    assert codematch("baseline", "write", tmp_path / "r", "-o", tmp_path / "no" / "b.json").refused(
        5, "cannot be written"
    )
    assert codematch("baseline", "show", other).refused(5, "is not a baseline")
