"""Exhibits on paper: lines cut where the column ends, and never more pages of code than the budget allows."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from codematch.model.match import RowState
from codematch.model.sides import Both
from codematch.report.formats.code_columns import (
    PAGE_LINES,
    WIDTH,
    Budget,
    Chunk,
    CutRow,
    Page,
    columns,
    cut_line,
    cut_pages,
    kinds_of_rows,
)
from codematch.report.record.blocks import Code, Pair, Sides
from codematch.report.record.builders import line


def sides(count: int, width: int = 10) -> Sides:
    rows = tuple(
        Pair(RowState.IDENTICAL, Code(number, "x" * width), Code(number + 5, "x" * width))
        for number in range(1, count + 1)
    )
    return Sides(known=line("known"), questioned=line("questioned"), rows=rows)


def code_of(page: Page) -> list[CutRow]:
    return [row for row in page if isinstance(row, CutRow)]


@given(st.text(st.characters(blacklist_categories=["Cs", "Cc", "Cf", "Co", "Cn", "Mn", "Me"]), max_size=400))
def test_cut_lines_fit_and_lose_nothing(text: str) -> None:
    made = cut_line(Code(1, text), RowState.IDENTICAL, lambda shown: shown)
    assert all(sum(cell_len(part) for _, part, _ in pieces) <= WIDTH for pieces in made)
    shown = "".join(part for pieces in made for _, part, _ in pieces)
    assert "U+" in shown or shown == text


def test_marks_and_what_stands_beside_keep_their_style() -> None:
    made = cut_line(Code(7, "abc def ghi", ((4, 7),), 2, 9), RowState.RENAMED, lambda shown: shown)
    runs = [("b", "ab"), ("p", "c "), (RowState.RENAMED, "def"), ("p", " g"), ("b", "hi")]
    assert [[(run.style, run.text) for run in pieces] for pieces in made] == [runs]


def test_a_line_is_cut_where_the_kind_of_its_words_changes() -> None:
    (made,) = cut_line(Code(7, "if abc: # go", ((3, 6),)), RowState.RENAMED, str, ((0, 2, "k"), (8, 12, "c")))
    assert made == (
        ("p", "if", "k"),
        ("p", " ", ""),
        (RowState.RENAMED, "abc", ""),
        ("p", ": ", ""),
        ("p", "# go", "c"),
    )


def test_tabs_become_blanks_to_the_next_stop() -> None:
    assert cut_line(Code(1, "\ta\tb"), RowState.IDENTICAL, str) == [(("p", "    a   b", ""),)]


def test_both_sides_have_as_many_lines() -> None:
    rows = (
        Pair(RowState.DIFFERENT, Code(1, "x" * 200), Code(1, "y")),
        Pair(RowState.KNOWN_ONLY, Code(2, "k"), Code(None, "")),
    )
    (page,) = cut_pages(Sides(known=line("k"), questioned=line("q"), rows=rows), False, str)
    (chunk,) = columns(page)
    assert isinstance(chunk, Chunk)
    ends = [text.count("\n") for text in (*chunk.numbers, chunk.signs)]
    ends += ["".join(part for _, part, _ in runs).count("\n") for runs in chunk.code]
    assert set(ends) == {-(-200 // WIDTH) + 1}


def test_no_exhibit_has_more_pages_in_a_row_than_allowed() -> None:
    budget = Budget(pages=None, consecutive=25)
    for count in (1, PAGE_LINES, 25 * PAGE_LINES, 60 * PAGE_LINES):
        pages = cut_pages(sides(count), True, str)
        shown = budget.fit(pages)
        assert len(shown) <= 25
        assert len(shown) == min(25, -(-count // PAGE_LINES))
    last = shown[-1][-1]
    assert last == f"[{35 * PAGE_LINES:,} lines omitted: limit on printed pages]"


def test_all_exhibits_together_keep_to_the_budget() -> None:
    budget = Budget(pages=7, consecutive=3)
    printed = [len([page for page in budget.fit(cut_pages(sides(5 * PAGE_LINES), True, str)) if code_of(page)])
               for _ in range(4)]  # fmt: skip
    assert printed == [3, 3, 1, 0]


def test_without_a_budget_nothing_is_left_out() -> None:
    budget = Budget()
    pages = cut_pages(sides(1_000), budget.limited, str)
    assert len(budget.fit(pages)) == 1
    assert len(pages[0]) == 1_000


def test_a_page_of_the_plan_is_no_longer_than_it_may_be() -> None:
    for width in (10, WIDTH + 1, 5 * WIDTH, 100 * PAGE_LINES):
        pages = cut_pages(sides(30, width), True, str)
        assert all(sum(row.height for row in code_of(page)) <= PAGE_LINES for page in pages)
        shown = "".join(
            text for page in pages for row in code_of(page) for line in row.lines.known for _, text, _ in line
        )
        assert len(shown) == 30 * width  # cut, and nothing lost


def test_the_plan_counts_what_is_shown_and_not_what_it_stands_for() -> None:
    row = Pair(RowState.IDENTICAL, Code(1, "\u0905" * 60), Code(1, "x"))
    alone = Sides(known=line("k"), questioned=line("q"), rows=(row,) * 60)
    pages = cut_pages(alone, True, lambda text: "<U+0905>" * len(text))
    assert len(pages) == -(-60 * -(-60 * 8 // WIDTH) // PAGE_LINES)
    assert len(Budget(pages=1, consecutive=1).fit(pages)) == 1


def test_what_a_word_is_depends_on_lines_that_are_left_out() -> None:
    texts = ('x = """', "if here:", '"""', "if there:")
    rows = (Pair(RowState.IDENTICAL, Code(4, texts[3]), Code(4, texts[3]), 3),)
    shown = Sides(known=line("k"), questioned=line("q"), rows=("[3 lines omitted]", *rows),
                  languages=Both("python", ""), texts=Both(texts, texts))  # fmt: skip
    assert kinds_of_rows(shown) == [Both((), ()), Both(((0, 2, "k"),), ())]
