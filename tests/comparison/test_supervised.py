"""A process that dies while it reads files costs the file that killed it, and nothing else."""

import faulthandler
import os
import signal
import sys
import time
from dataclasses import replace

import pytest

from codematch.comparison import prepare as preparing
from codematch.comparison.prepare import make_toolkit, prepare_works
from codematch.model.source import Reason
from codematch.settings import Settings
from tests.comparison.works import LEDGER, TRIANGLE, work

pytestmark = [
    pytest.mark.supervised,
    pytest.mark.skipif(sys.platform != "linux", reason="limits of processes need Linux"),
]

FILES = {"a.py": LEDGER, "bad.py": TRIANGLE + "mark = 1\n", "c.py": LEDGER + TRIANGLE, "d.txt": "some words\n"}


def _with(toolkit, **parsing):
    settings = replace(Settings(), parsing=replace(Settings().parsing, **parsing))
    return make_toolkit(toolkit.languages, toolkit.weigher, toolkit.nulls, settings)


def _reading(monkeypatch, fault):
    """Let the reading of bad.py end in a fault, except by the plain lexer."""
    real = preparing.read_stream

    def read(file, toolkit):
        if file.source.record.path == "bad.py" and file.plainly is None:
            fault()
        return real(file, toolkit)

    monkeypatch.setattr(preparing, "read_stream", read)


def _prepared(toolkit, jobs):
    return prepare_works((work("w", FILES),), toolkit, jobs=jobs)[0]


def _said(work_):
    return {(item.subject, item.reason) for item in work_.limitations}


def _crash():
    faulthandler.disable()  # which would print where every process of the test ended
    os.kill(os.getpid(), signal.SIGSEGV)


def _grow():
    bytearray(2_000_000_000)


def _abort_for_want_of_memory():
    os.write(2, b"tree-sitter failed to allocate 123 bytes")
    os.abort()


def _spin():
    while True:
        pass


@pytest.mark.slow
@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (_crash, Reason.PARSE_CRASH),
        (_grow, Reason.PARSE_MEMORY),
        (_abort_for_want_of_memory, Reason.PARSE_MEMORY),
        (_spin, Reason.PARSE_TIMEOUT),
    ],
)
def test_the_file_is_read_plainly_and_all_others_as_without_it(monkeypatch, toolkit, fault, reason, jobs):
    toolkit = _with(toolkit, max_process_bytes=1_000_000_000, max_process_seconds=1)
    before = _prepared(toolkit, jobs)
    _reading(monkeypatch, fault)
    found = _prepared(toolkit, jobs)
    assert _said(found) == {("bad.py", reason)}
    assert [source.record.path for source in found.sources] == sorted(FILES)
    for one, other in zip(found.files, before.files, strict=True):
        if one.stream.path == "bad.py":
            assert one.stream.parser == "text"
            assert len(one.stream) > 0
        else:
            assert one.stream.texts.tolist() == other.stream.texts.tolist()
            assert one.weights.bits.tolist() == other.weights.bits.tolist()


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_process_killed_once_loses_nothing_and_is_named(monkeypatch, tmp_path, toolkit, jobs):
    before = _prepared(toolkit, jobs)

    def once():
        if not (tmp_path / "killed").exists():
            (tmp_path / "killed").touch()
            os.kill(os.getpid(), signal.SIGKILL)

    _reading(monkeypatch, once)
    found = _prepared(toolkit, jobs)
    assert _said(found) == {("bad.py", Reason.PROCESS_ENDED)}
    for one, other in zip(found.files, before.files, strict=True):
        assert one.stream.texts.tolist() == other.stream.texts.tolist()


def test_a_file_that_no_lexer_survives_is_empty_and_named(monkeypatch, toolkit):
    real = preparing.read_stream

    def read(file, tools):
        if file.source.record.path == "bad.py" and file.source.utf8:
            _crash()
        return real(file, tools)

    monkeypatch.setattr(preparing, "read_stream", read)
    found = _prepared(toolkit, 1)
    assert _said(found) == {("bad.py", Reason.PARSE_CRASH)}
    assert [len(file.stream) for file in found.files if file.stream.path == "bad.py"] == [0]


def test_no_process_is_left_when_the_run_is_killed(monkeypatch, tmp_path, toolkit):
    def wait():
        (tmp_path / "child").write_text(str(os.getpid()), encoding="ascii")
        time.sleep(600)

    _reading(monkeypatch, wait)
    run = os.fork()
    if run == 0:
        _prepared(toolkit, 1)
        os._exit(0)
    child = tmp_path / "child"
    deadline = time.monotonic() + 60
    while not (child.exists() and child.read_text(encoding="ascii")) and time.monotonic() < deadline:
        time.sleep(0.02)
    number = int(child.read_text(encoding="ascii"))
    os.kill(run, signal.SIGKILL)
    os.waitpid(run, 0)
    while _is_alive(number) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not _is_alive(number)


def _is_alive(number):
    try:
        with open(f"/proc/{number}/stat", encoding="ascii") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
