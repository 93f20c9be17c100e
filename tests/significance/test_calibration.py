"""Calibration against `lir`, published numbers, and slow definitions."""

import itertools
import json
import math
from fractions import Fraction
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from codematch.errors import InvariantError
from codematch.significance.calibration import (
    Logistic,
    cllr,
    cllr_cal,
    cllr_min,
    cluster_limit,
    dev_pav,
    ece,
    elub,
    fit_logistic,
    fit_weights,
    misleading,
    pav,
    tippett,
)
from tests.significance.labelled import arrays, present, unzipped

PUBLISHED = Path(__file__).parents[2] / "fixtures/published"
VECTOR = json.loads((PUBLISHED / "llr_cost.json").read_text("utf-8"))
EXAM = json.loads((PUBLISHED / "logistic.json").read_text("utf-8"))
LN10 = math.log(10)

FIGURES = [
    cllr,
    cllr_min,
    cllr_cal,
    pav,
    dev_pav,
    tippett,
    misleading,
    elub,
    lambda llr, labels: ece(llr, labels, np.zeros(1)),
]
llrs = st.floats(-60, 60) | st.integers(-2, 2).map(float) | st.sampled_from([-math.inf, math.inf])
labelled = st.lists(st.tuples(llrs, st.booleans()), max_size=25)


def sample(seed, first=80, second=300, shift=2.0, scale=1.0):
    """LLRs of normal scores, well calibrated at scale 1, rounded so that some are tied."""
    rng = np.random.default_rng(seed)
    labels = np.repeat([True, False], [first, second])
    scores = rng.standard_normal(first + second) + np.where(labels, shift / 2, -shift / 2)
    return np.round(scale * shift * scores, 2), labels


SAMPLES = [
    sample(1),
    sample(2, first=300, second=20),
    sample(3, shift=0.3),
    sample(4, shift=6.0, scale=3.0),
    sample(5, scale=-1.0),
    sample(6, first=2, second=2),
    sample(7, first=1, second=500),
]


@pytest.fixture(scope="module")
def lir():
    """The functions of lir. Where it is missing or cannot be used, these tests fail."""
    models = import_module("lir.data.models")
    return SimpleNamespace(
        data=lambda llr, labels: models.LLRData(features=llr / LN10, labels=labels.astype(int)),
        metrics=import_module("lir.metrics"),
        dev_pav=import_module("lir.metrics.devpav").devpav,
        elub=import_module("lir.algorithms.bayeserror").elub,
        ece=import_module("lir.plotting.expected_calibration_error").calculate_ece,
        pav=import_module("lir.algorithms.isotonic_regression").IsotonicCalibrator,
        logistic=import_module("lir.algorithms.logistic_regression").LogitCalibrator,
    )


def test_published_vector():
    rng = np.random.default_rng(VECTOR["seed"])
    scores = np.concatenate([rng.normal(1, 1, VECTOR["h1"]), rng.normal(-1, 1, VECTOR["h2"])])
    llr, labels = 2 * scores, np.repeat([True, False], [VECTOR["h1"], VECTOR["h2"]])
    assert cllr(llr, labels) == pytest.approx(VECTOR["cllr"], abs=1e-10)
    assert cllr_min(llr, labels) == pytest.approx(VECTOR["cllr_min"], abs=1e-10)
    assert cllr_min(scores, labels) == cllr_min(llr, labels)
    assert cllr_cal(llr, labels) == pytest.approx(VECTOR["cllr_cal"], abs=1e-10)
    assert cllr(3 * llr, labels) == pytest.approx(VECTOR["cllr_of_three_times_llr"], abs=1e-10)
    assert cllr(llr + 2, labels) == pytest.approx(VECTOR["cllr_of_llr_plus_two"], abs=1e-10)
    assert cllr(0 * llr, labels) == pytest.approx(VECTOR["cllr_of_zero"], abs=1e-15)


@pytest.mark.parametrize(("llr", "labels"), SAMPLES)
def test_costs_equal_lir(lir, llr, labels):
    data = lir.data(llr, labels)
    assert cllr(llr, labels) == pytest.approx(lir.metrics.cllr(data), abs=1e-9)
    assert cllr_min(llr, labels) == pytest.approx(lir.metrics.cllr_min(data), abs=1e-9)
    assert cllr_cal(llr, labels) == pytest.approx(lir.metrics.cllr_cal(data), abs=1e-9)


