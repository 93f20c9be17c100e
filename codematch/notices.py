"""Notices: what a file says of where it comes from. One reader for filters, explanations and detectors alike.

A notice names a licence, a holder of rights, an author, or a tool that wrote the file, or releases the file to the
public. It stands in comments, in texts (`__copyright__ = "..."`), and on the lines of a file without a grammar.
"""

import re
import tomllib
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

import numpy as np

from codematch.model.tokens import TokenStream
from codematch.model.word_search import WordSearch


class NoticeKind(StrEnum):
    """What a notice is about; the values are kinds of marks."""

    LICENCE = "licence-notice"
    RELEASE = "release-notice"
    HOLDER = "copyright-holder"
    AUTHOR = "author-mark"
    TOOL = "tool-notice"


class Notice(NamedTuple):
    """A notice: its kind, what it says, the line from 1, and `key`, by which two of a kind are the same."""

    kind: NoticeKind
    text: str
    line: int
    key: str


class Passage(NamedTuple):
    """Text that may hold a notice: the line from 1 on which it begins, and whether it is a comment."""

    line: int
    text: str
    is_comment: bool


_WORDS = tomllib.loads(Path(__file__).with_name("notices.toml").read_text(encoding="utf-8"))
_HINTS = WordSearch(_WORDS["hints"])
"""Every notice holds one of these; looking for them first is many times as fast."""


def head_passages(utf8: bytes, stream: TokenStream, lines: int) -> Iterator[Passage]:
    """Yield the passages that begin on the first so many lines of a file."""
    stop = -1
    for _ in range(lines):
        stop = utf8.find(b"\n", stop + 1)
        if stop < 0:
            break
    head = utf8 if stop < 0 else utf8[: stop + 1]
    # A block of comments that begins there may end behind.
    hints = _hint_places(utf8[: len(head) + _LONG_LINE])
    if hints:
        for passage in _comment_blocks(hints, stream):
            if passage.line > lines:
                break
            yield passage
        yield from _other_lines(head, hints[: bisect_left(hints, len(head))], stream)


def passages(utf8: bytes, stream: TokenStream) -> Iterator[Passage]:
    """Yield what of a file holds a hint of a notice, in no order: comments, those on lines in a row together; lines.

    Lines outside comments count where they hold a hint: they are texts, or all of a file without a grammar.
    """
    hints = _hint_places(utf8)
    if hints:
        yield from _comment_blocks(hints, stream)
        yield from _other_lines(utf8, hints, stream)


def _hint_places(utf8: bytes) -> list[int]:
    """The places of all hints, in order."""
    return sorted({place for place, _ in _HINTS.places(utf8.lower())})


def _comment_blocks(hints: list[int], stream: TokenStream) -> Iterator[Passage]:
    """The comments on lines in a row, together, where they hold a hint."""
    comments = stream.comments
    # A line of its own before the first and behind the last comment ends every block.
    edges = np.flatnonzero(np.diff(comments.lines, prepend=-2, append=-2) != 1)
    before = np.searchsorted(hints, comments.starts[edges[:-1]])
    behind = np.searchsorted(hints, comments.stops[edges[1:] - 1])
    for block in np.flatnonzero(behind > before).tolist():
        first, stop = edges[block], edges[block + 1]
        yield Passage(int(comments.lines[first]), "\n".join(comments.texts[first:stop]), is_comment=True)


def _other_lines(utf8: bytes, hints: list[int], stream: TokenStream) -> Iterator[Passage]:
    ends = stream.comments.stops.tolist()
    starts = stream.comments.starts.tolist()
    is_prose = stream.parser == "text" or stream.language in _PROSE
    number, counted = 1, 0
    for start in sorted({utf8.rfind(b"\n", 0, place) + 1 for place in hints}):
        stop = utf8.find(b"\n", start)
        stop = len(utf8) if stop < 0 else stop
        before = bisect_right(starts, stop) - 1
        if stop - start <= _LONG_LINE and (before < 0 or ends[before] <= start):
            number, counted = number + utf8.count(b"\n", counted, start), start
            yield Passage(number, utf8[start:stop].decode("utf-8", "replace"), is_comment=is_prose)


