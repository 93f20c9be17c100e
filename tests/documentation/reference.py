"""Makes the pages of `docs` that come from the program. A test compares them with what this makes.

python -m tests.documentation.reference
"""

import json
import tomllib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import click
from typer.main import get_command
from typer.testing import CliRunner

from codematch import errors
from codematch.cli import app
from codematch.cli.settings import stated
from codematch.cli.translation import speaking
from codematch.model.schema import FILE as SCHEMA_FILE
from codematch.report.text.glossary import glossary
from codematch.report.text.wording import LANGUAGES, in_language
from codematch.settings import Settings, describe
from tests.documentation.notebook import notebook_page
from tests.documentation.python_page import python_page, result_types
from tests.documentation.rules_and_limits import CHINESE, ENGLISH, cell, limits, rules

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs"
MADE = "<!-- Made by `python -m tests.documentation.reference`; do not edit. -->\n\n"


def commands() -> str:
    """Every command with its help."""
    parts = [
        "# Command line\n",
        "What `--help` prints, for every command. Options have the same name and meaning in all commands.\n"
        "A command without a `--lang` of its own accepts `--lang en|zh`, the language of messages and help.\n",
    ]
    for words, command in walk(get_command(app), ()):
        title = " ".join(("codematch", *words))
        if words and not getattr(command, "commands", {}):
            parts.append(f"### `{title}`\n" if len(words) > 1 else f"## `{title}`\n")
        else:
            parts.append(f"## `{title}`\n")
        output = CliRunner().invoke(app, [*words, "--help"], prog_name="codematch", terminal_width=80).output
        parts.append(f"```text\n{output}```\n")
    return "\n".join(parts)


