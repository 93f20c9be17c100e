"""Patches: what they add, keep and take away of each file, in the language that the name of the file says.

Unified and context output of diff (GNU diffutils manual, 2.2), of Git and Subversion, and mails that hold it. The new
text of a place is one island, what is taken away another, which is in the gaps of the first.
"""

import re
from collections.abc import Iterator

from codematch.languages.embedded.forms import Form
from codematch.languages.embedded.island import Island, Span, Writer
from codematch.languages.embedded.names import TEXT, language_named

_FILES = re.compile(rb"^(?:---|\*\*\*) (?P<old>[^\n]*)\n(?:\+\+\+|---) (?P<new>[^\n]*)\n(?=@@ -|\*{15})", re.MULTILINE)
_HUNK = re.compile(rb"@@ -\d+(?:,(?P<old>\d+))? \+\d+(?:,(?P<new>\d+))? @@[^\n]*\n")
_SECTION = re.compile(rb"(?:\*{15}[^\n]*\n)?(?:\*\*\*|---) (?P<first>\d+)(?:,(?P<last>\d+))? (?:\*{4}|-{4})\n")
_MARK = re.compile(rb"[ +!-](?: |$)|$", re.MULTILINE)
_NO_END = b"\\"
_ENDING = re.compile(r"\.(\w+)(?:\.(?:orig|bak|old|in))?\"?(?:\t.*|\s+\(.*|\s+\d{4}-.*)?\s*\Z")
SIGN = re.compile(rb"^(?:@@ -\d+(?:,\d+)? \+\d+(?:,\d+)? @@|\*\*\* \d+(?:,\d+)? \*\*\*\*$)", re.MULTILINE)


def find(utf8: bytes) -> tuple[Island, ...]:
    """Return the texts of the files whose names say a language that is known."""
    islands: list[Island] = []
    place = 0
    for match in _FILES.finditer(utf8):
        if match.start() < place:
            continue  # lines of a hunk that look like the beginning of another file
        language = _language(match["new"], match["old"])
        if language != TEXT:
            found = list(_of_file(utf8, match.end(), language))
            place = max((island.spans()[-1][1] for island in found), default=place)
            islands += found
    return tuple(islands)


def _language(new: bytes, old: bytes) -> str:
    """Return the language of a file by its names, which are no names where there was or is none."""
    for name in (new, old):
        ending = _ENDING.search(name.decode("utf-8", "replace"))
        language = language_named(ending[1]) if ending is not None else TEXT
        if language != TEXT:
            return language
    return TEXT


def _of_file(utf8: bytes, place: int, language: str) -> Iterator[Island]:
    while True:
        hunk, section = _HUNK.match(utf8, place), _SECTION.match(utf8, place)
        if hunk is not None:
            old, new = (int(hunk[name] or 1) for name in ("old", "new"))
            lines = list(_hunk_lines(utf8, hunk.end(), old, new))
            marks = 1
        elif section is not None:
            most = int(section["last"] or section["first"]) - int(section["first"]) + 1
            lines = list(_section_lines(utf8, section.end(), most))
            marks = 2
        else:
            return
        place = lines[-1][1] if lines else (hunk or section).end()  # type: ignore[union-attr]  # one of them matched
        yield from _islands(utf8, lines, marks, language)


def _hunk_lines(utf8: bytes, place: int, old: int, new: int) -> Iterator[Span]:
    """Yield the lines of a hunk that says how many it has of each side."""
    while (old > 0 or new > 0 or utf8.startswith(_NO_END, place)) and place < len(utf8):
        stop = utf8.find(b"\n", place) + 1 or len(utf8)
        mark = utf8[place : place + 1]
        if mark not in (b" ", b"+", b"-", b"\n", _NO_END):
            return
        old -= mark in (b" ", b"-", b"\n")
        new -= mark in (b" ", b"+", b"\n")
        yield place, stop
        place = stop


def _section_lines(utf8: bytes, place: int, most: int) -> Iterator[Span]:
    """Yield the lines of one side of a context hunk, at most `most`; empty ones may have lost the end of the mark."""
    while most > 0 and place < len(utf8) and _MARK.match(utf8, place):
        stop = utf8.find(b"\n", place) + 1 or len(utf8)
        yield place, stop
        place = stop
        most -= 1


def _islands(utf8: bytes, lines: list[Span], marks: int, language: str) -> Iterator[Island]:
    """Yield what a hunk has of the new text, and what it takes away, without the marks of the lines."""
    kept, gone = Writer(utf8), Writer(utf8)
    for start, stop in lines:
        mark = utf8[start : start + 1]
        if mark != _NO_END:
            # An empty line may have lost its mark.
            (gone if mark == b"-" else kept).take(min(start + marks, stop - 1) if mark != b"\n" else start, stop)
    for writer in (kept, gone):
        yield from writer.islands(language, is_continuous=True)


FORM = Form(name="patch", host=TEXT, find=find, sign=SIGN)
"""What a file ending in .diff or .patch has."""
