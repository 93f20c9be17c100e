"""`codematch rebut`: from a saved result, what the other side asks for first."""

from pathlib import Path
from typing import Annotated

import typer

from codematch.cli import rendering, run_record
from codematch.cli.options import Quiet, RunLang
from codematch.errors import UsageError

EXAMPLES = (
    "\b\n"
    "Examples:\n"
    "  codematch rebut bundle --out questions\n"
    "  codematch rebut bundle/report.json --format pdf --lang zh --out questions"
)
FORMATS = ("html", "pdf", "docx")


def rebut(
    result: Annotated[
        Path, typer.Argument(metavar="RESULT", help="The report.json of an earlier run, or the folder it wrote.")
    ],
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="DIR", help="Write the documents there; new, empty, or ours.")
    ],
    formats: Annotated[
        list[str] | None,
        typer.Option("--format", "-f", metavar="html|pdf|docx", help="What to write. [default: html]"),
    ] = None,
    lang: RunLang = None,
    quiet: Quiet = False,
) -> None:
    """Gather what the other side asks for first, from the same result.

    Every explanation with what it leaves, what changes when less is reported, what filters label, denominators in both
    directions, differences, error rates, integrity, and what was not examined. No option of the first report plays a
    part, and every number is the same.
    """
    from codematch.case import read_result
    from codematch.report import Form, documents

    for name in formats or ():
        if name not in FORMATS:
            raise UsageError(f"--format {name}: choose from {', '.join(FORMATS)}")
    folder = rendering.folder_of(result)
    rendering.check_out(out, result)
    started = run_record.now()
    saved = read_result(result)
    run = rendering.run_of(folder)
    language = lang or run.language
    form = Form(
        made=run.started,
        root=rendering.digest_of(saved),
        custody=rendering.custody_lines(folder / rendering.CUSTODY),
        rebuttal=True,
    )
    made: dict[str, bytes] = {}
    with rendering.showing(result):
        for name in dict.fromkeys(formats or FORMATS[:1]):
            made |= documents(saved, name, language.spoken, form)
    made = {name.replace("report", "rebuttal", 1): content for name, content in made.items()}
    rendering.write(out, made, started, of_run=run, language=language, form=form, quiet=quiet)
