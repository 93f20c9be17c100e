"""How `codematch review` changes a file of marks: by options, or by asking for each region."""

import sys
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from codematch.cli import console, result_folder
from codematch.cli.options import Language
from codematch.cli.translation import said
from codematch.errors import UsageError
from codematch.model.marks import ExaminerMark, MarkFit, MarkKind

if TYPE_CHECKING:
    from codematch.marks import MarksFile
    from codematch.model.match import Region
    from codematch.model.result import CaseResult

KINDS = {
    "see": MarkKind.SEEN, "set-aside": MarkKind.SET_ASIDE, "note": MarkKind.NOTE, "assert": MarkKind.ASSERTED,
}  # fmt: skip
"""What each option marks regions as."""
_OPPOSITE = {MarkKind.SET_ASIDE: MarkKind.ASSERTED, MarkKind.ASSERTED: MarkKind.SET_ASIDE}
_QUESTION = "[s]een, set [a]side, [n]ote, a[f]firm as asserted, Enter for the next, [q]uit"
_ANSWERS = {"s": MarkKind.SEEN, "a": MarkKind.SET_ASIDE, "n": MarkKind.NOTE, "f": MarkKind.ASSERTED}
_ROWS = 12
"""Rows of a region that are shown when it is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marking:
    """What is the same in all marks of one command: who makes them, why, and on which day."""

    name: str
    reason: str
    date: str


def changed(
    saved: "CaseResult",
    file: "MarksFile",
    made: Marking,
    wanted: Sequence[tuple[str, tuple[int, int]]],
    cleared: Collection[tuple[int, int]] = (),
) -> tuple[bytes, int]:
    """Return a file of marks with others added and some deleted, and the number of marks that it has.

    A mark takes the place of one of the same kind by the same person on the same region; notes are added.

    Args:
        saved: The result.
        file: The marks so far.
        made: What the new marks have in common.
        wanted: The option and the region of each new mark, a region by the number of its pair of works and its own.
        cleared: The regions whose marks are deleted.

    Raises:
        UsageError: A region would be both set aside and asserted.
        StoreError: The result does not record what its regions contain.
    """
    from codematch.marks.apply import apply, stated, with_marks
    from codematch.marks.file import StatedMark, edited

    with_marks(saved, file)  # refuses a result without identities
    applied = [apply(file, pair.regions).marks for pair in saved.pairs]
    gone: set[int] = set()
    added: list[StatedMark] = []
    for place in cleared:
        gone.update(one.line for one in applied[place[0] - 1] if _is_of(one, place[1]))
    for option, place in wanted:
        kind, region = KINDS[option], _region(saved, place)
        own = [one for one in applied[place[0] - 1] if _is_of(one, place[1]) and one.line not in gone]
        others = {one.kind for one in own} | {KINDS[other] for other, at in wanted if at == place}
        if _OPPOSITE.get(kind) in others:
            raise UsageError(
                f"--{option} E{place[1]}: the region is also marked as {_OPPOSITE[kind].value}; delete that mark with "
                f"--clear E{place[1]} first"
            )
        if kind is not MarkKind.NOTE:
            gone.update(one.line for one in own if one.kind is kind and one.name == made.name)
        reason = "" if kind is MarkKind.SEEN else made.reason
        new = StatedMark(kind=kind, identity="", name=made.name, reason=reason, date=made.date)
        added.append(stated(region, new))
    kept = sum(mark.line not in gone for mark in file.marks)
    return edited(file.data, gone, added), kept + len(added)


def ask_each(saved: "CaseResult", file: "MarksFile", path: Path, name: str, date: str, language: Language) -> None:
    """Show the regions without a mark one by one, those with most residual first, and write each answer at once.

    The questions go to stderr. The end of the input ends the review, and nothing that was answered is lost.
    """
    from codematch.marks.apply import apply
    from codematch.report import view

    for number, pair in enumerate(saved.pairs, start=1):
        marked = {region for mark in apply(file, pair.regions).marks for region in mark.regions}
        left = [region for region in view.ranked(pair) if region.number not in marked]
        for count, region in enumerate(left, start=1):
            _show(saved, number, region, language)
            answer = _asked(f"{count}/{len(left)}  {said(_QUESTION)}", ("", "q", *_ANSWERS))
            if answer in ("q", None):
                return
            if not answer:
                continue
            kind = _ANSWERS[answer]
            reason = "" if kind in (MarkKind.SEEN, MarkKind.ASSERTED) else _asked(said("reason or note"), ())
            if reason is None:
                return
            option = next(option for option, one in KINDS.items() if one is kind)
            made = Marking(name=name, reason=reason, date=date)
            content, _ = changed(saved, file, made, [(option, (number, region.number))])
            result_folder.replace_file(path, content, "--marks")
            file = _again(path)
    console.note(f"every region has been shown; the marks are in {path}")


def _again(path: Path) -> "MarksFile":
    from codematch.marks import read_marks

    return read_marks(path)


def _is_of(mark: ExaminerMark, region: int) -> bool:
    """Tell whether a mark is about a region, or was before its content changed."""
    return region in mark.regions or (mark.fit is MarkFit.CHANGED and mark.nearest == region)


def _region(saved: "CaseResult", place: tuple[int, int]) -> "Region":
    return next(region for region in saved.pairs[place[0] - 1].regions if region.number == place[1])


def _show(saved: "CaseResult", number: int, region: "Region", language: Language) -> None:
    from codematch.report.formats.terminal_marks import region_text
    from codematch.report.text import in_language

    with in_language(language.each[0]):
        typer.echo(region_text(saved, number, region, _ROWS), err=True)


def _asked(question: str, answers: Collection[str]) -> str | None:
    """Return an answer, one of `answers` if there are any, else a text; None where the input ends."""
    while True:
        typer.echo(f"{question}: ", nl=False, err=True)
        line = sys.stdin.readline() if sys.stdin is not None else ""
        if not line:
            typer.echo(err=True)
            return None
        given = line.strip()
        if not answers and given:
            return " ".join(given.split())
        if given.lower() in answers:
            return given.lower()
