"""A detached CMS signature over a result folder with a key of the user (RFC 5652), and its check.

`SHA256SUMS` is signed, and thereby all files that it lists. The check takes the expected certificate; it does not check
who issued that certificate, or whether it was revoked.
"""

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from codematch.case import der
from codematch.case.library_errors import translate_certificate_errors, translate_errors
from codematch.errors import StoreError, UsageError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.x509 import Certificate

NAME = "signature.p7s"
_MESSAGE_DIGEST = bytes.fromhex("2a864886f70d010904")
"""1.2.840.113549.1.9.4: the signed attribute with the digest of the signed data."""
_DAMAGED = "the signature is damaged or not a CMS signature; sign the result again"
_CHANGED = "the signature is invalid: SHA256SUMS or the signature was changed"


@dataclass(frozen=True, slots=True)
class Signed:
    """Who signed: the subject of the certificate and its SHA-256."""

    subject: str
    fingerprint: str


def sign(data: bytes, key: bytes, certificate: bytes, password: bytes | None = None) -> bytes:
    """Return a detached CMS signature in DER, with SHA-256.

    Args:
        data: What is signed.
        key: The private key in PEM: RSA, or on an elliptic curve.
        certificate: Its certificate in PEM.
        password: Of the key, None for none.

    Raises:
        UsageError: The key or the certificate cannot be used, or they do not belong together.
    """
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, pkcs7

    parsed, private = _certificate(certificate), _key(key, password)
    whole = PublicFormat.SubjectPublicKeyInfo
    if private.public_key().public_bytes(Encoding.DER, whole) != parsed.public_key().public_bytes(Encoding.DER, whole):
        raise UsageError("the certificate belongs to another key; give the one that was issued for this key")
    builder = pkcs7.PKCS7SignatureBuilder().set_data(data).add_signer(parsed, private, hashes.SHA256())
    return builder.sign(Encoding.DER, [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Binary])


def verify(signature: bytes, data: bytes, certificate: bytes | None) -> Signed:
    """Return who signed, if the signature is valid and was made with the key of the certificate.

    Args:
        signature: The detached CMS signature in DER.
        data: What was signed.
        certificate: The certificate that is expected, in PEM; None for the first that the signature contains.

    Raises:
        UsageError: The certificate cannot be read.
        StoreError: The signature is invalid, or was made with another key.
    """
    parsed = _contained(signature) if certificate is None else _certificate(certificate)
    with translate_errors(StoreError(_DAMAGED)):
        signer = der.inside(signature, 0, 1, 0, -1, 0)  # ContentInfo, content, SignedData, signerInfos, SignerInfo
        fields = der.parts(signer)
        attributes = next(content for tag, content in fields if tag == der.CONTEXT_0)
        made = next(content for tag, content in reversed(fields) if tag == der.OCTET_STRING)
        found = [pair for _, pair in der.parts(attributes)]
        digests = [der.inside(pair, 1, 0) for pair in found if der.inside(pair, 0) == _MESSAGE_DIGEST]
    if digests != [hashlib.sha256(data).digest()]:
        raise StoreError(_CHANGED)
    _check(parsed, made, der.element(der.SET, attributes))
    return _signed(parsed)


def stated(signature: bytes) -> Signed:
    """Return who a signature says that it is from: the first certificate that it contains. Nothing is checked.

    Raises:
        StoreError: It contains none.
    """
    return _signed(_contained(signature))


def _signed(certificate: "Certificate") -> Signed:
    from cryptography.hazmat.primitives.serialization import Encoding

    with translate_certificate_errors(StoreError(_DAMAGED)):
        digest = hashlib.sha256(certificate.public_bytes(Encoding.DER)).hexdigest()
        return Signed(certificate.subject.rfc4514_string(), digest)


def _check(certificate: "Certificate", made: bytes, signed: bytes) -> None:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

    public = certificate.public_key()
    try:
        if isinstance(public, rsa.RSAPublicKey):
            public.verify(made, signed, padding.PKCS1v15(), hashes.SHA256())
        elif isinstance(public, ec.EllipticCurvePublicKey):
            public.verify(made, signed, ec.ECDSA(hashes.SHA256()))
        else:
            raise UsageError("the key of the certificate is neither RSA nor elliptic-curve; give another certificate")
    except InvalidSignature:
        raise StoreError("the signature was not made with the key of this certificate, or was changed") from None


def _key(key: bytes, password: bytes | None) -> "RSAPrivateKey | EllipticCurvePrivateKey":
    from cryptography.hazmat.primitives.asymmetric import ec, rsa
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    unread = UsageError("the key cannot be read; give a private key in PEM, and its password if it has one")
    with translate_certificate_errors(unread):
        found = load_pem_private_key(key, password)
    if not isinstance(found, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise UsageError("the key is neither RSA nor elliptic-curve; give another key")
    return found


def _contained(signature: bytes) -> "Certificate":
    """The first certificate that a signature contains."""
    from cryptography.hazmat.primitives.serialization import pkcs7

    with translate_certificate_errors(StoreError(_DAMAGED)):
        return pkcs7.load_der_pkcs7_certificates(signature)[0]


def _certificate(content: bytes) -> "Certificate":
    from cryptography.x509 import load_pem_x509_certificate

    unread = UsageError("not a certificate in PEM; give the certificate of the signer")
    with translate_certificate_errors(unread):
        return load_pem_x509_certificate(content)
