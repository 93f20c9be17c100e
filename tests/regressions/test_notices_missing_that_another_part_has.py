"""A notice or comment of a split or merged file is missing only if none of its counterparts has it."""

from codematch.model.correspondence import DifferenceKind
from codematch.model.result import PairResult
from tests.comparison.test_counterparts import PUMP, VALVE
from tests.comparison.test_file_changes import HEAD, listed
from tests.comparison.works import LEDGER, TRIANGLE, compared

OTHER = "# Copyright 2007 Weir Works\n# how it turns\n"


def told(pair: PairResult) -> list[tuple[str, str, str]]:
    return listed(pair, DifferenceKind.NOTICE, DifferenceKind.COMMENT)


def comment_lines(pair: PairResult) -> list[tuple[int, ...]]:
    return [row for item in pair.changed_lines for row in (*item.deleted, *item.inserted) if not row[3]]


def test_two_files_merged_into_one_keep_their_notices() -> None:
    pair = compared({"one.py": HEAD + LEDGER, "two.py": OTHER + PUMP + TRIANGLE}, {
        "all.py": HEAD + LEDGER + OTHER + PUMP + TRIANGLE,
    })  # fmt: skip
    assert told(pair) == []
    assert comment_lines(pair) == []


def test_the_notice_of_a_split_file_is_in_one_of_its_parts() -> None:
    pair = compared({"both.py": HEAD + LEDGER + OTHER + PUMP + VALVE}, {
        "a.py": HEAD + LEDGER, "b.py": OTHER + PUMP + VALVE,
    })  # fmt: skip
    assert told(pair) == []
    assert comment_lines(pair) == []


def test_a_notice_that_no_part_has_is_missing_once() -> None:
    known = {"both.py": HEAD + LEDGER + OTHER + PUMP + VALVE}
    pair = compared(known, {"a.py": LEDGER, "b.py": OTHER.replace("Weir", "Bolt") + PUMP + VALVE})
    assert told(pair) == [
        ("notice", "Copyright 2019 Acme Rotor Ltd.", ""),
        ("notice", "Author: Li Wei", ""),
        ("notice", "Copyright 2007 Weir Works", "Copyright 2007 Bolt Works"),
    ]
    assert [item.places for item in pair.differences] == [1, 1, 1]


def test_a_notice_missing_in_a_further_copy_is_missing_there() -> None:
    pair = compared({"a.py": HEAD + LEDGER}, {"a.py": HEAD + LEDGER + "x = 1\n", "b.py": LEDGER})
    assert told(pair) == [("notice", "Copyright 2019 Acme Rotor Ltd.", ""), ("notice", "Author: Li Wei", "")]
    assert {item.path.questioned for item in pair.differences} == {"b.py"}
