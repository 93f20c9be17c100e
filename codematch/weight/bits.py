"""Bits per token: surprise, capped, and lowered where the token is no news.

Step 7 of the method. Two corrections make the weights of unrelated works well behaved: a token inside a k-gram that
two or more background projects share, and a token inside a k-gram that already occurred earlier in its file, count
for a fraction.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from codematch.settings import Weighing
from codematch.weight.background import Background
from codematch.weight.ngrams import surprise

COMMON_K = 12
"""Length of the k-grams whose presence in two or more background projects is counted [tokens]."""
STEPS = 1024
"""Token weights are whole multiples of 1/1024 bit: sums of them are exact, whatever the order or the machine."""
REPEATED_K = 8
"""Length of the k-grams whose repetition within a file is looked for [tokens]."""


def token_bits(
    background: Background,
    kinds: NDArray[np.uint64],
    starts: NDArray[np.int64],
    common_grams: NDArray[np.uint64],
    repeated_grams: NDArray[np.uint64],
    settings: Weighing,
) -> NDArray[np.float64]:
    """Return the weight of every token: float64 (n,) [bits].

    Args:
        background: The model of the tokens' language.
        kinds: uint64 (n,) kind hashes of one or more files, file after file.
        starts: int64 (f,) increasing, the position at which each file begins.
        common_grams: uint64 (n,) hash of the `COMMON_K` kinds from each token on; 0 where the file ends before.
        repeated_grams: uint64 (n,) the same for `REPEATED_K`.
        settings: Caps and shares.
    """
    if len(kinds) == 0:
        return np.empty(0)
    bits = np.minimum(surprise(background.ngrams, background.identify(kinds), starts), settings.token_cap_bits)
    common = (common_grams != 0) & (background.kgrams.look_up(common_grams) > 0)
    share = np.where(covered(common, COMMON_K), settings.common_share, 1.0)
    # The lower of the two corrections, not their product: both say that the token was to be expected.
    repeated = covered(_seen_before(repeated_grams, starts), REPEATED_K)
    share[repeated] = np.minimum(share[repeated], settings.repeated_share)
    return np.round(bits * share * STEPS) / STEPS


def mean_surprise(background: Background, files: Sequence[NDArray[np.uint64]], cap_bits: float) -> float:
    """Return the mean surprise per token of whole files, capped but not corrected [bits per token].

    Args:
        background: The model.
        files: uint64 (n,) kind hashes of each file, not all empty.
        cap_bits: No token counts for more.
    """
    bounds = np.cumsum([0, *(len(kinds) for kinds in files)])
    bits = surprise(background.ngrams, background.identify(np.concatenate(files)), bounds[:-1])
    return float(np.mean(np.minimum(bits, cap_bits)))


def covered(begins: NDArray[np.bool_], length: int) -> NDArray[np.bool_]:
    """Return which positions lie in a span of `length` that begins at a true position: bool (n,)."""
    steps = np.zeros(len(begins) + length, dtype=np.int32)
    places = np.flatnonzero(begins)
    steps[places] += 1
    steps[places + length] -= 1
    return np.asarray(np.cumsum(steps)[: len(begins)] > 0)


def _seen_before(grams: NDArray[np.uint64], starts: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which k-grams occurred earlier in their file (0 never does): bool (n,)."""
    file = np.zeros(len(grams), dtype=np.uint64)
    file[starts[starts < len(grams)]] = 1
    file = np.cumsum(file)
    keyed = grams ^ (file * np.uint64(0x9E3779B97F4A7C15))
    order = np.argsort(keyed, kind="stable")
    later = np.zeros(len(grams), dtype=bool)
    later[order[1:]] = (keyed[order[1:]] == keyed[order[:-1]]) & (grams[order[1:]] != 0)
    return later
