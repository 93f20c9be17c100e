"""Tags and their attributes in markup that may be broken: places only, for those who look for code in it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from codematch.languages.embedded.island import Span, Writer

_TAG = re.compile(
    rb"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)"
    rb"|<(?P<close>/)?(?P<name>[A-Za-z][\w:.-]*)(?P<attributes>(?:[^<>\"'=]++|=\s*+(?:\"[^\"]*+\"|'[^']*+')?|[\"'])*+)>",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(
    rb"(?P<name>[^\s\"'<>/=]+)(?:\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s\"'<>=`]+)))?"
)
_ENTITY = re.compile(rb"&(?:(quot|amp|lt|gt|apos|nbsp)|#(\d{1,7})|#[xX]([0-9A-Fa-f]{1,6}));")
_NAMED = {b"quot": b'"', b"amp": b"&", b"lt": b"<", b"gt": b">", b"apos": b"'", b"nbsp": b" "}
RAW = (b"script", b"style", b"wxs")
"""Elements that hold text which is no markup."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute: its name in small letters, and where its value is, without quotation marks; empty if none."""

    name: bytes
    start: int
    stop: int

    def value(self, utf8: bytes) -> str:
        """Return its value as written."""
        return utf8[self.start : self.stop].decode("utf-8", "replace").strip()


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag: its name in small letters, whether it closes, where its attributes are, and its place.

    An element that holds raw text ends at `inner_stop`; its text begins where the tag ends. For others that is 0.
    """

    name: bytes
    is_closing: bool
    inner: Span
    start: int
    stop: int
    inner_stop: int = 0

    def attributes(self, utf8: bytes) -> list[Attribute]:
        """Return its attributes, in order."""
        return list(_attributes(utf8, *self.inner))

    def get(self, utf8: bytes, name: bytes) -> str | None:
        """Return the value of an attribute, None when there is none."""
        found = next((item for item in _attributes(utf8, *self.inner) if item.name == name), None)
        return found.value(utf8) if found is not None else None


def tags(utf8: bytes, start: int = 0, raw: tuple[bytes, ...] = RAW) -> Iterator[Tag]:
    """Yield the tags in file order, outside comments and outside the text of the elements named in `raw`."""
    lowered = utf8.lower()
    place = start
    while (match := _TAG.search(utf8, place)) is not None:
        place = match.end()
        if match["name"] is None:
            continue
        name, is_closing = match["name"].lower(), match["close"] is not None
        inner_stop = 0
        if name in raw and not is_closing and not match["attributes"].rstrip().endswith(b"/"):
            found = lowered.find(b"</" + name, place)
            inner_stop = len(utf8) if found < 0 else found
        yield Tag(name, is_closing, match.span("attributes"), match.start(), match.end(), inner_stop)
        place = max(place, inner_stop)


def _attributes(utf8: bytes, start: int, stop: int) -> Iterator[Attribute]:
    for match in _ATTRIBUTE.finditer(utf8, start, stop):
        group = next((name for name in ("double", "single", "bare") if match[name] is not None), None)
        yield Attribute(match["name"].lower(), *(match.span(group) if group else (match.end(), match.end())))


def take_unescaped(writer: Writer, utf8: bytes, start: int, stop: int) -> None:
    """Add utf8[start:stop] to an island, entities (`&lt;`) as the characters that they mean."""
    if b"&" not in utf8[start:stop]:
        writer.take(start, stop)
        return
    for match in _ENTITY.finditer(utf8, start, stop):
        writer.take(start, match.start())
        writer.decode(_character(match), match.start(), match.end())
        start = match.end()
    writer.take(start, stop)


def _character(match: re.Match[bytes]) -> bytes:
    if match[1] is not None:
        return _NAMED[match[1]]
    code = int(match[2]) if match[2] is not None else int(match[3], 16)
    return chr(code).encode() if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else match[0]


_BRACE = re.compile(rb"\{\{\{|\{\{|\{%|\{#")
_CLOSING = {b"{{{": b"}}}", b"{{": b"}}", b"{%": b"%}", b"{#": b"#}"}


def braces(utf8: bytes, kinds: tuple[bytes, ...] = tuple(_CLOSING)) -> list[Span]:
    """Return where `{{ }}`, `{% %}` and `{# #}` are, with their braces; what is never closed is none."""
    found, place, closes = [], 0, set(kinds)
    while closes and (match := _BRACE.search(utf8, place)) is not None:
        mark = match[0]
        stop = utf8.find(_CLOSING[mark], match.end()) if mark in closes else -1
        if stop < 0:
            closes.discard(mark)
            place = match.start() + 1
        else:
            place = stop + len(_CLOSING[mark])
            found.append((match.start(), place))
    return found


def balanced(utf8: bytes, start: int, opening: bytes, closing: bytes, limit: int = 20_000) -> int | None:
    """Return where the bracket that opens at `start` is closed, after it; None when it never is.

    What is in quotation marks on one line does not count. Further than `limit` bytes nobody looks.
    """
    pattern = re.compile(
        rb"(?P<open>%b)|(?P<close>%b)|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'"
        % (re.escape(opening), re.escape(closing))
    )
    depth = 0
    for match in pattern.finditer(utf8, start, start + limit):
        depth += (match["open"] is not None) - (match["close"] is not None)
        if not depth and match["close"] is not None:
            return match.end()
    return None
