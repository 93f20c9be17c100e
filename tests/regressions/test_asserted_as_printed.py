"""An asserted item is understood as a report prints it, and as people write it; what names nothing is refused."""

import pytest

import codematch
from codematch.cli.inputs import asserted as read_asserted
from codematch.comparison.item_places import place_items
from codematch.comparison.item_text import parse, parse_items
from codematch.errors import UsageError
from codematch.model.asserted import ItemStatus
from codematch.pipeline import compare_prepared, prepare
from tests.comparison.works import LEDGER, TOOLS, prepared_pair, work

BOOK = "class Book:\n" + "".join(
    f"    def entry_{n}(self, amount):\n        self.total_{n} = amount * {n}\n        return self.total_{n}\n\n"
    for n in range(12)
)
CPP = "struct Book { int post(int a); };\nint Book::post(int a)\n{\n    return a + 1;\n}\nint total() { return 2; }\n"
FILES = {
    "book.py": BOOK,
    "src/Core/Ledger.cpp": CPP,
    "src/README": "words\n",
    "src/readme": "other words\n",
    "c#/a#b.py": "x = 1\ny = 2\n",
    "dir #2/at @home.py": "x = 2\ny = 3\nz = 4\n",
    "名（新）/文件.py": "x = 3\ny = 4\nz = 5\nu = 6\nv = 7\n",
    "[id].py": "x = 5\n",
    "it's.py": "x = 6\n",
}


@pytest.fixture(scope="module")
def known():
    return prepare([work("known", FILES)], TOOLS)[0]


def placed(text, known):
    (item,) = place_items([parse(text, "here")], known)
    return item


@pytest.mark.parametrize(
    ("text", "path", "ranges"),
    [
        ("book.py:5–12", "book.py", ((5, 12),)),
        ("book.py:5-12, 20-31", "book.py", ((5, 12), (20, 31))),
        ("book.py:5–12,20–31; 33", "book.py", ((5, 12), (20, 31), (33, 33))),
        ("book.py:5 - 12 and 20 to 31", "book.py", ((5, 12), (20, 31))),
        ("book.py: 5—12", "book.py", ((5, 12),)),
        ("book.py:5‑12", "book.py", ((5, 12),)),
        ("book.py:5−12", "book.py", ((5, 12),)),
        ("book.py:5--12", "book.py", ((5, 12),)),
        ("book.py:5..12", "book.py", ((5, 12),)),
        ("book.py:5~12", "book.py", ((5, 12),)),
        ("book.py：5～12", "book.py", ((5, 12),)),
        ("book.py：５－１２，２０－３１", "book.py", ((5, 12), (20, 31))),
        ("book.py:L5-L12", "book.py", ((5, 12),)),
        ("book.py#L5-L12", "book.py", ((5, 12),)),
        ("book.py:5:17", "book.py", ((5, 5),)),
        ("book.py lines 5 to 12", "book.py", ((5, 12),)),
        ("book.py, lines 5–12 and 20–31", "book.py", ((5, 12), (20, 31))),
        ("book.py (lines 5-12)", "book.py", ((5, 12),)),
        ("book.py: line 7", "book.py", ((7, 7),)),
        ("book.py Lines 5 through 12", "book.py", ((5, 12),)),
        ("book.py 第5—12行", "book.py", ((5, 12),)),
        ("book.py第5—12行", "book.py", ((5, 12),)),
        ("book.py：第 5–12 行", "book.py", ((5, 12),)),
        ("book.py 第5行至第12行", "book.py", ((5, 12),)),
        ("book.py，第5至12行、第20至31行", "book.py", ((5, 12), (20, 31))),
        ("book.py（第 5–12 行）", "book.py", ((5, 12),)),
        ("book.py:5–12 (from Book.entry_1)", "book.py", ((5, 12),)),
        ("book.py:5–12 (起于 Book.entry_1)", "book.py", ((5, 12),)),
        ("book.py:5–12 / other.py:7–14", "book.py", ((5, 12),)),
        ("known       book.py:5–12 (from Book.entry_1)", "book.py", ((5, 12),)),
        ("K: book.py:5–12", "book.py", ((5, 12),)),
        ("K:book.py", "book.py", ()),
        ("K:./book.py", "book.py", ()),
        (".\\book.py:5-12", "book.py", ((5, 12),)),
        ("src\\Core\\Ledger.cpp:1-4", "src/Core/Ledger.cpp", ((1, 4),)),
        ("SRC/core/ledger.CPP", "src/Core/Ledger.cpp", ()),
        ("src/…/Ledger.cpp:1–4", "src/Core/Ledger.cpp", ((1, 4),)),
        ("src\\core\\*.CPP", "[sS][rR][cC]/[cC][oO][rR][eE]/*.[cC][pP][pP]", ()),
        ('"book.py":5-12', "book.py", ((5, 12),)),
        ('"book.py:5-12"', "book.py", ((5, 12),)),
        ("“book.py”, lines 5 to 12", "book.py", ((5, 12),)),
        ("《book.py》第5—12行", "book.py", ((5, 12),)),
        ("`book.py`", "book.py", ()),
        ("it's.py", "it's.py", ()),
        ("c#/a#b.py", "c#/a#b.py", ()),
        ("c#/a#b.py:1-2", "c#/a#b.py", ((1, 2),)),
        ("c#\\A#B.py:1–2", "c#/a#b.py", ((1, 2),)),
        ("dir #2/at @home.py", "dir #2/at @home.py", ()),
        ("dir #2/at @home.py:1–2", "dir #2/at @home.py", ((1, 2),)),
        ('"dir #2/at @home.py":1-2', "dir #2/at @home.py", ((1, 2),)),
        ("名（新）/文件.py:1–4", "名（新）/文件.py", ((1, 4),)),
        ("名(新)/文件.py:1–4", "名（新）/文件.py", ((1, 4),)),
        ("[id].py", "[id].py", ()),
        ("[id].py:1", "[id].py", ((1, 1),)),
        ("src/README", "src/README", ()),
    ],
)  # fmt: skip
def test_a_place_is_understood_as_it_is_printed(text, path, ranges, known):
    item = placed(text, known)
    assert (item.path, item.ranges, item.symbol) == (path, ranges, "")


