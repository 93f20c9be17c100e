"""Which exhibits are shown: of asserted items first and whole, and of the others what changed."""

from dataclasses import replace

from codematch.model.asserted import AssertedItem, AssertedResult, Counterpart, ItemStatus
from codematch.model.match import Exhibit, ExhibitRow, RowState, Weight
from codematch.model.result import PairResult
from codematch.report.record.selection import (
    CONTEXT,
    EQUAL_ROWS,
    MOST_ROWS,
    PAGE_ROWS,
    Equal,
    select,
)
from codematch.report.view import Omission
from tests.report.sample_result import large_result

NOTHING = Weight(structure=0.0, names=0.0, literals=0.0, comments=0.0)


def rows(states: str) -> tuple[ExhibitRow, ...]:
    kinds = {"=": RowState.IDENTICAL, "x": RowState.DIFFERENT}
    return tuple(
        ExhibitRow(state=kinds[state], known_line=number, known_text="a", questioned_line=number, questioned_text="a")
        for number, state in enumerate(states, start=1)
    )


def pair_with(states: dict[int, str], asserted: tuple[int, ...] = ()) -> PairResult:
    """A pair of works whose regions have these rows, those of some numbers in an asserted item."""
    pair = large_result(max(states)).pairs[0]
    sides = {
        number: replace(pair.regions[number - 1].known, first_line=1, last_line=len(text))
        for number, text in states.items()
    }
    regions = tuple(
        replace(region, known=sides[region.number], questioned=replace(region.questioned, first_line=1,
                last_line=sides[region.number].last_line)) if region.number in sides else region
        for region in pair.regions
    )  # fmt: skip
    exhibits = tuple(Exhibit(region=number, rows=rows(text), omitted_rows=0) for number, text in states.items())
    parts = tuple(
        Counterpart(region=number, known_path="a", known_first_line=1, known_last_line=2, questioned_path="b",
                    questioned_first_line=1, questioned_last_line=2, tokens=1)
        for number in asserted
    )  # fmt: skip
    item = AssertedResult(
        item=AssertedItem(text="a", path="a"), status=ItemStatus.COUNTERPART, files=("a",), files_total=1, tokens=1,
        lines=1, matched_tokens=1, matched_lines=1, residual_tokens=1, weight=NOTHING, residual=NOTHING,
        counterparts=parts, findings=0,
    )  # fmt: skip
    return replace(pair, regions=regions, exhibits=exhibits, asserted=(item,) if asserted else (), differences=())


def test_changed_rows_are_shown_with_context_and_the_equal_ones_counted() -> None:
    (shown,) = select(pair_with({1: "=" * 50 + "x" + "=" * 50}), 10, None, whole=False)
    equal = [row.rows for row in shown.rows if isinstance(row, Equal)]
    lines = [row.known_line for row in shown.rows if isinstance(row, ExhibitRow)]
    assert lines == [1, 2, 3, *range(51 - CONTEXT, 52 + CONTEXT), 101]
    assert sum(equal) + len(lines) == 101


def test_of_a_region_without_a_change_the_beginning_is_shown() -> None:
    (shown,) = select(pair_with({1: "=" * 100}), 10, None, whole=False)
    assert [row.known_line for row in shown.rows if isinstance(row, ExhibitRow)] == list(range(1, EQUAL_ROWS + 1))
    assert shown.rows[-1] == Equal(rows=100 - EQUAL_ROWS)


def test_a_few_equal_rows_are_not_left_out() -> None:
    (shown,) = select(pair_with({1: "x=====x"}), 10, None, whole=False)
    assert len(shown.rows) == 7


def test_what_changed_everywhere_ends_after_two_pages_and_says_how_much_is_left() -> None:
    (shown,) = select(pair_with({1: "x" * 500}), 10, None, whole=False)
    assert len(shown.rows) == MOST_ROWS + 1
    assert shown.rows[-1] == Omission(500 - MOST_ROWS, 500 - MOST_ROWS)


def test_regions_of_asserted_items_come_first_whole_and_beyond_the_budget() -> None:
    pair = pair_with({1: "=" * 300, 2: "=" * 300, 3: "=" * 300}, asserted=(3,))
    shown = select(pair, 10, 1, whole=False)
    assert [item.region.number for item in shown] == [3]
    assert len(shown[0].rows) == 300


def test_the_budget_of_pages_is_kept() -> None:
    pair = pair_with(dict.fromkeys(range(1, 41), "x" * 60))
    for pages in (1, 5, 20):
        shown = select(pair, 100, pages, whole=False)
        assert len(shown) == 1 or sum(item.height for item in shown) <= pages * PAGE_ROWS
        assert shown
    assert len(select(pair, 100, None, whole=False)) == 40
    assert select(pair, 100, 0, whole=False) == []


def test_unlabelled_regions_come_before_heavier_ones_with_labels() -> None:
    pair = pair_with(dict.fromkeys(range(1, 11), "x" * 60))
    labelled = [region for region in pair.regions if region.labels]
    free = [region.number for region in pair.regions if not region.labels]
    assert labelled, "the sample has labelled regions"
    shown = [item.region.number for item in select(pair, 100, None, whole=False)]
    assert shown[: len(free)] == free
