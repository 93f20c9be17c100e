"""Secrets and personal data are recognised to be masked: no report shows a key, a password or a whole address."""

import re
from collections.abc import Iterable

_PATTERNS = (
    ("key", re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----|\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36,}"
                       r"|\bsk-[A-Za-z0-9]{20,}|\bxox[baprs]-[A-Za-z0-9-]{10,}|\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]+")),
    ("e-mail", re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b")),
    ("phone", re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")),
    ("identity number", re.compile(r"(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx]"
                                   r"(?!\d)")),
)  # fmt: skip
_CREDENTIAL = re.compile(r"(?i)(://[^/\s:@]+:)[^/\s@]+(@)")


COVER = "█"


def covered(text: str) -> str:
    """Return a line with its secrets and personal data covered, of the same length, so that marks keep their place.

    The first two characters of each stay, as with `masked`.
    """
    for _, pattern in _PATTERNS:
        text = pattern.sub(lambda found: found[0][:2] + COVER * (len(found[0]) - 2), text)
    return _CREDENTIAL.sub(lambda found: found[1] + COVER * (len(found[0]) - len(found[1]) - 1) + found[2], text)


_KEY_BEGINS = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----")
_KEY_BODY = re.compile(r"\W*(?:[A-Za-z0-9+/=\\]{8,}|(?:Proc-Type|DEK-Info): .*)?\W*")
"""A line of a private key: base64, perhaps in quotation marks, or a head of RFC 1421."""


def covered_lines(lines: Iterable[str]) -> list[str]:
    """Return lines that follow one another with what is secret or personal covered, and private keys as a whole."""
    shown, inside = [], False
    for text in lines:
        inside = inside and _KEY_BODY.fullmatch(text) is not None
        shown.append(re.sub(r"\S", COVER, text) if inside else covered(text))
        inside = inside or _KEY_BEGINS.search(text) is not None
    return shown


def masked(text: str) -> str:
    """Return a text with its secrets and personal data replaced: the first two characters and the kind stay."""
    for kind, pattern in _PATTERNS:
        text = pattern.sub(lambda found, kind=kind: f"{found[0][:2]}…[{kind}]", text)  # type: ignore[misc]
    return _CREDENTIAL.sub(r"\1…[password]\2", text)
