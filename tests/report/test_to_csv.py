"""The tables as CSV: the numbers of the result, every row, and nothing that a spreadsheet runs."""

import csv
import io
from dataclasses import replace

import pytest

from codematch.model.sides import SIDES
from codematch.report.formats.to_csv import safe as csv_safe
from codematch.report.formats.to_csv import tables
from codematch.report.view import setting_rows, unmatched
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
        "file-pairs.csv": len(PAIR.file_pairs) + sum(len(unmatched(PAIR, role)) for role in SIDES),
        "units.csv": len(PAIR.unit_pairs),
        "differences.csv": len(PAIR.differences),
        "changed-lines.csv": 3,
        "further-places.csv": 3,
        "filter-log.csv": len(PAIR.ledger.exclusions),
        "findings.csv": sum(len(channel.findings) for channel in PAIR.evidence),
        "explanations.csv": 12,
        "asserted.csv": 2,
        "settings.csv": len(setting_rows(RESULT.manifest)),
    }


def test_files_without_a_counterpart_are_rows_of_the_pairs():
    for role, other in zip(SIDES, reversed(SIDES), strict=True):
        lone = [row for row in rows(RESULT, "file-pairs.csv") if row["relation"] == f"{role}-only"]
        assert [row[f"{role}_path"] for row in lone] == [csv_safe(file.path) for file in unmatched(PAIR, role)]
        assert {row[f"{other}_path"] for row in lone} <= {""}


def test_lines_and_further_places_are_named_by_their_files():
    deleted, comment, inserted = rows(RESULT, "changed-lines.csv")
    pair = PAIR.file_pairs[0]
    assert (deleted["edit"], deleted["path"], deleted["unit"]) == ("deleted", pair.known_path, "Gate.<b>lift</b>")
    assert (comment["tokens"], inserted["path"]) == ("0", pair.questioned_path)
    places = rows(RESULT, "further-places.csv")
    assert [(row["side"], row["same_text"], row["places_in_all"]) for row in places] == [
        ("known", "True", "2"), ("known", "False", "2"), ("questioned", "True", "9"),
    ]  # fmt: skip
    assert places[0]["path"] == csv_safe(PAIR.known.files[1].path)


def test_a_notice_that_one_work_alone_has_is_on_no_line_of_the_other():
    assert [row["questioned_line"] for row in rows(RESULT, "differences.csv")] == ["", "34", "34", "34", "34", "34"]


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
    pair = replace(PAIR, known=replace(PAIR.known, files=(file,)), further_places=())
    assert rows(replace(RESULT, pairs=(pair,)), "manifest-K.csv")[0]["path"] == "'=HYPERLINK(1).py"
