"""A check finds what is wrong with an index."""

from pathlib import Path

import pytest

from codematch.errors import StoreError
from codematch.store import manifest, tables, writing
from codematch.store.checking import check
from codematch.store.layout import MANIFEST, SEGMENTS, TABLES
from tests.store.stores import TOOLS, made_index


def segment(index: Path) -> Path:
    (found,) = (index / SEGMENTS).iterdir()
    return found


def test_a_sound_index_has_no_faults(tmp_path: Path) -> None:
    index, _ = made_index(tmp_path, 3)
    found = check(index, TOOLS)
    assert (found.faults, found.remarks, found.swept) == ((), (), 0)


@pytest.mark.parametrize("table", sorted(TABLES))
def test_every_changed_byte_and_every_missing_table_is_found(tmp_path: Path, table: str) -> None:
    index, _ = made_index(tmp_path, 2)
    path = segment(index) / f"{table}.parquet"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    assert [fault for fault in check(index, TOOLS).faults if str(path) in fault]
    path.unlink()
    assert [fault for fault in check(index, TOOLS).faults if str(path) in fault]


def test_a_manifest_that_was_changed_is_refused(tmp_path: Path) -> None:
    index, _ = made_index(tmp_path, 2)
    path = index / MANIFEST
    text = path.read_text()
    path.write_text(text.replace('"serial": 1', '"serial": 2'))
    with pytest.raises(StoreError, match="does not have its own digest"):
        check(index, TOOLS)
    path.write_text(text.replace('"format": 1', '"format": 99'))
    with pytest.raises(StoreError, match="is an index of format 99, and this version reads format 1"):
        check(index, TOOLS)
    path.write_text("{")
    with pytest.raises(StoreError, match="is damaged"):
        check(index, TOOLS)
    path.write_text('{"tool": "other"}')
    with pytest.raises(StoreError, match="is not an index of codematch"):
        check(index, TOOLS)
    path.unlink()
    with pytest.raises(StoreError, match="is not an index"):
        check(index, TOOLS)


def test_tables_that_contradict_each_other_are_found(tmp_path: Path) -> None:
    index, _ = made_index(tmp_path, 3)
    current = manifest.read(index)
    (one,) = current.segments
    place = segment(index)
    for name, wanted in (
        ("fingerprints", "do not have the fingerprints"),
        ("texts", "texts that are not there"),
        ("sources", "sources are missing"),
        ("works", "have files and no entry"),
    ):
        path = place / f"{name}.parquet"
        whole = path.read_bytes()
        table = tables.read(path)
        path.unlink()
        written = tables.write(path, name, table.slice(1))
        manifest.write(index, manifest.Manifest(
            recipe=current.recipe, serial=current.serial,
            segments=(manifest.Segment(name=one.name, serial=one.serial, tables={**one.tables, name: written}),),
        ))  # fmt: skip
        assert any(wanted in fault for fault in check(index, TOOLS).faults), name
        path.write_bytes(whole)
    manifest.write(index, current)
    assert check(index, TOOLS).faults == ()


def test_leftovers_are_removed(tmp_path: Path) -> None:
    index, _ = made_index(tmp_path, 2)
    (index / SEGMENTS / ".new-abc").mkdir()
    (index / SEGMENTS / ".new-abc" / "works.parquet").write_bytes(b"x")
    (index / SEGMENTS / "000007-0123456789ab").mkdir()
    (index / f".new-{MANIFEST}").write_bytes(b"{")
    assert check(index, TOOLS).swept == 3
    assert check(index, TOOLS).swept == 0
    assert segment(index)


def test_an_index_without_its_libraries_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index, found = made_index(tmp_path, 2)
    monkeypatch.setattr("codematch.extras.find_spec", lambda name: None if name == "duckdb" else name)
    for refused in (
        lambda: check(index, TOOLS),
        lambda: writing.build(tmp_path / "other", found, TOOLS),
        lambda: writing.add(index, found, TOOLS),
        lambda: writing.remove(index, ["a"]),
    ):
        with pytest.raises(StoreError, match=r"an index needs duckdb.*codematch\[index\]"):
            refused()
    assert not (tmp_path / "other").exists()
