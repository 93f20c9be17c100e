"""A cache never changes an answer: empty, full, damaged, shared by two runs, of other settings, or malicious."""

import multiprocessing
import os
import pickle
import sys
from dataclasses import replace

import pytest

import codematch
from codematch.comparison import kept_files, prepare
from codematch.model.message import Message
from codematch.report.documents import documents
from codematch.report.render_options import RenderOptions
from codematch.settings import Settings
from tests.comparison.works import LEDGER, TRIANGLE, renamed

PAGE = (
    "<html><script>function area(a, b) { return a * b + 1; }</script><pre class='language-python'>x = [1]</pre></html>"
)


@pytest.fixture(scope="module")
def works(tmp_path_factory):
    root = tmp_path_factory.mktemp("kept")
    for side, files in {
        "k": {"a.py": LEDGER, "t.py": TRIANGLE, "copy/t.py": TRIANGLE, "p.html": PAGE, "broken.py": "def (:\n" * 20},
        "q": {"moved/b.py": renamed(LEDGER), "t.py": TRIANGLE, "notes.txt": "AKIAIOSFODNN7EXAMPLE is not a key\n" * 9},
    }.items():
        for name, text in files.items():
            (root / side / name).parent.mkdir(parents=True, exist_ok=True)
            (root / side / name).write_text(text)
    return root


def answer(works, cache, settings=None, jobs=1):
    result = codematch.compare(works / "k", works / "q", cache=cache, settings=settings, jobs=jobs)
    return documents(result, "json", ("en",), RenderOptions())


def entries(cache):
    return sorted(path for path in cache.rglob("*") if path.is_file())


@pytest.fixture(scope="module")
def right(works):
    return answer(works, None)


def test_an_empty_a_full_and_a_damaged_cache_give_the_same_bytes(works, right, tmp_path, monkeypatch):
    cache = tmp_path / "cache"
    assert answer(works, cache) == right
    full = entries(cache)
    assert len(full) >= 4  # but not the broken file, about which something was said

    with monkeypatch.context() as patch:
        read: list[int] = []
        original = prepare._run

        def counted(tasks, *more):
            read.append(len(tasks))
            return original(tasks, *more)

        patch.setattr(prepare, "_run", counted)
        assert answer(works, cache) == right
        assert sum(read) == 1
    for number, path in enumerate(full):
        content = bytearray(path.read_bytes())
        content[len(content) * (number + 1) // (len(full) + 1)] ^= 255
        path.write_bytes(bytes(content) if number % 3 else content[: len(content) // 2])
    assert answer(works, cache, jobs=2) == right
    assert entries(cache) == full


@pytest.mark.slow
def test_other_settings_and_names_have_entries_of_their_own(works, tmp_path):
    cache = tmp_path / "cache"
    answer(works, cache)
    before = len(entries(cache))
    usual = Settings()
    others = [
        replace(usual, seeding=replace(usual.seeding, k=12)),
        replace(usual, evidence=replace(usual.evidence, channels=False)),
        replace(usual, weighing=replace(usual.weighing, flat_bits=3.5)),
    ]
    for number, settings in enumerate(others, start=2):
        assert answer(works, cache, settings) == answer(works, None, settings)
        assert len(entries(cache)) == number * before
    (works / "q" / "t.py").rename(works / "q" / "u.py")
    try:
        assert answer(works, cache) == answer(works, None)
    finally:
        (works / "q" / "u.py").rename(works / "q" / "t.py")


def test_another_program_has_entries_of_its_own(works, right, tmp_path, monkeypatch):
    cache = tmp_path / "cache"
    answer(works, cache)
    before = len(entries(cache))
    monkeypatch.setattr(kept_files, "_program", lambda: "another")

    assert answer(works, cache) == right
    assert len(entries(cache)) == 2 * before


def _run(works, cache, out):
    out.write_bytes(b"".join(answer(works, cache).values()))


@pytest.mark.skipif(sys.platform != "linux", reason="forks")
def test_two_runs_share_a_cache(works, right, tmp_path):
    fork = multiprocessing.get_context("fork")
    outs = [tmp_path / f"{number}" for number in range(2)]
    runs = [fork.Process(target=_run, args=(works, tmp_path / "cache", out)) for out in outs]
    for run in runs:
        run.start()
    for run in runs:
        run.join()

    assert [out.read_bytes() for out in outs] == [b"".join(right.values())] * 2


class _Malicious:
    def __reduce__(self):
        return os.system, ("exit 1",)


@pytest.mark.parametrize("value", [_Malicious(), Message, os.path.join, codematch.compare])
def test_an_entry_runs_nothing(value, monkeypatch):
    assert kept_files._read(memoryview(pickle.dumps(Message.of("none", count=1)))) == Message.of("none", count=1)
    read = kept_files._read(memoryview(pickle.dumps(value)))

    assert read is None or read is Message


def test_a_cache_without_room_keeps_nothing(works, right, tmp_path):
    usual = Settings()
    settings = replace(usual, cache=replace(usual.cache, max_bytes=0))
    answer(works, tmp_path / "cache", settings)

    assert not (tmp_path / "cache").exists()