_PROSE = frozenset({"html", "xml", "markdown"})
"""Languages in which what stands on a line is told, not computed."""
_LONG_LINE = 2_000  # bytes: a longer line is data, or a file that was shrunk


def read_notices(utf8: bytes, stream: TokenStream) -> tuple[Notice, ...]:
    """Return the notices of a file, by line; what says the same twice on one line stands once."""
    found = set()
    for passage in passages(utf8, stream):
        for kind, text, key, offset in _read(passage):
            line = passage.line + passage.text.count("\n", 0, offset)
            found.add(Notice(kind=kind, text=text, line=line, key=key))
    return tuple(sorted(found, key=lambda notice: (notice.line, notice.kind, notice.text)))


def _read(passage: Passage) -> Iterator[tuple[NoticeKind, str, str, int]]:
    text = passage.text
    for name, offset in holders(text, is_comment=passage.is_comment):
        yield NoticeKind.HOLDER, name.lower(), holder_key(name), offset
    for match in _SPDX.finditer(text):
        yield NoticeKind.LICENCE, match[1], match[1].lower(), match.start()
    if not passage.is_comment:
        for name, offset in stated_authors(text):
            yield NoticeKind.AUTHOR, name, name.lower(), offset
        return
    for name, offset in authors(text):
        yield NoticeKind.AUTHOR, name, name.lower(), offset
    for said, offset in releases(text):
        yield NoticeKind.RELEASE, said, said.lower(), offset
    for said, offset in tools(text):
        yield NoticeKind.TOOL, said, said.lower(), offset


# Licences

LICENCES = (
    ("SPDX", r"SPDX-License-Identifier"),
    ("Apache", r"Licensed (?:under the Apache|to the Apache Software)|Apache License|apache\.org/licenses"),
    ("GPL", r"GNU (?:Lesser |Library |Affero )?General Public License|\b[AL]?GPL ?v?[23]\b"),
    ("MPL", r"Mozilla Public License|mozilla\.org/MPL"),
    ("MIT", r"Permission is hereby granted, free of charge|\bMIT[- ]licen[cs]e|Licensed under the MIT"),
    ("BSD", r"Redistribution and use in source and binary forms|BSD[- ](?:style )?licen[cs]e|BSD-style"),
    ("Mulan", r"木兰宽松许可证|Mulan PSL|MulanPSL"),
    (
        "warranty",
        r"WITHOUT (?:ANY )?WARRANT(?:Y|IES)|[\"']AS[ -]IS[\"']|PROVIDED AS[ -]IS|limitations under the License"
        r"|in compliance with the License|MERCHANTABILITY|BE LIABLE FOR ANY|this list of conditions"
        r"|the above copyright notice|CONSEQUENTIAL DAMAGES|a copy of the Licen[cs]e",
    ),
    (
        "notice",
        r"Copyright\s*(?:\(c\)|©|\d{4})|(?:\(c\)|©) ?\d{4}|All rights reserved|版权所有|著作权|保留所有权利"
        r"|(?:released|placed|dedicated|donated) (?:in)?to the public domain|publicdomain/zero",
    ),
)
LICENCE_HINTS = tuple(_WORDS["licence_hints"])
_ANY_LICENCE = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in LICENCES), re.IGNORECASE)
_SPDX = re.compile(r"SPDX-License-Identifier:\s*\(?([\w.+-]+(?:\s+(?:OR|AND|WITH)\s+[\w.+-]+)*)")


def licence_of(text: str) -> str:
    """Return the name of the licence that a comment is about, "notice" for a notice without one, "" for neither."""
    match = _ANY_LICENCE.search(text) if any(hint in text for hint in LICENCE_HINTS) else None
    return (match.lastgroup or "") if match else ""


# Releases to the public

