"""Listings in pages: `<pre>` and `<code>` whose class names a language, as highlighters and converters write them.

highlight.js, Prism, SyntaxHighlighter, Pygments, Sphinx, Pandoc and GitHub: the entities are read, and tags that only
colour the code belong to no token.
"""

import re
from collections.abc import Iterator
from itertools import islice

from codematch.languages.embedded.island import Island, Writer
from codematch.languages.embedded.markup import Tag, tags, take_unescaped
from codematch.languages.embedded.names import TEXT, language_named

_SIGN = re.compile(rb"<(?:pre|code)\b", re.IGNORECASE)
_NAMES = re.compile(
    rb"brush:|lang|highlight|hljs|sourcecode|prettyprint|prism|<(?:pre|code)\s[^>]*class", re.IGNORECASE
)
_BLOCKS = (b"pre", b"code")
_ATTRIBUTES = (b"data-lang", b"data-language", b"lang", b"data-enlighter-language")
_PREFIX = re.compile(r"\A(?:language|lang|highlight-source|highlight|brush:?|src|sh|code)-?[-:_]?", re.IGNORECASE)
_BRUSH = re.compile(r"\bbrush:\s*([\w+#-]+)", re.IGNORECASE)
_SHORT = ("c", "h", "r", "sc", "shell", "console", "go", "lua", "scala", "swift", "html", "xml", "svg", "css", "sh")
"""Names that a class may have for another reason; they count after a prefix, or with the word of a highlighter."""
_HIGHLIGHTERS = frozenset({"hljs", "sourcecode", "highlight", "prettyprint", "prism", "syntax", "code"})


def find(utf8: bytes, elements: list[Tag]) -> tuple[list[Island], list[Tag]]:
    """Return the listings of a page whose language is named, and the tags outside them."""
    islands: list[Island] = []
    outside: list[Tag] = []
    place = 0
    for number, tag in enumerate(elements):
        if tag.start < place:
            continue
        outside.append(tag)
        if tag.name not in _BLOCKS or tag.is_closing:
            continue
        language = _language(utf8, elements, number)
        if language == TEXT:
            continue
        inside = list(_inside(elements, number))
        stop = inside[-1].start if inside and inside[-1].is_closing else len(utf8)
        writer = text_of(utf8, tag.stop, stop, inside)
        islands += writer.islands(language, is_continuous=True)
        place = stop
    return islands, outside


def may_have(utf8: bytes) -> bool:
    """Say whether a text has such an element, and anything that looks like the name of a language in a class."""
    return _SIGN.search(utf8) is not None and _NAMES.search(utf8) is not None


def in_prose(utf8: bytes) -> list[Island]:
    """Return the listings of a text that is no page but may have tags, as Markdown does."""
    return find(utf8, list(tags(utf8)))[0] if may_have(utf8) else []


def _inside(elements: list[Tag], number: int) -> Iterator[Tag]:
    """Yield the tags in an element, and the one that closes it."""
    name, depth = elements[number].name, 1
    for tag in islice(elements, number + 1, None):
        yield tag
        if tag.name == name:
            depth += -1 if tag.is_closing else 1
            if not depth:
                return


def _language(utf8: bytes, elements: list[Tag], number: int) -> str:
    """Return the language that a listing, the tag that follows at once, or what is around it at once names."""
    near = [elements[number]]
    behind = elements[number + 1] if number + 1 < len(elements) else None
    if behind is not None and behind.name == b"code" and not utf8[near[0].stop : behind.start].strip():
        near.append(behind)
    before = elements[number]
    for tag in reversed(elements[max(0, number - 3) : number]):
        if tag.is_closing or utf8[tag.stop : before.start].strip():
            break
        if tag.name in (b"div", b"figure", b"pre"):
            near.append(tag)
        before = tag
    return next((name for name in (_named(utf8, tag) for tag in near) if name != TEXT), TEXT)


def _named(utf8: bytes, tag: Tag) -> str:
    attributes = {item.name: item.value(utf8) for item in tag.attributes(utf8)}
    for attribute in _ATTRIBUTES:
        language = language_named(attributes.get(attribute, ""))
        if language != TEXT:
            return language
    value = attributes.get(b"class", "")
    brush = _BRUSH.search(value)
    if brush is not None:
        return language_named(brush[1])
    words = value.lower().split()
    is_highlighted = not _HIGHLIGHTERS.isdisjoint(words)
    for word in words:
        bare = _PREFIX.sub("", word)
        language = language_named(bare)
        if language != TEXT and (bare != word or is_highlighted or word not in _SHORT):
            return language
    return TEXT


def text_of(utf8: bytes, start: int, stop: int, inside: list[Tag]) -> Writer:
    """Return what is between two places, without tags, entities read; a break is a line end."""
    writer = Writer(utf8)
    for tag in inside:
        take_unescaped(writer, utf8, start, min(tag.start, stop))
        if tag.name == b"br":
            writer.put(b"\n")
        start = max(start, tag.stop)
    take_unescaped(writer, utf8, start, stop)
    return writer
