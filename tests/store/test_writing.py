"""Works go into an index and out of it, whole or not at all."""

import errno
import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from codematch.errors import InputError, StoreError, UsageError
from codematch.intake import read_work
from codematch.pipeline import make_tools
from codematch.scanning.works import Located
from codematch.settings import Settings
from codematch.store import lock, manifest, tables, writing
from codematch.store.checking import check
from codematch.store.contents import Shelf, opened
from codematch.store.layout import SOURCES, TEXTS, WORKS
from codematch.store.recipe import check_recipe, recipe
from tests.store.stores import TOOLS, content, located, made_index


def labels(index: Path) -> list[str]:
    with opened(index) as contents:
        return [work.label for work in contents.works()]


def rows(index: Path, table: str, column: str) -> list[object]:
    with opened(index) as contents:
        return [value for path in contents.paths(table) for value in tables.read(Path(path))[column].to_pylist()]


def test_works_come_back_as_they_were_read(tmp_path: Path) -> None:
    index, works = made_index(tmp_path, 3)
    odd = tmp_path / "odd"
    odd.mkdir()
    (odd / "korean.c").write_bytes(
        "/* 다람쥐 헌 쳇바퀴에 타고파. 키스의 고유조건은 입술끼리 만나야 하고 */\r\nint f(void);\r\n".encode("euc-kr")
    )
    (odd / "blob.bin").write_bytes(bytes(range(256)) * 8)
    (odd / "twin.c").write_bytes((odd / "korean.c").read_bytes())
    (odd / "empty.py").write_bytes(b"")
    writing.add(index, [Located(label="odd", locator=str(odd))], TOOLS)
    with opened(index) as contents:
        shelf, numbers = Shelf(contents), {work.label: work.number for work in contents.works()}
        for work in [*works, Located(label="odd", locator=str(odd))]:
            read = read_work(work.locator, Settings().intake, label=work.label)
            stored = shelf.tree(numbers[work.label])
            assert (stored.label, stored.origin, stored.digest) == (read.label, read.origin, read.digest)
            assert stored.limitations == read.limitations
            assert [file.record for file in stored.files] == [file.record for file in read.files]
            for ours, theirs in zip(stored.files, read.files, strict=True):
                assert (ours.content, ours.utf8) == (theirs.content, theirs.utf8)
                if theirs.text is not None:
                    assert ours.text is not None
                    assert ours.text.utf8_starts.tolist() == theirs.text.utf8_starts.tolist()
                    assert ours.text.original_starts.tolist() == theirs.text.original_starts.tolist()


def test_an_index_is_the_same_for_any_number_of_processes(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    first, _ = made_index(tmp_path / "one", 5, jobs=1)
    second, _ = made_index(tmp_path / "two", 5, jobs=2)
    assert content(first) == content(second)


def test_a_text_that_two_works_have_is_kept_once(tmp_path: Path) -> None:
    index, _ = made_index(tmp_path, 3)
    shutil.copytree(tmp_path / "works" / "work02", tmp_path / "fork")
    (tmp_path / "fork" / "more.py").write_text("def more(a):\n    return a + 1\n")
    before = len(rows(index, TEXTS, "key"))
    writing.add(index, [Located(label="fork", locator=str(tmp_path / "fork"))], TOOLS)
    assert len(rows(index, TEXTS, "key")) == before + 1
    assert len(rows(index, SOURCES, "source")) == len(set(rows(index, SOURCES, "source"))) == before + 1
    writing.remove(index, ["work02"])
    assert len(rows(index, TEXTS, "key")) == before + 1
    assert check(index, TOOLS).faults == ()
    with opened(index) as contents:
        (number,) = (work.number for work in contents.works() if work.label == "fork")
        assert len(Shelf(contents).tree(number).files) == 3


def test_what_is_removed_leaves_nothing_behind(tmp_path: Path) -> None:
    index, works = made_index(tmp_path, 4)
    before = content(index)
    writing.add(index, [Located(label="secret", locator=str(_secret(tmp_path)))], TOOLS)
    writing.remove(index, ["secret"])
    assert labels(index) == [work.label for work in works]
    assert {name: data for name, data in content(index).items() if name != "index.json"} == {
        name: data for name, data in before.items() if name != "index.json"
    }
    writing.remove(index, [work.label for work in works])
    assert labels(index) == []
    assert list(content(index)) == ["index.json"]
    assert check(index, TOOLS).faults == ()
    writing.add(index, works, TOOLS)
    assert labels(index) == [work.label for work in works]


def _secret(folder: Path) -> Path:
    place = folder / "secret"
    place.mkdir()
    (place / "secret.py").write_text("def secret(value):\n    return value * 7919\n" * 20)
    return place


def test_a_work_that_is_there_is_not_added_again(tmp_path: Path) -> None:
    index, works = made_index(tmp_path, 3)
    shutil.copytree(tmp_path / "works" / "work01", tmp_path / "again")
    before = content(index)
    added = writing.add(index, [Located(label="again", locator=str(tmp_path / "again"))], TOOLS)
    assert added.added == ()
    assert added.duplicates == (("again", "work01"),)
    assert content(index) == before
    assert labels(index) == [work.label for work in works]


def test_a_name_stands_for_one_work(tmp_path: Path) -> None:
    index, _ = made_index(tmp_path, 3)
    before = content(index)
    with pytest.raises(UsageError, match="has a work of this name with other files"):
        writing.add(index, [Located(label="work01", locator=str(_secret(tmp_path)))], TOOLS)
    assert content(index) == before
    with pytest.raises(UsageError, match="has no work of this name"):
        writing.remove(index, ["work09"])
    assert content(index) == before


def test_works_that_cannot_be_read_are_left_out_and_named(tmp_path: Path) -> None:
    index, _ = made_index(tmp_path, 3)
    (tmp_path / "void").mkdir()
    void = Located(label="void", locator=str(tmp_path / "void"))
    added = writing.add(index, [void, Located(label="secret", locator=str(_secret(tmp_path)))], TOOLS)
    assert added.added == ("secret",)
    assert [label for label, _ in added.failed] == ["void"]
    with pytest.raises(InputError, match="void: cannot be read"):
        writing.add(index, [void], TOOLS)


def test_many_segments_are_one_index(tmp_path: Path) -> None:
    found = located(made_index(tmp_path, 5)[0].parent / "works")
    small = replace(Settings(), store=replace(Settings().store, segment_prints=1_000, segment_bytes=1_000))
    tools = make_tools(small)
    writing.build(tmp_path / "parts.index", found, tools)
    assert len(manifest.read(tmp_path / "parts.index").segments) == 5
    assert check(tmp_path / "parts.index", tools).faults == ()
    assert labels(tmp_path / "parts.index") == [work.label for work in found]


@pytest.mark.parametrize("failing", ["write", "manifest"])
def test_a_full_disk_leaves_the_index_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str) -> None:
    index, _ = made_index(tmp_path, 3)
    before = content(index)
    full = OSError(errno.ENOSPC, "No space left on device")

    def fail(*_: object) -> None:
        raise full

    monkeypatch.setattr(*((tables, "write", fail) if failing == "write" else (manifest, "write", fail)))
    secret = [Located(label="secret", locator=str(_secret(tmp_path)))]
    with pytest.raises(StoreError, match="No space left on device"):
        writing.add(index, secret, TOOLS)
    with pytest.raises(StoreError, match="No space left on device"):
        writing.remove(index, ["work02"])
    with pytest.raises(StoreError, match="No space left on device"):
        writing.build(tmp_path / "new.index", secret, TOOLS)
    assert not (tmp_path / "new.index").exists()
    monkeypatch.undo()
    assert check(index, TOOLS).faults == ()
    assert content(index) == before


