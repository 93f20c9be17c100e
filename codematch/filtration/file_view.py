"""What a filter gets to see of a file."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from codematch.model.frozen import array_value
from codematch.model.tokens import TokenStream


@array_value(copy=False)
class FileView:
    """One file: its path, its UTF-8 text, its tokens, and how common what they stand in is.

    `common` uint8 (n,) counts the projects of the background that hold a sequence of kinds around each token, `held`
    uint8 (n,) those that hold its text, where it is a name or a literal; 255 where it is neither. `projects` says how
    many the background of each of its languages has; one without a background is not there.
    """

    path: str
    utf8: bytes
    stream: TokenStream
    common: NDArray[np.uint8]
    held: NDArray[np.uint8]
    projects: Mapping[str, int]


def runs(mask: NDArray[np.bool_], least: int = 1) -> list[tuple[int, int]]:
    """Return the half-open spans, of at least so many tokens, over which a mask is true."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], mask, [False]))))
    firsts, stops = edges[::2], edges[1::2]
    long = stops - firsts >= least
    return list(zip(firsts[long].tolist(), stops[long].tolist(), strict=True))
