"""Log-likelihood ratios: how good they are, how to make them from scores, and how far they may go.

All log-likelihood ratios (LLR) are natural logarithms of P(score | H1) / P(score | H2); a label is true where H1 holds.

- Cost Cllr, its minimum and calibration loss: Brümmer & du Preez 2006 (doi:10.1016/j.csl.2005.08.001); pool
  adjacent violators: Ayer, Brunk, Ewing, Reid & Silverman 1955 (doi:10.1214/aoms/1177728423).
- Empirical cross-entropy: Ramos & Gonzalez-Rodriguez 2013 (doi:10.1016/j.forsciint.2013.04.014).
- devPAV: Vergeer et al. 2021 (doi:10.1016/j.forsciint.2021.110722).
- Empirical lower and upper bound: Vergeer, van Es, de Jongh, Alberink & Stoel 2016 (doi:10.1016/j.scijus.2016.06.003).

Every figure is of LLRs, float64 (n,), and labels, bool (n,). An LLR may be infinite; NaN, or another number of labels,
raises `InvariantError`. A figure that needs both classes is None if one is missing.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from codematch.model.frozen import require
from codematch.significance.discrimination import Labels, Scores, by_class

RIDGE = 1e-6
"""Penalty on half the squared weight of a standardised feature, against a mean loss of ln 2 at most. It only makes
separable classes converge: where classes overlap it moves no weight by more than about one part in a million."""

ELUB_STEP = 0.01
"""Grid of the empirical bounds [log10 LR], as in the authors' program and in `lir`."""
ELUB_EXTREME = 9.0
"""LLRs beyond this are taken for it when bounds are sought [log10 LR], as in `lir`; no data set comes near it."""

_NEWTON_STEPS = 200
_NEWTON_DECREMENT = 1e-14
_SUFFICIENT_DECREASE = 1e-4


def cllr(llr: Scores, labels: Labels) -> float | None:
    """Return the log-likelihood-ratio cost.

    Returns:
        [bits] 0 perfect, 1 as good as no evidence, more is misleading; infinite when an infinite LLR is wrong.
    """
    classes = by_class(llr, labels)
    if classes is None:
        return None
    first, second = classes
    return float(np.logaddexp(0.0, -first).mean() + np.logaddexp(0.0, second).mean()) / (2.0 * math.log(2.0))


def cllr_min(scores: Scores, labels: Labels) -> float | None:
    """Return the cost that is left when scores are calibrated perfectly, by `pav` on these very data.

    Returns:
        [bits] 0 to 1, always finite: an infinite LLR of `pav` is never wrong, and a right one costs ln(1 + e^-inf) = 0.
    """
    calibrated = pav(scores, labels)
    return None if calibrated is None else cllr(calibrated, labels)


def cllr_cal(llr: Scores, labels: Labels) -> float | None:
    """Return what bad calibration costs: Cllr minus its minimum.

    Returns:
        [bits] 0 or more, infinite when an infinite LLR is wrong.
    """
    cost, least = cllr(llr, labels), cllr_min(llr, labels)
    return None if cost is None or least is None else cost - least


def pav(scores: Scores, labels: Labels) -> Scores | None:
    """Return the best non-decreasing calibration of scores: pool adjacent violators.

    For evaluation only: it fits these data perfectly, and its ends are -inf and +inf when the lowest scores are all of
    H2 and the highest all of H1. Never report such an LLR.

    Returns:
        float64 (n,) natural-log LLR: posterior odds of the pool of each score over the prior odds of the data. Equal
        scores are in one pool. None when a class is missing.
    """
    if by_class(scores, labels) is None:
        return None
    _, position, sizes = np.unique(scores, return_inverse=True, return_counts=True)
    of_first = np.bincount(position, weights=labels).astype(np.int64)
    pools = np.array(_pool(of_first.tolist(), (sizes - of_first).tolist()))
    with np.errstate(divide="ignore"):
        posterior = np.log(pools[:, 0]) - np.log(pools[:, 1])
    prior = math.log(of_first.sum()) - math.log((sizes - of_first).sum())
    return np.asarray(np.repeat(posterior - prior, pools[:, 2])[position])


def _pool(of_first: list[int], of_second: list[int]) -> list[tuple[int, int, int]]:
    """Join neighbours until the share of H1 rises strictly: (H1 count, H2 count, distinct scores) of each pool."""
    pools: list[tuple[int, int, int]] = []
    for first, second in zip(of_first, of_second, strict=True):
        pool = (first, second, 1)
        # Odds compared crosswise, in whole numbers: exact, also where a count is zero.
        while pools and pools[-1][0] * pool[1] >= pool[0] * pools[-1][1]:
            before = pools.pop()
            pool = (before[0] + pool[0], before[1] + pool[1], before[2] + pool[2])
        pools.append(pool)
    return pools


