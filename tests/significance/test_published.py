import math

import pytest

from codematch.settings.published import verbal_strength


@pytest.mark.parametrize(
    ("ratio", "words"), [(1.9, "none"), (2.1, "weak"), (10, "weak"), (11, "moderate"), (9_999, "strong")]
)
def test_a_ratio_has_the_same_words_for_either_side(ratio, words):
    assert verbal_strength(math.log10(ratio)) == verbal_strength(-math.log10(ratio)) == words


def test_beyond_the_scale_support_is_very_strong():
    assert verbal_strength(4.001) == "very-strong"