_RELEASE = re.compile(
    r"(?i)(?<!not )(?:(?:released|placed|put|dedicated|dedicate|donated|hereby)\s+(?:\w+\s+){0,6}?"
    r"(?:in|into|to)\s+the\s+"
    r"public\s+domain|\b(?:is|are)\s+(?:hereby\s+)?(?:in\s+the\s+)?public\s+domain|creativecommons\.org/publicdomain|\bCC0\b"
    r"|This is free and unencumbered software|属于公有领域|公共领域)"
)
_WRITER = re.compile(
    r"(?i:written|created|developed|authored)\s+by\s+(?=[A-Z])([^\n,;.<(]{2,40}?)(?=\s+with\b|\s+and\b|[\n,;.<(]|$)"
)


def releases(text: str) -> Iterator[tuple[str, int]]:
    """Yield what releases a file to the public, with its author where one is named, and where it begins."""
    match = _RELEASE.search(text)
    if match is not None:
        writer = _WRITER.search(text[: match.start()])
        yield f"public domain ({' '.join(writer[1].split())})" if writer else "public domain", match.start()


# Tools

_GENERATED = re.compile(
    r"@generated\b|\bcode generated\s+(?:by|from|with)\b(?=[^\n]*do not edit| (?:the )?(?-i:\S*[A-Z0-9_/-])| \S+\s*$)"
    r"|\b(?:auto(?:matically)?|machine)[ -]?generated\b"
    r"(?=\s*(?:[.,;:!*—–#/()\[\]-]|$|\n|by\b|from\b|with\b|using\b|on\b|at\b|in\b|file\b"
    r"|code\b|source\b|class\b|stub\b|wrapper\b|binding|header\b|script\b|do not\b|please\b|parser\b|lexer\b))"
    r"|\b(?:this|the) (?:\w+ )?(?:file|code|module|class|header|source|script|page|document)\s+(?:was|is|has been)\s+"
    r"(?:auto(?:matically)?[- ]?)?(?:generated|produced|created) (?:by|from|with|using|automatically)\b"
    r"|^(?:<\w+[^>\n]*>|\W)*(?:auto-?)?(?:file\s+)?generated (?:by|from|with|using)\b|"
    r"implementation generated from|protocol buffer compiler"
    r"|\ba bison parser\b|lexical scanner generated by flex|generated by (?:cython|swig|antlr|javacc|gperf|yacc|re2c|"
    r"thrift|lemon|ragel|jflex|moc|uic|qt|javadoc|doxygen|sphinx|jsdoc|gnu autoconf|automake|"
    r"gradle|protoc|grpc|flatc)\b"
    r"|produced by gperf|meta object code from reading|(?:form|file) generated from reading"
    r"|^\W*(?:automatisch (?:erstellt|erzeugt|generiert)|erzeugt (?:von|mit))\b"
    r"|由.{1,40}?(?:自动)?生成|自动生成|代码生成器|自動生成",
    re.IGNORECASE | re.MULTILINE,
)
_DENIED = re.compile(
    r"(?:\b(?:not|never|nor|isn't|wasn't|no longer)\s+(?:be\s+)?(?:\w+\s+)?|\bnon-?|未|不是|并非|非)$", re.IGNORECASE
)
_TOOL_HINTS = (
    "enerated", "ENERATED", "roduced", "reated", "ison parser", "eneration", "rotocol", "rzeugt", "rstellt", "eneriert",
    "生成", "eta object",
)  # fmt: skip
_TOOL = re.compile(
    r"(?i:generated|produced|made|compiled)\s+(?i:automatically\s+)?(?:[\w.]+\s+)?(?i:by|with|using)\s+(?i:the\s+)?"
    r"(?P<tool>[A-Za-z][\w+#/-]*(?:\s+[A-Z][\w+#-]*){0,4})"
)
_NO_TOOL = frozenset(_WORDS["no_tool"])
_NO_VERSION = re.compile(r"[\s,]+(?:v(?:ersion)?\.?\s*)?\d[\w.-]*.*$", re.IGNORECASE)
_JOINED_VERSION = re.compile(r"(?:[-_/]v?|(?<=[a-z])-?v)\d[\d.]*$", re.IGNORECASE)
_NO_COMMAND = re.compile(r"\s+(?:DO NOT|Do not|Please|Any|Changes|All|Version|On|At|From)\b.*$")
_TOOL_ZH = re.compile(
    r"由\s*(?:工具|程序|软件)?\s*(?P<tool>[A-Za-z][\w+#/-]*(?:\s+[A-Z][\w+#-]*){0,4})[^由\n]{0,20}?(?:自动)?生成"
)


