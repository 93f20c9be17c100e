"""Line numbers from byte positions."""

import numpy as np
from numpy.typing import NDArray

_LF = 10


def line_ends(utf8: bytes) -> NDArray[np.intp]:
    r"""Return where lines end: intp (l,), the position of each \n, which is all that ends lines in a decoded text."""
    return np.flatnonzero(np.frombuffer(utf8, dtype=np.uint8) == _LF)


def lines_of(starts: NDArray[np.int32], ends: NDArray[np.intp]) -> NDArray[np.int32]:
    """Return the line of each position, from 1: int32 (n,). `ends` are the line ends of the text."""
    # The line ends, far fewer than tokens, are looked up among the tokens: a third of the time of the reverse.
    first_behind = np.searchsorted(starts, ends.astype(np.int32), side="right")
    return (1 + np.cumsum(np.bincount(first_behind, minlength=len(starts) + 1)[: len(starts)])).astype(np.int32)
