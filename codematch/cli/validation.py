"""`codematch validation`: the error rates measured for this release."""

from enum import StrEnum
from typing import Annotated

from codematch.cli import console
from codematch.cli.declarations import option
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
        ValidationFormat, option("--format -f", "markdown|json", "The output format.")
    ] = ValidationFormat.MARKDOWN,
) -> None:
    """Print the error rates measured for this release.

    Rates are given by language, size of the works, kind of rewriting and stratum, each with a bound and the number of
    independent sources. The report also says what was not measured. In a checkout, `make validation` measures the rates
    again.
    """
    path = validation_folder() / _FILES[form]
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise StoreError(f"the validation report cannot be read ({error.strerror}); reinstall codematch") from None
    console.write(text)
