"""The distribution of the heaviest region between unrelated works: Gumbel, its location growing with their sizes.

Step 11 of the method. That the maximum of local alignment scores is Gumbel distributed with a location that grows with
the logarithm of m n is the result of Karlin & Altschul (1990, doi:10.1073/pnas.87.6.2264) for independent letters; code
is no such thing, so the three parameters are not derived but fitted. They are fitted to quantiles, not to all values:
least squares on probability paper (Gumbel 1958, Statistics of Extremes, section 1.2) is linear in the parameters, and
a few pairs that do share code do not move it as they would move a likelihood.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

QUANTILES = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
"""What is fitted of each band: the upper half, because the threshold is there. Part of the method, no setting."""

LEAST_SCALE = 1e-6
"""Below, the quantiles of a band do not differ but for rounding errors [bits]: a matter of arithmetic, no threshold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gumbel:
    """P(heaviest < x) = exp(-exp(-(x - location) / scale)), location = intercept + slope log2(m n) [bits].

    `scale` is positive; m and n are the tokens of the two works.
    """

    intercept: float
    slope: float
    scale: float

    def location(self, log2_product: float) -> float:
        """Return the location for works of m and n tokens, given log2(m n) [bits]."""
        return self.intercept + self.slope * log2_product

    def quantile(self, share: float, log2_product: float) -> float:
        """Return what the given share of unrelated pairs stays below [bits]; 0 < share < 1."""
        return self.location(log2_product) - self.scale * math.log(-math.log(share))


def fit_gumbel(samples: Sequence[tuple[float, NDArray[np.float64]]], fit_above_bits: float) -> Gumbel | None:
    """Fit the three parameters to the quantiles of several bands of sizes.

    Args:
        samples: For each band log2(m n), and float64 (n,) the heaviest region of each pair [bits].
        fit_above_bits: Quantiles below it are left out: the least weight of a search distorts them.

    Returns:
        The fit, or None with fewer than two bands or four quantiles, or if they do not rise.
    """
    rows, values = [], []
    for log2_product, heaviest in samples:
        for share in QUANTILES if len(heaviest) else ():
            value = float(np.quantile(heaviest, share))
            if value >= fit_above_bits:
                rows.append((1.0, log2_product, -math.log(-math.log(share))))
                values.append(value)
    if len(rows) < 4 or len({row[1] for row in rows}) < 2:
        return None
    (intercept, slope, scale), *_ = np.linalg.lstsq(np.array(rows), np.array(values), rcond=None)
    if scale < LEAST_SCALE:
        return None
    return Gumbel(intercept=float(intercept), slope=float(slope), scale=float(scale))
