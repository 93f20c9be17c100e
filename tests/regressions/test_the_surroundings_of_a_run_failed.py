"""A working directory that is gone, no folder for temporary files, a full disk, a clock that was set back: one line, or
a whole result. A closed or full stdout is tried in tests/cli/test_console.py, two runs in tests/cli/test_placing.py.
"""

import json
import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest

from codematch.cli import run_record

ROOT = Path(__file__).parents[2]
CODE = "".join(
    f"def area_{n}(width, height):\n    total = width * {n} + height\n    return [total, width][:{n}]\n"
    for n in range(40)
)
posix = pytest.mark.skipif(sys.platform == "win32", reason="deletes an open folder, sends signals")


@pytest.fixture
def works(tmp_path):
    for side in ("k", "q"):
        (tmp_path / side).mkdir()
        (tmp_path / side / "x.py").write_text(CODE, encoding="utf-8")
    return tmp_path


def _command(*arguments):
    return [sys.executable, "-m", "codematch", *map(str, arguments)]


def _environment(**more):
    return {**os.environ, "PYTHONPATH": str(ROOT), **more}


def _run(cwd, *arguments, **more):
    return subprocess.run(
        _command(*arguments), cwd=cwd, env=_environment(**more), capture_output=True, text=True, check=False
    )


def _lines(text):
    return [line for line in text.splitlines() if line.startswith("codematch:")]


@pytest.mark.slow
@posix
def test_a_working_directory_that_was_deleted(works):
    gone = works / "gone"
    gone.mkdir()
    command = " ".join(_command("compare", works / "k", works / "q", "-q", "--out"))
    for out, code in ((works / "o", 0), ("o", 2)):
        gone.mkdir(exist_ok=True)
        done = subprocess.run(
            ["/bin/sh", "-c", f"rmdir {gone}; exec {command} {out}"],
            cwd=gone,
            env=_environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == code, done.stderr
        assert len(_lines(done.stderr)) == (1 if code else 0)
        assert "internal error" not in done.stderr
    assert (works / "o" / "report.json").exists()


@pytest.mark.slow
def test_a_folder_for_temporary_files_that_is_missing(works):
    done = _run(works, "compare", "k", "q", "-q", "--out", "o", TMPDIR=str(works / "none"))
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.slow
@posix
def test_a_run_that_is_killed_leaves_a_whole_result_and_nothing_that_blocks_the_next(works):
    """A few moments only; tests/cli/test_placing.py kills before every call that changes the disk."""
    assert _run(works, "compare", "k", "q", "-q", "--out", "o").returncode == 0
    for seconds in (0.7, 2.0):
        run = subprocess.Popen(_command("compare", "k", "k", "-q", "--out", "o"), cwd=works, env=_environment())
        time.sleep(seconds)
        run.send_signal(signal.SIGKILL)
        run.wait()
        listed = subprocess.run(
            ["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=works / "o", capture_output=True, check=False
        )
        assert listed.returncode == 0, listed.stdout
    assert _run(works, "compare", "k", "k", "-q", "--out", "o").returncode == 0
    assert sorted(path.name for path in works.iterdir()) == ["k", "o", "q"]


@pytest.mark.slow
@posix
def test_a_disk_that_is_full_keeps_the_earlier_result(works):
    """A limit of the size of files stands in for the disk: writing fails in the same places, for another reason."""
    assert _run(works, "compare", "k", "q", "-q", "--out", "o").returncode == 0
    before = {path.name: path.read_bytes() for path in (works / "o").iterdir()}
    command = " ".join(_command("compare", "k", "q", "-q", "--out"))
    for out in ("o", "new"):
        done = subprocess.run(
            ["/bin/sh", "-c", f"ulimit -f 8; exec {command} {out}"],
            cwd=works, env=_environment(PYTHONDONTWRITEBYTECODE="1"), capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 5, done.stderr
        assert len(_lines(done.stderr)) == 1
        assert "cannot be written" in done.stderr
    assert {path.name: path.read_bytes() for path in (works / "o").iterdir()} == before
    assert sorted(path.name for path in works.iterdir()) == ["k", "o", "q"]


@pytest.mark.skipif(not Path("/sys/kernel").is_dir(), reason="needs a folder that root cannot write to, either")
def test_a_folder_that_cannot_be_written_to_is_refused_before_the_comparison(works):
    done = _run(works, "compare", "k", "q", "-q", "--out", "/sys/kernel/o")
    assert done.returncode == 2
    assert len(_lines(done.stderr)) == 1
    assert "cannot be written to" in done.stderr


def test_a_clock_that_was_set_back_gives_no_negative_duration():
    now = run_record.now()
    record = json.loads(run_record.render({}, now + timedelta(hours=1), 1, language="en"))
    assert record["duration_seconds"] is None
    assert record["started"] > record["ended"]
    assert json.loads(run_record.render({}, now - timedelta(hours=1), 1, language="en"))["duration_seconds"] >= 3600
