"""A formatter that writes "a" for 'a' filled the list of differences, and made every file one with other literals."""

import pytest

from codematch.comparison.literal_forms import is_same_literal
from codematch.model.correspondence import FileChange, UnitRelation
from codematch.model.result import PairResult
from tests.comparison.works import LEDGER, TRIANGLE, compared

TEXTS = """
def colours(flag, depth):
    table = {'red': 1, 'green': 0xAB, 'it\\'s': 1_000, "blue": '''two
lines'''}
    if flag in table and depth > 1e5:
        return table['red'], f'{depth}', "say \\n", 'nothing'
    return table.get('none', b'')
"""
REFORMATTED = """
def colours(flag, depth):
    table = {
        "red": 1, "green": 0xab, "it's": 1000, "blue": \"\"\"two
lines\"\"\"}
    if flag in table and depth > 1E5:
        return table["red"], f"{depth}", "say \\n", "nothing"
    return table.get("none", b"")
"""


def reformatted(more: str = "", other: str = "") -> PairResult:
    return compared({"a.py": LEDGER + TEXTS + TRIANGLE + more}, {"a.py": LEDGER + REFORMATTED + TRIANGLE + other})


def test_a_reformatted_file_differs_in_formatting_alone() -> None:
    pair = reformatted()
    (files,) = pair.file_pairs
    assert (files.change, files.literal_tokens) == (FileChange.FORMATTING, 0)
    assert pair.differences == ()
    assert {item.relation for item in pair.unit_pairs} == {UnitRelation.SAME}


def test_what_else_differs_is_listed_alone() -> None:
    pair = reformatted("\nlevel = 'high'\nlimit = 0x1F\n", '\nlevel = "low"\nlimit = 0x2f\n')
    found = [(str(item.change["known"]), str(item.change["questioned"])) for item in pair.differences]
    assert found == [("0x1F", "0x2f"), ("'high'", '"low"')]


@pytest.mark.parametrize(
    ("known", "questioned", "language", "is_same"),
    [
        ("'a'", '"a"', "python", True),
        ("'a'", '"b"', "python", False),
        ('"it\'s"', "'it\\'s'", "javascript", True),
        ("'a'", 'b"a"', "python", False),
        ("'a'", '"""a"""', "python", True),
        ("'a\\n'", '"a\\n"', "javascript", True),
        ("'a\\n'", '"a\\n"', "ruby", False),
        ("'a b'", '"a b"', "ruby", True),
        ("'#{x}'", '"#{x}"', "ruby", False),
        ("'a'", '"a"', "matlab", False),
        ("'a'", '"a"', "text", False),
        ("0XFFL", "0xffl", "c", True),
        ("1'000'000", "1000000", "cpp", True),
        ("1.5", "15", "c", False),
        ("10", "'10'", "python", False),
    ],
)
def test_what_is_another_form(known: str, questioned: str, language: str, is_same: bool) -> None:
    assert is_same_literal(known, questioned, (language, language)) == is_same
    assert is_same_literal(questioned, known, (language, language)) == is_same
