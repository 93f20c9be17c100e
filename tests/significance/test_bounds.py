"""Limits against published and independently computed numbers, exact fractions, and simulated worlds."""

import json
import math
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from codematch.errors import InvariantError
from codematch.significance.bounds import (
    cluster_upper_bound,
    pair_upper_bound,
    upper_bound,
)

PUBLISHED = json.loads((Path(__file__).parents[2] / "fixtures/published/error_rates.json").read_text("utf-8"))
WORLDS = 20_000
COVERED = 0.945
"""95 in 100, less what chance takes in so many worlds."""


def exact_tail(errors: int, trials: int, rate: float) -> Fraction:
    """P(X <= errors) in whole numbers."""
    p = Fraction(rate)
    return sum((math.comb(trials, k) * p**k * (1 - p) ** (trials - k) for k in range(errors + 1)), Fraction(0))


def coverage(rates: np.ndarray, truth: float, limit) -> float:
    """Share of worlds whose limit is not below the truth; one limit for each different rate."""
    distinct, worlds = np.unique(rates, return_counts=True)
    held = np.array([limit(float(rate)) >= truth for rate in distinct])
    return float(worlds[held].sum() / worlds.sum())


def share_of_pairs(members: np.ndarray, objects: int) -> np.ndarray:
    return members * (members - 1) / (objects * (objects - 1))


def test_no_error_in_300():
    assert upper_bound(0, 300) == pytest.approx(1 - 0.05 ** (1 / 300), abs=1e-15)
    assert upper_bound(0, 300) == pytest.approx(0.0099361, abs=1e-7)


@pytest.mark.parametrize("group", PUBLISHED["one_in"])
def test_published_one_in(group):
    for case in group["cases"]:
        assert int(1 / upper_bound(case["errors"], case["trials"], group["level"])) == case["upper_one_in"]


@pytest.mark.parametrize("group", PUBLISHED["intervals"])
def test_published_intervals(group):
    for case in group["cases"]:
        counts = case["errors"], case["trials"], group["one_sided_level"]
        assert round(upper_bound(*counts), group["decimals"]) == case["upper"]


@pytest.mark.parametrize("level", [0.5, 0.95, 0.975, 0.999])
def test_limits_bracket_the_exact_tail(level):
    for trials in range(1, 13):
        for errors in range(trials):
            limit = upper_bound(errors, trials, level)
            below, above = max(limit - 1e-10, 0.0), min(limit + 1e-10, 1.0)
            assert exact_tail(errors, trials, above) <= 1 - level <= exact_tail(errors, trials, below)


