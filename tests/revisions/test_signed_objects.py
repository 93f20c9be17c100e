"""Signed tags and commits: what their signatures state, what is verified, and what is not believed."""

import base64
import hashlib
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from cryptography.x509.oid import NameOID
from dulwich.objects import ShaFile, Tag
from dulwich.repo import Repo

from codematch.case.signature import sign as sign_cms
from codematch.model.engagement import Role
from codematch.model.versions import AttestedKind, Verification
from codematch.report.text import in_language, sentence
from codematch.revisions.attested import Attestation, examine_attestations
from codematch.revisions.pgp import stated_key
from codematch.revisions.signed_objects import check_object
from tests.revisions.histories import grown, history, write

TIME = 1_600_000_000
HEAD = (
    b"object " + b"1" * 40 + b"\ntype commit\ntag v1\n"
    b"tagger Ann <ann@example.org> " + str(TIME).encode() + b" +0800\n\nThe first release\n"
)
SIGNED_AT = "2020-09-13T20:26:40+08:00"
SSH_KEYS: dict[str, Callable[[], Any]] = {
    "ed25519": ed25519.Ed25519PrivateKey.generate,
    "ecdsa-256": lambda: ec.generate_private_key(ec.SECP256R1()),
    "ecdsa-384": lambda: ec.generate_private_key(ec.SECP384R1()),
    "ecdsa-521": lambda: ec.generate_private_key(ec.SECP521R1()),
    "rsa": lambda: rsa.generate_private_key(65537, 2048),
}


def text(content: bytes) -> bytes:
    return len(content).to_bytes(4, "big") + content


def number(value: int) -> bytes:
    return text(value.to_bytes(value.bit_length() // 8 + 1, "big"))


def public(key) -> bytes:
    return key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH)


def made(key, signed: bytes) -> tuple[bytes, bytes]:
    """The algorithm and the signature of a key over some bytes."""
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return b"ssh-ed25519", key.sign(signed)
    if isinstance(key, rsa.RSAPrivateKey):
        return b"rsa-sha2-512", key.sign(signed, padding.PKCS1v15(), hashes.SHA512())
    size = key.curve.key_size
    digest = {256: hashes.SHA256(), 384: hashes.SHA384(), 521: hashes.SHA512()}[size]
    pair = decode_dss_signature(key.sign(signed, ec.ECDSA(digest)))
    return b"ecdsa-sha2-nistp%d" % size, b"".join(map(number, pair))


def ssh_signature(key, data: bytes, namespace: bytes = b"git") -> bytes:
    signed = b"SSHSIG" + text(namespace) + text(b"") + text(b"sha512") + text(hashlib.sha512(data).digest())
    algorithm, signature = made(key, signed)
    blob = base64.b64decode(public(key).split()[1])
    whole = (
        b"SSHSIG" + (1).to_bytes(4, "big") + text(blob) + text(namespace) + text(b"") + text(b"sha512")
        + text(text(algorithm) + text(signature))
    )  # fmt: skip
    return armoured(b"SSH SIGNATURE", whole)


def armoured(name: bytes, content: bytes) -> bytes:
    return b"-----BEGIN " + name + b"-----\n" + base64.encodebytes(content) + b"-----END " + name + b"-----\n"


def certificate(key) -> bytes:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Ann")])
    start = datetime(2020, 1, 1, tzinfo=UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), 7, start, start + timedelta(days=3650))
    return builder.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM)


def checked(content: bytes, signers: bytes | None = None, reference: str = "v1"):
    found = check_object(content, reference, signers)
    said = {}
    for language in ("en", "zh"):
        with in_language(language):
            said[language] = sentence(found.detail)
    assert said["en"] != said["zh"]
    if found.status is not Verification.VERIFIED:
        assert (found.time, found.signer) == ("", "")
    return found.status, said["en"], found


@pytest.fixture(scope="module", params=SSH_KEYS)
def key(request):
    return SSH_KEYS[request.param]()


def test_an_ssh_signature_is_verified_for_a_given_signer(key):
    content = HEAD + ssh_signature(key, HEAD)
    fingerprint = base64.b64encode(hashlib.sha256(base64.b64decode(public(key).split()[1])).digest()).rstrip(b"=")
    status, said, found = checked(content, b"# ours\nann@example.org " + public(key) + b" note\n")
    assert status is Verification.VERIFIED
    assert (found.time, found.signer) == (SIGNED_AT, "ann@example.org")
    assert f"SHA256:{fingerprint.decode()}" in said
    status, said, _ = checked(content)
    assert status is Verification.UNCHECKED
    assert f"SHA256:{fingerprint.decode()}" in said
    assert "no signers were given" in said


