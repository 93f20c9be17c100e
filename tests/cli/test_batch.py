"""`codematch batch`: a record for each row, rows that fail, runs that are killed and continued, mistakes."""

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import codematch as package
from tests.comparison.works import LEDGER, TRIANGLE, renamed

TIMES = {"run.json", "SHA256SUMS", "report.html", "scan.html"}
"""Files that say when they were made, and the digests of these."""


@pytest.fixture
def works(tmp_path):
    for name, text in {"a": LEDGER, "b": renamed(LEDGER), "c": TRIANGLE}.items():
        (tmp_path / "set" / name).mkdir(parents=True)
        (tmp_path / "set" / name / "own.py").write_text(text)
    (tmp_path / "empty").mkdir()
    head = "label,known,questioned,works,min-weight\n"
    rows = "one,set/a,set/b,,50\nempty,set/a,empty,,\ntwo,set/a,set/c,,\nall,,,set,50\n"
    (tmp_path / "list.csv").write_text(head + rows)
    return tmp_path


def stable(out: Path) -> dict[str, bytes]:
    files = (path for path in out.rglob("*") if path.is_file() and path.name not in TIMES)
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in files}


def made(out: Path) -> dict[str, int]:
    return {path.parent.name: path.stat().st_mtime_ns for path in out.glob("rows/*/run.json")}


@pytest.mark.slow
def test_a_list_is_worked_off_and_a_killed_run_ends_with_the_same_bytes(codematch, works):
    run = codematch("batch", works / "list.csv", "--out", works / "out", "--jobs", 1)

    assert run.code == 3  # that of the row that fails
    assert "compared 3, failed 1" in run.out
    document = json.loads((works / "out" / "batch.json").read_text())
    assert [row["state"] for row in document["rows"]] == ["done", "failed", "done", "done"]
    assert document["rows"][1]["reason"].startswith("empty: holds no files")
    assert document["rows"][0]["figures"]["reported"] == 1
    table = list(csv.DictReader(io.StringIO((works / "out" / "batch.csv").read_text())))
    assert [row["record"] for row in table] == [
        "rows/0001/report.html", "", "rows/0003/report.html", "rows/0004/scan.html",
    ]  # fmt: skip
    page = (works / "out" / "batch.html").read_text()
    assert 'href="rows/0001/report.html"' in page
    assert "<script" not in page
    assert package.read_result(works / "out" / "rows" / "0001" / "report.json").pairs[0].known.label

    killed = works / "killed"
    _killed_after_a_row(works / "list.csv", killed)
    first = made(killed)
    assert "0001" in first
    assert not (killed / "batch.json").exists()
    assert codematch("batch", works / "list.csv", "--out", killed, "--jobs", 2, "--quiet").code == 3
    assert made(killed)["0001"] == first["0001"]
    assert stable(killed) == stable(works / "out")


def _killed_after_a_row(listed: Path, out: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(Path(package.__file__).parents[1])}
    command = [sys.executable, "-m", "codematch", "batch", str(listed), "--out", str(out), "--jobs", "1", "--quiet"]
    process = subprocess.Popen(command, env=environment)
    while not (out / "rows" / "0001.json").exists() and process.poll() is None:
        time.sleep(0.02)
    process.kill()
    process.wait()


@pytest.mark.slow
def test_a_row_is_compared_again_when_its_work_its_options_or_its_record_changed(codematch, works):
    rows = ["label,known,questioned,min-weight", "one,set/a,set/b,50", "two,set/a,set/c,50", "three,set/c,set/b,50"]
    listed, out = works / "list.csv", works / "out"
    listed.write_text("\n".join(rows))
    assert codematch("batch", listed, "--out", out, "--quiet").code == 0
    before = made(out)
    (works / "set" / "c" / "own.py").write_text(TRIANGLE + "\nx = 1\n")
    listed.write_text("\n".join(rows[:3]))
    with (out / "rows" / "0001" / "report.json").open("ab") as file:
        file.write(b" ")

    assert codematch("batch", listed, "--out", out, "--quiet").code == 0
    after = made(out)
    assert after.keys() == {"0001", "0002"}
    assert all(after[name] > before[name] for name in after)
    assert codematch("batch", listed, "--out", out, "--quiet").code == 0
    assert made(out) == after


def test_problems_of_a_list_are_a_line_each_and_nothing_runs(codematch, works):
    listed = works / "bad.csv"
    listed.write_text(
        "known,questioned,min-weight,language\nset/a,nothing,,\nset/a,set/b,eighty,\nset/b,set/a,,klingon\n"
    )
    run = codematch("batch", listed, "--out", works / "out")

    assert (run.code, run.out) == (2, "")
    lines = run.err.splitlines()
    assert [line.split(": ")[1].rpartition(", ")[2] for line in lines[:3]] == ["line 2", "line 3", "line 4"]
    assert "nothing: does not exist" in lines[0]
    assert "'--min-weight'" in lines[1]
    assert "unknown language klingon" in lines[2]
    assert lines[3].endswith("3 problems; nothing was compared")
    assert not (works / "out").exists()


def test_mistakes_are_one_line(codematch, works):
    listed = works / "list.csv"
    (works / "used").mkdir()
    (works / "used" / "notes.txt").write_text("mine")
    missing = works / "missing.csv"
    missing.write_text("known,questioned\nset/a,nothing\n")

    assert codematch("batch", listed, "--out", works / "used").refused(
        2, "notes.txt", "choose a new or an empty folder"
    )
    assert codematch("batch", listed, "--out", listed).refused(2, "is a file")
    assert codematch("batch", works / "no.csv", "--out", works / "out").refused(3, "no.csv", "cannot be read")
    assert codematch("batch", listed, "--out", works / "out", "--root", works / "no").refused(3, "--root")
    assert codematch("batch", missing, "--out", works / "out").refused(3, "line 2", "nothing: does not exist")
    assert codematch("batch", listed, "--out", works / "set" / "a" / "out").code == 2


@pytest.mark.skipif(sys.platform != "linux", reason="a process that begins anew has no patch of this one")
def test_a_row_whose_process_is_killed_is_a_row(codematch, works, monkeypatch):
    monkeypatch.setattr("codematch.cli.batch_rows._answer", lambda task, lines: os.kill(os.getpid(), signal.SIGKILL))
    (works / "list.csv").write_text("known,questioned\nset/a,set/b\n")
    run = codematch("batch", works / "list.csv", "--out", works / "out")

    assert run.code == 70
    assert "ended by signal 9" in run.out
