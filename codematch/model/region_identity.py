"""The identity of a region: made from what it contains, not from where it is.

Definition. Let k and q be the hashes of the texts of the aligned tokens of a region (`codematch.model.stable_hash`),
one for each pair, on the known and on the questioned side. The identity is the BLAKE2b digest of 16 bytes of k and then
q as little-endian numbers. It stays the same when lines move, files and folders are renamed, and layout and comments
change.

The content of a region is a sample of the sequences of `GRAM_TOKENS` tokens of its known side that are aligned and
follow one another there: the upper 32 bits of those hashes (`codematch.model.kgrams`) that are divisible by `SAMPLE`.
A line that the questioned side adds or loses thus makes no new sequence. Whether a hash is in the sample depends on
the tokens alone, so the samples of two regions compare without knowing how each was cut.

Neither depends on a setting: results of different runs compare.
"""

import base64
import hashlib

import numpy as np
from numpy.typing import NDArray

from codematch.model.kgrams import kgram_hashes

SCHEME = 1
"""The number of this definition; identities of different schemes do not compare."""
GRAM_TOKENS = 8
"""Tokens of a sequence: shorter ones occur in any code of a language."""
SAMPLE = 4
"""One in so many sequences is kept: about 1.3 bytes for each token of a region."""

_DIGEST_BYTES = 16
_UPPER = 32


def identity(known: NDArray[np.uint64], questioned: NDArray[np.uint64]) -> str:
    """Return the identity of a region: 32 hexadecimal digits.

    Args:
        known: uint64 (m,), the text hashes of its aligned tokens on the known side.
        questioned: uint64 (m,), the same on the questioned side.
    """
    content = known.astype("<u8").tobytes() + questioned.astype("<u8").tobytes()
    return hashlib.blake2b(content, digest_size=_DIGEST_BYTES).hexdigest()


def packed_content(known: NDArray[np.uint64], places: NDArray[np.int64]) -> str:
    """Return the sampled content of a region as Base64, "" for a region that is shorter than a sequence.

    Args:
        known: uint64 (m,), the text hashes of its aligned tokens on the known side.
        places: int64 (m,), the places of these tokens in their file.
    """
    hashes = kgram_hashes(known, GRAM_TOKENS)
    last = GRAM_TOKENS - 1
    in_a_row = places[last:] - places[: len(places) - last] == last if len(hashes) else np.empty(0, dtype=np.bool_)
    kept = hashes[in_a_row & (hashes % np.uint64(SAMPLE) == 0)]
    kept = np.unique((kept >> np.uint64(_UPPER)).astype("<u4"))
    return base64.b64encode(kept.tobytes()).decode("ascii")


def unpacked_content(text: str) -> NDArray[np.uint32]:
    """Return what `packed_content` packed: uint32 (n,), sorted, without repetitions.

    Raises:
        ValueError: The text is not of that form.
    """
    return np.frombuffer(base64.b64decode(text, validate=True), dtype="<u4").astype(np.uint32)
