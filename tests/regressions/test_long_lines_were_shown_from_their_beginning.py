"""A program on one line was shown by the first 2,000 characters of the line, whatever part of it corresponded.

And its coverage was said in lines alone: 0 of 1.
"""

import re

import pytest

from codematch.model.match import Exhibit, RowState
from codematch.model.result import PairResult
from tests.comparison.works import compared

SOURCE = """\
function settle(gates, heights, clock) {
  let quiet = 0;
  while (quiet < 29) {
    const moved = gates.reduce((sum, gate) => sum + Math.abs(gate.height - heights[gate.name]), 0);
    quiet = moved > 0.0125 ? 0 : quiet + 1;
    for (const gate of gates) {
      heights[gate.name] = gate.height;
    }
    clock.sleep(0.75 + quiet / 16);
  }
  return Object.entries(heights).sort((one, other) => one[1] - other[1]);
}
"""
NAMES = {"gates": "g", "heights": "h", "clock": "c", "quiet": "q", "moved": "m", "gate": "t", "settle": "s"}
OTHER = "".join(f'register("{n}",function(){{return [{n},{n * 7 % 13},"{n * 31 % 97}"]}});' for n in range(120))


def minified(source: str) -> str:
    for name, short in NAMES.items():
        source = re.sub(rf"\b{name}\b", short, source)
    return re.sub(r"\s*([^\w\s])\s*", r"\1", re.sub(r"\s+", " ", source))


@pytest.fixture(scope="module")
def pair() -> PairResult:
    return compared({"a.js": SOURCE}, {"b.js": OTHER + minified(SOURCE) + OTHER + "\n"})


def _exhibit(pair: PairResult) -> Exhibit:
    (exhibit,) = pair.exhibits
    return exhibit


def test_each_line_stands_beside_its_part_of_the_line(pair):
    rows = {row.known_line: row for row in _exhibit(pair).rows}
    assert rows[3].questioned_text.strip() == "while(q<29){"
    assert rows[5].questioned_text.strip() == "q=m>0.0125?0:q+1;"
    assert rows[9].questioned_text.strip() == "c.sleep(0.75+q/16);"
    assert rows[3].state is RowState.RENAMED
    assert {row.questioned_line for row in rows.values() if row.questioned_line} == {1}


def test_the_parts_are_the_text_of_the_line_from_where_they_begin(pair):
    line = OTHER + minified(SOURCE) + OTHER
    parts = [(row.questioned_begin, row.questioned_text) for row in _exhibit(pair).rows if row.questioned_line]
    assert len(parts) > 8
    assert all(line[begin : begin + len(text)] == text for begin, text in parts)
    assert "".join(text for _, text in parts) == minified(SOURCE)
    assert _exhibit(pair).questioned_span == (len(OTHER), len(OTHER) + len(minified(SOURCE)))


def test_two_programs_on_one_line_each_are_shown_by_statements():
    line = "".join(minified(SOURCE.replace("settle", f"settle{n}").replace("29", f"2{n}")) for n in range(4))
    pair = compared({"a.js": line}, {"b.js": OTHER + line})
    rows = [row for exhibit in pair.exhibits for row in exhibit.rows]
    assert len(rows) > 3
    assert {row.state for row in rows} == {RowState.IDENTICAL}
    assert all(row.known_text == row.questioned_text for row in rows)
    assert {row.known_begin - row.questioned_begin for row in rows} == {-len(OTHER)}


def test_what_a_part_before_it_says_is_a_secret_is_covered():
    settings = 'const settings = {\n  password:\n    "tr0ub4dor-and-3-horses"\n};\n'
    source = SOURCE.replace("  let quiet = 0;\n", settings + "  let quiet = 0;\n")
    pair = compared({"a.js": source}, {"b.js": OTHER + minified(source) + OTHER + "\n"})
    shown = "".join(row.questioned_text for row in _exhibit(pair).rows)
    assert "password:" in shown
    assert "horses" not in shown
