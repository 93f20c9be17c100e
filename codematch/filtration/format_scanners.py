"""Small scanners of the formats in the folder `prescribed`: which bytes of a file its format prescribes.

They read what a format consists of and nothing more: a file that is damaged, or cut, is read as far as it goes.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from codematch.filtration.spans import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a format prescribes: patterns for a whole key, a whole value, and a whole line; None for none of them.

    Values and lines of more than `longest` bytes are the author's; a picture in a notebook is much longer. `parts` are
    pieces of values that are the author's otherwise: the signs of an identifier, the ending of a file name.
    `key_elements` are the XML elements whose text is a key. With `escapes` the backslashes in strings are the format's.
    """

    longest: int
    keys: re.Pattern[str] | None
    values: re.Pattern[str] | None
    lines: re.Pattern[str] | None
    parts: re.Pattern[bytes] | None = None
    key_elements: frozenset[str] = frozenset()
    escapes: bool = False

    def has_key(self, key: str) -> bool:
        """Say whether a key or the name of an element or attribute is prescribed."""
        return self.keys is not None and self.keys.match(key) is not None

    def pieces(self, text: bytes, start: int, stop: int) -> Iterator[Span]:
        """Yield the pieces of a value that are prescribed though the value is not: its signs, and what is listed."""
        if stop - start > self.longest:
            return
        if not self.escapes:
            yield from signs_of(text, start, stop)
        if self.parts is not None:
            yield from (match.span() for match in self.parts.finditer(text, start, stop))

    def decoded(self, raw: bytes) -> str:
        """Return a key or value as text; one that is too long equals none that is prescribed."""
        return raw.decode("utf-8", "replace") if len(raw) <= self.longest else "\0"

    def has_value(self, value: str) -> bool:
        """Say whether a value is one of the usual ones."""
        if value.lower() in _CHOICES:
            return True
        return self.values is not None and self.values.match(value) is not None


def signs_of(text: bytes, start: int, stop: int) -> Iterator[Span]:
    """Yield the signs of a value: those of paths, versions, identifiers and lists."""
    yield from (match.span() for match in _SIGN.finditer(text, start, stop))


Scanner = Callable[[bytes, Words], Iterator[Span]]
_SIGN = re.compile(rb"[!-/:-@\[-^`{-~]+")
_CHOICES = ("true", "false", "null", "")
_JSON = re.compile(rb'"(?:[^"\\\n]|\\.)*"|//[^\n]*|/\*.*?\*/|[{}\[\],:]|[^\s"{}\[\],:]+', re.DOTALL)
_COLON = re.compile(rb"\s*:")
_ESCAPE = re.compile(rb'\\(?:[ntrfb]|u[0-9A-Fa-f]{4}|(?=["\\/]))')


def json(text: bytes, words: Words) -> Iterator[Span]:
    """Yield what JSON prescribes: signs, keys, the usual values behind them, and the quotes of all strings."""
    keys: list[bool] = []
    is_known = False
    for match in _JSON.finditer(text):
        first = match[0][:1]
        if first in b"{}[],:":
            yield match.span()
            if first in b"{[":
                keys.append(is_known)
            elif first in b"}]":
                is_known = keys.pop() if keys else False
            elif first == b",":
                is_known = keys[-1] if keys else False
        elif first == b'"' and _COLON.match(text, match.end()):
            is_known = words.has_key(words.decoded(match[0][1:-1]))
            yield from [match.span()] if is_known else (*_quotes(match), *words.pieces(text, *match.span()))
        elif first == b'"':
            yield from _json_string(match, words, is_known=is_known)
        elif first != b"/" and is_known and words.has_value(words.decoded(match[0])):
            yield match.span()


def _json_string(match: re.Match[bytes], words: Words, *, is_known: bool) -> Iterator[Span]:
    """What is prescribed of a value in quotes: all of a usual one, else the quotes, and backslashes in code."""
    if is_known and words.has_value(words.decoded(match[0][1:-1])):
        yield match.span()
        return
    yield from _quotes(match)
    if words.escapes and b"\\" in match[0] and len(match[0]) <= words.longest:
        yield from (place.span() for place in _ESCAPE.finditer(match.string, *match.span()))
    yield from words.pieces(match.string, *match.span())


def _quotes(match: re.Match[bytes]) -> Iterator[Span]:
    yield match.start(), match.start() + 1
    yield match.end() - 1, match.end()


_XML = re.compile(
    rb"<!--.*?-->|<\?.*?\?>|<!\[CDATA\[|\]\]>|<!DOCTYPE[^>\[]*(?:\[[^\]]*\]\s*)?>|<(/?)([\w:.\-]+)|(/?>)"
    rb"|([\w:.\-]+)\s*=\s*(\"[^\"]*\"|'[^']*')|\s+|[^<>\s/]+",
    re.DOTALL,
)
_TEXT = re.compile(rb"[^<]+")


