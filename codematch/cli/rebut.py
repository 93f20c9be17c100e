"""`codematch rebut`: answers to likely cross-examination, from a saved result."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

from codematch.cli import run_record, saved_result
from codematch.cli.declarations import Quiet
from codematch.cli.options import RECORDS, RunLang, SavedResult, checked_formats, format_option, out_option

EXAMPLES = (
    "\b\n"
    "Examples:\n"
    "  codematch rebut bundle --out questions\n"
    "  codematch rebut bundle/report.json --format pdf --lang zh --out questions"
)


def rebut(
    result: SavedResult,
    out: Annotated[Path, out_option("Write the documents to this folder.")],
    formats: Annotated[list[str] | None, format_option("Format to write. Repeatable. [default: html]", RECORDS)] = None,
    lang: RunLang = None,
    quiet: Quiet = False,
) -> None:
    """Prepare answers to likely cross-examination.

    Renders from a saved result: each alternative explanation with the residual that it leaves, what changes when less
    is reported, what each filter labels, denominators in both directions, differences, error rates, integrity, and what
    was not examined. All numbers are those of the first report.
    """
    chosen = checked_formats(formats, RECORDS) or ("html",)
    saved_result.check_out(out, result)
    started = run_record.now()
    saved = saved_result.read(result)
    run = saved_result.run_of(saved_result.folder_of(result))
    language = lang or run.language
    options = replace(saved_result.render_options(result, saved, run), rebuttal=True)
    with saved_result.rendering_errors(result):
        made = saved_result.documents(saved, chosen, language, options)
    made = {name.replace("report", "rebuttal", 1): content for name, content in made.items()}
    saved_result.write(out, made, started, of_run=run, language=language, options=options, formats=chosen, quiet=quiet)
