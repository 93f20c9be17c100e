"""Passwords, keys and tokens that are given to a name which says what they are.

A value counts only when it can be one. A name, a call, a type, a blank to be filled in is part of the program, and
stays. For a password that is anything else; for a key something with digits; a token or a secret must look random, as
both words name many other things.
"""

import re
from collections.abc import Iterator

from codematch.masking.placeholders import is_expression, is_random, is_stand_in, mixes, names_itself
from codematch.masking.spans import Kind, Mark, TextKind, is_quoted

_NAME = (
    r"(?:(?P<password>pass(?:word|wd|phrase|code)|passwd|pwd|密码|口令)"
    r"|(?P<key>(?:api|access|secret|account|encryption|signing|master|auth|license)[_-]?key"
    r"|(?:client|app|consumer|api|oauth)[_-]?secret"
    r"|(?:auth|access|refresh|api|private|bot|bearer|id|session)[_-]?token|密钥)"
    r"|(?P<word>secret|token|credentials?|pass))"
)
_HINTS = ("pass", "pwd", "secret", "token", "key", "credential", "mnemonic", "phrase", "密", "口令", "助记")
_HINTED = re.compile(re.sub(r"\?P<\w+>", "?:", _NAME) + "|mnemonic|phrase|助记")
"""Most lines with a hint have none of the names: to look for these first is much faster."""
_KEYS = ("api", "access", "secret", "account", "encryption", "signing", "master", "auth", "license")
LINE_HINTS = (
    "pass", "pwd", "secret", "token", "credential", "mnemonic", "phrase", "密", "口令", "助记",
    *(f"{word}{between}key" for word in _KEYS for between in ("", "_", "-")),
)  # fmt: skip
"""One of these a line with such a value holds, in small letters."""
_TYPED = r"(?:\[\d{0,5}\]|[?!]?\s{0,4}:\s{0,4}[\w.<>?&'*]{1,40}(?=\s{0,4}=))?"
_GIVEN = r"(?P<given>\s{0,8}(?:=>|:=|={1,3}|!={1,2}|[:：])\s{0,8})"
_VALUE = r"(?P<value>(?:[^\s\"'`\\]|\\[^\s\"'`]|(?!(?P=quote))[\"'`]){4,200})"
_QUOTED = re.compile(
    rf"{_NAME}(?:\\?[\"'\])]){{0,2}}{_TYPED}{_GIVEN}[@$bruflw]{{0,2}}(?P<quote>\\?[\"'`])"
    rf"{_VALUE}(?:(?P=quote)| \[…\]$)",
    re.IGNORECASE,
)
_PAIRED = re.compile(
    rf"\(\s{{0,4}}[\"'][\w.-]{{0,60}}?{_NAME}[\"'],\s{{0,4}}(?P<quote>[\"']){_VALUE}(?P=quote)\s{{0,4}}\)",
    re.IGNORECASE,
)
_LINE = re.compile(
    r"^[\s#;*-]{0,40}(?:(?:export|set|setx|env|arg|local|declare|readonly|typeset|-\w)\s+){0,3}[\"']?[\w./-]{0,80}?"
    rf"{_NAME}[\"']?(?P<given>\s{{0,8}}[?+:]?=\s{{0,8}}|\s{{0,4}}[:：]\s{{1,8}}|\s{{1,8}}(?=\S+$))"
    r"(?P<value>[^\s\"'`]\S{2,200}?|[\"'][^\s\"']{3,200}[\"'](?=;?$))(?=\s*$|\s+#|\s*\\$|\s*,\s*$|;$)",
    re.IGNORECASE,
)
_INLINE = re.compile(rf"{_NAME}(?P<given>=|[:：]\s{{0,2}})(?P<value>[^\s\"'`,;)}}\]<>|&\\]{{4,200}})", re.IGNORECASE)
_SENTENCE = re.compile(
    r"(?:mnemonic|seed[_-]?phrase|recovery[_-]?phrase|助记词)[\"'\])]{0,2}\s{0,8}[:=：]{1,2}\s{0,8}[\"'`]?"
    r"(?P<words>[a-z]{3,8}(?: [a-z]{3,8}){11,23})\b"
    r"|pass[_-]?phrase[\"'\])]{0,2}\s{0,8}[:=]{1,2}\s{0,8}(?P<quote>[\"'`])(?P<phrase>[^\"'`]{4,200})(?P=quote)",
    re.IGNORECASE,
)
_OTHER_NAME = re.compile(
    r"(?:::\w{0,80}|(?:shared|exporter|traffic|early|handshake|master|resumption|public_?key|next|page|continuation|sync"
    r"|cancel(?:lation)?|upload|update)[_-]?)$",
    re.IGNORECASE,
)
"""What makes another thing of a name: kinds of resources, vectors of protocols, places in a list of results."""
_WIDEST = 90
"""What is looked at before a name: the longest of these and more."""
_LEAST = 8


