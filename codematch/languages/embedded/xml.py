"""XML with code in it: the statements of a MyBatis mapper, scripts of SVG, Ant and the like."""

import re
from collections.abc import Iterator

from codematch.languages.embedded import html
from codematch.languages.embedded.forms import Form
from codematch.languages.embedded.holes import STAND_IN
from codematch.languages.embedded.island import Island, Span, Writer
from codematch.languages.embedded.markup import Tag, tags, take_unescaped

_MAPPER = re.compile(
    rb"<(?:mapper|sqlMap)\b[^<>]*\bnamespace\s*=|mybatis\.org//DTD Mapper|ibatis\.apache\.org//DTD SQL Map"
)
_STATEMENTS = (b"select", b"insert", b"update", b"delete", b"sql", b"statement", b"procedure", b"selectkey")
_PLACEHOLDER = re.compile(rb"[#$]\{[^{}]*\}|#[A-Za-z][\w.\[\]:]*#|\$[A-Za-z][\w.\[\]]*\$")
_NO_TEXT = re.compile(rb"<!--.*?(?:-->|\Z)|<!\[CDATA\[(?P<data>.*?)(?:\]\]>|\Z)", re.DOTALL)
_FIRST = re.compile(rb"\s*([A-Za-z]+)")
_WHOLE = (b"select", b"insert", b"update", b"delete", b"with", b"create", b"merge", b"replace", b"call")
_CLAUSES = dict.fromkeys((b"where", b"order", b"group", b"limit", b"left", b"inner", b"join"), b" select x from x ")
_JOINS = re.compile(rb"\s*(?:and|or)\b", re.IGNORECASE)


def find(utf8: bytes) -> tuple[Island, ...]:
    """Return the SQL of a mapper, and what is in elements called `script` and `style`."""
    if _MAPPER.search(utf8) is not None:
        return tuple(_statements(utf8))
    lowered = utf8.lower()
    return html.find(utf8) if b"<script" in lowered or b"<style" in lowered else ()


def _statements(utf8: bytes) -> Iterator[Island]:
    """Yield the statements; what is in tags inside one belongs to it."""
    inside: list[bytes] = []
    writer, place = Writer(utf8), 0
    for tag in tags(utf8, raw=()):
        is_empty = utf8[tag.stop - 2 : tag.stop] == b"/>"
        if inside:
            _take(writer, utf8, place, tag.start)
            writer.put(_stands_for(utf8, tag))
        if not tag.is_closing and not is_empty and (inside or tag.name in _STATEMENTS):
            writer.put(b"" if inside else _fragment(utf8, tag))
            inside.append(tag.name)
        elif tag.is_closing and tag.name in inside:
            del inside[inside.index(tag.name) if tag.name in _STATEMENTS else -1 :]
        if not inside:
            yield from writer.islands("sql")
        writer = writer if inside else Writer(utf8)
        place = tag.stop
    yield from writer.islands("sql")


def _fragment(utf8: bytes, tag: Tag) -> bytes:
    """Return what makes a statement of the part of one in `<sql>`, which is read apart from those that include it."""
    if tag.name != b"sql":
        return b""
    word = _FIRST.match(utf8, tag.stop)
    if word is None:
        return b""
    first = word[1].lower()
    if first in _WHOLE:
        return b""
    return b" select x from x where x " if first in (b"and", b"or") else _CLAUSES.get(first, b" select ")


def _stands_for(utf8: bytes, tag: Tag) -> bytes:
    """Return what a tag stands for in SQL."""
    if tag.is_closing:
        return b" ) " if tag.name == b"foreach" else b"\n"
    return b" x " if tag.name == b"include" else _opened(utf8, tag)


def _opened(utf8: bytes, tag: Tag) -> bytes:
    """Return what an element stands for in SQL."""
    if tag.name == b"where":
        behind = utf8.find(b">", utf8.find(b"<", tag.stop)) + 1
        return b" where x = x " if _JOINS.match(utf8, tag.stop) or _JOINS.match(utf8, behind) else b" where "
    if tag.name == b"set":
        return b" set "
    return b" ( " if tag.name == b"foreach" else b"\n"


def _take(writer: Writer, utf8: bytes, start: int, stop: int) -> None:
    for first, last in _texts(utf8, start, stop):
        for match in _PLACEHOLDER.finditer(utf8, first, last):
            take_unescaped(writer, utf8, first, match.start())
            writer.put(STAND_IN)
            first = match.end()
        take_unescaped(writer, utf8, first, last)


def _texts(utf8: bytes, start: int, stop: int) -> Iterator[Span]:
    """Yield what is text between two tags: not comments, but what is in CDATA."""
    for match in _NO_TEXT.finditer(utf8, start, stop):
        yield start, match.start()
        if match["data"] is not None:
            yield match.span("data")
        start = match.end()
    yield start, stop


FORM = Form(name="xml", host="xml", find=find)