@pytest.mark.parametrize(("llr", "labels"), SAMPLES)
def test_pav_equals_lir(lir, llr, labels):
    expected = lir.pav().fit_transform(llr / LN10, labels.astype(int))
    np.testing.assert_allclose(pav(llr, labels), expected * LN10, atol=1e-9)


@pytest.mark.parametrize(("llr", "labels"), SAMPLES)
def test_cross_entropy_equals_lir(lir, llr, labels):
    prior = np.linspace(-7, 7, 29)
    expected = lir.ece(np.exp(llr), labels.astype(int), 1 / (1 + np.exp(-prior)))
    np.testing.assert_allclose(ece(llr, labels, prior), expected, atol=1e-9)


@pytest.mark.parametrize(("llr", "labels"), SAMPLES)
def test_empirical_bounds_equal_lir(lir, llr, labels):
    lower, upper = present(elub(llr, labels))
    expected = lir.elub((llr / LN10).copy(), labels.astype(int))
    assert (lower / LN10, upper / LN10) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize(("llr", "labels"), [case for case in SAMPLES if dev_pav(*case) is not None])
def test_dev_pav_equals_lir(lir, llr, labels):
    assert dev_pav(llr, labels) == pytest.approx(lir.dev_pav(llr / LN10, labels.astype(int)), abs=1e-9)


@pytest.mark.parametrize("seed", range(3))
def test_logistic_equals_lir(lir, seed):
    llr, labels = sample(seed)
    expected = lir.logistic(C=1e8, tol=1e-12, max_iter=10_000).fit(llr, labels.astype(int)).transform(llr)
    fitted = fit_logistic(llr, labels, ridge=1e-12)
    np.testing.assert_allclose(fitted.llr(llr), expected * LN10, atol=1e-5)


@pytest.mark.parametrize("figure", FIGURES)
def test_one_class_gives_no_figure(figure):
    for labels in ([], [1, 1], [0, 0]):
        assert figure(*arrays(range(len(labels)), labels)) is None


@pytest.mark.parametrize("figure", FIGURES)
def test_bad_llrs_are_refused(figure):
    with pytest.raises(InvariantError):
        figure(*arrays([1, math.nan, 3], [1, 0, 0]))
    with pytest.raises(InvariantError):
        figure(*arrays([1, 2, 3], [1, 0]))


@given(labelled)
def test_no_figure_is_ever_nan(pairs):
    llr, labels = unzipped(pairs)
    for figure in FIGURES:
        found = figure(llr, labels)
        if found is not None:
            assert not any(np.isnan(part).any() for part in np.atleast_1d(found))
    least = cllr_min(llr, labels)
    if least is not None:
        assert 0.0 <= least <= min(present(cllr(llr, labels)), 1.0) + 1e-12
        assert cllr_cal(llr, labels) >= -1e-12


def test_infinite_llrs():
    right = arrays([math.inf, -math.inf], [1, 0])
    assert cllr(*right) == cllr_min(*right) == cllr_cal(*right) == 0.0
    assert dev_pav(*right) is None
    wrong = arrays([math.inf, -math.inf], [0, 1])
    assert cllr(*wrong) == cllr_cal(*wrong) == math.inf
    assert cllr_min(*wrong) == pytest.approx(1.0)
    assert ece(*wrong, np.array([-800.0, 0.0, 800.0])).tolist() == [math.inf] * 3
    assert dev_pav(*wrong) is None


def slow_pav(scores, labels):
    """The min-max formula: the highest over starts of the lowest over ends of the share of H1 in a run of scores."""
    values = sorted(set(scores.tolist()))
    counts = [(int(labels[scores == v].sum()), int((scores == v).sum())) for v in values]

    def share(start, stop):
        return Fraction(sum(h for h, _ in counts[start:stop]), sum(n for _, n in counts[start:stop]))

    size = len(values)
    fitted = [max(min(share(a, b + 1) for b in range(at, size)) for a in range(at + 1)) for at in range(size)]
    prior = Fraction(int(labels.sum()), int((~labels).sum()))
    odds = {v: math.inf if p == 1 else p / (1 - p) / prior for v, p in zip(values, fitted, strict=True)}
    return [math.log(odds[v]) if odds[v] else -math.inf for v in scores.tolist()]