def dev_pav(llr: Scores, labels: Labels) -> float | None:
    """Return how far LLRs are from their own calibration by `pav`.

    The area between the line through the points (log10 LR, log10 LR after `pav`) and the diagonal, divided by the
    width of the line. Points that `pav` sends to infinity are left out.

    Returns:
        [log10 LR] 0 or more. None when a class is missing, fewer than two different points are left, or one of them
        is an infinite LLR.
    """
    calibrated = pav(llr, labels)
    if calibrated is None:
        return None
    points, first_of_value = np.unique(llr[np.isfinite(calibrated)], return_index=True)
    if len(points) < 2 or not np.isfinite(points[[0, -1]]).all():
        return None
    distance = calibrated[np.isfinite(calibrated)][first_of_value] - points
    left, right = distance[:-1], distance[1:]
    size = np.abs(left) + np.abs(right)
    # A segment that crosses the diagonal is two triangles.
    crossing = np.divide(left**2 + right**2, size, out=np.zeros_like(size), where=size > 0.0)
    height = np.where(left * right < 0.0, crossing, size) / 2.0
    return float(height @ np.diff(points) / (points[-1] - points[0]) / math.log(10.0))


def ece(llr: Scores, labels: Labels, prior_log_odds: Scores) -> Scores | None:
    """Return the empirical cross-entropy at each prior: what is left unknown about H after the evidence.

    Args:
        llr: float64 (n,) natural-log LLR.
        labels: bool (n,), true for H1.
        prior_log_odds: float64 (k,) natural-log prior odds of H1, finite.

    Returns:
        float64 (k,) [bits]; at prior log-odds 0 it is Cllr. Infinite when an infinite LLR is wrong. None when a class
        is missing.

    Raises:
        InvariantError: The lengths differ, an LLR is NaN, or a prior is not finite.
    """
    require(bool(np.isfinite(prior_log_odds).all()), "prior log-odds must be finite")
    classes = by_class(llr, labels)
    if classes is None:
        return None
    first, second = classes
    cost_first = np.array([np.logaddexp(0.0, -(first + prior)).mean() for prior in prior_log_odds])
    cost_second = np.array([np.logaddexp(0.0, second + prior).mean() for prior in prior_log_odds])
    # Prior times cost as a sum of logarithms: a prior that underflows to 0 times an infinite cost would be NaN.
    with np.errstate(divide="ignore"):
        weighted_first = np.exp(np.log(cost_first) - np.logaddexp(0.0, -prior_log_odds))
        weighted_second = np.exp(np.log(cost_second) - np.logaddexp(0.0, prior_log_odds))
    return np.asarray((weighted_first + weighted_second) / math.log(2.0))


def tippett(llr: Scores, labels: Labels) -> tuple[Scores, Scores, Scores] | None:
    """Return the shares of LLRs at or above every value that occurs.

    Returns:
        (x [log10 LR] float64 (m,) increasing, share of H1 at or above x, share of H2 at or above x), or None
        when a class is missing.
    """
    classes = by_class(llr, labels)
    if classes is None:
        return None
    values = np.unique(llr)
    first, second = (1.0 - np.searchsorted(np.sort(side), values, side="left") / len(side) for side in classes)
    return values / math.log(10.0), first, second


