"""Null models made of numbers, for tests."""

from typing import Any

import numpy as np

from codematch.settings import Settings
from codematch.significance.gumbel import Gumbel
from codematch.significance.null_model import FORMAT, NullModel, from_card, seal
from codematch.significance.statement import deciding_settings
from codematch.version import METHOD

WORLD = Gumbel(intercept=-42.0, slope=2.2, scale=5.0)
BACKGROUND = "ba" * 32


def heaviest(tokens: int, count: int, rng: np.random.Generator) -> np.ndarray:
    """Draw the heaviest regions of some pairs of works of a size [bits]."""
    location = WORLD.location(2 * np.log2(tokens))
    return np.round(location - WORLD.scale * np.log(-np.log(rng.uniform(size=count))), 2)


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
                [first, second, float(bits), float(bits)]
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
