"""The checks of `codematch case verify`: each says what it found, or why it was not run.

A failed check does not stop the others; a mistake in the command line stops them all.
"""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from codematch.case import sums
from codematch.case.signature import NAME as SIGNATURE
from codematch.case.timestamp import REPLY, REQUEST
from codematch.cli import run_record
from codematch.cli.case import custody, sign, stamp
from codematch.cli.saved_result import CUSTODY
from codematch.errors import StoreError, UsageError
from codematch.model.sides import SIDES

if TYPE_CHECKING:
    from codematch.model.result import CaseResult

REPORT = "report.json"
BESIDE = ("minhash.bin", "sources.jsonl")
"""What a comparison writes beside it, with its digest in it."""


class Outcome(StrEnum):
    """The outcome of a check: wrong, the works differ from the result, it holds, or it was not run."""

    WRONG = "wrong"
    DIFFERS = "differs"
    HOLDS = "holds"
    NOT_CHECKED = "not checked"


class Step(StrEnum):
    """The steps of a verification, in their order."""

    DIGESTS = "digests"
    CUSTODY = "custody"
    TIMESTAMP = "timestamp"
    SIGNATURE = "signature"
    WORKS = "works"


@dataclass(frozen=True, slots=True)
class Check:
    """What a check found, and the step that it belongs to."""

    outcome: Outcome
    text: str
    step: Step = Step.DIGESTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Works:
    """The locators of the works that a result is checked against; each may be missing."""

    known: str | None = None
    questioned: str | None = None
    prior: tuple[str, ...] = ()

    def missing(self, result: "CaseResult") -> str:
        """Return the options for the works of the result that are missing."""
        compared = sum(len(pair.prior) for pair in result.pairs)
        both = zip(SIDES, (self.known, self.questioned), strict=True)
        options = [f"--{role}" for role, locator in both if locator is None]
        options += ["--prior"] if len(self.prior) < compared else []
        return " and ".join(options)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """What the user trusts, and what a result must have.

    Attributes:
        ca: The certificates that the time-stamp is checked with.
        signer: The certificate that the signature is checked with.
        needs_timestamp: Whether a result without a valid time-stamp of an authority in `ca` is wrong.
        needs_signature: Whether a result without a valid signature with the key of `signer` is wrong.
    """

    ca: Path | None = None
    signer: Path | None = None
    needs_timestamp: bool = False
    needs_signature: bool = False


def run_checks(folder: Path, log: Path | None, works: Works, trust: Trust) -> list[Check]:
    """Run every check of a result for which the inputs are there.

    Args:
        folder: The result.
        log: A custody log outside the folder.
        works: The works that are compared with the result.
        trust: What the user trusts, and what the result must have.

    Raises:
        StoreError: The folder is not that of a result.
        UsageError: A certificate cannot be read, or there is nothing to check with it.
        InputError: A work cannot be read.
    """
    _refuse_other_folders(folder)
    found = [
        *_made(Step.DIGESTS, lambda: _sums(folder)),
        *_made(Step.CUSTODY, lambda: _log_inside(folder)),
        *(_made(Step.CUSTODY, lambda: _log(log, f"{log}: ")) if log is not None else ()),
        *_made(Step.TIMESTAMP, lambda: _needed(_stamp(folder, trust), trust.needs_timestamp, _NEEDS_TIMESTAMP)),
        *_made(Step.SIGNATURE, lambda: _needed(_signature(folder, trust), trust.needs_signature, _NEEDS_SIGNATURE)),
    ]
    changed = next((name for name in (REPORT, *BESIDE) if any(_is_wrong(line, name) for line in found)), "")
    return [*found, *_made(Step.WORKS, lambda: _works(folder, works, changed), Outcome.DIFFERS)]


_NEEDS_TIMESTAMP = "a valid time-stamp of an authority given with --ca is required"
_NEEDS_SIGNATURE = "a valid signature with the certificate given with --signer is required"


