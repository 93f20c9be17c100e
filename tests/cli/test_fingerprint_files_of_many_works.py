"""`scan` and `search` of fingerprint files: what can be said without source, and one line for what cannot."""

import json
from pathlib import Path

import pytest

from tests.comparison.works import LEDGER, TRIANGLE, renamed


def work(folder: Path, **files: str) -> Path:
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / f"{name}.py").write_text(text)
    return folder


@pytest.fixture
def folder(codematch, tmp_path):
    (tmp_path / "key").write_bytes(bytes(range(32)))
    work(tmp_path / "set" / "first", ledger=LEDGER, same=TRIANGLE)
    work(tmp_path / "set" / "other", own="\n".join(f"value_{n} = compute({n}, [{n}])" for n in range(40)))
    work(tmp_path / "q", taken="import os\n\n\n" + renamed(LEDGER), same=TRIANGLE)
    for name, more in (("keyed", ("--key", tmp_path / "key")), ("open", ())):
        assert codematch("fingerprint", tmp_path / "q", "--out", tmp_path / f"{name}.fp", *more, "-q").code == 0
    return tmp_path


def test_a_scan_ranks_works_and_files_by_fingerprints(codematch, folder):
    out = folder / "out"
    run = codematch(
        "scan", folder / "set" / "first", folder / "set" / "other", folder / "keyed.fp", "--key", folder / "key",
        "--out", out, "-f", "html", "-f", "csv", "-q",
    )  # fmt: skip

    assert (run.code, run.err) == (0, "")
    document = json.loads((out / "exchange-set.json").read_text())
    (pair,) = document["pairs"]
    assert [document["works"][pair[side] - 1]["label"] for side in ("first", "second")] == ["first", "keyed.fp"]
    assert [one["from_source"] for one in document["works"]] == [True, True, False]
    assert (pair["files"], pair["identical"], pair["record"]) == (2, 1, "pairs/1-3/exchange.html")
    assert pair["bits"] > pair["heaviest_bits"] > 0
    assert (out / pair["record"]).is_file()
    page = (out / "exchange-set.html").read_text()
    assert 'href="pairs/1-3/exchange.html"' in page
    assert "the key decides which" in page
    assert len((out / "exchange-set-pairs.csv").read_text().splitlines()) == 2


def test_files_of_one_key_are_compared_without_it(codematch, folder):
    work(folder / "again", taken=renamed(LEDGER))
    codematch("fingerprint", folder / "again", "--out", folder / "again.fp", "--key", folder / "key", "-q")
    run = codematch("scan", folder / "keyed.fp", folder / "again.fp", "-f", "json")

    assert run.code == 0
    document = json.loads(run.out)
    assert not document["is_open"]
    assert [(one["files"], one.get("bits"), one["shared"] > 5) for one in document["pairs"]] == [(1, None, True)]


@pytest.mark.slow
def test_a_search_ranks_the_works_of_an_index(codematch, folder):
    index = folder / "an.index"
    codematch("index", "build", index, folder / "set", "-q", "--no-cache")
    for name, more in (("keyed", ("--key", folder / "key")), ("open", ())):
        run = codematch("search", folder / f"{name}.fp", "--index", index, *more, "-f", "json")
        assert run.code == 0
        document = json.loads(run.out)
        assert document["questioned"] == 3
        (pair,) = document["pairs"]
        assert (document["works"][pair["first"] - 1]["label"], pair["second"]) == ("first", 3)
    run = codematch("search", folder / "open.fp", "--index", index, "--lang", "zh")
    assert run.out.startswith("指纹检索（无源代码）")


def test_what_cannot_be_done_without_source_is_one_line(codematch, folder):
    first, other, keyed, key = (folder / name for name in ("set/first", "set/other", "keyed.fp", "key"))
    for code, arguments, word in (
        (2, ("scan", first, keyed), "was made with a key"),
        (2, ("scan", first, other, "--key", key), "needs a fingerprint file"),
        (2, ("scan", first, folder / "open.fp", "--key", key), "without a key"),
        (2, ("scan", first, folder / "open.fp", "--fail-on-weight", 9), "--fail-on-weight cannot be used"),
        (2, ("scan", first, folder / "open.fp", "-f", "sarif"), "no source to show"),
        (2, ("search", first, "--index", folder / "no.index", "--key", key), "needs a fingerprint file"),
        (5, ("search", keyed, "--index", folder / "no.index", "--key", key), "is not an index"),
    ):
        assert codematch(*arguments).refused(code, word), arguments
    codematch("index", "build", folder / "bare.index", folder / "set", "-q", "--no-source")
    assert codematch("search", folder / "open.fp", "--index", folder / "bare.index").refused(5, "keeps no sources")
