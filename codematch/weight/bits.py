"""Bits per token: surprise, capped, and lowered where the token is no news.

Step 7 of the method. Two corrections make the weights of unrelated works well behaved: a token that ends a k-gram which
two or more background projects share, and a token that ends a k-gram which already occurred earlier in its file,
count for a fraction. Lowering every token of such a k-gram, not only its last, was measured too: it costs a third of
the recall under shuffling and junk statements, for unrelated pairs that are lighter than they need to be.
"""

import numpy as np
from numpy.typing import NDArray

from codematch.model.kgrams import Spans, within
from codematch.settings import Weighing

COMMON_K = 12
"""Length of the k-grams whose presence in two or more background projects is counted [tokens]: part of the format of
a background model, which holds their hashes."""
STEPS = 1024
"""Token weights are whole multiples of 1/1024 bit: sums of them are exact, whatever the order or the machine. A matter
of arithmetic, not a threshold."""
REPEATED_K = 8
"""Length of the k-grams whose repetition within a file is looked for [tokens]: fixed like `COMMON_K`, because the
thresholds in bits were measured with both, and hold for no other lengths."""


def corrected_bits(
    surprise: NDArray[np.float64],
    common: NDArray[np.bool_],
    repeated_grams: NDArray[np.uint64],
    spans: Spans,
    settings: Weighing,
) -> NDArray[np.float64]:
    """Return the weight of every token of some files: float64 (n,) [bits].

    Args:
        surprise: float64 (n,) -log2 P of each token, capped [bits].
        common: bool (max(n - COMMON_K + 1, 0),), whether the `COMMON_K` kinds from each token on are common, and in one
            file.
        repeated_grams: uint64 (max(n - REPEATED_K + 1, 0),) hash of the `REPEATED_K` kinds from each token on.
        spans: The files.
        settings: Shares.
    """
    share = np.ones(len(surprise))
    share[ended(common, COMMON_K, len(surprise))] = settings.common_share
    # The lower of the two corrections, not their product: both say that the token was to be expected.
    repeated = ended(seen_before(repeated_grams, spans, REPEATED_K), REPEATED_K, len(surprise))
    share[repeated] = np.minimum(share[repeated], settings.repeated_share)
    return np.asarray(np.round(surprise * share * STEPS) / STEPS)


def ended(begins: NDArray[np.bool_], length: int, size: int) -> NDArray[np.bool_]:
    """Return which of `size` positions end a span of `length` that begins at a true position: bool (size,)."""
    ends = np.zeros(size, dtype=bool)
    ends[length - 1 : length - 1 + len(begins)] = begins
    return ends


def highest_around(values: NDArray[np.uint8], length: int, size: int) -> NDArray[np.uint8]:
    """Return for each of `size` positions the highest value of the spans of `length` that it lies in: uint8 (size,).

    Args:
        values: uint8 (max(size - length + 1, 0),), one for each span, by where it begins.
        length: Of the spans.
        size: Number of positions.
    """
    highest = np.zeros(size, dtype=np.uint8)
    highest[: len(values)] = values
    reach = 1
    while reach < length:  # by doubling: what the last `reach` spans say is known
        step = min(reach, length - reach)
        highest[step:] = np.maximum(highest[step:], highest[:-step])
        reach += step
    return highest


def seen_before(grams: NDArray[np.uint64], spans: Spans, length: int) -> NDArray[np.bool_]:
    """Return which k-grams, `length` tokens long, occurred earlier in their file: bool (m,)."""
    order = _by_value(grams)
    starts, stops = spans
    files = np.repeat(np.arange(len(starts), dtype=np.int32), stops - starts)[order]
    later = np.zeros(len(grams), dtype=bool)
    ordered = grams[order]
    later[order[1:]] = (ordered[1:] == ordered[:-1]) & (files[1:] == files[:-1])
    return later & within(starts, stops, length)


def _by_value(values: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Return the places of hashes in an order that puts equal ones side by side, the earlier one first: int64 (m,).

    The place takes the lowest bits of its hash, so that whole numbers are sorted, several times as fast as places.
    Where hashes differ in those bits alone, places are sorted after all.
    """
    low = np.uint64((1 << len(values).bit_length()) - 1)
    packed = np.sort((values & ~low) | np.arange(len(values), dtype=np.uint64))
    order = (packed & low).astype(np.int64)
    heads = packed & ~low
    ordered = values[order]
    if ((heads[1:] == heads[:-1]) & (ordered[1:] != ordered[:-1])).any():
        return np.argsort(values, kind="stable")
    return order
