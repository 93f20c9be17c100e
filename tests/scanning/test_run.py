"""A whole scan: planted pairs are found, nothing depends on the number of processes, the document reads back."""

import json
from dataclasses import replace

import jsonschema
import pytest

import codematch
from codematch.errors import InputError, StoreError
from codematch.model import schema
from codematch.model.scan import CandidateSource, PairState, WorkState
from codematch.model.scan_document import from_scan_document, scan_document
from codematch.pipeline import compare_prepared, make_tools, prepare
from codematch.report.scan.to_data import document
from codematch.scanning import comparing
from codematch.scanning.inputs import scan_named
from codematch.scanning.run import lowered_rate
from codematch.settings import Settings
from tests.comparison.works import LEDGER, TRIANGLE
from tests.scanning.sets import SETTINGS, made_set, with_template

DEFAULTS = Settings()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return with_template(made_set(tmp_path_factory.mktemp("set"), 8), 7)


@pytest.fixture(scope="module")
def result(folder):
    return codematch.scan(folder, settings=SETTINGS)


def reported(result):
    return {(pair.first, pair.second) for pair in result.pairs if pair.reported}


def test_works_that_share_a_passage_are_reported_and_ranked_first(result):
    first = result.pairs[0]

    assert (first.first, first.second, first.rank) == (2, 4, 1)
    assert reported(result) == {(2, 4)}
    assert first.outside_base_bits >= first.threshold_bits > 0
    assert CandidateSource.PASSAGES in first.sources
    assert [one.works for one in result.clusters] in ([], [(2, 4)])
    assert [(one.left, one.right, one.works) for one in result.merges] == [(2, 4, 2)]
    assert result.pairs_total == 28


def test_what_most_works_hold_is_base_code_and_reports_no_pair(result):
    assert {passage.path for passage in result.base} == {"template.py"}
    assert all(work.base_tokens > 100 for work in result.works[:7])
    assert result.works[7].base_tokens < 100


@pytest.mark.slow
def test_every_pair_that_a_full_comparison_reports_is_found(folder, tmp_path):
    """Without base code, so that what many share counts too; each pair by itself, at the threshold of the scan."""
    settings = replace(SETTINGS, scan=replace(SETTINGS.scan, min_base_works=1_000))
    found = codematch.scan(folder, settings=settings)
    tools = make_tools(comparing.brief_settings(lowered_rate(settings, 8)))
    scanned = scan_named([str(folder)], (), settings).scanned
    works = prepare([scanned.trees[number] for number in sorted(scanned.trees)], tools)
    held = {}
    for second in range(len(works)):
        for first in range(second):
            pair = compare_prepared(works[first], works[second], tools)
            limits = {entry.language: entry.threshold_bits for entry in pair.significance}
            held[first + 1, second + 1] = any(r.weight.total >= limits.get(r.language, 0) for r in pair.regions)

    assert reported(found) == {pair for pair, is_reported in held.items() if is_reported}
    assert len(reported(found)) > 15


def test_the_number_of_processes_changes_nothing(folder, result):
    assert document(codematch.scan(folder, settings=SETTINGS, jobs=2)) == document(result)


def test_the_document_is_valid_and_reads_back(result):
    plain = json.loads(document(result))

    errors = jsonschema.Draft202012Validator(json.loads(schema.SCAN_FILE.read_text(encoding="utf-8"))).iter_errors(
        plain
    )
    assert [error.json_path for error in errors] == []
    assert scan_document(from_scan_document(plain)) == plain
    with pytest.raises(StoreError, match="not a scan of codematch in format"):
        from_scan_document({**plain, "format_version": 99})
    with pytest.raises(StoreError, match="works is missing"):
        from_scan_document({key: value for key, value in plain.items() if key != "works"})


def test_the_shipped_schema_is_that_of_the_types():
    assert schema.SCAN_FILE.read_text(encoding="utf-8") == schema.render_scan()


def test_the_record_of_a_pair_is_that_of_a_comparison_with_base_code_labelled(folder):
    scan = scan_named([str(folder)], (), SETTINGS)
    ranked = scan.scanned.result.pairs[0]
    record = scan.record_of(ranked)

    (pair,) = record.pairs
    assert (pair.known.label, pair.questioned.label) == ("work02", "work04")
    assert "base code of the set" in {str(one.work.label) for one in pair.prior}
    assert pair.regions[0].weight.total == pytest.approx(ranked.heaviest_bits, abs=0.005)
    template = [region for region in pair.regions if region.known.path == "template.py"]
    assert template
    assert all(region.residual_tokens == 0 for region in template)


def test_a_pair_that_fails_is_a_row_with_its_reason(folder, monkeypatch):
    whole = compare_prepared

    def failing(known, questioned, toolkit):
        if known.tree.label == "work02":
            raise ValueError("no such table")
        return whole(known, questioned, toolkit)

    monkeypatch.setattr(comparing, "compare_prepared", failing)
    found = codematch.scan(folder, settings=SETTINGS)
    row = next(pair for pair in found.pairs if (pair.first, pair.second) == (2, 4))

    assert (row.state, str(row.detail["text"])) == (PairState.FAILED, "no such table")
    assert [note.key for note in found.limitations] == ["scan-failed-pairs"]


def test_candidates_beyond_the_most_are_counted(folder):
    rules = replace(SETTINGS.scan, max_compared=1, min_base_works=1_000, sample_pairs=0)
    found = codematch.scan(folder, settings=replace(SETTINGS, scan=rules))

    assert found.candidates.compared == 1 < found.candidates.candidates
    (note,) = found.limitations
    assert (note.key, note["count"]) == ("scan-not-compared", found.candidates.candidates - 1)


def test_fewer_than_two_usable_works_are_refused(tmp_path):
    (tmp_path / "a.py").write_text(LEDGER)
    (tmp_path / "b.py").write_text(LEDGER)
    with pytest.raises(InputError, match=r"b\.py is duplicate"):
        codematch.scan(tmp_path)
    (tmp_path / "c.py").write_text(TRIANGLE)
    assert [work.state for work in codematch.scan(tmp_path).works] == [
        WorkState.COMPARED,
        WorkState.DUPLICATE,
        WorkState.COMPARED,
    ]
    (tmp_path / "d.py").write_text(LEDGER + TRIANGLE)
    few = replace(DEFAULTS, scan=replace(DEFAULTS.scan, max_works=2))
    with pytest.raises(InputError, match=r"scan\.max_works=2"):
        codematch.scan(tmp_path, settings=few)


def test_the_rate_of_a_scan_is_that_of_its_pairs():
    assert lowered_rate(DEFAULTS, 4).significance.coincidence_rate == 0.05
    assert lowered_rate(DEFAULTS, 50).significance.coincidence_rate == pytest.approx(1 / 1225)
    assert lowered_rate(DEFAULTS, 10_000).significance.coincidence_rate == 1e-6
    everything = replace(DEFAULTS, significance=replace(DEFAULTS.significance, coincidence_rate=1.0))
    assert lowered_rate(everything, 50) == everything


def test_wrong_arguments_from_python_are_refused(folder):
    with pytest.raises(TypeError, match="unexpected keyword argument 'job'"):
        codematch.scan(folder, job=2)  # type: ignore[call-arg] # what is refused
    with pytest.raises(codematch.errors.UsageError, match="works: 3 is a single value"):
        codematch.scan(3)
