"""How heavy the heaviest chance finding of two unrelated works is, by their size.

Step 11 of the method. That the maximum of local alignment scores is Gumbel distributed with a location that grows with
the logarithm of m n is the result of Karlin & Altschul (1990, doi:10.1073/pnas.87.6.2264) for independent letters; code
is no such thing. So nothing is derived: of each band of sizes the quantile itself is taken where enough pairs lie
beyond it. Where too few do, it is that of a Gumbel distribution fitted to quantiles of the band: least squares on
probability paper (Gumbel 1958, Statistics of Extremes, section 1.2), which a few pairs that do share code do not move
as they would move a likelihood. Between bands, quantiles are interpolated in log2(m n).
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from codematch.model.frozen import array_value

QUANTILES = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
"""What is fitted of each band: the upper half, because the threshold is there. Part of the method, no setting."""

LEAST_SCALE = 1e-6
"""Below, the quantiles of a band do not differ but for rounding errors [bits]: a matter of arithmetic, no threshold."""

MIN_BEYOND = 10
"""A quantile is counted if so many pairs lie beyond it, else fitted: fewer say little about where it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gumbel:
    """P(heaviest < x) = exp(-exp(-(x - location) / scale)) [bits]; `scale` is positive."""

    location: float
    scale: float

    def quantile(self, share: float) -> float:
        """Return what the given share of unrelated pairs stays below [bits]; 0 < share < 1."""
        return self.location - self.scale * math.log(-math.log(share))


@array_value
class BandSample:
    """One band of sizes: its log2(m n), float64 (n,) the heaviest of each pair, their median, and the fit [bits]."""

    log2_product: float
    heaviest: NDArray[np.float64]
    median: float
    fit: Gumbel

    def quantile(self, share: float) -> float:
        """Return what the given share of the pairs stays below, counted or, where few lie beyond, fitted [bits]."""
        if len(self.heaviest) * (1.0 - share) >= MIN_BEYOND:
            return float(np.quantile(self.heaviest, share))
        return self.fit.quantile(share)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BySize:
    """How heavy the heaviest chance finding of unrelated works is by their size: two bands or more, smallest first.

    Larger works never share less: where a band has lighter quantiles than a smaller one, those of the smaller one hold.
    """

    bands: tuple[BandSample, ...]

    def quantile(self, share: float, log2_product: float) -> float:
        """Return what the given share of unrelated pairs of a size stays below [bits]; 0 < share < 1."""
        return self._at(log2_product, lambda band: band.quantile(share))

    def median(self, log2_product: float) -> float:
        """Return what half of the unrelated pairs of a size stay below [bits]; at least 0, also below all bands."""
        return float(self.medians(np.array([log2_product]))[0])

    def medians(self, log2_products: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the median for each of float64 (n,) sizes: float64 (n,) [bits]."""
        sizes = np.array([band.log2_product for band in self.bands])
        values = np.maximum.accumulate([band.median for band in self.bands])
        places = np.clip(np.searchsorted(sizes, log2_products), 1, len(sizes) - 1)
        slopes = (values[places] - values[places - 1]) / (sizes[places] - sizes[places - 1])
        found: NDArray[np.float64] = np.maximum(0.0, values[places] + slopes * (log2_products - sizes[places]))
        return found

    def _at(self, log2_product: float, value: Callable[[BandSample], float]) -> float:
        """Interpolate between bands; outside of them the line through the nearest two goes on."""
        sizes = [band.log2_product for band in self.bands]
        values = np.maximum.accumulate([value(band) for band in self.bands]).tolist()
        place = int(np.clip(np.searchsorted(sizes, log2_product), 1, len(sizes) - 1))
        slope = (values[place] - values[place - 1]) / (sizes[place] - sizes[place - 1])
        return float(values[place] + slope * (log2_product - sizes[place]))


def fit_sizes(samples: Sequence[tuple[float, NDArray[np.float64]]], fit_above_bits: float) -> BySize | None:
    """Fit every band of sizes.

    Args:
        samples: For each band log2(m n), and float64 (n,) the heaviest finding of each pair [bits].
        fit_above_bits: Quantiles below it are left out: the least weight of a search distorts them.

    Returns:
        The bands that can be fitted; None if these are fewer than two, or if their quantiles do not rise.
    """
    points = [(size, heaviest, _points(heaviest, fit_above_bits)) for size, heaviest in samples]
    points = [(size, heaviest, rows) for size, heaviest, rows in points if len(rows)]
    scales = _scales([rows for *_, rows in points])
    if len(points) < 2 or scales is None:
        return None
    return BySize(
        bands=tuple(
            BandSample(log2_product=size, heaviest=heaviest, median=float(np.median(heaviest)), fit=_fit(rows, scale))
            for (size, heaviest, rows), scale in zip(points, scales, strict=True)
        )
    )


def _points(heaviest: NDArray[np.float64], fit_above_bits: float) -> NDArray[np.float64]:
    """The quantiles of a band on probability paper: float64 (q, 2), reduced variate and bits."""
    if not len(heaviest):
        return np.empty((0, 2))
    rows = [(-math.log(-math.log(share)), float(np.quantile(heaviest, share))) for share in QUANTILES]
    return np.array([row for row in rows if row[1] >= fit_above_bits]).reshape(-1, 2)


def _scales(bands: Sequence[NDArray[np.float64]]) -> list[float] | None:
    """The scale of each band; with fewer than three quantiles that rise, that of the nearest that has one.

    None if no band has one of its own and the quantiles of all together do not rise.
    """
    own = {place: scale for place, rows in enumerate(bands) if len(rows) >= 3 and (scale := _scale([rows]))}
    if not own:
        common = _scale(bands)
        return None if common is None else [common] * len(bands)
    return [own[min(own, key=lambda place: (abs(place - band), place))] for band in range(len(bands))]


def _scale(bands: Sequence[NDArray[np.float64]]) -> float | None:
    """The scale that fits bands best, each with a location of its own; None if no quantiles rise."""
    centred = [rows - rows.mean(axis=0) for rows in bands]
    across = sum(float(rows[:, 0] @ rows[:, 0]) for rows in centred)
    along = sum(float(rows[:, 0] @ rows[:, 1]) for rows in centred)
    return along / across if across > 0 and along / across >= LEAST_SCALE else None


def _fit(rows: NDArray[np.float64], scale: float) -> Gumbel:
    """Fit the location of one band with this scale."""
    at, bits = rows.mean(axis=0).tolist()
    return Gumbel(location=bits - scale * at, scale=scale)
