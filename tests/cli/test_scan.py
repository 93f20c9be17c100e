"""`codematch scan`: what it prints and writes, and one line for each thing that is wrong."""

import csv
import io
import json
import re

import pytest

from codematch import read_result
from tests.comparison.works import LEDGER, TRIANGLE
from tests.scanning.sets import made_set, with_template

HEAVY = ("--min-weight", 100, "-j", 1, "--set", "weighing.rename_bits=0")  # forms of one generator: renames agree
"""Made code is rare, and short passages of it weigh much."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    root = with_template(made_set(tmp_path_factory.mktemp("cli-set"), 6), 6)
    (root / "z-empty.py").write_text("")
    return root


def test_the_summary_lists_pairs_and_works_that_were_not_compared(codematch, folder):
    run = codematch("scan", folder, *HEAVY)

    assert (run.code, run.err) == (0, "")
    assert re.search(r"1\s+work02\s+work04\s+0\.\d+", run.out)
    assert "7 z-empty.py: without source code" in run.out
    assert "Passages that occur in most works" in run.out
    assert run.out.rstrip().endswith("Machine-generated overview; contains no legal conclusion")


def test_the_chinese_summary(codematch, folder):
    run = codematch("scan", folder, *HEAVY, "--lang", "zh")

    assert run.code == 0
    assert run.out.startswith("作品集两两比对")
    assert "工具生成的概览，不含法律结论" in run.out


def test_a_folder_holds_the_overview_and_a_record_of_each_reported_pair(codematch, folder, tmp_path):
    out = tmp_path / "out"
    run = codematch("scan", folder, *HEAVY, "--out", out, "-f", "html", "-f", "csv", "--quiet")

    assert (run.code, run.out, run.err) == (0, "", "")
    document = json.loads((out / "scan.json").read_text(encoding="utf-8"))
    records = [pair["record"] for pair in document["pairs"] if pair["record"]]
    assert records == ["pairs/2-4/report.html"]
    page = (out / "scan.html").read_text(encoding="utf-8")
    assert 'href="pairs/2-4/report.html"' in page
    assert page.count("<svg") == 3
    assert page.count("<script") == 1  # that of the filter; nothing is loaded
    assert "<script src" not in page
    record = read_result(out / "pairs" / "2-4" / "report.json")
    assert record.pairs[0].known.label == "work02"
    assert "pairs/2-4/report.html" in (out / "SHA256SUMS").read_text(encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO((out / "scan-pairs.csv").read_text(encoding="utf-8"))))
    assert (rows[0]["first_label"], rows[0]["second_label"], rows[0]["reported"]) == ("work02", "work04", "1")
    assert len((out / "scan-works.csv").read_text(encoding="utf-8").splitlines()) == 8
    again = codematch("scan", folder, *HEAVY, "--out", out, "--quiet", "--set", "scan.max_records=0")
    assert again.code == 0
    assert sorted(path.name for path in out.iterdir()) == ["SHA256SUMS", "run.json", "scan.html", "scan.json"]


def test_pairs_are_only_ranked_when_none_is_to_be_compared(codematch, folder):
    result = json.loads(codematch("scan", str(folder), "--compare", "0", "--format", "json").out)
    assert result["candidates"]["compared"] == result["candidates"]["sampled"] == result["reported_total"] == 0
    scores = [pair["score"] for pair in result["pairs"]]
    assert scores[0] > 0
    assert scores == sorted(scores, reverse=True)
    assert {pair["state"] for pair in result["pairs"]} == {"not-compared"}
    shown = codematch("scan", str(folder), "--compare", "0").out
    assert "No pair was compared in full" in shown


def test_only_so_many_pairs_are_compared(codematch, folder):
    result = json.loads(codematch("scan", str(folder), "--compare", "1", "--format", "json").out)
    assert result["candidates"]["compared"] == 1 < result["candidates"]["candidates"]


def test_two_languages_make_two_pages(codematch, folder, tmp_path):
    run = codematch("scan", folder, *HEAVY, "--out", tmp_path / "out", "--lang", "both", "--quiet")

    assert run.code == 0
    assert {path.name for path in (tmp_path / "out").iterdir()} >= {"scan.en.html", "scan.zh.html"}
    assert 'href="pairs/2-4/report.en.html"' in (tmp_path / "out" / "scan.en.html").read_text(encoding="utf-8")
    assert (tmp_path / "out" / "pairs" / "2-4" / "report.en.html").exists()


@pytest.mark.slow
def test_formats_are_printed(codematch, folder):
    document = json.loads(codematch("scan", folder, *HEAVY, "--format", "json").out)
    assert document["reported_total"] == 1
    assert codematch("scan", folder, *HEAVY, "-f", "csv").out.startswith("rank,first,first_label")
    assert codematch("scan", folder, *HEAVY, "-f", "html").out.lstrip().startswith("<!DOCTYPE html>")


def test_base_code_given_by_hand_reports_no_pair(codematch, tmp_path):
    root = tmp_path / "set"
    root.mkdir()
    (root / "a.py").write_text(LEDGER + TRIANGLE)
    (root / "b.py").write_text(LEDGER)
    (tmp_path / "ledger.py").write_text(LEDGER)
    alone = json.loads(codematch("scan", root, "-j", 1, "-f", "json").out)
    held = json.loads(codematch("scan", root, "-j", 1, "-f", "json", "--common", tmp_path / "ledger.py").out)

    assert (alone["reported_total"], held["reported_total"]) == (1, 0)


def test_works_that_are_given_one_by_one(codematch, tmp_path):
    for name, text in (("a.py", LEDGER), ("b.py", LEDGER + TRIANGLE)):
        (tmp_path / name).write_text(text)
    run = codematch("scan", tmp_path / "a.py", tmp_path / "b.py", "-j", 1, "--min-weight", 60)

    assert run.code == 0
    assert re.search(r"1\s+a\.py\s+b\.py", run.out)
    works = (tmp_path / "a.py", tmp_path / "b.py", "-j", 1, "--min-weight", 60, "-f", "csv")
    assert codematch("scan", *works, "--fail-on-weight", 60, "-q").code == 1
    run = codematch("scan", *works, "--fail-on-residual", 60)
    assert (run.code, run.err) == (1, "codematch: exit code 1: 1 pair of works reached a limit of this run\n")
    assert codematch("scan", *works, "--fail-on-weight", 9000).code == 0


def test_mistakes_are_one_line(codematch, folder, tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "one.py").write_text(LEDGER)
    assert codematch("scan").refused(2, "ROOT|WORK")
    assert codematch("scan", tmp_path / "empty").refused(3, "has no entries")
    assert codematch("scan", tmp_path / "one.py").refused(2, "is one work")
    assert codematch("scan", tmp_path / "absent").refused(3, "absent")
    assert codematch("scan", folder, "-f", "pdf").refused(2, "--format pdf", "choose from html, json, csv, terminal")
    assert codematch("scan", folder, "-f", "csv", "-f", "json").refused(2, "several --format need --out")
    assert codematch("scan", folder, "-f", "html", "--lang", "both").refused(2, "--lang both")
    assert codematch("scan", folder, "--out", folder / "out").refused(2, "is inside")
    assert codematch("scan", folder, "--language", "klingon").refused(2, "unknown language klingon")
    assert codematch("scan", folder, "--common", tmp_path / "absent").refused(3, "absent")
    assert codematch("scan", folder, "--set", "scan.max_works=1").refused(2, "scan.max_works")


def test_the_schema_of_a_scan_is_printed(codematch):
    assert json.loads(codematch("schema", "--scan").out)["title"] == "Scan of codematch"
