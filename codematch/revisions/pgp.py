"""The key that a signature of OpenPGP states (RFC 9580, RFC 4880). Nothing is verified."""

import base64
import re
from collections.abc import Iterator

from codematch.case.library_errors import DAMAGED_DATA

_ARMOUR = re.compile(rb"-----BEGIN PGP (?:SIGNATURE|MESSAGE)-----\r?\n(.*?)-----END PGP", re.DOTALL)
_SIGNATURE_PACKET = 2
_ISSUER, _ISSUER_FINGERPRINT = 16, 33
_NEW_FORMAT = 0x40
_KEY_ID_BYTES = 8


def stated_key(text: bytes) -> str:
    """Return the fingerprint, or else the id, of the key in upper-case hexadecimal; "" if none can be read."""
    try:
        return _key(_packet(_content(text)))
    except DAMAGED_DATA:
        return ""


def _content(text: bytes) -> bytes:
    """Return what an armour contains, without its headers and its check sum."""
    armour = _ARMOUR.search(text.replace(b"\r\n", b"\n"))
    if armour is None:
        raise ValueError
    headers, blank, body = armour[1].partition(b"\n\n")
    lines = (body if blank and b":" in headers else armour[1]).split()
    return base64.b64decode(b"".join(line for line in lines if not line.startswith(b"=")), validate=True)


def _packet(content: bytes) -> bytes:
    """Return the body of a signature packet that everything begins with."""
    first = content[0]
    if first & _NEW_FORMAT:
        kind = first & 0x3F
        size, at = _size(content, 1)
    else:
        kind, width = (first >> 2) & 0x0F, 1 << (first & 3)
        size, at = int.from_bytes(content[1 : 1 + width], "big"), 1 + width
    if kind != _SIGNATURE_PACKET:
        raise ValueError
    return content[at : at + size]


def _size(content: bytes, at: int) -> tuple[int, int]:
    """Return a size in the new form, and where what follows it begins."""
    first = content[at]
    if first < 192:
        return first, at + 1
    if first < 255:
        return ((first - 192) << 8) + content[at + 1] + 192, at + 2
    return int.from_bytes(content[at + 1 : at + 5], "big"), at + 5


def _key(body: bytes) -> str:
    version = body[0]
    if version == 3:
        return body[7 : 7 + _KEY_ID_BYTES].hex().upper()
    width = 4 if version == 6 else 2
    key, at = "", 4
    for _ in range(2):  # the hashed part, then the other one
        size = int.from_bytes(body[at : at + width], "big")
        at += width
        for kind, value in _parts(body[at : at + size]):
            if kind == _ISSUER_FINGERPRINT:
                return value[1:].hex().upper()
            if kind == _ISSUER and not key:
                key = value.hex().upper()
        at += size
    return key


def _parts(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the kind and the value of each subpacket."""
    at = 0
    while at < len(content):
        size, at = _size(content, at)
        yield content[at] & 0x7F, content[at + 1 : at + size]
        at += size