def walk(command: click.Command, words: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Yield a command and all below it, with their words."""
    yield words, command
    for name, inner in getattr(command, "commands", {}).items():
        yield from walk(inner, (*words, name))


def settings() -> str:
    """Every setting."""
    parts = [
        "# Settings\n",
        "A setting is changed for a run with `--set GROUP.NAME=VALUE`, and for a case in the table `[settings]` of its"
        " `case.toml`. Every report records all of them. Settings are declared in `codematch/settings/`, one file for"
        " each group of stages; there is no threshold anywhere else.\n",
    ]
    group = ""
    for name, value, info in describe(Settings()):
        if name.partition(".")[0] != group:
            group = name.partition(".")[0]
            about = " ".join((type(getattr(Settings(), group)).__doc__ or "").split())
            parts.append(f"\n## {group}\n\n{about}\n\n| setting | default, unit, range | reason |\n|---|---|---|")
        parts.append(f"| `{name}` | {cell(stated(value, info))} | {cell(info['why'])} |")
    return "\n".join(parts) + "\n"


def result() -> str:
    """The schema of the result, type by type."""
    schema = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    known = result_types()
    parts = [
        "# Result\n",
        "`report.json` holds the complete result; every other document is rendered from it. `codematch schema` prints"
        " its JSON Schema (2020-12), which this page lists. [Files that a run writes](files.md#tables-of-reportjson)"
        " explains the form of its tables.\n",
    ]
    for name, definition in sorted(schema["$defs"].items(), key=lambda item: item[0] != "CaseResult"):
        about = known.get(name, "")
        parts.append(f"## {name}\n" + (f"\n{about}\n" if about else ""))
        parts.append(_definition(definition))
    return "\n".join(parts)


def _definition(definition: dict[str, Any]) -> str:
    if "properties" not in definition:
        return f"{_type(definition)}\n"
    required = set(definition.get("required", ()))
    rows = ["| field | type | always there |", "|---|---|---|"]
    rows += [
        f"| `{name}` | {_type(inner)} | {'yes' if name in required else 'no'} |"
        for name, inner in definition["properties"].items()
    ]
    return "\n".join(rows) + "\n"


def _type(schema: dict[str, Any]) -> str:
    """A type in words, with a link to those of this page."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema["enum"])
    if "const" in schema:
        return f"`{schema['const']}`"
    if found := schema.get("anyOf") or schema.get("oneOf"):
        return " or ".join(dict.fromkeys(_type(one) for one in found))
    kind = schema.get("type", "any")
    if kind == "array" and isinstance(schema.get("items"), dict):
        return f"list of {_type(schema['items'])}"
    if kind == "object" and isinstance(inner := schema.get("additionalProperties"), dict):
        return f"object with values {_type(inner)}"
    return " or ".join(kind) if isinstance(kind, list) else str(kind)


def exit_codes() -> str:
    """Exit codes and the errors behind them, as a tree."""
    parts = [
        "# Exit codes and errors\n",
        "| code | meaning |",
        "|---|---|",
        f"| {errors.EXIT_ANSWERED} | success, whatever was found |",
        f"| {errors.EXIT_WEIGHT_REACHED} | a limit that was asked for with a `--fail-on-...` option was reached |",
    ]
    rows: dict[int, list[str]] = {}
    for _, kind in _tree(errors.CodematchError, 0):
        if kind is not errors.CodematchError:
            rows.setdefault(kind.exit_code, []).append(f"`{kind.__name__}`: {cell(kind.__doc__ or '')}")
    parts += [f"| {code} | {' '.join(said)} |" for code, said in sorted(rows.items())]
    parts.append(
        f"| {errors.EXIT_SIGNALLED} and a number | ended by a signal: 130 by Ctrl-C (SIGINT), 143 by SIGTERM, 129 by"
        " SIGHUP; all processes of the run end, and nothing is half written |"
    )
    parts.append(
        "\nEvery error is one line on stderr: what happened, to what, and what to do. A single file that cannot be read"
        " is no error but a limitation of the result; with `--strict` it ends with 3, and the result is still written."
        " An answer that stdout cannot take is an error (5), but not where `--out` saved it; that a reader went away"
        " (`| head`) is none. [Faults](faults.md) lists what was tried."
        " After an internal error, `CODEMATCH_DEBUG=1` prints the traceback.\n\n"
        "From Python, the same errors are exceptions of `codematch.errors`:\n\n```text"
    )
    parts += [f"{'    ' * depth}{kind.__name__}" for depth, kind in _tree(errors.CodematchError, 0)]
    return "\n".join((*parts, "```")) + "\n"


def _tree(kind: type[errors.CodematchError], depth: int) -> Iterator[tuple[int, type[errors.CodematchError]]]:
    yield depth, kind
    for inner in kind.__subclasses__():
        if inner.__module__ == errors.__name__:
            yield from _tree(inner, depth + 1)


def languages() -> str:
    """Every language with its grammar, its files, and its models."""
    parts = [
        "# Languages\n",
        "| name | language | grammar | weights | thresholds | files |",
        "|---|---|---|---|---|---|",
    ]
    for file in sorted((ROOT / "grammars").glob("*/language.toml")):
        spec = tomllib.loads(file.read_text(encoding="utf-8"))
        parser = spec["parser"]
        names = " ".join(f"`{name}`" for name in (*spec["extensions"], *spec.get("filenames", ())))
        borrowed = "".join(f", `{ending}` ({what})" for ending, what in spec.get("borrowed", {}).items())
        weights = "background" if (file.parent / "background.bin").exists() else "flat"
        null = "null model" if (file.parent / "null.json").exists() else "50 bits"
        parts.append(
            f"| `{spec['name']}` | {spec['title']} | {parser['package']} {parser['tested']} | {weights} | {null}"
            f" | {names}{borrowed} |"
        )
    parts.append(
        "\nIn a language whose weights are *flat*, every token weighs the same, names and literals weigh nothing, and"
        " the report says so. In data and markup (CSS, HTML, JSON, XML, YAML), a renamed key counts as a change and a"
        " changed number does not. Files in any other language are compared with a plain lexer of words, numbers and"
        " punctuation, and the report says so. HarmonyOS `.ets` files are read with the grammar of TypeScript, and the"
        " report says so. Files with syntax errors are compared; the report names those with many.\n\n"
        "A language is one folder of data: [add a language](../how-to/add-a-language.md)."
    )
    return "\n".join(parts) + "\n"


def terms() -> str:
    """The glossary in both languages."""
    parts = ["# Glossary 术语\n", "| term | meaning | 术语 | 含义 |", "|---|---|---|---|"]
    parts += [
        f"| {' | '.join(cell(text[language]) for language in LANGUAGES for text in (term.name, term.meaning))} |"
        for term in glossary()
    ]
    return "\n".join(parts) + "\n"


PAGES: dict[str, Callable[[], str]] = {
    "reference/commands.md": commands,
    "reference/settings.md": settings,
    "reference/rules.md": rules,
    "reference/rules.zh.md": partial(rules, CHINESE),
    "reference/result.md": result,
    "reference/exit-codes.md": exit_codes,
    "reference/languages.md": languages,
    "reference/limits.md": limits,
    "reference/limits.zh.md": partial(limits, CHINESE),
    "reference/glossary.md": terms,
    "reference/python.md": python_page,
    "tutorial/notebook.md": notebook_page,
}


def made(name: str) -> str:
    """The text of a page, the same whatever language a command of this process spoke before."""
    with speaking(ENGLISH), in_language(ENGLISH):
        return MADE + PAGES[name]().rstrip("\n") + "\n"


if __name__ == "__main__":
    for name in PAGES:
        (FOLDER / name).write_text(made(name), encoding="utf-8")
