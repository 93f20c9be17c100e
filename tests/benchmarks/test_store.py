"""The benchmark of indexes, with a few small works: what is hidden is found, and the figures are those of the files."""

from pathlib import Path

import pytest

from tests.benchmarks import store
from tests.benchmarks.made_code import WORDS, Writer

NAMES = tuple(sorted({word for words in WORDS.values() for word in words}))


def made_works(folder: Path, count: int) -> Path:
    """Make works of two modules each."""
    for number in range(1, count + 1):
        place = folder / f"project{number}"
        place.mkdir(parents=True)
        for part in range(2):
            words = tuple(NAMES[(number * 7 + part * 3 + step) % len(NAMES)] for step in range(9))
            (place / f"part{part}.py").write_text(Writer(words, number * 10 + part).module(8))
    return folder


@pytest.mark.slow  # an index is made and searched by programs of their own, whose time is measured
def test_files_hidden_in_another_project_are_found(tmp_path: Path) -> None:
    works, host = store.chosen_works([made_works(tmp_path / "all", 6)], lines=900, largest=10_000)
    assert host not in works
    (tmp_path / "run").mkdir()
    figures = store.measured(works, host, 3, 1, tmp_path / "run")
    assert (figures["planted"], figures["right"]) == (3, 3)
    assert figures["wrong"] == figures["missed"] == figures["others"] == []
    assert figures["works"] == len(works)
    assert figures["lines"] == figures["lines_in_index"] == sum(map(store.lines_of, works))


def test_a_planted_file_has_other_names_and_no_comments(tmp_path: Path) -> None:
    works = store.by_hash(made_works(tmp_path / "all", 3).iterdir())
    (first, *_), folder = store.plant(works[:2], works[2], tmp_path / "questioned", 1), tmp_path / "questioned"
    text, source = (folder / first.path).read_text(), (tmp_path / "all" / first.work / first.source).read_text()
    assert "#" not in text
    assert text.count("def ") == source.count("def ")
    assert not {line for line in source.splitlines() if line.startswith("def ")} & set(text.splitlines())


def test_what_a_search_says_is_counted() -> None:
    planted = [store.Planted(path=f"part_{n}.py", work=work, source="x.py") for n, work in enumerate("abc")]
    document = {
        "hits": [{"rank": rank, "label": label, "reported": True} for rank, label in enumerate("abd", start=1)],
        "files": [
            {"path": "part_0.py", "sources": [{"rank": 1}, {"rank": 3}]},
            {"path": "part_1.py", "sources": [{"rank": 3}, {"rank": 2}]},
        ],
    }
    found = store.found_in(document, planted)
    assert (found.planted, found.right) == (3, 1)
    assert found.wrong == ("part_1.py: d for b",)
    assert found.missed == ("part_2.py: c/x.py",)
    assert found.others == ("d",)