def _needed(found: list[Check], is_needed: bool, text: str) -> list[Check]:
    """What a check found; where it must hold and was not made, that is wrong."""
    holds = any(line.outcome is Outcome.HOLDS for line in found)
    return [*found, Check(Outcome.WRONG, text)] if is_needed and not holds else found


def verdict(folder: Path, found: Sequence[Check]) -> str:
    """Return the verdict of all checks, if none failed.

    Raises:
        StoreError: A check failed.
    """
    count = {outcome: sum(line.outcome is outcome for line in found) for outcome in Outcome}
    unmade = f"not checked: {count[Outcome.NOT_CHECKED]}"
    if count[Outcome.WRONG]:
        raise StoreError(
            f"{folder}: verification failed (wrong: {count[Outcome.WRONG]}; {unmade}); do not rely on this result"
        )
    if count[Outcome.DIFFERS]:
        raise StoreError(
            f"{folder}: is unchanged, but differs from the given works "
            f"(differences: {count[Outcome.DIFFERS]}; {unmade}); give the works that were compared"
        )
    return f"{folder}: is unchanged, as far as checked (checks that hold: {count[Outcome.HOLDS]}; {unmade})"


def _made(step: Step, check: Callable[[], list[Check]], fault: Outcome = Outcome.WRONG) -> list[Check]:
    """What a check of a step found, and its fault as a line."""
    try:
        found = check()
    except StoreError as error:
        found = [Check(fault, str(error))]
    return [replace(line, step=step) for line in found]


def _not_checked(text: str) -> list[Check]:
    return [Check(Outcome.NOT_CHECKED, text)]


def _refuse_other_folders(folder: Path) -> None:
    if not folder.is_dir():
        raise StoreError(f"{folder}: is not a folder; give the folder that --out wrote")
    if not any(os.path.lexists(folder / name) for name in (sums.NAME, REPORT)):
        raise StoreError(f"{folder}: contains neither {sums.NAME} nor {REPORT}; give the folder that --out wrote")


def _sums(folder: Path) -> list[Check]:
    outcome = sums.check(folder)
    held = (
        [Check(Outcome.HOLDS, f"files unchanged since they were written, by {sums.NAME}: {len(outcome.equal)}")]
        if outcome.equal
        else []
    )
    return [Check(Outcome.WRONG, line) for line in outcome.wrong] + held


def _log_inside(folder: Path) -> list[Check]:
    if not os.path.lexists(folder / CUSTODY):
        return _not_checked("the custody log: none in the folder; give one with --custody")
    odd = _odd(folder, CUSTODY, f"{CUSTODY}.head")
    return _not_checked(f"the custody log: {odd}") if odd else _log(folder / CUSTODY)


def _log(log: Path, place: str = "") -> list[Check]:
    from codematch.case.custody import read

    links = read(log)
    return [
        Check(Outcome.HOLDS, f"{place}the chain of {custody.entries(links, 'custody ')} is intact{custody.late(links)}")
    ]


def _stamp(folder: Path, trust: Trust) -> list[Check]:
    ca = trust.ca
    if not os.path.lexists(folder / REPLY):
        if ca is not None and not trust.needs_timestamp:
            raise UsageError(f"{folder}: has no time-stamp to check with --ca; add one with codematch case stamp")
        return _not_checked("the time-stamp: none; request one with codematch case stamp")
    if ca is None:
        return _not_checked("the time-stamp: give the certificates of its authority with --ca")
    odd = _odd(folder, REPLY, REQUEST) or _unsealed(folder)
    return _not_checked(f"the time-stamp: {odd}") if odd else [Check(Outcome.HOLDS, stamp.stamped(folder, ca))]


