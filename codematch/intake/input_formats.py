"""The forms of a work, each opened as a stream of entries with what is known about it."""

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from codematch.errors import InputError
from codematch.intake import archive, directory, git, git_bundle, history, repository
from codematch.intake.budget import Budget, LimitReachedError
from codematch.intake.entries import DamagedError, Entry
from codematch.intake.locate import Form, Located
from codematch.intake.objects import ObjectError
from codematch.intake.repository import Repository
from codematch.intake.worktree import WorkingTree
from codematch.model.message import Message, Name, system_said
from codematch.model.source import Limitation, Origin, OriginKind
from codematch.settings import Intake


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """An open work.

    `entries` are read as they are asked for; `total` is their number, 0 when unknown. `notes` gives the
    limitations that are known once all entries have been read. `strip` tells to drop a common top folder.
    """

    origin: Origin
    entries: Iterator[Entry]
    total: int = 0
    notes: Callable[[], list[Limitation]] = list
    strip: bool = False


@contextmanager
def opened(work: Located, label: str, limits: Intake) -> Iterator[Source]:
    """Open a located work for reading; limitations name it by its label.

    Raises:
        InputError: The work as a whole cannot be read, or must not be.
    """
    try:
        with _READERS[work.form](work, label, limits) as source:
            yield source
    except LimitReachedError as error:
        raise InputError(f"{work.subject}: {error}; if you trust it, unpack it or raise that setting") from error
    except DamagedError as error:
        raise InputError(
            f"{work.subject}: is truncated or damaged ({_one_line(error)}); get the archive again, or its files"
        ) from error
    except ObjectError as error:
        raise InputError(
            f"{work.subject}: the git data cannot be read ({_one_line(error)}); get a complete clone or bundle"
        ) from error
    except OSError as error:
        raise InputError(f"{work.subject}: cannot be read ({directory.said(error)}); check its permissions") from error


@contextmanager
def _folder(work: Located, label: str, limits: Intake) -> Iterator[Source]:
    files = directory.listed(os.fspath(work.path))
    origin = Origin(kind=OriginKind.DIRECTORY, locator=work.name)
    yield Source(origin, directory.read(files, limits), len(files))


@contextmanager
def _working_tree(work: Located, label: str, limits: Intake) -> Iterator[Source]:
    """Read a checked-out tree as the folder it is; what cannot be told about its history is a note."""
    folder = repository.git_folder(work.path) or work.path
    with _folder(work, label, limits) as plain, ExitStack() as stack:
        try:
            opened_repository = stack.enter_context(repository.opened(folder, limits))
            source = _beside_commit(plain, opened_repository, label, limits)
        except ObjectError as error:
            unread = [history.note(label, Message.of("repository-unreadable", why=_reported(error)))]
            source = replace(plain, notes=lambda: unread)
        yield source


def _beside_commit(plain: Source, opened_repository: Repository, label: str, limits: Intake) -> Source:
    known = history.state(opened_repository, label)
    commit = opened_repository.refs.get("HEAD")
    if commit is None:
        return replace(plain, notes=lambda: known)
    try:
        root = repository.tree_of(opened_repository, commit)
        items = git.listed(opened_repository.objects, root, Budget(limits, packed_bytes=None))
    except (ObjectError, LimitReachedError) as error:
        known.append(history.note(label, Message.of("commit-unreadable", commit=Name(commit), why=_reported(error))))
        return replace(plain, notes=lambda: known)
    tree = WorkingTree(items, opened_repository.objects)
    return replace(plain, entries=tree.watch(plain.entries), notes=lambda: known + tree.notes(commit, label))


@contextmanager
def _revision(work: Located, label: str, limits: Intake) -> Iterator[Source]:
    folder = repository.git_folder(work.path) or work.path
    with repository.opened(folder, limits) as opened_repository:
        requested = work.revision or "HEAD"
        origin = Origin(kind=OriginKind.GIT, locator=work.name)
        yield _at_commit(opened_repository, requested, origin, work.subject, label, limits)


@contextmanager
def _bundle(work: Located, label: str, limits: Intake) -> Iterator[Source]:
    content = work.path.read_bytes()
    with git_bundle.opened(content, limits) as (opened_bundle, header):
        digest = hashlib.sha256(content).hexdigest()
        origin = Origin(kind=OriginKind.GIT_BUNDLE, locator=work.name, container_digest=digest)
        requested = work.revision or git_bundle.default_revision(header.refs)
        source = _at_commit(opened_bundle, requested, origin, work.subject, label, limits)
        count = len(header.prerequisites)
        told = [history.note(label, Message.of("bundle-builds-on", count=count))] if count else []
        yield replace(source, notes=lambda: source.notes() + told)


def _at_commit(
    opened_repository: Repository, requested: str, origin: Origin, subject: str, label: str, limits: Intake
) -> Source:
    commit = repository.commit_of(opened_repository, requested, subject)
    budget = Budget(limits, packed_bytes=None)
    objects = opened_repository.objects
    items = git.listed(objects, repository.tree_of(opened_repository, commit), budget)
    return Source(
        replace(origin, revision=commit, requested=requested),
        git.read(objects, items, limits, budget),
        len(items),
        lambda: history.state(opened_repository, label),
    )


@contextmanager
def _archive(work: Located, label: str, limits: Intake) -> Iterator[Source]:
    if work.packing is None:
        raise DamagedError("not an archive")
    origin = Origin(kind=OriginKind.ARCHIVE, locator=work.name, container_digest=_file_digest(work.path))
    with work.path.open("rb") as stream:
        budget = Budget(limits, os.fstat(stream.fileno()).st_size)
        name = os.fsencode(work.path.name)
        yield Source(origin, archive.read(stream, work.packing, name, limits, budget), strip=True)


@contextmanager
def _single_file(work: Located, label: str, limits: Intake) -> Iterator[Source]:
    entry = directory.read_file(os.fspath(work.path.resolve()), os.fsencode(work.path.name), limits)
    yield Source(Origin(kind=OriginKind.FILE, locator=work.name), iter((entry,)), 1)


_READERS: dict[Form, Callable[[Located, str, Intake], AbstractContextManager[Source]]] = {
    Form.FOLDER: _folder,
    Form.WORKING_TREE: _working_tree,
    Form.REVISION: _revision,
    Form.ARCHIVE: _archive,
    Form.BUNDLE: _bundle,
    Form.FILE: _single_file,
}


def _file_digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())


def _reported(error: ObjectError | LimitReachedError) -> Message:
    return error.why if isinstance(error, LimitReachedError) else system_said(error)
