"""The tables of a saved result: they say what the plain document says, and what contradicts itself is refused."""

import json
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codematch.errors import StoreError
from codematch.model.document import cell_writer, from_document, to_document, to_saved_document, without_tables
from codematch.model.match import Exhibit, ExhibitRow, RowState
from codematch.model.result import CaseResult
from codematch.model.tables import REPEATS, RUNS, TABLES, columns_of, inner_of, names_of
from codematch.report.formats import to_json
from tests.report.sample_result import empty_result, hostile_result, identical_result, large_result, sample_result

RESULTS = [sample_result, empty_result, identical_result, hostile_result, lambda: large_result(30)]


def read(result: CaseResult) -> dict[str, Any]:
    """A result as another program reads it, its tables turned into lists of objects."""
    return without_tables(json.loads(to_json.render(result)))


@pytest.mark.parametrize("make", RESULTS)
def test_tables_say_what_the_objects_say(make: Callable[[], CaseResult]) -> None:
    result = make()
    assert read(result) == json.loads(json.dumps(to_document(result)))
    assert from_document(json.loads(to_json.render(result))) == result
    assert to_json.render(from_document(json.loads(to_json.render(result)))) == to_json.render(result)


def test_a_saved_document_holds_no_row_with_names() -> None:
    """Lists of objects of the same kind are tables, so that their names are said once."""
    pair = to_saved_document(large_result(30))["pairs"][0]
    for part in ("regions", "file_pairs"):
        assert pair[part]["rows"]
        assert all(isinstance(row, list) for row in pair[part]["rows"])
    plain = len(json.dumps(to_document(large_result(30))["pairs"][0]["regions"]))
    assert len(json.dumps(pair["regions"])) < plain / 2


@pytest.mark.parametrize("kind", TABLES, ids=lambda kind: kind.__name__)
def test_what_is_declared_of_a_table_names_its_columns(kind: type) -> None:
    names = set(names_of(kind, cell_writer))
    assert names >= TABLES[kind]
    assert names >= {name for pair in REPEATS.get(kind, {}).items() for name in pair}
    assert names >= {name for item, counted in [RUNS[kind]] for name in (item, *counted)} if kind in RUNS else True
    assert names >= {name.partition(".")[0] for name in inner_of(kind, cell_writer)}
    assert columns_of(kind, cell_writer)


_TEXTS = st.sampled_from(["", "a", "b = 1", "[", "\ud800"])
_LINES = st.one_of(st.none(), st.integers(min_value=1, max_value=4))
_ROWS = st.builds(
    ExhibitRow,
    state=st.sampled_from(RowState),
    known_line=_LINES,
    known_text=_TEXTS,
    questioned_line=_LINES,
    questioned_text=_TEXTS,
    known_marks=st.sampled_from([(), ((0, 1),)]),
    questioned_marks=st.sampled_from([(), ((0, 1), (2, 3))]),
)


@settings(deadline=None)
@given(st.lists(_ROWS, max_size=12))
def test_any_rows_of_an_exhibit_come_back(rows: list[ExhibitRow]) -> None:
    result = sample_result()
    pair = result.pairs[0]
    exhibit = Exhibit(region=pair.regions[0].number, rows=tuple(rows), omitted_rows=0)
    result = replace(result, pairs=(replace(pair, exhibits=(exhibit,)),))
    assert from_document(json.loads(to_json.render(result))) == result


def test_lines_that_are_the_same_on_both_sides_are_one_row() -> None:
    rows = tuple(
        ExhibitRow(
            state=RowState.IDENTICAL,
            known_line=4 + n,
            known_text=f"x{n}",
            questioned_line=9 + n,
            questioned_text=f"x{n}",
        )
        for n in range(50)
    )
    pair = sample_result().pairs[0]
    exhibit = Exhibit(region=pair.regions[0].number, rows=rows, omitted_rows=0)
    document = to_saved_document(replace(sample_result(), pairs=(replace(pair, exhibits=(exhibit,)),)))
    (row,) = document["pairs"][0]["exhibits"][0]["rows"]["rows"]
    assert row == [0, 4, [f"x{n}" for n in range(50)], 9]


def _regions(document: dict[str, Any]) -> dict[str, Any]:
    table: dict[str, Any] = document["pairs"][0]["regions"]
    return table


def _rows(document: dict[str, Any]) -> dict[str, Any]:
    table: dict[str, Any] = document["pairs"][0]["exhibits"][0]["rows"]
    return table


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda document: _regions(document).update(odd=1), "pairs[0].regions: unknown field odd"),
        (lambda document: _regions(document)["columns"].append(3), "pairs[0].regions.columns: a list of different"),
        (lambda document: _regions(document)["columns"].append("number"), "columns: a list of different names"),
        (lambda document: _regions(document)["rows"][1].extend([3] * 99), "pairs[0].regions[1]: a row of"),
        (lambda document: _regions(document)["rows"][1].clear(), "pairs[0].regions[1]: a row of"),
        (lambda document: _regions(document)["rows"].append(3), "a row of"),
        (lambda document: _regions(document)["rows"][1].__setitem__(1, 99), "regions[1].match_class: not a place"),
        (lambda document: _regions(document)["rows"][1].__setitem__(1, True), "regions[1].match_class: not a place"),
        (lambda document: _regions(document)["rows"][1].__setitem__(1, -1), "regions[1].match_class: not a place"),
        (lambda document: _regions(document).update(dictionaries=[]), "regions.dictionaries: an object of lists"),
        (lambda document: _regions(document)["dictionaries"].update(match_class="M0"), "an object of lists"),
        (lambda document: _regions(document).update(repeats={"odd": "number"}), "repeats: an object of columns"),
        (lambda document: _regions(document).update(repeats={"tokens": 3}), "repeats: names of columns"),
        (lambda document: _regions(document).update(defaults=3), "defaults: an object of columns"),
        (lambda document: _rows(document).update(runs={"items": "odd"}), "runs: names of columns"),
        (lambda document: _rows(document)["rows"][0].__setitem__(1, [7]), "known_line: a whole number"),
        (lambda document: _rows(document).update(rows=[[0, None, ["a"], None]]), "a run of known_text that counts"),
    ],
)
def test_a_table_that_contradicts_itself_is_refused(change: Callable[[dict[str, Any]], object], place: str) -> None:
    document = deepcopy(json.loads(to_json.render(sample_result())))
    change(document)
    with pytest.raises(StoreError) as caught:
        from_document(document)
    assert place in str(caught.value)
    assert "\n" not in str(caught.value)
