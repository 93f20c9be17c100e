"""Elements of DER are found where they stand, and bytes that end too early are refused."""

import pytest

from codematch.case import der

INNER = der.element(der.OCTET_STRING, b"b") + der.element(der.OCTET_STRING, b"a" * 200)
OUTER = der.element(der.SET, INNER) + der.element(der.OCTET_STRING, b"")


def test_elements_are_found_by_their_numbers():
    assert der.parts(INNER) == [(der.OCTET_STRING, b"b"), (der.OCTET_STRING, b"a" * 200)]
    assert der.inside(OUTER, 0, 1) == b"a" * 200
    assert der.inside(OUTER, -1) == b""
    found = der.find(OUTER, 0, -1)
    assert OUTER[found.start : found.stop] == der.element(der.OCTET_STRING, b"a" * 200)
    with pytest.raises(IndexError):
        der.find(OUTER, 2)


def test_a_set_is_put_in_order_and_nothing_else_moves():
    held = [der.element(der.OCTET_STRING, content) for content in (b"bb", b"a", b"ab", b"a")]
    around = der.element(der.SET, b"".join(held)) + b"\x04\x01z"
    sorted_set = der.in_order(around, der.find(around, 0))
    assert der.parts(der.inside(sorted_set, 0)) == [(4, b"a"), (4, b"a"), (4, b"ab"), (4, b"bb")]
    assert sorted_set[-3:] == b"\x04\x01z"
    assert len(sorted_set) == len(around)
    assert der.in_order(sorted_set, der.find(sorted_set, 0)) == sorted_set


@pytest.mark.parametrize("content", [b"\x04", b"\x04\x02a", b"\x04\x82\x01", b"\x31\x05\x04\x04abc", OUTER[:-1]])
def test_bytes_that_end_within_an_element_are_refused(content):
    with pytest.raises(IndexError):
        der.find(content, 0, 0, 0)


def test_no_beginning_of_a_set_is_taken_for_the_whole():
    whole = der.element(der.SET, INNER)
    for cut in range(1, len(whole)):
        with pytest.raises(IndexError):
            der.find(whole[:cut], 0)


@pytest.mark.parametrize("size", [0, 0x7F, 0x80, 0xFF, 0x100, 0xFFFF, 0x10000])
def test_an_element_of_any_size_is_read_back(size):
    assert der.parts(der.element(der.SET, bytes(size))) == [(der.SET, bytes(size))]
