"""The cache of a user: on in `compare` and `scan`, off with `--no-cache` and in a case."""

from pathlib import Path

import pytest

from tests.comparison.works import LEDGER, renamed


@pytest.fixture
def works(tmp_path, monkeypatch):
    monkeypatch.setenv("CODEMATCH_CACHE_DIR", str(tmp_path / "cache"))
    for name, text in {"k": LEDGER, "q": renamed(LEDGER)}.items():
        (tmp_path / "set" / name).mkdir(parents=True)
        (tmp_path / "set" / name / "own.py").write_text(text)
    return tmp_path


def kept(works: Path) -> int:
    return sum(path.is_file() for path in (works / "cache").rglob("*"))


def test_a_comparison_keeps_files_unless_it_is_told_not_to(codematch, works):
    pair = works / "set" / "k", works / "set" / "q"
    plain = codematch("compare", *pair, "-f", "json", "--no-cache", "-j", 1)
    assert kept(works) == 0
    first = codematch("compare", *pair, "-f", "json", "-j", 1)
    assert kept(works) == 2
    second = codematch("compare", *pair, "-f", "json", "-j", 1)

    assert plain.code == first.code == second.code == 0
    assert plain.out == first.out == second.out
    assert kept(works) == 2


def test_a_scan_keeps_files_too(codematch, works):
    plain = codematch("scan", works / "set", "-f", "json", "--no-cache", "-j", 1)
    assert kept(works) == 0
    runs = [codematch("scan", works / "set", "-f", "json", "-j", 1) for _ in range(2)]

    assert kept(works) == 2
    assert [run.out for run in runs] == [plain.out] * 2


def test_a_case_neither_reads_nor_writes_the_cache(codematch, works):
    case = works / "case.toml"
    case.write_text('[known]\npath = "set/k"\n[questioned]\npath = "set/q"\n')
    run = codematch("compare", "--case", case, "-f", "json", "-j", 1)

    assert run.code == 0
    assert kept(works) == 0
