"""Programs in data and prose, which are compared by their words, so that no token is such a text.

Strings of JSON, lists of lines as notebooks have them, block scalars of YAML, CDATA of XML; listings of pages and
fences that name no language, lines that a mail quotes.
"""

import re
from collections.abc import Iterator
from itertools import islice, takewhile

import numpy as np
from numpy.typing import NDArray

from codematch.languages.embedded.build_files import block_end, take_block
from codematch.languages.embedded.island import Span, Writer
from codematch.languages.embedded.listings import text_of
from codematch.languages.embedded.markup import tags
from codematch.languages.embedded.names import TEXT, language_named
from codematch.languages.literals.judge import is_worth_reading, may_be_code
from codematch.languages.literals.unquote import take
from codematch.settings import Parsing

PROSE = (TEXT, "html")
"""What is there is shown, and is in no literal."""
LANGUAGES = ("json", "yaml", "xml", *PROSE)
"""Languages of data and prose; what such a text says is never in the language itself."""

_QUOTE, _BACKSLASH, _COMMA = b'"\\,'
_BLANK = np.isin(np.arange(256), list(b" \t\r\n"))
_LIST = re.compile(rb"\[\s*\Z"), re.compile(rb"\s*,?\s*\]")
_NEAR = 256
"""So far from its first and its last string the brackets of a list may be [bytes]."""
_MIN_LINES = 3
_SAMPLE = 64
"""A list whose first lines are no code is none."""
_BLOCK = re.compile(rb"[|>][-+0-9]{0,2}[ \t]*(?:#[^\n]*)?\n")
_BEFORE_BLOCK = re.compile(
    rb"(?P<indent> *)(?P<dash>(?:- +)*)(?:(?P<key>[^\s#-][^\n]*?)[\"']?:[ \t]+(?:![^\s]+[ \t]+)?)?\Z"
)
_SCALAR = re.compile(rb"(?<=[:,\[{-] )(?:\"(?:[^\"\\]|\\.)*+\"|'(?:[^']|'')*+')", re.DOTALL)
_CDATA = b"<![CDATA["
_FENCE = re.compile(
    rb"^[ \t]*(?P<mark>`{3,}|~{3,})[ \t]*\n(?P<text>(?:(?![ \t]*(?P=mark))[^\n]*\n)+)[ \t]*(?P=mark)", re.MULTILINE
)
_QUOTED = re.compile(rb"(?:^[ \t]*+(?:>[ \t]?)++[^\n]*+\n){4,}+", re.MULTILINE)
_MARK = re.compile(rb"^[ \t]*(?:>[ ]?)+", re.MULTILINE)
_ENDING = re.compile(r"\w\.(\w+)\Z")
_NO_PROGRAMS = (TEXT, "css", "html", "json", "xml", "yaml")


def texts(utf8: bytes, language: str, limits: Parsing) -> Iterator[tuple[Writer, str]]:
    """Return the texts in a file of data that may be programs, and the language that a name says, "" if none does.

    `language` is one of `LANGUAGES`.
    """
    readers = {"json": _of_json, "yaml": _of_yaml, "xml": _of_xml, "html": _of_page, TEXT: _of_text}
    return readers[language](utf8, limits)


def _of_json(utf8: bytes, limits: Parsing) -> Iterator[tuple[Writer, str]]:
    starts, stops = _strings(utf8)
    place = 0
    for first, last in _lists(utf8, starts, stops, limits):
        yield from _long(utf8, starts[place:first], stops[place:first], limits)
        place = last
        spans = list(zip(starts[first:last].tolist(), stops[first:last].tolist(), strict=True))
        if may_be_code(_lines(utf8, spans[:_SAMPLE]).text(), limits):
            yield _lines(utf8, spans), ""
        else:
            yield from _long(utf8, starts[first:last], stops[first:last], limits)
    yield from _long(utf8, starts[place:], stops[place:], limits)


