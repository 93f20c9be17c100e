"""Secrets and personal data are recognised to be masked: no report shows a key, a password or a whole address."""

import re

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


def masked(text: str) -> str:
    """Return a text with its secrets and personal data replaced: the first two characters and the kind stay."""
    for kind, pattern in _PATTERNS:
        text = pattern.sub(lambda found, kind=kind: f"{found[0][:2]}…[{kind}]", text)  # type: ignore[misc]
    return _CREDENTIAL.sub(r"\1…[password]\2", text)
