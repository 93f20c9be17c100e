"""Digests by known vectors; our own SM3 against the standard's and OpenSSL's."""

import hashlib

import pytest

from codematch.model import digests as module
from codematch.model.digests import Digesting
from codematch.model.sm3 import Sm3

ABC = {
    "sha256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    "sm3": "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0",
    "sha1": "a9993e364706816aba3e25717850c26c9cd0d89d",
    "md5": "900150983cd24fb0d6963f7d28e17f72",
}
LONG = "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"  # the second example of the standard


def test_known_vectors():
    running = Digesting(["sm3", "sha1", "md5"])
    running.update(b"a")
    running.update(b"bc")
    sha256, others = running.digests()
    assert {"sha256": sha256, **others} == ABC


def sm3(data: bytes) -> str:
    digest = Sm3()
    digest.update(data)
    return digest.hexdigest()


def test_sm3_of_the_standard():
    assert sm3(b"abc") == ABC["sm3"]
    assert sm3(b"abcd" * 16) == LONG


@pytest.mark.skipif("sm3" not in hashlib.algorithms_available, reason="this OpenSSL has no SM3 to compare with")
@pytest.mark.parametrize("size", [0, 1, 54, 55, 56, 57, 63, 64, 65, 119, 120, 128, 1000])
def test_sm3_is_that_of_openssl_at_every_edge(size):
    data = bytes(range(256)) * 4
    assert sm3(data[:size]) == hashlib.new("sm3", data[:size]).hexdigest()


def test_pieces_do_not_matter():
    whole, pieces = Sm3(), Sm3()
    whole.update(b"x" * 200)
    for size in (1, 62, 1, 64, 72):
        pieces.update(b"x" * size)
    assert whole.hexdigest() == pieces.hexdigest()


def test_without_the_sm3_of_openssl_ours_takes_its_place(monkeypatch):
    def new(name: str) -> None:
        raise ValueError(f"unsupported hash type {name}")

    monkeypatch.setattr(module.hashlib, "new", new)
    running = Digesting(["sm3"])
    running.update(b"abc")
    assert running.digests()[1] == {"sm3": ABC["sm3"]}
