"""Filtration of whole comparisons: labels change nothing that was found, the waterfall adds up, filters stand alone."""

import itertools
from dataclasses import replace

import pytest

from codematch.comparison.reference_material import MaterialTree
from codematch.filtration import FILTERS
from codematch.filtration.agreed import Agreement
from codematch.model.filtration import FilterId, ReasonCode
from codematch.model.match import Region
from codematch.model.message import Message, Name, PathName
from codematch.model.result import FilePair, PairResult
from codematch.pipeline import ComparisonInputs, compare_works
from codematch.report.text.messages import sentence
from codematch.settings import Filtration, Settings
from tests.comparison.works import LEDGER, TRIANGLE, message, renamed, work

HEADER = "# Copyright 2020 Somebody\n# Licensed under the Apache License, Version 2.0\nimport math\nimport os\n\n\n"
KNOWN = {
    "book.py": HEADER + LEDGER,
    "vendor/tri.py": TRIANGLE,
    "data.py": f"T = [{', '.join('9' * n for n in range(1, 60))}]\n",
}
QUESTIONED = {
    "journal.py": HEADER + renamed(LEDGER),
    "third_party/tri.py": TRIANGLE + "\n",
    "table.py": KNOWN["data.py"] + "X = 1\n",
}
OFF = {rule.id: False for rule in FILTERS}


def compare(filtration: Filtration | None = None, **options: object) -> PairResult:
    settings = Settings(filtration=filtration or Filtration())
    known, questioned = work("known", KNOWN), work("questioned", QUESTIONED)
    return compare_works(known, questioned, ComparisonInputs(**options), settings=settings).pairs[0]


def bare(region: Region) -> Region:
    return replace(region, labels=(), residual=None, residual_tokens=0)


@pytest.fixture(scope="module")
def unfiltered() -> PairResult:
    return compare(Filtration(**OFF))


@pytest.fixture(scope="module")
def filtered() -> PairResult:
    return compare()


def test_labels_never_change_what_was_found(unfiltered, filtered):
    assert filtered.regions
    assert any(region.labels for region in filtered.regions)
    assert [bare(region) for region in filtered.regions] == [bare(region) for region in unfiltered.regions]
    assert filtered.totals == unfiltered.totals
    assert _without_residuals(filtered) == _without_residuals(unfiltered)


def _without_residuals(pair: PairResult) -> list[FilePair]:
    """The pairs of files without what the labels leave of their sums."""
    return [
        item if item.sum is None else replace(item, sum=replace(item.sum, residual_bits=None))
        for item in pair.file_pairs
    ]


def test_with_every_filter_off_all_is_left(unfiltered):
    for region in unfiltered.regions:
        assert (region.labels, region.residual, region.residual_tokens) == ((), region.weight, region.tokens)
    assert [row.enabled for row in unfiltered.ledger.rows] == [False] * len(FILTERS)
    assert len(unfiltered.ledger.steps) == 1


def test_labelled_and_unlabelled_tokens_are_all_tokens(filtered):
    for region in filtered.regions:
        assert 0 <= region.residual_tokens <= region.tokens
        assert sum(label.tokens for label in region.labels) >= region.tokens - region.residual_tokens
        assert region.residual.total <= region.weight.total + 1e-9


def test_the_waterfall_only_falls_and_begins_with_everything(filtered):
    steps = filtered.ledger.steps
    assert steps[0].filter is None
    assert steps[0].regions == len(filtered.regions)
    assert steps[0].tokens.known == filtered.totals.token.matched.known
    assert steps[0].tokens.questioned == filtered.totals.token.matched.questioned
    for before, after in itertools.pairwise(steps):
        assert after.regions <= before.regions
        assert after.bits <= before.bits
        for later, earlier in ((after.tokens, before.tokens), (after.lines, before.lines)):
            assert later.known <= earlier.known
            assert later.questioned <= earlier.questioned
    assert steps[-1].tokens.questioned == sum(region.residual_tokens for region in filtered.regions)


@pytest.mark.parametrize("alone", [FilterId.VENDORED, FilterId.IMPORTS, FilterId.DATA, FilterId.BOILERPLATE])
def test_a_filter_switched_off_takes_only_its_own_labels_away(filtered, alone):
    without = compare(Filtration(**{alone: False}))

    for before, after in zip(filtered.regions, without.regions, strict=True):
        assert tuple(label for label in before.labels if label.filter != alone) == after.labels
    rows = {row.filter: row for row in without.ledger.rows}
    assert not rows[alone].enabled
    assert [row for row in filtered.ledger.rows if row.filter is not alone] == [
        row for row in without.ledger.rows if row.filter is not alone
    ]


