"""Which files of two works are the same, byte for byte and token for token."""

from collections import defaultdict

import numpy as np

from codematch.comparison.prepare import PreparedWork
from codematch.model.tokens import TokenStream


def identical_files(known: PreparedWork, questioned: PreparedWork) -> list[tuple[int, int]]:
    """Return the pairs of files with the same bytes and the same tokens, one at least, by the questioned path.

    The same bytes that are read in two languages are not aligned here: their tokens do not stand side by side.
    """
    places: dict[str, list[int]] = defaultdict(list)
    for index, source in enumerate(known.sources):
        places[source.record.digest].append(index)
    found = []
    for index, source in enumerate(questioned.sources):
        stream = questioned.files[index].stream
        twins = places.get(source.record.digest, ()) if len(stream) else ()
        same = next((twin for twin in twins if _same_tokens(known.files[twin].stream, stream)), None)
        if same is not None:
            found.append((same, index))
    return found


def _same_tokens(known: TokenStream, questioned: TokenStream) -> bool:
    return np.array_equal(known.kinds, questioned.kinds) and np.array_equal(known.texts, questioned.texts)
