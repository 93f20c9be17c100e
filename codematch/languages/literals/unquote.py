"""What a literal says: its text without quotation marks, escapes read, as an island with the way back to the file."""

import base64
import binascii
import re
import zlib
from dataclasses import replace
from urllib.parse import unquote_to_bytes

import numpy as np

from codematch.languages.embedded.island import NOWHERE, Island, Writer
from codematch.model.tokens import TokenStream

Span = tuple[int, int]
"""A half-open span of bytes."""

_OPENINGS = re.compile(
    rb"""[A-Za-z]{0,3}R"([^\s()\\]{0,16})\(|\[(=*)\[|(?:[A-Za-z@$]{0,3}\#*)("{3,}|'''|["'`])|<<<?[-~]?\s*(["']?)(\w+)\4[^\n]*\n"""
)
"""How a literal begins: raw strings of C++, long brackets of Lua, quotation marks with what may stand before them,
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
_MAX_UNPACKED = 1_000_000
"""At most so much is unpacked of a compressed text [bytes]."""

_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{4}(?:[A-Za-z0-9+/_-]|\s|\\n)+={0,2}\s*")
_HEX = re.compile(rb"(?:0x)?(?:[0-9A-Fa-f]{2}\s?)+")
_PERCENT = re.compile(rb"%[0-9A-Fa-f]{2}")
_MIN_PERCENTS = 8
_CONTROL = bytes([*range(9), *range(14, 32), 127])


def inner(utf8: bytes, start: int, stop: int) -> tuple[int, int, bool]:
    """Return the half-open span of what stands between the quotation marks of a literal, and whether it is raw."""
    match = _OPENINGS.match(utf8, start, stop)
    if match is None:
        body = _DOCUMENT.fullmatch(utf8, start, stop)
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
    """Return what literals say that stand one behind another and are one text.

    Args:
        utf8: The text of the file.
        spans: Those of the literals, in file order.
        language: In which they are written.
    """
    writer = Writer(utf8)
    for start, stop in spans:
        first, last, is_raw = inner(utf8, start, stop)
        quote = utf8[first - 1 : first]
        is_raw |= language in _RAW_TRIPLE and utf8[first - 3 : first] == b'"""'
        is_raw |= quote == b"`" and language == "go"
        only_quotes = language in _RAW_LANGUAGES and quote == b"'"
        _take(writer, utf8, (first, last), quote, is_raw=is_raw, only_quotes=only_quotes)
    return writer


def _take(writer: Writer, utf8: bytes, span: Span, quote: bytes, *, is_raw: bool, only_quotes: bool) -> None:
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


def plain_text(text: bytes) -> bytes | None:
    """Return what a text says that is written in Base64, hexadecimal numbers or percent signs; None for all others.

    A compressed text is unpacked.
    """
    text = text.strip()
    found = _unpercent(text) or _from_hex(text) or _from_base64(text)
    if found is None:
        return None
    unpacked = _unpacked(found)
    try:
        unpacked.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return unpacked if unpacked and unpacked.translate(None, _CONTROL) == unpacked else None


def decoded(island: Island, plain: bytes) -> Island:
    """Return an island with what its text says, as `plain_text` returned it.

    Its places are shared out evenly: 3 bytes are 4 characters of Base64.
    """
    text = island.utf8.strip()
    start = island.utf8.index(text)
    edges = start + np.arange(len(plain) + 1, dtype=np.int64) * len(text) // len(plain)
    ends = np.maximum(edges[1:], edges[:-1] + 1) - 1
    return Island(
        language=island.language,
        utf8=plain,
        begins=island.begins[edges[:-1]],
        ends=island.ends[ends],
        is_continuous=True,
    )


def spread(island: Island, stream: TokenStream) -> Island:
    """Return a text that was longer when it was decoded, its tokens shared out evenly over its places.

    Tokens need places of their own, and a compressed text has fewer bytes than what it says.
    """
    real = np.flatnonzero(island.begins != NOWHERE)
    first, stop = int(island.begins[real[0]]), int(island.ends[real[-1]])
    if stop - first >= len(real) or not len(stream):
        return island
    edges = first + np.arange(len(stream) + 1, dtype=np.int64) * (stop - first) // len(stream)
    places = np.searchsorted(stream.starts, np.arange(len(island.utf8)), side="right") - 1
    places = np.maximum(places, 0)
    begins, ends = island.begins.copy(), island.ends.copy()
    begins[real] = edges[places[real]]
    ends[real] = np.maximum(edges[places[real] + 1], edges[places[real]] + 1)
    return replace(island, begins=begins, ends=ends)


def _unpercent(text: bytes) -> bytes | None:
    if text.count(b"%") < _MIN_PERCENTS or len(_PERCENT.findall(text)) < _MIN_PERCENTS:
        return None
    return unquote_to_bytes(text)


def _from_hex(text: bytes) -> bytes | None:
    if not _HEX.fullmatch(text):
        return None
    try:
        return bytes.fromhex(text.removeprefix(b"0x").decode("ascii"))
    except ValueError:
        return None


def _from_base64(text: bytes) -> bytes | None:
    if not _BASE64.fullmatch(text):
        return None
    packed = b"".join(text.split()).rstrip(b"=").translate(bytes.maketrans(b"-_", b"+/"))
    try:
        return base64.b64decode(packed + b"=" * (-len(packed) % 4), validate=True)
    except (binascii.Error, ValueError):
        return None


def _unpacked(data: bytes) -> bytes:
    if data[:2] not in (b"\x1f\x8b", b"\x78\x9c", b"\x78\xda", b"\x78\x01", b"\x78\x5e"):
        return data
    try:
        return zlib.decompressobj(wbits=47).decompress(data, _MAX_UNPACKED)
    except zlib.error:
        return data
