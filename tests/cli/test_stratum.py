"""The stratum is found or given, and the result, the log and the report say which."""

import json

import pytest

from codematch.case import read_result
from tests.strata.test_signs import FIRST, OTHER, SECOND


@pytest.fixture
def programs(tmp_path):
    for name, text in (("first", FIRST), ("second", SECOND), ("other", OTHER)):
        (tmp_path / f"{name}.c").write_text(text)
    return tmp_path


def strata_of(run) -> dict:
    return json.loads(run.out)["pairs"][0]["strata"]


def test_the_stratum_is_found(codematch, programs):
    found = strata_of(codematch("compare", programs / "first.c", programs / "second.c", "--format", "json"))

    assert (found["chosen"], found["is_given"]) == ("same-task", False)
    assert [entry["stratum"] for entry in found["found"] if entry["fits"]] == ["same-task", "unrelated"]


def test_the_examiner_gives_the_stratum(codematch, programs):
    works = programs / "first.c", programs / "other.c"
    run = codematch("compare", *works, "--stratum", "same-framework", "--format", "json")

    assert (strata_of(run)["chosen"], strata_of(run)["is_given"]) == ("same-framework", True)
    assert strata_of(run)["found"][0]["stratum"] == "unrelated"
    shown = " ".join(codematch("compare", *works, "--long", "--stratum", "same-framework").out.split())
    assert "Compared as works on the same framework, given by the examiner; found: unrelated works." in shown


def test_the_case_file_gives_the_stratum_and_the_command_line_another(codematch, programs):
    case = programs / "case.toml"
    case.write_text(
        '[known]\nid = "K1"\npath = "first.c"\n[questioned]\nid = "Q1"\npath = "second.c"\n'
        '[comparison]\nstratum = "unrelated"\n'
    )

    assert strata_of(codematch("compare", "--case", case, "--format", "json"))["chosen"] == "unrelated"
    again = strata_of(codematch("compare", "--case", case, "--stratum", "auto", "--format", "json"))
    assert (again["chosen"], again["is_given"]) == ("same-task", False)


def test_an_unknown_stratum_is_one_line(codematch, programs):
    run = codematch("compare", programs / "first.c", programs / "second.c", "--stratum", "same-bug")

    assert run.code == 2
    assert "--stratum same-bug: unknown stratum; choose from auto, unrelated, same-task" in run.err


def test_a_bundle_records_the_stratum_in_its_log_and_is_verified_with_it(codematch, programs):
    case = programs / "case.toml"
    case.write_text('[known]\nid = "K1"\npath = "first.c"\n[questioned]\nid = "Q1"\npath = "second.c"\n')
    out = programs / "bundle"
    run = codematch("compare", "--case", case, "--stratum", "same-author", "--format", "html", "--out", out, "--quiet")
    assert run.code == 0, run.err

    log = (out / "log.txt").read_text()
    assert "stratum: same-author, given; those that fit: same-task, unrelated" in log
    assert read_result(out / "report.json").pairs[0].strata.is_given
    verified = codematch("case", "verify", out, "--known", programs / "first.c", "--questioned", programs / "second.c")
    assert verified.code == 0, verified.err
    assert "Kind of works (stratum)" in (out / "report.html").read_text()


def test_evaluate_takes_one_stratum_for_every_pair(codematch, programs):
    pairs = programs / "pairs.csv"
    pairs.write_text("path_a,path_b,label,kind,language\nfirst.c,second.c,1,reuse,c\nfirst.c,other.c,0,independent,c\n")

    assert codematch("evaluate", pairs, "--stratum", "unrelated", "--quiet").code == 0
    wrong = codematch("evaluate", pairs, "--stratum", "same-bug")
    assert (wrong.code, "--stratum same-bug: unknown stratum" in wrong.err) == (2, True)
    twice = codematch("evaluate", pairs, "--stratum", "unrelated", "--stratum", "same-task")
    assert (twice.code, "give one stratum without KIND=" in twice.err) == (2, True)
