"""The channel of consistent renames: displayed where it counts, and only there."""

import csv
import io
from dataclasses import replace

import pytest

from codematch.model.result import CaseResult
from codematch.report import view
from codematch.report.documents import render
from codematch.report.formats import to_csv
from tests.report.sample_result import sample_result


def _with_renames(bits: float) -> CaseResult:
    result = sample_result()
    first, *others = result.pairs[0].regions
    region = replace(first, weight=replace(first.weight, renames=12.5 if bits else 0.0))
    settings = {**result.manifest.settings, "weighing": {"rename_bits": bits}}
    pair = replace(result.pairs[0], regions=(region, *others))
    return replace(result, manifest=replace(result.manifest, settings=settings), pairs=(pair, *result.pairs[1:]))


@pytest.mark.parametrize("bits", [0.0, 3.0])
def test_the_table_of_matches_has_the_column_where_it_counts(bits: float):
    rows = list(csv.DictReader(io.StringIO(to_csv.tables(_with_renames(bits))["matches.csv"].decode())))
    assert [row.get("renames_bits") for row in rows[:2]] == (["12.5", "0.0"] if bits else [None, None])
    channels = ("structure", "names", "literals", "comments", *(["renames"] if bits else []))
    assert float(rows[0]["total_bits"]) == pytest.approx(sum(float(rows[0][f"{name}_bits"]) for name in channels))


@pytest.mark.parametrize("bits", [0.0, 3.0])
def test_channels_that_are_shown(bits: float):
    assert ("renames" in view.channels(_with_renames(bits))) == (bits > 0)


@pytest.mark.parametrize("kind", ["terminal", "html"])
def test_reports_name_the_channel_where_it_counts(kind: str):
    with_channel, without = (render(_with_renames(bits), kind).decode() for bits in (3.0, 0.0))
    told = "structure, names, literals and consistent renames"
    assert told in " ".join(with_channel.split())
    assert told not in " ".join(without.split())
    assert "Renames" in with_channel
    assert "12.5" in with_channel