def misleading(llr: Scores, labels: Labels) -> tuple[float, float] | None:
    """Return the rates of misleading evidence: P(LLR < 0 | H1) and P(LLR > 0 | H2), or None when a class is missing."""
    classes = by_class(llr, labels)
    if classes is None:
        return None
    first, second = classes
    return float(np.mean(first < 0.0)), float(np.mean(second > 0.0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Logistic:
    """A straight line from scores to LLRs: `slope` [nats per unit of score] and `intercept` [nats]."""

    slope: float
    intercept: float

    def llr(self, scores: Scores) -> Scores:
        """Return the natural-log LLR of each score: float64 (n,)."""
        return np.asarray(self.slope * scores + self.intercept)


def fit_logistic(scores: Scores, labels: Labels, ridge: float = RIDGE) -> Logistic | None:
    """Fit LLR = slope * score + intercept by logistic regression (Brümmer & du Preez 2006).

    Both classes weigh the same in total, so the training prior odds are 1 and nothing has to be taken out of the
    intercept. A score that is lower for H1 gets a negative slope: that is not prevented, look at it.

    Args:
        scores: float64 (n,), finite.
        labels: bool (n,), true for H1.
        ridge: Penalty above 0, see `RIDGE`.

    Returns:
        The line, or None when a class is missing.

    Raises:
        InvariantError: The lengths differ, a score is not finite, or the ridge is not above 0.
    """
    fitted = fit_weights(scores[:, np.newaxis], labels, ridge)
    return None if fitted is None else Logistic(slope=float(fitted[0][0]), intercept=fitted[1])


def fit_weights(
    features: NDArray[np.float64], labels: Labels, ridge: float = RIDGE, weights: Scores | None = None
) -> tuple[Scores, float] | None:
    """Fit LLR = features @ coefficients + intercept by logistic regression.

    Minimises the weighted mean loss, both classes weighing one half in total, plus the penalty on standardised
    features, by Newton's method from zero; the minimum is unique, and no randomness is involved.

    Args:
        features: float64 (n, f), finite.
        labels: bool (n,), true for H1.
        ridge: Penalty above 0, see `RIDGE`.
        weights: float64 (n,), 0 or more, finite; the relative weight of each sample within its class, 1 by default.

    Returns:
        (coefficients float64 (f,) [nats per unit], intercept [nats]). A feature that never varies gets 0. None when a
        class is missing or weighs nothing.

    Raises:
        InvariantError: The lengths differ, a value is out of range, or the ridge is not above 0.
    """
    given = np.ones(len(labels)) if weights is None else weights
    require(len(features) == len(labels) == len(given), "features, labels and weights differ in number")
    require(bool(np.isfinite(features).all()), "a feature is not finite")
    require(bool(np.isfinite(given).all() and (given >= 0.0).all()), "a weight is negative or not finite")
    require(ridge > 0.0, f"a ridge of {ridge}")
    used = given > 0.0
    features, labels, given = features[used], labels[used], given[used]
    if not labels.any() or labels.all():
        return None
    shares = given / np.where(labels, given[labels].sum(), given[~labels].sum()) / 2.0
    centre = shares @ features
    spread = np.sqrt(shares @ (features - centre) ** 2)
    # A constant column has a spread of rounding errors.
    spread[(np.ptp(features, axis=0) == 0.0) | (spread == 0.0)] = 1.0
    design = np.column_stack([(features - centre) / spread, np.ones(len(features))])
    penalty = np.append(np.full(features.shape[1], ridge), 0.0)
    solution = _minimise(design, np.where(labels, 1.0, -1.0), shares, penalty)
    coefficients = solution[:-1] / spread
    return coefficients, float(solution[-1] - coefficients @ centre)


def _minimise(design: NDArray[np.float64], signs: Scores, shares: Scores, penalty: Scores) -> Scores:
    """Return the weights with the least penalised logistic loss, by Newton's method with halved steps.

    Args:
        design: float64 (n, f) features, the last one constant.
        signs: float64 (n,) 1 for H1, -1 for H2.
        shares: float64 (n,) weights of the samples, 1 in total.
        penalty: float64 (f,) on half the square of each weight.
    """

    def loss(candidate: Scores) -> float:
        fit = shares @ np.logaddexp(0.0, -signs * (design @ candidate))
        return float(fit + penalty @ candidate**2 / 2.0)

    solution = np.zeros(design.shape[1])
    for _ in range(_NEWTON_STEPS):
        other_class = np.exp(-np.logaddexp(0.0, signs * (design @ solution)))
        gradient = penalty * solution - design.T @ (shares * signs * other_class)
        curvature = (design.T * (shares * other_class * (1.0 - other_class))) @ design + np.diag(penalty)
        step = np.linalg.solve(curvature, gradient)
        decrement = float(gradient @ step)
        if decrement <= _NEWTON_DECREMENT:
            return np.asarray(solution - step)
        start, share = loss(solution), 1.0
        while loss(solution - share * step) > start - _SUFFICIENT_DECREASE * share * decrement:
            share /= 2.0
        solution = solution - share * step
    return solution


def elub(llr: Scores, labels: Labels) -> tuple[float, float] | None:
    """Return the empirical lower and upper bound: how far LLRs may go on the strength of these data.

    Beyond a bound, deciding by the LLRs at the threshold of that size, with one more misleading LLR added to each
    class, costs more than deciding without them (a normalised Bayes error rate above 1).

    Returns:
        (lower, upper), natural-log LLR, lower <= 0 <= upper, on a grid of `ELUB_STEP`; None when a class is missing.
    """
    classes = by_class(llr, labels)
    if classes is None:
        return None
    first, second = (np.sort(np.clip(side / math.log(10.0), -ELUB_EXTREME, ELUB_EXTREME)) for side in classes)
    lowest = max(min(first[0], second[0]), -math.log10(len(first) + 1))
    highest = min(max(first[-1], second[-1]), math.log10(len(second) + 1))
    steps = np.arange(min(0, math.floor(lowest / ELUB_STEP)), max(0, math.floor(highest / ELUB_STEP) + 1) + 1)
    threshold = steps * ELUB_STEP
    accepted_first = (len(first) - np.searchsorted(first, threshold, side="right")) / (len(first) + 1)
    accepted_second = (len(second) - np.searchsorted(second, threshold, side="right") + 1) / (len(second) + 1)
    with_evidence = 1.0 - accepted_first + 10.0**threshold * accepted_second
    worse = np.minimum(1.0, 10.0**threshold) < with_evidence
    lower = np.max(steps[worse & (steps <= 0)] + 1, initial=steps[0])
    upper = np.min(steps[worse & (steps >= 0)] - 1, initial=steps[-1])
    unit = ELUB_STEP * math.log(10.0)
    return min(int(lower), 0) * unit, max(int(upper), 0) * unit


def cluster_limit(clusters: int) -> float:
    """Return the largest log10 LR that a number of independent clusters can support: log10(clusters + 1).

    Raises:
        InvariantError: The number is negative.
    """
    require(clusters >= 0, f"{clusters} clusters")
    return math.log10(clusters + 1)
