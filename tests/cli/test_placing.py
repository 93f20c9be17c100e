"""A result replaces an earlier one in one step: killed at any moment, the old one or the new one is there, whole."""

import os
import signal
import sys
import threading

import pytest

from codematch.cli.placing import place_folder

OLD = {"report.json": b"old" * 99, "run.json": b"{}", "exhibits/E1.pdf": b"old"}
NEW = {"report.json": b"new" * 99, "run.json": b"[]", "new.csv": b"new"}


def _content(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def _nothing():
    return None


def test_the_new_files_are_the_whole_content(tmp_path):
    folder = tmp_path / "deep" / "out"
    for documents in (OLD, NEW, OLD):
        place_folder(folder, documents, _nothing)
        assert _content(folder) == documents
    assert os.listdir(folder.parent) == ["out"]


@pytest.mark.skipif(sys.platform != "linux", reason="counts the calls of Linux that change names")
@pytest.mark.parametrize("inside", [False, True])
@pytest.mark.parametrize("call", range(1, 26))
def test_killed_at_any_call_nothing_is_mixed_and_nothing_blocks_the_next_run(tmp_path, call, inside):
    folder = tmp_path / "out"
    place_folder(folder, OLD, _nothing)
    run = os.fork()
    if run == 0:
        if inside:
            os.chdir(folder)
        _die_at(call)
        place_folder(folder, NEW, _nothing)
        os._exit(0)
    os.waitpid(run, 0)
    found = {name: content for name, content in _content(folder).items() if not name.startswith(".codematch-")}
    if "run.json" in found or not inside:
        assert found in (OLD, NEW)
    place_folder(folder, NEW, _nothing)
    assert _content(folder) == NEW
    assert os.listdir(tmp_path) == ["out"]


def _die_at(call):
    """Kill this process before its n-th call that changes what is on the disk."""
    count = 0

    def hook(event, _):
        nonlocal count
        count += event in ("open", "os.rename", "os.remove", "os.rmdir", "os.mkdir", "ctypes.dlsym", "shutil.rmtree")
        if count == call and event != "os.kill":
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


def test_two_runs_into_one_folder_leave_one_of_them_whole(tmp_path):
    folder = tmp_path / "out"
    texts = [{"report.json": b"%d" % number * 1_000, f"{number}.csv": b"x"} for number in range(4)]
    errors = []

    def run(documents):
        for _ in range(6):
            try:
                place_folder(folder, documents, _nothing)
            except OSError as error:
                errors.append(error)

    threads = [threading.Thread(target=run, args=(documents,)) for documents in texts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert _content(folder) in texts
    assert os.listdir(tmp_path) == ["out"]


def test_a_check_that_fails_leaves_all_as_it_was(tmp_path):
    folder = tmp_path / "out"
    place_folder(folder, OLD, _nothing)

    def refuse():
        raise OSError(0, "changed")

    with pytest.raises(OSError, match="changed"):
        place_folder(folder, NEW, refuse)
    assert _content(folder) == OLD
    assert os.listdir(tmp_path) == ["out"]


def test_the_working_directory_stays_what_it_is(tmp_path, monkeypatch):
    folder = tmp_path / "out"
    place_folder(folder, OLD, _nothing)
    monkeypatch.chdir(folder)
    place_folder(folder, NEW, _nothing)
    assert sorted(os.listdir(".")) == ["new.csv", "report.json", "run.json"]
