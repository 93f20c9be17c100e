"""`codematch validation`: the report that ships with this release, of how often the tool errs."""

from enum import StrEnum
from typing import Annotated

import typer

from codematch.cli import console
from codematch.errors import StoreError
from codematch.settings import validation_folder

EXAMPLES = "\b\nExamples:\n  codematch validation | less\n  codematch validation --format json > validation.json"


class ValidationFormat(StrEnum):
    """The forms of the report."""

    MARKDOWN = "markdown"
    JSON = "json"


_FILES = {ValidationFormat.MARKDOWN: "report.md", ValidationFormat.JSON: "report.json"}


def validation(
    form: Annotated[
        ValidationFormat, typer.Option("--format", "-f", metavar="markdown|json", help="What to print.")
    ] = ValidationFormat.MARKDOWN,
) -> None:
    """Print the error rates that were measured for this release.

    They stand by language, size of the works, kind of rewriting and stratum, each with the number of independent
    sources that it rests on and a bound; and what was not measured is named. In a checkout, `make validation` measures
    it again.
    """
    path = validation_folder() / _FILES[form]
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise StoreError(f"the validation report cannot be read ({error.strerror}): reinstall codematch") from None
    console.write(text)