@pytest.mark.parametrize(
    ("text", "path", "symbol"),
    [
        ("src/Core/Ledger.cpp::Book::post(int a)", "src/Core/Ledger.cpp", "Book.post"),
        ("src/Core/Ledger.cpp::total()", "src/Core/Ledger.cpp", "total"),
        ("::total()", "*", "total"),
        ("total()", "*", "total"),
        ("src/Core/Ledger.cpp:total()", "src/Core/Ledger.cpp", "total"),
        ("book.py::Book.entry_3", "book.py", "Book.entry_3"),
        ("book.py::Book#entry_3", "book.py", "Book.entry_3"),
        ("book.py：：entry_3（）", "book.py", "entry_3"),
        ("book.py::ENTRY_3()", "book.py", "entry_3"),
        ("BOOK.py :: entry_3", "book.py", "entry_3"),
    ],
)
def test_a_symbol_is_understood_with_its_arguments(text, path, symbol, known):
    item = placed(text, known)
    assert (item.path, item.ranges, item.symbol) == (path, (), symbol)


@pytest.mark.parametrize(
    ("text", "path", "ranges", "said"),
    [
        ("book.py:5–12 # the heart", "book.py", ((5, 12),), "the heart"),
        ("book.py:5–12 #核心", "book.py", ((5, 12),), "核心"),
        ("book.py#the heart", "book.py", (), "the heart"),
        ("book.py ＃ 核心", "book.py", (), "核心"),
        ("book.py:5-12# see issue #7", "book.py", ((5, 12),), "see issue #7"),
        ("c#/a#b.py:1 # as C#", "c#/a#b.py", ((1, 1),), "as C#"),
        ("dir #2/at @home.py:1 # of home", "dir #2/at @home.py", ((1, 1),), "of home"),
    ],
)
def test_a_description_ends_an_item_and_no_path(text, path, ranges, said, known):
    item = placed(text, known)
    assert (item.path, item.ranges, item.description) == (path, ranges, said)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("bok.py:5-12", "'bok.py:5-12' is not a file of the known work; did you mean book.py?"),
        ("ours/src/Core/Ledger.cpp", "did you mean src/Core/Ledger.cpp?"),
        ("Ledger.cpp", "did you mean src/Core/Ledger.cpp?"),
        ("src/ReadMe", "several files of the known work that differ in case (src/README, src/readme)"),
        ("book.py::entri_3()", "not a function or class in book.py of the known work; did you mean Book.entry_3?"),
        ("::entri_3", "not a function or class of the known work; did you mean Book.entry_3?"),
        ("book.py:500-600", "names lines 500-600, but book.py ends at line 49"),
        ("book.py:5-12, 500", "names lines 500, but book.py ends at line 49"),
        ("nothing/of/the/kind.zz", "write paths relative to its top folder"),
    ],
)
def test_what_names_nothing_is_refused_with_the_nearest_name(text, said, known):
    with pytest.raises(UsageError) as refused:
        place_items([parse(text, "here")], known)
    message = str(refused.value)
    assert message.startswith("here: ")
    assert said.replace("49", str(BOOK.count("\n"))) in message


