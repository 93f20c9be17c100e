"""The whole program on small works: what it prints, what it writes, how it exits."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import codematch as library
from codematch import selftest
from codematch.case import case_file
from codematch.cli.options import Language
from codematch.model.document import without_tables
from codematch.report.text.wording import LANGUAGES

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
PAIRS = FIXTURES / "pairs" / "python"
KNOWN = PAIRS / "known"
TABLES = {"findings.csv", "differences.csv", "filter-log.csv"}
"""Tables that are written where they are too long for the body of a record."""
OURS = ["SHA256SUMS", "minhash.bin", "report.html", "report.json", "run.json", "settings.csv", "sources.jsonl"]


def result_of(run) -> dict:
    assert run.code == 0, run
    return without_tables(json.loads(run.out))["pairs"][0]


@pytest.mark.parametrize(
    ("change", "match_class"), [("identical", "M0"), ("reformatted", "M1"), ("renamed", "M2"), ("edited", "M3")]
)
def test_each_kind_of_change_has_its_class_and_is_one_region(codematch, change, match_class):
    pair = result_of(codematch("compare", KNOWN, PAIRS / change, "--format", "json", "--jobs", 1))

    assert [region["match_class"] for region in pair["regions"]] == [match_class]
    token = pair["totals"]["token"]
    assert token["known_matched"] >= 0.9 * token["known_total"]
    if match_class != "M3":
        assert token["known_matched"] == token["known_total"] == token["questioned_matched"]


def test_unrelated_works_share_no_region_and_the_report_says_so(codematch):
    works = FIXTURES / "unrelated" / "python"

    run = codematch("compare", works / "known", works / "questioned")

    assert (run.code, run.err) == (0, "")
    assert "No region was found" in run.out


def test_a_work_without_a_file_in_the_languages_asked_for_is_no_answer(codematch, tmp_path):
    out = tmp_path / "report"

    run = codematch("compare", KNOWN, KNOWN, "-l", "java", "-l", "go", "--out", out)

    assert (run.code, run.out) == (3, "")
    assert run.err == f"codematch: {KNOWN}: no file is in java or go; change or drop --language\n"
    assert not out.exists()


def test_common_material_labels_a_region_and_removes_nothing(codematch):
    arguments = ("compare", KNOWN, FIXTURES / "common" / "python", "--format", "json")

    plain = result_of(codematch(*arguments))
    labelled = result_of(codematch(*arguments, "--common", FIXTURES / "common" / "python"))

    assert [region["labels"] for region in plain["regions"]] == [[]]
    assert [bool(region["labels"]) for region in labelled["regions"]] == [True]
    assert plain["totals"] == labelled["totals"]


def test_out_receives_the_whole_result_and_the_summary_is_printed(codematch, tmp_path):
    out = tmp_path / "deep" / "report"

    run = codematch("compare", KNOWN, PAIRS / "edited", "--out", out)

    assert run.code == 0
    assert set(OURS) <= set(os.listdir(out)) <= {*OURS, *TABLES}
    assert "Heaviest region by residual" in run.out or "heaviest regions by residual" in run.out
    assert run.err == f"codematch: wrote {', '.join(sorted(os.listdir(out)))} to {out}\n"
    record = json.loads((out / "run.json").read_bytes())
    assert record["tool"] == "codematch"
    assert record["files"].keys() == set(os.listdir(out)) - {"run.json", "SHA256SUMS"}
    assert record["started"] <= record["ended"]


def test_quiet_says_nothing_beside_out(codematch, tmp_path):
    run = codematch("compare", KNOWN, PAIRS / "edited", "--out", tmp_path / "report", "--quiet")

    assert (run.code, run.out, run.err) == (0, "", "")
    assert set(OURS) <= set(os.listdir(tmp_path / "report")) <= {*OURS, *TABLES}


def test_formats_with_out_choose_the_documents_and_the_result_is_always_there(codematch, tmp_path):
    run = codematch("compare", KNOWN, PAIRS / "edited", "-o", tmp_path / "report", "-q", "--format", "json")

    assert run.code == 0
    assert sorted(os.listdir(tmp_path / "report")) == [
        "SHA256SUMS",
        "minhash.bin",
        "report.json",
        "run.json",
        "sources.jsonl",
    ]


def test_an_earlier_result_is_replaced_and_another_folder_is_refused(codematch, tmp_path):
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "thesis.txt").write_text("years of work")
    arguments = ("compare", KNOWN, PAIRS / "edited", "--quiet", "--out")

    assert codematch(*arguments, tmp_path / "report").code == 0
    assert codematch(*arguments, tmp_path / "report").code == 0
    assert codematch(*arguments, tmp_path / "other").refused(
        2, "contains files that are not an earlier result (thesis.txt)"
    )
    assert os.listdir(tmp_path / "other") == ["thesis.txt"]


def test_the_folder_is_refused_before_anything_is_read(codematch, tmp_path):
    (tmp_path / "file").write_text("")

    run = codematch("compare", tmp_path / "missing", tmp_path / "missing", "--out", tmp_path / "file")

    assert run.refused(2, "is a file; choose a folder")


@pytest.mark.parametrize(
    ("locator", "words"),
    [("missing", "missing"), ("empty", "empty"), ("cut.zip", "cut.zip"), ("pictures", "pictures"), ("plain@v9", "v9")],
)
def test_a_work_that_cannot_be_read_is_one_line_exit_3_and_nothing_written(codematch, tmp_path, locator, words):
    (tmp_path / "empty").mkdir()
    (tmp_path / "cut.zip").write_bytes(b"PK\x03\x04 cut short")
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "dot.png").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00")
    subprocess.run(["git", "init", "-q", str(tmp_path / "plain")], check=True)
    (tmp_path / "plain" / "a.py").write_text("x = 1\n")

    for works in ((KNOWN, tmp_path / locator), (tmp_path / locator, KNOWN)):
        run = codematch("compare", *works, "--out", tmp_path / "report")
        assert run.refused(3, words), run
    assert not (tmp_path / "report").exists()


@pytest.mark.slow
def test_fail_on_weight_is_1_from_the_weight_of_the_heaviest_region_on(codematch, tmp_path):
    pair = result_of(codematch("compare", KNOWN, PAIRS / "edited", "--format", "json"))
    heaviest = pair["regions"][0]["weight"]["total"]
    arguments = ("compare", KNOWN, PAIRS / "edited", "--quiet", "--fail-on-weight")

    reached = codematch(*arguments, heaviest, "--out", tmp_path / "report")
    assert (reached.code, reached.err) == (1, "")
    assert set(OURS) <= set(os.listdir(tmp_path / "report")) <= {*OURS, *TABLES}
    assert codematch(*arguments, heaviest + 0.01).code == 0
    assert codematch("compare", KNOWN, FIXTURES / "unrelated/python/known", "--fail-on-weight", 60).code == 0


def test_min_weight_and_set_reach_the_result(codematch):
    run = codematch("compare", KNOWN, PAIRS / "edited", "--format", "json", "--min-weight", 70, "--set", "seeding.k=11")

    settings = json.loads(run.out)["manifest"]["settings"]
    assert settings["significance"]["least_bits"] == 70
    assert settings["weighing"]["min_weight"] == 25
    assert settings["seeding"]["k"] == 11


def test_language_restricts_and_discloses(codematch, tmp_path):
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "a.py").write_text("def f(x):\n    return x + 1\n")
    (tmp_path / "work" / "b.txt").write_text("some words\n")

    pair = result_of(
        codematch("compare", tmp_path / "work", KNOWN, "--language", "python", "--format", "json", "--jobs", 1)
    )

    reasons = {entry["path"]: entry["reason"] for entry in pair["known"]["files"]}
    assert reasons == {"a.py": None, "b.txt": "language-not-chosen"}


def test_a_saved_result_renders_again_to_the_same_bytes(codematch, tmp_path):
    out = tmp_path / "report"
    assert codematch("compare", KNOWN, PAIRS / "edited", "--out", out, "--quiet").code == 0

    again = codematch("report", out / "report.json", "--format", "html")
    assert again.code == 0
    assert again.out.encode() == (out / "report.html").read_bytes()
    printed = codematch("report", out / "report.json", "--format", "json")
    assert json.loads(printed.out) == without_tables(json.loads((out / "report.json").read_bytes()))
    assert printed.out == codematch("compare", KNOWN, PAIRS / "edited", "--format", "json").out
    assert codematch("report", out / "report.json", "--format", "json", "--out", tmp_path / "again").code == 0
    assert (tmp_path / "again" / "report.json").read_bytes() == (out / "report.json").read_bytes()
    assert "\nRegions\n" in codematch("report", out, "--long").out


@pytest.mark.parametrize("content", [None, b"", b"[]", b"{", b'{"format_version": 999}', b"\xff\xfe"])
def test_a_saved_result_that_is_none_is_one_line_and_exit_5(codematch, tmp_path, content):
    path = tmp_path / "result.json"
    if content is not None:
        path.write_bytes(content)

    assert codematch("report", path).refused(5, "result.json")


@pytest.mark.slow
def test_the_same_inputs_give_the_same_bytes_whatever_the_circumstances(tmp_path):
    written = []
    for seed, jobs, folder, zone in (("0", "1", "a", "UTC"), ("4711", "2", "b/c", "Asia/Shanghai")):
        out = tmp_path / folder / "out"
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C" if seed == "0" else "C.UTF-8"}
        command = [sys.executable, "-m", "codematch", "compare", "known", "edited", "-q", "-j", jobs, "-o", str(out)]
        run = subprocess.run(command, cwd=PAIRS, env=_importable(environment), capture_output=True, check=False)
        assert (run.returncode, run.stdout, run.stderr) == (0, b"", b"")
        written.append((out / "report.json").read_bytes())

    assert written[0] == written[1]


INTERRUPTED = """
import os, signal
signal.signal(signal.SIGINT, signal.default_int_handler)  # where tests run in the background it is ignored
from codematch.cli import main
from codematch.cli import progress
from codematch.model.document import without_tables

