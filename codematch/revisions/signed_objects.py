"""Signatures of git over tags and commits: of what kind they are, whose key they state, and what can be verified.

A signature of SSH or X.509 is verified against the keys that the case gives; without them, what it states is repeated.
Signatures of PGP are not verified. What a signature covers names the tree by its digest, which was checked in reading.
The time in it is that of the signer's clock.
"""

import base64
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

from codematch.case import signature as cms
from codematch.case import ssh_signature
from codematch.case.library_errors import translate_errors
from codematch.errors import StoreError, UsageError
from codematch.intake.names import shown
from codematch.model.message import Message, Name
from codematch.model.versions import Verification
from codematch.revisions.pgp import stated_key

_BEGIN = re.compile(rb"^-----BEGIN (PGP SIGNATURE|PGP MESSAGE|SIGNED MESSAGE|SSH SIGNATURE)-----\r?$", re.MULTILINE)
_CMS = re.compile(rb"-----BEGIN SIGNED MESSAGE-----(.*?)-----END SIGNED MESSAGE-----", re.DOTALL)
_SIGNED_AT = re.compile(rb"^(?:tagger|committer) .*?(-?\d+) ([+-])(\d\d)(\d\d)$", re.MULTILINE)
_TAG = re.compile(rb"^tag (.*)$", re.MULTILINE)
_SHA1_HEADER, _SHA256_HEADER = b"gpgsig", b"gpgsig-sha256"
_NAMESPACE = "git"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedSignature:
    """What became of a signature: its status and why, and if it is valid who signed and at what time, by their clock.

    `time` is ISO 8601, `signer` the name that the given keys have for the signer; both are "" if it is not verified.
    """

    status: Verification
    detail: Message
    time: str = ""
    signer: str = ""


@dataclass(frozen=True, slots=True)
class _Object:
    """A signed object: what is signed, the signature, the name of the tag ("" for a commit), the time in it."""

    data: bytes
    signature: bytes
    tag: str
    seconds: int
    time: str


def check_object(content: bytes, reference: str, signers: bytes | None) -> CheckedSignature:
    """Check the signature of a tag or a commit.

    Args:
        content: The whole object.
        reference: By which name it was found.
        signers: The keys that may have signed: allowed signers of SSH or a certificate in PEM; None if none are given.
    """
    found = _split(content)
    begin = _BEGIN.search(found.signature)
    if begin is None:
        return CheckedSignature(status=Verification.REFUSED, detail=Message.of("attested-tag-missing"))
    if found.tag and found.tag != reference:
        detail = Message.of("attested-other-tag", name=Name(found.tag))
        return CheckedSignature(status=Verification.REFUSED, detail=detail)
    return _KINDS[begin[1]](found, signers)


def _split(content: bytes) -> _Object:
    """Part an object as git does: the signature of a tag is at its end, that of a commit in its head."""
    head, blank, message = content.partition(b"\n\n")
    lines, signatures = _without_signatures(head)
    name = _TAG.search(head) if head.startswith(b"object ") else None
    if name is not None:
        begins = [found.start() for found in _BEGIN.finditer(message)]
        at = begins[-1] if begins else len(message)
        message, made = message[:at], message[at:]
    else:
        made = signatures.get(_SHA1_HEADER) or signatures.get(_SHA256_HEADER, b"")
    seconds, time = _signed_at(head)
    return _Object(lines + blank + message, made, shown(name[1]) if name else "", seconds, time)


def _without_signatures(head: bytes) -> tuple[bytes, dict[bytes, bytes]]:
    """Return the head of an object without its headers of signatures, and these."""
    kept: list[bytes] = []
    signatures: dict[bytes, bytes] = {}
    current = b""
    for line in head.split(b"\n"):
        if current and line.startswith(b" "):
            signatures[current] += b"\n" + line[1:]
            continue
        key, _, value = line.partition(b" ")
        current = key if key in (_SHA1_HEADER, _SHA256_HEADER) else b""
        if current:
            signatures[current] = value
        else:
            kept.append(line)
    return b"\n".join(kept), signatures


