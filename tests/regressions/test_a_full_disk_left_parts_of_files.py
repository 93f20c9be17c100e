"""Where the disk is full a file is whole or not there, and reading files in processes needs no disk at all."""

import os
import signal
import subprocess
import sys

import pytest

from codematch import saved_files
from codematch.case import custody
from codematch.errors import StoreError
from tests.comparison.works import LEDGER

resource = pytest.importorskip("resource")
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the size of files is limited as Linux does it")

FULL = 300
"""Files cannot grow beyond it [bytes]: as on a disk with so much room."""


@pytest.fixture
def full_disk():
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    answer = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (FULL, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)
    signal.signal(signal.SIGXFSZ, answer)


@pytest.mark.parametrize("size", [FULL + 1, 2_000_000])
def test_a_new_file_is_not_there(full_disk, tmp_path, size):
    with pytest.raises(OSError, match="File too large"):
        saved_files.create(tmp_path / "new", b"a" * size)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_replaced_is_as_it_was(full_disk, tmp_path):
    saved_files.replace(tmp_path / "file", b"first")
    with pytest.raises(OSError, match="File too large"):
        saved_files.replace(tmp_path / "file", b"a" * 2 * FULL)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("file", b"first")]


def test_a_file_that_is_there_is_not_created(tmp_path):
    (tmp_path / "file").write_bytes(b"first")
    with pytest.raises(FileExistsError):
        saved_files.create(tmp_path / "file", b"second")
    assert (tmp_path / "file").read_bytes() == b"first"


def test_a_key_is_for_its_owner_alone(tmp_path):
    saved_files.create(tmp_path / "key", b"secret", mode=0o600)
    assert (tmp_path / "key").stat().st_mode & 0o077 == 0


def _entry(note):
    return custody.Entry(
        time="2026-03-02T10:00:00+01:00", item="disk 1", action="received", persons="A. Examiner", purpose=note
    )  # fmt: skip


def test_a_custody_log_can_be_continued_later(tmp_path):
    log = tmp_path / "custody.csv"
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    answer = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        for size, entries in ((100, 0), (900, 1)):
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
            with pytest.raises(StoreError, match="was not recorded"):
                custody.add(log, _entry("n" * 900))
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
            assert len(custody.read(log) if log.exists() else []) == entries
            custody.add(log, _entry("on time"))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, answer)
    assert [link.number for link in custody.read(log)] == [1, 2]


def _limited():
    resource.setrlimit(resource.RLIMIT_FSIZE, (FULL, FULL))


def test_works_are_read_and_the_result_is_refused_in_one_line(tmp_path):
    for side in ("known", "questioned"):
        (tmp_path / side).mkdir()
        (tmp_path / side / "a.py").write_text(LEDGER)
    command = [sys.executable, "-m", "codematch", "compare", "known", "questioned", "-q"]
    done = subprocess.run(
        [*command, "--out", "out"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.getcwd()},
        capture_output=True,
        text=True,
        preexec_fn=_limited,
        check=False,
    )
    assert (done.returncode, len(done.stderr.splitlines())) == (5, 1)
    assert "cannot be written (File too large)" in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["known", "questioned"]
