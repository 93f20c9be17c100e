"""Git repositories: where their data are, what they call what, and the tree of a revision.

Nothing in a repository is run or obeyed: no hook, filter, attribute, include or alternate. Its folder must
hold plain files where the objects and references are; a link or a device there is refused, since reading it
could leave the input or wait for ever.
"""

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dulwich.errors import PackedRefsException, RefFormatError
from dulwich.object_format import SHA1, SHA256
from dulwich.refs import DiskRefsContainer, Ref, SymrefLoop

from codematch.errors import InputError
from codematch.intake import names
from codematch.intake.objects import ObjectError, ObjectStore
from codematch.settings import Intake

_READ_AREAS = ("HEAD", "config", "info", "objects", "packed-refs", "refs", "shallow")
_BARE_ENTRIES = ("HEAD", "objects", "refs")
_HEAD_TEXT = re.compile(rb"ref: refs/|[0-9a-f]{40}")
_OBJECT_FORMAT = re.compile(rb"^\s*objectformat\s*=\s*\"?(\w+)", re.IGNORECASE | re.MULTILINE)
_REF_STORAGE = re.compile(rb"^\s*refstorage\s*=\s*\"?(\w+)", re.IGNORECASE | re.MULTILINE)
_HEX_ID = re.compile(r"[0-9a-f]{4,64}")
_COMMIT_TREE = re.compile(rb"tree ([0-9a-f]{40,64})\n")
_TAGGED = re.compile(rb"object ([0-9a-f]{40,64})\ntype (\w+)\n")
_TAG_DEPTH = 16
_NAMED_REVISIONS = 6
_REF_ERRORS = (PackedRefsException, RefFormatError, SymrefLoop, StopIteration, OSError, ValueError)


@dataclass(frozen=True, slots=True, eq=False)
class Repository:
    """An open repository or bundle.

    `folder` is the git folder (None for a bundle), `refs` maps full reference names (and HEAD) to object ids,
    `head` is the reference that HEAD names ("" when it names a commit or is missing).
    """

    objects: ObjectStore
    refs: dict[str, str]
    head: str
    folder: Path | None = None


def git_folder(root: Path) -> Path | None:
    """Return the git folder of a working tree or a bare repository; None when `root` is neither."""
    inside = root / ".git"
    if inside.is_dir() and not inside.is_symlink():
        return inside
    return root if is_bare(root) else None


def is_bare(root: Path) -> bool:
    """Tell whether a folder is laid out as a bare repository."""
    head = root / "HEAD"
    if not all((root / entry).exists() for entry in _BARE_ENTRIES) or not head.is_file():
        return False
    try:
        with head.open("rb") as stream:
            return _HEAD_TEXT.match(stream.read(64)) is not None
    except OSError:
        return False


@contextmanager
def opened(folder: Path, limits: Intake) -> Iterator[Repository]:
    """Open a git folder for reading.

    Raises:
        ObjectError: Its data cannot be read.
    """
    _check_plain(folder)
    is_sha256, refs, head = _names_and_format(folder)
    with ObjectStore(folder / "objects", SHA256 if is_sha256 else SHA1, limits.max_held_bytes) as objects:
        for pack in sorted((folder / "objects" / "pack").glob("*.pack")):
            if pack.with_suffix(".idx").is_file():
                objects.add_pack(pack)
        yield Repository(objects, refs, head, folder)


def commit_of(repository: Repository, revision: str, subject: str) -> str:
    """Return the full id of the commit that a revision names.

    Args:
        repository: The repository.
        revision: HEAD, a branch, a tag, a full reference name, or a commit id of at least four digits.
        subject: What error messages call the input.

    Raises:
        InputError: There is no such commit, or more than one.
    """
    object_id = _named(repository, revision)
    if object_id is not None:
        return _peeled(repository, object_id, revision, subject)
    wanted = revision.lower()
    if _HEX_ID.fullmatch(wanted):
        commits = [one for one in repository.objects.ids(wanted) if _is_commit(repository, one)]
        if len(commits) == 1:
            return _peeled(repository, commits[0], revision, subject)
        if commits:
            listed = ", ".join(commits[:_NAMED_REVISIONS])
            raise InputError(f"{subject}: the revision {revision} is ambiguous; give one of {listed} in full")
    raise InputError(f"{subject}: unknown revision {revision}; {_known_revisions(repository)}")


