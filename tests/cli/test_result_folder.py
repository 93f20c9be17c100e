import json
import os
from pathlib import Path

import pytest

from codematch.cli import placing, result_folder
from codematch.errors import StoreError, UsageError


def result(text: str) -> dict[str, bytes]:
    return {"report.json": text.encode(), "run.json": json.dumps({"tool": "codematch"}).encode()}


def contents(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def break_on(name: str, error: BaseException, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the write of the file called `name` fail."""
    write = placing._write_through

    def failing(path: Path, content: bytes) -> None:
        write(path, content)
        if path.name == name:
            raise error

    monkeypatch.setattr(placing, "_write_through", failing)


def test_a_new_folder_is_made_with_its_parents_only_when_it_is_filled(tmp_path):
    out = tmp_path / "cases" / "one"

    result_folder.check(out, ())
    assert contents(tmp_path) == []

    result_folder.fill(out, result("new"))
    assert contents(out) == ["report.json", "run.json"]


def test_an_earlier_result_is_replaced_whole(tmp_path):
    older = {"report.html": b"of the earlier run", "exhibits/E1.pdf": b"", "exhibits/E2.pdf": b""}
    result_folder.fill(tmp_path, {**result("old"), **older})

    result_folder.check(tmp_path, ())
    result_folder.fill(tmp_path, result("new"))

    assert contents(tmp_path) == ["report.json", "run.json"]
    assert (tmp_path / "report.json").read_text() == "new"


FAILURES = [(KeyboardInterrupt(), KeyboardInterrupt), (OSError(28, "No space left on device"), StoreError)]


@pytest.mark.parametrize(("failure", "seen"), FAILURES)
def test_a_failure_half_way_leaves_the_earlier_result_as_it_was(tmp_path, monkeypatch, failure, seen):
    result_folder.fill(tmp_path, result("old"))
    break_on("run.json", failure, monkeypatch)

    with pytest.raises(seen):
        result_folder.fill(tmp_path, result("new"))

    assert contents(tmp_path) == ["report.json", "run.json"]
    assert (tmp_path / "report.json").read_text() == "old"


@pytest.mark.parametrize(("failure", "seen"), FAILURES)
def test_a_failure_half_way_leaves_no_folder_that_was_not_there(tmp_path, monkeypatch, failure, seen):
    break_on("run.json", failure, monkeypatch)

    with pytest.raises(seen):
        result_folder.fill(tmp_path / "cases" / "one", result("new"))

    assert contents(tmp_path) == []


@pytest.mark.parametrize("name", ["thesis.txt", "report.json"])
def test_a_folder_with_anything_else_is_refused(tmp_path, name):
    (tmp_path / name).write_text("not ours")

    with pytest.raises(UsageError, match=rf"contains files that are not an earlier result \({name}\)"):
        result_folder.check(tmp_path, ())


@pytest.mark.parametrize("record", ["{}", "[]", "not json", '{"tool": "other"}'])
def test_a_run_record_that_is_not_ours_does_not_open_the_folder(tmp_path, record):
    (tmp_path / "run.json").write_text(record)

    with pytest.raises(UsageError, match="contains files that are not an earlier result"):
        result_folder.check(tmp_path, ())


def test_a_file_is_refused_as_the_folder_and_as_its_parent(tmp_path):
    (tmp_path / "file").write_text("")

    for out in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(UsageError, match="is a file; choose a folder"):
            result_folder.check(out, ())


def test_a_folder_that_cannot_be_written_to_is_refused(tmp_path, monkeypatch):
    def refuse(**_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.TemporaryFile", refuse)

    with pytest.raises(UsageError, match=r"cannot be written to \(Permission denied\)"):
        result_folder.check(tmp_path, ())


def test_nothing_is_ever_written_below_an_input(tmp_path):
    work = tmp_path / "work"
    (work / "src").mkdir(parents=True)
    link = tmp_path / "link"
    link.symlink_to(work)

    for out, locator in ((work / "out", work), (work, work), (link / "out", work), (work / "out", f"{work}@v1")):
        with pytest.raises(UsageError, match="a work of the comparison"):
            result_folder.check(out, ("elsewhere", str(locator)))
    result_folder.check(tmp_path / "out", (str(work),))
    assert os.listdir(work) == ["src"]
