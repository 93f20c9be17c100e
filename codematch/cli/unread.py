"""Parts of the works that could not be read: a warning for each kind; with --strict, an error.

The result lists every file; these lines are for readers of the summary alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from codematch.cli import console
from codematch.errors import InputError

if TYPE_CHECKING:
    from codematch.model.result import CaseResult

_SAID = {
    "read-error": "cannot be read",
    "damaged": "damaged",
    "encrypted": "encrypted",
    "unsupported-archive": "archive of a form that is not supported",
    "archive-limit": "archive beyond a limit",
    "hidden-data": "bytes that their container does not list",
}
"""The reasons of unread files that --strict refuses, in words."""
_WARNED = ("read-error", "damaged")
_NAMED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """The unread parts of one work for one reason: the role of the work, and the paths, sorted."""

    role: str
    reason: str
    paths: tuple[str, ...]

    def __str__(self) -> str:
        listed = ", ".join(self.paths[:_NAMED]) + (
            f" and {rest:,} more" if (rest := len(self.paths) - _NAMED) > 0 else ""
        )
        unknown = " (an unreadable folder may contain any number of files)" if self.reason == "read-error" else ""
        return f"{self.role}, {_SAID[self.reason]}: {listed}{unknown}"


def find(result: "CaseResult") -> list[Unread]:
    """Return the unread parts of the works of a result, work by work."""
    found = []
    for pair in result.pairs:
        works = [("known work", pair.known), ("questioned work", pair.questioned)]
        works += [(f"shared material P{number}", entry.work) for number, entry in enumerate(pair.prior, start=1)]
        for role, work in works:
            for reason in _SAID:
                paths = {file.path for file in work.files if file.reason is not None and file.reason.value == reason}
                if not paths:  # a whole archive that is damaged has no file that says so
                    limits = (item for item in result.limitations if item.reason.value == reason)
                    paths = {item.subject for item in limits if item.subject == work.label}
                if paths:
                    found.append(Unread(role=role, reason=reason, paths=tuple(sorted(paths))))
    return found


def warn(found: Sequence[Unread]) -> None:
    """Print a warning on stderr for parts that are unreadable or damaged."""
    for text in warnings(found):
        console.note(text)


def warnings(found: Sequence[Unread]) -> list[str]:
    """Return a warning for each part that is unreadable or damaged."""
    return [f"warning: {one}" for one in found if one.reason in _WARNED]


def refuse(found: Sequence[Unread]) -> None:
    """End the run when something could not be read.

    Raises:
        InputError: Something could not be.
    """
    if found:
        raise InputError(f"--strict: parts of the works could not be read: {'; '.join(map(str, found))}")
