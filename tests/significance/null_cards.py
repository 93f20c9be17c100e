"""Null models made of numbers, for tests."""

import math
from typing import Any

import numpy as np

from codematch.settings import Settings
from codematch.significance.null_model import FORMAT, NullModel, from_card, seal
from codematch.significance.statement import deciding_settings
from codematch.version import METHOD

INTERCEPT, SLOPE, SCALE = -42.0, 2.2, 5.0
SUMS_ABOVE = 12.0
"""By how much the heaviest sum of a pair of files exceeds the heaviest region in the world of these models [bits]."""
BACKGROUND = "ba" * 32


def heaviest(tokens: int, count: int, rng: np.random.Generator) -> np.ndarray:
    """Draw the heaviest regions of some pairs of works of a size [bits]."""
    return np.round(location(2 * np.log2(tokens)) - SCALE * np.log(-np.log(rng.uniform(size=count))), 2)


def location(log2_product: float) -> float:
    """Return the location of the heaviest region for a size [bits]."""
    return INTERCEPT + SLOPE * log2_product


def quantile(share: float, log2_product: float) -> float:
    """Return what the given share of pairs of a size stays below [bits]."""
    return location(log2_product) - SCALE * math.log(-math.log(share))


def make_card(
    works: int = 40, sizes: tuple[int, ...] = (2_000, 8_000, 32_000, 128_000), **changes: Any
) -> dict[str, Any]:
    """Return a sealed card whose pairs are independent draws."""
    rng = np.random.default_rng(7)
    ends = [(first, second) for first in range(works) for second in range(first + 1, works)]
    bands = [
        {
            "tokens": tokens,
            "works": [[[number], tokens + 5, 1.0 + number / 100] for number in range(works)],
            "pairs": [
                [first, second, float(bits), float(bits), float(bits) + SUMS_ABOVE, 3, float(bits) / 2]
                for (first, second), bits in zip(ends, heaviest(tokens, len(ends), rng), strict=True)
            ],
        }
        for tokens in sizes
    ]
    card = {
        "format": FORMAT,
        "language": "python",
        "method": METHOD,
        "background": BACKGROUND,
        "settings": deciding_settings(Settings()),
        "projects": [{"name": f"p{number}"} for number in range(works)],
        "set_aside": {"files": [], "pairs": []},
        "date": "2026-01-01",
        "command": "codematch background train-null",
        "bands": bands,
    }
    return seal({**card, **changes})


def make_model(**changes: Any) -> NullModel:
    """Return the null model of `make_card`."""
    return from_card(make_card(**changes), 20, 15.0)
