"""Secrets and personal data are recognised to be masked: no report shows a key, a password or a whole address."""

import re
from collections.abc import Iterable

_PATTERNS = (
    ("key", re.compile(r"-----BEGIN [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----.*?(?:-----END[^-]{0,60}-----|$)"
                       r"|(?<![A-Za-z0-9])(?:(?:AKIA|ASIA)[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36,}"
                       r"|github_pat_\w{20,}|sk-(?:proj-|ant-)?[\w-]{20,}|sk_live_\w{16,}|AIza[\w-]{35}"
                       r"|glpat-[\w-]{20,}|npm_\w{36}|LTAI[A-Za-z0-9]{12,}|AKID[A-Za-z0-9]{13,}"
                       r"|xox[baprs]-[A-Za-z0-9-]{10,}|Bearer [\w.~+/-]{16,})"
                       r"|(?<![\w-])eyJ[\w-]{10,4000}\.[\w-]{10,8000}\.[\w-]{1,2000}", re.MULTILINE)),
    ("e-mail", re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")),
    ("phone", re.compile(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d(?:[- ]?\d{4}){2}(?!\d)")),
    ("identity number", re.compile(r"(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx]"
                                   r"(?!\d)")),
)  # fmt: skip
"""No part may try one stretch of a text again and again: the lines of a hostile file are long."""
_CREDENTIALS = (
    re.compile(r"(?i)(://[^/\s:@]{0,64}:)([^/\s]{1,200})(@)"),
    re.compile(r"(?i)((?:pass(?:word|wd|phrase)|passwd|pwd|api[_-]?key|access[_-]?key|secret[_-]?key|client[_-]?secret"
               r"|auth[_-]?token)[\"'\]]{0,2}\s{0,8}[:=]\s{0,8}[\"'])([^\"'\s]{4,200})([\"'])"),
)  # fmt: skip
"""What stands before a password, the password, what stands behind it: in an address, and where one is assigned."""


COVER = "█"


def covered(text: str) -> str:
    """Return a line with its secrets and personal data covered, of the same length, so that marks keep their place.

    The first two characters of each stay, as with `masked`.
    """
    for pattern in _CREDENTIALS:
        text = pattern.sub(lambda found: found[1] + COVER * len(found[2]) + found[3], text)
    for _, pattern in _PATTERNS:
        text = pattern.sub(lambda found: found[0][:2] + COVER * (len(found[0]) - 2), text)
    return text


_KEY_BEGINS = re.compile(r"-----BEGIN [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----")
_BASE64 = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=")
_KEY_HEADS = ("Proc-Type:", "DEK-Info:", "Version:", "Comment:")
_LONG = 16


def _is_key_body(text: str, begun: bool) -> bool:
    """Say whether a line is one of a private key, perhaps within quotation marks; `begun` after a long line of it."""
    core = text.strip().lstrip("bru").strip("\"'`+,;()\\ ").removesuffix("\\n")
    if not core or core.startswith(_KEY_HEADS):
        return True
    return _BASE64.issuperset(core) and (begun or len(core) >= _LONG)


def covered_lines(lines: Iterable[str]) -> list[str]:
    """Return lines that follow one another with what is secret or personal covered, and private keys as a whole."""
    shown: list[str] = []
    inside = begun = False
    for text in lines:
        inside = inside and _is_key_body(text, begun)
        begun = inside and (begun or len(text.strip()) >= _LONG)
        shown.append(re.sub(r"\S", COVER, text) if inside else covered(text))
        inside = inside or _KEY_BEGINS.search(text) is not None
    return shown


def masked(text: str) -> str:
    """Return a text with its secrets and personal data replaced: the first two characters and the kind stay."""
    for pattern in _CREDENTIALS:
        text = pattern.sub(r"\1…[password]\3", text)
    for kind, pattern in _PATTERNS:
        text = pattern.sub(lambda found, kind=kind: f"{found[0][:2]}…[{kind}]", text)  # type: ignore[misc]
    return text
