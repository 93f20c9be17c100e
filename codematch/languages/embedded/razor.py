"""Razor pages (`.cshtml`, `.razor`): C# after `@`, the rest a page.

What Razor itself parses by trying the compiler is told by brackets here: `@{ }`, `@if (...) { }` and its like,
`@(...)`, `@name.name(...)`. In a block, a line that begins with a tag or `@:` is the page again.
"""

import re
from dataclasses import dataclass

from codematch.languages.embedded.forms import PAGE_SIGN, Form
from codematch.languages.embedded.holes import Hole, around, delimiters
from codematch.languages.embedded.html import PAGE
from codematch.languages.embedded.island import Island, Span, Writer
from codematch.languages.embedded.markup import balanced
from codematch.languages.embedded.names import TEXT

_AT = re.compile(
    rb"@\*.*?(?:\*@|\Z)|(?<![\w@])@(?:(?P<block>\{)|(?P<members>(?:functions|code)\b\s*\{)"
    rb"|(?P<head>(?:if|foreach|for|while|switch|using|lock|try|do)\b\s*(?=[({]))"
    rb"|(?P<line>(?:model|using|inherits|namespace|inject|page|layout|implements|attribute|addTagHelper|removeTagHelper)\b[^\n]*)"
    rb"|(?P<round>\()|(?P<name>[A-Za-z_]\w*))",
    re.DOTALL,
)
_CALL = 1_000
"""Longer calls without a bracket that closes them are none [bytes]."""
_CHAIN = re.compile(rb"(?:\?)?\.[A-Za-z_]\w*|[\[(]")
_NEXT = re.compile(rb"\s*(?:else(?:\s+if)?|catch|finally|while)\b\s*")
_MARKUP_LINE = re.compile(rb"[ \t]*(?:<[/A-Za-z!]|@:)")


@dataclass(frozen=True, slots=True, order=True)
class _Piece:
    """A stretch of code: where it is, what is put before and after it, and the hole that it makes in the page."""

    start: int
    stop: int
    before: bytes
    behind: bytes
    hole: Hole
    is_code: bool = True


def find(utf8: bytes) -> tuple[Island, ...]:
    """Return the C# of a page, what delimits it, and the page."""
    pieces: list[_Piece] = []
    todo = [(0, len(utf8))]
    while todo:
        place, last = todo.pop()
        while (match := _AT.search(utf8, place, last)) is not None:
            place = max(min(_end(utf8, match, last), last), match.end())
            pages = _take(match, place, pieces)
            if pages:
                todo += [(place, last), *pages]
                break
    pieces.sort(key=lambda piece: piece.start)
    code, words = Writer(utf8), Writer(utf8)
    for piece in pieces:
        writer = code if piece.is_code else words
        writer.put(piece.before).take(piece.start, piece.stop).put(piece.behind)
    holes = [piece.hole for piece in pieces]
    page = (*around(utf8, holes, PAGE, PAGE), *delimiters(utf8, holes))
    return (*page, *code.islands("csharp"), *words.islands(TEXT))


def _take(match: re.Match[bytes], stop: int, pieces: list[_Piece]) -> list[Span]:
    """Add what begins with `@` to the pieces, and return the spans inside it that are the page again."""
    kind, start = match.lastgroup, match.start(match.lastgroup or 0)
    if kind in (None, "line"):
        is_using = kind is not None and match["line"].startswith(b"using")
        first, last = match.span(kind or 0)
        hole = Hole(match.start(), stop, (first, last))
        pieces.append(_Piece(first, last, b"", b";\n" if is_using else b"\n", hole, is_using))
    elif kind in ("round", "name"):
        pieces.append(_Piece(start, stop, b"_ = ", b";\n", Hole(match.start(), stop, (start, stop), writes=True)))
    elif kind == "members":
        first, last = match.end(), max(match.end(), stop - 1)
        pieces.append(_Piece(first, last, b"", b"\n", Hole(match.start(), stop, (first, last))))
    else:
        code, pages = _lines(match.string, start, stop)
        for number, (first, last) in enumerate(code):
            hole = Hole(match.start() if number == 0 else first, last, (first, last))
            pieces.append(_Piece(first, last, b"", b"\n", hole))
        return pages
    return []


def _lines(utf8: bytes, start: int, stop: int) -> tuple[list[Span], list[Span]]:
    """Return the spans of a block that are code, and those that are the page."""
    code, pages, begin = [], [], start
    while start < stop:
        end = min(utf8.find(b"\n", start) + 1 or stop, stop)
        if _MARKUP_LINE.match(utf8, start, end):
            code.append((begin, start))
            pages.append((start, end))
            begin = end
        start = end
    return [span for span in (*code, (begin, stop)) if span[0] < span[1]], pages


def _end(utf8: bytes, match: re.Match[bytes], last: int) -> int:
    """Return where what begins with `@` ends, `last` where nothing says so before."""
    kind = match.lastgroup
    if kind in ("block", "members"):
        return balanced(utf8, match.end() - 1, b"{", b"}", last - match.end() + 1) or last
    if kind == "round":
        return balanced(utf8, match.end() - 1, b"(", b")", last - match.end() + 1) or last
    if kind == "head":
        return _head_end(utf8, match.end(), last)
    stop = match.end()
    if kind == "name":
        while (link := _CHAIN.match(utf8, stop)) is not None:
            closing = {b"(": b")", b"[": b"]"}.get(link[0])
            end = balanced(utf8, stop, link[0], closing, _CALL) if closing is not None else link.end()
            if end is None:
                break
            stop = end
    return stop


def _head_end(utf8: bytes, place: int, last: int) -> int:
    """Return where `if (...) { ... } else { ... }` ends, from after the first word."""
    while True:
        if utf8[place : place + 1] == b"(":
            place = balanced(utf8, place, b"(", b")", max(0, last - place)) or last
        brace = re.compile(rb"\s*\{").match(utf8, place)
        if brace is None:
            return place
        place = balanced(utf8, brace.end() - 1, b"{", b"}", max(0, last - place)) or last
        following = _NEXT.match(utf8, place)
        if following is None:
            return place
        place = following.end()


FORM = Form(name="razor", host=PAGE, find=find, sign=PAGE_SIGN)
