"""What is heavier is reached by no more unrelated pairs, and bounds are on their sides of what they bound."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from codematch.settings import Settings
from codematch.significance.bounds import pair_upper_bound
from codematch.significance.calibration import elub
from codematch.significance.null_model import Band
from codematch.significance.statement import assess_language, assess_region
from tests.significance.null_cards import make_model
from tests.significance.test_statement import size

SETTINGS, MODEL = Settings(), make_model()
bits = st.floats(0, 5_000)
sizes = st.integers(1, 200_000)


@given(st.lists(bits, max_size=30).map(sorted), bits, bits)
def test_a_band_counts_the_pairs_that_reach_a_weight(reached, first, second):
    values = np.array(reached, dtype=np.float64)
    band = Band(tokens=100, works=2, bits=np.zeros(2), heaviest=values, sums=values, carried=values[:0])
    for one in (first, second):
        assert band.reaching(one) == band.sums_reaching(one) == sum(value >= one for value in reached)
    light, heavy = sorted((first, second))
    assert band.reaching(heavy) <= band.reaching(light)


@given(sizes, sizes, bits, bits)
def test_a_heavier_region_is_reached_by_no_more_pairs(known, questioned, first, second):
    language = assess_language(size(known, questioned), MODEL, SETTINGS)
    light, heavy = (assess_region(weight, language, MODEL, SETTINGS.significance) for weight in sorted((first, second)))
    assert (light is None) == (heavy is None) == (language.not_evaluated is not None)
    if light is not None and heavy is not None:
        assert 0 <= heavy.reaching <= light.reaching <= language.pairs
        assert 0 < heavy.upper <= light.upper <= 1
        assert heavy.excess_bits >= light.excess_bits


@given(sizes, sizes)
def test_a_larger_case_has_no_lower_threshold(known, questioned):
    small, large = (assess_language(size(known * more, questioned), MODEL, SETTINGS) for more in (1, 3))
    assert small.threshold_bits <= large.threshold_bits
    assert small.multiple <= large.multiple


@given(st.integers(0, 40), st.integers(2, 40), st.floats(0.5, 0.999))
def test_a_bound_is_not_below_the_rate(errors, objects, level):
    rate = min(errors / objects, 1.0)
    upper = pair_upper_bound(rate, objects, level)
    assert rate <= upper <= 1
    assert pair_upper_bound(min(rate + 0.05, 1.0), objects, level) >= upper


@given(st.lists(st.tuples(st.floats(-9, 9), st.booleans()), min_size=2, max_size=30))
@settings(deadline=None)
def test_the_empirical_bounds_hold_what_is_stated_between_them(rows):
    llr, labels = np.array([value for value, _ in rows]), np.array([label for _, label in rows])
    bounds = elub(llr, labels)
    assert (bounds is None) == (len(set(labels.tolist())) < 2)
    if bounds is not None:
        lower, upper = bounds
        assert lower <= 0 <= upper
