"""A second copy of a file in its own work was in no pair of files, and listed as a file without a counterpart."""

import csv
import io

from codematch.model.result import CaseResult, PairResult
from codematch.pipeline import compare_works
from codematch.report.file_copies import FileCopy, copied_paths, copies_by_pair
from codematch.report.formats.to_csv import tables
from codematch.report.formats.to_terminal import text
from codematch.settings import Settings
from tests.comparison.works import LEDGER, TRIANGLE, work

KNOWN = {
    "book.py": LEDGER,
    "old/book_2018.py": LEDGER,
    "mirror/book.py": LEDGER.replace("account", "customer") + "\nextra = [1, 2, 3]\n",
    "shape.py": TRIANGLE,
}
OTHER = "def wire(mesh):\n    for knot in mesh.knots:\n        knot.weave(len(mesh) // 2)\n    return mesh.ties\n"


def result(known: dict[str, str], questioned: dict[str, str]) -> CaseResult:
    return compare_works(work("k", known), work("q", questioned), settings=Settings())


def copies(found: CaseResult) -> dict[tuple[str, str], tuple[list[str], list[str]]]:
    (pair,) = found.pairs
    return {
        paths: ([item.path for item in both.known], [item.path for item in both.questioned])
        for paths, both in copies_by_pair(pair).items()
    }


def test_copies_with_the_same_bytes_and_with_changes_belong_to_the_pair() -> None:
    found = result(KNOWN, {"book.py": LEDGER, "shape.py": TRIANGLE})
    assert copies(found) == {("book.py", "book.py"): (["old/book_2018.py", "mirror/book.py"], [])}
    (both,) = copies_by_pair(found.pairs[0]).values()
    assert both.known == (FileCopy("old/book_2018.py", True), FileCopy("mirror/book.py", False))
    assert copied_paths(found.pairs[0]).known == {"old/book_2018.py", "mirror/book.py"}


def test_copies_in_the_questioned_work_belong_to_the_pair_too() -> None:
    found = result({"a.py": LEDGER}, {"a.py": LEDGER, "b.py": LEDGER, "other.py": OTHER})
    assert copies(found) == {("a.py", "a.py"): ([], ["b.py"])}


def test_a_file_that_holds_little_of_the_same_is_no_copy() -> None:
    part = LEDGER[: LEDGER.index("def", LEDGER.index("def") + 3)]
    found = result({"a.py": LEDGER + TRIANGLE, "b.py": part + OTHER}, {"a.py": LEDGER + TRIANGLE})
    assert copies(found) == {}


def test_tables_list_them_with_their_pair_and_not_as_files_of_one_work() -> None:
    found = result(KNOWN, {"book.py": LEDGER, "shape.py": TRIANGLE})
    rows = list(csv.DictReader(io.StringIO(tables(found)["file-pairs.csv"].decode())))
    assert [row["known_repeated"] for row in rows if row["known_path"] == "book.py"] == [
        "old/book_2018.py; mirror/book.py"
    ]
    assert [row["relation"] for row in rows if row["known_path"] == "mirror/book.py"] == ["repeated"]
    assert {row["relation"] for row in rows} == {"same-path", "repeated"}


def test_without_copies_nothing_is_said() -> None:
    found = result({"a.py": LEDGER}, {"a.py": LEDGER})
    pair: PairResult = found.pairs[0]
    assert (copies_by_pair(pair), copied_paths(pair).known) == ({}, frozenset())
    assert text(found, 100)
