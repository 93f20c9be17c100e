"""What a literal says: its text without quotation marks, escapes read, with the way back to the file."""

import re

from codematch.languages.embedded.island import Span, Writer

_OPENINGS = re.compile(
    rb"""[A-Za-z]{0,3}R"([^\s()\\]{0,16})\(|\[(=*)\[|(?:[A-Za-z@$]{0,3}\#*)("{3,}|'''|["'`])|<<<?[-~]?\s*(["']?)(\w+)\4[^\n]*\n"""
)
"""How a literal begins: raw strings of C++, long brackets of Lua, quotation marks with what may be before them,
here-documents."""

_DOCUMENT = re.compile(rb"(\n.*\n)[ \t]*\w+", re.DOTALL)
"""The body of a here-document of Ruby, with the word that ends it."""

_ESCAPE = re.compile(
    rb"\\(?:u\{([0-9A-Fa-f]{1,6})\}|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|x([0-9A-Fa-f]{2})|([0-7]{1,3})|(\r?\n)|(.))",
    re.DOTALL,
)
_LETTERS = {b"n": b"\n", b"t": b"\t", b"r": b"\n", b"f": b"\f", b"v": b"\v", b"a": b"\a", b"b": b"\b", b"e": b" "}
_RAW_LANGUAGES = frozenset({"bash", "php", "ruby"})
"""There nothing but the quotation mark and the backslash is escaped between single quotation marks."""

_RAW_TRIPLE = frozenset({"kotlin", "scala", "csharp"})


def inner(utf8: bytes, start: int, stop: int, language: str) -> tuple[int, int, bool]:
    """Return the half-open span of what is between the quotation marks of a literal, and whether it is raw."""
    match = _OPENINGS.match(utf8, start, stop)
    if match is None:
        body = _DOCUMENT.fullmatch(utf8, start, stop) if language == "ruby" else None
        return (start, stop, False) if body is None else (*body.span(1), False)
    first = match.end()
    if match[1] is not None:
        return first, max(first, stop - len(match[1]) - 2), True
    if match[2] is not None:
        return first, max(first, stop - len(match[2]) - 2), True
    if match[3] is None:
        end = utf8.rfind(b"\n", first, stop)
        return first, max(first, end), match[4] == b"'"
    prefix = match[0][: -len(match[3])]
    last = stop
    if utf8[first:stop].rstrip(b"#").endswith(match[3]):
        last = stop - len(match[3]) - prefix.count(b"#")
    return first, max(first, last), bool(set(prefix) & set(b"rR@#"))


def said(utf8: bytes, spans: list[Span], language: str) -> Writer:
    """Return what adjacent literals say that are one text; `spans` are those of the literals, in file order."""
    writer = Writer(utf8)
    for start, stop in spans:
        first, last, is_raw = inner(utf8, start, stop, language)
        quote = utf8[first - 1 : first]
        is_raw |= language in _RAW_TRIPLE and utf8[first - 3 : first] == b'"""'
        is_raw |= quote == b"`" and language == "go"
        only_quotes = language in _RAW_LANGUAGES and quote == b"'"
        take(writer, utf8, (first, last), quote, is_raw=is_raw, only_quotes=only_quotes)
    return writer


def take(writer: Writer, utf8: bytes, span: Span, quote: bytes, *, is_raw: bool, only_quotes: bool) -> None:
    """Add what a span between quotation marks says to an island, escapes resolved.

    `is_raw` says that there are no escapes, `only_quotes` that only the mark and the backslash are escaped.
    """
    place, stop = span
    if not is_raw and b"\\" in utf8[place:stop]:
        for match in _ESCAPE.finditer(utf8, place, stop):
            if only_quotes and match[7] not in (quote, b"\\"):
                continue
            writer.take(place, match.start())
            writer.decode(_unescaped(match), match.start(), match.end())
            place = match.end()
    writer.take(place, stop)


def _unescaped(match: re.Match[bytes]) -> bytes:
    code = match[1] or match[2] or match[3] or match[4]
    if code or match[5]:
        value = int(code, 16) if code else int(match[5], 8)
        is_character = value < 0xD800 or 0xDFFF < value < 0x110000
        return chr(value).encode() if is_character and value else b" "
    if match[6]:
        return b""
    return _LETTERS.get(match[7], match[7])
