"""The state of a repository, as facts beside the result (requirement R7)."""

from collections.abc import Callable, Iterator
from pathlib import Path

from codematch.intake.limitations import STAGE
from codematch.intake.names import printable
from codematch.intake.repository import Repository, branches_and_tags
from codematch.model.source import Limitation, Reason

_SHOWN = 3
# What git itself keeps in a git folder (gitrepository-layout).
_GIT_FILES = ("HEAD", "FETCH_HEAD", "MERGE_HEAD", "ORIG_HEAD", "COMMIT_EDITMSG", "MERGE_MSG", "config")
_GIT_MORE_FILES = ("config.worktree", "description", "gc.log", "gc.pid", "index", "packed-refs", "shallow")
_GIT_FOLDERS = ("branches", "hooks", "info", "lfs", "logs", "modules", "objects", "refs", "reftable", "worktrees")
_GIT_ENTRIES = frozenset((*_GIT_FILES, *_GIT_MORE_FILES, *_GIT_FOLDERS))


def state(repository: Repository, subject: str) -> list[Limitation]:
    """Return what a reader must know about the history that a work comes from.

    Args:
        repository: An open repository or bundle.
        subject: The label of the work.
    """
    details = [_summary(repository)]
    if repository.folder is not None:
        for check in _CHECKS:
            details.extend(check(repository.folder))
    replaced = sum(1 for ref in repository.refs if ref.startswith("refs/replace/"))
    if replaced:
        details.append(
            f"{replaced} objects have replacements (refs/replace), which are ignored: the originals are read"
        )
    return [note(subject, detail) for detail in details]


def note(subject: str, detail: str, reason: Reason = Reason.HISTORY_STATE) -> Limitation:
    """Return a limitation about the history of a work."""
    return Limitation(stage=STAGE, subject=subject, reason=reason, detail=detail)


def _summary(repository: Repository) -> str:
    branches, tags, others = branches_and_tags(repository.refs)
    loose, packed = repository.objects.counts()
    head = repository.refs.get("HEAD", "no commit")
    at = f"{repository.head} at {head}" if repository.head else head
    return (
        f"HEAD is {at}; {len(branches)} branches, {len(tags)} tags, {len(others)} other references; "
        f"{loose:,} loose and {packed:,} packed objects"
    )


def _shallow(folder: Path) -> Iterator[str]:
    cuts = _lines(folder / "shallow")
    if cuts:
        yield f"the history is shallow: it is cut off at {len(cuts)} commits, first {cuts[0]}"


def _grafts(folder: Path) -> Iterator[str]:
    grafts = _lines(folder / "info" / "grafts")
    if grafts:
        yield f"the history has {len(grafts)} grafts (info/grafts): parents other than those recorded"


def _alternates(folder: Path) -> Iterator[str]:
    alternates = _lines(folder / "objects" / "info" / "alternates")
    if alternates:
        yield f"objects are borrowed from {len(alternates)} other repositories (alternates), which are not read"


def _packs(folder: Path) -> Iterator[str]:
    packs = folder / "objects" / "pack"
    without_index = [pack.name for pack in sorted(packs.glob("*.pack")) if not pack.with_suffix(".idx").is_file()]
    if without_index:
        yield f"{len(without_index)} packs have no index and are not read, first {without_index[0]}"
    if any(packs.glob("*.promisor")):
        yield "this is a partial clone: objects that were never fetched are missing"


def _reftable(folder: Path) -> Iterator[str]:
    if (folder / "reftable").is_dir():
        yield "its references are kept as reftable, which is not read: commits can be named only by their ids"


def _beside(folder: Path) -> Iterator[str]:
    beside = sorted(item.name for item in folder.iterdir() if item.name not in _GIT_ENTRIES)
    if folder.name != ".git" and beside:
        yield f"{len(beside)} entries beside the repository are not read: {printable(', '.join(beside[:_SHOWN]))}"


_CHECKS: tuple[Callable[[Path], Iterator[str]], ...] = (_shallow, _grafts, _alternates, _packs, _reftable, _beside)


def _lines(path: Path) -> list[str]:
    if not path.is_file():
        return []
    return [line for line in path.read_text("utf-8", "backslashreplace").split("\n") if line and line[0] != "#"]
