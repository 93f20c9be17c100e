"""A 64-bit hash of many longer texts: XXH3, which is the same on every machine (https://xxhash.com, specification 0.2).

Hashes of tokens are those of `stable_hash`, which backgrounds hold; these are for what is compared within one run.
"""

from collections.abc import Iterable

import numpy as np
import xxhash
from numpy.typing import NDArray


def hash_texts(texts: Iterable[bytes]) -> NDArray[np.uint64]:
    """Return the hash of each text: uint64 (n,); 0 for an empty one."""
    return np.array([xxhash.xxh3_64_intdigest(text) if text else 0 for text in texts], dtype=np.uint64)
