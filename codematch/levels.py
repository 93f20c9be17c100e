"""Levels of a token stream: they change symbols, never positions.

Step 3 of the method. `exact` keeps kind and text; `renamed` reduces every identifier and literal to its kind, so
that renaming changes nothing, and gives kinds that mean the same in related languages the same symbol. A further level
would be a third function of the same form: a stream in, one symbol for each token out.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from codematch.model.tokens import TokenStream

Synonyms = Mapping[str, tuple[NDArray[np.uint64], NDArray[np.uint64]]]
"""For a language the kinds that have another name in its family, uint64 (s,) sorted, and the symbol of each."""


def renamed(stream: TokenStream, synonyms: Synonyms) -> NDArray[np.uint64]:
    """Return one symbol for each token, equal when the kinds mean the same: uint64 (n,).

    A keyword or operator is its own kind. In text without a grammar each word is its own kind, because prose
    has no other structure.

    Args:
        stream: The tokens of a file.
        synonyms: The kinds that have another name in the related languages.
    """
    symbols = stream.kinds
    for language in stream.languages:
        if language in synonyms and len(symbols):
            kinds, meant = synonyms[language]
            places = np.minimum(np.searchsorted(kinds, stream.kinds), len(kinds) - 1)
            found = (kinds[places] == stream.kinds) & stream.in_language(language)
            symbols = np.where(found, meant[places], symbols)
    return symbols


def exact(symbols: NDArray[np.uint64], texts: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return one symbol for each token, equal when kind and text are equal: uint64 (n,).

    Args:
        symbols: What `renamed` returned, uint64 (n,).
        texts: The hash of the text of each token, uint64 (n,).
    """
    return symbols ^ (texts * np.uint64(0x9E3779B97F4A7C15))