def test_a_changed_object_and_another_key_are_refused(key):
    content = HEAD + ssh_signature(key, HEAD)
    signers = b"ann " + public(key)
    assert checked(content.replace(b"The first", b"The last"), signers)[0] is Verification.REFUSED
    assert checked(content.replace(b"The first", b"The last"))[0] is Verification.REFUSED
    other = SSH_KEYS["ed25519"]()
    status, said, _ = checked(content, b"ben " + public(other))
    assert status is Verification.REFUSED
    assert "not among those of the given signers" in said
    exchanged = HEAD + ssh_signature(other, HEAD)
    assert checked(exchanged, signers)[0] is Verification.REFUSED


def test_a_signature_for_files_is_none_for_git(key):
    content = HEAD + ssh_signature(key, HEAD, b"file")
    assert checked(content, b"ann " + public(key))[0] is Verification.REFUSED


@pytest.mark.parametrize(
    ("options", "is_valid"),
    [
        ('namespaces="git"', True),
        ('namespaces="file,git"', True),
        ('namespaces="*,!git"', False),
        ('namespaces="file"', False),
        ('valid-after="20200101Z",valid-before="20210101000000Z"', True),
        ('valid-after="20210101"', False),
        ('valid-before="202001010000"', False),
        ('valid-before="some day"', False),
        ("cert-authority", False),
        ("touch-required", False),
    ],
)
def test_the_options_of_allowed_signers_count(options, is_valid):
    key = SSH_KEYS["ed25519"]()
    content = HEAD + ssh_signature(key, HEAD)
    signers = b'"ann@example.org" ' + options.encode() + b" " + public(key) + b"\n"
    assert checked(content, signers)[0] is (Verification.VERIFIED if is_valid else Verification.REFUSED)


def test_a_file_without_keys_verifies_nothing():
    key = SSH_KEYS["ed25519"]()
    content = HEAD + ssh_signature(key, HEAD)
    assert checked(content, b"")[0] is Verification.UNCHECKED
    assert checked(content, certificate(SSH_KEYS["ecdsa-256"]()))[0] is Verification.UNCHECKED
    assert checked(content, b"ann ssh-ed25519 ???\n")[0] is Verification.UNCHECKED


def test_a_key_on_a_token_is_stated_and_not_verified():
    blob = text(b"sk-ssh-ed25519@openssh.com") + text(b"k" * 32) + text(b"ssh:")
    parts = (blob, b"git", b"", b"sha512", text(b"sk-ssh-ed25519@openssh.com") + text(b"s" * 64))
    content = HEAD + armoured(b"SSH SIGNATURE", b"SSHSIG" + (1).to_bytes(4, "big") + b"".join(map(text, parts)))
    status, said, _ = checked(content, b"ann " + public(SSH_KEYS["ed25519"]()))
    assert status is Verification.UNCHECKED
    assert "sk-ssh-ed25519@openssh.com SHA256:" in said


@pytest.mark.parametrize("cut", [0, 10, 40, 100])
def test_a_damaged_signature_is_refused(cut):
    key = SSH_KEYS["ed25519"]()
    whole = base64.b64decode(b"".join(ssh_signature(key, HEAD).split(b"\n")[1:-2]))
    content = HEAD + armoured(b"SSH SIGNATURE", whole[:cut])
    assert checked(content, b"ann " + public(key))[0] is Verification.REFUSED
    assert checked(HEAD + b"-----BEGIN SSH SIGNATURE-----\n\xff\n", b"")[0] is Verification.REFUSED


def test_a_signed_tag_does_not_speak_for_a_ref_of_another_name():
    key = SSH_KEYS["ed25519"]()
    content = HEAD + ssh_signature(key, HEAD)
    status, said, _ = checked(content, b"ann " + public(key), reference="v2")
    assert status is Verification.REFUSED
    assert "is the tag v1" in said


def test_an_x509_signature_is_verified_against_the_given_certificate():
    key, other = SSH_KEYS["ecdsa-256"](), SSH_KEYS["rsa"]()
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    content = HEAD + armoured(b"SIGNED MESSAGE", sign_cms(HEAD, pem, certificate(key)))
    status, _, found = checked(content, certificate(key))
    assert (status, found.signer, found.time) == (Verification.VERIFIED, "CN=Ann", SIGNED_AT)
    status, said, _ = checked(content)
    assert status is Verification.UNCHECKED
    assert "X.509 signature, key CN=Ann " in said
    assert checked(content, certificate(other))[0] is Verification.REFUSED
    assert checked(content, b"ann " + public(key))[0] is Verification.UNCHECKED
    assert checked(content.replace(b"first", b"last"), certificate(key))[0] is Verification.REFUSED
    assert checked(HEAD + armoured(b"SIGNED MESSAGE", b"0"), certificate(key))[0] is Verification.REFUSED


