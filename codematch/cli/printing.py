"""Prints a result in one format: for eyes when stdout is a terminal, else as the bytes of the format."""

import sys
from typing import TYPE_CHECKING

from codematch.cli import console
from codematch.cli.options import Format

if TYPE_CHECKING:
    from codematch.model.result import CaseResult


def print_result(result: "CaseResult", form: Format) -> None:
    """Print a result to stdout; in a terminal the summary has its width and colours."""
    from codematch.report import render, show

    if form is Format.TERMINAL and sys.stdout.isatty():
        from rich.console import Console

        show(result, Console())
    else:
        console.write(render(result, form))
