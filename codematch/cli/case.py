"""`codematch case`: a case file to fill in, and the check of a finished run."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from codematch.cli import console, run_record
from codematch.cli.rendering import CUSTODY
from codematch.cli.sign import Signer, signed
from codematch.cli.stamp import Authorities, stamped
from codematch.errors import StoreError

if TYPE_CHECKING:
    from codematch.model.result import CaseResult

_SHOWN = 20

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
) -> None:
    """Write a commented case.toml to fill in: the matter, the questions, the items, and how they are compared."""
    from codematch.case.case_file import new

    console.write(f"wrote {new(folder)}\n")


@app.command("verify", epilog=VERIFY_EXAMPLES)
def verify(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder that --out wrote.")],
    custody: Annotated[
        Path | None, typer.Option("--custody", metavar="LOG", help="Check this custody log, too.")
    ] = None,
    known: Annotated[
        str | None, typer.Option("--known", metavar="WORK", help="Hold the root hash of the known work against this.")
    ] = None,
    questioned: Annotated[
        str | None, typer.Option("--questioned", metavar="WORK", help="The same for the questioned work.")
    ] = None,
    ca: Authorities = None,
    signer: Signer = None,
) -> None:
    """Check that a result is what was written: digests, custody log, time-stamp, signature, works.

    With both works given they are compared once more, and the result must be the same. Names what differs; exit code 5
    when anything does.
    """
    from codematch.case import read_result
    from codematch.case.custody import read
    from codematch.case.sums import check
    from codematch.intake import read_work
    from codematch.settings import Settings

    outcome = check(folder)
    wrong = list(outcome.wrong)
    said = [f"{len(outcome.equal)} files are as they were"]
    for log in [custody] if custody is not None else [path for path in [folder / CUSTODY] if path.is_file()]:
        said.append(f"the chain of {len(read(log))} custody entries holds")
    said += [*stamped(folder, ca), *signed(folder, signer)]
    for role, locator in (("known", known), ("questioned", questioned)):
        if locator is not None and not any(line.startswith("report.json") for line in outcome.wrong):
            recorded = {getattr(pair, role).root for pair in read_result(folder).pairs}
            if {read_work(locator, Settings().intake).digest} == recorded:
                said.append(f"the {role} work has the recorded root hash")
            else:
                wrong.append(f"{locator}: is not the {role} work that was compared")
    sound = not wrong
    if known is not None and questioned is not None and sound:
        said.append(_again(read_result(folder), known, questioned, wrong))
    for line in wrong[:_SHOWN]:
        console.write(f"{console.printable(line)}\n")
    if len(wrong) > _SHOWN:
        console.write(f"and {len(wrong) - _SHOWN} more\n")
    if wrong and sound:
        raise StoreError(f"{folder}: is what was written, but the works give another result now in {len(wrong)} places")
    if wrong:
        raise StoreError(f"{folder}: {len(wrong)} of the checks failed; the result is not what was written")
    console.write(f"{'; '.join(said)}\n")


def _again(result: "CaseResult", known: str, questioned: str, wrong: list[str]) -> str:
    """Compare the works once more; what differs goes to `wrong`. Returns what is to be said of it."""
    import codematch
    from codematch.case.rerun import differences, why_not

    reason = why_not(result)
    if reason:
        return f"the comparison was not made again: {reason}"
    wrong += differences(result, codematch.compare, known, questioned, run_record.available_cores())
    return "the comparison gives the same result again"
