"""The state of a repository, as facts that accompany the result (requirement R7)."""

from collections.abc import Iterator
from pathlib import Path

from codematch.intake.limitations import STAGE
from codematch.intake.names import printable
from codematch.intake.repository import Repository, branches_and_tags
from codematch.model.message import Message, Name, PathName
from codematch.model.source import Limitation, Reason

_SHOWN = 3
_DASH = "–"
_GIT_ENTRIES = frozenset({
    "HEAD", "FETCH_HEAD", "MERGE_HEAD", "ORIG_HEAD", "COMMIT_EDITMSG", "MERGE_MSG", "config", "config.worktree",
    "description", "gc.log", "gc.pid", "index", "packed-refs", "shallow", "branches", "hooks", "info", "lfs", "logs",
    "modules", "objects", "refs", "reftable", "worktrees",
})  # fmt: skip
"""What git itself keeps in a git folder (gitrepository-layout)."""


def state(repository: Repository, subject: str) -> list[Limitation]:
    """Return what a reader must know about the history of a work, whose label is `subject`."""
    details = [_summary(repository)]
    if repository.folder is not None:
        details.extend(_folder_state(repository.folder))
    replaced = sum(1 for ref in repository.refs if ref.startswith("refs/replace/"))
    if replaced:
        details.append(Message.of("replaced-objects", count=replaced))
    return [note(subject, detail) for detail in details]


def note(subject: str, detail: Message, reason: Reason = Reason.HISTORY_STATE) -> Limitation:
    """Return a limitation about the history of a work."""
    return Limitation(stage=STAGE, subject=subject, reason=reason, detail=detail)


def _summary(repository: Repository) -> Message:
    branches, tags, others = branches_and_tags(repository.refs)
    loose, packed = repository.objects.counts()
    head = repository.refs.get("HEAD", _DASH)
    at = f"{repository.head} @ {head}" if repository.head else head
    return Message.of(
        "repository",
        head=Name(at),
        branches=len(branches),
        tags=len(tags),
        others=len(others),
        loose=loose,
        packed=packed,
    )


def _folder_state(folder: Path) -> Iterator[Message]:
    """Yield what a git folder shows of its history being incomplete, replaced or elsewhere."""
    objects, packs = folder / "objects", folder / "objects" / "pack"
    if cuts := _lines(folder / "shallow"):
        yield Message.of("shallow-history", count=len(cuts), first=Name(cuts[0]))
    if grafts := _lines(folder / "info" / "grafts"):
        yield Message.of("grafts", count=len(grafts))
    if alternates := _lines(objects / "info" / "alternates"):
        yield Message.of("alternates", count=len(alternates))
    if lone := [pack.name for pack in sorted(packs.glob("*.pack")) if not pack.with_suffix(".idx").is_file()]:
        yield Message.of("packs-without-index", count=len(lone), first=PathName(lone[0]))
    if any(packs.glob("*.promisor")):
        yield Message.of("partial-clone")
    if (folder / "reftable").is_dir():
        yield Message.of("reftable")
    beside = sorted(item.name for item in folder.iterdir() if item.name not in _GIT_ENTRIES)
    if folder.name != ".git" and beside:
        entries = tuple(PathName(printable(name)) for name in beside[:_SHOWN])
        yield Message.of("entries-beside", count=len(beside), entries=entries)


def _lines(path: Path) -> list[str]:
    if not path.is_file():
        return []
    return [line for line in path.read_text("utf-8", "backslashreplace").split("\n") if line and line[0] != "#"]
