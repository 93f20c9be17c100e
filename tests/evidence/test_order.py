"""The order of functions, keys and cases: who is held against whom, and what an alphabet explains."""

import pytest

from codematch.evidence.ordered_lists import longest_rising
from codematch.model.evidence import Channel
from codematch.pipeline import compare_prepared
from tests.comparison.works import TOOLS, prepared_pair, work


def orders(known: dict[str, str], questioned: dict[str, str]) -> list[tuple[str, str, int, int]]:
    works = prepared_pair(work("known", known), work("questioned", questioned))
    (channel,) = (c for c in compare_prepared(*works, TOOLS).evidence if c.channel is Channel.ORDER)
    return [(item.kind, item.note.key, int(str(item.note["kept"])), int(str(item.note["common"])))
            for item in channel.findings]  # fmt: skip


def functions(names: list[str], tail: str = "") -> str:
    return "\n\n".join(f"def {name}(a{tail}):\n    return a\n" for name in names)


def test_an_order_by_the_alphabet_is_named():
    names = [f"f{n}x" for n in range(7)]
    assert orders({"a.py": functions(names)}, {"b.py": functions(names, ", b")}) == [
        ("same-order-functions", "note-order-functions-ordered", 7, 7)
    ]
    assert orders({"a.py": functions(names)}, {"b.py": functions(names[::-1], ", b")}) == [
        ("partly-same-order-functions", "note-order-functions", 1, 7)
    ]


def test_files_with_the_same_bytes_have_no_order_of_their_own():
    text = functions([f"f{n}x" for n in (3, 1, 6, 2, 5, 4, 7)])
    assert orders({"a.py": text}, {"b.py": text}) == []
    assert len(orders({"a.py": text}, {"b.py": text + "\n"})) == 1


def test_lists_that_share_few_of_their_members_are_not_compared():
    keys = [f"key{n}" for n in (3, 1, 6, 2, 5, 4, 7)]
    others = [f"other{n}" for n in range(9)]
    known = {"a.py": "T = {" + ", ".join(f"'{k}': 1" for k in keys) + "}\n"}

    assert orders(known, {"b.py": "U = {" + ", ".join(f"'{k}': 2" for k in keys) + "}\n"}) == [
        ("same-order-members", "note-order-members", 7, 7)
    ]
    assert orders(known, {"b.py": "U = {" + ", ".join(f"'{k}': 2" for k in keys + others) + "}\n"}) == []
    assert orders(known, {"b.py": "U = {" + ", ".join(f"'{k}': 2" for k in keys[:4]) + "}\n"}) == []


def test_numbers_in_the_order_of_size_are_named():
    known = "switch (a) { " + " ".join(f"case {n}: f({n}); break;" for n in (7, 8, 9, 10, 11, 12)) + " }"
    questioned = "switch (b) { " + " ".join(f"case {n}: return g(b, {n});" for n in (7, 8, 9, 10, 11, 12)) + " }"
    found = orders({"a.c": f"void k(int a) {{ {known} }}\n"}, {"b.c": f"int q(int b) {{ {questioned} }}\n"})

    assert found == [("same-order-members", "note-order-members-ordered", 6, 6)]


@pytest.mark.parametrize(
    ("places", "length"), [([], 0), ([1], 1), ([3, 2, 1], 1), ([1, 5, 2, 3, 9], 4), ([2, 2, 3], 2)]
)
def test_the_longest_rising_row(places, length):
    assert longest_rising(places) == length
