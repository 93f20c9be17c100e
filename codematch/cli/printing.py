"""Prints a result in one format: for eyes when stdout is a terminal, else as the bytes of the format."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from codematch.cli import console
from codematch.cli.options import Format, Language
from codematch.errors import UsageError

if TYPE_CHECKING:
    from codematch.model.result import CaseResult
    from codematch.report import Form


def check(formats: Sequence[Format], language: Language) -> None:
    """Check that the formats can be printed to stdout, before anything is read.

    Raises:
        UsageError: There is more than one document, or stdout is a terminal and the format is binary.
    """
    if len(formats) > 1:
        raise UsageError("several --format need --out DIR, the folder to write them to")
    name = formats[0] if formats else Format.TERMINAL
    if language is Language.BOTH and name not in (Format.TERMINAL, Format.JSON, Format.CSV):
        raise UsageError(f"--lang both makes two {name.value} files; write them with --out DIR, or choose one language")
    if name in (Format.PDF, Format.DOCX) and sys.stdout is not None and sys.stdout.isatty():
        raise UsageError(f"cannot print {name.value} to a terminal; use --out DIR or > FILE")


def print_result(
    result: "CaseResult", name: Format, language: Language = Language.ENGLISH, form: "Form | None" = None
) -> None:
    """Print a result to stdout, in one language after the other; in a terminal it has its width and colours."""
    from codematch.report import Form, render, show, speaking

    for spoken in language.spoken[:1] if name in (Format.JSON, Format.CSV) else language.spoken:
        if name is Format.TERMINAL and sys.stdout is not None and sys.stdout.isatty():
            from rich.console import Console

            with speaking(spoken):
                show(result, Console())
        else:
            console.write(render(result, name, replace(form or Form(), language=spoken)))
