"""Asserted items: what a line names, and what the comparison says of each."""

from pathlib import Path

import pytest

from codematch.comparison.item_text import parse, read_items
from codematch.errors import UsageError
from codematch.model.asserted import ItemStatus
from codematch.pipeline import compare_prepared
from tests.comparison.works import LEDGER, TOOLS, prepared_pair, work

OTHER = "def unrelated(a, b):\n    return [a for a in b if a]\n"
KNOWN = {"core/ledger.py": LEDGER, "core/other.py": OTHER, "empty.py": "# nothing\n"}


def lines_of(text: str, word: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), start=1) if word in line)


@pytest.mark.parametrize(
    ("text", "path", "lines", "symbol", "commit", "description"),
    [
        ("a/b.py", "a/b.py", None, "", "", ""),
        ("./a/b.py:3-9", "a/b.py", (3, 9), "", "", ""),
        ("a/b.py:7", "a/b.py", (7, 7), "", "", ""),
        ("a/b.py::Ledger.post", "a/b.py", None, "Ledger.post", "", ""),
        ("::post", "*", None, "post", "", ""),
        ("a/b.py:3-9 @v1.2  # the engine", "a/b.py", (3, 9), "", "v1.2", "the engine"),
        ("src/*.c # all of it", "src/*.c", None, "", "", "all of it"),
        ("名/文件.py:1-2 #船闸", "名/文件.py", (1, 2), "", "", "船闸"),
        ("with blank/a b.py", "with blank/a b.py", None, "", "", ""),
    ],
)
def test_what_a_line_names(text, path, lines, symbol, commit, description):
    item = parse(text, "here").readings[0]
    assert (item.path, item.lines, item.symbol, item.commit, item.description) == (
        path, lines, symbol, commit, description,
    )  # fmt: skip


@pytest.mark.parametrize("text", ["a.py:9-3", "a.py:0-3", "@v1"])
def test_what_is_no_item_is_refused_with_its_line(text):
    with pytest.raises(UsageError, match=r"^here: "):
        parse(text, "here").readings[0]


def test_ten_items_give_ten_blocks(tmp_path: Path):
    post, total = lines_of(LEDGER, "def post_entry"), len(LEDGER.splitlines())
    listed = tmp_path / "items.txt"
    listed.write_text(
        "# asserted\n\n"
        "core/ledger.py\n"
        f"core/ledger.py:{post}-{post + 3}   # posting\n"
        "core/ledger.py::LedgerBook.post_entry\n"
        "::post_entry\n"
        "core/other.py\n"
        "core/*.py\n"
        "empty.py\n"
        "core/gone.py\n"
        "core/ledger.py::no_such_unit\n"
        f"core/ledger.py:{total + 5}-{total + 9}\n",
        encoding="utf-8",
    )
    questioned = {"book.py": LEDGER.replace("balance_cents", "pence"), "x.py": "import os\nprint(os.name)\n"}
    works = prepared_pair(work("known", KNOWN), work("questioned", questioned))
    found = compare_prepared(*works, TOOLS, asserted=[one.readings[0] for one in read_items(listed)]).asserted

    assert [entry.status for entry in found] == [
        ItemStatus.COUNTERPART, ItemStatus.COUNTERPART, ItemStatus.COUNTERPART, ItemStatus.COUNTERPART,
        ItemStatus.NO_COUNTERPART, ItemStatus.COUNTERPART, ItemStatus.NOT_COMPARED, ItemStatus.NOT_FOUND,
        ItemStatus.NOT_FOUND, ItemStatus.NOT_COMPARED,
    ]  # fmt: skip
    whole, part, unit, anywhere, other, both = found[:6]
    assert whole.matched_tokens == whole.tokens >= whole.residual_tokens > 0
    assert whole.matched_lines == whole.lines
    assert 0 < part.tokens < unit.tokens < whole.tokens
    assert unit.tokens == anywhere.tokens == unit.matched_tokens
    assert 0 < part.weight.total < unit.weight.total < whole.weight.total
    assert unit.residual.total <= unit.weight.total
    assert (other.matched_tokens, other.weight.total, other.counterparts) == (0, 0.0, ())
    assert (both.tokens, both.matched_tokens) == (whole.tokens + other.tokens, whole.tokens)
    assert both.files == ("core/ledger.py", "core/other.py")
    assert (anywhere.files, anywhere.files_total) == (("core/ledger.py",), 1)
    (place,) = part.counterparts
    assert (place.known_first_line, place.known_last_line) == (post, post + 3)
    assert (place.questioned_path, place.questioned_first_line) == ("book.py", post)
    assert part.item.description == "posting"


def test_the_whole_of_a_region_weighs_what_the_region_does():
    works = prepared_pair(work("known", {"a.py": LEDGER}), work("questioned", {"b.py": LEDGER + "\n"}))
    pair = compare_prepared(*works, TOOLS, asserted=[parse("a.py", "").readings[0]])

    assert [region.match_class.value for region in pair.regions] == ["M1"]
    assert pair.asserted[0].weight == pytest.approx(pair.regions[0].weight)
    assert pair.asserted[0].residual_tokens == pair.regions[0].residual_tokens


def test_an_item_of_another_commit_is_not_examined():
    works = prepared_pair(work("known", {"a.py": LEDGER}), work("questioned", {"b.py": LEDGER}))
    (entry,) = compare_prepared(*works, TOOLS, asserted=[parse("a.py @0123abc", "").readings[0]]).asserted

    assert (entry.status, entry.tokens, entry.counterparts) == (ItemStatus.OTHER_COMMIT, 0, ())


@pytest.mark.parametrize(("content", "words"), [(b"\n# none\n", "lists no items"), (b"\xff\xfe", "not UTF-8")])
def test_a_file_without_items_is_refused(tmp_path: Path, content: bytes, words: str):
    listed = tmp_path / "items.txt"
    listed.write_bytes(content)
    with pytest.raises(UsageError, match=words):
        read_items(listed)
    with pytest.raises(UsageError, match="cannot be read"):
        read_items(tmp_path / "missing.txt")
