"""Functions that were rewritten are found whole, in every language alike, and unrelated ones weigh what they did."""

import numpy as np
import pytest

from codematch.model.match import Edit
from codematch.model.result import PairResult
from tests.comparison.exhibit_check import problems
from tests.comparison.rewritten_functions import SPELLINGS, TEXTS, inverted, respelled, with_junk
from tests.comparison.works import LEDGER, compared, work

ALIGNED = (Edit.IDENTICAL, Edit.RENAMED, Edit.LITERAL)


def _share(pair: PairResult) -> float:
    """The share of the known tokens that regions align."""
    total = sum(entry.tokens for entry in pair.known.files)
    return sum(step.known for region in pair.regions for step in region.script if step.edit in ALIGNED) / total


@pytest.mark.parametrize("name", TEXTS)
def test_junk_between_statements_does_not_split_a_function(name: str) -> None:
    pair = compared({name: TEXTS[name]}, {name: with_junk(name)})
    heaviest = pair.regions[0]
    assert sum(step.known for step in heaviest.script if step.edit in ALIGNED) >= 0.8 * heaviest.tokens
    assert _share(pair) >= 0.9
    assert heaviest.tokens >= 0.8 * sum(entry.tokens for entry in pair.known.files)


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
