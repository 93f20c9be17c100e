"""The sheet of `codematch case verify`: its checks on a page to be signed."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from codematch import __version__
from codematch.case import sums
from codematch.cli import console, run_record
from codematch.cli.case.checks import REPORT, Check, Outcome, Step
from codematch.cli.translation import current, said
from codematch.errors import StoreError, UsageError

if TYPE_CHECKING:
    from codematch.cli.case.checks import Trust
    from codematch.report.verification import Verification

ENDINGS = (".pdf", ".html", ".docx")
_LISTED = 12
"""Findings of a step that the sheet lists; the command lists more."""


def check(sheet: Path | None, folder: Path) -> None:
    """Check, before anything is verified, that the sheet can be written.

    Raises:
        UsageError: Its ending is unknown, it exists, or it would become a part of the result.
    """
    if sheet is None:
        return
    if sheet.suffix.lower() not in ENDINGS:
        raise UsageError(f"--sheet {sheet}: unknown format; choose from {', '.join(ENDINGS)}")
    if sheet.resolve().is_relative_to(folder.resolve()):
        raise UsageError(f"--sheet {sheet} is inside the result, which must not change; choose a place outside it")
    if sheet.exists():
        raise UsageError(f"{sheet}: already exists; delete it first to create a new one")


def write(sheet: Path, folder: Path, found: Sequence[Check], conclusion: str, trust: "Trust") -> None:
    """Write the sheet in the language of the command line.

    Raises:
        StoreError: It cannot be written, or no font is there.
    """
    from codematch.report import verification

    made = replace(
        _described(folder),
        trusted=tuple((str(file), _digest(file)) for file in (trust.ca, trust.signer) if file is not None),
        steps=tuple(
            verification.VerifiedStep(name=step.value, found=_found([line for line in found if line.step is step]))
            for step in Step
        ),
        conclusion=said(console.printable(conclusion)),
        holds=not any(line.outcome in (Outcome.WRONG, Outcome.DIFFERS) for line in found),
    )
    console.write_new(sheet, verification.sheet(made, sheet.suffix.lower(), current()))


def _found(lines: Sequence[Check]) -> tuple[tuple[str, str], ...]:
    listed = [(line.outcome.name.lower(), said(console.printable(line.text))) for line in lines[:_LISTED]]
    more = len(lines) - _LISTED
    return (*listed, (lines[-1].outcome.name.lower(), said(f"and {more} more"))) if more > 0 else tuple(listed)


def _described(folder: Path) -> "Verification":
    """What the result says of itself, as far as it can be read."""
    from codematch.case import read_result
    from codematch.report.verification import Verification

    made = Verification(
        folder=str(folder),
        report=_digest(folder / REPORT),
        sums=_digest(folder / sums.NAME),
        verified_by=f"codematch {__version__}",
        time=run_record.now().isoformat(timespec="seconds"),
        steps=(),
        conclusion="",
        holds=False,
    )
    try:
        result = read_result(folder)
    except StoreError:
        return made
    matter = result.engagement
    return replace(
        made,
        made_by=f"{result.manifest.tool} {result.manifest.version}",
        title=matter.title if matter else "",
        number=matter.number if matter else "",
    )


def _digest(file: Path) -> str:
    return hashlib.sha256(console.read_bytes(file)).hexdigest() if sums.is_file(file) else ""
