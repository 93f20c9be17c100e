"""Templates whose own language has no grammar here: their directives are plain words, the rest is what they make.

Jinja, Django, Twig, Liquid and Handlebars (`{{ }}`, `{% %}`, `{# #}`), FreeMarker and Velocity. What they make is a
page, or what the inner ending says: `Entity.java.vm` makes Java.
"""

import re
from collections.abc import Sequence
from functools import cache, partial

from codematch.languages.embedded import html
from codematch.languages.embedded.forms import PAGE_SIGN, Form
from codematch.languages.embedded.holes import Hole, around, as_words
from codematch.languages.embedded.html import PAGE
from codematch.languages.embedded.island import Island
from codematch.languages.embedded.markup import braces, tags

_FREEMARKER = re.compile(
    rb"<#--.*?(?:-->|\Z)|</?[#@][\w.]+(?:[^<>\"']++|\"[^\"]*+\"|'[^']*+'|<(?![#@/]))*?>|[$#]\{[^{}\n]*\}|\[#--.*?(?:--\]|\Z)",
    re.DOTALL,
)
_VELOCITY = re.compile(
    rb"#\*.*?(?:\*#|\Z)|##[^\n]*|#(?:\{(?:else|end|stop)\}|(?:else|end|stop|break)\b"
    rb"|@?\w+\s*\((?:[^()\"'\n]++|\"[^\"\n]*+\"|'[^'\n]*+'|\((?:[^()\n]|\([^()\n]*\))*\))*+\))"
    rb"|\$!?(?:\{[^{}\n]*\}|[A-Za-z]\w*(?:\.[A-Za-z]\w*(?:\([^()\n]*\))?)*)",
    re.DOTALL,
)
_WRITES = (b"{{", b"${", b"#{", b"$")


_PATTERNS = {"template": None, "freemarker": _FREEMARKER, "velocity": _VELOCITY}
NAMES = tuple(_PATTERNS)
_MARKS = re.compile(rb"\{\{|\{%|<#|\$!?\{?[A-Za-z]|#(?:set|if|foreach|end)\b")


@cache
def template(name: str, makes: str = PAGE) -> Form:
    """Return the format of a template, one of `NAMES`, which makes text in a language."""
    find = partial(_find, pattern=_PATTERNS[name], makes=makes)
    return Form(name=name, host=makes, find=find, sign=PAGE_SIGN if makes == PAGE else _MARKS)


def _find(utf8: bytes, pattern: re.Pattern[bytes] | None, makes: str) -> tuple[Island, ...]:
    """Return what a template makes, and its directives."""
    return _divided(utf8, _holes(utf8, pattern), makes)


def find_page(utf8: bytes) -> tuple[Island, ...]:
    """Return the islands of a page, which may be a template of braces: in one with `{%` they count in scripts, too."""
    if b"{%" not in utf8 and b"{{" not in utf8:
        return html.find(utf8)
    holes = _holes(utf8, None)
    if b"{%" not in utf8:
        scripts = [(tag.stop, tag.inner_stop) for tag in tags(utf8) if tag.inner_stop]
        holes = [hole for hole in holes if not any(start < hole.stop and hole.start < stop for start, stop in scripts)]
    return _divided(utf8, holes, PAGE)


def _holes(utf8: bytes, pattern: re.Pattern[bytes] | None) -> list[Hole]:
    """Return the holes: what the pattern finds, or what is in braces."""
    spans = braces(utf8) if pattern is None else [match.span() for match in pattern.finditer(utf8)]
    texts = [utf8[start:stop] for start, stop in spans]
    return [
        Hole(*span, span, text.startswith(_WRITES) and not _is_control(text))
        for span, text in zip(spans, texts, strict=True)
    ]


def _is_control(hole: bytes) -> bool:
    """Say whether braces hold a block of Handlebars (`{{#if}}`), which writes nothing itself."""
    return hole[:2] == b"{{" and hole[2:3] in b"#/!^>"


def _divided(utf8: bytes, holes: Sequence[Hole], makes: str) -> tuple[Island, ...]:
    if not holes:
        return html.find(utf8) if makes == PAGE else ()
    return (*around(utf8, holes, makes, PAGE if makes == PAGE else ""), *as_words(utf8, holes))


FORM = Form(name="page", host=PAGE, find=find_page, sign=PAGE_SIGN)
