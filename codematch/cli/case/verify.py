"""`codematch case verify`: check that a result is unchanged."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from codematch.cli import console
from codematch.cli.case.sign import Signer
from codematch.cli.case.stamp import Authorities
from codematch.cli.declarations import Quiet, flag, option, with_options
from codematch.cli.options import ResultFolder
from codematch.cli.translation import column, said
from codematch.errors import StoreError

if TYPE_CHECKING:
    from codematch.cli.case.checks import Check

EXAMPLES = (
    "\b\n"
    "Examples:\n"
    "  codematch case verify report\n"
    "  codematch case verify report --ca authority.pem --known known/ --questioned questioned.zip\n"
    "  codematch case verify report --signer examiner.pem --require-signature --sheet sheet.pdf --lang zh"
)
_SHOWN = 20
"""Lines of one kind that are printed; a comparison that comes out otherwise may differ in thousands of places."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyArguments:
    """The arguments and options of `codematch case verify` in the order of its help."""

    folder: ResultFolder
    custody: Annotated[
        Path | None, option("--custody", "LOG", "Also check this custody log.", exists=True, dir_okay=False)
    ] = None
    known: Annotated[str | None, option("--known", "WORK", "Check that this is the known work of the result.")] = None
    questioned: Annotated[
        str | None, option("--questioned", "WORK", "Check that this is the questioned work of the result.")
    ] = None
    prior: Annotated[
        list[str] | None,
        option("--prior", "WORK", "Check that this work is shared material of the result. Repeatable, in any order."),
    ] = None
    ca: Authorities = None
    signer: Signer = None
    require_timestamp: Annotated[
        bool, flag("--require-timestamp", "Exit with 5 unless a time-stamp is valid by the certificates of --ca.")
    ] = False
    require_signature: Annotated[
        bool, flag("--require-signature", "Exit with 5 unless a signature is valid by the certificate of --signer.")
    ] = False
    sheet: Annotated[
        Path | None,
        option(
            "--sheet",
            "FILE",
            "Write a sheet with all steps, to be signed by whoever verifies: FILE.pdf, FILE.html or FILE.docx, in the "
            "language of messages.",
        ),
    ] = None
    quiet: Quiet = False


@with_options(VerifyArguments)
def verify(given: VerifyArguments) -> None:
    """Check that a result is unchanged: digests, custody log, time-stamp, signature, works.

    Runs every check for which the inputs are there and prints one line for each: it holds, what is wrong, what differs,
    or why it was not run. The last line is the verdict. Digests alone do not detect a change by someone who also
    rewrote the digests; a time-stamp, a signature or the works themselves do. With all works given, the comparison
    runs again and must give the same result.

    A signature counts only with the certificate that --signer names, which you must have from its owner: anybody can
    sign with a certificate of their own. Who issued it, and whether it was revoked, is not checked.

    Exits with 5 when anything is wrong or differs. With --quiet, prints only what is wrong or differs.
    """
    from codematch.cli.case import sheet
    from codematch.cli.case.checks import Trust, Works, run_checks, verdict

    sheet.check(given.sheet, given.folder)
    works = Works(known=given.known, questioned=given.questioned, prior=tuple(given.prior or ()))
    trust = Trust(
        ca=given.ca,
        signer=given.signer,
        needs_timestamp=given.require_timestamp,
        needs_signature=given.require_signature,
    )
    found = run_checks(given.folder, given.custody, works, trust)
    _print(found, quiet=given.quiet)
    failure: StoreError | None = None
    try:
        conclusion = verdict(given.folder, found)
    except StoreError as error:
        failure, conclusion = error, str(error)
    if given.sheet is not None:
        sheet.write(given.sheet, given.folder, found, conclusion, trust)
    if failure is not None:
        raise failure
    if not given.quiet:
        console.say(console.printable(conclusion))


def _print(found: "Sequence[Check]", *, quiet: bool) -> None:
    """Print the checks by their outcomes, of each kind at most the first lines."""
    from codematch.cli.case.checks import Outcome

    for outcome in (Outcome.WRONG, Outcome.DIFFERS) if quiet else Outcome:
        texts = [line.text for line in found if line.outcome is outcome]
        more = [f"and {len(texts) - _SHOWN} more"] if len(texts) > _SHOWN else []
        for text in [*texts[:_SHOWN], *more]:
            console.write(f"{column(outcome, 11)}  {said(console.printable(text))}\n")
