"""Stable 64-bit hashes of every k tokens in a row.

A polynomial rolling hash (Karp & Rabin 1987, doi:10.1147/rd.312.0249) modulo 2**64 over symbols that are hashes
themselves, finished with the mixer of SplitMix64 (Steele, Lea & Flood 2014, doi:10.1145/2660193.2660195). It is
evaluated by doubling: the hash of a + b symbols is made of the hash of a symbols and that of the next b.
"""

import numpy as np
from numpy.typing import NDArray

from codematch.model.stable_hash import mix

BASE = 0x9E3779B97F4A7C15
Spans = tuple[NDArray[np.int64], NDArray[np.int64]]
"""Where each file of a sequence of tokens begins and where it stops: int64 (f,) each, one after the other."""


def kgram_hashes(symbols: NDArray[np.uint64], k: int) -> NDArray[np.uint64]:
    """Return the hash of symbols[i : i + k] for every i: uint64 (max(n - k + 1, 0),).

    Args:
        symbols: uint64 (n,), one for each token.
        k: Length of a k-gram [tokens], at least 1.
    """
    if len(symbols) < k:
        return np.empty(0, dtype=np.uint64)
    return mix(_polynomial(symbols, k))


def within(starts: NDArray[np.int64], stops: NDArray[np.int64], length: int) -> NDArray[np.bool_]:
    """Return which spans of `length` lie in one file, by where they begin: bool (max(n - length + 1, 0),).

    Args:
        starts: int64 (f,), where each file begins in a sequence of n.
        stops: int64 (f,), where it stops and the next one begins; n for the last.
        length: Of the spans, at least 1.
    """
    size = int(stops[-1]) if len(stops) else 0
    inside = np.ones(max(size - length + 1, 0), dtype=bool)
    for start, stop in zip(starts.tolist(), stops.tolist(), strict=True):
        inside[max(start, stop - length + 1) : stop] = False
    return inside


def _polynomial(symbols: NDArray[np.uint64], k: int) -> NDArray[np.uint64]:
    """Sum of symbols[i + j] * BASE**(k - 1 - j) modulo 2**64, for every i."""
    if k == 1:
        return symbols
    head = k // 2
    tail = k - head
    left = _polynomial(symbols, head)
    right = left if tail == head else _polynomial(symbols, tail)
    count = len(symbols) - k + 1
    return left[:count] * np.uint64(pow(BASE, tail, 1 << 64)) + right[head : head + count]
