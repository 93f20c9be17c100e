"""The works of a reference set: what of each project counts, and the projects cut down to bands of sizes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from codematch.comparison.prepare import PreparedWork, Toolkit
from codematch.errors import EmptyInputError
from codematch.intake import read_work
from codematch.model.source import SourceTree
from codematch.models.corpus import ProjectFolder
from codematch.models.null_model.set_aside import SetAside
from codematch.pipeline import prepare


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ReferenceWork:
    """A work of a reference set: files of one project, or of several small ones; `projects` are their numbers."""

    projects: tuple[int, ...]
    work: PreparedWork


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Band:
    """Works of at least `tokens` tokens; no project is in two of them."""

    tokens: int
    works: tuple[ReferenceWork, ...]


def read_project(
    folder: ProjectFolder, language: str, toolkit: Toolkit, set_aside: SetAside, jobs: int
) -> PreparedWork | None:
    """Prepare the files of one project that count, in the order of their digests up to the largest band's size.

    None for a project without text: one such folder must not end the training on hundreds.
    """
    rules = toolkit.settings.significance
    try:
        tree = read_work(str(folder.folder), toolkit.settings.intake)
    except EmptyInputError:
        return None
    limit = rules.first_band_tokens * rules.band_factor ** (rules.bands - 1) * rules.project_bytes
    kept, size = [], 0
    for source in sorted(tree.files, key=lambda source: source.record.digest):
        path = source.record.path
        if size > limit or set_aside.drops(folder.name, path):
            continue
        kept.append(source)
        size += source.record.size_bytes
    chosen = SourceTree(
        label=tree.label,
        origin=tree.origin,
        files=tuple(sorted(kept, key=lambda source: source.record.path)),
        digest=tree.digest,
    )
    return prepare([chosen], toolkit, languages=(language,), jobs=jobs)[0]


def count_tokens(work: PreparedWork) -> int:
    """Return the number of tokens of a work."""
    return sum(len(file.stream) for file in work.files)


def band_works(names: Sequence[str], projects: Sequence[PreparedWork], tokens: int, most: int) -> Band:
    """Return the works of a band, at most `most`.

    A project that is large enough is cut down to the size. Smaller ones are put together, in the order of their root
    hashes, until they are: a large work is made of many parts, too.
    """
    works, rest = [], []
    for number, project in enumerate(projects):
        if count_tokens(project) >= tokens and (cut := _cut(project, tokens)) is not None:
            works.append(ReferenceWork(projects=(number,), work=cut))
        elif count_tokens(project):
            rest.append(number)
    parts: list[int] = []
    for number in sorted(rest, key=lambda number: projects[number].tree.digest):
        parts.append(number)
        if sum(count_tokens(projects[part]) for part in parts) >= tokens:
            works.append(_together(parts, names, projects))
            parts = []
    works.sort(key=lambda work: projects[work.projects[0]].tree.digest)
    return Band(tokens=tokens, works=tuple(works[:most]))


def _together(parts: Sequence[int], names: Sequence[str], projects: Sequence[PreparedWork]) -> ReferenceWork:
    """Put several projects into one work, each in a folder of its own."""
    entries = []
    for part in parts:
        for source, file in zip(projects[part].sources, projects[part].files, strict=True):
            record = replace(source.record, path=f"{names[part]}/{source.record.path}")
            entries.append((replace(source, record=record), file))
    entries.sort(key=lambda entry: entry[0].record.path)
    work = replace(
        projects[parts[0]],
        sources=tuple(source for source, _ in entries),
        files=tuple(file for _, file in entries),
        limitations=(),
    )
    return ReferenceWork(projects=tuple(parts), work=work)


def _cut(work: PreparedWork, tokens: int) -> PreparedWork | None:
    """Take files in the order of their digests until there are `tokens`; a file that is larger alone is passed over."""
    order = sorted(range(len(work.files)), key=lambda index: work.sources[index].record.digest)
    taken, size = [], 0
    for index in order:
        length = len(work.files[index].stream)
        if size < tokens and 0 < length <= tokens:
            taken.append(index)
            size += length
    if size < tokens:
        return None
    taken.sort()
    return replace(
        work,
        sources=tuple(work.sources[index] for index in taken),
        files=tuple(work.files[index] for index in taken),
        limitations=(),
    )
