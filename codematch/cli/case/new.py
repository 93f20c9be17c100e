"""`codematch case new`: a case file to fill in."""

from pathlib import Path
from typing import Annotated

from codematch.cli import console
from codematch.cli.declarations import Quiet, argument

EXAMPLES = "\b\nExamples:\n  codematch case new case-7\n  codematch compare --case case-7/case.toml --out report"


def new(
    folder: Annotated[Path, argument("DIR", "The folder for the case file; created if missing.")], quiet: Quiet = False
) -> None:
    """Create a case.toml to fill in.

    The commented file has fields for the matter, the questions, the works and the settings of the comparison.
    """
    from codematch.case import case_file

    written = case_file.new(folder)
    if not quiet:
        console.confirm(f"wrote {written}")
