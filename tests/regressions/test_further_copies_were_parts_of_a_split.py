"""A second copy of a file or a function is a further copy; a split one has different parts in different places."""

from codematch.model.correspondence import FileRelation, UnitRelation
from tests.comparison.test_counterparts import PUMP, VALVE, relations
from tests.comparison.works import LEDGER, TRIANGLE, compared


def test_a_second_copy_of_a_file_is_no_part() -> None:
    one, two = (
        {"b.py": LEDGER + PUMP},
        {"a/one.py": LEDGER + PUMP + "x = 1\n", "b/two.py": LEDGER + PUMP + "yy = [2]\n"},
    )
    pair = compared(one, two)
    assert relations(pair) == {
        ("b.py", "a/one.py"): FileRelation.RENAMED, ("b.py", "b/two.py"): FileRelation.REPEATED,
    }  # fmt: skip
    assert {item.relation for item in pair.unit_pairs} == {UnitRelation.SAME, UnitRelation.REPEATED}
    back = compared(two, one)
    assert not set(relations(back).values()) & {FileRelation.SPLIT, FileRelation.MERGED}
    assert not {item.relation for item in back.unit_pairs} & {UnitRelation.SPLIT, UnitRelation.MERGED}


def test_a_changed_copy_beside_an_identical_one_is_a_copy() -> None:
    pair = compared({"b.py": LEDGER}, {"old/b.py": LEDGER, "src/b.py": LEDGER.replace("owner_name", "holder")})
    assert relations(pair)["b.py", "src/b.py"] is FileRelation.REPEATED


def test_a_function_that_occurs_twice_is_not_split_but_one_in_two_parts_is() -> None:
    twice = LEDGER + PUMP + TRIANGLE + PUMP.replace("pump_rate", "second_rate")
    pair = compared({"a.py": LEDGER + PUMP + TRIANGLE}, {"a.py": twice})
    assert {item.relation for item in pair.unit_pairs if item.known and item.known.name == "pump_rate"} <= {
        UnitRelation.SAME, UnitRelation.REPEATED,
    }  # fmt: skip
    parts = compared({"both.py": PUMP + VALVE}, {"pump.py": PUMP + "\n\nq = 3\n", "valve.py": VALVE})
    assert set(relations(parts).values()) == {FileRelation.RENAMED, FileRelation.SPLIT}
