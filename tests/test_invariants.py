"""Relations that hold for all works, between a comparison and the same one with a change that must not matter."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from codematch.model.match import Edit, Region, RegionSide
from codematch.model.result import PairResult
from codematch.pipeline import compare_works
from codematch.settings import Settings, Weighing
from tests.comparison.works import LEDGER, TRIANGLE, compared, work

NAMES = ("alpha", "total", "rows", "limit", "price", "mark")
LINES = st.sampled_from([
    "{0} = {1} * 37 + {2}", "for {0} in {1}:\n        {2}.append({0})", "if {0} > {1}:\n        return {2}",
    "{0} = [{1} for {1} in {2} if {1}]", "while {0} % 13:\n        {1} -= 1", "{0}[{1}] = {2}.get('{0}', 0.25)",
])  # fmt: skip
Body = list[tuple[str, list[str]]]
BODY = st.lists(st.tuples(LINES, st.permutations(NAMES)), min_size=3, max_size=9)
FUNCTIONS = st.lists(BODY, min_size=1, max_size=4)
WHOLE = settings.default.max_examples > settings.get_profile("few").max_examples
"""Whether all examples are asked for: then there are more of them, other ones each time."""
few = settings(
    max_examples=25 if WHOLE else 4, deadline=None, derandomize=not WHOLE, database=None,
    suppress_health_check=[HealthCheck.too_slow], phases=(Phase.explicit, Phase.generate),
)  # fmt: skip
UNRELATED_HEAD = 'VERSION = "7.25"\n\n\n'
UNRELATED = 'int main(void)\n{\n    puts("nothing that the others have");\n    return 3;\n}\n'


def _text(functions: list[Body]) -> str:
    """Functions as a program of Python."""
    made = []
    for number, body in enumerate(functions):
        lines = "".join(f"    {line.format(*names)}\n" for line, names in body)
        made.append(f"def step_{number}({', '.join(NAMES)}):\n{lines}")
    return "\n\n".join(made)


HEAVY = 200.0
"""Bits that functions which are made at random do not share by chance: they repeat themselves and one another."""
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


def _said(pair: PairResult) -> list[tuple[object, ...]]:
    """What is said of regions beyond their places: every channel, labels, and what none of them covers."""
    return sorted(
        (
            *(region.known.path, region.known.first_token, region.questioned.path, region.questioned.first_token),
            region.weight,
            tuple((label.filter, label.code) for label in region.labels),
            *(region.residual_tokens, region.residual),
        )
        for region in pair.regions
    )


def _findings(pair: PairResult, *paths: str) -> list[tuple[str, ...]]:
    """The findings of the channels with both places in some files."""
    return sorted(
        (channel.channel, finding.kind, finding.text, str(finding.known), str(finding.questioned))
        for channel in pair.evidence
        for finding in channel.findings
        if {finding.known.path, finding.questioned.path} <= set(paths)
    )


def _trees(first: list[Body], second: list[Body]) -> tuple[dict[str, str], dict[str, str]]:
    """Two works of several files that share two passages."""
    known = {"a.py": LEDGER + _text(first), "lib/shape.py": TRIANGLE, "lib/one.py": _text(second[:1])}
    questioned = {"b.py": _text(second) + LEDGER, "src/geo/mesh.py": UNRELATED_HEAD + TRIANGLE, "src/two.py": "x = 1\n"}
    return known, questioned


@few
@given(FUNCTIONS, FUNCTIONS)
def test_an_unrelated_file_changes_nothing_of_the_others(first, second):
    known, questioned = _trees(first, second)
    before = compared(known, questioned)
    assert {region.questioned.path for region in before.regions} >= {"b.py", "src/geo/mesh.py"}
    for after in (
        compared(known, {**questioned, "c.c": UNRELATED}),
        compared({**known, "c.c": UNRELATED}, questioned),
    ):
        assert _regions(after) == _regions(before)
        assert _said(after) == _said(before)
        assert _findings(after, *known, *questioned) == _findings(before, *known, *questioned)


@few
@given(FUNCTIONS, FUNCTIONS)
def test_regions_do_not_overlap_in_the_questioned_work(first, second):
    known, questioned = _trees(first, second)
    pair = compared({**known, "again.py": LEDGER}, {**questioned, "twice.py": LEDGER + _text(first) + LEDGER})
    assert len(pair.regions) > 2
    assert [region.number for region in pair.regions] == list(range(1, len(pair.regions) + 1))
    held: set[tuple[str, int]] = set()
    for region in pair.regions:
        aligned = _aligned(region)[1]
        assert not aligned & held
        held |= aligned


@few
@given(FUNCTIONS, FUNCTIONS)
def test_totals_are_those_of_the_regions(first, second):
    pair = compared(*_trees(first, second))
    for side, one in enumerate((pair.known, pair.questioned)):
        covered = set[tuple[str, int]]().union(*(_aligned(region)[side] for region in pair.regions))
        for file in one.files:
            assert file.matched_tokens == sum(path == file.path for path, _ in covered)
        counted = [file for file in one.files if not file.duplicate_of]
        assert tuple(pair.totals.token.matched)[side] == sum(file.matched_tokens for file in counted)
        assert tuple(pair.totals.token.total)[side] == sum(file.tokens for file in counted)


def _aligned(region: Region) -> tuple[set[tuple[str, int]], set[tuple[str, int]]]:
    """The tokens that the script of a region aligns, on either side; the script ends where the region does."""
    at = [region.known.first_token, region.questioned.first_token]
    found: tuple[set[tuple[str, int]], set[tuple[str, int]]] = (set(), set())
    for step in region.script:
        for side, (path, count) in enumerate(
            ((region.known.path, step.known), (region.questioned.path, step.questioned))
        ):
            if step.edit not in (Edit.DELETED, Edit.INSERTED):
                found[side].update((path, at[side] + place) for place in range(count))
            at[side] += count
    assert at == [region.known.stop_token, region.questioned.stop_token]
    assert len(found[0]) == len(found[1]) == region.tokens
    return found


@few
@given(FUNCTIONS, st.integers(1, 3))
def test_what_made_a_result_does_not_depend_on_the_run(functions, jobs):
    trees = work("known", {"a.py": LEDGER + _text(functions)}), work("questioned", {"b.py": LEDGER})
    first, again = (compare_works(*trees, settings=Settings(), jobs=count) for count in (1, jobs))
    assert first.manifest == again.manifest
    assert first == again
    elsewhere = tuple(replace(tree, label="other", origin=replace(tree.origin, locator="else/where")) for tree in trees)
    assert compare_works(*elsewhere, settings=Settings()).manifest == first.manifest
    changed = Settings(weighing=Weighing(min_weight=26.0))
    assert compare_works(*trees, settings=changed).manifest.settings != first.manifest.settings


@few
@given(FUNCTIONS, FUNCTIONS)
def test_other_folders_change_paths_only(first, second):
    known, questioned = _trees(first, second)
    moved = compared(*({f"x/y/{path}": text for path, text in tree.items()} for tree in (known, questioned)))
    stripped = [tuple(v.removeprefix("x/y/") if isinstance(v, str) else v for v in row) for row in _regions(moved)]
    assert stripped == _regions(compared(known, questioned))


@few
@given(FUNCTIONS, FUNCTIONS)
def test_other_names_of_folders_change_paths_only(first, second):
    known, questioned = {"a.py": LEDGER + _text(first)}, {"b.py": _text(second) + LEDGER}
    moved = compared({"x/y/a.py": known["a.py"]}, {"z/b.py": questioned["b.py"]})
    stripped = [
        tuple(value.rpartition("/")[2] if isinstance(value, str) else value for value in row) for row in _regions(moved)
    ]
    assert sorted(stripped) == _regions(compared(known, questioned))


@few
@given(FUNCTIONS, FUNCTIONS)
def test_swapping_the_works_swaps_the_result(first, second):
    works = _trees(first, second)
    # A passage that occurs again in one work is a region of the questioned work only (see the next test).
    del works[0]["lib/one.py"]
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
