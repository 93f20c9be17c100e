"""Digests of files: SHA-256 always, and in addition those that an older list or a national rule asks for."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from typing import Protocol

from cryptography.hazmat.primitives import hashes


class Digest(Protocol):
    """What all of them can do, those of the standard library and SM3."""

    def update(self, data: bytes, /) -> None:
        """Take in more of a text."""

    def hexdigest(self) -> str:
        """Return the digest of all that was taken in, in small hexadecimal letters."""


class _Sm3:
    """SM3 (GB/T 32905-2016) of `cryptography`, whose OpenSSL has it everywhere; that of Python may lack it."""

    def __init__(self) -> None:
        self._running = hashes.Hash(hashes.SM3())

    def update(self, data: bytes, /) -> None:
        self._running.update(data)

    def hexdigest(self) -> str:
        return self._running.copy().finalize().hex()


ALGORITHMS: Mapping[str, Callable[[], Digest]] = {
    "sha256": hashlib.sha256,
    "sm3": _Sm3,
    "sha1": lambda: hashlib.sha1(usedforsecurity=False),
    "md5": lambda: hashlib.md5(usedforsecurity=False),
}
"""By name; SHA-1 and MD5 only tie back to older lists, and are never used alone."""
HEX_LENGTHS = {64: ("sha256", "sm3"), 40: ("sha1",), 32: ("md5",)}
"""Which algorithms give digests of this many hexadecimal digits."""


class Digesting:
    """Several digests of one text, taken in piece by piece; SHA-256 is always among them."""

    def __init__(self, others: Iterable[str]) -> None:
        self._running = {name: ALGORITHMS[name]() for name in ("sha256", *others)}

    def update(self, chunk: bytes) -> None:
        """Take in more of the text."""
        for digest in self._running.values():
            digest.update(chunk)

    def digests(self) -> tuple[str, dict[str, str]]:
        """Return the SHA-256 of all that was taken in, and the others by name."""
        found = {name: digest.hexdigest() for name, digest in self._running.items()}
        return found.pop("sha256"), found