def _strings(utf8: bytes) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return where the strings of JSON begin and end, with their quotation marks: intp (n,) each."""
    codes = np.frombuffer(utf8, dtype=np.uint8)
    quotes = np.flatnonzero(codes == _QUOTE)
    escaped = (quotes > 0) & (codes[quotes - 1] == _BACKSLASH)
    for index in np.flatnonzero(escaped & (codes[quotes - 2] == _BACKSLASH)).tolist():
        before = utf8[: quotes[index]] if quotes[index] < _NEAR else utf8[quotes[index] - _NEAR : quotes[index]]
        escaped[index] = (len(before) - len(before.rstrip(b"\\"))) % 2 == 1
    marks = quotes[~escaped]
    count = len(marks) // 2
    return marks[: 2 * count : 2], marks[1 : 2 * count : 2] + 1


def _long(
    utf8: bytes, starts: NDArray[np.intp], stops: NDArray[np.intp], limits: Parsing
) -> Iterator[tuple[Writer, str]]:
    for place in np.flatnonzero(stops - starts >= limits.min_quoted_bytes).tolist():
        start, stop = int(starts[place]), int(stops[place])
        if is_worth_reading(utf8[start + 1 : stop - 1], limits):
            yield _lines(utf8, [(start, stop)]), ""


def _lists(
    utf8: bytes, starts: NDArray[np.intp], stops: NDArray[np.intp], limits: Parsing
) -> Iterator[tuple[int, int]]:
    """Yield the first and the last string, half open, of each list that holds nothing but strings, several of them."""
    if len(starts) < _MIN_LINES:
        return
    codes = np.frombuffer(utf8, dtype=np.uint8)
    visible = np.concatenate(([0], np.cumsum(~_BLANK[codes], dtype=np.int32)))
    commas = np.concatenate(([0], np.cumsum(codes == _COMMA, dtype=np.int32)))
    left, right = stops[:-1], starts[1:]
    goes_on = (visible[right] - visible[left] == 1) & (commas[right] - commas[left] == 1)
    edges = np.flatnonzero(np.diff(np.concatenate(([False], goes_on, [False])).astype(np.int8)))
    for first, last in zip(edges[::2].tolist(), (edges[1::2] + 1).tolist(), strict=True):
        begin, end = int(starts[first]), int(stops[last - 1])
        if (
            last - first >= _MIN_LINES
            and end - begin >= limits.min_quoted_bytes
            and _LIST[0].search(utf8, max(0, begin - _NEAR), begin)
            and _LIST[1].match(utf8, end, end + _NEAR)
        ):
            yield first, last


def _lines(utf8: bytes, spans: list[Span]) -> Writer:
    """Return what strings say, each of several a line, whether it says so itself or not."""
    writer = Writer(utf8)
    for start, stop in spans:
        take(writer, utf8, (start + 1, stop - 1), b'"', is_raw=False, only_quotes=False)
        if len(spans) > 1 and not utf8.endswith((b"\\n", b"\n"), start, stop - 1):
            writer.put(b"\n")
    return writer


def _of_yaml(utf8: bytes, limits: Parsing) -> Iterator[tuple[Writer, str]]:
    place = 0
    for match in _BLOCK.finditer(utf8):
        if match.start() < place:
            continue
        before = _BEFORE_BLOCK.match(utf8, utf8.rfind(b"\n", 0, match.start()) + 1, match.start())
        if before is None or not (before["dash"] or before["key"]):
            continue
        column = len(before["indent"]) + (len(before["dash"]) if before["key"] else len(before["dash"][:-2].rstrip()))
        stop = block_end(utf8, match.end(), column)
        place = max(stop, match.end())
        if stop - match.end() >= limits.min_quoted_bytes:
            writer = Writer(utf8)
            take_block(writer, utf8, match.end(), stop)
            yield writer, _named(before["key"] or b"")
    for match in _SCALAR.finditer(utf8):
        start, stop = match.span()
        if stop - start >= limits.min_quoted_bytes and is_worth_reading(utf8[start + 1 : stop - 1], limits):
            writer = Writer(utf8)
            is_raw = utf8[start : start + 1] == b"'"
            take(writer, utf8, (start + 1, stop - 1), utf8[start : start + 1], is_raw=is_raw, only_quotes=False)
            yield writer, ""


def _of_xml(utf8: bytes, limits: Parsing) -> Iterator[tuple[Writer, str]]:
    place = 0
    while (start := utf8.find(_CDATA, place)) >= 0:
        start += len(_CDATA)
        place = utf8.find(b"]]>", start)
        if place < 0:
            return
        if place - start >= limits.min_quoted_bytes:
            yield Writer(utf8).take(start, place), ""


def _of_text(utf8: bytes, limits: Parsing) -> Iterator[tuple[Writer, str]]:
    """Yield what is in fences that name no language, and what a mail quotes, without the marks."""
    for match in _FENCE.finditer(utf8) if b"```\n" in utf8 or b"~~~\n" in utf8 else ():
        text = match["text"]
        if len(text) >= limits.min_quoted_bytes and is_worth_reading(text, limits):
            yield Writer(utf8).take(*match.span("text")), ""
    for match in _QUOTED.finditer(utf8) if b"\n>" in utf8 or utf8[:1] == b">" else ():
        if match.end() - match.start() >= limits.min_quoted_bytes:
            writer, start = Writer(utf8), match.start()
            for mark in _MARK.finditer(utf8, match.start(), match.end()):
                writer.take(start, mark.start())
                start = mark.end()
            yield writer.take(start, match.end()), ""


def _of_page(utf8: bytes, limits: Parsing) -> Iterator[tuple[Writer, str]]:
    """Yield the listings that name no language."""
    if b"<pre" not in utf8:
        return
    elements = list(tags(utf8))
    for number, tag in enumerate(elements):
        if tag.name == b"pre" and not tag.is_closing:
            inside = list(takewhile(lambda inner: inner.name != b"pre", islice(elements, number + 1, None)))
            stop = elements[number + 1 + len(inside)].start if number + 1 + len(inside) < len(elements) else len(utf8)
            if stop - tag.stop >= limits.min_quoted_bytes and utf8[tag.stop : stop].strip():
                yield text_of(utf8, tag.stop, stop, inside), ""


def _named(key: bytes) -> str:
    """Return the language of the file that a key names, "" when it names none of a program."""
    ending = _ENDING.search(key.decode("utf-8", "replace"))
    language = language_named(ending[1]) if ending is not None else TEXT
    return "" if language in _NO_PROGRAMS else language
