"""A program on one line in which much is changed: every change was judged by the whole line, or all before it."""

import pytest

from codematch.comparison import masked_differences, stated_notices
from codematch.model.correspondence import DifferenceKind, FileChange
from tests.comparison.works import compared

FUNCTIONS = 400


def program(shift: int, head: str = "", first: int = 0) -> str:
    numbers = (at * 7919 % 65536 + (shift if at >= first else 0) for at in range(FUNCTIONS))
    return head + "".join(f"function f{at}(a){{return a[{at}]*{number};}}" for at, number in enumerate(numbers))


@pytest.fixture
def searched(monkeypatch):
    """How many characters were searched for secrets and for authors."""
    sizes = {"secrets": 0, "authors": 0, "most": 0}
    suspects, stated = masked_differences.suspects, stated_notices.stated_authors

    def count_secrets(text):
        sizes["secrets"] += len(text)
        sizes["most"] = max(sizes["most"], len(text))
        return suspects(text)

    def count_authors(text):
        sizes["authors"] += len(text)
        return stated(text)

    monkeypatch.setattr(masked_differences, "suspects", count_secrets)
    monkeypatch.setattr(stated_notices, "stated_authors", count_authors)
    return sizes


def test_each_change_is_judged_by_what_is_near_it(searched):
    pair = compared({"a.js": program(0)}, {"b.js": program(1)})

    changed = sum(item.places for item in pair.differences if item.kind is DifferenceKind.NUMBER)
    assert changed >= FUNCTIONS // 2
    # Each of both sides of a change, twice: for the change of the files as a whole and for the list.
    assert 0 < searched["authors"] <= 4 * changed * 1_100
    assert 0 < searched["secrets"] <= 2 * changed * 21_000
    assert searched["most"] <= masked_differences._BATCH + 50_000


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
