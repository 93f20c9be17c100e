"""Reading labelled sets: labels, tasks, parts, and files that are not there."""

import pytest

from tests.benchmarks.labelled_pairs import DataError, read_set, read_sets

HEAD = "path_a,path_b,label,kind,language\n"


def _set(folder, rows, files=("case-01/a.java", "case-01/b.java")):
    for name in files:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("class A {}\n")
    (folder / "pairs.csv").write_text(rows)
    return folder


def test_pairs_are_read(tmp_path):
    rows = HEAD + "case-01/a.java,case-01/b.java,1,L3,java\ncase-01/b.java,case-01/a.java,0,part:x~y,java\n"
    found = read_set(_set(tmp_path / "toy", rows))
    assert (found.name, found.missing, found.paths) == ("toy", 0, ["case-01/a.java", "case-01/b.java"])
    assert [(p.positive, p.task, p.part) for p in found.pairs] == [(True, "case-01", "L3"), (False, "case-01", "part")]
    assert len(found.where("toy", lambda pair: pair.positive).pairs) == 1


def test_missing_files_are_counted(tmp_path):
    rows = HEAD + "case-01/a.java,case-01/gone.java,1,L3,java\ncase-01/a.java,case-01/b.java,1,L3,java\n"
    found = read_set(_set(tmp_path, rows))
    assert (len(found.pairs), found.missing) == (1, 1)


@pytest.mark.parametrize("rows", ["a,b,c\n", HEAD + "case-01/a.java,case-01/b.java,yes,L3,java\n"])
def test_what_is_no_list_is_refused(tmp_path, rows):
    with pytest.raises(DataError):
        read_set(_set(tmp_path, rows))


def test_sets_by_name(tmp_path):
    for name in ("one", "two"):
        _set(tmp_path / name, HEAD)
    assert [found.name for found in read_sets(tmp_path)] == ["one", "two"]
    assert [found.name for found in read_sets(tmp_path, ["two"])] == ["two"]
