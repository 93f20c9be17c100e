"""Vectors of the two hashes that everything rests on; none of them is ever recorded anew."""

import hashlib

from codematch.model.stable_hash import text_hash
from codematch.selftest.outcome import Check, compare_texts

GROUP = "hashes"
_SHA256_OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
"""FIPS 180-4, example of one block."""
_TEXT_HASH_OF_ABC = "0x914876936D4F73C5"
"""By the definition in `codematch.model.stable_hash`."""


def check_vectors() -> tuple[Check, ...]:
    """Hold both hashes of "abc" against their vectors."""
    return (
        compare_texts(GROUP, 'SHA-256 of "abc"', _SHA256_OF_ABC, hashlib.sha256(b"abc").hexdigest()),
        compare_texts(GROUP, 'token hash of "abc"', _TEXT_HASH_OF_ABC, f"0x{text_hash(b'abc'):016X}"),
    )