def xml(text: bytes, words: Words) -> Iterator[Span]:
    """Yield what an XML format prescribes: signs, its elements and attributes, and the usual values in them."""
    return _Xml(words).read(text)


class _Xml:
    """The state of a reader of XML: the open elements, and whether the last key was prescribed."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._open: list[str] = []
        self._in_tag = self._is_closing = False
        self._is_known_key = not words.key_elements

    def read(self, text: bytes) -> Iterator[Span]:
        place = 0
        while place < len(text):
            pattern = _XML if self._in_tag or text[place : place + 1] == b"<" else _TEXT
            match = pattern.match(text, place)
            if match is None:
                place += 1
                continue
            place = match.end()
            if pattern is _TEXT:
                yield from self._content(match)
            elif match.lastindex is not None:
                yield from self._markup(match)
            elif match[0].startswith((b"<?", b"<!D", b"<![", b"]]>")):
                yield match.span()

    def _markup(self, match: re.Match[bytes]) -> Iterator[Span]:
        """The beginning of a tag, its end, or an attribute in it."""
        if match[2]:
            yield from self._tag(match)
        elif match[3]:
            yield match.span()
            self._in_tag = False
            if self._open and (match[3] == b"/>" or self._is_closing):
                self._open.pop()
        else:
            yield from _attribute(match, self._words)

    def _tag(self, match: re.Match[bytes]) -> Iterator[Span]:
        """The sign of a tag, and its name where it is prescribed."""
        self._in_tag, self._is_closing = True, bool(match[1])
        name = match[2].decode("utf-8", "replace")
        yield match.span() if _is_prescribed(name, self._words) else (match.start(), match.start(2))
        if not match[1]:
            self._open.append(name)
        elif name in self._open:
            while self._open[-1] != name:
                self._open.pop()

    def _content(self, match: re.Match[bytes]) -> Iterator[Span]:
        """The text of an element: a key, or a value."""
        value = self._words.decoded(match[0].strip())
        if not self._open or not value:
            return
        if self._open[-1] in self._words.key_elements:
            self._is_known_key = self._words.has_key(value)
            yield from [match.span()] if self._is_known_key else []
        elif self._is_known_key and _is_prescribed(self._open[-1], self._words):
            yield from (
                [match.span()] if self._words.has_value(value) else self._words.pieces(match.string, *match.span())
            )


def _is_prescribed(name: str, words: Words) -> bool:
    return name.startswith("xmlns") or words.has_key(name) or words.has_key(name.rpartition(":")[2])


def _attribute(match: re.Match[bytes], words: Words) -> Iterator[Span]:
    name, value = match[4].decode("utf-8", "replace"), words.decoded(match[5][1:-1])
    yield match.end(4), match.start(5) + 1
    yield match.end() - 1, match.end()
    if _is_prescribed(name, words):
        yield match.span(4)
        yield from [match.span()] if words.has_value(value) else words.pieces(match.string, *match.span(5))


_PAIR = re.compile(
    rb"""^[ \t]*(?P<sign>(?:-[ \t]+)*)(?:(?P<section>\[[^\]\n]*\])|"""
    rb"""(?P<key>"[^"\n]*"|'[^'\n]*'|[^\s:=\#'"][^:=\n]*?)[ \t]*(?P<is>[:=])(?:[ \t]+|(?=\S)|$)(?P<value>[^\n]*?)?|"""
    rb"""(?P<item>[^\n]*?))[ \t]*[,;]?[ \t]*(?P<rest>(?<=\s)\#[^\n]*)?$""",
    re.MULTILINE,
)
_BLOCK = re.compile(rb"[|>][-+\d]*[ \t]*(?:#.*)?")
_SIGNS = re.compile(rb"^[ \t]*[-{}()\[\];,.]+[ \t]*$|^\.\.\.$", re.MULTILINE)
_COMMENTED = re.compile(rb"/\*[^*\n]{0,120}\*/")
_UNQUOTED = re.compile(r"""^(["'])(.*)\1$""")


def pairs(text: bytes, words: Words) -> Iterator[Span]:
    """Yield what a format of a key and a value a line prescribes: keys with their sign, and the usual values.

    What a block scalar of YAML holds has no keys: it is a script, or a text. Of that only whole lines count.
    """
    is_known = False
    for match, is_in_block in _rows(text):
        if is_in_block:
            yield from [match.span()] if words.has_value(_plain(match[0])) else []
        elif match["section"]:
            yield from [match.span("section")] if words.has_key(match["section"].decode("utf-8", "replace")) else []
        elif match["key"] is not None:
            is_known = words.has_key(_plain(match["key"]))
            yield from _pair(match, words, is_known=is_known)
        elif match["item"] and is_known:
            yield from _item(match, words)
    yield from (match.span() for match in _SIGNS.finditer(text))


