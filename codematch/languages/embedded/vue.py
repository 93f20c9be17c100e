"""Components of Vue and Svelte, and WeChat's WXML: scripts and styles, and the expressions in their templates."""

import re
from collections.abc import Iterator

from codematch.languages.embedded import html
from codematch.languages.embedded.forms import PAGE_SIGN, Form
from codematch.languages.embedded.island import Island, Span, Writer
from codematch.languages.embedded.markup import RAW, Tag, balanced, braces, tags
from codematch.languages.embedded.names import language_named

_CUSTOM = {b"i18n": "json", b"page-config": "json", b"config": "json"}
_EACH = re.compile(rb"(.*)\s+as\s+(.*)", re.DOTALL)
_BLOCK = re.compile(rb"\s*(?:([#:/@])\s*(else\s+if|key|html|const|debug|render|attach|[a-z]+)|\.\.\.)")


def find_vue(utf8: bytes) -> tuple[Island, ...]:
    """Return the blocks of a Vue component, and the expressions of its template as one island."""
    elements = list(tags(utf8, raw=(*RAW, *_CUSTOM)))
    islands = [island for tag in elements if tag.inner_stop for island in _block(utf8, tag)]
    script = _script(utf8, elements)
    islands += html.attributes(utf8, elements, script)
    return (*islands, *_braces(utf8, elements, script))


def find_wxml(utf8: bytes) -> tuple[Island, ...]:
    """Return the scripts (`<wxs>`) of a WXML page, and what is in `{{ }}`, in attributes too."""
    elements = list(tags(utf8))
    islands = [island for tag in elements if tag.inner_stop for island in html.raw_element(utf8, tag)]
    writer = Writer(utf8)
    for start, stop in _matches(utf8, [], elements):
        writer.put(b"(").take(start, stop).put(b");\n")
    return (*islands, *writer.islands("javascript"))


def find_svelte(utf8: bytes) -> tuple[Island, ...]:
    """Return the scripts and styles of a Svelte component, and what is in its braces as one island."""
    elements = list(tags(utf8))
    islands = [island for tag in elements if tag.inner_stop for island in html.raw_element(utf8, tag)]
    writer = Writer(utf8)
    for start, stop in _svelte_braces(utf8, elements):
        _take_svelte(writer, utf8, start, stop)
    return (*islands, *writer.islands(_script(utf8, elements)))


def _block(utf8: bytes, tag: Tag) -> Iterator[Island]:
    if tag.name in _CUSTOM:
        if utf8[tag.stop : tag.inner_stop].strip():
            name = tag.get(utf8, b"lang") or _CUSTOM[tag.name]
            yield Writer(utf8).take(tag.stop, tag.inner_stop).island(language_named(name))
        return
    yield from html.raw_element(utf8, tag)


def _script(utf8: bytes, elements: list[Tag]) -> str:
    """Return the language of the expressions: that of the first script."""
    found = (html.script_language(utf8, tag)[0] for tag in elements if tag.name == b"script" and not tag.is_closing)
    name = next(found, "javascript")
    return "typescript" if name in ("typescript", "tsx") else "javascript"


def _braces(utf8: bytes, elements: list[Tag], script: str) -> list[Island]:
    pug = [tag for tag in elements if tag.name == b"template" and tag.get(utf8, b"lang") not in (None, "html")]
    writer = Writer(utf8)
    for start, stop in _matches(utf8, elements, elements) if not pug else ():
        writer.put(b"(").take(start, stop).put(b");\n")
    return list(writer.islands(script))


def _matches(utf8: bytes, without: list[Tag], elements: list[Tag]) -> Iterator[Span]:
    """Yield what is in `{{ }}`, outside raw elements and outside the tags `without`."""
    if b"{{" not in utf8:
        return
    closed = sorted(
        [(tag.stop, tag.inner_stop) for tag in elements if tag.inner_stop] + [(tag.start, tag.stop) for tag in without]
    )
    at = 0
    for start, stop in braces(utf8, (b"{{",)):
        while at < len(closed) and closed[at][1] <= start:
            at += 1
        is_closed = at < len(closed) and closed[at][0] < stop
        if not is_closed and utf8[start + 2 : stop - 2].strip():
            yield start + 2, stop - 2


def _svelte_braces(utf8: bytes, elements: list[Tag]) -> Iterator[Span]:
    """Yield what is in braces that balance, outside scripts, styles and comments."""
    raw = [(tag.stop, tag.inner_stop) for tag in elements if tag.inner_stop]
    place = at = 0
    while (start := utf8.find(b"{", place)) >= 0:
        while at < len(raw) and raw[at][1] <= start:
            at += 1
        if at < len(raw) and raw[at][0] <= start:
            place = raw[at][1]
            continue
        stop = balanced(utf8, start, b"{", b"}", len(utf8))
        if stop is None:
            return
        yield start + 1, stop - 1
        place = stop


def _take_svelte(writer: Writer, utf8: bytes, start: int, stop: int) -> None:
    """Add what is in braces: an expression, or the head of a block with one."""
    block = _BLOCK.match(utf8, start, stop)
    start = block.end() if block is not None else start
    if block is not None and block[2] == b"each" and (each := _EACH.match(utf8, start, stop)):
        writer.put(b"(").take(*each.span(1)).put(b");\n(").take(*each.span(2)).put(b");\n")
    elif utf8[start:stop].strip():
        is_const = block is not None and block[2] == b"const"
        writer.put(b"const " if is_const else b"(").take(start, stop).put(b";\n" if is_const else b");\n")


VUE = Form(name="vue", host="html", find=find_vue, sign=PAGE_SIGN)
SVELTE = Form(name="svelte", host="html", find=find_svelte, sign=PAGE_SIGN)
WXML = Form(name="wxml", host="html", find=find_wxml, sign=PAGE_SIGN)
