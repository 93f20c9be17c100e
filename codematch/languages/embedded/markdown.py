"""Prose with code: Markdown, R Markdown, Quarto, org, reStructuredText and AsciiDoc. Blocks name their language.

The fences of Markdown are those of CommonMark 0.31 (4.5): three or more of ``` or ~~~, closed by at least as many of
the same, or by the end of the file. The prose, the fences themselves and what is in fences without a known name
stay plain words.
"""

import re

from codematch.languages.embedded import listings
from codematch.languages.embedded.forms import Form
from codematch.languages.embedded.island import Island, Writer
from codematch.languages.embedded.names import TEXT, language_named

_FENCE = re.compile(rb"^(?P<indent>[ \t>]*(?:[-*+][ \t]+|\d+[.)][ \t]+)?)(?P<mark>`{3,}|~{3,})(?P<info>[^\n]*)$", re.M)
_NOT_QUOTED = re.compile(rb"^(?![ \t]*>)", re.M)
_ORG = re.compile(rb"^[ \t]*#\+begin_src[ \t]+(?P<info>[^\n]*)$", re.M | re.I)
_ORG_END = re.compile(rb"^[ \t]*#\+end_src[ \t]*$", re.M | re.I)
_DIRECTIVE = re.compile(rb"^(?P<indent>[ \t]*)\.\. (?:code|code-block|sourcecode|ipython)::(?P<info>[^\n]*)\n", re.M)
_OPTIONS = re.compile(rb"(?:[ \t]+:[\w-]+:[^\n]*\n)+")
_LISTING = re.compile(
    rb"^\[source(?:%\w+)?[ \t]*,[ \t]*(?P<info>[\w#+.-]+)[^\]\n]*\]\n(?:\.[^\n]+\n)?(?P<mark>-{4,}|\.{4,})[ \t]*\n",
    re.M,
)
_NAME = re.compile(rb"[ \t]*\{?[ \t]*[.=]?(?:r[ \t]+)?([A-Za-z][\w+#.-]*)")
_FORMS = {
    "vue": "vue",
    "svelte": "svelte",
    "erb": "erb",
    "ejs": "ejs",
    "jsp": "jsp",
    "razor": "razor",
    "cshtml": "razor",
    "diff": "patch",
    "patch": "patch",
}


def find(utf8: bytes) -> tuple[Island, ...]:
    """Return the fences with the name of a language that is known."""
    listed = listings.in_prose(utf8)
    if b"```" not in utf8 and b"~~~" not in utf8:
        return tuple(listed)
    islands, fences, place = [], [], 0
    while (opening := _FENCE.search(utf8, place)) is not None:
        mark, info = opening["mark"], opening["info"]
        if mark[:1] == b"`" and b"`" in info:
            place = opening.end()
            continue
        closing = re.compile(rb"^[ \t>]*%b{%d,}[ \t]*$" % (re.escape(mark[:1]), len(mark)), re.M)
        start = min(opening.end() + 1, len(utf8))
        end = closing.search(utf8, start)
        stop, place = end.span() if end is not None else (len(utf8), len(utf8))
        if b">" in opening["indent"]:
            # A quotation ends all that is in it.
            behind = _NOT_QUOTED.search(utf8, start, stop)
            stop, place = (behind.start(), behind.start()) if behind is not None else (stop, place)
        islands += _island(utf8, start, stop, info, opening["indent"])
        fences.append((opening.start(), place))
    spans = [(island, *island.spans()[0]) for island in listed]
    apart = (island for island, begin, end in spans if not any(begin < stop and start < end for start, stop in fences))
    return (*islands, *apart)


def find_org(utf8: bytes) -> tuple[Island, ...]:
    """Return the source blocks of an org file with the name of a language that is known."""
    islands, place = [], 0
    while (opening := _ORG.search(utf8, place)) is not None:
        start = min(opening.end() + 1, len(utf8))
        end = _ORG_END.search(utf8, start)
        stop = end.start() if end is not None else len(utf8)
        islands += _island(utf8, start, stop, opening["info"], b"")
        place = end.end() if end is not None else len(utf8)
    return tuple(islands)


def _island(utf8: bytes, start: int, stop: int, info: bytes, indent: bytes) -> list[Island]:
    """Return what is in a fence, without the marks of the quotation that it is in."""
    match = _NAME.match(info)
    name = match[1].decode("ascii", "replace").lower() if match else ""
    form = _FORMS.get(name, "")
    language = language_named(name) if not form else TEXT if form == "patch" else "html"
    if (language == TEXT and not form) or not utf8[start:stop].strip():
        return []
    writer = Writer(utf8)
    quoted = re.compile(rb"[ \t]*(?:>[ \t]?)+") if b">" in indent else None
    while start < stop:
        end = utf8.find(b"\n", start, stop) + 1 or stop
        mark = quoted.match(utf8, start, end) if quoted is not None else None
        writer.take(mark.end() if mark is not None else start, end)
        start = end
    # The marks of a quotation are between its lines; they belong to no token of the code.
    return list(writer.islands(language, form=form, is_continuous=quoted is not None))


def find_rst(utf8: bytes) -> tuple[Island, ...]:
    """Return the code blocks of reStructuredText: the lines below the directive that are further right."""
    islands, place = [], 0
    for match in _DIRECTIVE.finditer(utf8):
        if match.start() < place:
            continue
        column, place = len(match["indent"]), match.end()
        while place < len(utf8):
            stop = utf8.find(b"\n", place) + 1 or len(utf8)
            line = utf8[place:stop]
            if line.strip() and len(line) - len(line.lstrip(b" \t")) <= column:
                break
            place = stop
        start = _OPTIONS.match(utf8, match.end(), place)
        islands += _island(utf8, start.end() if start is not None else match.end(), place, match["info"], b"")
    return tuple(islands)


def find_asciidoc(utf8: bytes) -> tuple[Island, ...]:
    """Return the listings of AsciiDoc: `[source,language]` and a block between equal lines of dashes or dots."""
    islands, place = [], 0
    for match in _LISTING.finditer(utf8):
        if match.start() < place:
            continue
        end = re.compile(rb"^%b[ \t]*$" % re.escape(match["mark"]), re.M).search(utf8, match.end())
        place = end.start() if end is not None else len(utf8)
        islands += _island(utf8, match.end(), place, match["info"], b"")
    return tuple(islands)


FORM = Form(name="markdown", host=TEXT, find=find, sign=_FENCE)
ORG = Form(name="org", host=TEXT, find=find_org, sign=_ORG)
RST = Form(name="rst", host=TEXT, find=find_rst, sign=_DIRECTIVE)
ASCIIDOC = Form(name="asciidoc", host=TEXT, find=find_asciidoc, sign=_LISTING)