def tree_of(repository: Repository, commit: str) -> str:
    """Return the tree id of a commit.

    Raises:
        ObjectError: The commit is missing or damaged.
    """
    kind, content = repository.objects.read(commit)
    found = _COMMIT_TREE.match(content)
    if kind != b"commit" or found is None:
        raise ObjectError(f"object {commit} is not a commit")
    return found[1].decode()


def branches_and_tags(refs: Iterable[str]) -> tuple[list[str], list[str], list[str]]:
    """Return the short names of branches and tags, and the full names of all other references, each sorted."""
    branches = sorted(ref.removeprefix("refs/heads/") for ref in refs if ref.startswith("refs/heads/"))
    tags = sorted(ref.removeprefix("refs/tags/") for ref in refs if ref.startswith("refs/tags/"))
    others = sorted(ref for ref in refs if not ref.startswith(("refs/heads/", "refs/tags/")) and ref != "HEAD")
    return branches, tags, others


def _names_and_format(folder: Path) -> tuple[bool, dict[str, str], str]:
    """Return whether ids are SHA-256, the references, and what HEAD names; a reftable counts as no references."""
    try:
        config = (folder / "config").read_bytes() if (folder / "config").is_file() else b""
        object_format = _OBJECT_FORMAT.search(config)
        refs, head = ({}, "") if _REF_STORAGE.search(config) else _refs(folder)
    except _REF_ERRORS as error:
        raise ObjectError(f"its references cannot be read: {error}") from error
    return object_format is not None and object_format[1].lower() == b"sha256", refs, head


def _refs(folder: Path) -> tuple[dict[str, str], str]:
    container = DiskRefsContainer(os.fspath(folder))
    refs = {names.shown(bytes(ref)): object_id.decode("ascii") for ref, object_id in container.as_dict().items()}
    chain, _ = container.follow(Ref(b"HEAD"))
    return refs, names.shown(bytes(chain[-1])) if len(chain) > 1 else ""


def _check_plain(folder: Path) -> None:
    pending = [folder / area for area in _READ_AREAS if os.path.lexists(folder / area)]
    for path in list(pending):
        if path.is_symlink() or not (path.is_dir() or path.is_file()):
            raise ObjectError(f"its {path.name} is a link or a special file, which is not followed")
    pending = [path for path in pending if path.is_dir()]
    while pending:
        with os.scandir(pending.pop()) as scan:
            for item in scan:
                if item.is_dir(follow_symlinks=False):
                    pending.append(Path(item.path))
                elif not item.is_file(follow_symlinks=False):
                    raise ObjectError(f"its {item.name} is a link or a special file, which is not followed")


def _named(repository: Repository, revision: str) -> str | None:
    """Resolve a name in git's order (gitrevisions); a full object id is never a name."""
    if len(revision) == repository.objects.object_format.hex_length and _HEX_ID.fullmatch(revision):
        return None
    candidates = (
        revision if revision == "HEAD" or revision.startswith("refs/") else "",
        f"refs/{revision}",
        f"refs/tags/{revision}",
        f"refs/heads/{revision}",
        f"refs/remotes/{revision}",
        f"refs/remotes/{revision}/HEAD",
    )
    return next((repository.refs[name] for name in candidates if name in repository.refs), None)


def _peeled(repository: Repository, object_id: str, revision: str, subject: str) -> str:
    try:
        for _ in range(_TAG_DEPTH):
            kind, content = repository.objects.read(object_id)
            if kind == b"commit":
                return object_id
            tagged = _TAGGED.match(content)
            if kind != b"tag" or tagged is None:
                break
            object_id = tagged[1].decode()
    except ObjectError as error:
        raise InputError(
            f"{subject}: the revision {revision} cannot be read ({error}); get a complete clone"
        ) from error
    raise InputError(f"{subject}: the revision {revision} is not a commit; {_known_revisions(repository)}")


def _is_commit(repository: Repository, object_id: str) -> bool:
    try:
        return repository.objects.read(object_id)[0] in (b"commit", b"tag")
    except ObjectError:
        return False


def _known_revisions(repository: Repository) -> str:
    branches, tags, others = branches_and_tags(repository.refs)
    known = [*branches, *tags, *others]
    if not known:
        return "no branches or tags can be read, so give a full commit id"
    more = f" (of {len(known)})" if len(known) > _NAMED_REVISIONS else ""
    return f"give a commit id or one of {', '.join(known[:_NAMED_REVISIONS])}{more}"
