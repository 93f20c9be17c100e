"""A statement on one line here and on four there corresponds: no line of it is in one of the files only."""

import pytest

from codematch.model.match import RowState
from codematch.pipeline import ComparisonInputs, compare_works
from codematch.settings import Settings
from tests.comparison.works import work

KNOWN = """\
def settle_batch(entries, limit, factor=1.0375):
    carried, settled = [], 0.0
    for position, entry in enumerate(entries):
        amount = entry["amount"] * entry.get("factor", factor)
        if settled + amount > limit:
            carried.append(
                (position, entry, amount),
                limit,
            )
            continue
        settled += round(amount, 4)
        entry["state"] = "settled"
    return settled, carried
"""
JOINED = KNOWN.replace(
    """append(
                (position, entry, amount),
                limit,
            )""",
    "append((position, entry, amount), limit,)",
)
WRAPPED, IDENTICAL = RowState.WRAPPED, RowState.IDENTICAL


def compared(known: str, questioned: str, name: str = "a.py"):
    trees = work("known", {name: known}), work("questioned", {name: questioned})
    return compare_works(*trees, ComparisonInputs(), settings=Settings()).pairs[0]


def states(pair):
    return {(row.known_line, row.questioned_line): row.state for exhibit in pair.exhibits for row in exhibit.rows}


def test_lines_that_were_joined_are_broken_otherwise():
    found = states(compared(KNOWN, JOINED))
    assert {lines for lines, state in found.items() if state is not IDENTICAL} == {
        (6, None), (7, 6), (8, None), (9, None),
    }  # fmt: skip
    assert {state for state in found.values() if state is not IDENTICAL} == {WRAPPED}


def test_a_line_that_was_broken_the_same_the_other_way_round():
    found = states(compared(JOINED, KNOWN))
    assert {lines for lines, state in found.items() if state is WRAPPED} == {(None, 6), (6, 7), (None, 8), (None, 9)}


def test_names_that_were_replaced_are_marked_on_them():
    pair = compared(KNOWN, JOINED.replace("carried", "rest"))
    (row,) = [row for exhibit in pair.exhibits for row in exhibit.rows if row.known_line == 6]
    assert (row.state, [row.known_text[slice(*mark)] for mark in row.known_marks]) == (WRAPPED, ["carried"])


@pytest.mark.parametrize("more", ["            audit(position)\n", "            # somebody's remark\n"])
def test_what_is_in_one_file_only_still_is(more):
    pair = compared(KNOWN.replace("            continue\n", f"{more}            continue\n"), JOINED)
    assert states(pair)[10, None] is RowState.KNOWN_ONLY


def test_the_viewer_is_told_of_them():
    pair = compared(KNOWN, JOINED)
    assert pair.sources is not None
    (files,) = pair.sources.read().pairs
    assert files.wrapped == (((6, ()), (8, ()), (9, ())), ())


def test_a_program_on_one_line_stands_line_by_line_beside_the_source():
    lines = [f"function step{n}(a,b){{let c=a*{n + 3}+b;if(c>{n * 7})c-=b;return c%{n + 11}}}" for n in range(30)]
    source = "\n".join(line.replace("{", "{\n").replace(";", ";\n").replace("}", "\n}\n") for line in lines)
    pair = compared(source, "".join(lines), "a.js")
    assert pair.sources is not None
    kept = pair.sources.read()
    (files,) = kept.pairs
    shown = [kept.texts[digest].split("\n") for digest in files.texts]

    assert [line for line, _ in kept.divided[files.texts[1]]] == [1]
    assert "".join(shown[1]) == "".join(lines)
    assert max(map(len, shown[1])) < 80
    for row in files.rows:
        for step in range(row[2]):
            known, questioned = shown[0][row[0] - 1 + step], shown[1][row[1] - 1 + step]
            assert known.strip()[:8] in questioned
    held = {row[0] + step for row in files.rows for step in range(row[2])} | {line for line, _ in files.wrapped[0]}
    assert {number for number, text in enumerate(shown[0], 1) if text.strip()} <= held
    (place,) = [one for one in files.places if one[0] == 1]
    assert (place[3], place[4]) == (1, len(shown[1]))