def _rows(text: bytes) -> Iterator[tuple[re.Match[bytes], bool]]:
    """Every line with whether it lies in a block scalar: below a key with `|` or `>`, and indented deeper."""
    block = -1  # the indentation of that key, -1 outside
    for match in _PAIR.finditer(text):
        is_in_block = block >= 0 and (_indentation(match) > block or not match[0].strip())
        if not is_in_block:
            begins = match["key"] is not None and _BLOCK.fullmatch(match["value"] or b"")
            block = _indentation(match) if begins else -1
        yield match, is_in_block


def _pair(match: re.Match[bytes], words: Words, *, is_known: bool) -> Iterator[Span]:
    """What is prescribed of a key and its value."""
    if is_known:
        yield match.span("sign")
        yield match.start("key"), match.end("is")
    if is_known and match["value"] and words.has_value(_plain(match["value"])):
        yield match.start("value"), match.end()
    elif match["value"]:
        yield from _value(match, "value", words)


def _item(match: re.Match[bytes], words: Words) -> Iterator[Span]:
    """What is prescribed of an item of a list below a prescribed key."""
    if words.has_value(_plain(match["item"])):
        yield match.start("sign"), match.end()
    else:
        yield match.span("sign")
        yield from _value(match, "item", words)


def _indentation(match: re.Match[bytes]) -> int:
    """Where the text of a line begins; signs of a list count with it, as they do in YAML."""
    return len(match[0]) - len(match[0].lstrip(b" \t-"))


def _value(match: re.Match[bytes], group: str, words: Words) -> Iterator[Span]:
    """What is prescribed of a value of one's own: its signs, and the usual values in a list or table on one line."""
    yield from words.pieces(match.string, *match.span(group))
    if match[group][:1] in b"[{" and len(match[group]) <= words.longest:
        yield from _line_of_code(match.string, words, match.span(group))


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
        found = words.lines.match(line) if len(line) <= words.longest else None
        if found is None:
            continue
        own = [found.span(name) for name, group in found.groupdict().items() if group]
        edges = [0, *(edge for span in sorted(own) for edge in span), len(line)]
        for first, stop in zip(edges[::2], edges[1::2], strict=True):
            yield match.start() + len(line[:first].encode()), match.start() + len(line[:stop].encode())
        for first, stop in own:
            yield from signs_of(
                text, match.start() + len(line[:first].encode()), match.start() + len(line[:stop].encode())
            )


_CODE = re.compile(
    rb"""(?P<note>(?:(?<=\s)|^)(?:\#|//)[^\n]*)|(?P<text>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|"""
    rb"""(?P<word>[A-Za-z_]\w*(?:[.\-][A-Za-z_]\w*)*|\d[\w.]*)|(?P<sign>[^\s\w])""",
    re.MULTILINE,
)
_PLAIN = re.compile(rb"\w+")


def words_of_code(text: bytes, words: Words) -> Iterator[Span]:
    """Yield what a tool writes into a script: whole lines, the words of its interface, usual values, and signs.

    A line counts that holds at least as many words of the tool as others: statements of one's own do not.
    """
    yield from lines(text, words)
    for line in _LINE.finditer(text):
        if len(line[0]) <= words.longest:
            yield from _line_of_code(text, words, line.span())


def _line_of_code(text: bytes, words: Words, line: Span) -> Iterator[Span]:
    known: list[Span] = []
    signs: list[Span] = []
    own = 0
    for match in _CODE.finditer(text, *line):
        if match["sign"]:
            signs.append(match.span())
        elif match["text"]:
            value = words.decoded(match["text"][1:-1])
            is_known = words.has_key(value) or words.has_value(value)
            known += [match.span()] if is_known else []
            signs += [] if is_known else _quotes(match)
            own += not is_known
        elif match["word"]:
            found = [match.span()] if _is_word(match["word"], words) else _known_parts(match, words)
            known += found
            own += not found
    if len(known) >= own:
        yield from known
        yield from signs


def _is_word(raw: bytes, words: Words) -> bool:
    word = words.decoded(raw)
    return words.has_key(word) or words.has_value(word)


def _known_parts(match: re.Match[bytes], words: Words) -> list[Span]:
    """The pieces of a dotted word that are prescribed."""
    pieces = _PLAIN.finditer(match.string, *match.span())
    return [piece.span() for piece in pieces if words.has_key(words.decoded(piece[0]))]


SCANNERS: Mapping[str, Scanner] = {
    "json": json,
    "xml": xml,
    "pairs": pairs,
    "lines": lines,
    "code": words_of_code,
}