def test_every_label_has_its_passages_with_their_basis(filtered):
    listed = {(item.filter, item.code) for item in filtered.ledger.exclusions}
    for region in filtered.regions:
        for label in region.labels:
            assert (label.filter, label.code) in listed
            assert label.basis.key
            assert sentence(label.basis)
    vendored = [item for item in filtered.ledger.exclusions if item.filter == FilterId.VENDORED]
    assert [(item.side, item.path, item.basis) for item in vendored] == [
        ("known", "vendor/tri.py", Message.of("folder", folder=PathName("vendor"))),
        ("questioned", "third_party/tri.py", Message.of("folder", folder=PathName("third_party"))),
    ]


@pytest.mark.parametrize("path", ["lib/tri.py", "dist/tri.min.js"])
def test_a_mark_of_one_side_explains_nothing(path):
    known, questioned = work("known", {"vendor/tri.py": TRIANGLE}), work("questioned", {path: TRIANGLE + "\n"})
    pair = compare_works(known, questioned, settings=Settings()).pairs[0]

    assert pair.regions
    for item in (FilterId.VENDORED, FilterId.GENERATED):
        assert all(label.filter is not item for region in pair.regions for label in region.labels)
        assert next(row for row in pair.ledger.rows if row.filter is item).matched.known == 0


def test_a_licence_header_does_not_count_in_what_is_left(filtered):
    with_header = next(region for region in filtered.regions if region.known.path == "book.py")
    without = compare(Filtration(licences=False))
    same = next(region for region in without.regions if region.number == with_header.number)

    assert with_header.weight == same.weight
    assert with_header.residual.comments < same.residual.comments


def test_edited_material_is_recognised_and_kept_apart_from_unchanged_material():
    edited = TRIANGLE.replace("maximum_edge", "limit").replace("hull", "points2").replace("stack", "pile")
    pair = compare(material=[material("base", {"t.py": TRIANGLE}), material("other", {"e.py": edited})])

    region = next(region for region in pair.regions if region.known.path == "vendor/tri.py")
    codes = {label.code: label.basis for label in region.labels if label.filter == FilterId.COMMON}
    assert (codes[ReasonCode.OSS].key, codes[ReasonCode.OSS]["work"]) == ("in-work", "base")
    assert message(codes[ReasonCode.OSS], "place")["path"] == "t.py"
    only_edited = compare(material=[material("other", {"e.py": edited})])
    region = next(region for region in only_edited.regions if region.known.path == "vendor/tri.py")
    codes = {label.code: label.basis for label in region.labels if label.filter == FilterId.COMMON}
    assert list(codes) == [ReasonCode.OSS_MODIFIED]
    (row,) = [row for row in only_edited.ledger.rows if row.filter == FilterId.COMMON]
    assert (row.material[0].key, row.material[0]["work"], row.material[0]["files"]) == ("material", "other", 1)
    assert len(row.material[0]["root"]) == 16


def test_material_without_code_labels_nothing(filtered):
    pair = compare(material=[material("empty", {"t.py": "x = 1\n"}), material("none", {})])

    assert pair.regions == filtered.regions


def test_what_was_agreed_on_is_labelled_with_its_reason_and_name():
    agreement = Agreement(reason="joint work", name="both sides", side="questioned", paths=("journal.py",))
    pair = compare(agreements=[agreement])

    region = next(region for region in pair.regions if region.questioned.path == "journal.py")
    assert region.labels[0].code is ReasonCode.USER_AGREED
    assert region.labels[0].basis == Message.of("agreed", reason=Name("joint work"), by=Name("both sides"))
    assert region.residual_tokens == 0
    assert region.residual.total == 0.0


def test_passages_beyond_the_limit_are_counted(filtered):
    few = compare(Filtration(max_exclusions=2)).ledger

    assert few.exclusions == filtered.ledger.exclusions[:2]
    assert few.exclusions_omitted == len(filtered.ledger.exclusions) - 2


def material(name: str, files: dict[str, str]) -> MaterialTree:
    return MaterialTree(filter=FilterId.COMMON, tree=work(name, files), code=ReasonCode.OSS, name=name)
