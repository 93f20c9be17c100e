"""Signatures over a bundle: made with a key of the user, checked here and by openssl."""

import subprocess

import pytest

from codematch.case import signature
from codematch.errors import StoreError, UsageError
from tests.case.test_timestamp import LACKING, Authority, founded

pytestmark = pytest.mark.skipif(bool(LACKING), reason=LACKING or "openssl is there")
SUMS = b"0" * 64 + b"  report.json\n"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    authority = founded(tmp_path_factory.mktemp("authority"))
    authority.openssl("ecparam", "-genkey", "-name", "prime256v1", "-noout", "-out", "curve.key")
    made = ("-key", "curve.key", "-subj", "/CN=Curve", "-days", "9", "-out", "curve.pem")
    authority.openssl("req", "-x509", "-new", *made)
    authority.openssl("genpkey", "-algorithm", "ed25519", "-out", "edwards.key")
    return authority


@pytest.fixture(scope="module", params=[("authority", "signer"), ("curve", "curve")], ids=["rsa", "curve"])
def made(request: pytest.FixtureRequest, authority: Authority) -> tuple[bytes, bytes, str]:
    key, name = request.param
    certificate = authority.read(f"{name}.pem")
    return signature.sign(SUMS, authority.read(f"{key}.key"), certificate), certificate, name


def test_a_signature_says_who_signed(made):
    content, certificate, name = made
    found = signature.verify(content, SUMS, certificate)
    assert found.subject == {"signer": "CN=Stamps", "curve": "CN=Curve"}[name]
    assert len(found.fingerprint) == 64


def test_openssl_accepts_it(made, authority, tmp_path):
    content, certificate, _ = made
    for name, data in (("signature.p7s", content), ("SHA256SUMS", SUMS), ("cert.pem", certificate)):
        (tmp_path / name).write_bytes(data)
    command = ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", "signature.p7s", "-noverify",
               "-content", "SHA256SUMS", "-certfile", "cert.pem", "-out", "checked"]  # fmt: skip
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode == 0
    assert (tmp_path / "checked").read_bytes() == SUMS
    (tmp_path / "SHA256SUMS").write_bytes(SUMS + b" ")
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode != 0


def test_other_bytes_and_another_signer_are_refused(made, authority):
    content, certificate, _ = made
    with pytest.raises(StoreError, match="SHA256SUMS or the signature was changed"):
        signature.verify(content, SUMS + b" ", certificate)
    with pytest.raises(StoreError, match="not made with the key of this certificate"):
        signature.verify(content, SUMS, authority.read("other.pem"))


def test_a_changed_byte_is_refused_or_changes_nothing(made):
    content, certificate, _ = made
    whole = signature.verify(content, SUMS, certificate)
    refused = 0
    for at in range(len(content)):
        changed = bytearray(content)
        changed[at] ^= 1
        try:
            assert signature.verify(bytes(changed), SUMS, certificate) == whole
        except StoreError:
            refused += 1
    assert refused > 200  # the digest, the signed attributes and the signature; the rest is not signed


def test_what_cannot_be_used_is_named(authority):
    key, certificate = authority.read("authority.key"), authority.read("signer.pem")
    with pytest.raises(UsageError, match="belongs to another key"):
        signature.sign(SUMS, key, authority.read("curve.pem"))
    with pytest.raises(UsageError, match="neither RSA nor elliptic-curve"):
        signature.sign(SUMS, authority.read("edwards.key"), certificate)
    with pytest.raises(UsageError, match="the key cannot be read"):
        signature.sign(SUMS, b"no key", certificate)
    with pytest.raises(UsageError, match="not a certificate in PEM"):
        signature.sign(SUMS, key, b"no certificate")
    with pytest.raises(StoreError, match="damaged or not a CMS signature"):
        signature.verify(b"garbage", SUMS, certificate)
