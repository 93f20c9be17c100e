"""Pages with `<% %>`: JSP (Java), ERB (Ruby), EJS (JavaScript), ASP and ASP.NET (C#, or Basic as plain words).

The code of a page is one island, for a loop may begin in one scriptlet and end in another; the page around it is one.
"""

import re
from functools import cache, partial

from codematch.languages.embedded.forms import PAGE_SIGN, Form
from codematch.languages.embedded.holes import Hole, around, delimiters
from codematch.languages.embedded.html import PAGE
from codematch.languages.embedded.island import Island, Writer
from codematch.languages.embedded.names import TEXT, language_named

_SCRIPTLET = re.compile(
    rb"<%--.*?(?:--%>|\Z)|<%%|<%(?P<kind>[=!@#:$-]?)(?P<more>[=-]?)(?P<code>.*?)(?P<end>[-_]?%>|\Z)", re.DOTALL
)
_MARKS = re.compile(rb"<%")
_PAGE = re.compile(rb"<%@[^>]*\blanguage\s*=\s*[\"']?([\w#.+]+)", re.IGNORECASE)
_IN_PARENTHESES = ("java", "javascript", "csharp")
_OPENS = re.compile(rb"[{:(]\s*\Z|\b(?:do|then|else|begin)\b(?:\s*\|[^|]*\|)?\s*\Z|^\s*[}\])]")


def _named(utf8: bytes) -> str:
    """Return the language that a page of ASP or ASP.NET names, "text" when there is no grammar for it."""
    named = _PAGE.search(utf8)
    language = language_named(named[1].decode()) if named is not None else TEXT
    return language if language in ("csharp", "javascript") else TEXT


def _find(utf8: bytes, makes: str, language: str) -> tuple[Island, ...]:
    """Return the code, the delimiters and the page, what is written made a statement."""
    language = language or _named(utf8)
    before, behind = (b"(", b");\n") if language in _IN_PARENTHESES else (b"", b"\n")
    form = PAGE if makes == PAGE else ""
    code, directives = Writer(utf8), Writer(utf8)
    holes = []
    for match in _SCRIPTLET.finditer(utf8):
        if match["code"] is None:
            # A comment of the template, or `<%%`, which writes `<%`: words.
            holes.append(Hole(match.start(), match.end(), match.span()))
            directives.take(*match.span()).put(b"\n")
            continue
        writes = match["kind"] in (b"=", b":") or (match["kind"] == b"-" and language == "javascript")
        holes.append(Hole(match.start(), match.end(), match.span("code"), writes))
        if match["kind"] in (b"@", b"#", b"$"):
            directives.take(*match.span("code")).put(b"\n")
        elif writes and not _OPENS.search(match["code"]):
            code.put(before).take(*match.span("code")).put(behind)
        else:
            code.take(*match.span("code")).put(b"\n")
    islands = [*around(utf8, holes, makes, form), *delimiters(utf8, holes)]
    islands += (*code.islands(language), *directives.islands(TEXT))
    return tuple(islands)


_LANGUAGES = {"jsp": "java", "erb": "ruby", "ejs": "javascript", "asp": ""}
NAMES = tuple(_LANGUAGES)


@cache
def page(name: str, makes: str = PAGE) -> Form:
    """Return the format of a page with scriptlets, one of `NAMES`; `config.js.erb` makes JavaScript."""
    return Form(
        name=name,
        host=makes,
        find=partial(_find, makes=makes, language=_LANGUAGES[name]),
        sign=PAGE_SIGN if makes == PAGE else _MARKS,
    )
