"""The saved result: its published shape, the way back, and what is refused."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codematch.case import from_document, read_result, to_document
from codematch.errors import InvariantError, StoreError
from codematch.model.match import Weight
from codematch.model.precision import stored_bits, stored_share, stored_total
from codematch.model.result import FORMAT_VERSION, CaseResult
from codematch.report.formats import to_json
from tests.report.sample_result import empty_result, identical_result, sample_result

REGION_KEYS = {
    "number", "match_class", "language", "known", "questioned", "script", "tokens", "renames", "rename_consistency",
    "weight", "alternatives", "alternatives_total", "labels", "residual_tokens", "residual", "significance", "by_pair",
    "exceedance", "identity", "content",
}  # fmt: skip
SIDE_KEYS = {
    "path", "sha256", "first_byte", "stop_byte", "first_line", "last_line", "first_token", "stop_token", "unit",
    "language", "cells",
}  # fmt: skip
RATIO_KEYS = {"known_total", "questioned_total", "known_matched", "questioned_matched"}


@pytest.mark.parametrize("make", [sample_result, empty_result, identical_result])
def test_round_trip_is_the_identity(make: Callable[[], CaseResult]) -> None:
    result = make()
    document = to_document(result)
    assert from_document(document) == result
    assert to_document(from_document(document)) == document
    assert from_document(json.loads(to_json.render(result))) == result


def test_top_level_shape() -> None:
    document = to_document(sample_result())
    assert document.keys() == {
        "format_version",
        "manifest",
        "pairs",
        "limitations",
        "engagement",
        "changed",
        "unmasked",
        "shown",
    }
    assert document["format_version"] == FORMAT_VERSION
    assert document["limitations"][0].keys() == {"stage", "subject", "reason", "detail"}


def test_manifest_shape() -> None:
    result = sample_result()
    manifest = to_document(result)["manifest"]
    assert manifest.keys() == {
        "tool", "version", "libraries", "grammars", "settings", "sketch", "backgrounds", "inputs", "method",
    }  # fmt: skip
    pair = result.pairs[0]
    assert manifest["inputs"] == [
        {
            "known_label": pair.known.label,
            "known_root": pair.known.root,
            "questioned_label": pair.questioned.label,
            "questioned_root": pair.questioned.root,
        }
    ]
    assert manifest["backgrounds"][0].keys() == {
        "language", "digest", "projects", "tokens", "date", "mean_bits", "case_bits", "warning",
    }  # fmt: skip


def test_pair_shape() -> None:
    pair = to_document(sample_result())["pairs"][0]
    assert pair.keys() == {
        "known", "questioned", "totals", "regions", "file_pairs", "exhibits", "seeds_set_aside", "comparisons",
        "shared_text", "significance", "likelihood", "ledger", "evidence", "explanations", "asserted", "masked_lines",
        "masked", "prior", "light_matches", "unit_pairs", "differences", "sketches", "changed_lines",
        "further_places", "unit_tally", "strata", "across", "policy", "artefacts", "versions",
        "marks", "sources",
    }  # fmt: skip
    for role in ("known", "questioned"):
        assert pair[role].keys() == {"label", "origin", "root", "counts", "files"}
        assert {"path", "sha256", "disposition", "reason", "language", "tokens"} <= pair[role]["files"][0].keys()
    assert pair["totals"].keys() == {"file", "line", "token", "function"}
    assert all(ratio.keys() == RATIO_KEYS for ratio in pair["totals"].values())
    assert pair["exhibits"][0].keys() == {"region", "rows", "omitted_rows", "known_span", "questioned_span"}


def test_region_shape() -> None:
    region = to_document(sample_result())["pairs"][0]["regions"][0]
    assert region.keys() == REGION_KEYS
    assert region["known"].keys() == region["questioned"].keys() == SIDE_KEYS
    assert region["match_class"] == "M3"
    assert region["weight"] == {
        "structure": 412.25, "names": 96.5, "literals": 61.75, "comments": 42.0, "renames": 0.0, "total": 612.5,
    }  # fmt: skip
    assert region["script"][:2] == [
        ["identical", 40, 40], ["renamed", 1, 1],
    ]  # fmt: skip
    assert region["labels"][0] == {
        "filter": "common", "code": "OSS", "tokens": 12, "basis": {
            "key": "in-work",
            "names": {"work": "shared/<b>libs</b>"},
            "messages": {
                "place": {"key": "lines-of", "numbers": {"first": 1, "last": 9}, "paths": {"path": "a.py"}},
            },
        },
    }  # fmt: skip
    assert region["residual"] == {
        "structure": 300.5, "names": 60.25, "literals": 50.0, "comments": 0.0, "renames": 0.0, "total": 410.75,
    }  # fmt: skip


def test_a_document_is_plain_data() -> None:
    def plain(value: Any) -> bool:
        if type(value) is dict:
            return all(type(key) is str and plain(item) for key, item in value.items())
        if type(value) is list:
            return all(map(plain, value))
        return value is None or type(value) in (str, int, float, bool)

    assert plain(to_document(sample_result()))


def _with_weight(weight: Weight) -> CaseResult:
    result = sample_result()
    pair = result.pairs[0]
    return replace(result, pairs=(replace(pair, regions=(replace(pair.regions[0], weight=weight),), exhibits=()),))


finite = st.floats(min_value=-1e9, max_value=1e9, allow_nan=False)


@given(finite, finite, finite, finite)
def test_what_is_read_back_writes_the_same_document(a: float, b: float, c: float, d: float) -> None:
    weight = Weight(structure=a, names=b, literals=c, comments=d)
    result = _with_weight(weight)
    document = to_document(result)
    written = document["pairs"][0]["regions"][0]["weight"]
    assert written["total"] == stored_total(weight)
    assert abs(written["structure"] - a) <= 0.005 + abs(a) * 1e-15
    assert to_document(from_document(document)) == document


@given(st.floats(min_value=0, max_value=1))
def test_a_share_is_stored_as_nothing_or_everything_only_when_it_is(value: float) -> None:
    stored = stored_share(value)
    assert abs(stored - value) <= 1.01e-6
    assert (stored == 0) == (value == 0)
    assert (stored == 1) == (value == 1)
    assert stored_share(stored) == stored


def test_minus_zero_is_stored_as_zero() -> None:
    assert str(stored_bits(-0.001)) == "0.0"


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), float("-inf")])
def test_a_number_that_is_not_finite_is_our_fault(bad: float) -> None:
    with pytest.raises(InvariantError):
        to_document(_with_weight(Weight(structure=1.0, names=bad, literals=0.0, comments=0.0)))


def _saved(tmp_path: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    document = to_document(sample_result())
    change(document)
    path = tmp_path / "report.json"
    path.write_text(json.dumps(document))
    return path


def _message(path: Path) -> str:
    with pytest.raises(StoreError) as caught:
        read_result(path)
    message = str(caught.value)
    assert "\n" not in message
    assert str(path) in message
    return message


def test_read_from_a_file_or_its_folder(tmp_path: Path) -> None:
    (tmp_path / "report.json").write_bytes(to_json.render(sample_result()))
    assert read_result(tmp_path / "report.json") == read_result(tmp_path) == sample_result()


def test_missing_file(tmp_path: Path) -> None:
    assert "no such file" in _message(tmp_path / "absent.json")


@pytest.mark.parametrize("content", [b"", b'{"format_version": 1', b"\xff\xfe\x00", b"[" * 100_000, b'{"a": NaN}'])
def test_not_json(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "report.json"
    path.write_bytes(content)
    assert "not JSON" in _message(path)


def test_newer_format(tmp_path: Path) -> None:
    newer = FORMAT_VERSION + 1
    message = _message(_saved(tmp_path, lambda document: document.update(format_version=newer, pairs="other")))
    assert f"format {newer}" in message
    assert "newer codematch" in message


@pytest.mark.parametrize("older", range(1, FORMAT_VERSION))
def test_older_format(tmp_path: Path, older: int) -> None:
    message = _message(_saved(tmp_path, lambda document: document.update(format_version=older, pairs="other")))
    assert f"written in format {older}, which codematch 0.1 reads" in message


@pytest.mark.parametrize(
    "content", ["[]", "7", '"text"', "null", "{}", '{"format_version": "1"}', '{"format_version": true}']
)
def test_no_version(tmp_path: Path, content: str) -> None:
    path = tmp_path / "report.json"
    path.write_text(content)
    assert "no format_version" in _message(path)


def _nested(levels: int) -> dict[str, Any]:
    message: dict[str, Any] = {"key": "import"}
    for _ in range(levels):
        message = {"key": "comment", "messages": {"basis": message}}
    return message


def _detail(document: dict[str, Any], **changes: object) -> None:
    document["limitations"][0]["detail"].update(changes)


def _first_region(document: dict[str, Any]) -> dict[str, Any]:
    region = document["pairs"][0]["regions"][1]
    assert isinstance(region, dict)
    return region


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda document: document.pop("pairs"), "pairs is missing"),
        (lambda document: document.update(extra=1), "unknown field extra"),
        (lambda document: document["manifest"].pop("inputs"), "manifest: inputs is missing"),
        (lambda document: document.update(manifest=3), "manifest"),
        (lambda document: document["manifest"].update(version=3), "manifest.version: text is expected, not int"),
        (lambda document: document["manifest"]["libraries"].update(numpy=2), "manifest.libraries: text"),
        (lambda document: document["pairs"][0]["totals"]["line"].update(known_total=1.5), "pairs[0].totals.line"),
        (lambda document: document["pairs"][0]["totals"]["line"].update(known_total=True), "not bool"),
        (lambda document: _first_region(document).update(match_class="M9"), "regions[1].match_class"),
        (lambda document: _first_region(document)["weight"].update(names="1"), "regions[1].weight"),
        (lambda document: _first_region(document)["weight"].update(total=1.0), "not the sum of the channels"),
        (
            lambda document: _first_region(document).update(script=[["identical", 1]]),
            "regions[1].script[0]",
        ),
        (
            lambda document: _first_region(document).update(script=[["identical", -1, 0]]),
            "empty operation",
        ),
        (lambda document: _first_region(document).update(labels="COMMON"), "regions[1].labels: a list"),
        (lambda document: document["limitations"][0].update(detail="a sentence"), "limitations[0].detail: an object"),
        (lambda document: _detail(document, key=3), "limitations[0].detail: text is expected"),
        (lambda document: _detail(document, prose={"a": "b"}), "limitations[0].detail: unknown field prose"),
        (lambda document: _detail(document, numbers={"share": True}), "limitations[0].detail: a number is expected"),
        (lambda document: _detail(document, quotes={"text": 3}), "limitations[0].detail: text is expected"),
        (lambda document: document["limitations"][0].update(detail=_nested(17)), "nested deeper than 16 levels"),
        (lambda document: document["limitations"][0].update(detail=_nested(200)), "nested deeper than 16 levels"),
        (lambda document: document["manifest"]["inputs"][0].update(known_root="0"), "name different works"),
        (lambda document: document["pairs"][0].update(significance=[]), "a null model that is not named: "),
        (lambda document: document["pairs"][0].update(regions=[]), "an exhibit of no region"),
        (lambda document: _first_region(document).update(number=1), "two regions have the same number"),
        (lambda document: document["pairs"][0]["file_pairs"][0].update(resemblance=1.5), "between 0 and 1"),
        (lambda document: document["pairs"][0]["known"]["files"][0].update(tokens=-1), "[0].tokens: a number between"),
        (lambda document: document["pairs"][0]["known"]["files"][0].update(tokens=1), "more tokens matched"),
    ],
)
def test_another_shape_is_named_by_its_place(
    tmp_path: Path, change: Callable[[dict[str, Any]], object], place: str
) -> None:
    assert place in _message(_saved(tmp_path, change))


@pytest.mark.parametrize("name", ["scan", "search", "batch"])
def test_the_folder_of_many_works_is_named_as_one(tmp_path, name: str) -> None:
    (tmp_path / f"{name}.json").write_text("{}")
    with pytest.raises(StoreError, match=f"is the overview of a {name} and no record of two works"):
        read_result(tmp_path)
