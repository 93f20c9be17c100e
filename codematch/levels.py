"""Levels of a token stream: they change symbols, never positions.

Step 3 of the method. `exact` keeps kind and text; `renamed` reduces every identifier and literal to its kind, so
that renaming changes nothing. `structure` (equivalent spellings unified) will be a third function of the same
form: a stream in, one symbol for each token out.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from codematch.model.tokens import TokenStream


def exact(stream: TokenStream) -> NDArray[np.uint64]:
    """Return one symbol for each token, equal when kind and text are equal: uint64 (n,)."""
    return stream.kinds ^ (stream.texts * np.uint64(0x9E3779B97F4A7C15))


def renamed(stream: TokenStream) -> NDArray[np.uint64]:
    """Return one symbol for each token, equal when the kinds are equal: uint64 (n,).

    A keyword or operator is its own kind. In text without a grammar each word is its own kind, because prose
    has no other structure.
    """
    return stream.kinds


LEVELS: dict[str, Callable[[TokenStream], NDArray[np.uint64]]] = {"exact": exact, "renamed": renamed}
