"""`codematch case verify`: check that a result is unchanged."""

from pathlib import Path
from typing import Annotated

from codematch.cli import console
from codematch.cli.case.sign import Signer
from codematch.cli.case.stamp import Authorities
from codematch.cli.declarations import Quiet, option
from codematch.cli.options import ResultFolder
from codematch.cli.translation import column, said

EXAMPLES = (
    "\b\n"
    "Examples:\n"
    "  codematch case verify report\n"
    "  codematch case verify report --ca authority.pem --known known/ --questioned questioned.zip"
)
_SHOWN = 20
"""Lines of one kind that are printed; a comparison that comes out otherwise may differ in thousands of places."""


def verify(
    folder: ResultFolder,
    custody: Annotated[
        Path | None, option("--custody", "LOG", "Also check this custody log.", exists=True, dir_okay=False)
    ] = None,
    known: Annotated[str | None, option("--known", "WORK", "Check that this is the known work of the result.")] = None,
    questioned: Annotated[
        str | None, option("--questioned", "WORK", "Check that this is the questioned work of the result.")
    ] = None,
    prior: Annotated[
        list[str] | None,
        option("--prior", "WORK", "Check that this is a reference work of the result. Repeatable, in any order."),
    ] = None,
    ca: Authorities = None,
    signer: Signer = None,
    quiet: Quiet = False,
) -> None:
    """Check that a result is unchanged: digests, custody log, time-stamp, signature, works.

    Runs every check for which the inputs are there and prints one line for each: it holds, what is wrong, what differs,
    or why it was not run. The last line is the verdict. Digests alone do not detect a change by someone who also
    rewrote the digests; a time-stamp, a signature or the works themselves do. With all works given, the comparison
    runs again and must give the same result.

    Exits with 5 when anything is wrong or differs. With --quiet, prints only what is wrong or differs.
    """
    from codematch.cli.case.checks import Outcome, Works, run_checks, verdict

    works = Works(known=known, questioned=questioned, prior=tuple(prior or ()))
    found = run_checks(folder, custody, works, ca, signer)
    for outcome in (Outcome.WRONG, Outcome.DIFFERS) if quiet else Outcome:
        texts = [line.text for line in found if line.outcome is outcome]
        more = [f"and {len(texts) - _SHOWN} more"] if len(texts) > _SHOWN else []
        for text in [*texts[:_SHOWN], *more]:
            console.write(f"{column(outcome, 11)}  {said(console.printable(text))}\n")
    conclusion = verdict(folder, found)
    if not quiet:
        console.say(console.printable(conclusion))
