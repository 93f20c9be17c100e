"""Null models with thresholds of one's own choice, for comparisons of small works."""

from dataclasses import replace

from codematch.comparison.prepare import Toolkit
from codematch.significance.null_model import from_card
from codematch.significance.reference_sets import NullModels
from tests.significance.null_cards import make_card

WORKS = 40


def with_null(toolkit: Toolkit, *, region: float, pair: float | None, carried: float = 30.0) -> Toolkit:
    """Return tools whose null model of Python has these thresholds for small works [bits].

    Of its pairs 6 in 100 reach each threshold exactly, and no pair exceeds one.
    """
    background = toolkit.weigher.background("python")
    assert background is not None
    ends = [(first, second) for first in range(WORKS) for second in range(first + 1, WORKS)]

    def row(number: int) -> list[float]:
        share = 1.0 if number % 100 < 6 else 0.5
        sums = [] if pair is None else [share * pair, 3, share * carried]
        return [*ends[number], share * region, share * region, *sums]

    bands = [
        {
            "tokens": tokens,
            "works": [[[number], tokens + 5, 9.0] for number in range(WORKS)],
            "pairs": [row(number) for number in range(len(ends))],
        }
        for tokens in (8_000, 32_000)
    ]
    card = make_card(background=background.digest, bands=bands)
    nulls = NullModels(None, toolkit.settings)
    nulls._loaded["python"] = from_card(card, 20, 15.0)
    return replace(toolkit, nulls=nulls)
