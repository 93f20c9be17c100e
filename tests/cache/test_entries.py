"""The folder of a cache: whole entries or none, within its bound, for many processes at once."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from codematch.cache import Entries, default_folder

KEYS = [f"{number:064x}" for number in range(20)]


def entries(tmp_path, most=10**6):
    return Entries(folder=tmp_path / "cache", max_bytes=most)


def files(tmp_path):
    return sorted(path for path in (tmp_path / "cache").rglob("*") if path.is_file())


def test_what_is_put_is_got_and_only_its_owner_can_read_it(tmp_path):
    cache = entries(tmp_path)

    assert cache.get(KEYS[0]) is None
    assert cache.put(KEYS[0], b"text")
    assert cache.get(KEYS[0]) == b"text"
    assert cache.get(KEYS[1]) is None
    if os.name == "posix":
        assert files(tmp_path)[0].stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text[:-1],
        lambda text: text + b"x",
        lambda text: text[:-1] + b"?",
        lambda text: b"",
        lambda text: b"x" * 9,
    ],
)
def test_a_damaged_entry_is_missing_and_removed(tmp_path, change):
    cache = entries(tmp_path)
    cache.put(KEYS[0], b"text")
    path = files(tmp_path)[0]
    path.write_bytes(change(path.read_bytes()))

    assert cache.get(KEYS[0]) is None
    assert files(tmp_path) == []


def test_an_entry_under_the_name_of_another_is_missing(tmp_path):
    cache = entries(tmp_path)
    cache.put(KEYS[0], b"first")
    cache.put(KEYS[1], b"second")
    first, second = files(tmp_path)
    os.replace(first, second)

    assert cache.get(KEYS[1]) is None


def test_what_was_not_used_for_longest_is_removed_first(tmp_path):
    cache = entries(tmp_path, 20 * 150)
    for number, key in enumerate(KEYS):
        cache.put(key, bytes(200))
        os.utime(cache._path(key), (number, number))
    os.utime(cache._path(KEYS[0]))
    cache.trim()

    assert sum(path.stat().st_size for path in files(tmp_path)) <= 20 * 150
    assert cache.get(KEYS[0]) is not None
    assert cache.get(KEYS[1]) is None
    assert cache.get(KEYS[19]) is not None


def test_a_text_above_the_bound_is_not_kept(tmp_path):
    cache = entries(tmp_path, 100)

    assert cache.put(KEYS[0], bytes(101))
    assert cache.get(KEYS[0]) is None


def test_a_folder_that_cannot_be_written_keeps_nothing(tmp_path):
    (tmp_path / "cache").write_text("a file")

    assert not entries(tmp_path).put(KEYS[0], b"text")
    assert entries(tmp_path).get(KEYS[0]) is None
    entries(tmp_path).trim()


def test_many_write_and_read_at_once(tmp_path):
    cache = entries(tmp_path)

    def work(number):
        cache.put(KEYS[number % 4], KEYS[number % 4].encode() * 1000)
        found = cache.get(KEYS[number % 4])
        cache.trim()
        return found is None or found == KEYS[number % 4].encode() * 1000

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(work, range(200)))


def test_where_the_cache_is(monkeypatch):
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.delenv("CODEMATCH_CACHE_DIR")
    monkeypatch.setenv("XDG_CACHE_HOME", "/somewhere")
    assert default_folder() == Path("/somewhere/codematch")
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    assert default_folder() == Path.home() / ".cache" / "codematch"
    monkeypatch.setenv("CODEMATCH_CACHE_DIR", "/else")
    assert default_folder() == Path("/else")
    monkeypatch.setenv("CODEMATCH_CACHE_DIR", "")
    assert default_folder() is None
