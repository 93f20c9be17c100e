"""The fitted distribution of the heaviest region between unrelated works."""

import math

import numpy as np
import pytest

from codematch.significance.gumbel import Gumbel, fit_gumbel

TRUE = Gumbel(intercept=-40.0, slope=2.2, scale=5.0)
SIZES = (22.0, 26.0, 30.0, 34.0)


def sample(size: float, count: int, seed: int) -> np.ndarray:
    uniform = np.random.default_rng(seed).uniform(size=count)
    return np.sort(TRUE.location(size) - TRUE.scale * np.log(-np.log(uniform)))


def test_the_quantile_is_the_inverse_of_the_distribution():
    value = TRUE.quantile(0.95, 30.0)

    assert math.exp(-math.exp(-(value - TRUE.location(30.0)) / TRUE.scale)) == pytest.approx(0.95)


def test_the_parameters_are_found_again():
    fit = fit_gumbel([(size, sample(size, 20_000, seed)) for seed, size in enumerate(SIZES)], 0.0)

    assert fit is not None
    assert fit.slope == pytest.approx(TRUE.slope, abs=0.03)
    assert fit.scale == pytest.approx(TRUE.scale, abs=0.1)
    assert fit.location(28.0) == pytest.approx(TRUE.location(28.0), abs=0.15)


def test_a_few_pairs_that_share_code_do_not_move_the_fit():
    clean = [(size, sample(size, 2_000, seed)) for seed, size in enumerate(SIZES)]
    dirty = [(size, np.sort(np.concatenate((values[40:], np.full(40, 900.0))))) for size, values in clean]

    fits = fit_gumbel(clean, 0.0), fit_gumbel(dirty, 0.0)
    assert fits[0] is not None
    assert fits[1] is not None
    assert fits[1].quantile(0.95, 30.0) == pytest.approx(fits[0].quantile(0.95, 30.0), abs=2.5)


def test_quantiles_below_the_floor_are_left_out():
    floored = [(size, np.where(values < 20.0, 0.0, values)) for size, values in
               ((size, sample(size, 5_000, seed)) for seed, size in enumerate(SIZES))]  # fmt: skip

    fit = fit_gumbel(floored, 21.0)
    assert fit is not None
    assert fit.slope == pytest.approx(TRUE.slope, abs=0.15)


@pytest.mark.parametrize(
    "samples",
    [
        [],
        [(30.0, np.array([]))],
        [(30.0, np.linspace(30, 60, 100))],
        [(26.0, np.zeros(50)), (30.0, np.zeros(50))],
        [(26.0, np.full(50, 40.0)), (30.0, np.full(50, 45.0))],
    ],
    ids=["nothing", "no pairs", "one size", "nothing found", "no spread"],
)
def test_too_little_gives_no_fit(samples):
    assert fit_gumbel(samples, 1.0) is None
