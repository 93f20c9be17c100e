"""Lines that a class of data has in any program, where no function holds them.

Declarations of fields with the annotations of a mapper, the list of accessors in Ruby, the setters of Scala, the keys
and the decoder of a Codable type in Swift, methods that turn a class into a dictionary and back, and operators that
compare field by field. They stand in `prescribed/classes_of_data.toml`. They must make up the larger part of a file,
and a line counts whole, or not at all: a column or a key that is called otherwise than its field is the author's.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from re import Match, Pattern
from typing import Any

import numpy as np

from codematch.filtration.file_view import FileView
from codematch.filtration.spans import Span, byte_mask, tokens_inside
from codematch.model.filtration import Mark, ReasonCode
from codematch.model.message import Message
from codematch.settings.filters import Boilerplate

FILE = Path(__file__).parent / "prescribed" / "classes_of_data.toml"
_HEAD = re.compile(rb"(?:(?:export |default |public |final )*class |module\.exports = )(?P<own>\w+)[ {:;]*")
_TABLE = re.compile(rb"[^\w]|_")
_NAME = re.compile(rb"\b[A-Za-z_]\w*\b(?! *\")")
_CALL = re.compile(r"\(\?&(\w+)\)")
_LIKELY_OTHER = 60  # bytes: longer lines are tried first, since few of them fit: speed only


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lines:
    """The lines of one language: each by itself, and all of them as one pattern that says nothing of their names."""

    each: tuple[Pattern[bytes], ...]
    any_of: Pattern[bytes]
    has_head: bool


def marks(file: FileView, settings: Boilerplate, known: Sequence[Span]) -> Iterable[Mark]:
    """Label the lines of a class of data where a file holds at least so many of them.

    Args:
        file: The file.
        settings: How many lines, or functions already known as boilerplate, a file must hold.
        known: The bytes of those functions.
    """
    patterns = _lines_of(file.stream.language or "")
    if patterns is None or not _may_reach(file.utf8, patterns, known, settings):
        return
    spans = list(_lines(file.utf8, patterns, settings.data_class_line_bytes))
    all_spans = [*spans, *known]
    least = settings.data_class_lines * settings.bean_accessors
    if not spans or len(all_spans) < least or not _is_class_of_data(file.utf8, all_spans, settings):
        return
    for first, stop in tokens_inside(file, byte_mask(len(file.utf8), spans)):
        yield Mark(first, stop, ReasonCode.LANG_BOILERPLATE, Message.of("data-class-line"))


def _may_reach(utf8: bytes, patterns: _Lines, known: Sequence[Span], settings: Boilerplate) -> bool:
    """Say whether the lines of a file can make up its larger part: most files fail by their long lines already."""
    lines = [line for raw in utf8.split(b"\n") if (line := raw.strip())]
    enough = _enough(utf8, settings)
    reach = sum(map(len, lines)) + sum(stop - start for start, stop in known)
    fits = patterns.any_of.fullmatch
    longer, shorter = (
        (line for line in lines if len(line) > _LIKELY_OTHER),
        (line for line in lines if len(line) <= _LIKELY_OTHER),
    )
    for line in chain(longer, shorter):
        if len(line) > settings.data_class_line_bytes or not fits(line):
            reach -= len(line)
            if reach < enough:
                return False
    return reach >= enough


def _is_class_of_data(utf8: bytes, spans: list[Span], settings: Boilerplate) -> bool:
    """Say whether these lines make up the larger part of a file: fields stand in every class."""
    return int(np.count_nonzero(byte_mask(len(utf8), spans))) >= _enough(utf8, settings)


def _enough(utf8: bytes, settings: Boilerplate) -> int:
    """How many bytes are the larger part of a file."""
    return (len(utf8.strip()) - settings.data_class_margin_bytes) // 2 + 1


def _lines(utf8: bytes, patterns: _Lines, longest: int) -> Iterator[Span]:
    names = {_TABLE.sub(b"", word.lower()) for word in _NAME.findall(utf8)}
    place = 0
    for raw in utf8.split(b"\n"):
        line = raw.strip()
        at = place + raw.find(line)
        if not line or len(line) > longest:
            pass
        elif any(_fits(match, names) for p in patterns.each if (match := p.fullmatch(line))):
            yield at, at + len(line)
        elif patterns.has_head and (head := _HEAD.fullmatch(line)):
            yield at, at + head.start("own")
            yield at + head.end("own"), at + len(line)
        place += len(raw) + 1


def _fits(match: Match[bytes], names: set[bytes]) -> bool:
    """Say whether a name in quotes is that of a field, in whatever spelling."""
    found = match.groupdict()
    name, field = found.get("name"), found.get("field")
    if name is None:
        return True
    plain = _TABLE.sub(b"", name.lower())
    return plain == _TABLE.sub(b"", field.lower()) if field else plain in names


@cache
def _lines_of(language: str) -> _Lines | None:
    row = _rows().get(language)
    if row is None:
        return None
    has_head = row.get("has_head", False)
    texts = [_CALL.sub(_called, line) for line in row["lines"]]
    numbered = (
        re.sub(r"\(\?P(<|=)(\w+)", rf"(?P\g<1>\g<2>{number}", text)
        for number, text in enumerate((*texts, _HEAD.pattern.decode()) if has_head else texts)
    )
    return _Lines(
        each=tuple(re.compile(text.encode()) for text in texts),
        any_of=re.compile("|".join(f"(?:{text})" for text in numbered).encode()),
        has_head=has_head,
    )


def _called(match: Match[str]) -> str:
    """What a call of a pattern stands for; patterns call one another."""
    return f"(?:{_CALL.sub(_called, _document()['patterns'][match[1]])})"


@cache
def _rows() -> Mapping[str, Mapping[str, Any]]:
    return {row["language"]: row for row in _document()["class"]}


@cache
def _document() -> Mapping[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))
