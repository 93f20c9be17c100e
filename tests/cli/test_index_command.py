"""`codematch index` and `codematch search`: what they print and write, and one line for each thing that is wrong."""

import csv
import io
import json
import os
import shutil

import pytest

from codematch import Index, read_result, search
from codematch.store import lock
from tests.comparison.works import LEDGER, renamed
from tests.scanning.sets import made_set

HEAVY = ("--min-weight", 100, "-j", 1, "--set", "weighing.rename_bits=0")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Return a folder with works, a questioned work and an index of the works."""
    root = tmp_path_factory.mktemp("cli-index")
    made_set(root / "works", 5)
    (root / "questioned").mkdir()
    (root / "questioned" / "taken.py").write_text(renamed(LEDGER))
    Index.build(root / "works.index", [root / "works"])
    return root


def test_a_life_of_an_index(codematch, tmp_path):
    made_set(tmp_path / "works", 3)
    store = tmp_path / "a.index"
    assert codematch("index", "build", store, tmp_path / "works", "-j", 1).out == f"added 3 works to {store}\n"
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "other.py").write_text("def other(a):\n    return a + 7\n" * 9)
    assert codematch("index", "add", store, tmp_path / "other", "--label", "more", "-j", 1).out.startswith(
        "added 1 work "
    )
    again = codematch("index", "add", store, tmp_path / "other", "-j", 1)
    assert (again.code, again.out) == (0, f"added 0 works to {store}\n")
    assert "other: has the same files as more, which is in the index; it was not added" in again.err
    listed = codematch("index", "info", store, "--works").out
    assert "work02" in listed
    assert "more" in listed
    assert "keeps source     yes" in listed
    facts = json.loads(codematch("index", "info", store, "-f", "json").out)
    assert [work["label"] for work in facts["works"]] == ["more", "work01", "work02", "work03"]
    assert facts["index_bytes"] > 0
    assert facts["changed_settings"] == {}
    assert codematch("index", "remove", store, "more").out == f"removed more from {store}\n"
    assert codematch("index", "check", store).out == f"{store}: no faults\n"
    next(store.rglob("works.parquet")).write_bytes(b"")
    broken = codematch("index", "check", store)
    assert broken.code == 5
    assert "does not have the digest that the manifest states" in broken.out
    assert "1 fault; restore a backup, or build it again" in broken.err


@pytest.mark.slow
def test_the_summary_names_works_and_files(codematch, made):
    run = codematch("search", made / "questioned", "--index", made / "works.index", *HEAVY)

    assert (run.code, run.err) == (0, "")
    assert "work04" in run.out
    assert "work02" in run.out
    assert "taken.py" in run.out
    assert run.out.rstrip().endswith("Machine-generated overview; contains no legal conclusion")
    chinese = codematch("search", made / "questioned", "--index", made / "works.index", *HEAVY, "--lang", "zh").out
    assert chinese.startswith("在作品索引中检索")


@pytest.mark.slow
def test_a_folder_holds_the_overview_and_a_record_of_each_work(codematch, made, tmp_path):
    out = tmp_path / "out"
    run = codematch(
        "search",
        made / "questioned",
        "--index",
        made / "works.index",
        *HEAVY,
        "--out",
        out,
        "-f",
        "html",
        "-f",
        "csv",
        "-q",
    )

    assert (run.code, run.out, run.err) == (0, "", "")
    document = json.loads((out / "search.json").read_text(encoding="utf-8"))
    reported = [hit for hit in document["hits"] if hit["reported"]]
    assert [hit["record"] for hit in reported] == ["hits/1/report.html", "hits/2/report.html"]
    page = (out / "search.html").read_text(encoding="utf-8")
    assert 'href="hits/1/report.html"' in page
    assert "<script" not in page
    record = read_result(out / "hits" / "1" / "report.json")
    assert (record.pairs[0].known.label, record.pairs[0].questioned.label) == (reported[0]["label"], "questioned")
    assert "hits/2/report.html" in (out / "SHA256SUMS").read_text(encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO((out / "search-regions.csv").read_text(encoding="utf-8"))))
    assert {row["label"] for row in rows} == {"work02", "work04"}
    again = codematch(
        "search", made / "questioned", "--index", made / "works.index", *HEAVY, "--out", out, "-f", "json", "-q"
    )
    assert again.code == 0
    assert not (out / "search.html").exists()


def test_programs_search_too(made):
    result = search(made / "questioned", made / "works.index")
    assert {hit.label for hit in result.hits if hit.reported} >= {"work02", "work04"}
    assert [work.label for work in Index(made / "works.index").works()][:2] == ["work01", "work02"]
    with pytest.raises(TypeError, match="unexpected keyword argument 'job'"):
        search(made / "questioned", made / "works.index", job=2)  # type: ignore[call-arg] # what is refused


def test_what_is_wrong_is_one_line(codematch, made, tmp_path):
    store, question = made / "works.index", made / "questioned"
    for code, words, said in (
        (5, ("search", question, "--index", tmp_path / "none"), "is not an index; make one"),
        (5, ("index", "info", question), "is not an index"),
        (5, ("index", "add", tmp_path / "none", question), "is not an index"),
        (5, ("index", "remove", tmp_path / "none", "x"), "is not an index"),
        (5, ("index", "check", tmp_path / "none"), "is not an index"),
        (2, ("index", "build", store, made / "works"), "is an index already"),
        (2, ("index", "build", question, made / "works"), "contains other files (taken.py)"),
        (2, ("index", "build", question / "taken.py", made / "works"), "is a file"),
        (3, ("index", "build", tmp_path / "new", made / "missing"), "missing"),
        (3, ("index", "add", store, question, made / "missing"), "missing"),
        (2, ("index", "add", store, question, made / "works", "--label", "x"), "--label names one work"),
        (2, ("index", "remove", store, "nothing"), "has no work of this name"),
        (2, ("search", question, "--index", store, "--engine", "hadoop"), "unknown engine"),
        (2, ("search", question, "--index", store, "-f", "pdf"), "unknown format"),
        (
            5,
            ("search", question, "--index", store, "--set", "fingerprinting.k=20"),
            "fingerprinting.k=12 instead of 20",
        ),
        (3, ("search", made / "missing", "--index", store), "missing"),
    ):
        assert codematch(*words).refused(code, said), words
    assert not (tmp_path / "new").exists()
    assert codematch("index", "check", store).out == f"{store}: no faults\n"


@pytest.mark.posix
def test_another_writer_is_named(codematch, made, tmp_path):
    shutil.copytree(made / "works.index", tmp_path / "works.index")
    receiver, sender = os.pipe()
    other = os.fork()
    if other == 0:
        with lock.writing(tmp_path / "works.index"):
            os.write(sender, b"x")
            os.read(os.pipe()[0], 1)
    os.read(receiver, 1)
    try:
        run = codematch("index", "remove", tmp_path / "works.index", "work01")
        assert run.refused(5, f"is being written to by process {other} on")
    finally:
        os.kill(other, 9)
        os.waitpid(other, 0)


@pytest.mark.slow
def test_settings_of_the_index_are_used(codematch, made, tmp_path):
    store = tmp_path / "b.index"
    codematch("index", "build", store, made / "works", "-j", 1, "--set", "fingerprinting.window=4", "-q")
    assert "changed settings fingerprinting.window=4" in codematch("index", "info", store).out
    run = codematch("search", made / "questioned", "--index", store, "-j", 1, "-f", "json")
    assert run.code == 0
    assert json.loads(run.out)["manifest"]["settings"]["fingerprinting"]["window"] == 4
    assert codematch("index", "check", store).out == f"{store}: no faults\n"
