"""A file or a pair that kills its process costs itself alone: in an index, a search, a scan and an evaluation, too.

A worker of these may have processes of its own, which read files with the limits of a comparison; before, a file that
killed one ended the whole run, and a pair whose comparison was killed did.
"""

import csv
import faulthandler
import os
import signal
import sys
from dataclasses import replace

import pytest

from codematch.comparison import prepare as preparing
from codematch.evaluation import evaluate, read_pairs, scores
from codematch.model.message import PathName
from codematch.model.search import HitState
from codematch.parallel import map_in_processes
from codematch.pipeline import make_tools
from codematch.scanning import comparing
from codematch.scanning.inputs import scan_named
from codematch.searching.inputs import SearchInputs, search_named
from codematch.settings import Settings
from codematch.store import indexing, writing
from tests.comparison.works import LEDGER, renamed
from tests.scanning.sets import SETTINGS, made_set
from tests.store.stores import content, located

pytestmark = [
    pytest.mark.supervised,
    pytest.mark.skipif(sys.platform != "linux", reason="limits of processes need Linux"),
]

FAULTY = "FAULTY = 1\n"
LIMITED = replace(SETTINGS, parsing=replace(SETTINGS.parsing, max_process_bytes=1_000_000_000, max_process_seconds=2.0))


def _crash():
    faulthandler.disable()  # which would print where every process of the test ended
    os.kill(os.getpid(), signal.SIGSEGV)


def _grow():
    bytearray(2_000_000_000)


FAULTS = [(_crash, "parser-crashed"), (_grow, "parser-memory")]


@pytest.fixture
def works(tmp_path):
    """Write five works, one of them with a file that parsers do not survive."""
    return _written(tmp_path)


def _written(folder):
    root = made_set(folder / "works", 5)
    (root / "work02" / "faulty.py").write_text(FAULTY + LEDGER)
    return root


def _reading(monkeypatch, module, fault):
    """Let the reading of the faulty file end in a fault, except by the plain lexer."""
    real = preparing.read_stream

    def read(file, toolkit):
        if file.source.utf8.startswith(FAULTY.encode()) and file.plainly is None:
            fault()
        return real(file, toolkit)

    monkeypatch.setattr(module, "read_stream", read)


def _said(messages):
    """Return path and reason of each file that is said to have ended a process."""
    found = [one for message in messages if message.key == "files-ended-process" for one in message["files"]]
    return [(one["path"], one["why"].key) for one in found]


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize(("fault", "key"), FAULTS)
def test_an_index_names_the_file_and_holds_all_others(monkeypatch, tmp_path, works, fault, key, jobs):
    _reading(monkeypatch, indexing, fault)
    added = writing.build(tmp_path / "index", located(works), make_tools(LIMITED), jobs=jobs)
    assert len(added.added) == 5
    assert _said(added.lost) == [(PathName("faulty.py"), key)]


def test_an_index_does_not_depend_on_how_many_processes_read_it(monkeypatch, tmp_path, works):
    _reading(monkeypatch, indexing, _crash)
    for jobs in (1, 2):
        writing.build(tmp_path / f"index{jobs}", located(works), make_tools(LIMITED), jobs=jobs)
    assert content(tmp_path / "index1") == content(tmp_path / "index2")


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    """An index of the five works, and a work that it is searched for."""
    folder = tmp_path_factory.mktemp("asked")
    writing.build(folder / "index", located(_written(folder)), make_tools(LIMITED))
    (folder / "asked").mkdir()
    (folder / "asked" / "a.py").write_text(renamed(LEDGER))
    return folder


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize(("fault", "key"), FAULTS)
def test_a_search_names_the_file_and_compares_the_work(monkeypatch, asked, fault, key, jobs):
    _reading(monkeypatch, preparing, fault)
    with search_named(str(asked / "asked"), asked / "index", LIMITED, SearchInputs(), jobs=jobs) as search:
        result = search.searched.result
    assert {hit.label for hit in result.hits if hit.reported} == {"work02", "work04"}
    assert _said(result.limitations) == [(PathName("faulty.py"), key)]


