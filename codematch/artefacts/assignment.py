"""The best one-to-one order of two lists by a table of scores; the only module here that needs SciPy."""

import numpy as np
from numpy.typing import NDArray


def best_order(scores: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return for each row the column that it is matched with, so that the sum of scores is greatest.

    Args:
        scores: float64 (n, m) with n <= m.
    """
    from scipy.optimize import linear_sum_assignment  # loaded only where there are tensors to match

    columns: NDArray[np.int64] = linear_sum_assignment(scores, maximize=True)[1].astype(np.int64)
    return columns


def best_pairs(scores: NDArray[np.float64]) -> list[tuple[int, int]]:
    """Return the pairs (row, column) of the one-to-one match with the greatest sum of scores."""
    from scipy.optimize import linear_sum_assignment

    rows, columns = linear_sum_assignment(scores, maximize=True)
    return list(zip(rows.tolist(), columns.tolist(), strict=True))
