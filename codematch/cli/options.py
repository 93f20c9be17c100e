"""Options that several commands share."""

from enum import StrEnum
from typing import Annotated

import typer


class Format(StrEnum):
    """The report formats, as `codematch.report.FORMATS` has them (a test compares the two).

    They are repeated here so that `--help` need not import the reports.
    """

    TERMINAL = "terminal"
    JSON = "json"
    HTML = "html"


Jobs = Annotated[
    int | None,
    typer.Option("--jobs", "-j", min=1, metavar="N", help="Worker processes; the result is the same. [default: cores]"),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress bars, and no summary beside --out.")]
Set = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="GROUP.NAME=VALUE",
        help="Change a setting; `codematch settings` lists them. May be given several times.",
    ),
]
