"""Regions began and ended within statements, and were named after the unit of a stray bracket."""

import pytest

from codematch.model.match import Region
from tests.comparison.exhibit_check import problems
from tests.comparison.works import compared, work

GAUGE = """\
  measure(basin, floor) {
    const level = basin.read("sluice") * 0.375 - floor.offset;
    if (level > floor.alarm + basin.swell) {
      basin.gates.close({ reason: "flood", after: 4711 });
      return floor.notify(level, basin.keeper.phone);
    }
    for (let step = floor.least; step < level; step += 17) {
      basin.log.push(step * basin.area - floor.loss(step));
    }
    return Math.max(level, basin.residue / 1.0625);
  }
"""
BEFORE = "class {name} {{\n  {head}  }}\n"
AFTER = "\n  {tail} {{\n    return this.items.length {op} {value};\n  }}\n}}\n"


def module(name: str, head: str, tail: str, op: str, value: str) -> str:
    return BEFORE.format(name=name, head=head) + "\n" + GAUGE + AFTER.format(tail=tail, op=op, value=value)


def shared(known: str, questioned: str, path: str) -> Region:
    works = {path: known}, {path: questioned}
    assert problems(work("known", works[0]), work("questioned", works[1])) == []
    return max(compared(*works).regions, key=lambda found: found.tokens)


FILLERS = (
    "    if (!{0}.open || {0}.dry) {{ throw new Error('no ' + {0}.name + [1, 2].join('-')); }}\n" * 3,
    "    do {{ {0}--; this.n++; }} while ({0} >= 0x1f && !this.n);\n    switch ({0}) {{ case 1: default: break; }}\n"
    * 3,
)


def test_a_region_is_the_method_that_both_sides_share() -> None:
    known = module(
        "Weir",
        "open(width) {\n" + FILLERS[0].format("width"),
        "count(lot) {\n" + FILLERS[0].format("lot") + "  if (1)",
        "+",
        "3",
    )
    questioned = module(
        "Lock",
        "async fill({ rate }) {\n" + FILLERS[1].format("rate"),
        "get busy() {\n" + FILLERS[1].format("this.k") + "  else (2)",
        ">",
        "[7, 3]",
    )
    region = shared(known, questioned, "water.js")
    lines = known.split("\n")
    assert lines[region.known.first_line - 1] == "  measure(basin, floor) {"
    assert lines[region.known.last_line - 1] == "  }"
    assert (region.known.unit, region.questioned.unit) == ("Weir.measure", "Lock.measure")


BODY = """\
    level = basin.read("sluice") * 0.375 - floor.offset
    if level > floor.alarm + basin.swell:
        basin.gates.close(reason="flood", after=4711)
        return floor.notify(level, basin.keeper.phone)
    for step in range(floor.least, level, 17):
        basin.log.append(step * basin.area - floor.loss(step))
"""


@pytest.mark.parametrize(
    ("heads", "tails"),
    [
        (
            ("def measure(basin, floor):\n", "async def gauge(floor, *, basin=None, strict=True) -> float:\n"),
            ("    return max(level, 3)\n", "    yield from level.parts()\n"),
        ),
        (
            (
                "total = sum(basin.read(gate) for gate in (\n    1, 2,\n))\nif total:\n",
                "while True:\n    print((1, 2,\n    3))\n",
            ),
            ("    if level: pass\n    else:\n        level = 3\n", "    with lock: pass\n"),
        ),
    ],
)
def test_regions_of_python_begin_and_end_with_statements(heads: tuple[str, str], tails: tuple[str, str]) -> None:
    known, questioned = (
        f"import {name}\n\n{head}{BODY}{tail}" for name, head, tail in zip("ab", heads, tails, strict=True)
    )
    region = shared(known, questioned, "gauge.py")
    assert known.split("\n")[region.known.first_line - 1].strip() != "))"


def test_a_statement_of_which_most_is_shared_is_taken_whole() -> None:
    head = 'alarm(basin.read("north sluice"), floor.offset, basin.keeper.phone, 4711, {})\n'
    region = shared(
        f"x = 1\n{head.format('0.5')}{BODY.replace('    ', '', 6).lstrip()}",
        f"y()\n{head.format('swell')}{BODY.replace('    ', '', 6).lstrip()}",
        "gauge.py",
    )
    assert region.known.first_line <= 2
