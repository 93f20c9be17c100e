"""Where regions begin and end, against what each way of fitting them promises."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from codematch.align.borders import Borders, Way, fit
from codematch.align.script import AlignedTokens
from codematch.languages import load_languages, tokenize
from codematch.settings import Settings, grammars_folder

LANGUAGES = load_languages(grammars_folder())


def borders(text: str) -> Borders:
    return Borders.of(tokenize("a.js", text.encode(), "javascript", LANGUAGES, Settings().parsing))


CALL = "report(basin, level, 7);"  # 9 tokens
THREE = borders(f"{CALL}\n{CALL}\n{CALL}\n")
NESTED = borders("if (dry) {\n  open();\n} else {\n  close(1);\n}\nreport(2);\n")


def aligned(first: int, stop: int) -> AlignedTokens:
    return AlignedTokens(known=np.arange(first, stop), questioned=np.arange(first, stop))


def found(first: int, stop: int, way: Way = Way.LESSER, taken: tuple[int, ...] = ()) -> tuple[int, int]:
    mask = np.zeros(27, dtype=np.bool_)
    mask[list(taken)] = True
    spans = fit(aligned(first, stop), THREE, THREE, mask, way).spans
    assert spans[:2] == spans[2:]
    return spans[:2]


def test_the_lesser_change_decides() -> None:
    assert found(9, 18) == (9, 18)
    assert found(7, 18) == (9, 18)
    assert found(3, 18) == (0, 18)
    assert found(9, 20) == (9, 18)
    assert found(9, 25) == (9, 27)


def test_a_cut_or_growth_can_be_asked_for() -> None:
    assert found(3, 25, Way.CUT) == (9, 18)
    assert found(7, 20, Way.GROW) == (0, 27)
    assert found(3, 6, Way.CUT) == (0, 9)


def test_a_region_grows_over_what_another_accounts_for_only_where_nothing_else_is_possible() -> None:
    assert found(3, 18, taken=(1,)) == (9, 18)
    assert found(3, 6, taken=(1,)) == (0, 9)


def test_a_bracket_whose_other_half_lies_outside_neither_begins_nor_ends_a_region() -> None:
    tokens = len(NESTED.opens)
    inside = fit(aligned(5, 10), NESTED, NESTED, None, Way.LESSER).spans
    assert inside[:2] == (5, 9)  # open(); without the bracket behind it
    behind = fit(aligned(9, tokens), NESTED, NESTED, None, Way.LESSER).spans
    assert behind[:2] == (12, tokens)  # close(1); and all that follows, without } else {
    assert fit(aligned(0, 12), NESTED, NESTED, None, Way.CUT).spans[:2] == (0, 9)


@given(st.integers(0, 26), st.integers(1, 27), st.sampled_from(Way))
def test_a_region_begins_and_ends_with_statements(first: int, size: int, way: Way) -> None:
    stop = min(first + size, 27)
    chosen = fit(aligned(first, stop), THREE, THREE, None, way)
    low, high = chosen.spans[:2]
    assert THREE.opens[low]
    assert THREE.closing[high - 1] >= low
    assert low <= first + chosen.first < first + chosen.stop <= high
