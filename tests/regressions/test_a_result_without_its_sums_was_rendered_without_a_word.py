"""A result of which nobody can tell whether it was changed was rendered, with new sums, as if it had been checked."""

import shutil
from pathlib import Path

import pytest

from codematch.case import sums
from codematch.cli import main
from codematch.errors import StoreError

LINE = "no SHA256SUMS lists it, so whether it is as it was written was not checked"
CHINESE = "本记录所依据的结果未经核对"


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    code = "def depth(rows, gauge):\n    return [row.level * gauge + 7 for row in rows if row.level > gauge]\n"
    for name in ("known", "questioned"):
        (folder / name).mkdir()
        (folder / name / "a.py").write_text(code * 9, encoding="utf-8")
    exit_of("compare", folder / "known", folder / "questioned", "--out", folder / "out", "--format", "json")
    return folder / "out"


@pytest.fixture
def result(made, tmp_path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "result"))


def exit_of(*arguments) -> object:
    with pytest.raises(SystemExit) as ended:
        main([str(one) for one in arguments])
    return ended.value.code


def rendered(result: Path, out: Path, capsys, form: str = "html") -> tuple[str, str]:
    """Return what was said, and the document."""
    capsys.readouterr()
    assert exit_of("report", result, "--format", form, "--lang", "zh", "--out", out) == 0
    said = capsys.readouterr().err
    return said, next(file for file in out.iterdir() if file.suffix in (".html", ".md")).read_text(encoding="utf-8")


def test_a_result_with_its_sums_is_checked(result, tmp_path, capsys):
    said, document = rendered(result, tmp_path / "again", capsys)
    assert "SHA256SUMS" not in said.replace("wrote", "").partition("warning")[2]
    assert CHINESE not in document


@pytest.mark.parametrize("how", ["removed", "without its line", "alone"])
def test_a_result_that_no_sums_list_is_said_not_to_be_checked(result, tmp_path, capsys, how):
    file = result / sums.NAME
    given = result
    if how == "removed":
        file.unlink()
    elif how == "without its line":
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
        file.write_text("".join(line for line in lines if "report.json" not in line), encoding="utf-8")
    else:
        given = tmp_path / "alone.json"
        shutil.copy(result / "report.json", given)
    said, document = rendered(given, tmp_path / "again", capsys)
    assert "没有SHA256SUMS列出该文件" in said
    assert CHINESE in document
    assert CHINESE in rendered(given, tmp_path / "comment", capsys, "markdown")[1]
    capsys.readouterr()
    assert exit_of("explain", given, "Q:a.py") == 0
    assert LINE in capsys.readouterr().err


def test_a_record_of_a_set_is_checked_by_the_sums_of_the_set(result, tmp_path, capsys):
    record = tmp_path / "scan" / "pairs" / "1-2"
    shutil.copytree(result, record)
    (record / sums.NAME).unlink()
    listed = {f"pairs/1-2/{path.name}": path.read_bytes() for path in record.iterdir()}
    (tmp_path / "scan" / sums.NAME).write_bytes(sums.render(listed | {"other": b""}))
    (tmp_path / "scan" / "other").write_bytes(b"another record, which is not looked at")
    assert CHINESE not in rendered(record, tmp_path / "again", capsys)[1]
    text = (record / "report.json").read_bytes()
    (record / "report.json").write_bytes(text.replace(b"}", b" }", 1))
    assert exit_of("report", record) == 5
    assert "pairs/1-2/report.json was changed since it was written" in capsys.readouterr().err


def test_sums_that_cannot_be_read_are_an_error_beside_the_result_and_none_above_it(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "report.json").write_bytes(b"{}")
    (tmp_path / sums.NAME).mkdir()
    assert sums.listing(tmp_path / "in" / "report.json") is None
    (tmp_path / "in" / sums.NAME).mkdir()
    with pytest.raises(StoreError):
        sums.listing(tmp_path / "in" / "report.json")
