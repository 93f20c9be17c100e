"""Attestations of third parties that a case gives: each is verified as far as it can be without a network.

What is given is repeated with its status. A time-stamp is checked whole if its authority's certificates are given. The
export of a registry or a platform is checked for its content: it must name the digest of a given file, or a revision
of the work. A notarial or deposit certificate is a number and a date; a file that it covers is compared by digest.
"""

import hashlib
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from codematch.case.timestamp import verify
from codematch.errors import CodematchError
from codematch.model.engagement import Role
from codematch.model.message import Message, Name, system_said
from codematch.model.versions import AttestedKind, AttestedTime, TimeEntry, Verification
from codematch.revisions.history import History
from codematch.revisions.signed_objects import check_object

_HEX = re.compile(r"\b[0-9a-f]{40}(?:[0-9a-f]{24})?\b")
_TIME_KEYS = ("upload_time_iso_8601", "upload_time", "published_at", "created_at", "pushed_at", "time", "timestamp")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attestation:
    """One attestation as a case states it; paths are those of files on this machine, None where none is given.

    `covers` is the file that it is about, `ca` the certificates of a time-stamp's authority, `sha256` a digest that a
    certificate states. `signers` are the keys that may have signed a tag: allowed signers of SSH, or a certificate.
    `reference` names a signed tag, or a signed commit by its full id.
    """

    kind: AttestedKind
    role: Role
    time: str = ""
    source: str = ""
    reference: str = ""
    file: Path | None = None
    covers: Path | None = None
    ca: Path | None = None
    sha256: str = ""
    signers: Path | None = None


@dataclass(frozen=True, slots=True)
class _Outcome:
    status: Verification
    detail: Message
    time: str = ""
    source: str = ""


def examine_attestations(given: Sequence[Attestation], histories: dict[Role, History]) -> tuple[TimeEntry, ...]:
    """Return a row of table T9 for every attestation, with its verification status."""
    rows = []
    for one in given:
        try:
            outcome = _CHECKS[one.kind](one, histories.get(one.role))
        except OSError as error:
            outcome = _Outcome(Verification.REFUSED, system_said(error))
        attested = AttestedTime(
            kind=one.kind,
            time=outcome.time or one.time,
            source=outcome.source or one.source,
            reference=one.reference,
            file=one.file.name if one.file else "",
            status=outcome.status,
            detail=outcome.detail,
        )
        rows.append(TimeEntry(role=one.role, artefact=_artefact(one), attested=attested))
    return tuple(rows)


def _artefact(one: Attestation) -> Message:
    named = one.covers or one.file
    return Message.of("attested-artefact", kind=Message.of(f"attested-{one.kind.value}"), name=Name(_what(one, named)))


def _what(one: Attestation, named: Path | None) -> str:
    return named.name if named else one.reference or one.source or one.kind.value


def _timestamp(one: Attestation, history: History | None) -> _Outcome:
    if one.file is None or one.covers is None:
        return _Outcome(Verification.REFUSED, Message.of("attested-needs-files"))
    if one.ca is None:
        return _Outcome(Verification.UNCHECKED, Message.of("attested-no-ca"))
    try:
        stamp = verify(one.file.read_bytes(), one.covers.read_bytes(), one.ca.read_bytes())
    except CodematchError as error:
        return _Outcome(Verification.REFUSED, Message.of("system-said", text=Name(str(error))))
    return _Outcome(Verification.VERIFIED, Message.of("attested-verified"), stamp.time, stamp.authority)


def _export(one: Attestation, history: History | None) -> _Outcome:
    """Check the export of a registry or a platform: what it names must be here, and the stated time be in it."""
    if one.file is None:
        return _Outcome(Verification.UNCHECKED, Message.of("attested-unchecked"))
    try:
        document = json.loads(one.file.read_bytes())
    except ValueError:
        return _Outcome(Verification.REFUSED, Message.of("attested-not-json"))
    times: list[str] = []
    part = _about(document, _wanted(one, history), times)
    if part is None:
        return _Outcome(Verification.REFUSED, Message.of("attested-names-nothing"))
    stated = _moment(one.time)
    if not times:
        return _Outcome(Verification.UNCHECKED, Message.of("attested-no-time"))
    if stated is not None and all(_moment(time) != stated for time in times):
        return _Outcome(Verification.REFUSED, Message.of("attested-other-time", time=Name(times[0])))
    return _Outcome(
        Verification.CONTENT_CHECKED, Message.of("attested-content", what=Name(part[:16])), one.time or times[0]
    )


def _wanted(one: Attestation, history: History | None) -> frozenset[str]:
    """Return the digests and revisions that an export may name."""
    digests = {_sha256(one.covers)} if one.covers is not None else set()
    commits = {revision.id for revision in history.revisions} if history is not None and history.is_git else set()
    return frozenset(digests | commits)


def _about(value: Any, wanted: frozenset[str], times: list[str]) -> str | None:
    """Return what of a document is wanted, with the times of the innermost object around it that has any."""
    if isinstance(value, str):
        return next((found for found in _HEX.findall(value.lower()) if found in wanted), None)
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for item in items:
        found = _about(item, wanted, times)
        if found is not None:
            if not times and isinstance(value, dict):
                times += [str(value[key]) for key in _TIME_KEYS if isinstance(value.get(key), str)]
            return found
    return None


def _certificate(one: Attestation, history: History | None) -> _Outcome:
    """Compare the digest that a certificate states with the file that it covers."""
    if not one.sha256 or one.covers is None:
        return _Outcome(Verification.UNCHECKED, Message.of("attested-unchecked"))
    if _sha256(one.covers) != one.sha256.lower():
        return _Outcome(Verification.REFUSED, Message.of("attested-other-digest"))
    return _Outcome(Verification.CONTENT_CHECKED, Message.of("attested-content", what=Name(one.sha256[:16].lower())))


def _signed_tag(one: Attestation, history: History | None) -> _Outcome:
    """Check the signature of a tag or a commit: it binds a key, and its time is that of the signer's clock."""
    named = _signed_object(one.reference, history)
    if history is None or named is None:
        return _Outcome(Verification.REFUSED, Message.of("attested-tag-missing"))
    signers = None if one.signers is None else one.signers.read_bytes()
    found = check_object(history.read(named), one.reference, signers)
    stated = _moment(one.time)
    if found.status is Verification.VERIFIED and stated is not None and stated != _moment(found.time):
        return _Outcome(Verification.REFUSED, Message.of("attested-other-time", time=Name(found.time)))
    return _Outcome(found.status, found.detail, one.time or found.time, found.signer)


def _signed_object(reference: str, history: History | None) -> str | None:
    """Return the id of the object of a signed tag, or of a signed commit that is named by its full id."""
    signed = ((revision.id, *pair) for revision in (history.revisions if history else ()) for pair in revision.signed)
    return next((target for commit, tag, target in signed if reference == (tag or commit)), None)


def _sha256(path: Path | None) -> str:
    if path is None:
        return ""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


_CHECKS: dict[AttestedKind, Callable[[Attestation, History | None], _Outcome]] = {
    AttestedKind.TIMESTAMP: _timestamp,
    AttestedKind.SIGNED_TAG: _signed_tag,
    AttestedKind.REGISTRY: _export,
    AttestedKind.PLATFORM: _export,
    AttestedKind.NOTARIAL: _certificate,
    AttestedKind.DEPOSIT: _certificate,
}