def says_generated(text: str) -> re.Match[str] | None:
    """Find what says that a tool wrote a file.

    A request not to edit says who should keep their hands off, not who wrote it: people write it above tables that they
    measured. What is denied is not said, either.
    """
    if not any(hint in text for hint in _TOOL_HINTS):
        return None
    return next((said for said in _GENERATED.finditer(text) if not _DENIED.search(text, 0, said.start())), None)


def tools(text: str) -> Iterator[tuple[str, int]]:
    """Yield what says that a tool wrote a file, with the name of the tool where there is one, and where it begins."""
    said = says_generated(text)
    if said is None:
        return
    named = tool_named(text)
    if named:
        match = _TOOL.search(text) or said
        yield named, match.start()
    else:
        yield " ".join(said[0].split()).strip(" \t*#/-").lower(), said.start()


def tool_named(text: str) -> str:
    """Return `generated by` and the tool that a text names, in small letters and without a version, or ""."""
    match = _TOOL.search(text)
    if match is None:
        match = _TOOL_ZH.search(text)
    if match is None or match["tool"].split()[0].lower() in _NO_TOOL:
        return ""
    name = " ".join(match["tool"].split())
    for rest in (_NO_COMMAND, _NO_VERSION, _JOINED_VERSION):
        name = rest.sub("", name)
    return f"generated by {name.strip(' -/').lower()}"


# Holders of rights

_YEARS = r"(?:(?:\d{4}|present)(?:\s*[-–—,/~至到]\s*(?:\d{2,4}|present|now|今))*\s*年?[\s,.;:\uff1a\uff0c]*)"
_HOLDER = re.compile(
    r"(?P<sign>(?:(?:©|\(c\)|&copy;|\bcopyright\b|\bSPDX-\w+CopyrightText\b|\bcopr\.|版权(?:所有|归)|著作权(?:所有|归)?人?"
    r"|(?P<abroad>\burheberrechte?\b|\bdroits?\s+d['’]\s?auteurs?\b|\bderechos?\s+de\s+autor\b|\bdireitos\s+(?:autorais|de\s+autor)\b"
    r"|\bdiritti?\s+d['’]\s?autore\b|\bавторск(?:ие|ое)\s+прав[ао]\b|著作権(?:者|所有者?)?|저작권(?:자|\s*소유자?)?))[\s:\uff1a,\uff0c]*)+)"
    rf"(?P<years>{_YEARS}*)(?:by\s+|held by\s+|属于|归|(?<!\w)(?:von|de|par|bei)\s+)?"
    r"(?P<name>(?:[^\n*;<>(,.\"'|{}\[\]\\$%。，；：、]|\.(?=\w)|(?<=\b\w)\.)+)",
    re.IGNORECASE,
)
_HOLDER_HINTS = tuple(_WORDS["holder_hints"])
_ENDS = re.compile(
    r"(?i)\s*(?:[-–—]\s.*|\ball rights\b.*|\blicen[sc]ed\b.*|\breleased\b.*|\bdistributed\b.*|\bpermission\b.*|"
    r"\bsee\b.*|"
    r"\bthis (?:file|software|program|code)\b.*|https?:.*|保留.*|\balle rechte\b.*|\btous (?:les )?droits\b.*|"
    r"\btodos (?:los derechos|os direitos)\b.*|\btutti i diritti\b.*|\bвсе права\b.*|無断.*|모든 권리.*|"
    r"版权所有.*|(?<=\w)所有|\bauthors?\s*[:\uff1a].*|\b(?:19|20)\d\d\b.*|\S+@\S+.*)$"
)
_SIGNS = " .-–:,/\u3000\u3002\uff0c\uff0e\uff1a\uff1b"
"""What no name begins or ends with."""
_NO_HOLDER = frozenset(_WORDS["no_holder"])


