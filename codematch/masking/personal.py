"""E-mail addresses, and the numbers of persons: of residents of China, of passports, with messengers."""

import re
from collections.abc import Iterator
from datetime import date

from codematch.masking.domains import TOP_DOMAINS
from codematch.masking.spans import Kind, Mark

_EMAIL = re.compile(
    r"(?<![\w.+%/-])[A-Za-z0-9_][\w.+%-]{0,63}@(?:\w(?:[\w-]{0,61}\w)?\.){1,8}(?P<top>[A-Za-z]{2,24})"
    r"(?![A-Za-z0-9-]|\.\w|[(\[])",
    re.ASCII,
)
_NOBODY = re.compile(r"(?:git|hg|svn)@", re.IGNORECASE)
"""Users under which hosts of code are asked by everybody."""
_RESIDENT = re.compile(
    r"(?<![A-Za-z0-9.])(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])\d{4}(?P<year>(?:19|20)?\d{2})"
    r"(?P<month>0[1-9]|1[0-2])(?P<day>[0-2]\d|3[01])\d{3}(?P<check>[\dXx])?(?![A-Za-z0-9]|\.\d)"
)
_FACTORS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_IDENTITY = re.compile(
    r"身份证|证件|公民|\bid(?:[_ -]?(?:card|no|num|number))?\b|identity|id_?card|sfz|citizen|resident", re.IGNORECASE
)
_PASSPORT = re.compile(
    r"(?:passport|护照|通行证)(?:[ _-]{0,2}(?:no|num|number|id)\b\.?|号码?)?[\"'\])]{0,2}[^A-Za-z0-9\n]{1,12}"
    r"(?P<value>[A-Z]{0,2}\d{7,9})(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_PASSPORT_HINTS = ("passport", "护照", "通行证")
_GIVEN = r"[\"'\])]{0,2}\s{0,3}[:：=]\s{0,3}[\"']?"
_MESSENGER = re.compile(
    rf"(?:微信(?:号|ID|id)?|(?i:\b(?:we_?chat[_ ]?|wx_?|weixin[_ ]?)id\b)){_GIVEN}"
    r"(?P<wechat>[A-Za-z][A-Za-z0-9_-]{5,19})(?![\w(.])"
    r"|(?<![A-Za-z0-9])(?P<wxid>wxid_[a-z0-9]{10,24})(?![A-Za-z0-9])"
    rf"|(?<![A-Za-z0-9])(?:QQ|qq)(?:号码?|群号?|[_ ]?(?i:id|no|num|number|group)\b)?(?:{_GIVEN}|\s{{0,2}})"
    r"(?P<qq>[1-9]\d{4,11})(?![A-Za-z0-9.])",
    re.ASCII,
)
_MESSENGER_HINTS = ("qq", "微信", "wx", "chat", "weixin")
LINE_HINTS = ("@", *_PASSPORT_HINTS, *_MESSENGER_HINTS)
"""One of these a line with an address or a number holds, in small letters."""


def personal_marks(text: str, folded: str) -> Iterator[Mark]:
    """Yield the places of e-mail addresses, passports and messengers in a line; `folded` is it in small letters."""
    if "@" in text:
        for found in _EMAIL.finditer(text):
            top = found["top"]
            # Matrices are multiplied by the same sign: x@y.mT is no address in Malta.
            if top.lower() in TOP_DOMAINS and (top.islower() or top.isupper()) and not _NOBODY.match(found[0]):
                yield Mark(*found.span(), Kind.EMAIL)
    if any(hint in folded for hint in _PASSPORT_HINTS):
        yield from (Mark(*found.span("value"), Kind.PASSPORT) for found in _PASSPORT.finditer(text))
    if any(hint in folded for hint in _MESSENGER_HINTS):
        yield from (Mark(*found.span(found.lastgroup or 0), Kind.MESSENGER) for found in _MESSENGER.finditer(text))


def resident_marks(text: str) -> Iterator[Mark]:
    """Yield the places of the identity numbers of residents of China in a line."""
    yield from (Mark(*found.span(), Kind.IDENTITY) for found in _RESIDENT.finditer(text) if _is_resident(found, text))


def _is_resident(found: re.Match[str], text: str) -> bool:
    """Say whether digits are such a number (GB 11643): a province, a date, and the check digit.

    Numbers of the first generation have fifteen digits and none to check, and one that was typed wrongly does not
    check: of these the line must say what they are.
    """
    year, check = found["year"], found["check"]
    if (len(year) == 4) != bool(check):
        return False
    try:
        date(int(year) if check else 1900 + int(year), int(found["month"]), int(found["day"]))
    except ValueError:
        return False
    if check:
        total = sum(factor * int(digit) for factor, digit in zip(_FACTORS, found[0], strict=False))
        if check.upper() == _CHECKS[total % 11]:
            return True
    return _IDENTITY.search(text) is not None