@pytest.mark.posix
def test_two_writers_do_not_meet(tmp_path: Path) -> None:
    index, _ = made_index(tmp_path, 2)
    receiver, sender = os.pipe()
    other = os.fork()
    if other == 0:
        with lock.writing(index):
            os.write(sender, b"x")
            os.read(receiver, 0)
            import time

            time.sleep(60)
        os._exit(0)
    try:
        os.read(receiver, 1)
        for act in (lambda: writing.remove(index, ["work01"]), lambda: writing.add(index, [], TOOLS)):
            with pytest.raises(StoreError, match=f"is being written to by process {other} on"):
                act()
    finally:
        os.kill(other, 9)
        os.waitpid(other, 0)
    writing.remove(index, ["work01"])
    assert labels(index) == ["work02"]


@pytest.mark.posix
def test_readers_keep_the_files_that_they_read(tmp_path: Path) -> None:
    index, works = made_index(tmp_path, 3)
    receiver, sender = os.pipe()
    done, tell = os.pipe()
    reader = os.fork()
    if reader == 0:
        with opened(index) as contents:
            os.write(sender, b"x")
            os.read(done, 1)
            shelf = Shelf(contents)
            names = [shelf.tree(work.number).label for work in contents.works()]
        os._exit(0 if names == [work.label for work in works] else 1)
    os.read(receiver, 1)
    writing.remove(index, ["work01"])
    assert labels(index) == ["work02", "work03"]
    os.write(tell, b"x")
    _, status = os.waitpid(reader, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    assert check(index, TOOLS).swept == 1
    assert check(index, TOOLS).swept == 0


def test_an_index_made_with_other_settings_is_not_mixed(tmp_path: Path) -> None:
    index, _ = made_index(tmp_path, 2)
    other = make_tools(replace(Settings(), fingerprinting=replace(Settings().fingerprinting, window=4)))
    with pytest.raises(StoreError, match=r"was made with fingerprinting.window=8 instead of 4"):
        writing.add(index, [Located(label="secret", locator=str(_secret(tmp_path)))], other)
    assert any("fingerprinting.window=8 instead of 4" in remark for remark in check(index, other).remarks)
    made = recipe(TOOLS, sources=True)
    older = replace(made, settings=dict(list(made.settings.items())[1:]))
    missing = next(iter(made.settings))
    with pytest.raises(StoreError, match=rf"made with a version that had no setting {missing}; build it again"):
        check_recipe(index, older, TOOLS)
    few = make_tools(replace(Settings(), fingerprinting=replace(Settings().fingerprinting, permutations=64)))
    with pytest.raises(UsageError, match="permutations"):
        writing.build(tmp_path / "few.index", [], few)


def test_an_index_without_sources_has_none(tmp_path: Path) -> None:
    index, _ = made_index(tmp_path, 2, sources=False)
    assert not [name for name in content(index) if SOURCES in name]
    assert len(rows(index, WORKS, "work")) == 2
    with opened(index) as contents, pytest.raises(StoreError, match="keeps no sources"):
        Shelf(contents)
