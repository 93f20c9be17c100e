"""Digests by known vectors."""

from codematch.model.digests import Digesting

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


def test_sm3_of_the_standard_in_pieces_too():
    running = Digesting(["sm3"])
    for _ in range(16):
        running.update(b"abcd")
        running.digests()
    assert running.digests()[1] == {"sm3": LONG}
