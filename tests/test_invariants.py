"""Relations that hold for all works, between a comparison and the same one with a change that must not matter."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from codematch.model.match import RegionSide
from codematch.model.result import PairResult
from tests.comparison.works import LEDGER, TRIANGLE, compared

NAMES = ("alpha", "total", "rows", "limit", "price", "mark")
LINES = st.sampled_from([
    "{0} = {1} * 37 + {2}", "for {0} in {1}:\n        {2}.append({0})", "if {0} > {1}:\n        return {2}",
    "{0} = [{1} for {1} in {2} if {1}]", "while {0} % 13:\n        {1} -= 1", "{0}[{1}] = {2}.get('{0}', 0.25)",
])  # fmt: skip
BODY = st.lists(st.tuples(LINES, st.permutations(NAMES)), min_size=3, max_size=9)
FUNCTIONS = st.lists(BODY, min_size=1, max_size=4)
few = settings(
    max_examples=4, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow], database=None,
    phases=(Phase.explicit, Phase.generate),
)  # fmt: skip
UNRELATED_HEAD = 'VERSION = "7.25"\n\n\n'
UNRELATED = 'int main(void)\n{\n    puts("nothing that the others have");\n    return 3;\n}\n'


def _text(functions: list[list[tuple[str, list[str]]]]) -> str:
    """Functions as a program of Python."""
    made = []
    for number, body in enumerate(functions):
        lines = "".join(f"    {line.format(*names)}\n" for line, names in body)
        made.append(f"def step_{number}({', '.join(NAMES)}):\n{lines}")
    return "\n\n".join(made)


HEAVY = 60.0
"""Bits from which unrelated works rarely have a region."""
MOST = 0.9
"""Where a work repeats itself, its copy is one of several places that are equally good, and borders move."""


def _tokens(*sides: RegionSide) -> set[tuple[str, int]]:
    """The tokens of sides of regions."""
    return {(side.path, token) for side in sides for token in range(side.first_token, side.stop_token)}


def _regions(pair: PairResult) -> list[tuple[object, ...]]:
    return sorted(
        (
            *(region.known.path, region.known.first_token, region.known.stop_token),
            *(region.questioned.path, region.questioned.first_token, region.questioned.stop_token),
            region.tokens,
            region.weight.structure,
        )
        for region in pair.regions
    )


@few
@given(FUNCTIONS, FUNCTIONS)
def test_an_unrelated_file_changes_no_other_region(first, second):
    known = {"a.py": LEDGER + _text(first)}
    questioned = {"b.py": _text(second) + TRIANGLE + LEDGER}
    before = _regions(compared(known, questioned))
    assert before
    assert _regions(compared(known, {**questioned, "c.c": UNRELATED})) == before
    assert _regions(compared({**known, "c.c": UNRELATED}, questioned)) == before


@few
@given(FUNCTIONS, FUNCTIONS)
def test_other_folders_change_paths_only(first, second):
    known, questioned = {"a.py": LEDGER + _text(first)}, {"b.py": _text(second) + LEDGER}
    moved = compared({"x/y/a.py": known["a.py"]}, {"z/b.py": questioned["b.py"]})
    stripped = [
        tuple(value.rpartition("/")[2] if isinstance(value, str) else value for value in row) for row in _regions(moved)
    ]
    assert sorted(stripped) == _regions(compared(known, questioned))


@few
@given(FUNCTIONS, FUNCTIONS)
def test_swapping_the_works_swaps_the_result(first, second):
    works = {"a.py": LEDGER + _text(first)}, {"b.py": _text(second) + TRIANGLE + LEDGER}
    ahead, back = compared(*works), compared(*works[::-1])
    for pair, other in ((ahead, back), (back, ahead)):
        heavy = [region for region in pair.regions if region.weight.structure >= HEAVY]
        assert heavy
        for region in heavy:
            for side, sides in (
                (region.known, [one.questioned for one in other.regions]),
                (region.questioned, [one.known for one in other.regions]),
            ):
                assert len(_tokens(side) & _tokens(*sides)) >= MOST * len(_tokens(side))


def test_a_passage_that_occurs_twice_is_two_regions_of_the_questioned_work_only():
    once, twice = {"a.py": LEDGER}, {"b.py": LEDGER, "c/d.py": UNRELATED_HEAD + LEDGER}
    ahead, back = compared(once, twice), compared(twice, once)
    assert sorted(region.questioned.path for region in ahead.regions) == ["b.py", "c/d.py"]
    assert [region.questioned.path for region in back.regions] == ["a.py"]
    assert [(places.total.known, places.total.questioned) for places in back.further_places] == [(1, 0)]


@few
@given(FUNCTIONS, FUNCTIONS)
def test_two_works_together_share_at_least_what_either_shares(first, second):
    known, other = {"a.py": LEDGER + _text(first)}, {"c.py": TRIANGLE + _text(second)}
    questioned = {"b.py": _text(second) + TRIANGLE + LEDGER + _text(first)}
    together = _tokens(*(region.questioned for region in compared({**known, **other}, questioned).regions))
    for pair in (compared(known, questioned), compared(other, questioned)):
        assert pair.regions
        for region in pair.regions:
            tokens = _tokens(region.questioned)
            assert len(tokens & together) >= MOST * len(tokens)


@few
@given(FUNCTIONS)
def test_every_region_replays_and_its_weight_is_not_below_zero(functions):
    text = _text(functions)
    pair = compared({"a.py": LEDGER + text}, {"b.py": text + LEDGER})
    assert pair.regions
    for region in pair.regions:
        sides = (region.known, region.questioned)
        assert all(0 <= side.first_token < side.stop_token and 1 <= side.first_line <= side.last_line for side in sides)
        assert 0 < region.tokens <= min(side.stop_token - side.first_token for side in sides)
        assert region.weight.structure >= 0


@pytest.mark.parametrize("copies", [1, 2])
def test_a_work_compared_with_itself_is_matched_whole(copies):
    files = {f"{number}.py": LEDGER for number in range(copies)} | {"t.py": TRIANGLE}
    pair = compared(files, files)
    assert pair.totals.token.matched == pair.totals.token.total
