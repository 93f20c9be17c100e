"""Signatures of OpenSSH (`sshsig`), as git makes them over tags and commits, and the keys that may have made them.

The format is that of PROTOCOL.sshsig of OpenSSH, the list of keys that of `allowed_signers` in ssh-keygen(1). Keys on a
token (`sk-`), certificates and DSA are not checked.
"""

import base64
import fnmatch
import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from codematch.case.library_errors import translate_certificate_errors, translate_errors
from codematch.errors import StoreError, UsageError

_MAGIC = b"SSHSIG"
_ARMOUR = re.compile(rb"-----BEGIN SSH SIGNATURE-----(.*?)-----END SSH SIGNATURE-----", re.DOTALL)
_WORD = re.compile(r'(?:[^\s"]|"[^"]*")+')
_OPTION = re.compile(r'([\w-]+)(?:="([^"]*)")?(?:,|$)')
_CURVES = {
    "ecdsa-sha2-nistp256": "sha256",
    "ecdsa-sha2-nistp384": "sha384",
    "ecdsa-sha2-nistp521": "sha512",
}
_RSA = {"rsa-sha2-256": "sha256", "rsa-sha2-512": "sha512"}
_DIGESTS = ("sha256", "sha512")
_LEAST_RSA_BITS = 1024
"""What OpenSSH asks for at least."""
_TIME_FORMS = {8: "%Y%m%d", 12: "%Y%m%d%H%M", 14: "%Y%m%d%H%M%S"}
_KEY_TYPES = ("ssh-", "ecdsa-", "sk-")


