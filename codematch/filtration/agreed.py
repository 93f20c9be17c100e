"""Exclusions that people agreed on, given with `--agreed`.

Each names files, lines or a work, with a reason and the name of the person who agreed. The passages are labelled
USER-AGREED with both.

Why: Parties and courts agree that some code is not in dispute. The report then says who excluded it, and why.

Not covered: Whether the reason is right. codematch repeats it and does not examine it.

Example: `[[exclusion]] paths = ["db/schema.sql"] reason = "published schema" name = "Li Wei"` labels this file in both
works.
"""

import fnmatch
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from codematch import saved_files
from codematch.errors import UsageError
from codematch.filtration.file_view import FileView, runs
from codematch.filtration.rule import Filter
from codematch.model.filtration import FilterId, Mark, ReasonCode
from codematch.model.message import Message, Name
from codematch.settings.filters import Agreed

RULE = Filter(
    id=FilterId.AGREED,
    docs=__doc__,
    settings=Agreed,
    codes=(ReasonCode.USER_AGREED,),
    messages=("agreed", "in-agreed-work", "lines-of", "place", "comment", "material"),
)
SIDES = ("known", "questioned", "both")
_KEYS = {"side", "paths", "lines", "work", "reason", "name"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """One agreed exclusion: files by pattern on one side or both, all of them or some lines; or what stands in a work.

    `work` is a locator, "" where `paths` say what is meant. `lines` are the first and the last, both included.
    """

    reason: str
    name: str
    side: str = "both"
    paths: tuple[str, ...] = ()
    lines: tuple[int, int] | None = None
    work: str = ""

    @property
    def basis(self) -> Message:
        """The reason, and who gave it."""
        return Message.of("agreed", reason=Name(self.reason), by=Name(self.name))

    def covers(self, side: str, path: str) -> bool:
        """Say whether a file is one of those that are meant."""
        return self.side in (side, "both") and any(fnmatch.fnmatchcase(path, pattern) for pattern in self.paths)


def read_agreements(path: Path) -> tuple[Agreement, ...]:
    """Read agreed exclusions from a TOML file with a table `[[exclusion]]` for each.

    Raises:
        UsageError: The file cannot be read or is none, or an exclusion is incomplete; the message says which, and how.
    """
    try:
        data = saved_files.toml_table(saved_files.read_text(path))
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}); give a TOML file of exclusions") from None
    except ValueError as error:
        raise UsageError(f"{path}: is not valid TOML ({error}); fix it") from None
    rows = data.get("exclusion")
    if not isinstance(rows, list) or not rows or data.keys() != {"exclusion"}:
        raise UsageError(f"{path}: holds no exclusions; add a table [[exclusion]] for each")
    return tuple(_agreement(number, row, path) for number, row in enumerate(rows, start=1))


def marks(agreements: Iterable[Agreement], side: str, file: FileView) -> Iterable[Mark]:
    """Label what was agreed on of one file."""
    for agreement in agreements:
        if not agreement.covers(side, file.path):
            continue
        first, last = agreement.lines or (1, np.iinfo(np.int32).max)
        inside = (file.stream.lines >= first) & (file.stream.lines <= last)
        for start, stop in runs(np.asarray(inside)):
            yield Mark(start, stop, ReasonCode.USER_AGREED, agreement.basis)


def _agreement(number: int, row: Mapping[str, Any], path: Path) -> Agreement:
    where = f"{path}, exclusion {number}"
    for key in sorted(row.keys() - _KEYS):
        raise UsageError(f"{where}: unknown key {key!r}; use {', '.join(sorted(_KEYS))}")
    for key in ("reason", "name"):
        if not isinstance(row.get(key), str) or not row[key].strip():
            raise UsageError(f"{where}: has no {key}; every exclusion needs a reason and the name of who agreed to it")
    side, paths, lines, work = row.get("side", "both"), row.get("paths", []), row.get("lines"), row.get("work", "")
    if side not in SIDES:
        raise UsageError(f"{where}: the side is {side!r}; use one of {', '.join(SIDES)}")
    if bool(paths) == bool(work) or not all(isinstance(text, str) for text in (*paths, work)):
        raise UsageError(f"{where}: needs either paths or work; give a list of patterns, or a folder or archive")
    if lines is not None and not (
        isinstance(lines, list)
        and len(lines) == 2
        and all(isinstance(n, int) for n in lines)
        and 1 <= lines[0] <= lines[1]
    ):
        raise UsageError(f"{where}: lines are {lines!r}; give the first and the last line, such as [12, 40]")
    return Agreement(
        reason=" ".join(row["reason"].split()),
        name=" ".join(row["name"].split()),
        side=side,
        paths=tuple(paths),
        lines=None if lines is None else (lines[0], lines[1]),
        work=work,
    )
