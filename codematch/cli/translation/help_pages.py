"""Help pages in Chinese, and `--lang` on every command.

`help.zh.toml` has the Chinese of each text of a help page by its English: the paragraphs of commands, the help of
arguments and options, the words of the command line library. Names of options and values are the same in both
languages.
"""

import re
import tomllib
from collections.abc import Sequence
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Annotated, Any

import typer

from codematch.cli.translation.columns import width_of, wrap
from codematch.cli.translation.lines import current

LANG_HELP = "Language of messages and help. [default: that of CODEMATCH_LANG, else of the locale]"
_LANG = "--lang"
_NOTES = re.compile(r"\s*\[((?:default: |required|x[<>]|\d+<)[^\]]*)\]$")
"""What the library adds to the help of an option."""
_UNWRAPPED = "\b"
"""The line before lines that are not wrapped."""
_FIRST_COLUMN = 30


class _Spoken(StrEnum):
    """The languages of messages."""

    ENGLISH = "en"
    CHINESE = "zh"


def prepare(command: Any) -> None:
    """Let a command and all below it accept `--lang`, and show their help in the language of the command line."""
    for inner in getattr(command, "commands", {}).values():
        prepare(inner)
    if not any(_LANG in parameter.opts for parameter in command.params):
        command.params.append(_lang_option())
    if current() != _Spoken.ENGLISH:
        command.short_help = text((command.help or "").strip().split("\n\n")[0])
        command.context_class = _context(command.context_class)


def text(english: str) -> str:
    """Return a text of a help page in Chinese; as it is where there is none."""
    return _catalogue().get(" ".join(english.split()), english)


@cache
def _lang_option() -> Any:
    """The option `--lang` of commands that write no report; the command line reads it before it runs any command."""
    app = typer.Typer()

    @app.command()
    def speak(lang: Annotated[_Spoken | None, typer.Option(_LANG, metavar="en|zh", help=LANG_HELP)] = None) -> None:
        del lang

    made = next(parameter for parameter in typer.main.get_command(app).params if _LANG in parameter.opts)
    made.expose_value = False
    return made


@cache
def _context(original: Any) -> Any:
    """A context like the library's whose help pages are Chinese."""
    return type("ChineseContext", (original,), {"formatter_class": _formatter(original.formatter_class)})


def _formatter(original: Any) -> Any:
    """A writer of help pages like the library's that looks up every text, and wraps Chinese."""

    def write_usage(self: Any, prog: str, args: str = "", prefix: str | None = None) -> None:
        original.write_usage(self, prog, args, text("Usage:") + " " if prefix is None else prefix)

    def write_heading(self: Any, heading: str) -> None:
        self.write(f"{'':>{self.current_indent}}{text(heading)}\uff1a\n")

    def write_text(self: Any, content: str) -> None:
        indent = " " * self.current_indent
        self.write("".join(f"{indent}{line}\n" for line in _lines(content, self.width - self.current_indent)))

    def write_dl(self: Any, rows: Sequence[tuple[str, str]], **_: int) -> None:
        first = min(max((width_of(name) for name, _ in rows), default=0), _FIRST_COLUMN) + 2
        for name, content in rows:
            found = _lines(content, max(self.width - first - 2, 10))
            indent = " " * (self.current_indent + first)
            start = f"{'':>{self.current_indent}}{name}"
            if width_of(name) > first - 2:
                self.write(f"{start}\n")
                start = ""
            self.write(f"{start}{' ' * (len(indent) - width_of(start))}{found[0] if found else ''}".rstrip() + "\n")
            self.write("".join(f"{indent}{line}\n" for line in found[1:]))

    methods = (write_usage, write_heading, write_text, write_dl)
    return type("ChineseFormatter", (original,), {method.__name__: method for method in methods})


def _lines(content: str, width: int) -> list[str]:
    """The lines of a text: its paragraphs translated and wrapped, with an empty line between them."""
    lines: list[str] = []
    for paragraph in re.split(r"\n\s*\n", content.strip("\n")):
        rows = paragraph.splitlines()
        if rows and rows[0].strip() == _UNWRAPPED:
            found = [text(row) if row == row.lstrip() else row for row in rows[1:]]
        else:
            found = wrap(_translated(paragraph), width)
        lines += ["", *found] if lines else found
    return lines


def _translated(paragraph: str) -> str:
    """A paragraph in Chinese, and what the library adds behind it."""
    notes: list[str] = []
    rest = paragraph
    while rest not in _catalogue() and (match := _NOTES.search(rest)):
        notes.insert(0, "\uff1b".join(_note(part) for part in match[1].split("; ")))
        rest = rest[: match.start()]
    return text(rest) + "".join(f"[{note}]" for note in notes)


def _note(english: str) -> str:
    name, joint, value = english.partition(": ")
    return f"{text(name)}\uff1a{text(value)}" if joint else text(name)


@cache
def _catalogue() -> dict[str, str]:
    content = files("codematch.cli.translation").joinpath("help.zh.toml").read_text(encoding="utf-8")
    return tomllib.loads(content)
