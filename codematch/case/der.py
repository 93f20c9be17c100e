"""The little of DER (ITU-T X.690) that the libraries leave to us: elements one after the other, and back again."""

LONG_FORM = 0x80
"""The bit that says that the size takes bytes of its own."""
OCTET_STRING = 0x04
SET = 0x31
CONTEXT_0 = 0xA0
"""The tag of a constructed element [0]."""


def parts(der: bytes) -> list[tuple[int, bytes]]:
    """Return the tag and the content of the elements that stand one after the other.

    Raises:
        IndexError: The bytes end in the middle of an element.
    """
    found, at = [], 0
    while at < len(der):
        tag, size, at = der[at], der[at + 1], at + 2
        if size & LONG_FORM:
            digits = size & 0x7F
            size, at = int.from_bytes(der[at : at + digits], "big"), at + digits
        found.append((tag, der[at : at + size]))
        at += size
    return found


def inside(der: bytes, *places: int) -> bytes:
    """Return the content of an element by the places of those around it, from the outermost on.

    Raises:
        IndexError: There is no such element.
    """
    for place in places:
        der = parts(der)[place][1]
    return der


def element(tag: int, content: bytes) -> bytes:
    """Return an element of fewer than 65,536 bytes."""
    size = len(content)
    if size < LONG_FORM:
        return bytes([tag, size]) + content
    digits = size.to_bytes(2 if size > 0xFF else 1, "big")
    return bytes([tag, LONG_FORM | len(digits)]) + digits + content
