"""Attestations: each is checked as far as it can be, and a failed check attests nothing."""

import hashlib
import json

import pytest

from codematch.case import timestamp
from codematch.model.engagement import Role
from codematch.model.versions import AttestedKind, Verification
from codematch.report.text import in_language, sentence
from codematch.revisions.attested import Attestation, examine_attestations
from tests.case.test_timestamp import LACKING, founded
from tests.revisions.histories import grown, history, write

ARCHIVE = b"what was published"


@pytest.fixture
def archive(tmp_path):
    path = tmp_path / "water-1.0.tar"
    path.write_bytes(ARCHIVE)
    return path


def outcome(one: Attestation, histories=None):
    (row,) = examine_attestations([one], histories or {})
    assert row.claimed is None
    for language in ("en", "zh"):
        with in_language(language):
            assert sentence(row.artefact)
            assert sentence(row.attested.detail)
    return row.attested


def written(tmp_path, document):
    path = tmp_path / "export.json"
    path.write_text(document if isinstance(document, str) else json.dumps(document))
    return path


def release(digest: str, time: str = "2021-03-04T05:06:07+00:00") -> dict:
    return {"info": {"name": "water"}, "urls": [{"digests": {"sha256": digest}, "upload_time_iso_8601": time}]}


DIGEST = hashlib.sha256(ARCHIVE).hexdigest()


@pytest.mark.parametrize(
    ("document", "time", "status"),
    [
        (release(DIGEST), "", Verification.CONTENT_CHECKED),
        (release(DIGEST), "2021-03-04T13:06:07+08:00", Verification.CONTENT_CHECKED),
        (release(DIGEST), "2020-03-04T05:06:07+00:00", Verification.REFUSED),
        (release("0" * 64), "", Verification.REFUSED),
        ({"sha256": DIGEST}, "", Verification.UNCHECKED),
        ("not json", "", Verification.REFUSED),
    ],
)
def test_the_record_of_a_registry_must_name_the_file_and_the_time(tmp_path, archive, document, time, status):
    found = outcome(
        Attestation(
            kind=AttestedKind.REGISTRY, role=Role.KNOWN, time=time, source="registry", covers=archive,
            file=written(tmp_path, document),
        )
    )  # fmt: skip
    assert found.status is status
    if status is Verification.CONTENT_CHECKED:
        assert found.time == (time or "2021-03-04T05:06:07+00:00")


def test_the_event_of_a_platform_must_name_a_commit_of_the_work(tmp_path):
    ids = write(tmp_path / "k", grown(4))
    with history(tmp_path / "k") as opened:
        for commit, status in ((ids[2], Verification.CONTENT_CHECKED), ("1" * 40, Verification.REFUSED)):
            export = written(tmp_path, {"type": "push", "after": commit, "created_at": "2019-01-02T03:04:05Z"})
            one = Attestation(kind=AttestedKind.PLATFORM, role=Role.KNOWN, file=export)
            assert outcome(one, {Role.KNOWN: opened}).status is status


@pytest.mark.parametrize("kind", [AttestedKind.NOTARIAL, AttestedKind.DEPOSIT])
@pytest.mark.parametrize(
    ("digest", "status"),
    [(DIGEST, Verification.CONTENT_CHECKED), ("0" * 64, Verification.REFUSED), ("", Verification.UNCHECKED)],
)
def test_a_certificate_is_repeated_and_its_digest_compared(archive, kind, digest, status):
    found = outcome(
        Attestation(kind=kind, role=Role.KNOWN, time="2020-06-01", reference="（2020）京证字第1号", covers=archive,
                    sha256=digest)
    )  # fmt: skip
    assert (found.status, found.time, found.reference) == (status, "2020-06-01", "（2020）京证字第1号")


def test_a_tag_without_a_signature_attests_nothing(tmp_path):
    write(tmp_path / "k", grown(2))
    with history(tmp_path / "k") as opened:
        one = Attestation(kind=AttestedKind.SIGNED_TAG, role=Role.KNOWN, reference="v1")
        assert outcome(one, {Role.KNOWN: opened}).status is Verification.REFUSED


@pytest.mark.skipif(bool(LACKING), reason=LACKING or "openssl is there")
def test_a_time_stamp_is_verified_whole(tmp_path, archive):
    folder = tmp_path / "authority"
    folder.mkdir()
    founded(folder)
    from tests.case.test_timestamp import Authority

    authority = Authority(folder)
    reply = tmp_path / "water.tsr"
    reply.write_bytes(authority.answer(timestamp.request(ARCHIVE)))
    other = tmp_path / "other.tar"
    other.write_bytes(b"something else")

    def stamped(**more):
        return outcome(Attestation(kind=AttestedKind.TIMESTAMP, role=Role.KNOWN, file=reply, **more))

    valid = stamped(covers=archive, ca=folder / "root.pem")
    assert valid.status is Verification.VERIFIED
    assert valid.time[:2] == "20"
    assert "Stamps" in valid.source
    assert stamped(covers=other, ca=folder / "root.pem").status is Verification.REFUSED
    assert stamped(covers=archive, ca=folder / "other.pem").status is Verification.REFUSED
    assert stamped(covers=archive).status is Verification.UNCHECKED
    assert stamped(ca=folder / "root.pem").status is Verification.REFUSED
    authority.certify("signer", end="20010101000000Z")
    reply.write_bytes(authority.answer(timestamp.request(ARCHIVE)))
    assert stamped(covers=archive, ca=folder / "root.pem").status is Verification.REFUSED