def holders(text: str, *, is_comment: bool = True) -> Iterator[tuple[str, int]]:
    """Yield the holders that notices name, without years and what follows the name, and where each notice begins.

    Outside comments a notice has a year; the word for copyright in another language has a year or a sign behind it, for
    law is spoken of in prose as well.
    """
    if not any(hint in text for hint in _HOLDER_HINTS):
        return
    for match in _HOLDER.finditer(text):
        name = _ENDS.sub("", " ".join(match["name"].split())).strip(_SIGNS)
        has_year = bool(match["years"]) or re.search(r"\b(?:19|20)\d\d\b", match["name"]) is not None
        if match["abroad"] and not has_year and not re.search("[:\uff1a©(]", match["sign"]):
            continue
        if _is_holder(name, match["sign"].strip().lower(), has_year=has_year) and (is_comment or has_year):
            yield name, match.start()


def _is_holder(name: str, sign: str, *, has_year: bool) -> bool:
    """Say whether what follows a sign of copyright is a name: without a year it has a capital letter or is Chinese."""
    words = name.split()
    if not words or not any(map(str.isalpha, name)):
        return False
    if has_year:
        return True
    if sign in ("(c)", "©", "&copy;") or words[0].lower() in _NO_HOLDER:
        return False
    return name[0].isupper() or not name[0].isascii()


_FORMS = frozenset(_WORDS["forms"])
_CHINESE_FORMS = re.compile(r"(?:股份)?(?:有限)?(?:责任)?公司$")


def holder_key(name: str) -> str:
    """Return what two spellings of one holder have in common: small letters, no signs, no form of company."""
    words = re.sub(r"[^\w\s]", " ", name.lower().replace(".", "")).split()
    kept = [word for word in words if word not in _FORMS and not word.isdigit()]
    return _CHINESE_FORMS.sub("", " ".join(kept or words))


# Authors

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
_AUTHOR_HINTS = tuple(_WORDS["author_hints"])
_NAME_ENDS = re.compile(
    r"(?i)\s+(?:(?:with|and|for|on|in|at|from|as|to|under|using|based|who)\b|–|-|[|/]|\d|@\w|\w+\s*[:\uff1a]).*$|(?<=\w\w)\.(?:\s.*)?$"
)
_PARTICLES = frozenset(_WORDS["particles"])
_NO_NAME = frozenset(_WORDS["no_name"])
_DATED_INITIALS = re.compile(
    r"(?:^|[\s*(\[])(?P<name>[A-Z]{2,4})[\s,:/-]+"
    r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})\b"
)
_NO_INITIALS = frozenset(_WORDS["no_initials"])
_NO_ACCOUNT = frozenset(_WORDS["no_account"]) | _NO_NAME


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
    """Yield those whom a comment calls the authors of what it stands in, and where."""
    if any(hint in text for hint in _AUTHOR_HINTS):
        for match in _AUTHOR.finditer(text):
            name = _NAME_ENDS.sub("", " ".join(match["name"].split())).strip(_SIGNS)
            if is_name(name, is_tagged=match["tag"] is not None):
                yield name, match.start()
        yield from stated_authors(text)


def stated_authors(text: str) -> Iterator[tuple[str, int]]:
    """Yield the authors that code, a document or data states outside comments, and where."""
    if not any(hint in text for hint in _AUTHOR_HINTS):
        return
    for match in _STATED_AUTHOR.finditer(text):
        name = " ".join((match["variable"] or match["macro"] or match["field"]).split()).strip(_SIGNS)
        if is_name(name, is_tagged=True):
            yield name, match.start()


def is_name(text: str, *, is_tagged: bool) -> bool:
    """Say whether a text is the name of a person or group, or, behind a tag such as `@author`, an account or e-mail."""
    words = text.split()
    if not 0 < len(words) <= _MOST_WORDS or words[0].lower() in _NO_NAME:
        return False
    if not text.isascii() and not any(word[:1].islower() for word in words):
        return any(map(str.isalpha, text))
    if len(words) == 1 and is_tagged:
        return len(text) > 1 and any(map(str.isalpha, text)) and text.strip("@").lower() not in _NO_NAME
    large = [word for word in words if word[:1].isupper()]
    return bool(large) and all(word[:1].isupper() or word.lower() in _PARTICLES for word in words)


_MOST_WORDS = 5
