"""Stretches of a text that are written in Base64 or hexadecimal numbers: whole files, parts of mails, here-documents.

No token shows them: in plain text they are words, and a shell reads what is in a here-document as it likes.
"""

import re
from collections.abc import Iterator
from itertools import islice

from codematch.languages.embedded.island import Span
from codematch.languages.embedded.names import TEXT
from codematch.languages.embedded.shell import DECODER, DECODERS, language_of_command

_LINES = re.compile(
    rb"^[ \t]*(?:[A-Za-z0-9+/_-]{40,}+={0,2}[ \t]*+(?:\n[ \t]*+|\Z))++(?:[A-Za-z0-9+/_-]+={0,2}[ \t]*$)?", re.MULTILINE
)
"""Lines of nothing else, the last of which may be short."""
_FIRST = re.compile(rb"\s*[A-Za-z0-9+/_-]{16,}={0,2}(?:\s|\Z)")
_DATA = re.compile(rb"data:[^,\s\"'<>]{0,99};base64,[A-Za-z0-9+/%=]{40,}")
_WORD = re.compile(rb"[A-Za-z0-9+/_-]{16,}={0,2}(?=[\s\"';|)]|$)")
_MOST_WORDS = 16
"""Words of a line that are looked at: what runs a word is asked of the whole line."""
_OTHERS = re.compile(rb"[^A-Za-z0-9+/=_\s-]")
_START = re.compile(rb"<<-?[ \t]*[\"'\\]?(\w+)")


def stretches(utf8: bytes, language: str) -> Iterator[tuple[Span, str]]:
    """Yield such stretches, and the language in which a command runs what they say, "" if none is named."""
    if _FIRST.match(utf8) and not _OTHERS.search(utf8):
        yield _whole_groups(utf8, 0, len(utf8)), ""
        return
    if language == "text":
        for match in _LINES.finditer(utf8):
            yield _whole_groups(utf8, *match.span()), ""
        for match in _DATA.finditer(utf8) if b";base64," in utf8 else ():
            yield match.span(), ""
    elif language == "bash" and any(name in utf8 for name in DECODERS):
        yield from _decoded_by_commands(utf8)


def _whole_groups(utf8: bytes, start: int, stop: int) -> Span:
    """Return a stretch without a last line that is none of it: Base64 comes in groups of four signs (RFC 4648, 4)."""
    last = utf8.rfind(b"\n", start, stop - 1) + 1
    above = utf8[start:last].split()
    if last > start and above and (above[-1].endswith(b"=") or len(b"".join((*above, utf8[last:stop].strip()))) % 4):
        return start, last
    return start, stop


def _decoded_by_commands(utf8: bytes) -> Iterator[tuple[Span, str]]:
    """Yield what commands of a shell script decode: the words of their lines, or the here-documents below them."""
    place = 0
    for match in DECODER.finditer(utf8):
        if match.start() < place:
            continue
        begin = utf8.rfind(b"\n", 0, match.start()) + 1
        end = utf8.find(b"\n", match.end())
        end = len(utf8) if end < 0 else end
        place = end
        document = _START.search(utf8, begin, end)
        if document is not None:
            body = re.compile(rb"^[\t]*%b[ \t]*$" % re.escape(document[1]), re.MULTILINE).search(utf8, end)
            place = body.start() if body is not None else len(utf8)
            yield (min(end + 1, place), place), _run_by(utf8, begin, document.start(), document.end(), end)
            continue
        for word in islice(_WORD.finditer(utf8, begin, end), _MOST_WORDS):
            yield word.span(), _run_by(utf8, begin, word.start(), word.end(), end)


def _run_by(utf8: bytes, begin: int, stop: int, start: int, end: int) -> str:
    """Return the language in which a line of a script runs what is at utf8[stop:start], "" if it does not."""
    before, behind = (utf8[a:b].decode("utf-8", "replace") for a, b in ((begin, stop), (start, end)))
    language = language_of_command(before, behind, b"")
    return "" if language == TEXT else language
