"""`codematch explain`: what a saved result says of one file or line."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from codematch.cli import console, rendering
from codematch.cli.options import Language

EXAMPLES = (
    "\b\n"
    "Examples:\n"
    "  codematch explain report src/engine.py:120\n"
    "  codematch explain report K:src/engine.py:120 --lang zh\n"
    "  codematch explain report/report.json Q:lib/motor.py\n"
    "  codematch explain report Q:lib/motor.py:88 --format json > line.json"
)


class ExplainFormat(StrEnum):
    """The forms of an explanation."""

    TERMINAL = "terminal"
    JSON = "json"


def explain(
    result: Annotated[
        Path, typer.Argument(metavar="RESULT", help="The report.json of an earlier run, or the folder it wrote.")
    ],
    place: Annotated[
        str,
        typer.Argument(
            metavar="FILE[:LINE]",
            help="A path in one of the works, as the report prints it, and a line from 1. Write K: before it for the "
            "known work and Q: for the questioned work; needed only when both contain the path.",
        ),
    ],
    form: Annotated[
        ExplainFormat,
        typer.Option("--format", "-f", metavar="terminal|json", help="What to print; json has no language."),
    ] = ExplainFormat.TERMINAL,
    lang: Annotated[
        Language | None,
        typer.Option(
            "--lang",
            metavar="en|zh|both",
            help="Language of the answer: English, Chinese, or both. [default: that of the run]",
        ),
    ] = None,
) -> None:
    """Explain what became of one line or file, and why.

    For a line: the regions that contain it, with match class, weight, residual and the line opposite; the labels on it
    with reason code and basis; findings; limitations of the file. If no region contains it, the threshold that applied.
    For a file without a line: the same for all of it, and the share that is matched.

    Everything comes from the saved result. The works are not needed, and what the result does not record is named.
    """
    from codematch.case import read_result
    from codematch.report import explain_text, speaking
    from codematch.report.explain import explain as explain_place
    from codematch.report.place import find_place

    saved = read_result(result)
    found = explain_place(saved, find_place(saved, place))
    if form is ExplainFormat.JSON:
        console.write(explain_text.to_json(found))
        return
    language = lang or rendering.run_of(rendering.folder_of(result)).language
    for spoken in language.spoken:
        with rendering.showing(result), speaking(spoken):
            if sys.stdout is not None and sys.stdout.isatty():
                from rich.console import Console

                explain_text.show(found, Console())
            else:
                console.write(explain_text.to_text(found))
