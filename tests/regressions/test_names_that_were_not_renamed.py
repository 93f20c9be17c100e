"""One known declaration that is aligned twice, and names that changed places, were listed as renamed."""

from codematch.model.correspondence import DifferenceKind
from codematch.model.result import PairResult
from tests.comparison.works import LEDGER, TRIANGLE, compared

DECLARATIONS = "".join(f"extern unsigned gauge_{name}_level;\n" for name in ("north", "south", "weir", "lock", "quay"))
STATE = (
    "struct state {{\n"
    + "".join(f"    unsigned probe_{n}_{'abcdefgh'[n]}x;\n    int relay_bank_{n * n};\n" for n in range(8))
    + "}};\nint scan(struct state *s, unsigned mask);\n{}int trip(struct state *s, unsigned relay);\n"
)
TOTALS = """
def settle(orders, stock, limit):
    total = 0
    backlog = []
    for order in orders:
        if order.code in stock and stock[order.code] >= order.count:
            total += order.count * order.price
            stock[order.code] -= order.count
        else:
            backlog.append((order.code, order.count))
    backlog.sort(key=min)
    while backlog and total < limit:
        code, count = backlog.pop()
        total = max(total, limit)
    return total, backlog
"""


def listed(pair: PairResult, kind: DifferenceKind = DifferenceKind.NAME) -> list[tuple[str, str]]:
    return [(str(row.change["known"]), str(row.change["questioned"])) for row in pair.differences if row.kind is kind]


def test_a_declaration_with_two_counterparts_is_compared_with_the_nearer_one() -> None:
    known = {"kiln.h": STATE.format(DECLARATIONS)}
    further = "".join(f"extern unsigned basin_{n}_depth;\n" for n in "vwxyz")
    pair = compared(known, {"kiln.h": STATE.format(DECLARATIONS + "int more(void);\n" + further)})
    assert listed(pair) == []


def test_a_function_with_two_counterparts_is_compared_with_the_nearer_one() -> None:
    other = TOTALS.replace("backlog", "rest").replace("settle", "close").replace("order", "item")
    pair = compared({"a.py": TOTALS + LEDGER}, {"a.py": TOTALS + LEDGER + other + TRIANGLE})
    assert listed(pair) == []


def test_names_that_changed_places_are_other_code() -> None:
    pair = compared(
        {"a.py": TOTALS + LEDGER}, {"a.py": TOTALS.replace("max(total, limit)", "max(limit, total)") + LEDGER}
    )
    assert listed(pair) == []
    assert sorted(listed(pair, DifferenceKind.OTHER)) == [("limit", "total"), ("total", "limit")]


def test_names_renamed_in_another_order_are_not_mixed_up() -> None:
    questioned = TOTALS.replace("backlog", "rest").replace("limit", "cap").replace("total", "acc")
    questioned = questioned.replace("while rest and acc < cap:", "while acc and rest < cap:")
    pair = compared({"a.py": TOTALS + LEDGER}, {"a.py": questioned + LEDGER})
    assert sorted(listed(pair)) == [("backlog", "rest"), ("limit", "cap"), ("total", "acc")]
    assert sorted(listed(pair, DifferenceKind.OTHER)) == [("backlog", "acc"), ("total", "rest")]


def test_a_name_renamed_differently_in_two_functions_is_renamed_in_both() -> None:
    def both(first: str, second: str) -> str:
        shape = "\n\ndef {0}(pump):\n    {1} = pump.rate\n    while {1} > pump.limit:\n"
        shape += "        {1} -= pump.step({1})\n    return {1}\n"
        return shape.format("drain", first) + shape.format("fill", second).replace("-=", "+=")

    pair = compared({"a.py": both("level", "level") + LEDGER}, {"a.py": both("height", "depth") + LEDGER})
    assert sorted(listed(pair)) == [("level", "depth"), ("level", "height")]