@dataclass(frozen=True, slots=True, kw_only=True)
class SshSignature:
    """What a signature says: the public key, for what it is meant, and how it was made."""

    key: bytes
    namespace: str
    digest: str
    algorithm: str
    made: bytes

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the key as OpenSSH shows it."""
        return "SHA256:" + base64.b64encode(hashlib.sha256(self.key).digest()).decode().rstrip("=")

    @property
    def key_type(self) -> str:
        """The type that the key states."""
        return _Reader(self.key).string().decode("ascii", "replace")


def parse(text: bytes) -> SshSignature:
    """Read a signature with its armour.

    Raises:
        StoreError: It is damaged, or none.
    """
    with translate_errors(StoreError("the SSH signature is damaged")):
        armour = _ARMOUR.search(text)
        if armour is None:
            raise ValueError
        content = base64.b64decode(b"".join(armour[1].split()), validate=True)
        reader = _Reader(content)
        if reader.take(len(_MAGIC)) != _MAGIC or reader.number() != 1:
            raise ValueError
        key, namespace, _, digest, made = (reader.string() for _ in range(5))
        inner = _Reader(made)
        found = SshSignature(
            key=key,
            namespace=namespace.decode("ascii"),
            digest=digest.decode("ascii"),
            algorithm=inner.string().decode("ascii"),
            made=inner.string(),
        )
        if not found.key_type or found.digest not in _DIGESTS:
            raise ValueError
    return found


def verify(signature: SshSignature, data: bytes) -> None:
    """Check that a signature was made over some bytes with the key that it names; whose key it is, is not checked.

    Raises:
        StoreError: It was not.
        UsageError: Keys of this type are not checked.
    """
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
    from cryptography.hazmat.primitives.serialization import load_ssh_public_key

    kind, algorithm = signature.key_type, signature.algorithm
    if kind not in ("ssh-ed25519", "ssh-rsa", *_CURVES):
        raise UsageError(f"keys of the type {kind} are not checked")
    if algorithm not in (_RSA if kind == "ssh-rsa" else (kind,)):
        raise StoreError("the SSH signature was made in a way that does not belong to its key")
    signed = b"".join(
        (_MAGIC, *map(_string, (signature.namespace.encode(), b"", signature.digest.encode(),
                                hashlib.new(signature.digest, data).digest())))
    )  # fmt: skip
    sizes = {"sha256": hashes.SHA256(), "sha384": hashes.SHA384(), "sha512": hashes.SHA512()}
    invalid = StoreError("the SSH signature is invalid: the data or the signature was changed")
    with translate_certificate_errors(invalid):
        key = load_ssh_public_key(kind.encode() + b" " + base64.b64encode(signature.key))
        try:
            if isinstance(key, ed25519.Ed25519PublicKey):
                key.verify(signature.made, signed)
            elif isinstance(key, ec.EllipticCurvePublicKey):
                key.verify(_dss(signature.made), signed, ec.ECDSA(sizes[_CURVES[kind]]))
            elif isinstance(key, rsa.RSAPublicKey) and key.key_size >= _LEAST_RSA_BITS:
                key.verify(signature.made, signed, padding.PKCS1v15(), sizes[_RSA[algorithm]])
            else:
                raise invalid
        except InvalidSignature:
            raise invalid from None


def allowed(signers: bytes, signature: SshSignature, seconds: int) -> tuple[str, ...]:
    """Return the names of those to whom a list of allowed signers gives the key of a signature, at a time.

    Args:
        signers: The list, in the form of `allowed_signers`. Times without a `Z` are taken as UTC.
        signature: The signature; a line may confine its key to other namespaces.
        seconds: When it was made, in seconds since 1970.

    Returns:
        Their names, in the order of the list; none if it does not have the key.

    Raises:
        UsageError: The list has no key at all.
    """
    names, keys = [], 0
    for principals, options, key in _lines(signers.decode("utf-8", "replace")):
        keys += 1
        if key == signature.key and _is_fit(options, signature.namespace, seconds):
            names.append(principals)
    if not keys:
        raise UsageError("the file of signers has no SSH key; give one in the form of allowed_signers")
    return tuple(dict.fromkeys(names))


def _lines(text: str) -> Iterator[tuple[str, Mapping[str, str], bytes]]:
    """Yield the principals, the options and the key of every line that can be read."""
    for line in text.splitlines():
        words = _WORD.findall(line.strip())
        if not words or words[0].startswith("#"):
            continue
        at = next((number for number in (1, 2) if words[number : number + 1] and _is_key_type(words[number])), 0)
        if not at or len(words) <= at + 1:
            continue
        options = {found[1].lower(): found[2] or "" for found in _OPTION.finditer(words[1])} if at > 1 else {}
        try:
            key = base64.b64decode(words[at + 1], validate=True)
        except ValueError:
            continue
        yield words[0].strip('"'), options, key


def _is_key_type(word: str) -> bool:
    return word.startswith(_KEY_TYPES)


def _is_fit(options: Mapping[str, str], namespace: str, seconds: int) -> bool:
    """Tell whether the options of a line let its key sign for a namespace at a time; unknown ones do not."""
    if options.keys() - {"namespaces", "valid-after", "valid-before"}:
        return False
    patterns = options.get("namespaces", "*").split(",")
    after, before = (_seconds(options[name]) if name in options else None for name in ("valid-after", "valid-before"))
    if ("valid-after" in options and after is None) or ("valid-before" in options and before is None):
        return False
    is_then = (after is None or after <= seconds) and (before is None or seconds <= before)
    refused = any(fnmatch.fnmatchcase(namespace, pattern[1:]) for pattern in patterns if pattern.startswith("!"))
    return is_then and not refused and any(fnmatch.fnmatchcase(namespace, pattern) for pattern in patterns)


def _seconds(text: str) -> int | None:
    """Return a time of the list in seconds since 1970, None for one that cannot be read."""
    digits = text.upper().removesuffix("Z")
    try:
        return int(datetime.strptime(digits, _TIME_FORMS[len(digits)]).replace(tzinfo=UTC).timestamp())
    except (KeyError, ValueError):
        return None


def _dss(made: bytes) -> bytes:
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

    reader = _Reader(made)
    return encode_dss_signature(*(int.from_bytes(reader.string(), "big", signed=True) for _ in range(2)))


def _string(content: bytes) -> bytes:
    return len(content).to_bytes(4, "big") + content


class _Reader:
    """Reads the numbers and strings of SSH (RFC 4251) one after the other."""

    def __init__(self, content: bytes) -> None:
        self._content, self._at = content, 0

    def take(self, size: int) -> bytes:
        found = self._content[self._at : self._at + size]
        if len(found) != size:
            raise IndexError("the bytes end too early")
        self._at += size
        return found

    def number(self) -> int:
        return int.from_bytes(self.take(4), "big")

    def string(self) -> bytes:
        return self.take(self.number())
