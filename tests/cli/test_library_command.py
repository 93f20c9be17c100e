"""The reference library: works put into it, listed, found in a comparison, and every mistake in one line."""

import json
import zipfile

import pytest

from codematch.model.document import message_from_document, without_tables
from codematch.report.text.messages import sentence
from tests.comparison.works import LEDGER, TRIANGLE, renamed


@pytest.fixture
def upstream(tmp_path):
    folder = tmp_path / "ledgerlib"
    (folder / "src").mkdir(parents=True)
    (folder / "src" / "book.py").write_text(LEDGER)
    (folder / "src" / "small.py").write_text("x = 1\n")
    (folder / "logo.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    return folder


@pytest.fixture
def store(codematch, upstream, tmp_path):
    folder = tmp_path / "store"
    run = codematch("library", "add", "ledgerlib", upstream, "--version", "1.2", "--licence", "MIT",
                    "--library", folder, "--jobs", 1)  # fmt: skip
    assert (run.code, run.err) == (0, "")
    assert run.out.startswith("added ledgerlib 1.2: 2 files, root ")
    return folder


@pytest.fixture
def works(tmp_path):
    for side, text in (("known", LEDGER), ("questioned", renamed(LEDGER))):
        (tmp_path / side).mkdir()
        (tmp_path / side / "a.py").write_text(text + "\nVALUE = 1\n")
        (tmp_path / side / "own.py").write_text(TRIANGLE)
    return tmp_path / "known", tmp_path / "questioned"


def ledger_of(codematch, works, *options):
    run = codematch("compare", *works, "--format", "json", "--jobs", 1, "--quiet", *options)
    assert run.code == 0, run
    pair = without_tables(json.loads(run.out))["pairs"][0]
    return pair, next(row for row in pair["ledger"]["rows"] if row["filter"] == "library")


def test_what_is_in_the_library_is_labelled_with_its_place(codematch, store, works):
    pair, row = ledger_of(codematch, works, "--library", store)

    assert row["codes"] == ["OSS", "OSS-MODIFIED"]
    library, held = map(message_from_document, row["material"])
    assert sentence(library).startswith("reference library ")
    assert "(works: 1, files: 2, " in sentence(library)
    assert sentence(held).startswith("ledgerlib 1.2 (files: 1, root ")
    labels = {region["known"]["path"]: region["labels"] for region in pair["regions"]}
    assert {label["filter"] for label in labels["a.py"]} >= {"library"}
    assert any(
        sentence(message_from_document(label["basis"])).startswith("ledgerlib 1.2: src/book.py:")
        for label in labels["a.py"]
    )
    assert all(label["filter"] != "library" for label in labels["own.py"])


def test_what_is_not_in_the_library_is_not_found_in_it(codematch, store, works):
    (works[0] / "a.py").unlink()
    (works[1] / "a.py").unlink()
    pair, row = ledger_of(codematch, works, "--library", store)

    assert row["codes"] == []
    assert len(row["material"]) == 1
    assert pair["regions"]


def test_without_a_library_the_ledger_names_none(codematch, works):
    _, row = ledger_of(codematch, works)

    assert (row["enabled"], row["material"]) == (True, [])


def test_the_library_of_the_user_is_used_unless_it_is_declined(codematch, store, works, no_library_of_the_user):
    home = no_library_of_the_user / "codematch"
    home.mkdir()
    (home / "library").symlink_to(store)
    try:
        assert len(ledger_of(codematch, works)[1]["material"]) == 2
        assert ledger_of(codematch, works, "--no-library")[1]["material"] == []
    finally:
        (home / "library").unlink()
        home.rmdir()


def test_the_list_names_every_work(codematch, store, tmp_path):
    run = codematch("library", "list", "--library", store)

    assert run.code == 0
    head, row, last = run.out.splitlines()
    assert head.split() == ["name", "version", "licence", "files", "added", "root"]
    assert row.split()[:4] == ["ledgerlib", "1.2", "MIT", "2"]
    assert last.startswith("reference library ")
    assert "The library is empty" in codematch("library", "list", "--library", tmp_path / "none").out


def test_an_entry_is_the_same_bytes_wherever_it_is_made(codematch, store, upstream, tmp_path):
    codematch("library", "add", "ledgerlib", upstream, "--version", "1.2", "--licence", "MIT", "--library",
              tmp_path / "again", "--quiet")  # fmt: skip

    (first,), (second,) = store.iterdir(), (tmp_path / "again").iterdir()
    assert first.name == second.name
    for name in ("work.zip", "prints.npz"):
        assert (first / name).read_bytes() == (second / name).read_bytes()
    with zipfile.ZipFile(first / "work.zip") as archive:
        assert archive.namelist() == ["work/src/book.py", "work/src/small.py"]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("add", "a b", "{up}", "--library", "{store}"), 2, "is not a valid name"),
        (("add", "x", "{up}", "--version", "../1", "--library", "{store}"), 2, "is not a valid name"),
        (("add", "ledgerlib", "{up}", "--version", "1.2", "--library", "{store}"), 2, "holds ledgerlib 1.2"),
        (("add", "x", "{up}/src/small.py", "--library", "{store}"), 3, "long enough"),
        (("add", "x", "{up}/none", "--library", "{store}"), 3, "none"),
        (("add", "x", "{up}", "--library", "{up}/src/small.py"), 5, "cannot be written"),
    ],
)
def test_mistakes_are_one_line_and_change_nothing(codematch, store, upstream, arguments, code, words):
    before = sorted(store.rglob("*"))

    run = codematch("library", *(part.format(up=upstream, store=store) for part in arguments), "--quiet")

    assert run.refused(code, words), run
    assert sorted(store.rglob("*")) == before


@pytest.mark.parametrize("name", ["card.json", "work.zip", "prints.npz"])
def test_a_damaged_entry_stops_the_run(codematch, store, works, name):
    (entry,) = store.iterdir()
    (entry / name).write_bytes(b"{")

    run = codematch("compare", *works, "--library", store)

    assert run.refused(5, name, "add the work again"), run


def test_an_option_that_names_no_library_is_refused(codematch, works, tmp_path):
    assert codematch("compare", *works, "--library", tmp_path / "none").refused(2, "is not a folder")
    assert codematch("compare", *works, "--library", tmp_path, "--no-library").refused(2, "cannot be used together")
