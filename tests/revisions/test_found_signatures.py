"""Signatures that the case does not name are stated as present and not verified; nothing of them is a time."""

import shutil

import pytest

from codematch.model.engagement import Role
from codematch.model.versions import AttestedKind, Verification
from codematch.report.text import in_language, sentence
from codematch.report.versions import render
from codematch.revisions.attested import Attestation
from codematch.revisions.examine import VersionInputs, examine_versions, opened_history
from codematch.settings import Settings
from tests.revisions.histories import Step, grown, write, write_files
from tests.revisions.test_signed_objects import SSH_KEYS, tagged

ARMOUR = "-----BEGIN PGP SIGNATURE-----\n\nabc\n-----END PGP SIGNATURE-----\n"


def present(found):
    rows = [one for one in found.times if one.attested is not None]
    assert {one.attested.status for one in rows} <= {Verification.PRESENT}
    assert {one.attested.time for one in rows} <= {""}
    with in_language("en"):
        return [(one.role, sentence(one.artefact), sentence(one.attested.detail)) for one in rows]


@pytest.fixture
def signed(tmp_path):
    tagged(tmp_path / "k", SSH_KEYS["ed25519"]())
    return tmp_path / "k"


def test_a_signed_tag_is_stated_as_present(tmp_path, signed):
    write(tmp_path / "q", [Step(files=grown()[1].files)])
    found = examine_versions(str(signed), str(tmp_path / "q"), Settings())
    ((role, artefact, detail),) = present(found)
    assert (role, artefact) == (Role.KNOWN, "signed tag: v1")
    assert detail.startswith("SSH signature, key ssh-ed25519 SHA256:")
    for language, words in (("en", "present, not verified"), ("zh", "存在，未核验")):
        with in_language(language):
            assert words in render(found, "html", language).decode()


def test_a_tag_that_the_case_names_is_not_stated_twice(tmp_path, signed):
    write(tmp_path / "q", [Step(files=grown()[1].files)])
    named = Attestation(kind=AttestedKind.SIGNED_TAG, role=Role.KNOWN, reference="v1")
    found = examine_versions(str(signed), str(tmp_path / "q"), Settings(), VersionInputs(attestations=(named,)))
    assert [one.attested.status for one in found.times if one.attested is not None] == [Verification.UNCHECKED]


def test_files_with_signatures_in_and_beside_the_works_are_stated(tmp_path):
    for number, step in enumerate(grown(3)):
        write_files(tmp_path / "made" / f"water-1.{number}", step.files)
        name = tmp_path / "releases" / f"water-1.{number}"
        shutil.make_archive(str(name), "zip", tmp_path / "made" / f"water-1.{number}")
    write_files(
        tmp_path / "releases",
        {"water-1.0.zip.asc": ARMOUR, "water-1.1.zip.ots": "x", "water-1.1.zip.sha256": "00\n", "SHA256SUMS": "00\n"},
    )
    own = {**grown()[2].files, "parts/lib.sig": ARMOUR, "manual.asc": "= A manual\n\nText.\n"}
    write_files(tmp_path / "product", own)
    write_files(tmp_path, {"product.p7s": "x", "products.p7s": "x", "product.txt": "x"})
    with opened_history(str(tmp_path / "releases"), Settings()) as history:
        assert [one.id for one in history.revisions] == ["water-1.0.zip", "water-1.1.zip", "water-1.2.zip"]
    found = examine_versions(str(tmp_path / "releases"), str(tmp_path / "product"), Settings())
    assert [(role, artefact) for role, artefact, _ in present(found)] == [
        (Role.KNOWN, "signature: water-1.0.zip.asc"),
        (Role.KNOWN, "RFC 3161 time-stamp: water-1.1.zip.ots"),
        (Role.QUESTIONED, "signature: parts/lib.sig"),
        (Role.QUESTIONED, "signature: product.p7s"),
    ]


def test_many_are_counted(tmp_path):
    many = {f"sign/part_{number}.minisig": f"{number}" for number in range(12)}
    write(tmp_path / "k", [*grown(3), Step(files={**grown(3)[-1].files, **many})])
    write(tmp_path / "q", [Step(files=grown()[2].files)])
    rows = present(examine_versions(str(tmp_path / "k"), str(tmp_path / "q"), Settings()))
    assert len(rows) == Settings().versions.max_signatures + 1
    assert rows[-1][2] == "4 more files with signatures, which the case does not name"
