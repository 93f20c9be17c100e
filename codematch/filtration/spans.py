"""Spans of bytes of a file that a filter means, and the tokens that lie in them."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from codematch.filtration.file_view import FileView, runs

Span = tuple[int, int]
"""A half-open span of bytes of a file's UTF-8 text."""
_WHITE = np.zeros(256, dtype=np.bool_)
_WHITE[list(b" \t\r\n\f\v")] = True


def byte_mask(size: int, spans: Iterable[Span]) -> NDArray[np.bool_]:
    """Return which bytes lie in one of some spans: bool (size,)."""
    mask = np.zeros(size, dtype=np.bool_)
    for start, stop in spans:
        mask[start:stop] = True
    return mask


def tokens_inside(file: FileView, mask: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Return the half-open spans of tokens of which every visible byte is in a mask.

    However a lexer or a grammar divides the text, a token that holds a visible byte outside the mask is left out.
    """
    outside = ~mask & ~_WHITE[np.frombuffer(file.utf8, dtype=np.uint8)]
    counts = np.concatenate(([0], np.cumsum(outside)))
    stream = file.stream
    return runs(np.asarray(counts[stream.stops] == counts[stream.starts]))
