"""A unit that holds others is the same in both works where all that is in it is, inner units included."""

from codematch.model.correspondence import UnitRelation
from tests.comparison.test_counterparts import PUMP, VALVE, units
from tests.comparison.works import LEDGER, compared

INNER = PUMP.strip("\n").replace("\n", "\n    ")
AROUND = f"""

def governor(stages, limit):
    used = [stage for stage in stages if stage.open and stage.limit > limit]

    {INNER}

    class Memory:
        depth = 4

        class Options:
            keeps = limit

    return [pump_rate(used, stage.limit) for stage in used]
"""


def test_a_function_with_a_function_in_it_is_the_same() -> None:
    pair = compared({"a.py": AROUND + VALVE}, {"a.py": AROUND + VALVE.replace("& 12", "& 14")})
    found = units(pair)
    assert found["governor"].relation is UnitRelation.SAME
    assert found["governor"].matched == found["governor"].known.tokens == found["governor"].questioned.tokens
    inner = [item for name, item in found.items() if name.endswith(("pump_rate", "Memory", "Options"))]
    assert len(inner) == 3
    assert {item.relation for item in inner} == {UnitRelation.SAME}


def test_a_change_in_an_inner_function_changes_those_around_it() -> None:
    pair = compared({"a.py": AROUND}, {"a.py": AROUND.replace("amount", "sum").replace("total", "amount")})
    assert units(pair)["governor"].relation is UnitRelation.NAMES_DIFFER
    pair = compared({"a.py": AROUND + LEDGER}, {"a.py": AROUND.replace("limit * 7", "limit * 9") + LEDGER})
    found = units(pair)
    assert found["governor"].relation is UnitRelation.EDITED
    assert found["governor"].matched == found["governor"].known.tokens


def test_a_function_put_inside_another_is_no_part_of_a_split_one() -> None:
    inside = f"\n\ndef outer(chambers, limit):\n    {INNER}\n\n    return pump_rate\n"
    pair = compared({"a.py": PUMP + VALVE}, {"a.py": inside + VALVE})
    assert not {item.relation for item in pair.unit_pairs} & {
        UnitRelation.SPLIT,
        UnitRelation.MERGED,
        UnitRelation.REPEATED,
    }
