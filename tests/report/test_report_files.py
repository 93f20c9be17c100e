"""Writing reports: all formats whole, or nothing; the same bytes whoever asks."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from codematch.errors import UsageError
from codematch.model.result import CaseResult
from codematch.report import FORMATS, Format, render, write_reports
from tests.report.sample_result import large_result, sample_result

ALL = tuple(FORMATS)


def test_formats() -> None:
    assert {name: item.file_name for name, item in FORMATS.items()} == {
        "terminal": "report.txt", "json": "report.json", "html": "report.html",
    }  # fmt: skip


def test_files_hold_what_render_returns(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "folder"
    written = write_reports(sample_result(), folder, ALL)
    assert [path.name for path in written] == ["report.txt", "report.json", "report.html"]
    assert sorted(path.name for path in folder.iterdir()) == sorted(path.name for path in written)
    for name, path in zip(ALL, written, strict=True):
        assert path.read_bytes() == render(sample_result(), name)


def test_an_older_report_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "report.json").write_text("old")
    write_reports(sample_result(), tmp_path, ["json"])
    assert (tmp_path / "report.json").read_bytes() == render(sample_result(), "json")


def test_unknown_format_writes_nothing(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="choose from terminal, json, html"):
        write_reports(sample_result(), tmp_path / "out", ["json", "pdf"])
    assert list(tmp_path.iterdir()) == []


def test_a_format_that_fails_leaves_the_folder_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(result: CaseResult) -> bytes:
        raise RuntimeError("interrupted")

    (tmp_path / "report.json").write_text("old")
    monkeypatch.setitem(FORMATS, "html", Format("report.html", fail))
    with pytest.raises(RuntimeError):
        write_reports(sample_result(), tmp_path, ["json", "html"])
    assert [path.name for path in tmp_path.iterdir()] == ["report.json"]
    assert (tmp_path / "report.json").read_text() == "old"


def test_an_interruption_while_writing_leaves_no_half_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []

    def interrupt(descriptor: int) -> None:
        calls.append(descriptor)
        if len(calls) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_reports(sample_result(), tmp_path, ALL)
    assert len(calls) == 2
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    with pytest.raises(UsageError, match="taken: cannot be written to"):
        write_reports(sample_result(), tmp_path / "taken", ALL)


def test_json_is_canonical() -> None:
    content = render(sample_result(), "json")
    assert content.endswith(b"}\n")
    assert b"NaN" not in content
    assert b"Infinity" not in content
    text = content.decode("utf-8")
    assert (
        text.index('"format_version"') < text.index('"limitations"') < text.index('"manifest"') < text.index('"pairs"')
    )
    assert "模块/区域查找器.py" in text


def test_json_has_a_line_for_each_region() -> None:
    lines = render(large_result(50), "json").decode("utf-8").splitlines()
    assert sum(1 for line in lines if '"match_class":"M3"' in line and '"script"' in line) == 50


DIGEST = """
import hashlib
from codematch.report import FORMATS, render
from tests.report.sample_result import sample_result
print(hashlib.sha256(b"".join(render(sample_result(), name) for name in FORMATS)).hexdigest())
"""


def test_another_hash_seed_locale_and_folder_give_the_same_bytes(tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[2]
    environment = {
        "PYTHONHASHSEED": "4711", "PYTHONPATH": str(root), "LC_ALL": "C", "COLUMNS": "40", "TERM": "dumb",
        "TZ": "Asia/Tokyo",        "FORCE_COLOR": "1", "PATH": os.environ.get("PATH", ""),
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", DIGEST], env=environment, cwd=tmp_path, capture_output=True, check=True
    )
    here = hashlib.sha256(b"".join(render(sample_result(), name) for name in FORMATS)).hexdigest()
    assert done.stdout.decode().strip() == here