def _signature(folder: Path, trust: Trust) -> list[Check]:
    signer = trust.signer
    if not os.path.lexists(folder / SIGNATURE):
        if signer is not None and not trust.needs_signature:
            raise UsageError(f"{folder}: has no signature to check with --signer; add one with codematch case sign")
        return _not_checked("the signature: none; add one with codematch case sign")
    if odd := _odd(folder, SIGNATURE) or _unsealed(folder):
        return _not_checked(f"the signature: {odd}")
    if signer is None:
        stated = sign.signed(folder, None)
        return _not_checked(
            f"the signature: {stated} as it states itself, and not known to be trusted; give the certificate of its "
            "signer with --signer"
        )
    return [Check(Outcome.HOLDS, sign.signed(folder, signer))]


def _is_wrong(line: Check, name: str) -> bool:
    return line.outcome is Outcome.WRONG and line.text.startswith(f"{name}:")


def _works(folder: Path, works: Works, changed: str) -> list[Check]:
    """Check works against the root hashes of the result, and compare them again."""
    from codematch.case import read_result

    if works == Works():
        return _not_checked("the works: give --known and --questioned to compare them again")
    if changed or not sums.is_file(folder / REPORT):
        return _not_checked(f"the works: {changed or REPORT} is missing or was changed")
    result = read_result(folder)
    found, prior = _roots(result, works)
    return [*found, *_again(result, replace(works, prior=prior), all(line.outcome is Outcome.HOLDS for line in found))]


def _roots(result: "CaseResult", works: Works) -> tuple[list[Check], tuple[str, ...]]:
    """Check which works are those of the result; return the shared material in the order of the result."""
    from codematch.case.rerun import settings_of
    from codematch.intake import read_work

    limits = settings_of(result).intake
    recorded = ({pair.known.root for pair in result.pairs}, {pair.questioned.root for pair in result.pairs})
    found = []
    for role, locator, root_hashes in zip(SIDES, (works.known, works.questioned), recorded, strict=True):
        if locator is not None and {read_work(locator, limits).digest} == root_hashes:
            found.append(Check(Outcome.HOLDS, f"the {role} work has the recorded root hash"))
        elif locator is not None:
            found.append(Check(Outcome.DIFFERS, f"{locator}: is not the {role} work that was compared"))
    roots = [entry.work.root for pair in result.pairs for entry in pair.prior]
    placed: dict[int, str] = {}
    for locator in works.prior:
        root = read_work(locator, limits).digest
        place = next((at for at, recorded in enumerate(roots) if recorded == root and at not in placed), None)
        if place is None:
            found.append(Check(Outcome.DIFFERS, f"{locator}: is not shared material of the comparison"))
        else:
            placed[place] = locator
            found.append(
                Check(Outcome.HOLDS, f"{locator}: is shared material P{place + 1}, with the recorded root hash")
            )
    return found, tuple(placed[at] for at in sorted(placed))


def _again(result: "CaseResult", works: Works, same: bool) -> list[Check]:
    """Compare the works again, if all are given and the same, and list the differences."""
    import codematch
    from codematch.case.rerun import differences, why_not

    missing = works.missing(result)
    if not same:
        reason = "the given works are not the ones that were compared"
    else:
        reason = why_not(result) or (f"give {missing} too" if missing else "")
    if reason or works.known is None or works.questioned is None:
        return _not_checked(f"the repeated comparison: {reason}")
    cores = run_record.available_cores()
    found = differences(result, codematch.compare, works.known, works.questioned, works.prior, cores)
    held = [Check(Outcome.HOLDS, "a repeated comparison gives the same result")]
    return [Check(Outcome.DIFFERS, line) for line in found] or held


def _odd(folder: Path, *names: str) -> str:
    """Return a reason if one of these exists but is not a regular file, and is therefore not read, else ""."""
    odd = [name for name in names if sums.is_odd(folder / name)]
    return f"{odd[0]} is not a regular file" if odd else ""


def _unsealed(folder: Path) -> str:
    """Return a reason if the file that a time-stamp and a signature cover is missing, else ""."""
    return "" if sums.is_file(folder / sums.NAME) else f"it covers {sums.NAME}, which is not a file of this folder"
