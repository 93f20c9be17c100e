"""A time-stamp holds for the bytes, the request and the authority that it was made with, at its own time."""

import itertools
import re
import shutil
import subprocess
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

from codematch.case import der, timestamp
from codematch.case.timestamp import REPLY, REQUEST, Stamp
from codematch.errors import StoreError, UsageError

SUMS = b"0000000000000000000000000000000000000000000000000000000000000000  report.json\n"
LONG_AGO, PAST, FUTURE, FAR = "20000101000000Z", "20210101000000Z", "20900101000000Z", "20990101000000Z"
CONFIG = """
[ca]
default_ca = issuer
[issuer]
database = index.txt
serial = serial
new_certs_dir = .
default_md = sha256
policy = names
unique_subject = no
[names]
commonName = supplied
[root]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
[stamping]
extendedKeyUsage = critical, timeStamping
[several]
extendedKeyUsage = critical, timeStamping, emailProtection
[uncritical]
extendedKeyUsage = timeStamping
[mail]
extendedKeyUsage = critical, emailProtection
[plain]
basicConstraints = CA:FALSE
[tsa]
default_tsa = authority
[authority]
serial = stamp.serial
default_policy = 1.2.3.4
digests = sha256, sha512
signer_digest = sha256
"""


def lacking() -> str:
    """Why the tests cannot run here, or nothing."""
    if shutil.which("openssl") is None:
        return "openssl is not installed"
    version = subprocess.run(["openssl", "version"], capture_output=True, text=True, check=True).stdout.strip()
    return "" if re.match(r"OpenSSL [3-9]", version) else f"needs OpenSSL 3 or later, found {version}"


LACKING = lacking()
pytestmark = pytest.mark.skipif(bool(LACKING), reason=LACKING or "openssl is there")


