"""`codematch rebut`: answers to likely cross-examination, from a saved result."""

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
        Path,
        typer.Option(
            "--out",
            "-o",
            metavar="DIR",
            help="Write the documents to this folder. The folder must not exist, be empty, or hold an earlier "
            "codematch result.",
        ),
    ],
    formats: Annotated[
        list[str] | None,
        typer.Option("--format", "-f", metavar="html|pdf|docx", help="Format to write. Repeatable. [default: html]"),
    ] = None,
    lang: RunLang = None,
    quiet: Quiet = False,
) -> None:
    """Prepare answers to likely cross-examination.

    Renders from a saved result: each alternative explanation with the residual that it leaves, what changes when less
    is reported, what each filter labels, denominators in both directions, differences, error rates, integrity, and what
    was not examined. All numbers are those of the first report.
    """
    from codematch.case import read_result
    from codematch.report import Form, documents

    for name in formats or ():
        if name not in FORMATS:
            raise UsageError(f"--format {name}: unknown format; choose from {', '.join(FORMATS)}")
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
