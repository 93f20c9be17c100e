"""Small scanners of the formats of `formats.toml`: which bytes of a file its format prescribes.

They read what a format consists of and nothing more: a file that is damaged, or cut, is read as far as it goes.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from codematch.filtration.spans import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a format prescribes: patterns for a whole key, a whole value, and a whole line; None for none of them.

    `key_elements` are the XML elements whose text is a key. With `escapes` the backslashes in strings are the format's.
    """

    keys: re.Pattern[str] | None
    values: re.Pattern[str] | None
    lines: re.Pattern[str] | None
    key_elements: frozenset[str] = frozenset()
    escapes: bool = False

    def has_key(self, key: str) -> bool:
        """Say whether a key or the name of an element or attribute is prescribed."""
        return self.keys is not None and self.keys.match(key) is not None

    def has_value(self, value: str) -> bool:
        """Say whether a value is one of the usual ones."""
        if value.lower() in _CHOICES:
            return True
        return self.values is not None and self.values.match(value) is not None


Scanner = Callable[[bytes, Words], Iterator[Span]]
_CHOICES = ("true", "false", "null", "")
_LONG = 2_000  # bytes: no value that a format prescribes is longer, and a picture in a notebook is much longer
_JSON = re.compile(rb'"(?:[^"\\\n]|\\.)*"|//[^\n]*|/\*.*?\*/|[{}\[\],:]|[^\s"{}\[\],:]+', re.DOTALL)
_COLON = re.compile(rb"\s*:")
_ESCAPE = re.compile(rb'\\(?:[ntrfb]|u[0-9A-Fa-f]{4}|(?=["\\/]))')


def json(text: bytes, words: Words) -> Iterator[Span]:
    """Yield what JSON prescribes: signs, keys, the usual values behind them, and the quotes of all strings."""
    keys: list[bool] = []
    is_known = False
    for match in _JSON.finditer(text):
        start, stop = match.span()
        found = match[0]
        first = found[:1]
        if first in b"{[":
            keys.append(is_known)
        elif first in b"}]":
            is_known = keys.pop() if keys else False
        if first in b"{}[],:":
            yield start, stop
            if first == b"," and keys:
                is_known = keys[-1]
        elif first == b'"':
            yield start, start + 1
            yield stop - 1, stop
            inner = _decoded(found[1:-1])
            if _COLON.match(text, stop):
                is_known = words.has_key(inner)
                if is_known:
                    yield start, stop
            elif is_known and words.has_value(inner):
                yield start, stop
            elif words.escapes and b"\\" in found and len(found) <= _LONG:
                yield from ((start + place.start(), start + place.end()) for place in _ESCAPE.finditer(found))
        elif first != b"/" and is_known and words.has_value(_decoded(found)):
            yield start, stop


def _decoded(raw: bytes) -> str:
    return raw.decode("utf-8", "replace") if len(raw) <= _LONG else "\0"


_XML = re.compile(
    rb"<!--.*?-->|<\?.*?\?>|<!\[CDATA\[|\]\]>|<!DOCTYPE[^>\[]*(?:\[[^\]]*\]\s*)?>|<(/?)([\w:.\-]+)|(/?>)"
    rb"|([\w:.\-]+)\s*=\s*(\"[^\"]*\"|'[^']*')|\s+|[^<>\s/]+",
    re.DOTALL,
)
_TEXT = re.compile(rb"[^<]+")


def xml(text: bytes, words: Words) -> Iterator[Span]:
    """Yield what an XML format prescribes: signs, its elements and attributes, and the usual values in them."""
    open_elements: list[str] = []
    in_tag, is_known_key, place = False, False, 0
    while place < len(text):
        match = (_XML if in_tag or text[place : place + 1] == b"<" else _TEXT).match(text, place)
        if match is None:
            place += 1
            continue
        place = match.end()
        found = match[0]
        if match.lastindex is None or match.re is _TEXT:
            if found.startswith((b"<?", b"<!D", b"<![", b"]]>")):
                yield match.span()
            elif not in_tag and open_elements and found.strip():
                name, value = open_elements[-1], _decoded(found.strip())
                if name in words.key_elements:
                    is_known_key = words.has_key(value)
                    if is_known_key:
                        yield match.span()
                elif _is_prescribed(name, words) and words.has_value(value) and (is_known_key or not words.key_elements):
                    yield match.span()
        elif match[2]:
            yield from _tag(match, open_elements, words)
            in_tag = True
        elif match[3]:
            yield match.span()
            in_tag = False
            if match[3] == b"/>" and open_elements:
                open_elements.pop()
        else:
            yield from _attribute(match, words)


