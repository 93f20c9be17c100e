"""The tables as CSV: the numbers of the result, every row, and nothing that a spreadsheet runs."""

import csv
import io
from dataclasses import replace

import pytest

from codematch.report.formats.to_csv import tables
from tests.report.sample_result import empty_result, hostile_result, sample_result

RESULT = sample_result()
PAIR = RESULT.pairs[0]


def rows(result, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(tables(result)[name].decode(), newline="")))


def test_every_table_has_a_row_for_each_entry():
    counts = {name: len(rows(RESULT, name)) for name in tables(RESULT)}
    assert counts == {
        "manifest-K.csv": len(PAIR.known.files),
        "manifest-Q.csv": len(PAIR.questioned.files),
        "manifest-P.csv": 2,
        "matches.csv": len(PAIR.regions),
        "file-pairs.csv": len(PAIR.file_pairs),
        "units.csv": len(PAIR.unit_pairs),
        "differences.csv": len(PAIR.differences),
        "filter-log.csv": len(PAIR.ledger.exclusions),
        "findings.csv": sum(len(channel.findings) for channel in PAIR.evidence),
        "explanations.csv": 12,
        "asserted.csv": 2,
    }


def test_without_reference_works_there_is_no_manifest_of_them():
    bare = replace(RESULT, pairs=(replace(PAIR, prior=()),))
    assert tables(RESULT).keys() - tables(bare).keys() == {"manifest-P.csv"}


def test_numbers_are_those_of_the_result():
    for row, region in zip(rows(RESULT, "matches.csv"), PAIR.regions, strict=True):
        assert int(row["region"]) == region.number
        assert float(row["total_bits"]) == region.weight.total
        assert (row["known_path"], int(row["known_first_line"])) == (region.known.path, region.known.first_line)
        assert row["questioned_sha256"] == region.questioned.sha256
    assert rows(RESULT, "asserted.csv")[0]["outcome"] == "counterpart"


@pytest.mark.parametrize("result", [empty_result(), hostile_result()], ids=["empty", "hostile"])
def test_no_cell_begins_a_formula(result):
    for content in tables(result).values():
        for row in csv.reader(io.StringIO(content.decode(), newline="")):
            assert not [cell for cell in row if cell[:1] in ("=", "+", "@", "\t") or cell[:2] == "-1"]


def test_a_text_that_would_be_run_is_told_apart():

    file = replace(PAIR.known.files[0], path="=HYPERLINK(1).py")
    pair = replace(PAIR, known=replace(PAIR.known, files=(file,)))
    assert rows(replace(RESULT, pairs=(pair,)), "manifest-K.csv")[0]["path"] == "'=HYPERLINK(1).py"
