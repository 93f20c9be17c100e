"""The lines of a region side by side: what a row says holds for the two lines as they are printed."""

from codematch.model.match import Exhibit, ExhibitRow, MatchClass, Region, RowState
from codematch.pipeline import compare_works
from codematch.settings import Settings, Weighing
from tests.comparison.works import work

BODY = """\
margin = deposit * 0.35 + broker.fee(account, "zürich")
if margin > account.limit["overnight"]: account.freeze(reason="margin", hours=36)
# The desk is told before the ledger is closed.
for quote in feed.quotes(since=margin // 2): desk.show(quote.symbol, quote.bid - quote.ask)
try: ledger.close(account, margin, tolerance=0.0025)
except ledger.Unbalanced as gap: desk.alarm(gap.amount, gap.currency, "unbalanced")
total = sum(entry.amount for entry in ledger.entries if entry.currency != "CHF")
"""


def only(known: str, questioned: str) -> tuple[Region, Exhibit]:
    works = work("known", {"desk.py": known}), work("questioned", {"desk.py": questioned})
    pair = compare_works(*works, settings=Settings(weighing=Weighing(min_weight=20.0))).pairs[0]
    (region,), (exhibit,) = pair.regions, pair.exhibits
    return region, exhibit


def marked(row: ExhibitRow) -> tuple[list[str], list[str]]:
    known = [row.known_text[slice(*mark)] for mark in row.known_marks]
    return known, [row.questioned_text[slice(*mark)] for mark in row.questioned_marks]


def test_what_stands_beside_a_region_on_its_first_and_last_line_is_compared_too() -> None:
    known = 'start("é"); ' + BODY.rstrip("\n") + "; finish[0]\n"
    questioned = "pass; " + BODY.rstrip("\n") + "; del feed\n"
    region, exhibit = only(known, questioned)
    assert region.match_class is MatchClass.EDITED
    first, *between, last = exhibit.rows
    assert {row.state for row in between} == {RowState.IDENTICAL}
    assert (first.state, last.state) == (RowState.DIFFERENT, RowState.DIFFERENT)
    assert marked(first) == (["start", "(", '"é"', ")"], ["pass"])
    assert marked(last) == (["finish", "[", "0", "]"], ["del", "feed"])
    assert exhibit.known_span is not None
    assert exhibit.questioned_span is not None
    assert first.known_text[exhibit.known_span[0] :] == BODY.splitlines()[0]
    assert first.questioned_text[exhibit.questioned_span[0] :] == BODY.splitlines()[0]
    assert last.known_text[: exhibit.known_span[1]] == BODY.splitlines()[-1] + ";"
    assert last.questioned_text[: exhibit.questioned_span[1]] == BODY.splitlines()[-1] + ";"


def test_renamed_is_a_line_in_which_nothing_but_names_differs() -> None:
    changed = (
        BODY.replace("margin", "buffer").replace("36", "48").replace("quote.bid - quote.ask", "quote.bid  -  quote.ask")
    )
    _, exhibit = only(BODY, changed)
    states = [row.state for row in exhibit.rows]
    assert states[0] is RowState.RENAMED
    assert marked(exhibit.rows[0]) == (["margin"], ["buffer"])
    assert states[1] is RowState.DIFFERENT
    assert marked(exhibit.rows[1]) == (["margin", '"margin"', "36"], ["buffer", '"buffer"', "48"])
    assert states[3] is RowState.RENAMED
    _, commented = only(
        BODY.replace("36)", "36)  # noon"), changed.replace("48)", "36)  # dawn").replace('"buffer"', '"margin"')
    )
    assert commented.rows[1].state is RowState.DIFFERENT


def test_a_changed_line_stands_beside_its_counterpart() -> None:
    lines = BODY.splitlines()
    changed = [*lines[:2], "# The desk is told after the ledger is closed.", "# Nobody else is.", *lines[3:]]
    _, exhibit = only(BODY, "\n".join(changed) + "\n")
    assert [(row.known_line, row.questioned_line) for row in exhibit.rows[1:5]] == [(2, 2), (3, 3), (None, 4), (4, 5)]
    assert marked(exhibit.rows[2]) == (["before"], ["after"])


def test_a_region_of_whole_lines_holds_them_whole() -> None:
    _, exhibit = only(BODY, "\n" + BODY)
    assert exhibit.known_span == exhibit.questioned_span == (0, len(BODY.splitlines()[-1]))


def test_comments_that_differ_are_marked_and_white_space_is_not() -> None:
    changed = BODY.replace("told before", "warned after").replace("deposit * 0.35", "deposit*0.35")
    region, exhibit = only(BODY, changed)
    assert region.match_class is MatchClass.NORMALISED
    states = {row.known_line: row.state for row in exhibit.rows}
    assert states[1] is RowState.IDENTICAL
    comments = [row for row in exhibit.rows if "The desk" in row.known_text + row.questioned_text]
    assert [row.state for row in comments] == [RowState.DIFFERENT]
    assert marked(comments[0]) == (["told", "before"], ["warned", "after"])
    _, trailing = only(BODY.replace("36)", "36)  # at noon"), BODY.replace("36)", "36)  # at night"))
    assert trailing.rows[1].state is RowState.DIFFERENT
    assert marked(trailing.rows[1]) == (["noon"], ["night"])


def test_the_exhibit_of_files_that_are_the_same_is_shorter_and_counts_the_rest() -> None:
    limit = Settings().counting.max_identical_rows
    lines = "".join(f"level_{n} = gauge({n}, {n * 7 % 11})\n" for n in range(limit + 9))
    region, exhibit = only(lines, lines)
    assert region.match_class is MatchClass.BYTE_IDENTICAL
    assert (len(exhibit.rows), exhibit.omitted_rows) == (limit, 9)
    region, exhibit = only(lines, lines + "\n\n")
    assert region.match_class is not MatchClass.BYTE_IDENTICAL
    assert exhibit.omitted_rows == 0
