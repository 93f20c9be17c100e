"""Tables of literals.

Why: Data may come from a common source, such as measurements or a published table, and its arrangement is often the
only one possible. Whether it is protected is not for codematch to say.

Not covered: Short tables; tables with names between the literals; data that is computed.

Example: `{12, 14, 3, 77, ...}` with forty literals and separators or more.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from codematch.filtration.file_view import FileView, runs
from codematch.filtration.rule import Filter
from codematch.model.filtration import FilterId, Mark, ReasonCode
from codematch.model.message import Message
from codematch.model.stable_hash import among, text_hash
from codematch.model.tokens import CLASS_CODES, TokenClass, TokenStream
from codematch.settings.filters import Data

_SEPARATORS = np.array(sorted(text_hash(text) for text in (b",", b"-", b"+", b"{", b"}", b"[", b"]", b"(", b")", b":",
                                                          b"=>", b";")), dtype=np.uint64)  # fmt: skip
_LITERAL = CLASS_CODES[TokenClass.LITERAL]


def tables(stream: TokenStream, settings: Data) -> list[tuple[int, int]]:
    """Return the half-open token spans that are tables: long enough, and with enough literals."""
    is_literal = stream.classes == _LITERAL
    counts = np.concatenate(([0], np.cumsum(is_literal)))
    return [
        (first, stop)
        for first, stop in runs(is_literal | separates(stream.texts), settings.table_tokens)
        if counts[stop] - counts[first] >= settings.table_literal_share * (stop - first)
    ]


def marks(file: FileView, settings: Data) -> Iterable[Mark]:
    """Label tables of literals."""
    for first, stop in tables(file.stream, settings):
        yield Mark(first, stop, ReasonCode.DATA, Message.of("table-of-literals"))


def separates(texts: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Return which tokens separate or group the literals of a table: bool (n,)."""
    return among(texts, _SEPARATORS)


RULE = Filter(
    id=FilterId.DATA,
    docs=__doc__,
    settings=Data,
    codes=(ReasonCode.DATA,),
    messages=("table-of-literals",),
    check=marks,
)
