"""Options from a file: `codematch.toml`, or the table `[tool.codematch]` of a `pyproject.toml`.

The file is the one that `--config` names, else the first that is found in the current folder or, within a git working
tree, in the folders above it up to its root. A key is the name of an option without its dashes, or of an argument; it
applies to every command that has it, and in the table of a command (`[compare]`, `[scan]`) to that one alone. What the
command line gives takes precedence. Paths are relative to the folder of the file.
"""

import hashlib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from pathlib import Path
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from codematch import saved_files
from codematch.cli import system
from codematch.errors import StoreError, UsageError
from codematch.model.toml_lines import Lines, find_lines
from codematch.nearest_name import nearest

Options = TypeVar("Options")

NAME = "codematch.toml"
PROJECT = "pyproject.toml"
_TABLE = "tool.codematch"
_NEVER = frozenset({"config", "no-config"})
_LOCATORS = frozenset({"known", "questioned", "works", "common"})
"""Texts that name a work: their paths are relative to the folder of the file, too."""
_CODE = re.compile(r"(?P<code>[A-Z][A-Z-]*=)?(?P<path>.*)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """An option as it is declared: its key in a file, its field, its type without None, and its least value."""

    key: str
    field: str
    kind: Any
    least: float | None
    default: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A value of an option, and where it came from: `line` is that of the file, 0 for the command line."""

    value: Any
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """What a file says for one command: its path, its SHA-256, and the values by their fields."""

    path: Path
    sha256: str
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """The options that a file gave to a run: its path, its SHA-256, and the keys with their values, sorted."""

    path: Path
    sha256: str
    options: tuple[tuple[str, Any], ...]

    def __str__(self) -> str:
        """Return the file with the keys that it gave."""
        return f"{self.path}: {', '.join(key for key, _ in self.options)}"


def find(folder: Path) -> Path | None:
    """Return the file that applies in a folder; None if there is none."""
    for place in (folder, *folder.parents):
        for name in (NAME, PROJECT):
            file = place / name
            if file.is_file() and (name == NAME or _of_project(file) is not None):
                return file
        if (place / ".git").exists() or not _in_working_tree(place):
            return None
    return None


def read(path: Path, commands: Mapping[str, type], command: str) -> Configuration:
    """Read what a file says for a command.

    Args:
        path: A `codematch.toml`, or a `pyproject.toml`.
        commands: The options of every command that a file may have a table for.
        command: One of them.

    Raises:
        StoreError: The file cannot be read.
        UsageError: It is not TOML, or has an unknown key or a value that the option cannot have; the message names the
            line.
    """
    text = _text(path)
    try:
        document: Any = saved_files.toml_table(text)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{path}: is not valid TOML ({error}); fix it") from None
    lines, prefix = find_lines(text), ""
    if path.name == PROJECT:
        document, prefix = _table_of(document), f"{_TABLE}."
        if not isinstance(document, dict):
            raise UsageError(f"{path}: has no table [{_TABLE}]; add it, or give a {NAME}")
    every = {name: declared(options) for name, options in commands.items()}
    values: dict[str, Value] = {}
    for table, own in (("", {**document}), *((name, document.get(name, {})) for name in commands)):
        if not isinstance(own, dict):
            raise UsageError(f"{path}:{lines.of(prefix + table)}: {table} is not a table; write [{prefix}{table}]")
        known = every[table] if table else {key: one for group in every.values() for key, one in group.items()}
        for key, value in own.items():
            if not table and key in commands:
                continue
            place = f"{prefix}{table}.{key}" if table else f"{prefix}{key}"
            _check_key(key, known, f"{path}:{lines.of(place)}", table, lines)
            made = _converted(known[key], value, f"{path}:{lines.of(place)}", path.parent)
            if key in every[command] and table in ("", command):
                values[every[command][key].field] = Value(value=made, line=lines.of(place))
    return Configuration(path=path, sha256=hashlib.sha256(text.encode()).hexdigest(), values=values)


def declared(options: type) -> dict[str, Declared]:
    """Return the options and arguments of a command by their keys."""
    hints = get_type_hints(options, include_extras=True)
    found = {}
    for item in fields(options):
        kind, info = get_args(hints[item.name])[:2]
        said = (getattr(info, "default", None), *(getattr(info, "param_decls", None) or ()))
        names = [name.lstrip("-") for name in said if isinstance(name, str) and name.startswith("--")]
        key = names[0] if names else item.name
        if key not in _NEVER:
            found[key] = Declared(
                key=key, field=item.name, kind=_plain(kind), least=getattr(info, "min", None), default=item.default
            )
    return found


def combine(given: Options, on_command_line: frozenset[str], found: Configuration) -> tuple[Options, Applied | None]:
    """Return options with the values of a file where the command line gives none, and what of the file applies."""
    keys = {one.field: one.key for one in declared(type(given)).values()}
    taken = {name: one.value for name, one in found.values.items() if name not in on_command_line}
    if not taken:
        return given, None
    listed = tuple(sorted((keys[name], value) for name, value in taken.items()))
    applied = Applied(path=found.path, sha256=found.sha256, options=listed)
    return replace(given, **taken), applied  # type: ignore[type-var]


def _text(path: Path) -> str:
    try:
        return saved_files.read_text(path, "utf-8-sig").replace("\r\n", "\n")
    except OSError as error:
        raise StoreError(f"{path}: cannot be read ({error.strerror}); give a TOML file of options") from None
    except UnicodeDecodeError:
        raise UsageError(f"{path}: is not UTF-8 text; save it as UTF-8") from None


def _of_project(file: Path) -> Any:
    """Return the table of a `pyproject.toml`, None without one; one that is not TOML is the concern of other tools."""
    try:
        return _table_of(saved_files.toml_table(saved_files.read_text(file)))
    except (OSError, ValueError, RecursionError):
        return None


def _table_of(document: Mapping[str, Any]) -> Any:
    tool = document.get("tool")
    return tool.get("codematch") if isinstance(tool, dict) else None


def _in_working_tree(place: Path) -> bool:
    return any((parent / ".git").exists() for parent in place.parents)


def _plain(kind: Any) -> Any:
    """Return the type of an option without None."""
    if get_origin(kind) is UnionType:
        return next(one for one in get_args(kind) if one is not type(None))
    return kind


def _check_key(key: str, known: Mapping[str, Declared], place: str, table: str, lines: Lines) -> None:
    if key not in known:
        where = f" of codematch {table}" if table else ""
        meant = nearest(key, list(known), "codematch config lists the options")
        raise UsageError(f"{place}: unknown option {key}{where}{meant}")


def _converted(one: Declared, value: Any, place: str, folder: Path) -> Any:
    """Return a value as the command line would give it."""
    if one.key == "set" and isinstance(value, dict):
        value = [f"{name}={_shown(item).strip(chr(34))}" for name, item in _flat(value)]
    if get_origin(one.kind) is list:
        items = value if isinstance(value, list) else [value]
        if not all(isinstance(item, str) for item in items):
            raise UsageError(f"{place}: {one.key} is {_shown(value)}; give a text or a list of texts")
        return [_located(item, folder) if one.key in _LOCATORS else item for item in items]
    return _single(one, value, place, folder)


def _single(one: Declared, value: Any, place: str, folder: Path) -> Any:
    if one.kind is bool:
        return _checked(isinstance(value, bool), value, one, place, "true or false")
    if one.kind in (int, float):
        whole = isinstance(value, int) and not isinstance(value, bool)
        is_number = whole or (one.kind is float and isinstance(value, float))
        fits = is_number and (one.least is None or value >= one.least)
        least = "" if one.least is None else f" from {one.least:g} up"
        return one.kind(_checked(fits, value, one, place, f"a {'whole ' if one.kind is int else ''}number{least}"))
    _checked(isinstance(value, str), value, one, place, "a text")
    if isinstance(one.kind, type) and issubclass(one.kind, StrEnum):
        names = [member.value for member in one.kind]
        return one.kind(_checked(value in names, value, one, place, f"one of {', '.join(names)}"))
    if one.kind is Path:
        return Path(value) if _is_here(folder) else folder / value
    return _located(value, folder) if one.key in _LOCATORS else value


def _checked(fits: bool, value: Any, one: Declared, place: str, wanted: str) -> Any:
    if not fits:
        raise UsageError(f"{place}: {one.key} is {_shown(value)}; give {wanted}")
    return value


def _located(text: str, folder: Path) -> str:
    """Return a locator relative to the current folder; a code before it stays."""
    parts = _CODE.fullmatch(text)
    if _is_here(folder) or parts is None:
        return text
    return f"{parts['code'] or ''}{os.path.join(folder, parts['path'])}"


def _is_here(folder: Path) -> bool:
    return folder == Path() or folder == system.working_directory()


def _flat(table: Mapping[str, Any], prefix: str = "") -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for name, value in table.items():
        found += _flat(value, f"{prefix}{name}.") if isinstance(value, dict) else [(f"{prefix}{name}", value)]
    return found


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "a table"
    return f'"{value}"' if isinstance(value, str) else str(value)
