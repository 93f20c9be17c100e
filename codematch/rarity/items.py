"""The items of a work: its different token sequences, names, literals, and words of comments.

Names are counted in small letters without `_` and `$`, because the spelling of a name follows the conventions of a
language: `parse_header` and `parseHeader` are one item.
"""

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from codematch.model.stable_hash import text_hash
from codematch.model.tokens import CLASS_CODES, TokenClass, TokenStream
from codematch.model.words import comment_words

KINDS = ("structure", "names", "literals", "comments")
"""The kinds of items."""
Hashes = NDArray[np.uint64]
Items = Mapping[str, Hashes]
"""For each of `KINDS` the hashes of the different items, uint64 (m,) strictly increasing."""

_SEPARATORS = b"_$"


def file_items(stream: TokenStream, utf8: bytes, grams: Hashes) -> Items:
    """Return the items of one file.

    Args:
        stream: Its tokens.
        utf8: Its text, in which the tokens have their places.
        grams: uint64 (g,), the hashes of its token sequences at the level `renamed`.
    """
    words = [text_hash(word.encode()) for word in set(comment_words(stream.comments.texts))]
    return {
        "structure": np.unique(grams),
        "names": _names(stream, utf8),
        "literals": np.unique(stream.texts[stream.classes == CLASS_CODES[TokenClass.LITERAL]]),
        "comments": np.unique(np.array(words, dtype=np.uint64)),
    }


def _names(stream: TokenStream, utf8: bytes) -> Hashes:
    """Return the hashes of the different names, however each is spelt."""
    places = np.flatnonzero(stream.classes == CLASS_CODES[TokenClass.IDENTIFIER])
    _, first = np.unique(stream.texts[places], return_index=True)
    chosen = places[first]
    spans = zip(stream.starts[chosen].tolist(), stream.stops[chosen].tolist(), strict=True)
    spelt = {utf8[start:stop] for start, stop in spans}
    plain = {name.translate(None, _SEPARATORS).lower() or name for name in spelt}
    return np.unique(np.array([text_hash(name) for name in plain], dtype=np.uint64))


def work_items(files: Iterable[Items]) -> Items:
    """Return the items of a work from those of its files."""
    listed = list(files)
    return {kind: np.unique(np.concatenate([np.empty(0, np.uint64), *(f[kind] for f in listed)])) for kind in KINDS}
