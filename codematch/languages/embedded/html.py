"""Pages: scripts, styles and templates in them, and code in attributes. All else is for the grammar of HTML."""

import re
from collections.abc import Iterator

from codematch.languages.embedded import listings
from codematch.languages.embedded.forms import PAGE_SIGN, Form
from codematch.languages.embedded.island import Island, Writer
from codematch.languages.embedded.markup import Attribute, Tag, tags, take_unescaped
from codematch.languages.embedded.names import language_named

PAGE = "html"
_SCRIPT = "javascript"
_MARKUP = re.compile(
    r"(?:text|application)/(?:(?:x-)?(?:handlebars|mustache|underscore|jsrender|jquery-tmpl|template)"
    r"|ng-template|html|x-kendo-template|x-tmpl\S*|template\S*)|template|x-tmpl\S*"
)
_TYPE = re.compile(r"(?:text|application)/(?:x-|vnd\.)?")
_CALLS = re.compile(rb"\s*javascript\s*:", re.IGNORECASE)
_EVENT = re.compile(rb"on[a-z]{3,}")
_BOUND = re.compile(
    rb"(?:v-(?:on|bind|if|else-if|show|model|html|text)\b|[:@][\w.\[]|x-(?:on|bind|data|show|if|text|init|effect)\b|\([\w.]+\)$|\[[\w.]+\]$)"
)
_HINT = re.compile(rb"\son[a-z]|\sstyle\b|javascript|\s[vx]-|\s[:@#(\[]|slot-scope", re.IGNORECASE)
"""What an attribute with code has in it; most tags have none, and looking for that is much faster."""
_CODE = re.compile(rb"<(?:script|style|wxs)\b|" + _HINT.pattern, re.IGNORECASE)
_LOOP = re.compile(rb"(?:v-for|x-for)$")
_SLOT = re.compile(rb"(?:v-slot\b|slot-scope$|#[\w.\[])")
_CDATA = re.compile(rb"\s*<!\[CDATA\[(.*)\]\]>\s*\Z", re.DOTALL)


def find(utf8: bytes) -> tuple[Island, ...]:
    """Return scripts, styles, templates, listings, and the code in attributes."""
    has_listings = listings.may_have(utf8)
    if not has_listings and _CODE.search(utf8) is None:
        return ()
    elements = list(tags(utf8))
    shown, elements = listings.find(utf8, elements) if has_listings else ([], elements)
    islands = [island for tag in elements if tag.inner_stop for island in raw_element(utf8, tag)]
    return (*islands, *shown, *attributes(utf8, elements, _SCRIPT))


def raw_element(utf8: bytes, tag: Tag) -> Iterator[Island]:
    """Yield what a script or style holds; nothing when it is empty."""
    language, form = script_language(utf8, tag) if tag.name != b"style" else (style_language(utf8, tag), "")
    start, stop = tag.stop, tag.inner_stop
    wrapped = _CDATA.match(utf8, start, stop)
    start, stop = wrapped.span(1) if wrapped else (start, stop)
    if utf8[start:stop].strip():
        yield Writer(utf8).take(start, stop).island(language, form=form)


def style_language(utf8: bytes, tag: Tag) -> str:
    """Return the language of a style sheet."""
    return language_named(tag.get(utf8, b"lang") or "css")


def script_language(utf8: bytes, tag: Tag) -> tuple[str, str]:
    """Return the language of a script and, for a template, the format by which it is divided."""
    if tag.name == b"wxs":
        return _SCRIPT, ""
    lang = tag.get(utf8, b"lang") or tag.get(utf8, b"language") or ""
    kind = (tag.get(utf8, b"type") or "").lower().partition(";")[0].strip()
    if tag.get(utf8, b"runat") is not None and not kind:
        return language_named(lang or "c#"), ""
    if _MARKUP.fullmatch(kind):
        return "html", "template"
    name = lang or _TYPE.sub("", kind)
    if not name or name in ("module", "jscript") or name.startswith("javascript"):
        return _SCRIPT, ""
    return language_named(name), ""


def attributes(utf8: bytes, elements: list[Tag], script: str) -> list[Island]:
    """Return the code in attributes: what events call, what is bound, and what `style` says."""
    code, style = Writer(utf8), Writer(utf8)
    for tag in elements:
        if _HINT.search(utf8, *tag.inner):
            for attribute in tag.attributes(utf8):
                if attribute.start < attribute.stop:
                    _take_attribute(code, style, utf8, attribute)
    found = [(code, script), (style, "css")]
    return [island for writer, language in found for island in writer.islands(language)]


def _take_attribute(code: Writer, style: Writer, utf8: bytes, attribute: Attribute) -> None:
    name, start, stop = attribute.name, attribute.start, attribute.stop
    if name == b"style":
        _take(style, utf8, start, stop, b"a{", b"}\n")
    elif _EVENT.fullmatch(name):
        _take(code, utf8, start, stop, b"", b"\n;")
    elif name in (b"href", b"action", b"xlink:href") and (calls := _CALLS.match(utf8, start, stop)):
        _take(code, utf8, calls.end(), stop, b"", b"\n;")
    elif _LOOP.match(name):
        _take(code, utf8, start, stop, b"for(", b");\n")
    elif _SLOT.match(name):
        _take(code, utf8, start, stop, b"((", b")=>0);\n")
    elif _BOUND.match(name):
        is_event = name.startswith((b"@", b"v-on", b"x-on", b"(", b"x-init", b"x-effect"))
        _take(code, utf8, start, stop, b"" if is_event else b"(", b"\n;" if is_event else b");\n")


def _take(writer: Writer, utf8: bytes, start: int, stop: int, before: bytes, behind: bytes) -> None:
    writer.put(before)
    take_unescaped(writer, utf8, start, stop)
    writer.put(behind)


FORM = Form(name="html", host=PAGE, find=find, sign=PAGE_SIGN)
