"""The commit that a questioned work is compared with to find what changed, from git's objects alone."""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from codematch.errors import InputError
from codematch.intake import git_bundle, repository
from codematch.intake.locate import Form, locate
from codematch.intake.names import printable
from codematch.intake.objects import ObjectError
from codematch.intake.repository import Repository
from codematch.settings import Intake

_PARENT = re.compile(rb"^parent ([0-9a-f]{40,64})$", re.MULTILINE)
_STEPS = re.compile(r"(?P<name>.+?)(?P<steps>(?:[~^]\d*)+)")
_STEP = re.compile(r"([~^])(\d*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierState:
    """Where an earlier state of a work is.

    `locator` is that of a whole repository at a commit, `folder` the folder of the work inside it ("" for all of it),
    `commit` the commit id.
    """

    locator: str
    folder: str
    commit: str


def find_earlier(work: str, revision: str, limits: Intake) -> EarlierState:
    """Return the state of a work at a revision, or at the last commit that the revision and the work have in common.

    Args:
        work: The locator of a git working tree, a folder inside one, a repository at a revision, or a bundle.
        revision: A branch, a tag or a commit, with steps back such as `~2` or `^`.
        limits: The limits of reading.

    Raises:
        InputError: The work is not in git, or there is no such revision.
    """
    located = locate(work)
    where = f"--changed-since {printable(revision)}: {located.subject}"
    root, folder = located.path, ""
    if located.form is Form.BUNDLE:
        content = located.path.read_bytes()
        with git_bundle.opened(content, limits) as (opened, header):
            requested = located.revision or git_bundle.default_revision(header.refs)
            commit = _common(opened, requested, revision, where)
    else:
        if located.form is Form.FOLDER:
            root, folder = _around(located.path, where)
        git_folder = repository.git_folder(root)
        if located.form in (Form.ARCHIVE, Form.FILE) or git_folder is None:
            raise InputError(f"{where} is not in a git repository; give a git working tree or PATH@REVISION")
        try:
            with repository.opened(git_folder, limits) as opened:
                commit = _common(opened, located.revision or "HEAD", revision, where)
        except ObjectError as error:
            raise InputError(f"{where}: the repository cannot be read ({error}); get a complete clone") from None
    return EarlierState(locator=f"{root}@{commit}", folder=folder, commit=commit)


def _around(path: Path, where: str) -> tuple[Path, str]:
    """Return the root of the working tree that a folder lies in, and the folder relative to it."""
    folder = path.resolve()
    for parent in folder.parents:
        if (parent / ".git").is_dir():
            return parent, folder.relative_to(parent).as_posix()
    raise InputError(f"{where} is not in a git repository; give a git working tree or PATH@REVISION")


def _common(opened: Repository, own: str, revision: str, where: str) -> str:
    """Return the last commit that both revisions have in common; the given one where the history does not tell."""
    wanted = _resolved(opened, revision, where)
    try:
        current = repository.commit_of(opened, own, where)
        behind = set(_history(opened, current))
        return next((one for one in _history(opened, wanted) if one in behind), wanted)
    except InputError:
        return wanted


def _resolved(opened: Repository, revision: str, where: str) -> str:
    """Return the commit that a revision names, with its steps back."""
    steps = _STEPS.fullmatch(revision)
    if steps is None:
        return repository.commit_of(opened, revision, where)
    commit = repository.commit_of(opened, steps["name"], where)
    for sign, digits in _STEP.findall(steps["steps"]):
        count = int(digits or 1)
        for _ in range(count if sign == "~" else min(count, 1)):
            parents = _parents(opened, commit)
            place = 0 if sign == "~" else count - 1
            if place >= len(parents):
                raise InputError(f"{where}: commit {commit} has no such parent here; get the whole history")
            commit = parents[place]
    return commit


def _history(opened: Repository, commit: str) -> Iterator[str]:
    """Yield a commit and what it is made from, the nearest first, as far as it is there."""
    pending, seen = deque([commit]), {commit}
    while pending:
        one = pending.popleft()
        yield one
        for parent in _parents(opened, one):
            if parent not in seen:
                seen.add(parent)
                pending.append(parent)


def _parents(opened: Repository, commit: str) -> list[str]:
    """Return the parents of a commit; none where the object is missing, as behind the edge of a shallow clone."""
    try:
        kind, content = opened.objects.read(commit)
    except ObjectError:
        return []
    head = content.partition(b"\n\n")[0]
    return [found.decode() for found in _PARENT.findall(head)] if kind == b"commit" else []
