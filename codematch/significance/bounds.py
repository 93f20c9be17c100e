"""One-sided confidence limits for error rates.

Trials that are independent: the exact limit of Clopper & Pearson 1934 (doi:10.1093/biomet/26.4.404), the rate at
which a result as small as the observed one has probability 1 - level.

Pairs of objects are not independent, because each object is in many of them: the share of all pairs that match is
a U-statistic. Hoeffding 1963 (doi:10.1080/01621459.1963.10500830), section 5: an average of all pairs is an average of
averages of k = floor(objects / 2) disjoint pairs, so his theorem 1 holds with k in place of the number of trials,

    P(U <= u) <= exp(-k KL(u || theta)),    KL(u || theta) = u ln(u / theta) + (1 - u) ln((1 - u) / (1 - theta)),

We turn this around: the limit is the largest theta at which the right side is still 1 - level. No count of pairs
enters, only one of objects.
"""

import math
from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from codematch.model.frozen import require


def upper_bound(errors: int, trials: int, level: float = 0.95) -> float:
    """Return the exact upper limit of an error rate, from independent trials.

    Args:
        errors: Trials that went wrong, 0 to `trials`.
        trials: Independent trials.
        level: One-sided confidence level, above 0 and below 1.

    Returns:
        0 to 1; 1.0 when every trial went wrong or there was none.

    Raises:
        InvariantError: The counts or the level are out of range.
    """
    _check_level(level)
    require(0 <= errors <= trials, f"{errors} errors in {trials} trials")
    if errors == trials:
        return 1.0
    counts = np.arange(errors + 1)
    log_choose = np.array(
        [math.lgamma(trials + 1) - math.lgamma(k + 1) - math.lgamma(trials - k + 1) for k in range(errors + 1)]
    )

    def at_most_errors(rate: float) -> float:
        log_terms = log_choose + counts * math.log(rate) + (trials - counts) * math.log1p(-rate)
        return float(np.exp(log_terms).sum())

    return _last_that(lambda rate: at_most_errors(rate) > 1 - level, 0.0)


def pair_upper_bound(rate: float, objects: int, level: float = 0.95) -> float:
    """Return the upper limit for the probability that two objects drawn at random match.

    At rate 0 it is 1 - (1 - level)^(1/k). For an even number of objects that is attained, so it cannot be improved: let
    each object match every other with probability p; then no pair matches with probability (1 - p)^objects =
    (1 - theta)^k. Any limit that takes pairs for independent, or k for the number of objects, is too low there.

    Args:
        rate: Share of all objects * (objects - 1) / 2 pairs that match, 0 to 1.
        objects: Objects drawn independently from one population.
        level: One-sided confidence level, above 0 and below 1.

    Returns:
        `rate` to 1; 1.0 when there are fewer than two objects.

    Raises:
        InvariantError: The rate, the number of objects or the level is out of range.
    """
    require(objects >= 0, f"{objects} objects")
    _check_level(level)
    require(0.0 <= rate <= 1.0, f"a rate of {rate}")
    return mean_upper_bound(rate, objects // 2, level)


@lru_cache(maxsize=4096)  # the regions of a pair ask for few different ones
def mean_upper_bound(mean: float, independent: int, level: float = 0.95) -> float:
    """Return the upper limit of an expected share, from the mean of independent ones (Hoeffding 1963, theorem 1).

    Args:
        mean: Mean of the shares, 0 to 1.
        independent: Number of independent shares, each 0 to 1.
        level: One-sided confidence level, above 0 and below 1.

    Returns:
        `mean` to 1; 1.0 without shares.

    Raises:
        InvariantError: The mean, the number or the level is out of range.
    """
    require(independent >= 0, f"{independent} shares")
    _check_level(level)
    require(0.0 <= mean <= 1.0, f"a mean of {mean}")
    if independent == 0 or mean == 1.0:
        return 1.0
    allowed = -math.log1p(-level) / independent
    return _last_that(lambda theta: _divergence(mean, theta) <= allowed, mean)


def cluster_upper_bound(
    flags: NDArray[np.bool_], clusters: Sequence[str], level: float = 0.95
) -> tuple[int, int, float]:
    """Return how many clusters hold at least one error, how many there are, and the exact limit of that share.

    Args:
        flags: bool (n,), true where a trial went wrong.
        clusters: n names; trials of one cluster may depend on one another, clusters are independent.
        level: One-sided confidence level, above 0 and below 1.

    Returns:
        (clusters with an error, clusters, upper limit 0 to 1 of the share of clusters with an error).

    Raises:
        InvariantError: Flags and clusters differ in number, or the level is out of range.
    """
    require(len(flags) == len(clusters), f"{len(flags)} flags for {len(clusters)} cluster names")
    flagged = {cluster for cluster, flag in zip(clusters, flags.tolist(), strict=True) if flag}
    total = len(set(clusters))
    return len(flagged), total, upper_bound(len(flagged), total, level)


def _divergence(rate: float, theta: float) -> float:
    """Return the Kullback-Leibler divergence of two yes-or-no distributions [nats], with 0 ln 0 = 0; rate < 1."""
    hits = rate * math.log(rate / theta) if rate > 0.0 else 0.0
    return hits + (1.0 - rate) * (math.log1p(-rate) - math.log1p(-theta))


def _last_that(holds: Callable[[float], bool], low: float) -> float:
    """Return where `holds` turns from true to false between `low` and 1, by bisection down to neighbouring floats.

    The upper neighbour is returned, so that rounding never makes a limit too small.
    """
    high = 1.0
    while low < (middle := (low + high) / 2) < high:
        if holds(middle):
            low = middle
        else:
            high = middle
    return high


def _check_level(level: float) -> None:
    require(0.0 < level < 1.0, f"a confidence level of {level}")