@pytest.mark.parametrize("trials", [1, 7, 300, 4_096, 100_000])
def test_limits_equal_the_beta_quantile(trials):
    from scipy.stats import beta  # here, for it takes long to import

    for errors in sorted({0, 1, trials // 1000, trials // 10, trials // 2, trials - 1} & set(range(trials))):
        for level in (0.95, 0.99):
            expected = beta.ppf(level, errors + 1, trials - errors)
            assert upper_bound(errors, trials, level) == pytest.approx(expected, rel=1e-9, abs=1e-10)


def test_nothing_known_means_no_limit():
    assert upper_bound(0, 0) == upper_bound(5, 5) == 1.0
    assert pair_upper_bound(0.0, 0) == pair_upper_bound(0.0, 1) == pair_upper_bound(1.0, 50) == 1.0
    assert cluster_upper_bound(np.zeros(0, dtype=bool), []) == (0, 0, 1.0)


@pytest.mark.parametrize(
    "call",
    [
        lambda: upper_bound(2, 1),
        lambda: upper_bound(-1, 1),
        lambda: upper_bound(0, 1, 1.0),
        lambda: pair_upper_bound(-0.1, 9),
        lambda: pair_upper_bound(float("nan"), 9),
        lambda: pair_upper_bound(0.0, -1),
        lambda: pair_upper_bound(0.0, 9, 0.0),
        lambda: pair_upper_bound(1.1, 9),
        lambda: cluster_upper_bound(np.zeros(2, dtype=bool), ["a"]),
    ],
)
def test_impossible_counts_are_refused(call):
    with pytest.raises(InvariantError):
        call()


@pytest.mark.parametrize("level", [0.5, 0.95, 0.999])
@pytest.mark.parametrize("objects", [2, 3, 30, 31, 1000])
def test_pair_limit_without_a_match(objects, level):
    expected = 1 - (1 - level) ** (1 / (objects // 2))
    assert pair_upper_bound(0.0, objects, level) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("rate", [1e-6, 0.01, 0.3, 0.9, 0.99])
def test_pair_limit_solves_its_equation(rate):
    theta = pair_upper_bound(rate, 81)
    divergence = rate * math.log(rate / theta) + (1 - rate) * math.log((1 - rate) / (1 - theta))
    assert theta > rate
    assert 40 * divergence == pytest.approx(math.log(20), rel=1e-9)


def test_pair_limit_rises_with_the_rate_and_falls_with_the_objects():
    by_rate = [pair_upper_bound(rate, 40) for rate in np.linspace(0, 1, 50)]
    by_objects = [pair_upper_bound(0.02, objects) for objects in range(2, 400, 2)]
    assert by_rate == sorted(by_rate)
    assert by_objects == sorted(by_objects, reverse=True)


@pytest.mark.parametrize(("trials", "rate"), [(60, 0.002), (60, 0.05), (300, 0.01), (300, 0.5)])
def test_exact_limit_holds_for_independent_trials(trials, rate):
    errors = np.random.default_rng(trials).binomial(trials, rate, WORLDS)
    assert coverage(errors / trials, rate, lambda share: upper_bound(round(share * trials), trials)) >= COVERED


def one_object_matches_all(objects: int, theta: float) -> np.ndarray:
    """Shares of matching pairs in worlds where an object matches every other with a probability that gives `theta`."""
    promiscuous = np.random.default_rng(1).binomial(objects, 1 - math.sqrt(1 - theta), WORLDS)
    return 1 - share_of_pairs(objects - promiscuous, objects)


def test_pair_limit_is_attained_when_one_object_matches_all():
    theta = pair_upper_bound(0.0, 30) * (1 + 1e-9)
    covered = coverage(one_object_matches_all(30, theta), theta, lambda rate: pair_upper_bound(rate, 30))
    assert COVERED <= covered <= 0.955


def test_other_counts_of_trials_fail_when_one_object_matches_all():
    """Pairs taken for independent, and as many trials as objects, miss the truth far more often than they say."""
    objects, pairs = 30, 435

    def pairs_independent(rate: float) -> float:
        return upper_bound(round(rate * pairs), pairs)

    def as_many_as_objects(rate: float) -> float:
        return pair_upper_bound(rate, 2 * objects)

    for limit, promised in ((pairs_independent, 0.2), (as_many_as_objects, 0.85)):
        theta = limit(0.0) * (1 + 1e-9)
        assert coverage(one_object_matches_all(objects, theta), theta, limit) < promised


@pytest.mark.parametrize(("objects", "theta"), [(30, 0.01), (31, 0.1), (80, 0.03), (80, 0.4)])
def test_pair_limit_holds_when_both_objects_are_of_a_rare_set(objects, theta):
    members = np.random.default_rng(2).binomial(objects, math.sqrt(theta), WORLDS)
    assert coverage(share_of_pairs(members, objects), theta, lambda rate: pair_upper_bound(rate, objects)) >= COVERED


@pytest.mark.parametrize(("objects", "theta"), [(30, 0.1), (80, 0.03), (80, 0.4)])
def test_pair_limit_holds_at_other_rates_when_one_object_matches_all(objects, theta):
    rates = one_object_matches_all(objects, theta)
    assert coverage(rates, theta, lambda rate: pair_upper_bound(rate, objects)) >= COVERED


def chance_of_match(offset: float, deviation: float) -> float:
    """The mean of 1 / (1 + e^-x) over x from N(offset, deviation^2), by Gauss-Hermite quadrature."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(120)
    return float(weights @ (1 / (1 + np.exp(-(offset + deviation * nodes)))) / weights.sum())


@pytest.mark.parametrize("offset", [-6.0, -3.0, 0.0])
def test_limits_hold_for_random_effects_of_objects(offset):
    rng = np.random.default_rng(3)
    theta = chance_of_match(offset, math.sqrt(2))
    effects = rng.standard_normal((2_000, 24))
    upper = np.triu_indices(24, 1)
    logits = offset + effects[:, upper[0]] + effects[:, upper[1]]
    pairs = rng.random(logits.shape) < 1 / (1 + np.exp(-logits))
    assert coverage(pairs.mean(axis=1), theta, lambda rate: pair_upper_bound(rate, 24)) >= COVERED


def test_clusters_are_counted_once():
    flags = np.array([True, True, False, False, True, False])
    found = cluster_upper_bound(flags, ["a", "a", "a", "b", "c", "d"])
    assert found == (2, 4, upper_bound(2, 4))


def test_cluster_limit_holds_when_trials_of_a_cluster_fail_together():
    rng = np.random.default_rng(6)
    clusters = [f"cluster {number}" for number in range(60) for _ in range(5)]
    bad = rng.random((2_000, 60, 1)) < 0.06
    wrong = (bad & (rng.random((2_000, 60, 5)) < 0.5)).reshape(2_000, 300)
    truth = 0.06 * (1 - 0.5**5)
    assert np.mean([cluster_upper_bound(flags, clusters)[2] >= truth for flags in wrong]) >= COVERED