@given(labelled)
def test_pav_equals_the_min_max_formula(pairs):
    scores, labels = unzipped(pairs)
    calibrated = pav(scores, labels)
    if calibrated is not None:
        np.testing.assert_allclose(calibrated, slow_pav(scores, labels), atol=1e-12)


@given(labelled)
def test_pav_is_monotone_and_calibrated(pairs):
    scores, labels = unzipped(pairs)
    calibrated = pav(scores, labels)
    if calibrated is not None:
        order = np.argsort(scores, kind="stable")
        assert (calibrated[order][1:] >= calibrated[order][:-1]).all()
        np.testing.assert_allclose(pav(calibrated, labels), calibrated, atol=1e-12)
        assert cllr_cal(calibrated, labels) == pytest.approx(0.0, abs=1e-12)


def test_pav_by_hand():
    scores, labels = arrays([1, 2, 3, 4, 5, 6], [0, 1, 0, 0, 1, 1])
    # Pools {1}, {2, 3, 4}, {5, 6}; the middle one has odds 1 to 2 at prior odds 1.
    assert pav(scores, labels).tolist() == pytest.approx([-math.inf, *[math.log(0.5)] * 3, math.inf, math.inf])


def test_dev_pav_by_hand():
    # H1 at 0 and 1, H2 at 0 and -1 (log10): `pav` sends the outer ones to infinity; one point is left.
    assert dev_pav(*arrays([0, LN10, 0, -LN10], [1, 1, 0, 0])) is None
    # Four equal pools at 0: the line y = 0 from x = -1 to 2 has area 1/2 + 2 over width 3.
    scores, labels = arrays([-LN10, -LN10, 2 * LN10, 2 * LN10], [1, 0, 1, 0])
    assert dev_pav(scores, labels) == pytest.approx(2.5 / 3)
    assert dev_pav(scores + 3 * LN10, labels) == pytest.approx((2 + 5) / 2)


@pytest.mark.parametrize(("llr", "labels"), SAMPLES)
def test_cross_entropy_at_even_odds_is_the_cost(llr, labels):
    assert ece(llr, labels, np.zeros(1)) == pytest.approx(cllr(llr, labels), abs=1e-12)


def test_cross_entropy_without_evidence_is_that_of_the_prior():
    prior = np.array([-800.0, -3.0, 0.0, 1.0, 800.0])
    chance = 1 / (1 + np.exp(-prior[1:4]))
    entropy = -(chance * np.log2(chance) + (1 - chance) * np.log2(1 - chance))
    found = ece(*arrays([0, 0, 0], [1, 0, 0]), prior)
    np.testing.assert_allclose(found, [0.0, *entropy, 0.0], atol=1e-12)
    with pytest.raises(InvariantError):
        ece(*arrays([0, 0], [1, 0]), np.array([math.inf]))


@given(labelled)
def test_tippett_equals_its_definition(pairs):
    llr, labels = unzipped(pairs)
    found = tippett(llr, labels)
    if found is not None:
        values, first, second = found
        distinct = np.unique(llr)
        np.testing.assert_allclose(values, distinct / LN10)
        np.testing.assert_allclose(first, [np.mean(llr[labels] >= x) for x in distinct], atol=1e-12)
        np.testing.assert_allclose(second, [np.mean(llr[~labels] >= x) for x in distinct], atol=1e-12)


def test_misleading_leaves_out_zero():
    assert misleading(*arrays([-1, 0, 1, 2, -1, 0, 1], [1, 1, 1, 1, 0, 0, 0])) == (1 / 4, 1 / 3)


def test_published_logistic_regression():
    fitted = fit_logistic(*arrays(EXAM["hours"], EXAM["passed"]), ridge=1e-12)
    assert round(fitted.slope, 6) == EXAM["slope"]
    assert round(fitted.intercept, 6) == EXAM["intercept"]
    default = fit_logistic(*arrays(EXAM["hours"], EXAM["passed"]))
    assert default.slope == pytest.approx(fitted.slope, rel=1e-4)


