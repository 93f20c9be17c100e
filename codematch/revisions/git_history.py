"""The commits of a git repository, straight from its objects: nothing is checked out, and git is never run."""

import heapq
import re
import stat
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

from dulwich.objects import parse_tree

from codematch.errors import InputError
from codematch.intake import git_bundle, names
from codematch.intake.locate import Form, Located
from codematch.intake.objects import FORMAT_ERRORS, ObjectError, ObjectStore
from codematch.intake.repository import Repository, commit_of, git_folder, opened
from codematch.model.versions import ClaimedKind, ClaimedTime
from codematch.revisions.history import History, Revision
from codematch.settings import Intake

_HEADER = re.compile(rb"(tree|parent|author|committer|gpgsig|object|tagger) (.*)")
_PERSON = re.compile(rb"(.*?)\s*(-?\d+) ([+-]\d+)\s*$")
_CACHED_TREES = 20_000
_NAMED = ("refs/heads/", "refs/tags/", "refs/remotes/")
_DAY_SECONDS = 86_400


@contextmanager
def repository_of(work: Located, limits: Intake) -> Iterator[Repository]:
    """Open the repository of a work in git.

    Raises:
        InputError: Its data cannot be read.
    """
    try:
        if work.form is Form.BUNDLE:
            with git_bundle.opened(work.path.read_bytes(), limits) as (bundle, _):
                yield bundle
            return
        folder: Path = git_folder(work.path) or work.path
        with opened(folder, limits) as repository:
            yield repository
    except (ObjectError, OSError) as error:
        raise InputError(f"{work.subject}: the git data cannot be read ({error}); get a complete clone") from error


def read_history(repository: Repository, revision: str, subject: str, most: int) -> History:
    """Return the commits that any branch or tag leads to, or those up to one revision.

    Args:
        repository: An open repository.
        revision: What the user named, "" for all branches and tags.
        subject: What error messages call the input.
        most: The greatest number of commits; the oldest are left out.

    Raises:
        InputError: No commit can be read.
    """
    tips = {commit_of(repository, revision, subject)} if revision else _tips(repository)
    commits, unread = _reachable(repository.objects, tips)
    if not commits:
        raise InputError(f"{subject}: has no commits; give a repository with a history, or a folder of releases")
    order = _ordered(commits)
    left_out = max(0, len(order) - most)
    order = order[left_out:]
    labels, tagged, signed = _labels(repository)
    numbers = {commit: number for number, commit in enumerate(order)}
    trees = _Trees(repository.objects)
    revisions = []
    for commit in order:
        header = commits[commit]
        parents = tuple(numbers[one] for one in header.parents if one in numbers)
        before = commits[order[parents[0]]].tree if parents else ""
        revisions.append(
            Revision(
                id=commit,
                names=tuple(sorted(labels.get(commit, ()))),
                parent=parents[0] if parents else -1,
                parents=parents,
                changes=trees.changes(before, header.tree),
                title=header.title,
                author=header.author,
                committer=header.committer,
                times=(*header.times, *tagged.get(commit, ())),
                signed=(*([("", commit)] if header.is_signed else ()), *signed.get(commit, ())),
            )
        )
    return History(
        revisions=revisions,
        read=lambda content: repository.objects.read(content)[1],
        is_git=True,
        unread=tuple(sorted({*unread, *trees.unread})),
        left_out=left_out,
        cut_off=len(unread),
    )


class _Header:
    """What the object of a commit or a tag says."""

    def __init__(self, content: bytes) -> None:
        head, _, message = content.partition(b"\n\n")
        self.parents: list[str] = []
        self.tree = self.target = self.author = self.committer = ""
        self.is_signed = b"\ngpgsig" in head or (head.startswith(b"object ") and b"-----BEGIN " in message)
        self.times: tuple[ClaimedTime, ...] = ()
        self.title = _shown(message.strip().split(b"\n", 1)[0])[:200]
        for line in head.split(b"\n"):
            if found := _HEADER.match(line):
                self._take(found[1], found[2])

    def _take(self, key: bytes, value: bytes) -> None:
        if key == b"parent":
            self.parents.append(_shown(value))
        elif key == b"tree":
            self.tree = _shown(value)
        elif key == b"object":
            self.target = _shown(value)
        elif key in (b"author", b"committer", b"tagger"):
            person, time = _person(value, _KINDS[key])
            if key == b"author":
                self.author = person
            elif key == b"committer":
                self.committer = person
            self.times = (*self.times, *([time] if time else ()))


_KINDS = {b"author": ClaimedKind.AUTHOR, b"committer": ClaimedKind.COMMITTER, b"tagger": ClaimedKind.TAGGER}


def _shown(text: bytes) -> str:
    return names.shown(text)


def _person(value: bytes, kind: ClaimedKind) -> tuple[str, ClaimedTime | None]:
    found = _PERSON.match(value)
    if found is None:
        return _shown(value), None
    return _shown(found[1]), claimed_time(kind, int(found[2]), _shown(found[3]))


def claimed_time(kind: ClaimedKind, seconds: int, zone: str) -> ClaimedTime:
    """Return a time as git records it: seconds since 1970 and a zone such as +0800."""
    sign = -1 if zone.startswith("-") else 1
    digits = zone.lstrip("+-").rjust(4, "0")
    minutes = sign * (int(digits[:-2]) * 60 + int(digits[-2:]))
    text = ""
    try:
        plain = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
        shown = plain.astimezone(timezone(timedelta(minutes=minutes))) if abs(minutes) < _DAY_SECONDS // 60 else plain
        text = shown.isoformat(timespec="seconds")
    except (OverflowError, ValueError):
        text = ""
    return ClaimedTime(kind=kind, time=text, seconds=seconds, zone=zone)


