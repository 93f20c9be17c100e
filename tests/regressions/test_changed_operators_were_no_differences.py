"""Operators, keywords and values that become something of another kind are differences with both texts."""

from codematch.model.correspondence import DifferenceKind
from tests.comparison.test_counterparts import PUMP, VALVE
from tests.comparison.test_file_changes import listed
from tests.comparison.works import LEDGER, compared

READY = "\n\ndef ready(pump):\n    pump.open = True\n    return pump.limit\n"


def other(known: str, questioned: str) -> list[tuple[str, str, str]]:
    return listed(compared({"a.py": known}, {"a.py": questioned}), DifferenceKind.OTHER)


def test_operators_and_keywords_are_quoted_from_both_works() -> None:
    changed = PUMP.replace("total += chamber", "total -= chamber").replace("and total", "or total")
    assert sorted(other(PUMP + LEDGER, changed + LEDGER)) == [("other", "+=", "-="), ("other", "and", "or")]


def test_values_of_another_kind_are_quoted_from_both_works() -> None:
    known = "LIMIT = 10\n" + READY + LEDGER
    changed = known.replace("= 10", "= DEFAULT").replace("True", "False")
    assert sorted(other(known, changed)) == [("other", "10", "DEFAULT"), ("other", "True", "False")]


def test_a_sign_that_came_is_quoted_with_what_it_is_before() -> None:
    changed = VALVE.replace("steps[1:]", "steps[-1:]")
    assert other(LEDGER + VALVE, LEDGER + changed) == [("other", "1", "-1")]


def test_inserted_statements_and_long_replacements_are_lines_only() -> None:
    longer = PUMP.replace("total += ", "total = chamber.step(4) ^ limit[2].open(chamber) or total + index * ")
    assert other(PUMP + LEDGER, longer + "x = [4]\n" + LEDGER) == []


def test_places_and_files_are_counted() -> None:
    text = {f"p{n}.py": PUMP + f"k{n} = {n}\n" + PUMP for n in range(2)}
    pair = compared(text, {path: own.replace("total +=", "total -=") for path, own in text.items()})
    (row,) = (item for item in pair.differences if item.kind is DifferenceKind.OTHER)
    assert (row.places, row.files, row.path.known, tuple(row.line)) == (4, 2, "p0.py", (7, 7))
