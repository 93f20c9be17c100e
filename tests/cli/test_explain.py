"""`codematch explain` as a user types it: from the result alone, in both languages, and every refusal."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from codematch.cli import main
from codematch.model.document import without_tables
from codematch.report.documents import render
from tests.report.sample_result import sample_result

PAIRS = Path(__file__).resolve().parents[2] / "fixtures" / "pairs" / "python"


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    """A result whose works are gone; no test changes it."""
    folder = tmp_path_factory.mktemp("saved")
    for name, change in (("ours", "known"), ("theirs", "edited")):
        shutil.copytree(PAIRS / change, folder / name)
    (folder / "theirs" / "sluice.py").rename(folder / "theirs" / "water.py")
    (folder / "ours" / "logo.png").write_bytes(bytes(range(256)))
    out = folder / "report"
    with pytest.raises(SystemExit) as stop:
        main(["compare", str(folder / "ours"), str(folder / "theirs"), "--jobs", "1", "--quiet", "--out", str(out)])
    assert stop.value.code == 0
    for name in ("ours", "theirs"):
        shutil.rmtree(folder / name)
    return out


def test_a_line_is_explained_from_the_result_alone(codematch, saved):
    run = codematch("explain", saved, "K:sluice.py:7")

    assert (run.code, run.err) == (0, "")
    assert run.out.startswith("Known work ours: sluice.py:7\nOne region contains this line.\n")
    assert "Exhibit E1 shows water.py:7 opposite this line" in run.out
    assert codematch("explain", saved / "report.json", "sluice.py:7").out == run.out
    assert codematch("explain", saved, "sluice.py:7", "--quiet").out == run.out


def test_it_speaks_both_languages(codematch, saved):
    english, chinese = (codematch("explain", saved, "logo.png", "--lang", name).out for name in ("en", "zh"))

    assert "Excluded: the file was not compared" in english
    assert "已排除：该文件未比对" in chinese
    assert codematch("explain", saved, "logo.png", "--lang", "both").out == english + chinese


def test_json_has_no_language_and_the_values_of_the_result(codematch, saved):
    run = codematch("explain", saved, "water.py:3", "--format", "json", "--lang", "zh")

    (place,) = json.loads(run.out)["places"]
    (region,) = without_tables(json.loads((saved / "report.json").read_text()))["pairs"][0]["regions"]
    assert (place["role"], place["line"], place["status"]) == ("questioned", 3, "in-region")
    assert place["regions"][0]["weight"] == region["weight"]
    assert place["regions"][0]["residual"] == region["residual"]
    assert [label["basis"] for label in place["labels"]] == [{"key": "import"}]
    assert run.out.isascii()
    assert codematch("explain", saved, "water.py:3", "--format", "json").out == run.out


def test_it_says_what_cannot_be_explained(codematch, saved, tmp_path):
    assert codematch("explain", saved, "sluce.py:7").refused(2, "did you mean K:sluice.py:7?")
    assert codematch("explain", saved, "sluice.py:700").refused(2, "the file has 60 lines")
    assert codematch("explain", saved).refused(2, "missing argument 'FILE[:LINE]'", "codematch explain --help")
    assert codematch("explain", saved, "a.py", "--format", "html").refused(2, "'html' is not one of 'terminal', 'json'")
    assert codematch("explain", tmp_path / "gone", "a.py").refused(5, "no such file")


def test_a_path_in_both_works_needs_the_letter(codematch, tmp_path):
    sample = sample_result()
    known, questioned = sample.pairs[0].known, sample.pairs[0].questioned
    both = sorted({file.path: file for file in (*known.files, *questioned.files)}.values(), key=lambda file: file.path)
    pair = replace(sample.pairs[0], questioned=replace(questioned, files=tuple(both)))
    (tmp_path / "report.json").write_bytes(render(replace(sample, pairs=(pair,)), "json"))
    path = "ledger/settlement.py"

    run = codematch("explain", tmp_path, path)

    assert (run.code, run.out) == (2, "")
    assert run.err.endswith(f"codematch: {path}: both works contain this path; write K:{path} or Q:{path}\n")
    assert codematch("explain", tmp_path, f"Q:{path}").code == 0