def strike(self, step, done, total):
    if step == "parse" and 0 < done < total:
        os.killpg(0, signal.SIGINT)

progress.ProgressBars.__call__ = strike
main()
"""


@pytest.mark.posix
@pytest.mark.slow
def test_an_interrupt_while_the_workers_are_busy_writes_nothing_and_exits_130(tmp_path):
    """A worker that is left over would hold stderr open, so that the run would not end."""
    work = tmp_path / "work"
    work.mkdir()
    text = (KNOWN / "sluice.py").read_text() * 20
    for number in range(40):
        (work / f"m{number}.py").write_text(f"number = {number}\n{text}")
    command = [
        sys.executable,
        "-c",
        INTERRUPTED,
        "compare",
        str(work),
        str(KNOWN),
        "-j",
        "2",
        "-o",
        str(tmp_path / "r"),
    ]
    environment = _importable(os.environ)
    run = subprocess.run(
        command, env=environment, capture_output=True, check=False, start_new_session=True, timeout=120
    )

    assert (run.returncode, run.stdout, run.stderr) == (130, b"", b"codematch: interrupted; nothing is half written\n")
    assert os.listdir(tmp_path) == ["work"]


def test_the_languages_of_the_command_line_are_those_of_reports_and_cases():
    assert Language.BOTH.each == LANGUAGES
    assert tuple(Language) == (*LANGUAGES, "both") == case_file.LANGUAGES


def test_the_public_functions_do_what_the_command_does(codematch, tmp_path):
    result = library.compare(str(KNOWN), str(PAIRS / "edited"))

    assert codematch("compare", KNOWN, PAIRS / "edited", "--out", tmp_path / "r", "--quiet").code == 0
    assert library.read_result(tmp_path / "r" / "report.json") == library.read_result(tmp_path / "r")
    assert len(result.pairs[0].regions) == 1
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        library.nothing  # noqa: B018


def _importable(environment) -> dict[str, str]:
    return {**environment, "PYTHONPATH": str(FIXTURES.parent)}


def write_case(folder: Path, known: Path = KNOWN, supplied_by: str = "Culvert Works") -> Path:
    """Write a case file that says all that a verified run needs."""
    file = folder / "case.toml"
    file.write_text(
        f"""[matter]
