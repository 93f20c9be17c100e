"""Rows said "=" or "renamed" of lines whose printed texts differ otherwise: only a part of them was compared."""

import pytest

from codematch.model.match import ExhibitRow, MatchClass, RowState
from tests.comparison.exhibit_check import problems
from tests.comparison.works import compared, work

LINES = [
    'depth = sounding.read(channel, scale=0.125) - keel.offset("fathom")',
    'if depth < chart.least["harbour"] + swell: helm.warn(bearing=channel, code=4711)',
    "for buoy in chart.buoys(within=depth * 3): log.note(buoy.name, buoy.light - buoy.dark)",
    'legend = "shoal water ahead" if depth < swell else "deep water"',
    "anchor.drop(chain=depth * 5, lee=wind.from_angle(bearing=channel))",
    'while anchor.drags(limit=0.75): engine.astern(turns=depth // 2, reason="anchor")',
]
STATES = {"=": RowState.IDENTICAL, "≈": RowState.RENAMED, "≠": RowState.DIFFERENT}


def rows(known: list[str], questioned: list[str]) -> tuple[MatchClass, tuple[ExhibitRow, ...]]:
    texts = {"chart.py": "\n".join(known) + "\n"}, {"pilot.py": "\n".join(questioned) + "\n"}
    assert problems(work("known", texts[0]), work("questioned", texts[1])) == []
    pair = compared(*texts)
    (region,), (exhibit,) = pair.regions, pair.exhibits
    return region.match_class, exhibit.rows


@pytest.mark.parametrize(
    ("number", "known", "questioned", "state"),
    [
        (0, "moor(); {}", "del sail[3]; {}", "≠"),
        (5, "{}; moor()", "{}; del sail[3]", "≠"),
        (5, "{}  # ebb", "{}  # flood", "≠"),
        (2, "{}  # ebb", "{}", "≠"),
        (2, "{}", "{}   ", "="),
        (3, "{}", "{}".replace("{}", LINES[3].replace("shoal water", "shoal  water")), "≠"),
        (3, "{}", LINES[3].replace("legend =", "legend  ="), "="),
        (2, "{}", LINES[2].replace("buoy", "mark"), "≈"),
        (4, "{}", LINES[4].replace("chain=depth", "cable=depth"), "≈"),
        (4, "{}", LINES[4].replace("chain=depth", "cable=depth") + "  # taut", "≠"),
        (4, "{}", LINES[4].replace("* 5", "/ 5"), "≠"),
        (4, "{}", LINES[4].replace("* 5", "* 6"), "≠"),
    ],
)
def test_a_row_says_what_holds_for_its_two_lines(number: int, known: str, questioned: str, state: str) -> None:
    sides = LINES.copy(), [*LINES]
    sides[0][number] = known.format(LINES[number])
    sides[1][number] = questioned.format(LINES[number])
    _, found = rows(*sides)
    assert {row.known_line: row.state for row in found}[number + 1] is STATES[state]


def test_a_class_holds_for_whole_lines() -> None:
    assert rows(LINES, [*LINES[:2], f"{LINES[2]}  # lit", *LINES[3:]])[0] is MatchClass.NORMALISED
    assert rows(LINES, [f"sail(); {LINES[0]}", *LINES[1:]])[0] is MatchClass.EDITED
    assert rows(LINES, [line.replace("depth", "fathoms") for line in LINES])[0] is MatchClass.RENAMED


def test_a_changed_line_stands_beside_its_counterpart() -> None:
    changed = [*LINES[:3], 'legend = "shoal water near" if swell > 2 else "open water"', "ring(bell)", *LINES[4:]]
    _, found = rows(LINES, changed)
    assert [(row.known_line, row.questioned_line) for row in found[2:6]] == [(3, 3), (4, 4), (None, 5), (5, 6)]
