"""Filters and channels on every fixture: what was found stays what it was, and labelled and left make up the whole."""

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from codematch.filtration import FILTERS
from codematch.intake import read_work
from codematch.model.match import Region
from codematch.model.precision import stored_bits
from codematch.model.result import FilePair, PairResult
from codematch.model.source import SourceTree
from codematch.model.stratum import Stratum
from codematch.pipeline import ComparisonInputs, compare_works
from codematch.settings import Evidence, Filtration, Settings
from tests.comparison.works import work

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
BARE = Settings(filtration=Filtration(**{rule.id: False for rule in FILTERS}), evidence=Evidence(channels=False))


def folder(path: Path) -> SourceTree:
    return read_work(str(path), Settings().intake)


def cases() -> Iterator[tuple[str, SourceTree, SourceTree]]:
    """Yield every pair of fixtures: labelled works, all languages, changed works, a modified base, strangers."""
    for row in tomllib.loads((FIXTURES / "detectors" / "evidence.toml").read_text(encoding="utf-8"))["case"]:
        yield row["name"], work("known", row["known"]), work("questioned", row["questioned"])
    files = tomllib.loads((FIXTURES / "detectors" / "filters.toml").read_text(encoding="utf-8"))["file"]
    known = {row["path"]: row["text"] for row in files}
    yield (
        "labelled files",
        work("known", known),
        work("questioned", {path: f"{text}\n" for path, text in known.items()}),
    )
    pairs = FIXTURES / "pairs" / "python"
    for changed in sorted(path for path in pairs.iterdir() if path.name != "known"):
        yield changed.name, folder(pairs / "known"), folder(changed)
    yield "common", folder(pairs / "known"), folder(FIXTURES / "common" / "python")
    yield "languages", folder(FIXTURES / "languages"), folder(FIXTURES / "languages")
    strangers = FIXTURES / "unrelated" / "python"
    yield "strangers", folder(strangers / "known"), folder(strangers / "questioned")


CASES = list(cases())


def without_labels(region: Region) -> Region:
    return replace(region, labels=(), residual=None, residual_tokens=0)


@pytest.fixture(scope="module", params=CASES, ids=[name for name, _, _ in CASES])
def results(request: pytest.FixtureRequest) -> tuple[PairResult, PairResult]:
    _, known, questioned = request.param
    apart = ComparisonInputs(stratum=Stratum.UNRELATED)  # notices tell a stratum, and one of the two does not read them
    found = (compare_works(known, questioned, apart, settings=settings).pairs[0] for settings in (Settings(), BARE))
    return next(found), next(found)


def without_residual(item: FilePair) -> FilePair:
    return item if item.sum is None else replace(item, sum=replace(item.sum, residual_bits=None))


def test_labels_and_channels_change_nothing_that_was_found(results):
    full, plain = results

    assert [without_labels(region) for region in full.regions] == [without_labels(region) for region in plain.regions]
    for name in (
        "known",
        "questioned",
        "totals",
        "exhibits",
        "comparisons",
        "shared_text",
        "significance",
    ):
        assert getattr(full, name) == getattr(plain, name), name
    assert list(map(without_residual, full.file_pairs)) == list(map(without_residual, plain.file_pairs))


def test_what_is_labelled_and_what_is_left_make_up_each_region(results):
    for region in results[0].regions:
        largest = max((label.tokens for label in region.labels), default=0)
        together = sum(label.tokens for label in region.labels)
        assert largest <= region.tokens - region.residual_tokens <= together
        assert region.residual is not None
        assert region.residual.structure <= region.weight.structure


def test_the_waterfall_begins_with_everything_and_ends_with_what_is_left(results):
    full, _ = results
    steps = full.ledger.steps

    assert (steps[0].filter, steps[0].regions) == (None, len(full.regions))
    assert steps[0].bits == pytest.approx(sum(stored_bits(region.weight.structure) for region in full.regions))
    assert steps[-1].bits == pytest.approx(sum(stored_bits(region.residual.structure) for region in full.regions))
    assert all(before.tokens.known >= after.tokens.known for before, after in pairwise(steps))
