"""A run leaves nothing behind but what it was asked for: no temporary file, no cache."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "pairs" / "python"


@pytest.mark.slow
def test_a_run_and_its_reports_leave_no_trace_elsewhere(tmp_path):
    home, temporary, here, out = (tmp_path / name for name in ("home", "tmp", "here", "out"))
    for folder in (home, temporary, here):
        folder.mkdir()
    environment = {
        **os.environ, "HOME": str(home), "TMPDIR": str(temporary), "XDG_CACHE_HOME": str(home / "cache"),
        "XDG_DATA_HOME": str(home / "data"), "PYTHONDONTWRITEBYTECODE": "1",
    }  # fmt: skip
    formats = [word for name in ("html", "pdf", "docx", "csv") for word in ("--format", name)]
    works = [str(FIXTURES / "known"), str(FIXTURES / "renamed")]

    done = subprocess.run(
        [sys.executable, "-m", "codematch", "compare", *works, *formats, "--out", str(out), "-q"],
        env=environment, cwd=here, capture_output=True, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert [path for folder in (home, temporary, here) for path in folder.rglob("*")] == []
    assert {path.name for path in out.iterdir()} >= {"report.json", "report.html", "report.pdf", "report.docx"}
    assert not [path for path in out.iterdir() if path.name.startswith(".")]
