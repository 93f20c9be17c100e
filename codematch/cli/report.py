"""`codematch report`: a saved result once more, in any format, without the sources."""

from pathlib import Path
from typing import Annotated

import typer

from codematch.cli.options import Format, Lang, Language
from codematch.cli.printing import print_result

EXAMPLES = (
    "\b\n"
    "Examples:\n"
    "  codematch report report/report.json\n"
    "  codematch report report/report.json --format html --lang zh > again.html"
)


def report(
    result: Annotated[Path, typer.Argument(metavar="RESULT.json", help="The report.json of an earlier run.")],
    form: Annotated[
        Format, typer.Option("--format", "-f", metavar="terminal|json|html|pdf|docx|csv", help="What to print.")
    ] = Format.TERMINAL,
    lang: Lang = Language.ENGLISH,
) -> None:
    """Render a saved result again.

    The saved result is complete: the works it was made from are not needed.
    """
    from codematch.case import read_result

    print_result(read_result(result), form, lang)
