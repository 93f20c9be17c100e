"""Functions that were rewritten are found whole, in every language alike, and unrelated ones weigh what they did."""

import pytest

from codematch.model.match import Edit
from codematch.model.result import PairResult
from tests.comparison.exhibit_check import problems
from tests.comparison.rewritten_functions import (
    SECOND,
    SPELLINGS,
    TEXTS,
    inverted,
    package,
    respelled,
    split,
    with_junk,
)
from tests.comparison.works import compared, work

ALIGNED = (Edit.IDENTICAL, Edit.RENAMED, Edit.LITERAL)


def _share(pair: PairResult) -> float:
    """The share of the known tokens that regions align."""
    total = sum(entry.tokens for entry in pair.known.files)
    return sum(step.known for region in pair.regions for step in region.script if step.edit in ALIGNED) / total


@pytest.mark.parametrize("name", TEXTS)
def test_junk_between_statements_does_not_split_a_function(name: str) -> None:
    pair = compared({name: TEXTS[name]}, {name: with_junk(name)})
    assert pair.regions[0].tokens >= 0.9 * sum(entry.tokens for entry in pair.known.files)


@pytest.mark.parametrize(
    ("name", "kind"), [(name, kind) for kind, languages in SPELLINGS.items() for name in languages]
)
def test_another_spelling_is_one_region(name: str, kind: str) -> None:
    questioned = respelled(name, SPELLINGS[kind][name])
    assert questioned != TEXTS[name]
    pair = compared({name: TEXTS[name]}, {name: questioned})
    assert len(pair.regions) == 1
    assert _share(pair) >= 0.85


@pytest.mark.parametrize("name", TEXTS)
def test_both_branches_of_an_inverted_condition_are_found(name: str) -> None:
    assert _share(compared({name: TEXTS[name]}, {name: inverted(name)})) >= 0.75


@pytest.mark.parametrize("name", SECOND)
def test_a_function_that_was_split_in_two_is_found_whole(name: str) -> None:
    assert _share(compared({name: TEXTS[name]}, {name: split(name)})) >= 0.9
    assert _share(compared({name: split(name)}, {name: TEXTS[name]})) >= 0.8


@pytest.mark.parametrize("name", SECOND)
def test_functions_in_another_order_with_junk_are_one_region_each(name: str) -> None:
    known = TEXTS[name] + SECOND[name]
    questioned = package(name) + SECOND[name] + with_junk(name).replace("package ledger\n", "")
    pair = compared({name: known}, {name: questioned})
    assert len(pair.regions) == 2
    assert _share(pair) >= 0.9


@pytest.mark.parametrize("name", TEXTS)
def test_every_row_of_a_rewritten_function_is_true(name: str) -> None:
    for questioned in (with_junk(name), inverted(name)):
        assert problems(work("known", {name: TEXTS[name]}), work("questioned", {name: questioned})) == []


def test_the_outcome_does_not_depend_on_what_ran_before() -> None:
    works = {"settle.py": TEXTS["settle.py"]}, {"settle.py": with_junk("settle.py")}
    assert compared(*works).regions == compared(*works).regions


def test_two_answers_to_one_task_weigh_what_they_weighed() -> None:
    """Functions of the same name and purpose correspond only where regions have shown it."""
    own = """
def settle_claims(ledger, items, size, budget):
    total = 0
    for item in items[:size]:
        if item.state is CLOSED:
            continue
        total += min(item.amount * ledger.rate // 1000, budget - total)
        ledger.append((item.number(), total))
    ledger.total = total
    return total
"""
    assert compared({"settle.py": TEXTS["settle.py"]}, {"settle.py": own}).regions == ()
