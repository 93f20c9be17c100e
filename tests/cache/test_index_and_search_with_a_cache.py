"""An index and a search with a cache: the same bytes, and what was read before is not read again."""

from pathlib import Path

import pytest

from codematch.model.search_document import search_document
from codematch.pipeline import make_tools
from codematch.searching.inputs import SearchInputs, search_named
from codematch.settings import Settings
from codematch.store import indexing, writing
from tests.comparison.works import LEDGER, renamed
from tests.scanning.sets import SETTINGS, made_set
from tests.store.stores import TOOLS, content, located


def test_an_index_is_the_same_with_an_empty_and_a_full_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    works = located(made_set(tmp_path / "works", 3))
    kept = make_tools(Settings(), tmp_path / "cache")
    writing.build(tmp_path / "plain", works, TOOLS)
    writing.build(tmp_path / "empty", works, kept)
    read: list[int] = []
    original = indexing._read_texts

    def counted(claims, *rest):
        read.append(len(claims))
        return original(claims, *rest)

    monkeypatch.setattr(indexing, "_read_texts", counted)
    writing.build(tmp_path / "full", works, kept)
    assert read == [0, 0, 0]
    assert content(tmp_path / "plain") == content(tmp_path / "empty") == content(tmp_path / "full")


def test_a_search_is_the_same_with_an_empty_and_a_full_cache(tmp_path: Path) -> None:
    writing.build(tmp_path / "an.index", located(made_set(tmp_path / "works", 4)), TOOLS)
    (tmp_path / "asked").mkdir()
    (tmp_path / "asked" / "taken.py").write_text(renamed(LEDGER))
    found = []
    for cache in (None, tmp_path / "cache", tmp_path / "cache"):
        given = SearchInputs(cache=cache)
        with search_named(str(tmp_path / "asked"), tmp_path / "an.index", SETTINGS, given) as search:
            found.append(search_document(search.result))
    assert found[0] == found[1] == found[2]
    assert found[0]["reported_total"] == 2
    assert list((tmp_path / "cache").rglob("*"))