@pytest.mark.parametrize(("fault", "key"), FAULTS)
def test_a_scan_names_the_file_and_compares_the_work(monkeypatch, works, fault, key):
    _reading(monkeypatch, preparing, fault)
    result = scan_named([str(works)], (), LIMITED, jobs=2).scanned.result
    assert _said(result.limitations) == [(PathName("faulty.py"), key)]
    assert result.reported_total > 0


@pytest.fixture
def listed(works, tmp_path):
    """Write a list of pairs of works."""
    rows = [(2, 4, 1), (2, 5, 0), (4, 1, 0), (3, 5, 0)]
    with (tmp_path / "pairs.csv").open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("path_a", "path_b", "label", "kind", "language", "task"))
        writer.writerows((f"works/work{a:02}", f"works/work{b:02}", label, "x", "python", "t") for a, b, label in rows)
    return tmp_path / "pairs.csv"


@pytest.mark.parametrize(("fault", "reason"), [(_crash, "parse-crash"), (_grow, "parse-memory")])
def test_an_evaluation_names_the_file_and_scores_the_work(monkeypatch, listed, fault, reason):
    _reading(monkeypatch, preparing, fault)
    summary = evaluate(read_pairs(listed), listed.parent, settings=LIMITED, jobs=2).summary
    assert summary.states["scored"] == 4
    assert [(one.path, one.reason) for one in summary.lost_files] == [("faulty.py", reason)]


def _killing(monkeypatch, module, label):
    """Let the comparison with a work end its process."""
    real, own = module.compare_prepared, os.getpid()

    def compare(known, questioned, *arguments, **options):
        if any(work.tree.label.endswith(label) for work in (known, questioned)) and os.getpid() != own:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(known, questioned, *arguments, **options)

    monkeypatch.setattr(module, "compare_prepared", compare)


def test_a_pair_that_is_killed_does_not_end_a_scan(monkeypatch, works):
    _killing(monkeypatch, comparing, "work02")
    result = scan_named([str(works)], (), SETTINGS, jobs=2).scanned.result
    failed = [pair for pair in result.pairs if pair.detail is not None]
    assert failed
    assert {pair.detail.key for pair in failed} == {"comparison-ended"}
    assert all(2 in (pair.first, pair.second) for pair in failed)


def test_a_work_that_is_killed_does_not_end_a_search(monkeypatch, asked):
    from codematch.searching import comparing as searching

    _killing(monkeypatch, searching, "work02")
    with search_named(str(asked / "asked"), asked / "index", LIMITED, SearchInputs(), jobs=2) as search:
        hits = {hit.label: hit for hit in search.searched.result.hits}
    assert (hits["work02"].state, hits["work02"].detail.key) == (HitState.FAILED, "comparison-ended")
    assert hits["work04"].reported


def test_a_pair_that_is_killed_does_not_end_an_evaluation(monkeypatch, listed):
    _killing(monkeypatch, scores, "work01")
    monkeypatch.setattr(scores, "_BATCH", 2)
    summary = evaluate(read_pairs(listed), listed.parent, settings=Settings(), jobs=2).summary
    (row,) = summary.not_scored
    assert row.questioned == "works/work01"
    assert "exit code -9" in row.detail


def _killed_at(place, task):
    if task == place:
        os.kill(os.getpid(), signal.SIGKILL)
    return task


def test_the_other_tasks_of_a_portion_have_their_results():
    with map_in_processes(
        _killed_at, 3, range(9), 2, chunk=4, given_up=lambda task, death: (task, death.code)
    ) as results:
        found = dict(results)
    assert found == {task: task for task in range(9) if task != 3} | {3: (3, -signal.SIGKILL)}
