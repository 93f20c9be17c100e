"""Prints a result in one format: for eyes when stdout is a terminal, else as the bytes of the format."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from codematch.cli import console, installed_formats
from codematch.cli.options import Language
from codematch.errors import UsageError
from codematch.report.formats import FORMATS, Kind

if TYPE_CHECKING:
    from rich.console import Console

    from codematch.model.result import CaseResult
    from codematch.report.render_options import RenderOptions

Overview = TypeVar("Overview")


def check(formats: Sequence[str], language: Language) -> None:
    """Check that the formats can be printed to stdout, before anything is read.

    Raises:
        UsageError: There is more than one document, or stdout is a terminal and the format consists of pages.
        StoreError: The libraries of the format are not installed.
    """
    if len(formats) > 1:
        raise UsageError("several --format need --out DIR, the folder to write them to")
    for name in formats:
        if language is Language.BOTH and FORMATS[name].kind in (Kind.RECORD, Kind.NOTICES):
            raise UsageError(f"--lang both makes two {name} files; write them with --out DIR, or choose one language")
        if FORMATS[name].paged and sys.stdout is not None and sys.stdout.isatty():
            raise UsageError(f"cannot print {name} to a terminal; use --out DIR or > FILE")
    installed_formats.writable(formats)


def print_result(
    result: "CaseResult",
    formats: Sequence[str],
    language: Language = Language.ENGLISH,
    options: "RenderOptions | None" = None,
) -> None:
    """Print a result to stdout in a checked format, as a summary if there is none, in one language after the other."""
    from codematch.report.documents import render
    from codematch.report.formats import terminal_brief, to_terminal
    from codematch.report.render_options import RenderOptions
    from codematch.report.text import in_language

    name = formats[0] if formats else "terminal"
    summary = FORMATS[name].kind is Kind.SUMMARY
    for each in language.each if summary else language.each[:1]:
        shown = replace(options or RenderOptions(), language=each, printed=True)
        with in_language(each):
            draw = partial(terminal_brief.show, document=shown.document) if shown.brief else to_terminal.show
            if not (summary and console.shown(partial(draw, result))):
                console.write(render(result, name, shown))


def print_overview(
    result: Overview,
    formats: Sequence[str],
    language: Language,
    show: "Callable[[Overview, Console], None]",
    render: Callable[[Overview, str], bytes],
) -> None:
    """Print what is no record (a scan, a search) to stdout, as a summary if no format is given.

    `show` draws the summary on a terminal, `render` gives a format in the current language.
    """
    from codematch.report.text import in_language

    name = formats[0] if formats else "terminal"
    for each in language.each if name == "terminal" else language.each[:1]:
        with in_language(each):
            if name != "terminal" or not console.shown(partial(show, result)):
                console.write(render(result, name))
