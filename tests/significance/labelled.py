"""Scores with their labels as the figures take them."""

from typing import TypeVar

import numpy as np

from codematch.significance.discrimination import Labels, Scores

Value = TypeVar("Value")


def present(value: Value | None) -> Value:
    """What there is, where there must be something."""
    assert value is not None
    return value


def arrays(scores, labels) -> tuple[Scores, Labels]:
    return np.array(scores, dtype=np.float64), np.array(labels, dtype=bool)


def unzipped(pairs):
    return arrays([score for score, _ in pairs], [label for _, label in pairs])