def password_marks(text: str, folded: str, writing: TextKind) -> Iterator[Mark]:
    """Yield the places of values in a line that are given to the name of a secret; `folded` is it in small letters."""
    if not any(hint in folded for hint in _HINTS) or not _HINTED.search(folded):
        return
    yield from (_mark(found, "value") for found in _QUOTED.finditer(text) if _is_secret(found, text, words=True))
    yield from (_mark(found, "value") for found in _PAIRED.finditer(text) if _is_secret(found, text, words=False))
    for found in _SENTENCE.finditer(text):
        group = "words" if found["words"] else "phrase"
        if not is_stand_in(found[group], "passphrase"):
            yield _mark(found, group)
    if writing is TextKind.SETTINGS:
        yield from _of_line(text)
    for found in _INLINE.finditer(text):
        words = writing is TextKind.SETTINGS and found["given"] == "="
        if _is_written_out(found, text, writing) and _is_secret(found, text, words=words):
            yield _mark(found, "value")


def _of_line(text: str) -> Iterator[Mark]:
    """The value that a line of settings gives to a name, without quotation marks."""
    found = _LINE.match(text)
    if found is None or is_expression(found["value"]):
        return
    # After a blank, a word is a value only in a Dockerfile and to `setx`.
    words = bool(found["given"].strip()) or found[0].lstrip().startswith(("ENV", "set"))
    if (words or mixes(found["value"])) and _is_secret(found, text, words=True):
        yield _mark(found, "value")


def _is_secret(found: re.Match[str], text: str, *, words: bool) -> bool:
    """Say whether a value can be what its name says; `words` where a password may be one."""
    group = _group(found)
    value, name = found["value"], found[group]
    if is_stand_in(value, name):
        return False
    if found["password"]:
        # The working directory of a shell has the name of a password.
        folder = name.lower() == "pwd" and value.startswith(("/", "~", "\\", ".", "C:"))
        return not folder and (words or mixes(value))
    before = text[max(found.start(group) - _WIDEST, 0) : found.start(group)]
    if names_itself(value, name) or _OTHER_NAME.search(before):
        return False
    return len(value) >= _LEAST and mixes(value) if found["key"] else is_random(value)


def _group(found: re.Match[str]) -> str:
    return next(group for group in ("password", "key", "word") if found[group])


def _is_written_out(found: re.Match[str], text: str, writing: TextKind) -> bool:
    """Say whether a value without quotation marks of its own is a text: it is within one, or no expression."""
    name = found[_group(found)]
    if is_expression(found["value"]) or (name.lower() == "pass" and found["given"] != "="):
        return False  # "PASS: test_1" is what a program prints of a test
    if writing is not TextKind.CODE or is_quoted(text, found.start("value")):
        return True
    return found["given"] == "=" and name.isupper()


def _mark(found: re.Match[str], group: str) -> Mark:
    return Mark(*found.span(group), Kind.PASSWORD, shown=0)
