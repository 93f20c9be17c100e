"""`codematch case`: a case file to fill in, and the check of a finished run."""

from pathlib import Path
from typing import Annotated

import typer

from codematch.cli import console
from codematch.cli.options import Quiet
from codematch.cli.sign import Signer
from codematch.cli.stamp import Authorities

_SHOWN = 20
"""Lines of one kind that are printed; a comparison that comes out otherwise may differ in thousands of places."""

app = typer.Typer(help="A case: what it says of itself, and whether a result is still what it was.")

NEW_EXAMPLES = "\b\nExamples:\n  codematch case new case-7\n  codematch compare --case case-7/case.toml --out report"
VERIFY_EXAMPLES = (
    "\b\n"
    "Examples:\n"
    "  codematch case verify report\n"
    "  codematch case verify report --ca authority.pem --known ours/ --questioned theirs.zip"
)


@app.command("new", epilog=NEW_EXAMPLES)
def new(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where the case file goes; made if need be.")],
    quiet: Quiet = False,
) -> None:
    """Write a commented case.toml to fill in: the matter, the questions, the items, and how they are compared."""
    from codematch.case.case_file import new

    written = new(folder)
    if not quiet:
        console.write(f"wrote {written}\n")


@app.command("verify", epilog=VERIFY_EXAMPLES)
def verify(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder that --out wrote.")],
    custody: Annotated[
        Path | None,
        typer.Option("--custody", metavar="LOG", exists=True, dir_okay=False, help="Check this custody log, too."),
    ] = None,
    known: Annotated[
        str | None, typer.Option("--known", metavar="WORK", help="Hold this work against the known one's root hash.")
    ] = None,
    questioned: Annotated[
        str | None, typer.Option("--questioned", metavar="WORK", help="The same for the questioned work.")
    ] = None,
    prior: Annotated[
        list[str] | None,
        typer.Option("--prior", metavar="WORK", help="The same for a reference work; may be repeated, in any order."),
    ] = None,
    ca: Authorities = None,
    signer: Signer = None,
    quiet: Quiet = False,
) -> None:
    """Check that a result is what was written: digests, custody log, time-stamp, signature, works.

    Every check that can be made is made. A line for each says that it holds, what is wrong, what differs between the
    works and the result, or why it was not checked; the last line is the verdict. The sums alone show no more than that
    nobody changed the folder without writing new sums: a time-stamp, a signature and the works show more. With all
    works given they are compared once more, and the result must be the same.

    Exit code 5 when anything is wrong or differs. With --quiet only that is said.
    """
    from codematch.cli.verify import Mark, Works, lines, verdict

    works = Works(known=known, questioned=questioned, prior=tuple(prior or ()))
    found = lines(folder, custody, works, ca, signer)
    for mark in (Mark.WRONG, Mark.DIFFERS) if quiet else Mark:
        of_mark = [line.text for line in found if line.mark is mark]
        more = [f"and {len(of_mark) - _SHOWN} more"] if len(of_mark) > _SHOWN else []
        for text in [*of_mark[:_SHOWN], *more]:
            console.write(f"{mark:<11}  {console.printable(text)}\n")
    said = verdict(folder, found)
    if not quiet:
        console.write(f"{console.printable(said)}\n")