def test_an_item_of_another_commit_names_what_another_work_holds(known):
    item = placed("gone.py:3 @0123abc", known)
    assert (item.commit, item.text) == ("0123abc", "gone.py:3 @0123abc")


def test_all_that_is_wrong_is_said_at_once(tmp_path, known):
    listed = tmp_path / "items.txt"
    listed.write_text("# items\nbook.py:9-3\n\nbook.py\n@x\n", encoding="utf-8")
    with pytest.raises(UsageError) as refused:
        read_asserted(listed, None)
    for words in (f"--asserted {listed}, line 2: lines 9 to 3", f"--asserted {listed}, line 5: '@x' is not an item"):
        assert words in str(refused.value)

    with pytest.raises(UsageError) as refused:
        place_items(parse_items([("one", "gone.c"), ("two", "book.py"), ("three", "::no_such")]), known)
    assert "one: 'gone.c'" in str(refused.value)
    assert "three: '::no_such'" in str(refused.value)
    assert "two" not in str(refused.value)


def test_what_a_result_holds_is_compared_again_as_it_was(tmp_path):
    for side in ("k", "q"):
        (tmp_path / side).mkdir()
        (tmp_path / side / "c#.py").write_text(LEDGER)
    first = codematch.compare(tmp_path / "k", tmp_path / "q", asserted=["C#.py:5–12, 20–31 # the heart"])
    (entry,) = first.pairs[0].asserted
    again = codematch.compare(tmp_path / "k", tmp_path / "q", asserted=[entry.item])
    assert entry.item.ranges == ((5, 12), (20, 31))
    assert again.pairs[0].asserted == (entry,)
    with pytest.raises(UsageError, match=r"asserted item 1: 'd#.py' is not a file"):
        codematch.compare(str(tmp_path / "k"), tmp_path / "q", asserted=["d#.py"])


def test_copies_of_the_same_lines_weigh_once():
    alone = prepared_pair(work("known", {"a.py": LEDGER}), work("questioned", {"b.py": LEDGER + "\nx = 1\n"}))
    copies = {f"copy{n}.py": LEDGER + f"\nx = {n}\n" for n in range(4)}
    several = prepared_pair(work("known", {"a.py": LEDGER}), work("questioned", copies))
    item = parse("a.py", "here").readings

    (one,) = compare_prepared(*alone, TOOLS, asserted=item).asserted
    (four,) = compare_prepared(*several, TOOLS, asserted=item).asserted
    assert len(four.counterparts) == 4
    assert four.status is ItemStatus.COUNTERPART
    assert four.weight.total == pytest.approx(one.weight.total)
    assert four.residual.total == pytest.approx(one.residual.total)


def test_disjoint_parts_of_an_item_add_up_and_overlapping_ones_do_not():
    lines = LEDGER.splitlines(keepends=True)
    half = len(lines) // 2
    halves = {"one.py": "".join(lines[:half]), "two.py": "import os\n" + "".join(lines[half:])}
    found = {}
    for name, files in (
        ("first", {"one.py": halves["one.py"]}),
        ("second", {"two.py": halves["two.py"]}),
        ("both", halves),
        ("twice", halves | {"three.py": "import sys\n" + halves["two.py"]}),
    ):
        works = prepared_pair(work("known", {"a.py": LEDGER}), work("questioned", files))
        pair = compare_prepared(*works, TOOLS, asserted=parse("a.py", "here").readings)
        found[name] = pair.asserted[0].weight.total
    assert found["first"] > 0 < found["second"]
    assert found["both"] > max(found["first"], found["second"])
    assert found["both"] <= found["first"] + found["second"] + 1e-6
    assert found["twice"] <= found["both"] * 1.1
