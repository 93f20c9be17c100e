"""Which lines of the questioned work have changed since a revision, and which regions they touch."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from codematch.errors import EmptyInputError
from codematch.intake import read_work
from codematch.intake.ancestors import find_earlier
from codematch.model.match import RegionSide
from codematch.model.policy import ChangedSince
from codematch.model.source import SourceFile, SourceTree
from codematch.settings import Intake

LEAST_SHARED = 0.5
"""Share of lines that a renamed file has in common with the earlier one, as in git."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedLines:
    """What changed in the questioned work.

    `lines` are the changed lines of each file, from 1, in order; `cuts` the lines before which something was deleted.
    Files without an entry have not changed.
    """

    since: ChangedSince
    lines: Mapping[str, tuple[int, ...]]
    cuts: Mapping[str, tuple[int, ...]]

    def touches(self, side: RegionSide) -> bool:
        """Tell whether a line of a region changed, or one was deleted inside it."""
        inside = range(side.first_line, side.last_line + 1)
        return any(line in inside for line in self.lines.get(side.path, ())) or any(
            side.first_line < line <= side.last_line for line in self.cuts.get(side.path, ())
        )


def read_changes(locator: str, now: SourceTree, revision: str, limits: Intake) -> ChangedLines:
    """Read the earlier state of a work, and compare the two.

    Args:
        locator: The locator of the work.
        now: The work as it was read.
        revision: A revision of its repository. Compared is the last commit that it and the work have in common.
        limits: The limits of reading.

    Raises:
        InputError: The work is not in git, or the revision cannot be read.
    """
    earlier = find_earlier(locator, revision, limits)
    try:
        before = read_work(earlier.locator, limits).files
    except EmptyInputError:
        before = ()
    return find_changes(now, before, earlier.folder, requested=revision, revision=earlier.commit)


def find_changes(
    now: SourceTree, before: Sequence[SourceFile], folder: str, *, requested: str, revision: str
) -> ChangedLines:
    """Compare the files of a work line by line with those of an earlier state of it.

    A file of the same path is the earlier one; else a file of the same bytes, or the removed file that shares most
    lines with it.

    Args:
        now: The work.
        before: The files of an earlier state of its repository.
        folder: The folder of the work inside the repository, "" for all of it.
        requested: The revision as it was given.
        revision: The commit id of the earlier state.
    """
    prefix = f"{folder}/" if folder else ""
    old = {file.record.path.removeprefix(prefix): file.utf8 for file in before if file.record.path.startswith(prefix)}
    removed = {path: Counter(text.split(b"\n")) for path, text in _removed(old, now).items()}
    known_texts = set(old.values())
    lines: dict[str, tuple[int, ...]] = {}
    cuts: dict[str, tuple[int, ...]] = {}
    for file in now.files:
        path, text = file.record.path, file.utf8
        if not text or text == old.get(path) or (path not in old and text in known_texts):
            continue
        earlier = old[path] if path in old else old.get(_renamed(text, removed), b"")
        lines[path], cuts[path] = _difference(earlier.split(b"\n"), text.split(b"\n"))
    since = ChangedSince(requested=requested, revision=revision, files=len(lines), lines=sum(map(len, lines.values())))
    return ChangedLines(since=since, lines=lines, cuts=cuts)


def _removed(old: Mapping[str, bytes], now: SourceTree) -> dict[str, bytes]:
    present = {file.record.path for file in now.files}
    return {path: text for path, text in old.items() if path not in present and text}


def _renamed(text: bytes, removed: Mapping[str, Counter[bytes]]) -> str:
    """Return the path of the removed file that shares most lines with a text, "" if none shares enough."""
    own = Counter(text.split(b"\n"))
    shared = {path: (own & lines).total() / max(own.total(), lines.total()) for path, lines in removed.items()}
    best = max(sorted(shared), key=lambda path: shared[path], default="")
    return best if best and shared[best] >= LEAST_SHARED else ""


def _difference(before: Sequence[bytes], now: Sequence[bytes]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the changed lines of a text, and the lines before which something was deleted."""
    lines: list[int] = []
    cuts: list[int] = []
    first = 0
    while first < min(len(before), len(now)) and before[first] == now[first]:
        first += 1
    matcher = SequenceMatcher(None, before[first:], now[first:], autojunk=False)
    for kind, _, _, start, stop in matcher.get_opcodes():
        if kind == "delete":
            cuts.append(first + start + 1)
        elif kind != "equal":
            lines += range(first + start + 1, first + stop + 1)
    return tuple(lines), tuple(cuts)
