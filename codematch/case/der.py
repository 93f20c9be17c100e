"""The little of DER (ITU-T X.690) that the libraries leave to us: elements one after the other, and back again."""

from dataclasses import dataclass

LONG_FORM = 0x80
"""The bit that says that the size takes bytes of its own."""
OCTET_STRING = 0x04
SET = 0x31
CONTEXT_0 = 0xA0
"""The tag of a constructed element [0]."""
CONTEXT_1 = 0xA1


@dataclass(frozen=True, slots=True)
class Place:
    """The place of an element in some bytes: its tag, its start, the start of its content, and its end."""

    tag: int
    start: int
    inner: int
    stop: int


def places(der: bytes, within: Place | None = None) -> list[Place]:
    """Return the places of consecutive elements, in all of the bytes or within one element.

    Raises:
        IndexError: The bytes end in the middle of an element.
    """
    at, end = (0, len(der)) if within is None else (within.inner, within.stop)
    found = []
    while at < end:
        start, tag, size, at = at, der[at], der[at + 1], at + 2
        if size & LONG_FORM:
            digits = size & 0x7F
            size, at = int.from_bytes(der[at : at + digits], "big"), at + digits
        if at + size > end:
            raise IndexError("an element goes on beyond the end")
        found.append(Place(tag, start, at, at + size))
        at += size
    return found


def parts(der: bytes) -> list[tuple[int, bytes]]:
    """Return the tag and the content of consecutive elements.

    Raises:
        IndexError: The bytes end in the middle of an element.
    """
    return [(place.tag, der[place.inner : place.stop]) for place in places(der)]


def find(der: bytes, *numbers: int) -> Place:
    """Return the place of an element, by the indices of its ancestors and its own, outermost first.

    Raises:
        IndexError: There is no such element.
    """
    found = Place(0, 0, 0, len(der))
    for number in numbers:
        found = places(der, found)[number]
    return found


def inside(der: bytes, *numbers: int) -> bytes:
    """Return the content of an element, which is named as `find` has it.

    Raises:
        IndexError: There is no such element.
    """
    found = find(der, *numbers)
    return der[found.inner : found.stop]


def in_order(der: bytes, place: Place) -> bytes:
    """Return the bytes with the elements of a SET OF in the order of DER: nothing becomes longer or shorter.

    Raises:
        IndexError: The set ends in the middle of an element.
    """
    elements = sorted(der[part.start : part.stop] for part in places(der, place))
    return der[: place.inner] + b"".join(elements) + der[place.stop :]


def element(tag: int, content: bytes) -> bytes:
    """Return an element."""
    size = len(content)
    if size < LONG_FORM:
        return bytes([tag, size]) + content
    digits = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, LONG_FORM | len(digits)]) + digits + content