def test_logistic_recovers_the_line_behind_the_data():
    llr, labels = sample(11, first=4_000, second=20_000)
    fitted = fit_logistic(llr, labels)
    assert (fitted.slope, fitted.intercept) == pytest.approx((1.0, 0.0), abs=0.05)


def test_prior_odds_of_the_data_are_taken_out():
    llr, labels = sample(12)
    more = np.concatenate([llr, *[llr[~labels]] * 4]), np.concatenate([labels, *[labels[~labels]] * 4])
    once, oversampled = fit_logistic(llr, labels), fit_logistic(*more)
    assert (oversampled.slope, oversampled.intercept) == pytest.approx((once.slope, once.intercept), abs=1e-9)


def test_separable_classes_converge():
    scores, labels = arrays([1, 2, 3, 7, 8, 9], [0, 0, 0, 1, 1, 1])
    fitted = fit_logistic(scores, labels)
    assert 0 < fitted.slope < 100
    assert fitted.llr(np.array([5.0])) == pytest.approx(0.0, abs=1e-6)
    assert fit_logistic(scores, labels, ridge=1e-2).slope < fitted.slope
    nearly = fit_logistic(*arrays([0, 0.5, 0.500001, 1], [0, 0, 1, 1]))
    assert math.isfinite(nearly.slope)
    assert nearly.slope > 0


def test_a_score_that_runs_backwards_gets_a_negative_slope():
    llr, labels = sample(13)
    assert fit_logistic(-llr, labels).slope == pytest.approx(-fit_logistic(llr, labels).slope)


def channels(seed):
    rng = np.random.default_rng(seed)
    labels = rng.random(500) < 0.3
    features = rng.standard_normal((500, 3)) * [1.0, 50.0, 0.01] + [0.0, 1000.0, -5.0]
    features[:, 1] += 40.0 * labels
    return features, labels, rng.integers(0, 4, 500).astype(np.float64)


@pytest.mark.parametrize("seed", range(3))
def test_weights_equal_a_general_minimiser(seed):
    from scipy import optimize  # here, for it takes long to import

    features, labels, weights = channels(seed)
    shares = weights / np.where(labels, weights[labels].sum(), weights[~labels].sum()) / 2
    centre = shares @ features
    spread = np.sqrt(shares @ (features - centre) ** 2)
    design = np.column_stack([(features - centre) / spread, np.ones(500)])
    signs = np.where(labels, 1.0, -1.0)

    def loss(solution):
        return shares @ np.logaddexp(0, -signs * (design @ solution)) + 0.01 / 2 * (solution[:-1] @ solution[:-1])

    best = optimize.minimize(loss, np.zeros(4), method="BFGS", options={"gtol": 1e-9}).x
    coefficients, intercept = present(fit_weights(features, labels, 0.01, weights))
    np.testing.assert_allclose(coefficients * spread, best[:-1], atol=1e-6)
    assert intercept + coefficients @ centre == pytest.approx(best[-1], abs=1e-6)


def test_weight_two_is_a_sample_twice():
    features, labels, weights = channels(4)
    repeated = np.repeat(np.arange(500), weights.astype(int))
    coefficients, intercept = present(fit_weights(features, labels, weights=weights))
    expected, expected_intercept = present(fit_weights(features[repeated], labels[repeated]))
    np.testing.assert_allclose(coefficients, expected, rtol=1e-9)
    assert intercept == pytest.approx(expected_intercept, rel=1e-9)


def test_units_of_features_do_not_matter():
    features, labels, _ = channels(5)
    coefficients, intercept = present(fit_weights(features, labels))
    scaled, moved_intercept = present(fit_weights(features * [2.0, 0.001, 7.0] + 3.0, labels))
    np.testing.assert_allclose(scaled * [2.0, 0.001, 7.0], coefficients, rtol=1e-7)
    assert moved_intercept + 3.0 * scaled.sum() == pytest.approx(intercept, rel=1e-7)


