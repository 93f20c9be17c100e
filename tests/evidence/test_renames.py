"""How names are changed, and what counts as the same change."""

import pytest

from codematch.evidence.renames import changes, is_abbreviation, style
from codematch.settings import Evidence


@pytest.mark.parametrize(
    ("known", "questioned", "expected"),
    [
        ("levels", "lk_levels", [("renamed-prefix", "+ lk")]),
        ("m_levels", "levels", [("renamed-prefix", "− m")]),
        ("levels", "levels2", [("renamed-suffix", "+ 2")]),
        ("levelsTmp", "levels", [("renamed-suffix", "− tmp")]),
        ("max_level", "maxLevel", [("renamed-style", "snake_case → camelCase")]),
        ("maxLevel", "MAX_LEVEL", [("renamed-style", "camelCase → UPPER_CASE")]),
        ("sluiceLevel", "chamberLevel", [("renamed-word", "sluice → chamber")]),
        ("message", "msg", [("renamed-abbreviation", "")]),
        ("cfg_level", "config_level", [("renamed-abbreviation", ""), ("renamed-word", "cfg → config")]),
        ("alpha", "omega", []),
        ("alpha_beta", "gamma_delta", []),
        ("水位", "lk_水位", [("renamed-prefix", "+ lk")]),
        ("_", "__", []),
    ],
)
def test_what_was_done_to_a_name(known, questioned, expected):
    assert [tuple(change) for change in changes(known, questioned, Evidence())] == expected


@pytest.mark.parametrize(
    ("short", "long", "holds"),
    [("msg", "message", True), ("cfg", "config", True), ("idx", "index", True), ("m", "message", False),
     ("sgm", "message", False), ("messag", "message", False), ("index", "idx", False)],
)  # fmt: skip
def test_an_abbreviation_keeps_the_first_letter_and_the_order(short, long, holds):
    assert is_abbreviation(short, long, Evidence()) is holds


@pytest.mark.parametrize(
    ("name", "expected"),
    [("a_b", "snake_case"), ("A_B", "UPPER_CASE"), ("AB", "UPPERCASE"), ("ab", "lowercase"), ("aB", "camelCase"),
     ("Ab", "CamelCase"), ("_ab", "lowercase")],
)  # fmt: skip
def test_the_style_of_a_name(name, expected):
    assert style(name) == expected
