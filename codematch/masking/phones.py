"""Telephone numbers: Chinese mobile and fixed ones, and all others in international form.

The only wrapper of phonenumbers, Google's tables of the numbers of every country.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from codematch.masking.spans import Kind, Mark, TextKind, is_quoted

_MOBILE = re.compile(
    r"(?<![A-Za-z0-9.])(?:(?:\+|00)?86[- ]?)?1[3-9]\d{9}(?![A-Za-z0-9]|\.\d)"
    r"|(?<![A-Za-z0-9.])(?<!\d[ -])(?:(?:\+|00)?86[- ]?)?1[3-9]\d(?:[- ]?\d{4}){2}(?![A-Za-z0-9]|\.\d|[ -]\d)"
)
_FIXED = re.compile(
    r"(?<![A-Za-z0-9.])(?<!\d[ -])(?:(?:\+|00)?86[- ]?)?\(?0\d{2,3}\)?[- ]?\d{3,4}[- ]?\d{4}"
    r"(?![A-Za-z0-9]|\.\d|[ -]\d{4})"
)
_INTERNATIONAL = re.compile(r"(?<![A-Za-z0-9_+.)\]])(?<!\d )\+[1-9](?:[ ()./-]{0,2}\d){6,14}(?![A-Za-z0-9]|\.\d)")
_DASHED = re.compile(r"[-)]|86 ")
_SAID = re.compile(r"(?i)phone|mobile|\btel\b|\bcell|contact|\bsms|\bfax|手机|电话|联系|传真|座机")
_ROUND = re.compile(r"0{5}$|(\d)\1{7}")
_MEASURED = re.compile(
    r"(?i)(?:time|stamp|size|bytes|offset|nanos|micros|millis|count|seed|hash|max|min|limit)\w{0,12}\W{1,8}$"
)
_POWERS = frozenset(str((1 << exponent) + step) for exponent in (34, 35, 36) for step in (-1, 0, 1))


def phone_marks(text: str, writing: TextKind) -> Iterator[Mark]:
    """Yield the places of telephone numbers in a line."""
    for found in _MOBILE.finditer(text):
        if not _is_constant(found, text, writing):
            yield Mark(*found.span(), Kind.PHONE)
    for found in _FIXED.finditer(text):
        # Tables are full of numbers between blanks: code points, for one.
        if (_DASHED.search(found[0]) or _SAID.search(text)) and _is_valid(found[0], "CN"):
            yield Mark(*found.span(), Kind.PHONE)
    if "+" in text:
        for found in _INTERNATIONAL.finditer(text):
            if _is_valid(found[0], None):
                yield Mark(*found.span(), Kind.PHONE)


def _is_constant(found: re.Match[str], text: str, writing: TextKind) -> bool:
    """Say whether eleven digits in a row are a number of a program: a round one, or one that is no text there."""
    if not found[0].isdigit():
        return False
    if _ROUND.search(found[0]) or found[0] in _POWERS:
        return True
    if _SAID.search(text):
        return False
    before = text[: found.start()]
    return _MEASURED.search(before[-40:]) is not None or (writing is TextKind.CODE and not is_quoted(text, len(before)))


@lru_cache(maxsize=10_000)
def _is_valid(text: str, region: str | None) -> bool:
    """Say whether a text is a number that its country gives out; the tables are read when first asked for."""
    import phonenumbers

    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(text, region))
    except phonenumbers.NumberParseException:
        return False
