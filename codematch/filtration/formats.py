"""What the format of a file prescribes: scaffolding of notebooks, project files, property lists, configuration.

The formats stand in the folder `prescribed`; one reader looks at the bytes, so that a label does not depend on whether
the plain lexer or a grammar made the tokens. The patterns of a format are compiled when a file of it appears.
"""

import fnmatch
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

from codematch.filtration.file_view import FileView
from codematch.filtration.format_scanners import SCANNERS, Scanner, Words
from codematch.filtration.spans import byte_mask, tokens_inside
from codematch.model.filtration import Mark, ReasonCode
from codematch.model.message import Message, Name
from codematch.settings.filters import Standards

FOLDER = Path(__file__).parent / "prescribed"
PREFIX = "format"
"""What the basis of a label begins with that a format gives."""
_BEGINS = (b"{", b"[", b"<")


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format: its name, how its files are known, and how they are read; `row` is its entry in the folder."""

    name: str
    files: re.Pattern[str]
    content: tuple[bytes, ...]
    scan: Scanner
    row: Mapping[str, Any]

    def words(self, settings: Standards) -> Words:
        """Return what the format prescribes."""
        return _words(self.name, settings.format_value_bytes)

    def is_told_by(self, utf8: bytes) -> bool:
        """Say whether a file is of this format by its content, whatever its name."""
        return bool(self.content) and all(text in utf8 for text in self.content)


def marks(file: FileView, settings: Standards) -> Iterable[Mark]:
    """Label what the format of a file prescribes, and nothing that is the author's."""
    found = format_of(file.path, file.utf8, settings)
    if found is None or not len(file.stream):
        return
    mask = byte_mask(len(file.utf8), found.scan(file.utf8, found.words(settings)))
    for first, stop in tokens_inside(file, mask):
        yield Mark(first, stop, ReasonCode.PROTOCOL_STANDARD, Message.of(PREFIX, name=Name(found.name)))


def format_of(path: str, utf8: bytes, settings: Standards) -> Format | None:
    """Return the format of a file, None where none is known."""
    parts = path.lower().split("/")
    names = ["/".join(parts[-depth:]) for depth in range(1, min(len(parts), settings.format_folders + 1) + 1)]
    is_marked_up = utf8[: settings.format_head_bytes].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in _BEGINS
    if not is_marked_up and not any(map(_any_name().match, names)):
        return None
    by_name = (item for item in _formats() if any(map(item.files.match, names)))
    by_content = (item for item in _formats() if is_marked_up and item.is_told_by(utf8))
    return next(by_name, None) or next(by_content, None)


def load_formats() -> None:
    """Read the list of formats; otherwise it is read for the first file."""
    _any_name()


@cache
def _formats() -> tuple[Format, ...]:
    documents = (tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.toml")))
    return tuple(_format(row) for document in documents for row in document.get("format", ()))


@cache
def _any_name() -> re.Pattern[str]:
    return re.compile("|".join(item.files.pattern for item in _formats()))


def _format(row: Mapping[str, Any]) -> Format:
    return Format(
        name=row["name"],
        files=re.compile("|".join(map(fnmatch.translate, row["names"]))),
        content=tuple(text.encode() for text in row.get("content", ())),
        scan=SCANNERS[row["syntax"]],
        row=row,
    )


@cache
def _words(name: str, longest: int) -> Words:
    row = next(item.row for item in _formats() if item.name == name)
    return Words(
        longest=longest,
        keys=_either(map(fnmatch.translate, map(_literal_brackets, row.get("keys", ())))),
        values=_either(row.get("values", ())),
        lines=_either([rf"[ \t]*(?:{line})[ \t]*\r?" for line in row.get("lines", ())]),
        parts=re.compile("|".join(row["parts"]).encode()) if "parts" in row else None,
        key_elements=frozenset(row.get("key_elements", ())),
        escapes=row.get("escapes", False),
    )


def _literal_brackets(pattern: str) -> str:
    """A pattern of keys in which only the star is special: a section of an INI file stands in brackets."""
    return pattern.replace("[", "[[]").replace("?", "[?]")


def _either(patterns: Iterable[str]) -> re.Pattern[str] | None:
    """One pattern for the whole of a text out of several, each with its own groups; None for none."""
    parts = []
    numbers = count()
    for pattern in patterns:
        named = re.sub(r"\(\?P<own>", lambda _: f"(?P<own{next(numbers)}>", pattern)
        parts.append(f"(?i:{named.replace('(?i)', '')})" if "(?i)" in named else f"(?:{named})")
    return re.compile(rf"(?:{'|'.join(parts)})\Z") if parts else None
