"""`codematch fingerprint`, and `codematch compare` with such files."""

import json

import pytest

from tests.comparison.works import LEDGER, renamed


@pytest.fixture
def works(tmp_path):
    for name, text in {"k": LEDGER, "q": renamed(LEDGER)}.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "own.py").write_text(text)
    (tmp_path / "key").write_bytes(bytes(32))
    return tmp_path


def test_files_are_made_and_compared_on_either_side(codematch, works):
    run = codematch("fingerprint", works / "k", "--out", works / "k.fp", "--key", works / "key", "-j", 1)
    assert (run.code, run.out) == (0, "")
    assert "fingerprints of 1 file" in run.err
    assert codematch("fingerprint", works / "k", "--out", works / "k.fp").refused(2, "k.fp", "already exists")

    both = codematch(
        "compare", works / "k.fp", works / "q", "--key", works / "key", "--out", works / "out", "-f", "csv"
    )
    assert both.code == 0
    assert ": fingerprint file, 1 file" in both.out
    document = json.loads((works / "out" / "exchange.json").read_text())
    assert document["pairs"][0]["runs"][0]["match_class"] == "M2"
    assert (works / "out" / "exchange-runs.csv").read_text().count("M2") >= 1
    swapped = codematch("compare", works / "q", works / "k.fp", "--key", works / "key", "--lang", "zh", "-f", "html")
    assert swapped.code == 0
    assert "无源代码时可作与不可作的说明" in swapped.out
    assert "<script" not in swapped.out


def test_mistakes_are_one_line(codematch, works):
    assert codematch("fingerprint", works / "k", "--out", works / "k.fp", "--key", works / "key", "-q").code == 0
    fp, key = works / "k.fp", works / "key"

    assert codematch("compare", fp, works / "q").refused(2, "made with a key")
    assert codematch("compare", fp, works / "q", "--key", works / "q" / "own.py").refused(2, "another key")
    assert codematch("compare", fp, works / "q", "--key", key, "--common", works / "q").refused(2, "--common")
    assert codematch("compare", fp, works / "q", "--key", key, "-f", "pdf").refused(2, "pdf")
    assert codematch("compare", fp, works / "no", "--key", key).refused(3, "does not exist")
    assert codematch("compare", works / "k", works / "q", "--key", key).refused(2, "--key needs")
    (works / "empty").mkdir()
    assert codematch("fingerprint", works / "empty", "--out", works / "e.fp").refused(3, "holds no files")
    assert not (works / "e.fp").exists()
    changed = ("--set", "fingerprinting.k=14")
    assert codematch("compare", fp, works / "q", "--key", key, *changed).refused(2, "other settings")
