"""The curves of a set of likelihood ratios: which shares reach how much, what they leave unknown, how they rank."""

import math

import numpy as np

from codematch.model.frozen import array_value
from codematch.model.likelihood import RatioCurve
from codematch.model.precision import stored_share
from codematch.significance import calibration
from codematch.significance.discrimination import Labels, Scores, roc

PRIORS = np.round(np.arange(-60, 61) / 20.0, 2)
"""Prior log10 odds of the empirical cross-entropy: from 1 to 1,000 to 1,000 to 1."""


@array_value(copy=False)
class Curves:
    """`tippett` are the shares of either label over float64 (n,) `values` [log10 LR]; `costs` float64 (121,) [bits].

    `costs` are by name: the system, the same after its best calibration, and LR = 1, each over `PRIORS`.
    """

    values: Scores
    positive: Scores
    negative: Scores
    costs: dict[str, Scores]


def curves(llr: Scores, labels: Labels) -> Curves | None:
    """Return the curves of natural-log likelihood ratios, None when a class is missing.

    Args:
        llr: float64 (n,).
        labels: bool (n,), true for H1.
    """
    shares = calibration.tippett(llr, labels)
    best = calibration.pav(llr, labels)
    if shares is None or best is None:
        return None
    odds = PRIORS * math.log(10.0)
    systems = (("system", llr), ("calibrated", best), ("neutral", np.zeros(len(llr))))
    costs = {name: calibration.ece(ratios, labels, odds) for name, ratios in systems}
    return Curves(
        values=shares[0],
        positive=shares[1],
        negative=shares[2],
        costs={name: cost for name, cost in costs.items() if cost is not None},
    )


def stored_curves(scores: Scores, llr: Scores, labels: Labels, most: int) -> tuple[RatioCurve, ...]:
    """Return the curves as a result keeps them, thinned to `most` points; nothing if a class is missing.

    Args:
        scores: float64 (n,), what the ratios were made from.
        llr: float64 (n,) natural-log likelihood ratios, finite.
        labels: bool (n,), true for H1.
        most: Number of points; the ends of a curve are always among them.
    """
    made, ranked = curves(llr, labels), roc(scores, labels)
    if made is None or ranked is None:
        return ()
    kept = [
        _thinned("tippett-first", made.values, made.positive, most),
        _thinned("tippett-second", made.values, made.negative, most),
        _thinned("roc", ranked.false_positive_rate, ranked.true_positive_rate, most),
    ]
    kept += [_thinned(f"ece-{name}", PRIORS, cost, most) for name, cost in made.costs.items()]
    return tuple(kept)


def _thinned(name: str, x: Scores, y: Scores, most: int) -> RatioCurve:
    finite = np.isfinite(x) & np.isfinite(y)
    x, y = x[finite], y[finite]
    chosen = np.unique(np.linspace(0, len(x) - 1, min(len(x), most)).round().astype(np.int64))
    return RatioCurve(name=name, x=tuple(map(stored_share, x[chosen])), y=tuple(map(stored_share, y[chosen])))
