"""Which works a scan means, and what is said of those that it cannot compare."""

import pytest

from codematch.errors import InputError, UsageError
from codematch.model.scan import WorkState
from codematch.scanning.works import changed_works, locate, read_works
from codematch.settings import Settings
from tests.comparison.works import LEDGER, TRIANGLE

LIMITS = Settings().intake


def read(*given):
    works, notes = locate([str(one) for one in given])
    return read_works(works, LIMITS, (), None), notes


def test_each_entry_of_a_folder_is_a_work_but_for_hidden_ones_and_links(tmp_path):
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "x.py").write_text(LEDGER)
    (tmp_path / "a.py").write_text(TRIANGLE)
    (tmp_path / ".git").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "b")
    works, notes = read(tmp_path)

    assert [(one.located.label, one.state) for one in works] == [
        ("a.py", WorkState.COMPARED),
        ("b", WorkState.COMPARED),
    ]
    assert [(note.key, note["count"], note["names"]) for note in notes] == [
        ("scan-hidden-entries", 1, (".git",)),
        ("scan-linked-entries", 1, ("link",)),
    ]


def test_a_work_that_cannot_be_read_keeps_its_row_with_the_reason(tmp_path):
    for name, content in (("a.py", LEDGER), ("b.zip", "PK\x03\x04 no archive"), ("c.py", ""), ("d.py", TRIANGLE)):
        (tmp_path / name).write_text(content)
    works, _ = read(tmp_path)

    assert [one.state for one in works] == [
        WorkState.COMPARED,
        WorkState.UNREADABLE,
        WorkState.EMPTY,
        WorkState.COMPARED,
    ]
    assert "b.zip" in str(works[1].detail["text"])


def test_works_whose_files_have_the_same_bytes_are_duplicates_whatever_the_names(tmp_path):
    for name, file in (("a", "one.py"), ("b", "two.py"), ("c", "one.py")):
        (tmp_path / name).mkdir()
        (tmp_path / name / file).write_text(TRIANGLE if name == "c" else LEDGER)
    works, _ = read(tmp_path)

    assert [(one.state, one.duplicate_of) for one in works] == [
        (WorkState.COMPARED, -1),
        (WorkState.DUPLICATE, 0),
        (WorkState.COMPARED, -1),
    ]


def test_works_of_the_same_name_are_told_apart_by_their_folders(tmp_path):
    for place in ("x", "y"):
        (tmp_path / place / "src").mkdir(parents=True)
        (tmp_path / place / "src" / "a.py").write_text(LEDGER if place == "x" else TRIANGLE)
    given = [tmp_path / "x" / "src", tmp_path / "y" / "src"]
    works, _ = read(*given)

    assert [one.located.label for one in works] == [str(one) for one in given]


def test_what_is_no_set_of_works_is_refused(tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "a.py").write_text(LEDGER)
    with pytest.raises(UsageError, match="no works were given"):
        locate([])
    with pytest.raises(InputError, match="has no entries"):
        locate([str(tmp_path / "empty")])
    with pytest.raises(InputError, match="has one entry"):
        locate([str(tmp_path / "one")])
    with pytest.raises(UsageError, match="is one work"):
        locate([str(tmp_path / "one" / "a.py")])
    with pytest.raises(InputError, match="given twice"):
        locate([str(tmp_path / "one"), str(tmp_path / "one")])
    with pytest.raises(InputError, match="absent"):
        locate([str(tmp_path / "absent")])


def test_a_work_that_changed_is_named(tmp_path):
    for name in ("a.py", "b.py"):
        (tmp_path / name).write_text(LEDGER + name)
    works, _ = read(tmp_path)
    assert changed_works(works, LIMITS) == []
    (tmp_path / "b.py").write_text(TRIANGLE)

    assert changed_works(works, LIMITS) == ["b.py"]
