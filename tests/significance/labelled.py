"""Scores with their labels as the figures take them."""

import numpy as np


def arrays(scores, labels):
    return np.array(scores, dtype=np.float64), np.array(labels, dtype=bool)


def unzipped(pairs):
    return arrays([score for score, _ in pairs], [label for _, label in pairs])