def _tips(repository: Repository) -> set[str]:
    """Return the commits that branches, tags and HEAD name."""
    found = {value for name, value in repository.refs.items() if name == "HEAD" or name.startswith(_NAMED)}
    return {commit for value in found or set(repository.refs.values()) if (commit := _peeled(repository, value))}


def _peeled(repository: Repository, object_id: str) -> str:
    try:
        for _ in range(16):
            kind, content = repository.objects.read(object_id)
            if kind == b"commit":
                return object_id
            if kind != b"tag":
                return ""
            object_id = _Header(content).target
    except ObjectError:
        return ""
    return ""


_Signed = tuple[str, str]


def _labels(
    repository: Repository,
) -> tuple[dict[str, list[str]], dict[str, list[ClaimedTime]], dict[str, list[_Signed]]]:
    """Return the names of commits, what their tags claim of the time, and which of these are signed."""
    found: dict[str, list[str]] = {}
    times: dict[str, list[ClaimedTime]] = {}
    signed: dict[str, list[_Signed]] = {}
    for ref, value in sorted(repository.refs.items()):
        if not ref.startswith(_NAMED):
            continue
        commit = _peeled(repository, value)
        found.setdefault(commit, []).append(ref.split("/", 2)[2])
        if commit and commit != value:
            tag = _Header(repository.objects.read(value)[1])
            times.setdefault(commit, []).extend(tag.times)
            if tag.is_signed:
                signed.setdefault(commit, []).append((ref.split("/", 2)[2], value))
    return found, times, signed


def _reachable(objects: ObjectStore, tips: set[str]) -> tuple[dict[str, _Header], list[str]]:
    found: dict[str, _Header] = {}
    unread: list[str] = []
    pending, seen = sorted(tips), set(tips)
    while pending:
        commit = pending.pop()
        try:
            kind, content = objects.read(commit)
        except ObjectError:
            unread.append(commit)
            continue
        if kind != b"commit":
            continue
        header = _Header(content)
        found[commit] = header
        fresh = [one for one in header.parents if one not in seen]
        seen.update(fresh)
        pending += fresh
    return found, unread


def _ordered(commits: Mapping[str, _Header]) -> list[str]:
    """Return commits with parents before children, else by the claimed time of the committer, then by id."""
    waiting = {commit: sum(one in commits for one in set(header.parents)) for commit, header in commits.items()}
    children: dict[str, list[str]] = {}
    for commit, header in commits.items():
        for parent in set(header.parents):
            children.setdefault(parent, []).append(commit)
    ready = [(_when(commits[commit]), commit) for commit, count in waiting.items() if not count]
    heapq.heapify(ready)
    order = []
    while ready:
        _, commit = heapq.heappop(ready)
        order.append(commit)
        for child in children.get(commit, ()):
            waiting[child] -= 1
            if not waiting[child]:
                heapq.heappush(ready, (_when(commits[child]), child))
    return order


def _when(header: _Header) -> int:
    return next((time.seconds for time in header.times if time.kind is ClaimedKind.COMMITTER), 0)


_Tree = dict[bytes, tuple[int, bytes]]


class _Trees:
    """The trees of a repository, of which neighbours share most: each is parsed once while it is in use."""

    def __init__(self, objects: ObjectStore) -> None:
        self._objects = objects
        self._parsed: OrderedDict[bytes, _Tree] = OrderedDict()
        self.unread: set[str] = set()

    def changes(self, before: str, after: str) -> dict[str, str]:
        """Return the files that differ between two trees, with the ids of the new ones; "" where one is gone."""
        found: dict[str, str] = {}
        pending = [(before.encode(), after.encode(), b"")]
        while pending:
            old, new, prefix = pending.pop()
            if old == new:
                continue
            left, right = self._tree(old), self._tree(new)
            for name in left.keys() | right.keys():
                one, other = left.get(name), right.get(name)
                if one == other:
                    continue
                path = prefix + name
                folders = (one[1] if one and _is_folder(one) else b"", other[1] if other and _is_folder(other) else b"")
                if any(folders):
                    pending.append((*folders, path + b"/"))
                if other and _is_file(other):
                    found[_shown(path)] = other[1].decode()
                elif one and _is_file(one):
                    found[_shown(path)] = ""
        return found

    def _tree(self, tree: bytes) -> _Tree:
        if not tree:
            return {}
        parsed = self._parsed.get(tree)
        if parsed is None:
            parsed = self._parse(tree)
            self._parsed[tree] = parsed
            if len(self._parsed) > _CACHED_TREES:
                self._parsed.popitem(last=False)
        return parsed

    def _parse(self, tree: bytes) -> _Tree:
        try:
            kind, content = self._objects.read(tree.decode())
            if kind == b"tree":
                return {
                    name: (mode, one) for name, mode, one in parse_tree(content, self._objects.object_format.oid_length)
                }
        except (ObjectError, *FORMAT_ERRORS):
            pass
        self.unread.add(tree.decode())
        return {}


def _is_folder(item: tuple[int, bytes]) -> bool:
    return stat.S_ISDIR(item[0])


def _is_file(item: tuple[int, bytes]) -> bool:
    return stat.S_ISREG(item[0])
