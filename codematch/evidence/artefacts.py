"""Leftovers: hidden characters, author marks, and code of one side that stands in comments of the other."""

import re
import unicodedata
from collections.abc import Iterator

from codematch.evidence.masking import masked
from codematch.evidence.subject import EvidenceFile, Subject
from codematch.model.evidence import Channel, ChannelResult, Finding, Place
from codematch.settings import Evidence

_AUTHOR = re.compile(
    r"(?i)(?:@author|\bauthor\s*:|\bwritten by\b|\bcreated by\b|\bmaintainer\s*:|作者\s*[::])\s*([^\n*;,<(]{2,60})"
)
_HOLDER = re.compile(
    r"(?i)(?:(?:copyright|版权所有)\s*(?:\(c\)|©|by\b|(?=\d{4}))|(?:\(c\)|©)\s*(?=\d{4}))"
    r"[\s:]*(?:\d{4}(?:\s*[-–,]\s*(?:\d{4}|present))*[\s,]*)?(?:by\s+)?([^\n*;<(.,]{2,60})"
)
_HOLDER_HINTS = ("opyright", "OPYRIGHT", "版权所有", "©", "(c)", "(C)")
_AUTHOR_HINTS = ("uthor", "UTHOR", "ritten by", "reated by", "aintainer", "RITTEN BY", "REATED BY", "AINTAINER", "作者")
_HIDDEN = {"\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u202a", "\u202b", "\u202c", "\u202d", "\u202e",
           "\u2066", "\u2067", "\u2068", "\u2069"}  # fmt: skip
_HIDDEN_BYTES = tuple(character.encode() for character in sorted(_HIDDEN))
_TEXT = "text"
_HEAD_LINES = 40
_BEFORE, _AFTER = " \t/*#;-!%<", " \t"
"""What may stand before and after the text of a line of comment, whatever the language."""

Seen = dict[str, tuple[Place, int]]


def artefacts(known: Subject, questioned: Subject, settings: Evidence) -> ChannelResult:
    """Return author marks and hidden characters of both works, and code of one that is commented out in the other."""
    found: list[Finding] = []
    figures: dict[str, int] = {}
    collectors = (("author-mark", _authors), ("copyright-holder", _holders), ("hidden-character", _hidden))
    for kind, collect in collectors:
        left, right = collect(known), collect(questioned)
        shared = sorted(left.keys() & right.keys())
        figures[kind] = len(shared)
        found += [_finding(kind, text, left[text], right[text], settings) for text in shared]
    commented = [_comment_lines(work, settings) for work in (known, questioned)]
    wanted = {text.encode() for seen in commented for text in seen}
    code = [_code_lines(work, wanted) for work in (known, questioned)]
    for kind, lines, own, comments, turned in (
        ("commented-out-in-questioned", code[0], code[1], commented[1], False),
        ("commented-out-in-known", code[1], code[0], commented[0], True),
    ):
        there = {text: place for text, place in comments.items() if text in lines and text not in own}
        figures[kind] = len(there)
        for text in sorted(there):
            sides = (there[text], lines[text]) if turned else (lines[text], there[text])
            found.append(_finding(kind, text, *sides, settings))
    return ChannelResult.of(Channel.ARTEFACTS, figures, found, settings.max_findings)


def _finding(
    kind: str, text: str, known: tuple[Place, int], questioned: tuple[Place, int], settings: Evidence
) -> Finding:
    return Finding(
        channel=Channel.ARTEFACTS,
        kind=kind,
        text=masked(text)[: settings.max_characters],
        known=known[0],
        questioned=questioned[0],
        known_count=known[1],
        questioned_count=questioned[1],
    )


def _add(seen: Seen, text: str, place: Place) -> None:
    first, count = seen.get(text, (place, 0))
    seen[text] = first, count + 1


def _authors(work: Subject) -> Seen:
    seen: Seen = {}
    for file, line, text in _comments(work):
        if not any(hint in text for hint in _AUTHOR_HINTS):
            continue
        for match in _AUTHOR.finditer(text):
            name = " ".join(match[1].split()).strip(" .-")
            if name:
                _add(seen, name, Place(path=file.record.path, line=line))
    return seen


def _holders(work: Subject) -> Seen:
    """The names after copyright signs, years aside, in small letters: a common holder points to a common origin."""
    seen: Seen = {}
    for file, line, text in _comments(work):
        if not any(hint in text for hint in _HOLDER_HINTS):
            continue
        for match in _HOLDER.finditer(text):
            name = re.sub(r"(?i)\ball rights reserved\b.*", "", " ".join(match[1].split())).strip(" .-").lower()
            if any(map(str.isalpha, name)):
                _add(seen, name, Place(path=file.record.path, line=line))
    return seen


def _hidden(work: Subject) -> Seen:
    """Hidden characters with the visible ones around them, by name: a character alone says little."""
    seen: Seen = {}
    for file in work.files:
        if file.utf8.isascii() or not any(hidden in file.utf8 for hidden in _HIDDEN_BYTES):
            continue
        for number, line in enumerate(file.utf8.decode("utf-8", "replace").splitlines(), start=1):
            for character in sorted(set(line) & _HIDDEN):
                before, after = line.split(character, 1)
                name = unicodedata.name(character, f"U+{ord(character):04X}")
                around = f"{before.strip()[-20:]}[{name}]{after.strip()[:20]}"
                _add(seen, around, Place(path=file.record.path, line=number))
    return seen


def _comments(work: Subject) -> Iterator[tuple[EvidenceFile, int, str]]:
    """Yield the comments of every file, and the first lines of files without a grammar: licences, read-me files."""
    for file in work.files:
        if file.stream.language == _TEXT:
            for number, line in enumerate(file.utf8.splitlines()[:_HEAD_LINES], start=1):
                yield file, number, line.decode("utf-8", "replace")
        stream = file.stream
        for line, text in zip(stream.comments.lines.tolist(), stream.comments.texts, strict=True):
            yield file, line, text


def _code_lines(work: Subject, wanted: set[bytes]) -> Seen:
    """The lines on which tokens start, as far as they are among those that are wanted."""
    seen: Seen = {}
    for file in work.files:
        stripped = file.stripped_lines()
        found = wanted.intersection(stripped)
        for number in file.code_lines() if found else ():
            if stripped[number - 1] in found:
                text = stripped[number - 1].decode("utf-8", "replace")
                _add(seen, text, Place(path=file.record.path, line=number))
    return seen


def _comment_lines(work: Subject, settings: Evidence) -> Seen:
    """The lines of comments without their delimiters that are long enough."""
    seen: Seen = {}
    for file in work.files:
        stream = file.stream.comments
        for line, start, stop in zip(stream.lines.tolist(), stream.starts.tolist(), stream.stops.tolist(), strict=True):
            for offset, raw in enumerate(file.utf8[start:stop].splitlines()):
                text = raw.decode("utf-8", "replace").lstrip(_BEFORE).removesuffix("*/").rstrip(_AFTER)
                if len(text) >= settings.min_line_characters:
                    _add(seen, text, Place(path=file.record.path, line=line + offset))
    return seen
