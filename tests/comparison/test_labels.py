"""The label of regions that stand in common material: how much of them must, and that nothing else changes."""

from dataclasses import replace

import pytest

from codematch.comparison.assemble import LocatedRegion, assemble
from codematch.comparison.labels import label_common
from codematch.comparison.matching import match_works
from codematch.comparison.prepare import PreparedWork, Toolkit
from codematch.pipeline import make_tools, prepare
from codematch.settings import Counting, Settings
from tests.comparison.works import LEDGER, TRIANGLE, renamed, work

HALF = LEDGER[: LEDGER.index("    def running_totals")]


@pytest.fixture(scope="module")
def toolkit() -> Toolkit:
    return make_tools(Settings())


@pytest.fixture(scope="module")
def works(toolkit: Toolkit) -> list[PreparedWork]:
    return prepare((work("known", {"a.py": LEDGER}), work("questioned", {"b.py": renamed(LEDGER)})), toolkit)


@pytest.fixture(scope="module")
def regions(toolkit: Toolkit, works: list[PreparedWork]) -> list[LocatedRegion]:
    matching = match_works(works[0], works[1], toolkit.weigher, {"python": 20.0}, toolkit.settings)
    return assemble(matching, works[0], works[1], toolkit.weigher, toolkit.settings)


def labels(
    regions: list[LocatedRegion], works: list[PreparedWork], toolkit: Toolkit, share: float, **common: str
) -> list[tuple[str, ...]]:
    templates = prepare([work(label, {"t.py": text}) for label, text in common.items()], toolkit)
    settings = replace(toolkit.settings, counting=Counting(common_share=share))
    labelled = label_common(regions, works[0], works[1], templates, settings)
    assert [replace(item, region=replace(item.region, labels=())).region for item in labelled] == [
        item.region for item in regions
    ]
    return [item.region.labels for item in labelled]


def test_a_region_is_labelled_from_the_share_that_the_setting_says(
    regions: list[LocatedRegion], works: list[PreparedWork], toolkit: Toolkit
) -> None:
    assert len(regions) == 1
    for share, expected in ((0.3, ("COMMON: half",)), (0.8, ())):
        assert labels(regions, works, toolkit, share, half=HALF) == [expected]


def test_every_common_work_gives_its_own_label_in_order(
    regions: list[LocatedRegion], works: list[PreparedWork], toolkit: Toolkit
) -> None:
    found = labels(regions, works, toolkit, 0.8, whole=LEDGER, other=TRIANGLE, again=renamed(LEDGER))
    assert found == [("COMMON: whole", "COMMON: again")]


def test_common_material_without_code_labels_nothing(
    regions: list[LocatedRegion], works: list[PreparedWork], toolkit: Toolkit
) -> None:
    assert labels(regions, works, toolkit, 0.8, empty="", short="x = 1\n") == [()]
    assert labels(regions, works, toolkit, 0.8) == [()]
