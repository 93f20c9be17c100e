"""A search finds where a work comes from, aligned and weighed as a comparison of the two works."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

import codematch
from codematch.errors import InputError, StoreError, UsageError
from codematch.model import schema
from codematch.model.search import HitState, SearchResult
from codematch.model.search_document import from_search_document, search_document
from codematch.scanning.works import Located
from codematch.searching.inputs import SearchInputs, search_named
from codematch.settings import Settings
from codematch.store import writing
from codematch.store.contents import opened
from codematch.store.queries import Queries
from tests.comparison.works import LEDGER, renamed
from tests.scanning.sets import SETTINGS
from tests.store.stores import TOOLS, made_index


def question(folder: Path, text: str = "") -> Path:
    """Make a questioned work: the ledger with other names, within code of its own."""
    place = folder / "questioned"
    (place / "deep").mkdir(parents=True)
    (place / "deep" / "taken.py").write_text(text or renamed(LEDGER))
    (place / "own.py").write_text("".join(f"def own_{n}(a):\n    return [a, {n}]\n" for n in range(9)))
    return place


def found(place: Path, index: Path, settings: Settings = SETTINGS, jobs: int = 1, **given: object) -> SearchResult:
    with search_named(str(place), index, settings, SearchInputs(**given), jobs=jobs) as search:
        return search.searched.result


def test_the_works_that_have_the_code_are_found_and_no_other(tmp_path: Path) -> None:
    index, _ = made_index(tmp_path, 6)
    result = found(question(tmp_path), index)
    assert [hit.label for hit in result.hits if hit.reported] == ["work04", "work02"]
    assert [hit.rank for hit in result.hits] == list(range(1, len(result.hits) + 1))
    (file,) = result.files
    assert file.path == "deep/taken.py"
    assert {(result.hit(one.rank).label, one.path) for one in file.sources} == {
        ("work02", "ledger.py"),
        ("work04", "own.py"),
    }
    assert [one.weight_bits for one in file.sources] == sorted((one.weight_bits for one in file.sources), reverse=True)
    assert {region.holders for hit in result.hits for region in hit.regions if region.reported} == {2}
    assert result.index.works == 6
    assert not result.changed


def test_regions_are_those_of_a_comparison(tmp_path: Path) -> None:
    index, works = made_index(tmp_path, 4)
    place = question(tmp_path)
    with search_named(str(place), index, Settings()) as search:
        result, settings = search.searched.result, search.searched.settings
        for hit in result.hits:
            if not hit.reported:
                continue
            (locator,) = (work.locator for work in works if work.label == hit.label)
            compared = codematch.compare(locator, place, settings=settings)
            (pair,) = compared.pairs
            assert [
                (one.known.path, one.known.first_line, one.questioned.path, one.questioned.last_line, one.tokens)
                for one in hit.regions
            ] == [
                (one.known.path, one.known.first_line, one.questioned.path, one.questioned.last_line, one.tokens)
                for one in pair.regions
            ]
            assert [one.weight_bits for one in hit.regions] == pytest.approx(
                [one.weight.total for one in pair.regions], abs=0.02
            )
            record = search.record_of(hit)
            assert record.pairs == compared.pairs
            assert record.manifest == compared.manifest
    assert result.reported_total >= 2


def test_the_number_of_processes_and_of_segments_changes_nothing(tmp_path: Path) -> None:
    index, works = made_index(tmp_path, 5)
    place = question(tmp_path)
    writing.build(tmp_path / "grown.index", works[:2], TOOLS)
    for work in works[2:]:
        writing.add(tmp_path / "grown.index", [work], TOOLS)
    one, two, grown = found(place, index), found(place, index, jobs=2), found(place, tmp_path / "grown.index")
    assert search_document(one) == search_document(two)
    assert replace(grown, index=one.index) == one


def test_a_result_is_read_again_and_fits_its_schema(tmp_path: Path) -> None:
    index, _ = made_index(tmp_path, 4)
    result = found(question(tmp_path), index)
    document = json.loads(json.dumps(search_document(result)))
    assert search_document(from_search_document(document)) == document
    stored = json.loads(schema.SEARCH_FILE.read_text(encoding="utf-8"))
    assert list(jsonschema.Draft202012Validator(stored).iter_errors(document)) == []
    assert schema.SEARCH_FILE.read_text(encoding="utf-8") == schema.render_search()
    with pytest.raises(StoreError, match="not a search"):
        from_search_document({"format_version": 99})


def test_an_index_without_sources_names_candidates(tmp_path: Path) -> None:
    index, _ = made_index(tmp_path, 6, sources=False)
    result = found(question(tmp_path), index)
    assert {hit.label for hit in result.hits[:2]} == {"work02", "work04"}
    assert {hit.state for hit in result.hits} == {HitState.NO_SOURCE}
    assert "search-no-sources" in [said.key for said in result.limitations]


def test_code_that_very_many_works_have_is_stated_and_still_found_by_its_signature(tmp_path: Path) -> None:
    index, _ = made_index(tmp_path, 4)
    settings = replace(SETTINGS, store=replace(SETTINGS.store, max_holders=2))
    extra = []
    for number in range(3):
        place = tmp_path / "extra" / f"extra{number}"
        place.mkdir(parents=True)
        (place / "ledger.py").write_text(LEDGER + f"\n\ndef more_{number}(a):\n    return a\n")
        extra.append(Located(label=place.name, locator=str(place)))
    writing.add(index, extra, TOOLS)
    result = found(question(tmp_path), index, settings)
    chosen = result.candidates
    assert chosen.common > 0
    assert chosen.common_files == ("deep/taken.py",)
    assert chosen.by_source["fingerprints"] == 0
    many = found(tmp_path / "questioned", index, SETTINGS)
    assert {hit.label for hit in many.hits if hit.reported} == {"work02", "work04", "extra0", "extra1", "extra2"}
    assert many.candidates.common == 0
    assert many.candidates.common_files == ()


def test_candidates_beyond_a_limit_are_counted(tmp_path: Path) -> None:
    index, _ = made_index(tmp_path, 6)
    place = question(tmp_path)
    for name in ("max_screened", "max_compared"):
        settings = replace(SETTINGS, store=replace(SETTINGS.store, **{name: 1}))
        result = found(place, index, settings)
        assert sum(hit.state is HitState.COMPARED for hit in result.hits) == 1
        (said,) = (one for one in result.limitations if one.key == "search-not-compared")
        assert said["count"] == len(result.hits) - 1
        assert said["setting"] == f"store.{name}=1"


def test_a_fork_and_its_source_are_both_found(tmp_path: Path) -> None:
    index, _ = made_index(tmp_path, 3)
    shutil.copytree(tmp_path / "works" / "work02", tmp_path / "fork")
    (tmp_path / "fork" / "more.py").write_text("def more(a):\n    return a + 1\n")
    writing.add(index, [Located(label="fork", locator=str(tmp_path / "fork"))], TOOLS)
    result = found(question(tmp_path, LEDGER), index)
    assert {hit.label for hit in result.hits if hit.reported} == {"work02", "fork"}


def test_what_cannot_be_searched_is_one_error(tmp_path: Path) -> None:
    index, _ = made_index(tmp_path, 2)
    place = question(tmp_path)
    with pytest.raises(StoreError, match="is not an index"):
        found(place, tmp_path / "missing")
    with pytest.raises(StoreError, match="is a file"):
        found(place, place / "own.py")
    with pytest.raises(UsageError, match="unknown engine"):
        found(place, index, engine="spark")
    with pytest.raises(InputError):
        found(tmp_path / "nowhere", index)
    other = replace(SETTINGS, fingerprinting=replace(SETTINGS.fingerprinting, k=20))
    with pytest.raises(StoreError, match=r"was made with fingerprinting\.k=12 instead of 20"):
        found(place, index, other)
    with pytest.raises(InputError, match="no file has a token in a chosen language"):
        found(place, index, languages=("rust",))


def test_an_empty_index_has_no_hits(tmp_path: Path) -> None:
    index, works = made_index(tmp_path, 2)
    writing.remove(index, [work.label for work in works])
    result = found(question(tmp_path), index)
    assert result.hits == ()
    assert result.candidates.found == 0


def test_a_table_that_is_gone_is_one_error(tmp_path: Path) -> None:
    index, _ = made_index(tmp_path, 2)
    for path in index.rglob("fingerprints.parquet"):
        path.write_bytes(b"nothing")
    with opened(index) as contents, pytest.raises(StoreError, match="cannot be searched"):
        Queries(contents)


def test_a_search_has_rows_and_tables_in_python(tmp_path: Path) -> None:
    index, _ = made_index(tmp_path, 4)
    result = found(question(tmp_path), index)
    assert repr(result).startswith("<SearchResult: questioned: 2 reported works of 4")
    assert [hit.rank for hit in result] == result.table("works")["rank"]
    regions = [region for hit in result for region in hit.regions]
    assert result.to_arrow("regions").num_rows == len(regions) > 0
    assert result.to_pandas("files")["questioned_path"].unique().tolist() == [file.path for file in result.files]
    units = result.to_pandas("units")
    assert units["weight_bits"].sum() <= sum(one.weight_bits for one in regions if one.reported) + 1e-6
    assert set(units["questioned_unit"]) <= {one.questioned.unit for one in regions}
    assert "<table>" in result._repr_html_()
