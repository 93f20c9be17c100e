"""`codematch report` of the overview of a scan, a search or a batch says what it is, and what renders it."""

import json

import pytest

from codematch.case import read_result
from codematch.errors import StoreError

DOCUMENTS = {
    "scan.json": {"format_version": 1, "works": [], "pairs": [], "clusters": []},
    "search.json": {"format_version": 1, "index": {}, "questioned": {}, "hits": []},
    "batch.json": {"format_version": 1, "list_name": "l.csv", "rows": []},
    "exchange.json": {"format_version": 1, "key_id": "", "is_open": True, "pairs": []},
    "versions.json": {"pinning": {}, "direction": None},
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_an_overview_is_named_by_its_file_by_its_folder_and_under_another_name(tmp_path, name):
    page = name.replace(".json", ".html")
    for place in (tmp_path / name, tmp_path / "renamed.json"):
        place.write_text(json.dumps(DOCUMENTS[name]))
        with pytest.raises(StoreError, match="is the overview of") as error:
            read_result(place)
        assert f"--out DIR writes it as {page}" in str(error.value)
        assert "\n" not in str(error.value)
    with pytest.raises(StoreError, match="is the overview of"):
        read_result(tmp_path)


def test_another_document_is_not_called_an_overview(tmp_path):
    (tmp_path / "report.json").write_text('{"format_version": 1, "works": []}')
    with pytest.raises(StoreError) as error:
        read_result(tmp_path)
    assert "overview" not in str(error.value)
