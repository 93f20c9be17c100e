"""Authors that comments, code and documents name."""

import re
from collections.abc import Iterator

from codematch.notices.holders import SIGNS
from codematch.notices.words import WORDS

_AUTHOR = re.compile(
    r"(?i)(?:(?P<tag>@author\b|\bauthors?\s*[:\uff1a]|\bmaintainer\s*[:\uff1a]|(?:作者|作成者|작성자)\s*[:\uff1a]"
    r"|\b(?:autor(?:in|en|es)?|auteurs?|autore|автор)\s*[:\uff1a]|\bsigned-off-by\s*:|\bco-authored-by\s*:)"
    r"|\b(?:written|created|coded|contributed|developed)\s+by\b)\s*[:\uff1a]?\s*(?P<name>[^\n*;,<(\"{}，；。、]{2,60})"
)
_STATED_AUTHOR = re.compile(
    r"""\b__authors?__\s*=\s*[\[(]?\s*["'](?P<variable>[^"'\n<]{2,60})"""
    r"""|\\author(?:\[[^\]\n]*\])?\{(?P<macro>[^{}\n\\<,]{2,60})"""
    r"""|(?i:\bauthors?["']?\s*[:=]\s*\[?\s*["'])(?P<field>[^"'\n<]{2,60})<[^"'\n>]+@"""
)
"""What states an author outside comments: a variable, a macro, or a field that gives a mail address, too."""
_CHANGE = re.compile(
    r"\b(?i:fixed|changed|modified|edited|updated|added|patched|reviewed|ported|rewritten)\s+(?i:by)\s*:?\s*"
    r"(?P<name>[A-Z][\w'’-]+(?:\s+(?:[a-z]{1,3}\s+)?[A-Z][\w'’.-]*){1,3})"
    r"|\b(?:TODO|FIXME|XXX|HACK|NOTE|BUG|REVIEW)\s?\(\s*@?(?P<account>[A-Za-z][\w.-]{1,38})\s*\)\s*:?"
)
_CHANGE_HINTS = (" by", " By", " BY", "TODO", "FIXME", "XXX", "HACK", "NOTE", "BUG", "REVIEW")
_AUTHOR_HINTS = tuple(WORDS["author_hints"])
_NAME_ENDS = re.compile(
    r"(?i)\s+(?:(?:with|and|for|on|in|at|from|as|to|under|using|based|who)\b|–|-|[|/]|\d|@\w|\w+\s*[:\uff1a]).*$|(?<=\w\w)\.(?:\s.*)?$"
)
_PARTICLES = frozenset(WORDS["particles"])
_NO_NAME = frozenset(WORDS["no_name"])
_DATED_INITIALS = re.compile(
    r"(?:^|[\s*(\[])(?P<name>[A-Z]{2,4})[\s,:/-]+"
    r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})\b"
)
_NO_INITIALS = frozenset(WORDS["no_initials"])
_MOST_WORDS = 5
_NO_ACCOUNT = frozenset(WORDS["no_account"]) | _NO_NAME


def authors(text: str) -> Iterator[tuple[str, int]]:
    """Yield the authors that a comment names, and where; a phrase after "by" is none.

    Those who changed something count, too: by name, by the account that a task is for, by dated initials.
    """
    yield from written_by(text)
    for match in _CHANGE.finditer(text) if any(hint in text for hint in _CHANGE_HINTS) else ():
        name = " ".join((match["name"] or match["account"]).split()).strip(" .-")
        if match["account"] is not None:
            if not name.isdigit() and name.lower() not in _NO_ACCOUNT:
                yield name, match.start()
        elif is_name(name, is_tagged=False):
            yield name, match.start()
    for match in _DATED_INITIALS.finditer(text) if any(map(str.isdigit, text)) else ():
        if match["name"] not in _NO_INITIALS:
            yield match["name"], match.start("name")


def written_by(text: str) -> Iterator[tuple[str, int]]:
    """Yield those whom a comment calls the authors of what it is in, and where."""
    if any(hint in text for hint in _AUTHOR_HINTS):
        for match in _AUTHOR.finditer(text):
            name = _NAME_ENDS.sub("", " ".join(match["name"].split())).strip(SIGNS)
            if is_name(name, is_tagged=match["tag"] is not None):
                yield name, match.start()
        yield from stated_authors(text)


def stated_authors(text: str) -> Iterator[tuple[str, int]]:
    """Yield the authors that code, a document or data states outside comments, and where."""
    if not any(hint in text for hint in _AUTHOR_HINTS):
        return
    for match in _STATED_AUTHOR.finditer(text):
        name = " ".join((match["variable"] or match["macro"] or match["field"]).split()).strip(SIGNS)
        if is_name(name, is_tagged=True):
            yield name, match.start()


def is_name(text: str, *, is_tagged: bool) -> bool:
    """Say whether a text is the name of a person or group, or, after a tag such as `@author`, an account or e-mail."""
    words = text.split()
    if not 0 < len(words) <= _MOST_WORDS or words[0].lower() in _NO_NAME:
        return False
    if not text.isascii() and not any(word[:1].islower() for word in words):
        return any(map(str.isalpha, text))
    if len(words) == 1 and is_tagged:
        return len(text) > 1 and any(map(str.isalpha, text)) and text.strip("@").lower() not in _NO_NAME
    large = [word for word in words if word[:1].isupper()]
    return bool(large) and all(word[:1].isupper() or word.lower() in _PARTICLES for word in words)