@dataclass(frozen=True)
class Authority:
    """A root and its time-stamping authority, played by openssl in a folder."""

    folder: Path

    def openssl(self, *arguments: str) -> str:
        done = subprocess.run(["openssl", *arguments], cwd=self.folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def read(self, name: str) -> bytes:
        return (self.folder / name).read_bytes()

    def certify(
        self,
        name: str,
        purpose: str = "stamping",
        *,
        start: str = LONG_AGO,
        end: str = FAR,
        issuer: str = "root",
        subject: str = "Stamps",
    ) -> None:
        """Make the certificate `name`.pem; all but the roots are for the key of the authority."""
        key = name if purpose == "root" else "authority"
        signing: tuple[str, ...] = ("-selfsign", "-keyfile", f"{key}.key")
        if issuer != name:
            signing = ("-cert", f"{issuer}.pem", "-keyfile", f"{issuer}.key")
        if not (self.folder / f"{key}.key").exists():
            self.openssl("genrsa", "-out", f"{key}.key", "2048")
        (self.folder / "index.txt").write_text("")
        (self.folder / "serial").write_text(name.encode().hex() if purpose == "root" else "1000")
        self.openssl("req", "-new", "-key", f"{key}.key", "-subj", f"/CN={subject}", "-out", f"{name}.csr")
        self.openssl(
            *("ca", "-batch", "-notext", "-config", "openssl.cnf", "-in", f"{name}.csr", "-out", f"{name}.pem"),
            *("-extensions", purpose, "-startdate", start, "-enddate", end, *signing),
        )  # fmt: skip
        self.openssl("x509", "-in", f"{name}.pem", "-outform", "DER", "-out", f"{name}.der")

    def answer(self, request: bytes, signer: str = "signer", *more: str) -> bytes:
        """Reply to a request as an authority does: now."""
        (self.folder / REQUEST).write_bytes(request)
        self.openssl(
            *("ts", "-reply", "-config", "openssl.cnf", "-queryfile", REQUEST, "-out", REPLY),
            *("-signer", f"{signer}.pem", "-inkey", "authority.key", *more),
        )  # fmt: skip
        return self.read(REPLY)

    def sign(self, signer: str, year: str = "", *more: str) -> bytes:
        """Reply for `SUMS`, as of another year when one is given, with a signer that openssl would not stamp with."""
        self.answer(timestamp.request(SUMS))
        self.openssl("ts", "-reply", "-in", REPLY, "-token_out", "-out", "token")
        self.openssl("cms", "-verify", "-noverify", "-inform", "DER", "-in", "token", "-binary", "-out", "attested")
        if year:
            attested, count = re.subn(rb"\d{4}(\d{10}Z)", year.encode() + rb"\1", self.read("attested"))
            assert count == 1
            (self.folder / "attested").write_bytes(attested)
        self.openssl(
            *("cms", "-sign", "-in", "attested", "-binary", "-nodetach", "-econtent_type", "1.2.840.113549.1.9.16.1.4"),
            *("-signer", f"{signer}.pem", "-inkey", "authority.key", "-outform", "DER", "-out", "token", *more),
        )  # fmt: skip
        body = bytes.fromhex("3003020100") + self.read("token")
        return b"\x30\x82" + len(body).to_bytes(2, "big") + body


def founded(folder: Path) -> Authority:
    """An authority in a folder: its root, another root that vouches for nothing of it, and its signer."""
    authority = Authority(folder)
    (authority.folder / "openssl.cnf").write_text(CONFIG)
    (authority.folder / "stamp.serial").write_text("0a")
    authority.certify("root", "root", issuer="root", subject="Root")
    authority.certify("other", "root", issuer="other", subject="Root")
    authority.certify("signer")
    return authority


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return founded(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def asked() -> bytes:
    return timestamp.request(SUMS)


@pytest.fixture(scope="module")
def reply(authority: Authority, asked: bytes) -> bytes:
    return authority.answer(asked)


@pytest.fixture(scope="module")
def root(authority: Authority) -> bytes:
    return authority.read("root.pem")


def test_a_request_asks_for_a_stamp_over_the_sha256_with_a_nonce_and_the_certificate(
    authority: Authority, asked: bytes
):
    (authority.folder / REQUEST).write_bytes(asked)
    text = authority.openssl("ts", "-query", "-in", REQUEST, "-text")

    assert "Hash Algorithm: sha256" in text
    assert re.search(r"Nonce: 0x[0-9A-F]+", text)
    assert "Certificate required: yes" in text
    assert timestamp.request(SUMS) != asked


def test_openssl_accepts_what_is_accepted_here(authority: Authority, asked: bytes, reply: bytes, root: bytes):
    (authority.folder / "sums").write_bytes(SUMS)
    (authority.folder / REQUEST).write_bytes(asked)
    (authority.folder / REPLY).write_bytes(reply)
    by_data = authority.openssl("ts", "-verify", "-data", "sums", "-in", REPLY, "-CAfile", "root.pem")
    by_request = authority.openssl("ts", "-verify", "-queryfile", REQUEST, "-in", REPLY, "-CAfile", "root.pem")
    shown = authority.openssl("ts", "-reply", "-in", REPLY, "-text")

    stamp = timestamp.verify(reply, SUMS, root, asked)

    assert "Verification: OK" in by_data
    assert "Verification: OK" in by_request
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", stamp.time)
    assert stamp.time[11:19] in shown
    assert f"Serial number: 0x{int(stamp.serial, 16):02X}" in shown
    assert (stamp.policy, stamp.authority) == ("1.2.3.4", "CN=Stamps")


def test_the_root_may_be_pem_or_der_or_one_of_several_and_the_request_may_be_left_out(
    authority: Authority, reply: bytes, root: bytes
):
    stamp = timestamp.verify(reply, SUMS, root)

    for ca in (authority.read("root.der"), authority.read("other.pem") + root + root):
        assert timestamp.verify(reply, SUMS, ca) == stamp


def test_a_certificate_between_the_root_and_the_signer_may_come_with_either(authority: Authority, root: bytes):
    authority.certify("between", "root", issuer="root", subject="Between")
    authority.certify("below", issuer="between")
    alone = authority.answer(timestamp.request(SUMS), "below")
    with_chain = authority.answer(timestamp.request(SUMS), "below", "-chain", "between.pem")
    between = authority.read("between.pem")

    assert timestamp.verify(with_chain, SUMS, root)
    assert timestamp.verify(alone, SUMS, root + between)
    for ca in (root, between):  # one that is itself vouched for is no root
        with pytest.raises(StoreError, match="not signed by an authority of the CA file"):
            timestamp.verify(alone, SUMS, ca)


SIGNED_DATA = (0, 1, 1, 0)
"""The reply, its token, the content of the token, SignedData."""
ALGORITHMS, CERTIFICATES, SIGNER = (*SIGNED_DATA, 1), (*SIGNED_DATA, 3), (*SIGNED_DATA, -1, 0)


def replaced(content: bytes, element: bytes, first: int, *rest: int) -> bytes:
    """Put an element in the place of another, and make the sizes of those around it fit."""
    place = der.places(content)[first]
    if rest:
        element = der.element(place.tag, replaced(content[place.inner : place.stop], element, *rest))
    return content[: place.start] + element + content[place.stop :]


def with_set(reply: bytes, elements: Iterable[bytes], *numbers: int) -> bytes:
    """A reply with these elements, in this order, in the place of those of a set."""
    return replaced(reply, der.element(der.find(reply, *numbers).tag, b"".join(elements)), *numbers)


def elements(reply: bytes, *numbers: int) -> list[bytes]:
    """The elements of a set."""
    return [reply[part.start : part.stop] for part in der.places(reply, der.find(reply, *numbers))]


def is_read_by_the_library(reply: bytes) -> bool:
    from rfc3161_client import decode_timestamp_response

    try:
        decode_timestamp_response(reply)
    except ValueError:
        return False
    return True


def test_the_certificates_of_a_reply_may_stand_in_any_order(authority: Authority, root: bytes):
    authority.certify("between", "root", issuer="root", subject="Between")
    authority.certify("below", issuer="between")
    (authority.folder / "chain.pem").write_bytes(authority.read("between.pem") + root)
    (authority.folder / "sums").write_bytes(SUMS)
    asked = timestamp.request(SUMS)
    reply = authority.answer(asked, "below", "-chain", "chain.pem")

    held = elements(reply, *CERTIFICATES)
    assert len(held) == 3
    read = 0
    for order in itertools.permutations(held):
        sent = with_set(reply, order, *CERTIFICATES)
        (authority.folder / REPLY).write_bytes(sent)
        shown = authority.openssl("ts", "-verify", "-data", "sums", "-in", REPLY, "-CAfile", "root.pem")
        assert "Verification: OK" in shown
        assert timestamp.verify(sent, SUMS, root, asked).authority == "CN=Stamps"
        with pytest.raises(StoreError, match="not signed by an authority of the CA file"):
            timestamp.verify(sent, SUMS, authority.read("other.pem"), asked)
        with pytest.raises(StoreError, match="is over other bytes"):
            timestamp.verify(sent, SUMS + b"\n", root)
        read += is_read_by_the_library(sent)
    assert read == 1


def test_other_sets_that_are_not_signed_may_stand_in_any_order(authority: Authority, root: bytes):
    sha512 = bytes.fromhex("300b0609608648016503040203")
    attributes = [
        der.element(0x30, bytes.fromhex("06032a0304") + der.element(der.SET, bytes([4, 1, n]))) for n in (1, 2)
    ]
    reply = authority.sign("signer", "", "-cades")
    signer = der.inside(reply, *SIGNER)
    read = []
    for order in (1, -1):
        more = with_set(reply, [*elements(reply, *ALGORITHMS), sha512][::order], *ALGORITHMS)
        unsigned = der.element(0x30, signer + der.element(der.CONTEXT_1, b"".join(attributes[::order])))
        for sent in (more, replaced(reply, unsigned, *SIGNER)):
            read.append(is_read_by_the_library(sent))
            assert timestamp.verify(sent, SUMS, root).authority == "CN=Stamps"
    assert sorted(read) == [False, False, True, True]


def test_signed_attributes_in_another_order_are_refused_with_the_reason_of_the_library(authority, root):
    reply = authority.sign("signer", "", "-cades")
    attributes = (*SIGNER, 3)
    sent = with_set(reply, elements(reply, *attributes)[::-1], *attributes)
    with pytest.raises(StoreError, match=r"not a readable time-stamp reply; .*\(.*InvalidSetOrdering.*\)$"):
        timestamp.verify(sent, SUMS, root)


def test_a_stamp_that_was_granted_with_changes_holds_when_the_changes_are_none_that_matter(
    authority: Authority, root: bytes
):
    asked = timestamp.request(SUMS)
    changed = replaced(authority.answer(asked), b"\x02\x01\x01", 0, 0, 0)
    (authority.folder / REPLY).write_bytes(changed)

    assert "Granted with modifications" in authority.openssl("ts", "-reply", "-in", REPLY, "-text")
    assert timestamp.verify(changed, SUMS, root, asked).authority == "CN=Stamps"
    refusals = {
        "its nonce differs": (SUMS, root, timestamp.request(SUMS)),
        "is over other bytes": (SUMS + b"\n", root, None),
        "not signed by an authority of the CA file": (SUMS, authority.read("other.pem"), asked),
    }
    for words, given in refusals.items():
        with pytest.raises(StoreError, match=words):
            timestamp.verify(changed, *given)
    damaged = changed[:-20] + bytes([changed[-20] ^ 1]) + changed[-19:]
    with pytest.raises(StoreError, match="the signature of the time-stamp is invalid"):
        timestamp.verify(damaged, SUMS, root, asked)


@pytest.mark.parametrize(("status", "words"), [(2, "rejected"), (3, "waiting"), (5, "revoked"), (9, "9")])
def test_any_other_status_is_a_refusal(reply: bytes, root: bytes, status: int, words: str):
    with pytest.raises(StoreError, match=rf"did not grant .*\({words}\)"):
        timestamp.verify(replaced(reply, bytes([2, 1, status]), 0, 0, 0), SUMS, root)


def test_a_stamp_over_other_bytes_is_refused(reply: bytes, root: bytes, asked: bytes):
    with pytest.raises(StoreError, match="is over other bytes"):
        timestamp.verify(reply, SUMS + b"\n", root, asked)


def test_a_stamp_over_another_digest_is_refused(authority: Authority, root: bytes):
    (authority.folder / "sums").write_bytes(SUMS)
    authority.openssl("ts", "-query", "-data", "sums", "-sha512", "-cert", "-out", "sha512.tsq")
    asked = authority.read("sha512.tsq")
    reply = authority.answer(asked)

    with pytest.raises(StoreError, match=r"over another digest than SHA-256 \(2\.16\.840\.1\.101\.3\.4\.2\.3\)"):
        timestamp.verify(reply, SUMS, root, asked)


def test_a_stamp_that_answers_another_request_is_refused(authority: Authority, reply: bytes, root: bytes):
    (authority.folder / "sums").write_bytes(SUMS)
    authority.openssl("ts", "-query", "-data", "sums", "-sha256", "-tspolicy", "1.2.3.5", "-no_nonce", "-out", "policy")
    others = {
        "its nonce differs": timestamp.request(SUMS),
        "its policy differs": authority.read("policy"),
        "request is over other bytes": timestamp.request(b"other"),
        "not a time-stamp request": b"garbage",
    }
    for words, asked in others.items():
        with pytest.raises(StoreError, match=words):
            timestamp.verify(reply, SUMS, root, asked)


def test_a_stamp_of_an_authority_that_nobody_vouches_for_is_refused(authority: Authority, reply: bytes):
    with pytest.raises(StoreError, match="the time-stamp was not signed by an authority of the CA file"):
        timestamp.verify(reply, SUMS, authority.read("other.pem"))


@pytest.mark.parametrize(("start", "end"), [(LONG_AGO, PAST), (FUTURE, FAR)])
def test_a_certificate_that_was_not_valid_at_the_attested_time_is_refused(
    authority: Authority, root: bytes, start: str, end: str
):
    authority.certify("untimely", start=start, end=end)
    asked = timestamp.request(SUMS)

    with pytest.raises(StoreError, match=r"was not valid at the attested time .*CN=Stamps"):
        timestamp.verify(authority.answer(asked, "untimely"), SUMS, root, asked)


def test_a_stamp_outlives_the_certificates_that_were_valid_when_it_was_made(authority: Authority):
    authority.certify("old_root", "root", issuer="old_root", end=PAST, subject="Old")
    authority.certify("old", issuer="old_root", end=PAST)
    authority.certify("young", issuer="old_root")
    root = authority.read("old_root.pem")

    assert timestamp.verify(authority.sign("old", "2020", "-cades"), SUMS, root).time.startswith("2020-")
    with pytest.raises(StoreError, match=r"not signed by an authority of the CA file \(certificate has expired\)"):
        timestamp.verify(authority.sign("young", "2022", "-cades"), SUMS, root)


@pytest.mark.parametrize("purpose", ["mail", "plain", "several", "uncritical"])
def test_a_certificate_that_is_not_confined_to_time_stamping_is_refused(
    authority: Authority, root: bytes, purpose: str
):
    authority.certify("unfit", purpose)

    with pytest.raises(StoreError, match="not restricted to time-stamping: CN=Stamps"):
        timestamp.verify(authority.sign("unfit", "", "-cades"), SUMS, root)


def test_the_certificate_of_the_signer_is_named_in_what_is_signed(authority: Authority, root: bytes):
    authority.certify("impostor", subject="Stumps")
    signed = authority.sign("signer", "", "-cades")
    swapped = signed.replace(authority.read("signer.der"), authority.read("impostor.der"))

    assert timestamp.verify(signed, SUMS, root).authority == "CN=Stamps"
    assert swapped != signed
    for reply in (swapped, authority.sign("signer")):
        with pytest.raises(StoreError, match="does not name the certificate of its signer"):
            timestamp.verify(reply, SUMS, root)


def test_a_reply_without_the_certificate_of_its_signer_is_refused(authority: Authority, root: bytes):
    with pytest.raises(StoreError, match="lacks the certificate of its signer"):
        timestamp.verify(authority.sign("signer", "", "-cades", "-nocerts"), SUMS, root)


def test_a_stamp_that_was_not_granted_is_refused_in_the_words_of_the_authority(authority: Authority, root: bytes):
    (authority.folder / "sums").write_bytes(SUMS)
    authority.openssl("ts", "-query", "-data", "sums", "-sha256", "-tspolicy", "1.9.9", "-out", "policy")
    reply = authority.answer(authority.read("policy"))

    with pytest.raises(StoreError, match=r"did not grant the time-stamp .*\(rejected, '.*policy.*'\)"):
        timestamp.verify(reply, SUMS, root)


def test_what_is_no_reply_or_no_certificate_is_named(reply: bytes, root: bytes, asked: bytes):
    for other in (b"", b"garbage", asked, root, reply[:-1], reply + b"\n"):
        with pytest.raises(StoreError, match=r"not a readable time-stamp reply; .* \(ASN\.1 parse error: .+\)$"):
            timestamp.verify(other, SUMS, root)
    with pytest.raises(StoreError, match="holds no readable time-stamp"):
        timestamp.verify(bytes.fromhex("30053003020100"), SUMS, root)
    for ca in (b"", b"garbage", b"-----BEGIN CERTIFICATE-----\n", reply):
        with pytest.raises(UsageError, match="the CA file holds no certificates"):
            timestamp.verify(reply, SUMS, ca)


def test_a_changed_byte_is_refused_or_changes_nothing(reply: bytes, root: bytes, asked: bytes):
    stamp: Stamp = timestamp.verify(reply, SUMS, root, asked)
    refused = 0
    for place in range(len(reply)):
        changed = reply[:place] + bytes([reply[place] ^ 1 << place % 8]) + reply[place + 1 :]
        try:
            assert timestamp.verify(changed, SUMS, root, asked) == stamp
        except StoreError:
            refused += 1
    assert refused > len(reply) - 30  # what is not signed: versions, and the name of the signature's algorithm


@pytest.mark.parametrize("bit", range(8))
def test_a_changed_serial_number_of_the_signer_is_refused_without_a_warning(
    reply: bytes, root: bytes, asked: bytes, bit: int
):
    serial = bytes.fromhex("a003020102" + "02021000")  # version 3, then the serial number 0x1000 of the signer
    place = reply.index(serial) + len(serial) - 2
    changed = reply[:place] + bytes([reply[place] ^ 1 << bit]) + reply[place + 1 :]

    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        with pytest.raises(StoreError):
            timestamp.verify(changed, SUMS, root, asked)

    assert not warned