def _signed_at(head: bytes) -> tuple[int, str]:
    """Return the time of the tagger or committer in seconds since 1970 and as ISO 8601, "" for none."""
    found = _SIGNED_AT.search(head)
    if found is None:
        return 0, ""
    seconds, minutes = int(found[1]), int(found[3]) * 60 + int(found[4])
    try:
        zone = timezone(timedelta(minutes=-minutes if found[2] == b"-" else minutes))
        plain = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
        return seconds, plain.astimezone(zone).isoformat(timespec="seconds")
    except (OverflowError, ValueError):
        return seconds, ""


def _ssh(found: _Object, signers: bytes | None) -> CheckedSignature:
    try:
        signature = ssh_signature.parse(found.signature)
    except StoreError:
        return _outcome(Verification.REFUSED, Message.of("signature-ssh"), "", Message.of("signature-damaged"))
    kind, key = Message.of("signature-ssh"), f"{signature.key_type} {signature.fingerprint}"
    try:
        ssh_signature.verify(signature, found.data)
        if signature.namespace != _NAMESPACE:
            raise StoreError("the signature was made for another purpose")
        names = None if signers is None else ssh_signature.allowed(signers, signature, found.seconds)
    except UsageError:
        return _outcome(Verification.UNCHECKED, kind, key, Message.of("signature-unsupported"))
    except StoreError:
        return _outcome(Verification.REFUSED, kind, key, Message.of("signature-invalid"))
    return _of_signer(found, kind, key, names)


def _of_signer(found: _Object, kind: Message, key: str, names: tuple[str, ...] | None) -> CheckedSignature:
    """Return the outcome of a signature that fits its key, which belongs to nobody, or to those that are named."""
    if names is None:
        return _outcome(Verification.UNCHECKED, kind, key, Message.of("signature-no-signers"))
    if not names:
        return _outcome(Verification.REFUSED, kind, key, Message.of("signature-other-signer"))
    detail = Message.of("attested-signature", kind=kind, key=Name(key), outcome=Message.of("signature-valid"))
    return CheckedSignature(status=Verification.VERIFIED, detail=detail, time=found.time, signer=", ".join(names))


def _x509(found: _Object, signers: bytes | None) -> CheckedSignature:
    kind, key = Message.of("signature-x509"), ""
    try:
        made = _cms_bytes(found.signature)
        stated = cms.stated(made)
        key = f"{stated.subject} {stated.fingerprint[:16]}"
        cms.verify(made, found.data, None)
        if signers is None:
            return _of_signer(found, kind, key, None)
    except UsageError:
        return _outcome(Verification.UNCHECKED, kind, key, Message.of("signature-unsupported"))
    except StoreError:
        reason = Message.of("signature-invalid") if key else Message.of("signature-damaged")
        return _outcome(Verification.REFUSED, kind, key, reason)
    try:
        return _of_signer(found, kind, key, (cms.verify(made, found.data, signers).subject,))
    except UsageError:
        return _outcome(Verification.UNCHECKED, kind, key, Message.of("signature-no-certificate"))
    except StoreError:
        return _of_signer(found, kind, key, ())


def _cms_bytes(text: bytes) -> bytes:
    with translate_errors(StoreError("the signature is damaged")):
        armour = _CMS.search(text)
        if armour is None:
            raise ValueError
        return base64.b64decode(b"".join(armour[1].split()), validate=True)


def _pgp(found: _Object, signers: bytes | None) -> CheckedSignature:
    return _outcome(
        Verification.UNCHECKED, Message.of("signature-pgp"), stated_key(found.signature), Message.of("signature-no-pgp")
    )


def _outcome(status: Verification, kind: Message, key: str, outcome: Message) -> CheckedSignature:
    shown_key = Name(key) if key else Message.of("signature-key-unknown")
    return CheckedSignature(
        status=status, detail=Message.of("attested-signature", kind=kind, key=shown_key, outcome=outcome)
    )


_KINDS: dict[bytes, Callable[[_Object, bytes | None], CheckedSignature]] = {
    b"PGP SIGNATURE": _pgp,
    b"PGP MESSAGE": _pgp,
    b"SIGNED MESSAGE": _x509,
    b"SSH SIGNATURE": _ssh,
}