def _is_prescribed(name: str, words: Words) -> bool:
    return words.has_key(name) or words.has_key(name.rpartition(":")[2])


def _tag(match: re.Match[bytes], open_elements: list[str], words: Words) -> Iterator[Span]:
    """The sign of a tag, and its name where it is prescribed; keeps the open elements."""
    name = match[2].decode("utf-8", "replace")
    yield match.start(), match.start(2)
    if _is_prescribed(name, words):
        yield match.span()
    if match[1]:
        while open_elements and open_elements.pop() != name:
            pass
        open_elements.append(name)  # until the sign that ends the tag takes it off
    else:
        open_elements.append(name)


def _attribute(match: re.Match[bytes], words: Words) -> Iterator[Span]:
    name, value = match[4].decode("utf-8", "replace"), _decoded(match[5][1:-1])
    yield match.end(4), match.start(5) + 1
    yield match.end() - 1, match.end()
    if _is_prescribed(name, words):
        yield match.span(4)
        if words.has_value(value):
            yield match.span()


_PAIR = re.compile(
    rb"""^[ \t]*(?P<sign>(?:-[ \t]+)*)(?:(?P<section>\[[^\]\n]*\])|(?P<key>"[^"\n]*"|'[^'\n]*'|[^\s:=\#'"][^:=\n]*?)"""
    rb"""[ \t]*(?P<is>[:=])(?:[ \t]+|(?=["'\[{(*]|\S))(?P<value>[^\n]*?)?|(?P<item>[^\n]*?))[ \t]*[,;]?[ \t]*(?P<rest>(?<=\s)\#[^\n]*)?$""",
    re.MULTILINE,
)
_SIGNS = re.compile(rb"^[ \t]*[-{}()\[\];,.]+[ \t]*$|^\.\.\.$", re.MULTILINE)
_COMMENTED = re.compile(rb"/\*[^*\n]{0,120}\*/")
_UNQUOTED = re.compile(r"""^(["'])(.*)\1$""")


def pairs(text: bytes, words: Words) -> Iterator[Span]:
    """Yield what a format of a key and a value a line prescribes: keys with their sign, and the usual values."""
    is_known = False
    for match in _PAIR.finditer(text):
        if match["section"]:
            if words.has_key(match["section"].decode("utf-8", "replace")):
                yield match.span("section")
        elif match["key"] is not None:
            is_known = words.has_key(_plain(match["key"]))
            if is_known:
                yield match.span("sign")
                yield match.start("key"), match.end("is")
                if match["value"] and words.has_value(_plain(match["value"])):
                    yield match.start("value"), match.end()
        elif match["item"] and is_known and words.has_value(_plain(match["item"])):
            yield match.start("sign"), match.end()
    yield from (match.span() for match in _SIGNS.finditer(text))


def _plain(raw: bytes) -> str:
    text = _COMMENTED.sub(b"", raw).strip().decode("utf-8", "replace")
    return _UNQUOTED.sub(r"\2", text)


_LINE = re.compile(rb"[^\n]+")


def lines(text: bytes, words: Words) -> Iterator[Span]:
    """Yield the lines that a format prescribes, without what is the author's in them."""
    if words.lines is None:
        return
    for match in _LINE.finditer(text):
        line = match[0].decode("utf-8", "replace")
        found = words.lines.match(line) if len(line) <= _LONG else None
        if found is None:
            continue
        own = [found.span(name) for name, group in found.groupdict().items() if group]
        edges = [0, *(edge for span in sorted(own) for edge in span), len(line)]
        for first, stop in zip(edges[::2], edges[1::2], strict=True):
            yield match.start() + len(line[:first].encode()), match.start() + len(line[:stop].encode())


SCANNERS: Mapping[str, Scanner] = {"json": json, "xml": xml, "pairs": pairs, "lines": lines}
