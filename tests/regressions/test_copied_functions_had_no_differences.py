"""A function copied into a file that shares nothing else with its own: what differs in it is listed, and that alone."""

from codematch.model.correspondence import DifferenceKind, FileChange, FileRelation
from codematch.model.result import PairResult
from tests.comparison.test_counterparts import PUMP, VALVE
from tests.comparison.test_file_changes import HEAD, listed
from tests.comparison.works import LEDGER, TRIANGLE, compared

MUCH = "".join(f"value_{n} = [{n}, 'text {n}'] if flag_{n} else other_{n % 7}(ready={n})\n" for n in range(200))
NOTED = PUMP.replace("    total = 0\n", "    # Acme Rotor pumps\n    total = 0\n")


def copied(changed: str, kept: str = NOTED) -> PairResult:
    pair = compared({"a.py": HEAD + LEDGER + kept + TRIANGLE + VALVE}, {"b.py": "# Other\n" + MUCH + changed + MUCH})
    assert [(item.relation, item.change, item.is_listed) for item in pair.file_pairs] == [
        (FileRelation.PART, FileChange.CODE, True)
    ]
    return pair


def test_changed_numbers_names_and_comments_of_a_copied_function_are_listed() -> None:
    pair = copied(NOTED.replace("limit * 7", "limit * 9").replace("Acme", "Bolt").replace("total", "amount"))
    assert listed(pair, *DifferenceKind) == [
        ("number", "7", "9"),
        ("name", "total", "amount"),
        ("comment", "Acme Rotor pumps", "Bolt Rotor pumps"),
    ]
    assert pair.changed_lines == ()


def test_lines_put_into_a_copied_function_are_listed_and_no_others() -> None:
    line = "        audit(chamber, index)\n"
    changed = NOTED.replace("    for index, chamber in enumerate(chambers):\n",
                            "    for index, chamber in enumerate(chambers):\n" + line)  # fmt: skip
    pair = copied(changed)
    (found,) = pair.changed_lines
    assert found.deleted == ()
    assert [row[2:4] for row in found.inserted] == [(6, 6)]
    assert ("# Other\n" + MUCH + changed).split("\n")[found.inserted[0][0] - 1] == line.rstrip("\n")


def test_a_changed_function_that_went_to_another_file_is_listed() -> None:
    pair = compared(
        {"a.py": LEDGER + PUMP, "b.py": TRIANGLE + VALVE},
        {"a.py": LEDGER, "b.py": TRIANGLE + VALVE + PUMP.replace("limit * 7", "limit * 9")},
    )
    assert listed(pair, *DifferenceKind) == [("number", "7", "9")]
