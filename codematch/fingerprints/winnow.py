"""Winnowing: keep few k-gram hashes, but at least one of every long enough shared run.

Schleimer, Wilkerson & Aiken 2003 (doi:10.1145/872757.872770). A hash is kept when it is the smallest of some
window of `window` hashes in a row. Deviation: all equal minima of a window are kept, not only the rightmost, which
keeps the guarantee and lets the selection be computed as a sliding maximum of a sliding minimum.
"""

import numpy as np
from numpy.typing import NDArray

from codematch.model.kgrams import Spans, within


def winnow(hashes: NDArray[np.uint64], window: int) -> NDArray[np.int32]:
    """Return the positions of the kept hashes, strictly increasing: int32 (m,).

    Args:
        hashes: uint64 (n,), one for each k-gram.
        window: Number of hashes in a window; every shared run of window + k - 1 tokens shares a kept hash. A
            sequence shorter than the window is one window.
    """
    if len(hashes) == 0:
        return np.empty(0, dtype=np.int32)
    width = min(window, len(hashes))
    lowest = _sliding(hashes, width, np.minimum)
    edge = np.zeros(width - 1, dtype=hashes.dtype)
    highest = _sliding(np.concatenate((edge, lowest, edge)), width, np.maximum)
    return np.flatnonzero(highest == hashes).astype(np.int32)


def winnow_files(hashes: NDArray[np.uint64], spans: Spans, k: int, window: int) -> NDArray[np.int32]:
    """Return the positions that `winnow` keeps of each of several files, strictly increasing: int32 (m,).

    Args:
        hashes: uint64 (max(n - k + 1, 0),), one for each k-gram of all files together; those across files do not count.
        spans: The files, in tokens.
        k: Length of a k-gram [tokens].
        window: Number of hashes in a window.
    """
    starts, stops = spans
    kept = np.zeros(len(hashes), dtype=bool)
    if len(hashes) >= window:
        lowest = _sliding(hashes, window, np.minimum)
        lowest[~within(starts, stops, k + window - 1)] = 0
        edge = np.zeros(window - 1, dtype=hashes.dtype)
        kept = (_sliding(np.concatenate((edge, lowest, edge)), window, np.maximum) == hashes) & within(starts, stops, k)
    counts = stops - starts - k + 1
    for file in np.flatnonzero(counts < window).tolist():
        start = int(starts[file])
        stop = start + max(int(counts[file]), 0)
        kept[start:stop] = False
        kept[start + winnow(hashes[start:stop], window)] = True
    return np.flatnonzero(kept).astype(np.int32)


def _sliding(values: NDArray[np.uint64], width: int, combine: np.ufunc) -> NDArray[np.uint64]:
    """Combine every `width` values in a row, by doubling: (n,) to (n - width + 1,)."""
    span = 1
    while span < width:
        step = min(span, width - span)
        values = combine(values[:-step], values[step:])
        span += step
    return values
