"""A key that two parties share: keyed hashes (BLAKE2b, RFC 7693), and sealed details (AES-256-GCM).

The nonce is a keyed hash of what is sealed, so the same work with the same key has the same file. Keys of the three
purposes are derived from the key file, whose bytes are as random as its owner made them.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from numpy.typing import NDArray

from codematch import saved_files
from codematch.errors import StoreError, UsageError

LEAST_BYTES = 16
_NONCE_BYTES = 12
_HASH_BYTES = 8


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Key:
    """The keys for hashes and for sealing, and the public name of the key; all empty for files without a key."""

    hashing: bytes = b""
    sealing: bytes = b""
    key_id: str = ""


NO_KEY = Key()


def read_key(path: Path) -> Key:
    """Return the key that a file holds.

    Raises:
        StoreError: The file cannot be read.
        UsageError: It is too short to be a key.
    """
    try:
        secret = saved_files.read_bytes(path, saved_files.MAX_TEXT_BYTES)
    except OSError as error:
        raise StoreError(f"--key {path}: cannot be read ({error.strerror}); give the file of the shared key") from None
    if len(secret) < LEAST_BYTES:
        raise UsageError(f"--key {path}: has {len(secret)} bytes; give a file of {LEAST_BYTES} random bytes or more")
    parts = [hashlib.blake2b(secret, digest_size=32, person=purpose).digest() for purpose in (b"hash", b"seal", b"id")]
    return Key(hashing=parts[0], sealing=parts[1], key_id=parts[2][:_HASH_BYTES].hex())


def keyed_digest(text: bytes, key: Key) -> str:
    """Return the digest of a text, 16 bytes in hexadecimal."""
    return hashlib.blake2b(text, digest_size=16, key=key.hashing, person=b"file").hexdigest()


def keyed_hashes(grams: NDArray[np.uint64], level: str, key: Key) -> NDArray[np.uint64]:
    """Return a hash of each of some hashes of token sequences: uint64 (n,), below every one of which is the key."""
    state = hashlib.blake2b(digest_size=_HASH_BYTES, key=key.hashing, person=level.encode())
    different, places = np.unique(grams, return_inverse=True)
    data = different.astype("<u8").tobytes()
    made = bytearray()
    for start in range(0, len(data), _HASH_BYTES):
        one = state.copy()
        one.update(data[start : start + _HASH_BYTES])
        made += one.digest()
    return np.frombuffer(bytes(made), dtype="<u8").astype(np.uint64)[places]


def seal(text: bytes, key: Key) -> bytes:
    """Return a text that only the key opens."""
    nonce = hashlib.blake2b(text, digest_size=_NONCE_BYTES, key=key.sealing, person=b"nonce").digest()
    return nonce + AESGCM(key.sealing).encrypt(nonce, text, None)


def unseal(sealed: bytes, key: Key) -> bytes:
    """Return the text that was sealed.

    Raises:
        StoreError: It was changed, or sealed with another key.
    """
    try:
        return AESGCM(key.sealing).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], None)
    except (InvalidTag, ValueError):
        raise StoreError("the sealed part is damaged, or sealed with another key") from None
