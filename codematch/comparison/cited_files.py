"""Which of several files with the same bytes in a work is cited: what is compared once has to be named by one path."""

from collections.abc import Sequence
from dataclasses import replace

from codematch.comparison.item_places import records_of
from codematch.comparison.prepare import PreparedFile, PreparedWork
from codematch.correspondence.files import Paths
from codematch.model.asserted import AssertedItem
from codematch.model.source import SourceFile, SourceTree


def cite_nearest(work: PreparedWork, other: SourceTree, asserted: Sequence[AssertedItem] = ()) -> PreparedWork:
    """Return a work in which the best of several files with the same bytes stands for the others.

    It is one that is asserted; else one at the path of a file of the other work, or at the nearest to one; what is in
    an archive, or an older state by its path, comes last. What is asserted is preferred to files that resemble it, too.

    Args:
        work: The work.
        other: The work that it is compared with.
        asserted: What is asserted of this work.
    """
    named = {record.path for item in asserted for record in records_of(item, work)} if asserted else set[str]()
    work = replace(work, preferred=frozenset(named)) if named else work
    if not work.copies:
        return work
    near = Paths.of(source.record.path for source in other.files)
    groups: dict[str, list[str]] = {}
    for copy, path in work.copies.items():
        groups.setdefault(path, [path]).append(copy)
    cited = {
        path: min(members, key=lambda one: (one not in named, near.remoteness(one)))  # the first, which stands for them
        for path, members in groups.items()
    }
    return _cited(work, {path: one for path, one in cited.items() if one != path})


def _cited(work: PreparedWork, changes: dict[str, str]) -> PreparedWork:
    """Return a work in which other files stand for those with the same bytes, by their paths."""
    if not changes:
        return work
    sources = {source.record.path: source for source in work.tree.files}
    rows = [
        _named(sources[changes[source.record.path]], file) if source.record.path in changes else (source, file)
        for source, file in zip(work.sources, work.files, strict=True)
    ]
    rows.sort(key=lambda row: row[0].record.path)
    copies = {copy: changes.get(path, path) for copy, path in work.copies.items()}
    for path, one in changes.items():
        del copies[one]
        copies[path] = one
    return replace(
        work,
        sources=tuple(source for source, _ in rows),
        files=tuple(file for _, file in rows),
        copies=dict(sorted(copies.items())),
    )


def _named(source: SourceFile, file: PreparedFile) -> tuple[SourceFile, PreparedFile]:
    """A file that is read as another one with the same bytes, under its own path."""
    path = source.record.path
    limitations = tuple(replace(limitation, subject=path) for limitation in file.stream.limitations)
    return source, replace(file, stream=replace(file.stream, path=path, limitations=limitations))