def test_features_that_say_nothing_get_nothing():
    labels = np.repeat([True, False], [4, 9])
    constant, intercept = present(fit_weights(np.full((13, 2), 0.1), labels))
    assert constant.tolist() == pytest.approx([0.0, 0.0], abs=1e-12)
    assert intercept == pytest.approx(0.0, abs=1e-12)
    features, labels, _ = channels(6)
    twins, _ = present(fit_weights(features[:, [1, 1]], labels))
    assert twins[0] == pytest.approx(twins[1])
    none, intercept = present(fit_weights(np.zeros((13, 0)), np.repeat([True, False], [4, 9])))
    assert (none.tolist(), intercept) == ([], pytest.approx(0.0, abs=1e-12))


def test_no_fit_without_both_classes():
    assert fit_logistic(*arrays([], [])) is None
    assert fit_logistic(*arrays([1, 2], [1, 1])) is None
    assert fit_weights(np.ones((2, 1)), np.array([True, False]), weights=np.array([0.0, 1.0])) is None


@pytest.mark.parametrize(
    "change",
    [
        {"features": np.array([[1.0], [math.inf]])},
        {"features": np.ones((3, 1))},
        {"weights": np.array([1.0, -1.0])},
        {"weights": np.array([1.0, math.inf])},
        {"weights": np.ones(3)},
        {"ridge": 0.0},
    ],
)
def test_bad_training_data_are_refused(change):
    good = {"features": np.array([[1.0], [0.0]]), "labels": np.array([True, False])}
    with pytest.raises(InvariantError):
        fit_weights(**(good | change))


@given(st.lists(st.tuples(st.floats(-1e6, 1e6), st.booleans()), max_size=15))
def test_fitting_always_ends_in_numbers(pairs):
    fitted = fit_logistic(*unzipped(pairs))
    if fitted is not None:
        assert math.isfinite(fitted.slope)
        assert math.isfinite(fitted.intercept)


def test_logistic_is_a_value():
    assert Logistic(slope=2.0, intercept=-1.0) == Logistic(slope=2.0, intercept=-1.0)
    assert Logistic(slope=2.0, intercept=-1.0).llr(np.array([0.0, 1.0])).tolist() == [-1.0, 1.0]


def slow_elub(llr, labels):
    """The last grid points, going out from 0, at which deciding with the LLRs is no worse than deciding without."""
    log10 = np.clip(llr / LN10, -9, 9).tolist()
    first = [x for x, label in zip(log10, labels, strict=True) if label]
    second = [x for x, label in zip(log10, labels, strict=True) if not label]

    def worse(step):
        threshold = step * 0.01
        missed = (sum(x <= threshold for x in first) + 1) / (len(first) + 1)
        alarms = (sum(x > threshold for x in second) + 1) / (len(second) + 1)
        return missed + 10**threshold * alarms > min(1.0, 10**threshold)

    def last(direction, furthest):
        good = itertools.takewhile(
            lambda step: abs(step) <= furthest and not worse(step), itertools.count(0, direction)
        )
        return max((abs(step) for step in good), default=0) * 0.01 * LN10

    lowest = max(min(log10), -math.log10(len(first) + 1))
    highest = min(max(log10), math.log10(len(second) + 1))
    down = max(0, -math.floor(lowest / 0.01))
    up = max(0, math.floor(highest / 0.01) + 1)
    return -last(-1, down), last(1, up)


@pytest.mark.parametrize(("llr", "labels"), SAMPLES)
def test_empirical_bounds_equal_their_definition(llr, labels):
    assert elub(llr, labels) == pytest.approx(slow_elub(llr, labels), abs=1e-12)


@given(labelled)
def test_empirical_bounds_lie_on_either_side_of_zero_and_within_the_number_of_samples(pairs):
    llr, labels = unzipped(pairs)
    found = elub(llr, labels)
    if found is not None:
        lower, upper = found
        step = 0.01 * LN10
        assert -math.log(labels.sum() + 1) - step <= lower <= 0.0 <= upper <= math.log((~labels).sum() + 1) + step


def test_empirical_bounds_leave_the_llrs_alone():
    llr, labels = arrays([math.inf, 3, -2, -math.inf], [1, 1, 0, 0])
    elub(llr, labels)
    assert llr.tolist() == [math.inf, 3, -2, -math.inf]


def test_clusters_limit_the_llr():
    assert cluster_limit(0) == 0.0
    assert cluster_limit(50) == pytest.approx(1.7075701760979363)
    with pytest.raises(InvariantError):
        cluster_limit(-1)
