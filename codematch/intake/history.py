"""The state of a repository, as facts beside the result (requirement R7)."""

from collections.abc import Callable, Iterator
from pathlib import Path

from codematch.intake.limitations import STAGE
from codematch.intake.names import printable
from codematch.intake.repository import Repository, branches_and_tags
from codematch.model.message import Message, Name, PathName
from codematch.model.source import Limitation, Reason

_SHOWN = 3
_DASH = "–"
# What git itself keeps in a git folder (gitrepository-layout).
_GIT_FILES = ("HEAD", "FETCH_HEAD", "MERGE_HEAD", "ORIG_HEAD", "COMMIT_EDITMSG", "MERGE_MSG", "config")
_GIT_MORE_FILES = ("config.worktree", "description", "gc.log", "gc.pid", "index", "packed-refs", "shallow")
_GIT_FOLDERS = ("branches", "hooks", "info", "lfs", "logs", "modules", "objects", "refs", "reftable", "worktrees")
_GIT_ENTRIES = frozenset((*_GIT_FILES, *_GIT_MORE_FILES, *_GIT_FOLDERS))


def state(repository: Repository, subject: str) -> list[Limitation]:
    """Return what a reader must know about the history of a work, whose label is `subject`."""
    details = [_summary(repository)]
    if repository.folder is not None:
        for check in _CHECKS:
            details.extend(check(repository.folder))
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


def _shallow(folder: Path) -> Iterator[Message]:
    cuts = _lines(folder / "shallow")
    if cuts:
        yield Message.of("shallow-history", count=len(cuts), first=Name(cuts[0]))


def _grafts(folder: Path) -> Iterator[Message]:
    grafts = _lines(folder / "info" / "grafts")
    if grafts:
        yield Message.of("grafts", count=len(grafts))


def _alternates(folder: Path) -> Iterator[Message]:
    alternates = _lines(folder / "objects" / "info" / "alternates")
    if alternates:
        yield Message.of("alternates", count=len(alternates))


def _packs(folder: Path) -> Iterator[Message]:
    packs = folder / "objects" / "pack"
    without_index = [pack.name for pack in sorted(packs.glob("*.pack")) if not pack.with_suffix(".idx").is_file()]
    if without_index:
        yield Message.of("packs-without-index", count=len(without_index), first=PathName(without_index[0]))
    if any(packs.glob("*.promisor")):
        yield Message.of("partial-clone")


def _reftable(folder: Path) -> Iterator[Message]:
    if (folder / "reftable").is_dir():
        yield Message.of("reftable")


def _beside(folder: Path) -> Iterator[Message]:
    beside = sorted(item.name for item in folder.iterdir() if item.name not in _GIT_ENTRIES)
    if folder.name != ".git" and beside:
        yield Message.of(
            "entries-beside", count=len(beside), entries=tuple(PathName(printable(name)) for name in beside[:_SHOWN])
        )


_CHECKS: tuple[Callable[[Path], Iterator[Message]], ...] = (_shallow, _grafts, _alternates, _packs, _reftable, _beside)


def _lines(path: Path) -> list[str]:
    if not path.is_file():
        return []
    return [line for line in path.read_text("utf-8", "backslashreplace").split("\n") if line and line[0] != "#"]
