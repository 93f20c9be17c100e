"""A program on one line in which much is changed: every change was judged by the whole line, or all before it."""

from codematch.comparison import stated_notices
from codematch.model.correspondence import DifferenceKind, FileChange
from codematch.notices import stated_authors
from tests.comparison.works import compared

FUNCTIONS = 400


def program(shift: int, head: str = "", first: int = 0) -> str:
    numbers = (at * 7919 % 65536 + (shift if at >= first else 0) for at in range(FUNCTIONS))
    return head + "".join(f"function f{at}(a){{return a[{at}]*{number};}}" for at, number in enumerate(numbers))


def test_each_change_is_judged_by_what_is_near_it(monkeypatch):
    searched: list[int] = []

    def counting(text):
        searched.append(len(text))
        return stated_authors(text)

    monkeypatch.setattr(stated_notices, "stated_authors", counting)
    pair = compared({"a.js": program(0)}, {"b.js": program(1)})

    changed = sum(item.places for item in pair.differences if item.kind is DifferenceKind.NUMBER)
    assert changed >= FUNCTIONS // 2
    # Each of both sides of a change, twice: for the change of the files as a whole and for the list.
    assert 0 < sum(searched) <= 4 * changed * 1_100


def test_a_literal_far_behind_a_stated_author_is_no_notice():
    head = 'var info={author:"Li Wei <li.wei@example.org>"};'
    pair = compared({"a.js": program(0, head)}, {"b.js": program(1, head, first=100)})

    assert [item.change for item in pair.file_pairs] == [FileChange.LITERALS]


def test_what_is_given_to_an_author_is_a_notice():
    head = 'var info={author:"%s <me@example.org>"};'
    pair = compared({"a.js": program(0, head % "Li Wei")}, {"b.js": program(0, head % "Wang Fang")})

    assert [item.kind for item in pair.differences] == [DifferenceKind.NOTICE]


def test_a_password_within_a_long_line_is_covered():
    head = 'var c={password:"%s"};'
    pair = compared({"a.js": program(0, head % "hunter2hunter2")}, {"b.js": program(0, head % "swordfish999")})

    (item,) = pair.differences
    assert "hunter2" not in str(item.change["known"])
    assert "swordfish" not in str(item.change["questioned"])
