"""A working directory that is gone, a closed stdout, no folder for temporary files: one line, or a whole result."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

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


def test_a_folder_for_temporary_files_that_is_missing(works):
    done = _run(works, "compare", "k", "q", "-q", "--out", "o", TMPDIR=str(works / "none"))
    assert (done.returncode, done.stderr) == (0, "")


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
