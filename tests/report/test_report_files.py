"""Writing reports: all formats whole, or nothing; the same bytes whoever asks."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from codematch.errors import UsageError
from codematch.report.documents import render
from codematch.report.formats import FORMATS
from tests.report.sample_result import large_result, sample_result

ALL = tuple(FORMATS)


def test_formats() -> None:
    assert {name: item.file_name for name, item in FORMATS.items()} == {
        "terminal": "report.txt", "json": "report.json", "html": "report.html",
        "pdf": "report.pdf", "docx": "report.docx", "csv": "matches.csv",
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
    lines = render(large_result(50), "json").decode("utf-8").splitlines()
    assert sum(1 for line in lines if '"match_class":"M3"' in line and '"script"' in line) == 50


DIGEST = """
import hashlib
from codematch.report.formats import FORMATS
from codematch.report.documents import render
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