def packet(hashed: bytes, unhashed: bytes) -> bytes:
    body = bytes([4, 0, 22, 8]) + len(hashed).to_bytes(2, "big") + hashed + len(unhashed).to_bytes(2, "big") + unhashed
    return bytes([0xC2, len(body)]) + body


def test_the_key_of_a_pgp_signature_is_stated_and_nothing_is_verified():
    fingerprint, issuer = bytes(range(20)), bytes([16]) + bytes(range(12, 20))
    whole = packet(bytes([22, 33, 4]) + fingerprint, bytes([9]) + issuer)
    status, said, _ = checked(HEAD + armoured(b"PGP SIGNATURE", whole), b"anything")
    assert status is Verification.UNCHECKED
    assert said.startswith(f"PGP signature, key {fingerprint.hex().upper()}: not verified (no PGP)")
    assert stated_key(armoured(b"PGP SIGNATURE", packet(b"", bytes([9]) + issuer))) == issuer[1:].hex().upper()
    headed = armoured(b"PGP SIGNATURE", whole).replace(b"-----\n", b"-----\nVersion: 1\n\n", 1)
    assert stated_key(headed.replace(b"-----END", b"=AbCd\n-----END")) == fingerprint.hex().upper()
    older = bytes([3, 5, 0, 0, 0, 0, 0]) + issuer[1:]
    assert stated_key(armoured(b"PGP SIGNATURE", bytes([0x88, len(older)]) + older)) == issuer[1:].hex().upper()
    assert stated_key(armoured(b"PGP SIGNATURE", whole[:5])) == ""
    assert "key not readable" in checked(HEAD + armoured(b"PGP SIGNATURE", b"?"))[1]


def test_the_signature_of_a_commit_is_in_its_head():
    head = b"tree " + b"2" * 40 + b"\nauthor A <a@b> 1 +0000\ncommitter B <b@c> " + str(TIME).encode() + b" +0800"
    message = b"\n\n-----BEGIN PGP SIGNATURE-----\nis only quoted here\n"
    key = SSH_KEYS["ed25519"]()
    signature = ssh_signature(key, head + message).rstrip(b"\n").replace(b"\n", b"\n ")
    signed = head + b"\ngpgsig " + signature + message
    status, _, found = checked(signed, b"ann " + public(key), reference="3" * 40)
    assert (status, found.time) == (Verification.VERIFIED, SIGNED_AT)
    assert checked(head + message)[0] is Verification.REFUSED


def tagged(path, key, name: str = "v1") -> str:
    """Write a repository with a signed tag at its last commit."""
    commit = write(path, grown(2))[-1]
    content = HEAD.replace(b"1" * 40, commit.encode())
    content += ssh_signature(key, content)
    with Repo(str(path)) as repository:
        tag = ShaFile.from_raw_string(Tag.type_num, content)
        repository.object_store.add_object(tag)
        repository.refs[f"refs/tags/{name}".encode()] = tag.id
    return commit


def test_a_tag_is_found_in_the_history_and_its_time_compared(tmp_path):
    key = SSH_KEYS["ed25519"]()
    tagged(tmp_path / "k", key)
    signers = tmp_path / "signers"
    signers.write_bytes(b"ann " + public(key))

    def outcome(**more):
        one = Attestation(kind=AttestedKind.SIGNED_TAG, role=Role.KNOWN, signers=signers, **more)
        with history(tmp_path / "k") as opened:
            (row,) = examine_attestations([one], {Role.KNOWN: opened})
        assert row.claimed is None
        return row.attested.status, row.attested.time, row.attested.source

    assert outcome(reference="v1") == (Verification.VERIFIED, SIGNED_AT, "ann")
    assert outcome(reference="v1", time="2020-09-13T12:26:40+00:00")[0] is Verification.VERIFIED
    assert outcome(reference="v1", time="2019-09-13T12:26:40+00:00")[0] is Verification.REFUSED
    assert outcome(reference="main")[0] is Verification.REFUSED
    assert outcome(reference="")[0] is Verification.REFUSED
    signers.unlink()
    assert outcome(reference="v1")[0] is Verification.REFUSED


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="ssh-keygen is not installed")
@pytest.mark.parametrize("kind", ["ed25519", "ecdsa", "rsa"])
def test_signatures_of_openssh_itself_are_verified(tmp_path, kind):
    private = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", kind, "-N", "", "-f", private], check=True)
    data = tmp_path / "data"
    data.write_bytes(HEAD)
    subprocess.run(["ssh-keygen", "-q", "-Y", "sign", "-f", private, "-n", "git", data], check=True)
    content = HEAD + data.with_suffix(".sig").read_bytes()
    signers = b"ann " + private.with_suffix(".pub").read_bytes()
    assert checked(content, signers)[0] is Verification.VERIFIED
    assert checked(content.replace(b"first", b"last"), signers)[0] is Verification.REFUSED
