"""The revisions of a known work, whatever form they have: each with its parent and with what it changes.

A revision is a commit, or a release. Its files are those of its parent with its changes; so what two revisions share
is looked at once.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from codematch.model.versions import ClaimedTime

Changes = Mapping[str, str]
"""The path of every changed file, with the id of its new content; "" for a file that is gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """A commit or a release.

    Attributes:
        id: The full id of the commit, or the name of the release.
        names: Tags and branches that name it, sorted.
        parent: The number of the revision that its changes refer to, -1 if they are all of its files.
        parents: The numbers of all parents; a merge has several.
        changes: What differs from `parent`.
        title: The first line of its message, "" if it has none.
        author: Name and address of the author as recorded.
        committer: The same of the committer.
        times: What it claims of its time.
        signed: What of it carries a signature, which is not verified here: the name of a tag, or "" for the commit
            itself, each with the id of its object.
    """

    id: str
    names: tuple[str, ...] = ()
    parent: int = -1
    parents: tuple[int, ...] = ()
    changes: Changes = field(default_factory=dict, hash=False)
    title: str = ""
    author: str = ""
    committer: str = ""
    times: tuple[ClaimedTime, ...] = ()
    signed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class History:
    """All revisions of a work, parents before children, and how the content of a file is read.

    `is_git` tells commits from releases. `unread` are the ids of objects that could not be read. `left_out` is the
    number of revisions beyond the limit, `cut_off` that of commits that are named as parents and missing, as in a
    shallow clone; `signatures` are the names of signatures beside releases.
    """

    revisions: Sequence[Revision]
    read: Callable[[str], bytes]
    is_git: bool
    unread: tuple[str, ...] = ()
    left_out: int = 0
    cut_off: int = 0
    signatures: tuple[str, ...] = ()


def contents_by_path(history: History) -> dict[str, list[str]]:
    """Return the different contents that every path ever had, in the order of their first revision."""
    found: dict[str, dict[str, None]] = {}
    for revision in history.revisions:
        for path, content in revision.changes.items():
            if content:
                found.setdefault(path, {}).setdefault(content)
    return {path: list(contents) for path, contents in found.items()}
