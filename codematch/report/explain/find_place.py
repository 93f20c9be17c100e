"""Finds the file and line of a result for a place such as `K:src/a.py:12`."""

import difflib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from codematch.errors import UsageError
from codematch.model.result import CaseResult, FileEntry, Work
from codematch.model.source import Disposition
from codematch.report.text import visible

LETTERS = {"K": "known", "Q": "questioned"}
"""How a place names its work, known first."""
_LETTER_OF = {role: letter for letter, role in LETTERS.items()}
_LINE = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPlace:
    """A file of one side as a result lists it: `role` is "known" or "questioned", `line` None for the whole file.

    `line` counts from 1 and is in the file, unless the result does not record how many lines it has.
    """

    role: str
    path: str
    line: int | None


@dataclass(frozen=True, slots=True)
class _Reading:
    """One reading of a place: the roles that it may mean, the path, and the text of the line number."""

    roles: tuple[str, ...]
    path: str
    line: str | None


def find_place(result: CaseResult, text: str) -> FoundPlace:
    """Return the place that a text names: `PATH`, `PATH:LINE`, with `K:` or `Q:` before it.

    The letter may be left out if only one work contains the path. Paths may be written as a report prints them.

    Raises:
        UsageError: No file has this path, or one in each work does, or the line is not in the file.
    """
    readings = list(_readings(text))
    for reading in readings:
        found = _files(result, reading.path, reading.roles)
        if len(found) > 1:
            line = "" if reading.line is None else f":{reading.line}"
            choices = " or ".join(f"{_named(role, file.path)}{line}" for role, file in found.items())
            raise UsageError(f"{visible(text)}: both works contain this path; write {choices}")
        for role, file in found.items():
            return FoundPlace(role=role, path=file.path, line=_line(reading.line, role, file))
    raise UsageError(_missing(result, _meant(readings)))


def works_of(result: CaseResult, role: str) -> list[Work]:
    """Return the works of a side, one for each pair."""
    return [pair.known if role == "known" else pair.questioned for pair in result.pairs]


def _readings(text: str) -> Iterator[_Reading]:
    """Yield every way to read a text, the most usual first; colons may be part of a name."""
    whole = tuple(LETTERS.values())
    letter, colon, rest = text.partition(":")
    sides: list[tuple[tuple[str, ...], str]] = [(whole, text)]
    if colon and letter in LETTERS:
        sides.insert(0, ((LETTERS[letter],), rest))
    for roles, part in sides:
        path, line_colon, line = part.rpartition(":")
        if line_colon:
            yield _Reading(roles, path, line)
        yield _Reading(roles, part, None)


def _meant(readings: Sequence[_Reading]) -> _Reading:
    """Return the reading to complain about where none names a file: with a line if it ends in a number."""
    first, *others = readings
    return first if first.line is None or _LINE.fullmatch(first.line) else others[0]


def _files(result: CaseResult, path: str, roles: Sequence[str]) -> dict[str, FileEntry]:
    """Return the file of a path by side; a path as it is printed counts where no file has the path itself."""
    printed = unicodedata.normalize("NFC", path).replace("\\", "/").removeprefix("./")
    sides = [(role, file) for role in roles for work in works_of(result, role) for file in work.files]
    exact = [(role, file) for role, file in sides if file.path == path]
    alike = exact or [(role, file) for role, file in sides if printed in (file.path, visible(file.path))]
    return {role: next(file for side, file in alike if side == role) for role in dict(alike)}


def _line(text: str | None, role: str, file: FileEntry) -> int | None:
    """Return the line that is named.

    Raises:
        UsageError: It is not a number, or not in the file.
    """
    if text is None:
        return None
    name = _named(role, file.path)
    if not _LINE.fullmatch(text):
        raise UsageError(f"{name}: {visible(text) or 'nothing'} is not a line number; give one line, such as {name}:1")
    line = int(text)
    if line < 1:
        raise UsageError(f"{name}: lines count from 1")
    if line > file.lines and (file.lines or file.disposition is Disposition.COMPARED):
        count = "1 line" if file.lines == 1 else f"{file.lines:,} lines"
        raise UsageError(f"{name}: line {line} is beyond the end; the file has {count}")
    return line


def _missing(result: CaseResult, reading: _Reading) -> str:
    """Return the error for a path that is not in the works, with the nearest path."""
    path = visible(reading.path)
    for number, prior in enumerate((prior for pair in result.pairs for prior in pair.prior), start=1):
        if any(file.path == reading.path for file in prior.work.files):
            return f"{path}: is a file of shared material P{number}; name a file of the known or questioned work"
    others = [role for role in LETTERS.values() if role not in reading.roles]
    where = f"the {reading.roles[0]} work contains" if others else "neither work contains"
    problem = f"{path}: {where} {'no' if others else 'a'} file with this path"
    line = "" if reading.line is None else f":{reading.line}"
    elsewhere = _files(result, reading.path, others)
    if elsewhere:
        role, file = next(iter(elsewhere.items()))
        return f"{problem}; did you mean {_named(role, file.path)}{line}?"
    near = _nearest(result, reading)
    return (
        f"{problem}; did you mean {near}{line}?"
        if near
        else f"{problem}; codematch report RESULT --format csv lists them"
    )


def _nearest(result: CaseResult, reading: _Reading) -> str:
    """Return the path that was probably meant, with its letter, "" when none is near.

    An archive or a folder that is an entry of its own represents what is below it. Then the same file name counts,
    in the works that are meant before the other one, then a similar path.
    """
    others = tuple(role for role in LETTERS.values() if role not in reading.roles)
    own, other = (
        [(role, file.path) for role in roles for work in works_of(result, role) for file in work.files]
        for roles in (reading.roles, others)
    )
    parts = reading.path.replace("\\", "/").split("/")
    above = ["/".join(parts[:count]).removesuffix("!") for count in range(len(parts) - 1, 0, -1)]
    holders = [(role, path) for folder in above for role, path in own if path == folder]
    if holders:
        return _named(*holders[0])
    for files in (own, other):
        roles = {path: role for role, path in reversed(files) if _last(path) == _last(parts[-1])}
        near = difflib.get_close_matches(reading.path, list(roles), 1, 0.0)
        if near:
            return _named(roles[near[0]], near[0])
    roles = {path: role for role, path in reversed(own)}
    return next((_named(roles[path], path) for path in difflib.get_close_matches(reading.path, list(roles), 1)), "")


def _last(path: str) -> str:
    return path.rpartition("/")[2].casefold()


def _named(role: str, path: str) -> str:
    """Return a path with the letter of its work, as it is printed."""
    return f"{_LETTER_OF[role]}:{visible(path)}"
