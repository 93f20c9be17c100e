"""Writing reports: all formats whole, or nothing; the same bytes whoever asks."""

import hashlib
import inspect
import json
import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from codematch.cli import completion, result_folder
from codematch.cli.options import checked_formats
from codematch.errors import UsageError
from codematch.report import formats
from codematch.report.documents import documents, render
from codematch.report.formats import FORMATS, Format, Kind
from codematch.report.text.wording import LANGUAGES
from tests.report.sample_result import large_result, sample_result

ALL = tuple(FORMATS)


def test_formats() -> None:
    assert {name: item.file_name for name, item in FORMATS.items()} == {
        "terminal": "report.txt", "json": "report.json", "html": "report.html",
        "pdf": "report.pdf", "docx": "report.docx", "csv": "matches.csv",
        "sarif": "report.sarif", "junit": "junit.xml", "gitlab": "gl-code-quality-report.json",
        "github": "annotations.txt", "markdown": "report.md",
    }  # fmt: skip


def test_an_unknown_format() -> None:
    with pytest.raises(UsageError, match="no report format 'odt': choose from terminal, json, html"):
        render(sample_result(), "odt")


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
    content = render(large_result(50), "json")
    lines = content.decode("utf-8").splitlines()
    for row in json.loads(content)["pairs"][0]["regions"]["rows"]:
        assert (
            lines.count(json.dumps(row, ensure_ascii=False, separators=(",", ":")))
            + lines.count(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + ",")
            == 1
        )


DIGEST = """
import hashlib
from codematch.report.formats import FORMATS
from codematch.report.documents import render
from tests.report.sample_result import sample_result
print(hashlib.sha256(b"".join(render(sample_result(), name) for name in FORMATS)).hexdigest())
"""


@pytest.mark.slow
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


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_is_a_module_that_renders(name: str) -> None:
    module = import_module(f"codematch.report.formats.{FORMATS[name].module}")
    assert list(inspect.signature(module.render).parameters) == ["result", "options"]
    assert hasattr(module, "tables") == (FORMATS[name].kind is Kind.TABLES)


def test_a_new_format_is_one_module_and_one_entry(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The command line offers it, writes it, and knows its file in an earlier result."""
    (tmp_path / "to_paths.py").write_text(
        "def render(result, options):\n"
        "    return '\\n'.join(file.path for file in result.pairs[0].known.files).encode()\n"
    )
    monkeypatch.setattr(formats, "__path__", [*formats.__path__, str(tmp_path)])
    monkeypatch.setitem(FORMATS, "paths", Format(file_name="report.paths", module="to_paths", kind=Kind.DATA))
    monkeypatch.delitem(sys.modules, "codematch.report.formats.to_paths", raising=False)
    assert checked_formats(["paths"]) == ("paths",)
    assert completion.formats("pat") == ["paths"]
    made = documents(sample_result(), "paths", LANGUAGES)
    assert list(made) == ["report.paths"]
    assert made["report.paths"].splitlines()[0].decode() == sample_result().pairs[0].known.files[0].path
    assert result_folder.is_ours("report.paths")
