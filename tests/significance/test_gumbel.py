"""The fitted distribution of the heaviest region between unrelated works."""

import math

import numpy as np
import pytest

from codematch.significance.gumbel import MIN_BEYOND, Gumbel, fit_sizes

SIZES = (22.0, 26.0, 30.0, 34.0)
SCALE = 5.0


def location(size: float) -> float:
    return -40.0 + 2.2 * size


def sample(size: float, count: int, seed: int) -> np.ndarray:
    uniform = np.random.default_rng(seed).uniform(size=count)
    return np.sort(location(size) - SCALE * np.log(-np.log(uniform)))


def samples(count: int) -> list[tuple[float, np.ndarray]]:
    return [(size, sample(size, count, seed)) for seed, size in enumerate(SIZES)]


def test_the_quantile_is_the_inverse_of_the_distribution():
    fit = Gumbel(location=26.0, scale=SCALE)

    assert math.exp(-math.exp(-(fit.quantile(0.95) - fit.location) / fit.scale)) == pytest.approx(0.95)


def test_the_parameters_of_every_band_are_found_again():
    fit = fit_sizes(samples(20_000), 0.0)

    assert fit is not None
    assert [band.fit.scale for band in fit.bands] == pytest.approx([SCALE] * 4, abs=0.2)
    for size in (*SIZES, 28.0, 20.0, 37.0):
        assert fit.median(size) == pytest.approx(location(size) - SCALE * math.log(math.log(2)), abs=0.4)


def test_a_quantile_is_that_of_the_pairs_wherever_enough_lie_beyond_it():
    found = samples(2_000)
    fit = fit_sizes(found, 0.0)

    assert fit is not None
    for size, values in found:
        assert fit.quantile(0.95, size) == np.quantile(values, 0.95)
        assert np.mean(values >= fit.quantile(0.99, size)) == pytest.approx(0.01, abs=0.001)


def test_beyond_what_is_counted_the_fit_goes_on():
    found = samples(2_000)
    fit = fit_sizes(found, 0.0)
    share = 1 - (MIN_BEYOND - 1) / 2_000 / 100

    expected = Gumbel(location=location(30.0), scale=SCALE).quantile(share)
    assert fit is not None
    assert fit.quantile(share, 30.0) == pytest.approx(expected, abs=3)


def test_a_few_pairs_that_share_code_do_not_move_the_threshold():
    clean = samples(2_000)
    dirty = [(size, np.sort(np.concatenate((values[40:], np.full(40, 900.0))))) for size, values in clean]

    fits = fit_sizes(clean, 0.0), fit_sizes(dirty, 0.0)
    assert fits[0] is not None
    assert fits[1] is not None
    assert fits[1].quantile(0.95, 30.0) == pytest.approx(fits[0].quantile(0.95, 30.0), abs=4.0)
    assert fits[1].median(30.0) == pytest.approx(fits[0].median(30.0), abs=0.5)


def test_a_larger_band_that_shares_less_by_chance_lowers_no_threshold():
    found = [(22.0, sample(22.0, 2_000, 1)), (26.0, sample(26.0, 2_000, 2) - 20.0), (30.0, sample(30.0, 2_000, 3))]
    fit = fit_sizes(found, 0.0)

    assert fit is not None
    assert fit.quantile(0.95, 26.0) == fit.quantile(0.95, 22.0)
    assert fit.quantile(0.95, 24.0) == fit.quantile(0.95, 22.0)


def test_quantiles_below_the_floor_are_left_out():
    floored = [(size, np.where(values < 20.0, 0.0, values)) for size, values in samples(5_000)]

    fit = fit_sizes(floored, 21.0)
    assert fit is not None
    assert fit.median(30.0) == pytest.approx(location(30.0) - SCALE * math.log(math.log(2)), abs=0.5)
    assert fit.median(34.0) == pytest.approx(location(34.0) - SCALE * math.log(math.log(2)), abs=0.5)


@pytest.mark.parametrize(
    "found",
    [
        [],
        [(30.0, np.array([]))],
        [(30.0, np.linspace(30, 60, 100))],
        [(26.0, np.zeros(50)), (30.0, np.zeros(50))],
        [(26.0, np.full(50, 40.0)), (30.0, np.full(50, 45.0))],
    ],
    ids=["nothing", "no pairs", "one size", "nothing found", "no spread"],
)
def test_too_little_gives_no_fit(found):
    assert fit_sizes(found, 1.0) is None


def test_a_quantile_at_the_floor_is_fitted():
    constant = [(26.0, np.full(50, 40.0)), (30.0, np.linspace(50, 80, 50))]
    assert fit_sizes(constant, 40.0) is not None
    assert fit_sizes(constant, 40.5) is None
