"""The works of a scan: which ones are meant, each read once, and why those that are not compared are not."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from codematch.comparison.prepare import PreparedWork, Progress, Toolkit
from codematch.errors import CodematchError, EmptyInputError, InputError, UsageError, ends_run
from codematch.intake import digest_again, find_work, given, read_work
from codematch.intake.file_choice import ALL_FILES, FileChoice, choose_files
from codematch.intake.given import Given
from codematch.model.message import Message, Name, system_said
from codematch.model.scan import WorkState
from codematch.model.source import Disposition, SourceTree
from codematch.parallel import Jobs, map_in_processes
from codematch.pipeline import prepare
from codematch.settings import Intake, Scan

_NAMED = 5  # entries that are no works and are named


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """A work that is meant: how reports call it, and where it is."""

    label: str
    locator: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ReadWork:
    """A work with what became of it: its files if it was read, and why not otherwise.

    `duplicate_of` is the position of the first work whose compared files have the same bytes, -1 without one.
    """

    located: Located
    state: WorkState
    tree: SourceTree | None = None
    detail: Message | None = None
    duplicate_of: int = -1


def locate(given_works: Sequence[str]) -> tuple[list[Located], list[Message]]:
    """Return the works that are meant, and what is said of entries that are none.

    Args:
        given_works: One folder, each of whose entries is a work, or two works or more.

    Raises:
        UsageError: Nothing is given, or one thing that is not a folder.
        InputError: There are fewer than two works.
    """
    if not given_works:
        raise UsageError("no works were given; give a folder whose entries are the works, or several works")
    notes: list[Message] = []
    found = [Located(label="", locator=locator) for locator in dict.fromkeys(given_works)]
    if len(given_works) == 1:
        root = Path(given_works[0])
        if not root.is_dir():
            find_work(given_works[0], Intake())
            raise UsageError(f"{root}: is one work; give a folder whose entries are the works, or several works")
        found = [Located(label=name, locator=os.fspath(root / name)) for name in entries(root, notes)]
        if len(found) < 2:
            number = "one entry, and a scan needs two works" if found else "no entries, and each entry is a work"
            raise InputError(f"{root}: has {number}{left_out(notes)}; give a folder with more works")
    if len(found) < 2:
        raise InputError(f"{given_works[0]}: is one work, given twice; give two different works or more")
    return labelled(found), notes


def entries(root: Path, notes: list[Message]) -> Iterator[str]:
    """Yield the names of the works in a folder, sorted; hidden entries and links are noted."""
    try:
        found = sorted(os.scandir(root), key=lambda entry: os.fsencode(entry.name))
    except OSError as error:
        raise InputError(f"{root}: cannot be read ({error.strerror}); check its permissions") from error
    hidden = [entry.name for entry in found if entry.name.startswith(".")]
    links = [entry.name for entry in found if entry.is_symlink() and entry.name not in hidden]
    if hidden:
        notes.append(Message.of("scan-hidden-entries", count=len(hidden), names=_first(hidden)))
    if links:
        notes.append(Message.of("scan-linked-entries", count=len(links), names=_first(links)))
    skipped = {*hidden, *links}
    yield from (entry.name for entry in found if entry.name not in skipped)


def left_out(notes: Sequence[Message]) -> str:
    """Return what an error says of links that are no works, as a clause; "" where there are none."""
    count = sum(int(str(note["count"])) for note in notes if note.key == "scan-linked-entries")
    if count == 1:
        return "; one symbolic link is not followed"
    return f"; {count} symbolic links are not followed" if count else ""


def _first(names: Sequence[str]) -> tuple[Name, ...]:
    return tuple(map(Name, names[:_NAMED]))


def labelled(works: Sequence[Located]) -> list[Located]:
    """Return the works with labels: the last part of the locator, or all of it where others end in the same way."""
    short = [work.label or os.path.basename(os.path.normpath(work.locator)) for work in works]
    return [
        Located(label=name if short.count(name) == 1 else work.locator, locator=work.locator)
        for name, work in zip(short, works, strict=True)
    ]


def read_works(
    works: Sequence[Located],
    limits: Intake,
    encodings: Sequence[str],
    progress: Progress | None,
    jobs: Jobs = 1,
    files: FileChoice = ALL_FILES,
) -> list[ReadWork]:
    """Read every work, by a cluster if `jobs` is one; one that cannot be read is kept with the reason."""
    task = works, limits, given.parse(encodings), files
    read: dict[int, ReadWork] = {}
    with map_in_processes(_read_at, task, range(len(works)), _cluster_or_this(jobs)) as portions:
        for position, work in portions:
            read[position] = work
            if progress is not None:
                progress("read", len(read), len(works))
    firsts: dict[tuple[str, ...], int] = {}
    for position in range(len(works)):
        tree = read[position].tree
        if tree is not None and (first := firsts.setdefault(_content(tree), position)) != position:
            read[position] = ReadWork(located=works[position], state=WorkState.DUPLICATE, tree=tree, duplicate_of=first)
    return [read[position] for position in range(len(works))]


def _cluster_or_this(jobs: Jobs) -> Jobs:
    """Return a cluster, or this process alone, which reads as fast as others would hand it what they read."""
    return 1 if isinstance(jobs, int) else jobs


def _read_at(task: tuple[Sequence[Located], Intake, Sequence[Given], FileChoice], position: int) -> ReadWork:
    works, limits, stated, files = task
    return _read(works[position], limits, stated, files)


def read_one(work: Located, limits: Intake, encodings: Sequence[str]) -> ReadWork:
    """Read a work; one that cannot be read is returned with the reason."""
    return _read(work, limits, given.parse(encodings))


def _read(work: Located, limits: Intake, encodings: Sequence[Given], files: FileChoice = ALL_FILES) -> ReadWork:
    try:
        tree = read_work(work.locator, limits, label=work.label, encodings=encodings)
    except EmptyInputError as error:
        return ReadWork(located=work, state=WorkState.EMPTY, detail=system_said(error))
    except (CodematchError, OSError) as error:
        return ReadWork(located=work, state=WorkState.UNREADABLE, detail=system_said(error))
    try:
        chosen = choose_files(tree, files)
    except EmptyInputError:
        return ReadWork(located=work, state=WorkState.EMPTY, detail=Message.of("scan-no-file-chosen"))
    return ReadWork(located=work, state=WorkState.COMPARED, tree=chosen)


def _content(tree: SourceTree) -> tuple[str, ...]:
    """What makes two works duplicates: the bytes of their compared files, whatever these are called."""
    files = (file.record for file in tree.files)
    return tuple(sorted(file.digest for file in files if file.disposition is Disposition.COMPARED and file.size_bytes))


def check_number(read: Sequence[ReadWork], rules: Scan) -> None:
    """Check that there are enough works to compare, and not too many.

    Raises:
        InputError: There are fewer than two, or more than the limit.
    """
    usable = sum(work.state is WorkState.COMPARED for work in read)
    if usable > rules.max_works:
        raise InputError(f"{usable} works are more than scan.max_works={rules.max_works}; raise it with --set")
    if usable < 2:
        bad = next((work for work in read if work.state is not WorkState.COMPARED), None)
        why = f"; {bad.located.label} is {bad.state.value}" if bad is not None else ""
        raise InputError(f"fewer than two different works can be compared{why}; give more works")


def prepare_each(
    trees: Sequence[SourceTree], toolkit: Toolkit, languages: tuple[str, ...], jobs: Jobs, progress: Progress | None
) -> list[PreparedWork | Message]:
    """Prepare all works at once; if that fails, one by one, with what is said of one that fails in its place.

    Raises:
        SpecError: A language folder is wrong.
        StoreError: A background model is damaged.
    """
    try:
        return list(prepare(trees, toolkit, languages=languages, jobs=jobs, progress=progress))
    except Exception as error:  # it does not say which work it is about
        if ends_run(error):
            raise
        found: list[PreparedWork | Message] = []
    for tree in trees:
        try:
            found += prepare([tree], toolkit, languages=languages)
        except Exception as error:
            if ends_run(error):
                raise
            found.append(system_said(error))
    return found


def changed_works(works: Sequence[ReadWork], limits: Intake, jobs: Jobs = 1) -> list[str]:
    """Return the labels of the works whose files are not the same any more as when they were read."""
    read = [(work.located, work.tree.digest) for work in works if work.tree is not None]
    task = [located for located, _ in read], limits
    with map_in_processes(_digest_at, task, range(len(read)), _cluster_or_this(jobs)) as portions:
        now = dict(portions)
    return [located.label for position, (located, digest) in enumerate(read) if now[position] != digest]


def _digest_at(task: tuple[Sequence[Located], Intake], position: int) -> str:
    works, limits = task
    return digest_again(works[position].locator, limits)
