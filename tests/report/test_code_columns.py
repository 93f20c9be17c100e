"""Exhibits on paper: lines cut where the column ends, and never more pages of code than the budget allows."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from codematch.model.match import RowState
from codematch.report.code_columns import PAGE_LINES, WIDTH, Budget, Chunk, columns, cut_line, line_pages
from codematch.report.record.blocks import Code, Pair, Sides, line


def sides(count: int, width: int = 10) -> Sides:
    rows = tuple(
        Pair(RowState.IDENTICAL, Code(number, "x" * width), Code(number + 5, "x" * width))
        for number in range(1, count + 1)
    )
    return Sides(known=line("known"), questioned=line("questioned"), rows=rows)


@given(st.text(st.characters(blacklist_categories=["Cs", "Cc", "Cf", "Co", "Cn", "Mn", "Me"]), max_size=400))
def test_cut_lines_fit_and_lose_nothing(text: str) -> None:
    made = cut_line(Code(1, text), RowState.IDENTICAL, lambda shown: shown)
    assert all(sum(cell_len(part) for _, part in pieces) <= WIDTH for pieces in made)
    shown = "".join(part for pieces in made for _, part in pieces)
    assert "U+" in shown or shown == text


def test_marks_and_what_stands_beside_keep_their_style() -> None:
    made = cut_line(Code(7, "abc def ghi", ((4, 7),), 2, 9), RowState.RENAMED, lambda shown: shown)
    assert made == [[("b", "ab"), ("p", "c "), (RowState.RENAMED, "def"), ("p", " g"), ("b", "hi")]]


def test_tabs_become_blanks_to_the_next_stop() -> None:
    assert cut_line(Code(1, "\ta\tb"), RowState.IDENTICAL, str) == [[("p", "    a   b")]]


def test_both_sides_have_as_many_lines() -> None:
    rows = (
        Pair(RowState.DIFFERENT, Code(1, "x" * 200), Code(1, "y")),
        Pair(RowState.KNOWN_ONLY, Code(2, "k"), Code(None, "")),
    )
    (page,) = line_pages(Sides(known=line("k"), questioned=line("q"), rows=rows), counted=False)
    (chunk,) = columns(page, str)
    assert isinstance(chunk, Chunk)
    ends = [chunk.known_numbers.count("\n"), chunk.signs.count("\n"), chunk.questioned_numbers.count("\n"),
            *("".join(part for _, part in runs).count("\n") for runs in (chunk.known, chunk.questioned))]  # fmt: skip
    assert set(ends) == {-(-200 // WIDTH) + 1}


def test_no_exhibit_has_more_pages_in_a_row_than_allowed() -> None:
    budget = Budget(pages=None, consecutive=25)
    for count in (1, PAGE_LINES, 25 * PAGE_LINES, 60 * PAGE_LINES):
        pages = line_pages(sides(count), counted=True)
        shown = budget.fit(pages)
        assert len(shown) <= 25
        assert len(shown) == min(25, -(-count // PAGE_LINES))
    last = shown[-1].rows[-1]
    assert last == f"[{35 * PAGE_LINES:,} lines omitted: budget of printed pages]"


def test_all_exhibits_together_keep_to_the_budget() -> None:
    budget = Budget(pages=7, consecutive=3)
    printed = [len([page for page in budget.fit(line_pages(sides(5 * PAGE_LINES), counted=True)) if page.height])
               for _ in range(4)]  # fmt: skip
    assert printed == [3, 3, 1, 0]


def test_without_a_budget_nothing_is_left_out() -> None:
    budget = Budget()
    pages = line_pages(sides(1_000), counted=budget.limited)
    assert len(budget.fit(pages)) == 1
    assert len(pages[0].rows) == 1_000


def test_a_page_of_the_plan_is_no_longer_than_it_may_be() -> None:
    for width in (10, WIDTH + 1, 5 * WIDTH):
        for page in line_pages(sides(300, width), counted=True):
            heights = sum(max(1, -(-width // WIDTH)) for _ in page.rows)
            assert heights <= PAGE_LINES