title = "Weir v. Sluice"
questions = ["Do the works correspond?"]
[known]
id = "K1"
path = {json.dumps(str(known))}
supplied_by = "{supplied_by}"
[questioned]
id = "Q1"
path = {json.dumps(str(PAIRS / "edited"))}
supplied_by = "the court"
[[asserted]]
item = "*"
[report]
lang = "zh"
""",
        encoding="utf-8",
    )
    return file


@pytest.mark.slow
def test_a_verified_run_tests_itself_first_and_records_it(codematch, tmp_path):
    case, out = write_case(tmp_path), tmp_path / "out"
    run = codematch("compare", "--case", case, "--verified", "--out", out, "--jobs", 1, "--quiet")

    assert (run.code, run.err) == (0, "")
    record = json.loads((out / "run.json").read_text())["self_test"]
    assert record["passed"] is True
    assert len(record["checks"]) > 100
    assert all(passed for _, _, passed, _, _ in record["checks"])
    plain = tmp_path / "plain"
    assert codematch("compare", "--case", case, "--out", plain, "--jobs", 1, "--quiet").code == 0
    assert (plain / "report.json").read_bytes() == (out / "report.json").read_bytes()


def test_a_case_file_says_what_is_compared_and_stands_in_the_report(codematch, tmp_path):
    run = codematch("compare", "--case", write_case(tmp_path), "--out", tmp_path / "out", "--jobs", 1)
    saved = json.loads((tmp_path / "out" / "report.json").read_bytes())

    assert run.code == 0
    assert "Weir v. Sluice" in run.out
    assert "软件相似性比对检验记录" in run.out
    assert saved["engagement"]["items"][0]["supplied_by"] == "Culvert Works"
    assert [entry["status"] for entry in saved["pairs"][0]["asserted"]] == ["counterpart"]
    assert "Culvert Works" in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")


def test_without_a_case_file_the_report_says_that_nobody_is_named(codematch):
    whole = codematch("compare", KNOWN, PAIRS / "edited", "--long").out
    assert "No case file was given; provenance is not recorded" in whole
    assert "codematch case new begins a case" in codematch("compare", KNOWN, PAIRS / "edited").out


def test_a_verified_run_needs_a_case_that_says_who_supplied_the_works(codematch, tmp_path):
    out = tmp_path / "out"
    unsaid = write_case(tmp_path, supplied_by=" ")

    assert codematch("compare", KNOWN, PAIRS / "edited", "--verified", "-o", out).refused(2, "--verified needs --case")
    assert codematch("compare", "--case", unsaid, "--verified", "-o", out).refused(2, "known.supplied_by (line 7)")
    assert codematch("compare", "--case", unsaid, KNOWN, "-o", out).refused(2, "which names the works")
    assert codematch("compare", KNOWN).refused(2, "missing argument 'QUESTIONED': give both works, or --case FILE")
    assert not out.exists()


def test_a_failed_self_test_stops_a_verified_run_before_anything_is_read(codematch, monkeypatch, tmp_path):
    bad = selftest.Check(group="hashes", name="one", passed=False, expected="a", found="b")
    monkeypatch.setattr(selftest, "run", lambda: selftest.SelfTest(version="9.9", checks=(bad,)))
    case = write_case(tmp_path, known=tmp_path / "nowhere")

    run = codematch("compare", "--case", case, "--verified", "--out", tmp_path / "out")

    assert run.refused(5, "the self-test failed (1 of 1 checks)", "nothing was compared")
    assert not (tmp_path / "out").exists()


def test_a_verified_run_needs_a_place_for_its_record(codematch, tmp_path):
    assert codematch("compare", "--case", write_case(tmp_path), "--verified").refused(2, "--verified needs --out")


@pytest.mark.parametrize("role", ["known", "prior.1"])
def test_a_work_that_changes_while_it_is_compared_makes_the_record_invalid(codematch, monkeypatch, tmp_path, role):
    import codematch.pipeline as pipeline

    work = tmp_path / "work"
    shutil.copytree(KNOWN, work)
    real = pipeline.compare_works

    def meddle(*works, **options):
        result = real(*works, **options)
        next(path for path in work.rglob("*.py")).write_text("changed = 1\n")
        return result

    monkeypatch.setattr(pipeline, "compare_works", meddle)
    works = (work, PAIRS / "edited") if role == "known" else (KNOWN, PAIRS / "edited", "--common", work)
    run = codematch("compare", *works, "--out", tmp_path / "out", "--jobs", 1, "--quiet")

    assert run.code == 3
    name = work if role == "known" else "shared material P1"
    assert f"{name}: changed during the comparison; the result is INVALID" in run.err
    assert json.loads((tmp_path / "out" / "report.json").read_bytes())["changed"] == [role]
    assert "INVALID" in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")


def test_a_damaged_model_stops_any_run(codematch, monkeypatch, tmp_path):
    grammars = tmp_path / "grammars"
    shutil.copytree(library.settings.grammars_folder(), grammars)
    model = grammars / "python" / "background.bin"
    model.write_bytes(model.read_bytes()[:-1] + b"\0")
    monkeypatch.setattr("codematch.pipeline.grammars_folder", lambda: grammars)

    assert codematch("compare", KNOWN, PAIRS / "edited").refused(5, "background", "python")


def test_asserted_items_are_answered_one_by_one(codematch, tmp_path):
    listed = tmp_path / "items.txt"
    listed.write_text("*\n* @v9  # of another commit\n", encoding="utf-8")

    run = codematch("compare", KNOWN, PAIRS / "edited", "--asserted", listed, "--long")

    assert (run.code, run.err) == (0, "")
    assert "Asserted items with a counterpart in the questioned work: 1 of 2." in run.out
    assert "from another commit" in run.out
    result = result_of(codematch("compare", KNOWN, PAIRS / "edited", "-f", "json", "--asserted", listed))
    assert [entry["item"]["description"] for entry in result["asserted"]] == ["", "of another commit"]

    listed.write_text("*\ngone/away.py  # was there once\n", encoding="utf-8")
    run = codematch("compare", KNOWN, PAIRS / "edited", "--asserted", listed, "--long")
    assert run.refused(2, f"codematch: --asserted {listed}, line 2: 'gone/away.py' is not a file of the known work")


@pytest.mark.parametrize(
    ("content", "words"), [("", "lists no items"), ("a.py:9-3\n", "line 1: lines 9 to 3 are not a range")]
)
def test_a_list_of_items_that_says_nothing_is_refused(codematch, tmp_path, content, words):
    listed = tmp_path / "items.txt"
    listed.write_text(content, encoding="utf-8")
    assert codematch("compare", KNOWN, PAIRS / "edited", "--asserted", listed).refused(2, words)
    assert codematch("compare", KNOWN, PAIRS / "edited", "--asserted", tmp_path / "no.txt").refused(2, "cannot be read")


def test_exhibits_of_asserted_items_are_whole(codematch, tmp_path):
    listed = tmp_path / "items.txt"
    listed.write_text("*\n", encoding="utf-8")
    arguments = ("compare", KNOWN, PAIRS / "edited", "--format", "json", "--set", "counting.max_exhibit_rows=5")

    (cut, *_), (whole, *_) = (
        result_of(codematch(*arguments, *more))["exhibits"] for more in ((), ("--asserted", listed))
    )

    assert (len(cut["rows"]), cut["omitted_rows"] > 0) == (5, True)
    assert (len(whole["rows"]), whole["omitted_rows"]) == (5 + cut["omitted_rows"], 0)


def test_a_report_comes_in_chinese_or_in_both_languages(codematch, tmp_path):
    chinese = codematch("compare", KNOWN, PAIRS / "edited", "--lang", "zh")
    run = codematch("compare", KNOWN, PAIRS / "edited", "--lang", "both", "--out", tmp_path / "both", "-q")
    again = codematch("report", tmp_path / "both" / "report.json", "--lang", "zh", "--format", "html")

    assert chinese.code == run.code == again.code == 0
    assert "软件相似性比对检验记录" in chinese.out
    assert sorted(name for name in os.listdir(tmp_path / "both") if not name.endswith(".csv")) == [
        "SHA256SUMS", "minhash.bin", "report.en.html", "report.json", "report.zh.html", "run.json", "sources.jsonl",
    ]  # fmt: skip
    assert again.out.encode() == (tmp_path / "both" / "report.zh.html").read_bytes()
    assert codematch("compare", KNOWN, PAIRS / "edited", "--lang", "fr").code == 2
