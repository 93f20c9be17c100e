"""What other machines are sent and what they answer, without any: the result is that of this process."""

import os
import signal
from dataclasses import replace
from pathlib import Path

import pytest

from codematch.cluster import payload
from codematch.errors import StoreError, UsageError
from codematch.model.scan_document import scan_document
from codematch.pipeline import make_tools
from codematch.report.formats.to_json import encoded
from codematch.scanning.inputs import scan_named
from codematch.settings import Settings
from codematch.store import filling, writing
from codematch.store.checking import check
from tests.cluster.loopback import Loopback
from tests.scanning.sets import SETTINGS, made_set
from tests.store.stores import TOOLS, content, located

SMALL = make_tools(replace(Settings(), store=replace(Settings().store, segment_prints=1_000)))


def test_segments_that_others_write_are_those_of_this_process(tmp_path: Path) -> None:
    works = located(made_set(tmp_path / "works", 5))
    (tmp_path / "works" / "work05" / "again.py").write_bytes((tmp_path / "works" / "work01" / "own.py").read_bytes())
    found = []
    for name, jobs in (("here", 1), ("there", Loopback())):
        index = tmp_path / name
        writing.build(index, works[:4], SMALL, jobs=jobs)
        writing.add(index, works[3:], SMALL, jobs=jobs)
        assert check(index, SMALL).faults == ()
        found.append(content(index))
    assert found[0] == found[1]
    assert len(list((tmp_path / "there" / "segments").iterdir())) > 2


def test_a_scan_by_others_is_that_of_this_process(tmp_path: Path) -> None:
    works = made_set(tmp_path / "works", 4)
    (works / "broken.zip").write_bytes(b"PK\3\4 no archive")
    others = Loopback()
    expected, found = (
        encoded(scan_document(scan_named([str(works)], (), SETTINGS, jobs=jobs).result)) for jobs in (1, others)
    )
    assert found == expected
    assert {"_read_at", "_supervised", "_trace_batch", "_find_batch", "_compared", "_digest_at"} == set(others.sent)


def test_nothing_is_written_when_a_work_has_the_name_of_another(tmp_path: Path) -> None:
    works = located(made_set(tmp_path / "works", 3))
    writing.build(tmp_path / "an.index", works[:2], TOOLS, jobs=Loopback())
    before = content(tmp_path / "an.index")
    (tmp_path / "works" / "work02" / "own.py").write_text("total = sum(range(10))\n")
    with pytest.raises(UsageError, match="has a work of this name"):
        writing.add(tmp_path / "an.index", works[1:], TOOLS, jobs=Loopback())
    writing.add(tmp_path / "an.index", works[2:], TOOLS)
    assert {name for name in content(tmp_path / "an.index") if name not in before} != set()
    assert not list((tmp_path / "an.index" / "segments").glob(".new-*"))


def test_another_codematch_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    sent, _ = payload.written(os.path.join, "a", ["b"])
    monkeypatch.setattr(payload, "code_digest", lambda: "of another version")
    with pytest.raises(StoreError, match="a machine of the cluster has another codematch"):
        payload.read(sent, lambda _: b"")


def test_a_machine_without_the_folder_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "deep").mkdir()
    monkeypatch.chdir(tmp_path / "deep")
    sent, _ = payload.written(os.path.join, "a", ["b"])
    monkeypatch.chdir(tmp_path)
    (tmp_path / "deep").rmdir()
    with pytest.raises(StoreError, match=r"has no folder .*deep"):
        payload.read(sent, lambda _: b"")


@pytest.mark.posix
def test_an_addition_that_is_killed_leaves_the_index_as_it_was(tmp_path: Path) -> None:
    works = located(made_set(tmp_path / "works", 3))
    index = tmp_path / "an.index"
    writing.build(index, works[:1], TOOLS)
    before = content(index)
    for step in ("_taken_up", "write_segment"):  # works are laid down then; the segment is written, too
        writer = os.fork()
        if writer == 0:
            try:  # whatever comes, this process must not go on with the tests
                setattr(filling, step, lambda *_: os.kill(os.getpid(), signal.SIGKILL))
                writing.add(index, works, TOOLS, jobs=Loopback())
            finally:
                os._exit(1)
        assert os.waitpid(writer, 0)[1] == signal.SIGKILL
        assert content(index).items() > before.items()
        assert check(index, TOOLS).faults == ()
        assert content(index) == before
    writing.add(index, works, TOOLS, jobs=Loopback())
    assert check(index, TOOLS).faults == ()
