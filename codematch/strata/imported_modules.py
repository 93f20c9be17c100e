"""The modules that the files of a work import, as far as they are neither the language's nor the work's own."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from codematch.comparison.prepare import PreparedFile, PreparedWork
from codematch.model.source import SourceFile
from codematch.model.tokens import PassageKind

FILE = Path(__file__).with_name("modules.toml")
_GENERAL = "general"
_MODULE_PARTS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRule:
    """How a language names the modules that a file imports; `modules.toml` explains the fields."""

    imports: tuple[re.Pattern[str], ...]
    loose: re.Pattern[bytes] | None
    declares: re.Pattern[bytes] | None
    separator: str
    parts: int | None
    dotted: bool
    standard: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Imports:
    """What the files of a work import: `used` is the number of files by module, `files` how many could import any.

    `own` are the packages and modules that the work declares itself.
    """

    used: Mapping[str, int]
    files: int
    own: Set[str]


def imported_modules(work: PreparedWork) -> Imports:
    """Return the modules that the files of a work import, those of the language and of every kind of work left out."""
    used: Counter[str] = Counter()
    own, files = set(_own_names(work)), 0
    for source, file in zip(work.sources, work.files, strict=True):
        rule = rules().get(file.stream.language)
        if rule is None:
            continue
        files += 1
        if rule.declares is not None:
            own.update(_module(text.decode("utf-8", "replace"), rule) for text in rule.declares.findall(source.utf8))
        used.update({module for module in _modules(source, file, rule) if module})
    return Imports(used=used, files=files, own=own)


def _own_names(work: PreparedWork) -> Iterator[str]:
    """Yield the names of the files and folders of code, which are what a language calls its modules."""
    for source, file in zip(work.sources, work.files, strict=True):
        if file.stream.language in rules():
            *folders, name = source.record.path.split("/")
            yield from folders
            yield name.partition(".")[0]


def _modules(source: SourceFile, file: PreparedFile, rule: ImportRule) -> Iterator[str]:
    stream, utf8 = file.stream, source.utf8
    parts = [
        utf8[stream.starts[passage.first_token] : stream.stops[passage.stop_token - 1]]
        for passage in stream.passages
        if passage.kind is PassageKind.IMPORT and passage.first_token < passage.stop_token
    ]
    if rule.loose is not None:
        parts += rule.loose.findall(utf8)
    text = b"\n".join(parts).decode("utf-8", "replace")
    for pattern in rule.imports:
        for found in pattern.findall(text):
            for name in found.split(","):
                yield _module(name.split(" as ")[0].strip(" \t\r\n\\"), rule)


def _module(name: str, rule: ImportRule) -> str:
    """Return the module that an imported name is of, "" for one of the language or of every kind of work."""
    parts = name.split(rule.separator)
    first = parts[0].rsplit(":", 1)[-1]
    if rule.separator == "/" and not rule.dotted and len(parts) == 1 and first[:1] != "@":
        first = first.partition(".")[0] or first
        parts = [first]
    if first in rule.standard or (rule.dotted and "." not in first):
        return ""
    module = rule.separator.join(parts[: _count(parts, rule)])
    if first[:1] == "Q" and first[1:2].isupper():
        module = "Qt"  # its headers have the names of their classes
    return "" if module in _general().modules or first in _general().modules else module


def organisation(package: str, rule: ImportRule) -> str:
    """Return the first parts of a package's name, which say whose it is; "" for a name that has no more parts."""
    parts = package.split(rule.separator)
    count = _count(parts, rule)
    return rule.separator.join(parts[:count]) if len(parts) > count else ""


def _count(parts: list[str], rule: ImportRule) -> int:
    """Return how many parts of a name are that of a module."""
    general = _general()
    if rule.parts is not None:
        return rule.parts + (parts[0][:1] == "@")
    if parts[0] not in general.domains:
        return 1
    return _MODULE_PARTS + (rule.separator.join(parts[:_MODULE_PARTS]) in general.large)


@dataclass(frozen=True, slots=True, kw_only=True)
class _General:
    """What holds for all languages."""

    modules: frozenset[str]
    domains: frozenset[str]
    large: frozenset[str]


@cache
def _tables() -> dict[str, dict[str, Any]]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


@cache
def _general() -> _General:
    table = _tables()[_GENERAL]
    return _General(**{name: frozenset(table[name]) for name in ("modules", "domains", "large")})


@cache
def rules() -> dict[str, ImportRule]:
    """Return how each language names the modules that a file imports."""
    tables = {name: table for name, table in _tables().items() if name != _GENERAL}
    return {name: _rule(tables[table.get("like", name)]) for name, table in tables.items()}


def _rule(table: Mapping[str, Any]) -> ImportRule:
    def compiled(name: str) -> re.Pattern[bytes] | None:
        return re.compile(table[name].encode()) if name in table else None

    patterns: Iterable[str] = table["imports"]
    return ImportRule(
        imports=tuple(map(re.compile, patterns)),
        loose=compiled("loose"),
        declares=compiled("declares"),
        separator=table["separator"],
        parts=table.get("parts"),
        dotted=table.get("dotted", False),
        standard=frozenset(table.get("standard", ())),
    )
