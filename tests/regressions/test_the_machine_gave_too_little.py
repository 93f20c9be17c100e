"""Too little memory, too few open files, a closed stdout, a full disk: one line that says so, and nothing left behind.

An index crashed in native code for want of address space, or was called damaged for want of open files.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from codematch import process_limits, saved_files
from codematch.case import case_file
from codematch.errors import ResourceError, StoreError, ends_run
from codematch.process_limits import Shortage
from codematch.store import lock, tables
from codematch.store.layout import WRITER_LOCK
from tests.faults.kills import heed_signals

resource = pytest.importorskip("resource")
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="limits as Linux has them")
ROOT = Path(__file__).parents[2]
CODE = "".join(
    f"def area_{n}(width, height):\n    total = width * {n} + height\n    return [total, width][:{n}]\n"
    for n in range(40)
)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("made")
    for side, more in (("k", ""), ("q", "total = 3\n")):
        (folder / side).mkdir()
        (folder / side / "x.py").write_text(CODE + more, encoding="utf-8")
    (folder / "pairs.csv").write_text("known,questioned\nk,q\n")
    assert _run(folder, "", "index", "build", "idx", "k", "-q").returncode == 0
    return folder


@pytest.fixture
def works(made, tmp_path):
    return Path(shutil.copytree(made, tmp_path / "w"))


def _environment():
    return {**os.environ, "PYTHONPATH": str(ROOT), "CODEMATCH_CACHE_DIR": ""}


def _run(folder, before, *arguments, after=""):
    command = f"{before} exec {sys.executable} -m codematch {' '.join(arguments)} {after}"
    return subprocess.run(
        ["/bin/sh", "-c", command], cwd=folder, env=_environment(), capture_output=True, text=True, check=False
    )


@pytest.mark.slow
@pytest.mark.parametrize("megabytes", [300, 600])
def test_an_index_is_not_searched_in_an_address_space_that_is_too_small(works, megabytes):
    for command in ("search q --index idx", "index build new k", "index add idx q", "index info idx"):
        done = _run(works, f"ulimit -v {megabytes}000;", command)
        assert (done.returncode, done.stderr.count("\n")) == (71, 1), (command, done.stderr)
        assert "raise the limit (ulimit -v)" in done.stderr  # of the libraries, or of what is read before them
    assert not (works / "new").exists()


@pytest.mark.slow
def test_a_comparison_and_rows_of_a_batch_say_that_memory_is_out(works):
    done = _run(works, "ulimit -v 250000;", "compare k q")
    assert (done.returncode, done.stderr.count("\n")) == (71, 1), done.stderr
    assert "out of memory" in done.stderr
    done = _run(works, "ulimit -v 250000;", "batch pairs.csv --out night")
    assert done.returncode == 71, done.stderr
    assert "out of memory" in done.stderr  # the row, or the run that did not get to it
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_one_open_file_too_many_is_no_damaged_index(works):
    done = _run(works, "ulimit -n 24;", "search q --index idx")
    assert done.returncode == 71
    assert done.stderr == "codematch: too many files are open; raise the limit (ulimit -n)\n"


@pytest.mark.slow
def test_a_closed_stdout_loses_nothing_that_was_done(works):
    done = _run(works, "", "custody add log.csv --item K1 --action received --person A", after=">&-")
    assert done.returncode == 0
    assert "chain value" in done.stderr
    done = _run(works, "", "settings", after=">&-")
    assert (done.returncode, done.stderr) == (5, "codematch: stdout is closed; send it to a file (> FILE)\n")
    done = _run(works, "", "compare k q --out o", after=">&-")
    assert done.returncode == 0
    assert "warning: stdout is closed; what --out names is written" in done.stderr
    assert (works / "o" / "report.json").exists()


@pytest.mark.slow
def test_a_full_disk_leaves_an_index_and_the_place_of_a_batch_as_they_were(works):
    for command in ("index build new k", "index add idx q", "index remove idx x.py", "batch pairs.csv --out night"):
        done = _run(works, "ulimit -f 0;", command)
        assert (done.returncode, done.stderr.count("\n")) == (5, 1), (command, done.stderr)
        assert "internal error" not in done.stderr
    assert sorted(path.name for path in works.iterdir()) == ["idx", "k", "pairs.csv", "q"]
    assert _run(works, "", "index check idx").returncode == 0


@pytest.mark.slow
@pytest.mark.parametrize(
    ("number", "said"),
    [(signal.SIGINT, "interrupted"), (signal.SIGTERM, "ended by SIGTERM"), (signal.SIGHUP, "ended by SIGHUP")],
)
def test_a_signal_ends_a_run_in_one_line(works, number, said):
    command = [sys.executable, "-m", "codematch", "compare", "k", "q", "-q", "--out", "o"]
    run = subprocess.Popen(
        command, cwd=works, env=_environment(), stderr=subprocess.PIPE, text=True, preexec_fn=heed_signals
    )
    while b"codematch" not in Path(f"/proc/{run.pid}/cmdline").read_bytes() or _loaded(run.pid) < 3:
        time.sleep(0.01)
    run.send_signal(number)
    _, err = run.communicate(timeout=60)
    assert (run.returncode, err) == (128 + number, f"codematch: {said}; nothing is half written\n")
    assert not [path.name for path in works.iterdir() if path.name.startswith((".", "o"))]


def _loaded(process):
    """Return how many of the libraries that a comparison loads a process has loaded."""
    text = Path(f"/proc/{process}/maps").read_text()
    return sum(name in text for name in ("_multiarray_umath", "tree_sitter", "_struct"))


def test_a_case_file_that_cannot_be_written_leaves_no_folder(tmp_path, monkeypatch):
    def full(path, content):
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(saved_files, "create", full)
    with pytest.raises(StoreError, match="No space left"):
        case_file.new(tmp_path / "a" / "b")
    assert list(tmp_path.iterdir()) == []


def test_a_lock_needs_no_room(tmp_path):
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    answer = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        with lock.writing(tmp_path):
            assert (tmp_path / WRITER_LOCK).read_bytes() == b""
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, answer)


def test_memory_is_asked_for_where_it_is_limited_only(monkeypatch):
    process_limits.require_memory(1 << 60)
    monkeypatch.setattr(process_limits, "address_space", lambda: 1)
    with pytest.raises(MemoryError):
        process_limits.require_memory(1 << 60)
    monkeypatch.setattr(tables, "_LIBRARIES_BYTES", 1 << 60)
    with pytest.raises(ResourceError, match="address space"):
        tables.require_libraries()


def test_what_an_error_came_from_counts():
    assert process_limits.shortage(ValueError("no")) is None
    assert process_limits.shortage(RuntimeError("IO Error: Too many open files")) is Shortage.FILES
    assert ends_run(MemoryError())
    assert ends_run(StoreError("a model is damaged"))
    assert not ends_run(ValueError("one pair"))
