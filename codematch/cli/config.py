"""`codematch config`: which options apply here, and where each of them came from."""

import json
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from codematch.cli import configuration, configured, console
from codematch.cli.configuration import Configuration, Declared
from codematch.cli.declarations import argument, option
from codematch.cli.options import AnswerFormat
from codematch.cli.translation import column, said
from codematch.cli.translation.columns import padded
from codematch.errors import UsageError

EXAMPLES = (
    "\b\n"
    "Examples:\n"
    "  codematch config\n"
    "  codematch config compare known/ questioned/ --fail-on-weight 100\n"
    "  codematch config --format json scan"
)

NOT_GIVEN = "not given"
"""What is printed of an option without a value; its help says what then applies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    option: str
    value: Any
    source: str
    line: int | None = None


def config(
    context: typer.Context,
    command: Annotated[str, argument("[COMMAND]", "The command: compare or scan.", show_default=False)] = "compare",
    arguments: Annotated[
        list[str] | None, argument("[ARGS]...", "Arguments and options of the command, as it would get them.")
    ] = None,
    format_: Annotated[AnswerFormat, option("--format -f", "terminal|json", "Format to print.")] = (
        AnswerFormat.TERMINAL
    ),
) -> None:
    """Print the options that apply to a command here, and where each came from.

    The command line takes precedence over a file, and a file over the defaults. The file is the one that --config
    names, else codematch.toml, or pyproject.toml with the table [tool.codematch], in the current folder or, within a
    git working tree, above it. Options of this command come before COMMAND.
    """
    if command not in configured.COMMANDS:
        raise UsageError(f"{command}: takes no options from a file; give compare or scan")
    found, rows = _rows(context, command, arguments or [])
    console.write(_as_json(command, found, rows) if format_ is AnswerFormat.JSON else _as_text(command, found, rows))


def _rows(context: typer.Context, name: str, arguments: list[str]) -> tuple[Configuration | None, list[_Row]]:
    root = context.find_root().command
    command = getattr(root, "commands", {})[name]
    inner = command.make_context(name, list(arguments), parent=context)
    given = inner.params
    named = {
        key for key in given if (source := inner.get_parameter_source(key)) is not None and source.name == "COMMANDLINE"
    }
    place = given.get("config")
    found = configured.read_file(None if place is None else Path(place), bool(given.get("no_config")), name)
    values = found.values if found is not None else {}
    rows = []
    for one in configuration.declared(configured.COMMANDS[name]).values():
        if one.field in named:
            rows.append(_Row(option=one.key, value=given[one.field], source="command line"))
        elif one.field in values:
            value = values[one.field]
            rows.append(_Row(option=one.key, value=value.value, source="file", line=value.line))
        else:
            rows.append(_Row(option=one.key, value=_default(one), source="default"))
    return found, rows


def _default(one: Declared) -> Any:
    return one.default if isinstance(one.default, str | int | float | bool) else None


def _as_text(command: str, found: Configuration | None, rows: list[_Row]) -> str:
    lines = [said(f"codematch {command}, options from {found.path if found is not None else 'no file'}:")]
    width = max(len(row.option) for row in rows)
    for row in rows:
        place = f"{found.path}:{row.line}" if found is not None and row.source == "file" else said(row.source)
        shown = _shown(row.value)
        value = column(shown, 24) if shown == NOT_GIVEN else padded(shown, 24)
        lines.append(f"  {row.option:<{width}}  {value}  {place}")
    return "".join(f"{console.printable(line)}\n" for line in lines)


def _as_json(command: str, found: Configuration | None, rows: list[_Row]) -> str:
    document = {
        "command": command,
        "file": None if found is None else str(found.path),
        "sha256": None if found is None else found.sha256,
        "options": [
            {"option": row.option, "value": _plain(row.value), "source": row.source, "line": row.line} for row in rows
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _plain(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return str(value) if isinstance(value, Path) else value


def _shown(value: Any) -> str:
    if value is None:
        return NOT_GIVEN
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | tuple):
        return ", ".join(str(_plain(item)) for item in value) or NOT_GIVEN
    return str(_plain(value))
