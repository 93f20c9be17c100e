"""The works that are named for an index: the entries of one folder, or works one by one."""

import os
from collections.abc import Sequence
from pathlib import Path

from codematch.errors import InputError, UsageError
from codematch.intake import find_work
from codematch.model.message import Message
from codematch.scanning.works import Located, entries, labelled, left_out
from codematch.settings import Intake


def locate(given: Sequence[str]) -> tuple[list[Located], list[str]]:
    """Return the works for a new index, and what is said of entries that are none.

    Args:
        given: One folder, each of whose entries is a work, or works.

    Raises:
        UsageError: Nothing is given, or a work twice.
        InputError: A work is not there, or the folder has no entries.
    """
    root = Path(given[0]) if given else Path()
    if len(given) != 1 or not root.is_dir():
        return named(given), []
    notes: list[Message] = []
    found = [Located(label="", locator=os.fspath(root / name)) for name in entries(root, notes)]
    if not found:
        missing = f"{root}: has no entries, and each entry is a work"
        raise InputError(f"{missing}{left_out(notes)}; give a folder with works")
    return labelled(found), [_said(root, note) for note in notes]


def _said(root: Path, note: Message) -> str:
    kind = "hidden entries are not works" if note.key == "scan-hidden-entries" else "symbolic links are not followed"
    names = note["names"]
    return f"{root}: {note['count']} {kind}: {', '.join(map(str, names if isinstance(names, tuple) else ()))}"


def named(given: Sequence[str], label: str | None = None) -> list[Located]:
    """Return works that are named one by one, each known to be there.

    Args:
        given: Their locators.
        label: What the only one is called; None for the end of its path.

    Raises:
        UsageError: Nothing is given, or a label for several works.
        InputError: A work is not there, or in no form that can be read.
    """
    locators = list(dict.fromkeys(given))
    if not locators:
        raise UsageError("no works were given; give works, or a folder whose entries are the works")
    if label is not None and (len(locators) > 1 or not label.strip()):
        raise UsageError("--label names one work; give one work and a name")
    for locator in locators:
        find_work(locator, Intake())
    if label is not None:
        return [Located(label=label.strip(), locator=locators[0])]
    return labelled([Located(label="", locator=locator) for locator in locators])
