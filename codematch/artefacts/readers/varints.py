"""Lists of numbers in ONNX files: numbers of seven bits a byte, as the bytes that their type has elsewhere."""

import numpy as np
from numpy.typing import NDArray

from codematch.artefacts.model_file import damaged
from codematch.artefacts.values import NUMPY

_LONGEST = 10
_BIT_PATTERNS = {"F16": "<u2", "BF16": "<u2", "F8_E4M3": "|u1", "F8_E5M2": "|u1"}
"""Types whose numbers are not values but the bits of them."""


def numbers(packed: bytes) -> NDArray[np.uint64]:
    """Return the numbers of a packed list; uint64 (n,), negative ones as their two's complement.

    Raises:
        UnreadError: A number does not end, or has more than ten bytes.
    """
    data = np.frombuffer(packed, dtype=np.uint8)
    ends = np.flatnonzero(data < 128)
    if not len(data):
        return np.empty(0, dtype=np.uint64)
    if not len(ends) or ends[-1] != len(data) - 1:
        raise damaged("number")
    starts = np.concatenate([[0], ends[:-1] + 1])
    lengths = ends - starts + 1
    if lengths.max() > _LONGEST:
        raise damaged("number")
    found = np.zeros(len(starts), dtype=np.uint64)
    for place in range(int(lengths.max())):
        is_there = lengths > place
        part = (data[starts[is_there] + place] & 127).astype(np.uint64)
        found[is_there] |= part << np.uint64(7 * place)
    return found


def stored(packed: bytes, dtype: str) -> bytes:
    """Return a packed list as the bytes of a type, least significant byte first.

    Raises:
        UnreadError: The list is damaged.
    """
    found = numbers(packed).astype(np.int64)
    return found.astype(_BIT_PATTERNS.get(dtype) or NUMPY[dtype]).tobytes()
