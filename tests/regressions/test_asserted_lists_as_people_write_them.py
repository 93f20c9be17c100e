"""Asserted items in lists, ranges that go beyond a file, names of folders, and works that are no paths."""

import pytest

import codematch
from codematch.comparison.item_text import parse_items
from codematch.errors import UsageError
from codematch.pipeline import ComparisonInputs, compare_works
from codematch.settings import Settings
from tests.comparison.works import work

GATE = "".join(
    f"def gate{n}(level, width):\n    flow = level * {n + 3} + width\n    return flow - width // {n + 5}\n"
    for n in range(5)
)
KNOWN = {
    "src/gate.py": GATE,
    "src/weir/crest.py": GATE.replace("gate", "crest"),
    "- odd.py": GATE.replace("gate", "odd"),
}


def items(*texts: str):
    stated = parse_items([(f"item {number}", text) for number, text in enumerate(texts, start=1)])
    works = work("known", KNOWN), work("questioned", {"a.py": GATE + "\n"})
    pair = compare_works(*works, ComparisonInputs(asserted=stated), settings=Settings()).pairs[0]
    return [(one.item.path, one.item.ranges) for one in pair.asserted]


@pytest.mark.parametrize(
    "bullet",
    [
        "- ",
        "* ",
        "+ ",
        "• ",
        "– ",
        "1. ",
        "12) ",
        "(3) ",
        "a) ",
        "(b) ",
        "一、",
        "（二）",
        "3、",
        "① ",
        "- [x] ",
        "-\t",
    ],
)
def test_bullets(bullet):
    assert items(f"{bullet}src/gate.py:4–6", f"  {bullet}`src/gate.py:4-6` # flow") == [("src/gate.py", ((4, 6),))] * 2


def test_a_file_that_is_named_like_an_entry_of_a_list():
    assert items("- odd.py:1-3", "- - odd.py") == [("- odd.py", ((1, 3),)), ("- odd.py", ())]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("src/gate.py:4-99", "'src/gate.py:4-99' names lines 4-99, but src/gate.py ends at line 15"),
        ("- src/gate.py:98–99", "names lines 98-99, but src/gate.py ends at line 15"),
        ("src/gate.py:1-3, 12-40", "names lines 12-40, but src/gate.py ends at line 15"),
        ("src/weir", "'src/weir' is a folder of the known work; write src/weir/* for the files in it"),
        ("src/Weir/", "is a folder of the known work; write src/weir/* for the files in it"),
        ("src/wier/", "is not a folder of the known work; did you mean src/weir/?"),
        ("src/wier", "is not a file of the known work; did you mean src/weir?"),
    ],
)
def test_what_names_nothing_is_refused(text, said):
    with pytest.raises(UsageError) as caught:
        items(text)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_range_up_to_the_empty_line_below_a_file():
    assert items("src/gate.py:13-16") == [("src/gate.py", ((13, 16),))]


@pytest.mark.parametrize(
    ("arguments", "more", "said"),
    [
        ((b"k", "q"), {}, "known: b'k' is not a path; give a str or a pathlib.Path"),
        (("k", None), {}, "questioned: None is not a path"),
        (("k", "q"), {"common": "lib"}, "common: 'lib' is a single value; give a list, such as ['lib']"),
        (("k", "q"), {"common": [7]}, "common: 7 is not a path"),
        (("k", "q"), {"library": b"l"}, "library: b'l' is not a path"),
        (("k", "q"), {"agreed": 3}, "agreed: 3 is not a path"),
        (("k", "q"), {"asserted": b"a.py"}, "asserted: b'a.py' is a single value"),
        (("k", "q"), {"asserted": [b"a.py"]}, "asserted: b'a.py' is not an item"),
    ],
)
def test_what_is_no_path_is_refused(arguments, more, said):
    with pytest.raises(UsageError) as caught:
        codematch.compare(*arguments, **more)
    assert str(caught.value).startswith(said)
    assert "\n" not in str(caught.value)
