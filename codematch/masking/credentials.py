"""Credentials known by their place: in an address, a header, a connection string, a command line, mark-up."""

import re
from base64 import b64decode
from collections.abc import Iterator

from codematch.masking.placeholders import is_expression, is_random, is_stand_in, mixes
from codematch.masking.spans import Kind, Mark

_ADDRESS = re.compile(r"://[^/\s:@\"'<>]{0,64}:(?P<value>[^/\s\"'`<>]{1,200})@")
_QUERY = re.compile(
    r"[?&](?:amp;)?[\w-]{0,40}?(?:passw(?:or)?d|pwd|secret|token|api_?key|access_?key)=(?P<value>[^&\s\"'`<>#\\),;]{6,400})"
    r"|[?&](?:amp;)?(?:x-amz-)?sig(?:nature)?=(?P<signature>[^&\s\"'`<>#\\),;]{40,400})",
    re.IGNORECASE,
)
_BEARER = re.compile(r"\bbearer\s{1,4}(?P<value>[\w.~+/-]{16,4000}=*)", re.IGNORECASE | re.ASCII)
_BASIC = re.compile(r"\bbasic\s{1,4}(?P<value>[A-Za-z0-9+/]{6,400}={0,2})(?![\w=])", re.IGNORECASE)
_AUTHORIZATION = re.compile(
    r"authorization[\"']?\s{0,4}[:=,]\s{0,4}[\"']?(?:token|apikey|key|digest)\s{1,4}(?P<value>[\w.~+/-]{8,400}=*)",
    re.IGNORECASE,
)
_CONNECTION = re.compile(
    r"(?:^|[;\s\"'])(?:password|pwd|accountkey|sharedaccesskey|sharedaccesssignature)\s{0,4}=\s{0,4}"
    r"(?P<value>[^;\"'\s<>]{1,200})(?=[;\"']|\s*$)",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"(?:^|[;\s\"'])(?:server|data source|host|uid|user(?: ?id|name)?|database|initial catalog|endpoint"
    r"|defaultendpointsprotocol|accountname|driver|provider|port|addr(?:ess)?|sharedaccesskeyname)\s{0,4}=[^=;]{1,200};",
    re.IGNORECASE,
)
_LISTED = re.compile(
    r"(?<![\w.$])[a-z]{1,30}=[^\s=\"',;()]{1,80}\s{1,4}password=(?P<value>[^\s\"',;()]{2,200})"
    r"|(?<![\w.$])password=(?P<first>[^\s\"',;()]{2,200})\s{1,4}[a-z]{1,30}=[^\s=]"
)
_OPTION = re.compile(
    r"(?<!\w)--?[\w-]{0,30}?(?:(?P<name>password|passwd|passphrase)|api-?key|token|secret)(?P<given>[= ])"
    r"(?P<value>[^\s\"'`|&;<>()]{4,200})",
    re.IGNORECASE,
)
_COMMAND = re.compile(
    r"\bcurl\b[^|;]{0,200}\s(?:-u|--user)[ =]?[\"']?[^\s:\"']{1,64}:(?P<curl>[^\s\"']{1,200})"
    r"|\bsshpass\s{1,4}-p\s{0,2}[\"']?(?P<ssh>[^\s\"']{2,200})"
    r"|\b(?:IDENTIFIED\s{1,4}(?:WITH\s{1,4}\w{1,40}\s{1,4})?BY|WITH\s{1,4}(?:ENCRYPTED\s{1,4})?PASSWORD)\s{1,4}"
    r"[\"'](?P<sql>[^\"']{1,200})[\"']"
    r"|^\s{0,20}(?:(?:machine\s{1,20}\S{1,200}|default)\s{1,20})?login\s{1,20}\S{1,200}\s{1,20}password\s{1,20}"
    r"(?P<netrc>\S{1,200})\s*$"
)
_MARKED_UP = re.compile(
    r"<[\w.:-]{0,60}?(?:password|passwd|pwd)>(?P<value>[^<>\s]{4,200})</"
    r"|<[\w.:-]{0,60}?(?:secret|api_?key|access_?key|auth_?token|access_?token)>(?P<key>(?=[^<>\d]{0,40}\d)[^<>\s]{12,200})</"
    r"|(?:name|key|id)=[\"'][\w.:-]{0,80}?(?:password|passwd|pwd)[\"']\s{1,4}value=[\"'](?P<attribute>[^\"'\s]{4,200})",
    re.IGNORECASE,
)
_FORMS = (
    (_QUERY, ("?", "&"), True),
    (_BEARER, ("bearer",), True),
    (_AUTHORIZATION, ("authorization",), True),
    (_LISTED, ("password=",), False),
    (_COMMAND, ("curl", "sshpass", "login", "identified", "password"), False),
    (_MARKED_UP, ("</", "value="), False),
)
"""A form, what a line in small letters holds that has it, and whether its value must mix letters and digits."""
LINE_HINTS = (
    "@", "bearer", "basic", "authorization", "curl", "sshpass", "identified", "passw", "passphrase", "pwd", "secret",
    "token", "apikey", "api_key", "api-key", "accesskey", "access_key", "accountkey", "sharedaccess", "sig=",
    "signature=",
)  # fmt: skip
"""One of these a line with a credential holds, in small letters."""
_OPTION_HINTS = ("-pass", "-api", "-token", "-secret")


def credential_marks(text: str, folded: str) -> Iterator[Mark]:
    """Yield the places of credentials in a line that what is around them gives away; `folded`: in small letters."""
    if "://" in text:
        # Whatever is there is a text: a dollar or an exclamation mark begins no expression.
        yield from _values(_ADDRESS, text, written_out=True)
    for pattern, hints, mixed in _FORMS:
        if any(hint in folded for hint in hints):
            yield from _values(pattern, text, mixed=mixed)
    if "basic" in folded:
        yield from (mark for mark in _values(_BASIC, text) if _is_pair(text[mark.start : mark.stop]))
    if ";" in text and "=" in text and _BESIDE.search(text):
        yield from _values(_CONNECTION, text)
    if any(hint in folded for hint in _OPTION_HINTS):
        yield from _options(text)


def _values(pattern: re.Pattern[str], text: str, *, mixed: bool = False, written_out: bool = False) -> Iterator[Mark]:
    """The values that a pattern finds, whichever of its groups they are.

    If `mixed`, they have letters and digits, and unless `written_out`, they are no expressions.
    """
    for found in pattern.finditer(text):
        group = found.lastgroup or ""
        value = found[group]
        if is_stand_in(value, "") or (mixed and not mixes(value)):
            continue
        if written_out or not is_expression(value):
            yield Mark(*found.span(group), Kind.PASSWORD, shown=0)


def _options(text: str) -> Iterator[Mark]:
    """The values of options on a command line: after a blank there may be the next word of a sentence."""
    for found in _OPTION.finditer(text):
        value = found["value"]
        accepted = (mixes(value) or found["given"] == "=") if found["name"] else is_random(value)
        if accepted and not is_stand_in(value, found["name"] or "") and not is_expression(value):
            yield Mark(*found.span("value"), Kind.PASSWORD, shown=0)


def _is_pair(value: str) -> bool:
    """Say whether a value is a name and a password in base64: "basic" is a common word."""
    try:
        decoded = b64decode(value + "=" * (-len(value) % 4), validate=True).decode()
    except ValueError:
        return False
    return ":" in decoded and decoded.isprintable()
