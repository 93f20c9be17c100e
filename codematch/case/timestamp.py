"""RFC 3161 time-stamps over a result folder: the request to send out, and the check of the reply that came back.

The SHA-256 of `SHA256SUMS` is stamped, and thereby all files that it lists. Nothing here uses the network: the user
sends the request to an authority and stores its reply. Validity is judged at the attested time, so a stamp outlives the
certificate of its authority. Revocation is not checked.

Two things that no signature covers are adjusted in memory for the library: the order of sets, because authorities send
certificates in the order of the chain and not of DER, and the status of a stamp that was granted with changes. By RFC
3161, 2.4.2 such a stamp is valid. That its changes do not matter follows from its content, which must be over these
bytes and have the requested nonce and policy.
"""

import contextlib
import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from codematch.case import der
from codematch.case.library_errors import translate_certificate_errors
from codematch.errors import StoreError, UsageError

if TYPE_CHECKING:
    from cryptography.x509 import Certificate
    from rfc3161_client import TimeStampRequest, TimeStampResponse

REQUEST = "bundle.tsq"
REPLY = "bundle.tsr"

_DAMAGED = "the time-stamp is damaged (its signer cannot be read); request another"
_SHA256 = "2.16.840.1.101.3.4.2.1"
_GRANTED, _WITH_CHANGES = 0, 1
_REFUSALS = {2: "rejected", 3: "waiting", 4: "revocation warning", 5: "revoked"}
_SIGNED_DATA = (0, 1, 1, 0)
"""The reply, its token, the content of the token, SignedData."""
_SIGNING_CERTIFICATE = (bytes.fromhex("2a864886f70d010910020c"), bytes.fromhex("2a864886f70d010910022f"))
"""The signed attributes that name the signer's certificate by its digest: RFC 2634 and RFC 5035."""
_DIGESTS = {20: "sha1", 32: "sha256", 48: "sha384", 64: "sha512"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What a time-stamp attests, and who does.

    `time` is ISO 8601 in UTC to the second, `serial` hexadecimal, `policy` an object identifier, and `authority` the
    subject of the signer's certificate.
    """

    time: str
    serial: str
    policy: str
    authority: str


def request(data: bytes) -> bytes:
    """Return a request, in DER, for a time-stamp over some bytes: their SHA-256, a nonce, the certificate asked for."""
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

    return TimestampRequestBuilder(data=data, hash_algorithm=HashAlgorithm.SHA256).build().as_bytes()


def verify(reply: bytes, data: bytes, ca: bytes, asked: bytes | None = None) -> Stamp:
    """Return the stamp of a valid reply.

    Args:
        reply: The reply of the authority, in DER.
        data: The bytes that were to be stamped.
        ca: The root certificates that are trusted, and any between them and the signer: PEM, or one in DER.
        asked: The request that the reply answers; without it, any reply for these bytes is accepted.

    Raises:
        UsageError: `ca` has no certificates.
        StoreError: The reply is invalid; the message says why.
    """
    from rfc3161_client import VerificationError, VerifierBuilder

    roots = _certificates(ca)
    response = _response(reply)
    _check_imprint(response, data)
    if asked is not None:
        _check_answers(response, asked, data)
    signer = _signer(response)
    _check_signer(signer, response)
    try:
        VerifierBuilder(roots=roots).build().verify(response, hashlib.sha256(data).digest())
    except (VerificationError, ValueError) as error:
        raise StoreError(_fault(str(error))) from None
    if not _is_named(response, signer):
        raise StoreError(
            "the signed part of the time-stamp does not name the certificate of its signer; request another"
        )
    return _stamp(response, signer)


def _response(reply: bytes) -> "TimeStampResponse":
    from rfc3161_client import decode_timestamp_response

    reply = _in_order(reply)
    unread = StoreError(f"not a readable time-stamp reply; give the {REPLY} that the authority sent")
    with translate_certificate_errors(unread, with_reason=True):
        response = decode_timestamp_response(reply)
    if response.status == _WITH_CHANGES:
        response = decode_timestamp_response(_as_granted(reply))
    if response.status != _GRANTED:
        status = _REFUSALS.get(response.status, str(response.status))
        words = "".join(f", {text!r}" for text in response.status_string)
        raise StoreError(f"the authority did not grant the time-stamp ({status}{words}); request it again")
    empty = StoreError("the reply holds no readable time-stamp; request another")
    with translate_certificate_errors(empty, with_reason=True):
        _ = response.tst_info.policy.dotted_string, response.signed_data
    return response


def _in_order(reply: bytes) -> bytes:
    """Return a reply with those sets in the order of DER that no signature covers: the library refuses any other order.

    They are the digest algorithms, the certificates and the signers of SignedData, and those attributes of the signer
    that are not signed. The signed ones stay as they are; so do damaged bytes, whose fault the library names.
    """
    with contextlib.suppress(IndexError):
        for part in der.places(reply, der.find(reply, *_SIGNED_DATA)):
            if part.tag in (der.SET, der.CONTEXT_0):
                reply = der.in_order(reply, part)
        for part in der.places(reply, der.find(reply, *_SIGNED_DATA, -1, 0)):
            if part.tag == der.CONTEXT_1:
                reply = der.in_order(reply, part)
    return reply


def _as_granted(reply: bytes) -> bytes:
    """Return a reply with the status 0 in the place of another."""
    status = der.find(reply, 0, 0, 0)  # the reply, its PKIStatusInfo, the status: an INTEGER
    return reply[: status.inner] + bytes(status.stop - status.inner) + reply[status.stop :]


def _check_imprint(response: "TimeStampResponse", data: bytes) -> None:
    imprint = response.tst_info.message_imprint
    if imprint.hash_algorithm.dotted_string != _SHA256:
        name = imprint.hash_algorithm.dotted_string
        raise StoreError(
            f"the time-stamp is over another digest than SHA-256 ({name}); send {REQUEST}, which asks for SHA-256"
        )
    if imprint.message != hashlib.sha256(data).digest():
        raise StoreError(
            "the time-stamp is over other bytes: SHA256SUMS was changed, or the reply belongs to another result; "
            "request another"
        )


def _check_answers(response: "TimeStampResponse", asked: bytes, data: bytes) -> None:
    query, stamped = _query(asked), response.tst_info
    imprint = query.message_imprint
    if imprint.message != hashlib.sha256(data).digest() or imprint.hash_algorithm.dotted_string != _SHA256:
        raise StoreError("the time-stamp request is over other bytes: SHA256SUMS or the request was changed")
    if query.nonce is not None and query.nonce != stamped.nonce:
        raise StoreError(
            f"the time-stamp answers another request: its nonce differs from the one that was sent; "
            f"give the reply to {REQUEST}"
        )
    if query.policy is not None and query.policy != stamped.policy:
        raise StoreError(
            f"the time-stamp answers another request: its policy differs from the one that was requested; "
            f"give the reply to {REQUEST}"
        )


def _query(asked: bytes) -> "TimeStampRequest":
    from rfc3161_client._rust import parse_timestamp_request

    unread = StoreError(f"not a time-stamp request; give the {REQUEST} that was sent")
    with translate_certificate_errors(unread):
        return parse_timestamp_request(asked)


def _certificates(ca: bytes) -> "list[Certificate]":
    from cryptography.x509 import load_der_x509_certificate, load_pem_x509_certificates

    unread = UsageError("the CA file holds no certificates; give the root of the authority, in PEM or DER")
    with translate_certificate_errors(unread):
        found = load_pem_x509_certificates(ca) if b"-----BEGIN" in ca else [load_der_x509_certificate(ca)]
        _ = [(item.subject, item.issuer) for item in found]  # read them here: the library panics over damaged ones
    return found


def _signer(response: "TimeStampResponse") -> "Certificate":
    from cryptography.x509 import load_der_x509_certificate

    with translate_certificate_errors(StoreError(_DAMAGED)):
        (info,) = response.signed_data.signer_infos
        certificates = [load_der_x509_certificate(content) for content in response.signed_data.certificates]
        found = [
            item for item in certificates if item.issuer == info.issuer and item.serial_number == info.serial_number
        ]
    if len(found) != 1:
        raise StoreError(f"the time-stamp lacks the certificate of its signer; send {REQUEST}, which asks for it")
    return found[0]


def _check_signer(signer: "Certificate", response: "TimeStampResponse") -> None:
    from cryptography.x509 import ExtendedKeyUsage
    from cryptography.x509.oid import ExtendedKeyUsageOID

    with translate_certificate_errors(StoreError(_DAMAGED)):
        alone = ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        confined = any(item.critical and item.value == alone for item in signer.extensions)
    if not confined:
        raise StoreError(f"the signer's certificate is not restricted to time-stamping: {_subject(signer)}")
    time, start, end = response.tst_info.gen_time, signer.not_valid_before_utc, signer.not_valid_after_utc
    if not start <= time <= end:
        raise StoreError(
            f"the signer's certificate was not valid at the attested time {time.isoformat()}, "
            f"only from {start.isoformat()} to {end.isoformat()}: {_subject(signer)}"
        )


def _fault(words: str) -> str:
    """Return what the refusal of the library means; it passes on the words of OpenSSL."""
    found = re.search(r'Verify error: ?([^"]+)', words)
    if found is not None:
        return f"the time-stamp was not signed by an authority of the CA file ({found[1]})"
    return "the signature of the time-stamp is invalid: the reply was changed"


def _is_named(response: "TimeStampResponse", signer: "Certificate") -> bool:
    """Return whether the signed attributes name a certificate as the signer's, as RFC 3161 asks.

    Without it, another certificate for the same key could replace the one that signed.
    """
    from cryptography.hazmat.primitives.serialization import Encoding

    certificate = signer.public_bytes(Encoding.DER)
    with translate_certificate_errors(StoreError(_DAMAGED)):
        named = _named(response.time_stamp_token())
    return bool(named) and all(
        hashlib.new(_DIGESTS.get(len(digest), "sha256"), certificate, usedforsecurity=False).digest() == digest
        for digest in named
    )


def _named(token: bytes) -> list[bytes]:
    signer = der.inside(token, 0, 1, 0, -1, 0)  # ContentInfo, its content, SignedData, signerInfos, the only SignerInfo
    attributes = next((part for tag, part in der.parts(signer) if tag == der.CONTEXT_0), b"")
    digests = []
    for _, attribute in der.parts(attributes):
        (_, name), (_, value) = der.parts(attribute)
        if name in _SIGNING_CERTIFICATE:
            first = der.inside(value, 0, 0, 0)  # SigningCertificate, its certificates, the first of them
            digests.append(next(part for tag, part in der.parts(first) if tag == der.OCTET_STRING))
    return digests


def _stamp(response: "TimeStampResponse", signer: "Certificate") -> Stamp:
    stamped = response.tst_info
    return Stamp(
        time=stamped.gen_time.isoformat(timespec="seconds"),
        serial=f"{stamped.serial_number:#x}",
        policy=stamped.policy.dotted_string,
        authority=_subject(signer),
    )


def _subject(certificate: "Certificate") -> str:
    return certificate.subject.rfc4514_string()
