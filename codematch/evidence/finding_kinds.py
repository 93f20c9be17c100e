"""What a literal is, by its form: an address, a path, a number that is unique by construction, a query."""

import re

_DOMAIN = "(?:local|internal|corp|lan|com|net|org|cn|io)"
_FORMS = (
    ("url", re.compile(r"(?i)^(?:https?|ftp|wss?|git|ssh)://\S+$")),
    ("e-mail", re.compile(r"^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$")),
    ("guid", re.compile(r"(?i)^\{?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\}?$")),
    ("host", re.compile(rf"^(?:\d{{1,3}}\.){{3}}\d{{1,3}}(?::\d+)?$|^(?:[a-z0-9-]+\.)+{_DOMAIN}$")),
    ("path", re.compile(r"^(?:[A-Za-z]:\\|/|\\\\|~/)[\w.\- ]+(?:[/\\][\w.\- ]+)+$")),
    ("sql", re.compile(r"(?is)^\s*(?:select\b.+\bfrom\b|insert\s+into\b|update\b.+\bset\b|delete\s+from\b"
                       r"|create\s+table\b)")),
)  # fmt: skip
KINDS = ("text", "number", *(name for name, _ in _FORMS))
"""All forms."""
_NUMBER = re.compile(r"(?i)^[-+]?(?:0x[0-9a-f_]+|0b[01_]+|0o?[0-7_]+|\d[\d_]*(?:\.\d+)?(?:e[-+]?\d+)?)[ulfdn]*$")
_QUOTES = re.compile(r"""^(?:[A-Za-z]{0,2}(?:\"\"\"|'''|["'`])|@"|\$")(.*?)(?:\"\"\"|'''|["'`])$""", re.DOTALL)


def content(literal: str) -> str:
    """Return a literal without its quotes."""
    found = _QUOTES.match(literal)
    return found[1] if found else literal


def form(literal: str) -> str:
    """Return what a literal is: url, e-mail, guid, host, path, sql, number or text."""
    inner = content(literal)
    if inner == literal and _NUMBER.match(literal):
        return "number"
    return next((name for name, pattern in _FORMS if pattern.match(inner)), "text")
