"""Completes the options of a command with those of a file, and says which of them applied."""

import os
from contextvars import ContextVar
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from codematch.cli import configuration, console, system
from codematch.cli.compare_options import CompareArguments
from codematch.cli.configuration import Applied, Configuration
from codematch.cli.options import LogLevel
from codematch.cli.scan_options import ScanArguments
from codematch.errors import UsageError

if TYPE_CHECKING:
    from codematch.case.case_file import CaseFile

COMMANDS: dict[str, type] = {"compare": CompareArguments, "scan": ScanArguments}
"""The commands that take options from a file."""

_STATED = {
    "agreed": "agreed",
    "asserted": "asserted",
    "library": "library",
    "no_library": "library",
    "language": "languages",
    "language_of": "language_of",
    "encoding": "encodings",
    "stratum": "stratum",
    "lang": "lang",
    "marks": "marks",
}
"""Options that a case file states, too, and where it does."""
_applied: ContextVar[Applied | None] = ContextVar("options from a file", default=None)


def applied() -> Applied | None:
    """Return what a file gave to this run; None for nothing."""
    return _applied.get()


def compare_options(given: CompareArguments, named: frozenset[str]) -> CompareArguments:
    """Return the options of a comparison with those of a file."""
    _applied.set(None)
    found = read_file(given.config, given.no_config, "compare")
    if found is not None:
        found = _without(found, _contradicted(found, named))
        given, of_file = configuration.combine(given, named, found)
        _applied.set(of_file)
    _set_level(given.log_level, quiet=given.quiet)
    return given


def scan_options(given: ScanArguments, named: frozenset[str]) -> ScanArguments:
    """Return the options of a scan with those of a file."""
    _applied.set(None)
    found = read_file(given.config, given.no_config, "scan")
    if found is not None:
        given, of_file = configuration.combine(given, named, found)
        _applied.set(of_file)
    _set_level(given.log_level, quiet=given.quiet)
    return given


def yield_to_case(given: CompareArguments, stated: "CaseFile | None") -> CompareArguments:
    """Return the options without what a file gave and the case file states: the case file is about this case."""
    of_file = applied()
    if stated is None or of_file is None:
        return given
    taken = {key for key, _ in of_file.options}
    keys = {one.key: one for one in configuration.declared(CompareArguments).values()}
    out = {key for key in taken if getattr(stated, _STATED.get(keys[key].field, ""), None)}
    defaults: dict[str, Any] = {item.name: item.default for item in fields(CompareArguments)}
    changes = {keys[key].field: defaults[keys[key].field] for key in out}
    options = [item for item in of_file.options if item[0] not in out]
    if "set" in taken:
        of_case = {name for name, _ in stated.settings}
        left = [text for text in given.set_ or () if text.partition("=")[0].strip() not in of_case]
        changes["set_"] = left
        options = [("set", left) if key == "set" else (key, value) for key, value in options if key != "set" or left]
    _applied.set(replace(of_file, options=tuple(options)))
    return replace(given, **changes)


def announce(*, in_case: bool) -> None:
    """Say which options a file gave: in a case as a warning, which --quiet does not silence."""
    of_file = applied()
    if of_file is not None and of_file.options:
        console.note(f"{'warning: ' if in_case else ''}options from {of_file}")


def read_file(path: Path | None, none: bool, command: str) -> Configuration | None:
    """Return what the file of a run says for a command; None where there is none.

    Args:
        path: What `--config` names.
        none: Whether `--no-config` is given.
        command: One of `COMMANDS`.

    Raises:
        CodematchError: The file cannot be read or has an invalid value, or both options are given.
    """
    if none:
        if path is not None:
            raise UsageError("--config and --no-config cannot be used together; give one of them")
        return None
    if path is None:
        here = system.working_directory()
        found = None if here is None else configuration.find(here)
        path = None if found is None else Path(os.path.relpath(found))
    return None if path is None else configuration.read(path, COMMANDS, command)


def _contradicted(found: Configuration, named: frozenset[str]) -> frozenset[str]:
    """Return what of a file the command line rules out: works by a case, a case by works, and the like."""
    out: set[str] = set()
    if "case" in named:
        out |= {"known", "questioned"}
    elif named & {"known", "questioned"}:
        out.add("case")
    if "library" in named:
        out.add("no_library")
    if "no_library" in named:
        out.add("library")
    return frozenset(out & found.values.keys())


def _without(found: Configuration, names: frozenset[str]) -> Configuration:
    return replace(found, values={name: value for name, value in found.values.items() if name not in names})


def _set_level(level: LogLevel, *, quiet: bool) -> None:
    least = LogLevel.WARNING if quiet and level is LogLevel.NOTE else level
    console.set_level(least.value)
