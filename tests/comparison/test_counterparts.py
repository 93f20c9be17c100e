"""What became of files and of units, and which literals and names differ in what corresponds."""

import pytest

from codematch.model.correspondence import Difference, FileRelation, UnitPair, UnitRelation
from codematch.model.result import PairResult
from tests.comparison.works import LEDGER, TRIANGLE, compared, renamed

PUMP = """

def pump_rate(chambers, limit):
    total = 0
    for index, chamber in enumerate(chambers):
        if chamber.pressure > limit * 7 and total % 3 != index:
            total += chamber.pressure // (index + 2) - limit
    return total or fallback(chambers[0], limit=limit)
"""
VALVE = """

def valve_table(rows, steps):
    table = {}
    while steps and rows:
        head, *rows = rows
        table[head["valve"]] = [step ^ head["mask"] for step in steps if step & 12]
        steps = steps[1:] if len(rows) > 5 else steps[:-1]
    return sorted(table.items(), key=lambda item: -len(item[1]))
"""


def relations(pair: PairResult) -> dict[tuple[str, str], FileRelation | None]:
    return {(item.known_path, item.questioned_path): item.relation for item in pair.file_pairs}


def test_files_stay_move_get_other_names_are_split_and_merged():
    pair = compared(
        {"stays.py": LEDGER, "lib/moved.py": TRIANGLE + "x = 1\n", "both.py": PUMP + VALVE},
        {
            "stays.py": LEDGER + "\n\ny = 2\n",
            "src/moved.py": TRIANGLE,
            "pump.py": PUMP + "\n\nq = 3\n",
            "valve.py": VALVE,
        },
    )
    found = relations(pair)
    assert found["stays.py", "stays.py"] is FileRelation.SAME_PATH
    assert found["lib/moved.py", "src/moved.py"] is FileRelation.MOVED
    assert {found["both.py", "pump.py"], found["both.py", "valve.py"]} == {FileRelation.RENAMED, FileRelation.SPLIT}

    back = compared({"pump.py": PUMP + "\n\nq = 3\n", "valve.py": VALVE}, {"both.py": PUMP + VALVE})
    assert set(relations(back).values()) == {FileRelation.RENAMED, FileRelation.MERGED}


def test_files_that_share_a_passage_among_much_else_are_a_part():
    much = "".join(f"value_{n} = [{n}, 'text {n}'] if flag_{n} else other_{n % 7}(ready={n})\n" for n in range(200))
    pair = compared({"a.py": LEDGER + PUMP + TRIANGLE + VALVE}, {"b.py": much + PUMP})
    assert set(relations(pair).values()) == {FileRelation.PART}
    assert [(item.relation, item.same_place) for item in pair.unit_pairs] == [(UnitRelation.SAME, False)]
    assert pair.differences == ()


def units(pair: PairResult) -> dict[str, UnitPair]:
    return {(item.known or item.questioned).name: item for item in pair.unit_pairs}


@pytest.fixture(scope="module")
def revised() -> PairResult:
    edited = VALVE.replace("step & 12", "step & 14").replace("        steps =", "        note(head)\n        steps =")
    added = "\n\ndef extra(flag):\n    return not flag\n"
    dropped = "\n\ndef gone(flag):\n    return [flag] * 2\n"
    return compared(
        {"m.py": LEDGER + PUMP + VALVE + dropped, "same.py": TRIANGLE},
        {"m.py": edited + LEDGER + PUMP.replace("total", "amount") + added, "same.py": TRIANGLE},
    )


def test_units_are_the_same_renamed_edited_moved_in_their_file_added_and_dropped(revised: PairResult):
    found = units(revised)
    assert found["pump_rate"].relation is UnitRelation.NAMES_DIFFER
    assert found["valve_table"].relation is UnitRelation.EDITED
    assert not found["valve_table"].in_order
    assert found["pump_rate"].in_order
    assert found["gone"].relation is UnitRelation.KNOWN_ONLY
    assert found["extra"].relation is UnitRelation.QUESTIONED_ONLY
    others = {name: item for name, item in found.items() if name.startswith("Ledger")}
    assert others
    assert {item.relation for item in others.values()} == {UnitRelation.SAME}
    assert all(item.same_place for item in found.values())
    assert "same.py" not in {item.known.path for item in revised.unit_pairs if item.known}


def test_a_unit_that_went_to_another_file_is_not_in_its_place():
    pair = compared(
        {"a.py": LEDGER + PUMP, "b.py": TRIANGLE + VALVE}, {"a.py": LEDGER, "b.py": TRIANGLE + VALVE + PUMP}
    )
    moved = units(pair)["pump_rate"]
    assert (moved.relation, moved.same_place) == (UnitRelation.SAME, False)
    assert (moved.known.path, moved.questioned.path) == ("a.py", "b.py")


def test_changed_numbers_texts_and_names_are_listed_with_their_places(revised: PairResult):
    def shown(item: Difference) -> tuple[str, str, str, int]:
        return item.kind.value, str(item.change["known"]), str(item.change["questioned"]), item.places

    assert [shown(item) for item in revised.differences] == [
        ("number", "12", "14", 1),
        ("name", "total", "amount", 4),
    ]
    first = revised.differences[0]
    assert (first.path.known, first.path.questioned, first.files) == ("m.py", "m.py", 1)
    source = (LEDGER + PUMP + VALVE).split("\n")
    assert "step & 12" in source[first.line.known - 1]


def test_a_replaced_product_name_in_files_that_are_otherwise_equal_is_found_everywhere():
    text = 'TITLE = "Rotor Suite 4"\n' + LEDGER + '\n\ndef about():\n    return "Rotor Suite 4", 4\n'
    pair = compared({f"p{n}.py": text + f"k = {n}\n" for n in range(3)}, {
        f"p{n}.py": text.replace("Rotor Suite", "Gale Works") + f"k = {n}\n" for n in range(3)
    })  # fmt: skip
    (only,) = pair.differences
    assert (only.kind.value, only.places, only.files) == ("text", 6, 3)
    assert (only.change["known"], only.change["questioned"]) == ('"Rotor Suite 4"', '"Gale Works 4"')


def test_a_wholly_renamed_file_has_renamed_units_only():
    pair = compared({"a.py": LEDGER}, {"b.py": renamed(LEDGER)})
    assert {item.relation for item in pair.unit_pairs} == {UnitRelation.NAMES_DIFFER}
