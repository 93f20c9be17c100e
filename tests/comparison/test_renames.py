"""Consistent renames as a channel of weight: off unless asked for, and what they change when they count."""

from dataclasses import replace

import pytest

from codematch.comparison.prepare import Toolkit
from codematch.model.document import _read_weight  # what reads every weight of a document
from codematch.model.match import Weight
from codematch.model.result import PairResult
from codematch.pipeline import compare_prepared, make_tools
from codematch.settings import Settings
from codematch.significance.statement import are_deciding, deciding_settings
from tests.comparison.works import LEDGER, prepared_pair, renamed, work


def _settings(rename_bits: float, **significance: float) -> Settings:
    settings = Settings()
    return replace(
        settings,
        weighing=replace(settings.weighing, rename_bits=rename_bits),
        significance=replace(settings.significance, **significance),
    )


def _compared(tools: Toolkit, questioned: str) -> PairResult:
    works = prepared_pair(work("known", {"a.py": LEDGER}), work("questioned", {"b.py": questioned}), tools)
    return compare_prepared(*works, tools)


def test_renames_weigh_nothing_at_zero():
    (region,) = _compared(make_tools(_settings(0.0, unfitted_bits=50.0)), renamed(LEDGER)).regions
    assert region.renames
    assert region.weight.renames == 0.0


def test_a_renamed_copy_weighs_its_renames_beside_what_it_weighs_anyway():
    (plain,) = _compared(make_tools(_settings(0.0, unfitted_bits=50.0)), renamed(LEDGER)).regions
    (region,) = _compared(make_tools(_settings(3.0)), renamed(LEDGER)).regions
    repeated = sum(rename.count - 1 for rename in region.renames)
    assert 10 < region.weight.renames <= 3.0 * repeated
    assert replace(region.weight, renames=0.0) == plain.weight
    assert region.weight.total == pytest.approx(plain.weight.total + region.weight.renames)


def test_labelled_tokens_have_no_renames_in_the_residual():
    (region,) = _compared(make_tools(_settings(3.0)), renamed(LEDGER)).regions
    assert region.labels
    assert region.residual is not None
    assert 0.0 < region.residual.renames < region.weight.renames


def test_a_copy_without_renames_has_none_that_weigh():
    (region,) = _compared(make_tools(_settings(3.0)), LEDGER).regions
    assert region.weight.renames == 0.0


def test_renames_decide_whether_a_region_is_reported():
    (region,) = _compared(make_tools(_settings(3.0)), renamed(LEDGER)).regions
    above = region.weight.deciding - region.weight.renames / 2
    assert _compared(make_tools(_settings(3.0, unfitted_bits=above)), renamed(LEDGER)).regions
    # Next to nothing instead of 0: no null model holds for it either, so the threshold is the same.
    assert not _compared(make_tools(_settings(0.001, unfitted_bits=above)), renamed(LEDGER)).regions


def test_files_of_a_pair_sum_up_the_renames_of_their_regions():
    pair = _compared(make_tools(_settings(3.0)), renamed(LEDGER))
    (files,) = pair.file_pairs
    assert files.renames_bits == sum(region.weight.renames for region in pair.regions) > 0


def test_models_hold_for_the_weight_of_renames_that_they_were_made_with():
    assert are_deciding(deciding_settings(Settings()), Settings())
    assert not are_deciding(deciding_settings(_settings(0.0)), Settings())


def test_a_result_without_the_channel_is_still_read():
    weight = {"structure": 3.0, "names": 1.0, "literals": 0.5, "comments": 0.0, "total": 4.5}
    assert _read_weight(weight) == Weight(structure=3.0, names=1.0, literals=0.5, comments=0.0)
    assert _read_weight(weight | {"renames": 2.0, "total": 6.5}).renames == 2.0
