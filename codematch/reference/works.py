"""The works of a reference set: what of each project counts, and the projects cut down to bands of sizes."""

from collections.abc import Sequence
from dataclasses import replace

from codematch.comparison.prepare import PreparedWork, Toolkit
from codematch.corpus import ProjectFolder
from codematch.intake import read_work
from codematch.model.source import SourceTree
from codematch.pipeline import prepare
from codematch.reference.set_aside import SetAside

BYTES_PER_TOKEN = 12
"""More than source has; so many bytes of each project are read for every token of the largest band: speed only."""

Band = tuple[int, list[tuple[int, PreparedWork]]]
"""The least size of the works of a band [tokens], and the works, each with the number of its project."""


def read_project(
    folder: ProjectFolder, language: str, toolkit: Toolkit, set_aside: SetAside, jobs: int
) -> PreparedWork:
    """Prepare the files of one project that count, in the order of their digests up to the largest band's size."""
    rules = toolkit.settings.significance
    tree = read_work(str(folder.folder), toolkit.settings.intake)
    limit = rules.first_band_tokens * rules.band_factor ** (rules.bands - 1) * BYTES_PER_TOKEN
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


def band_works(projects: Sequence[PreparedWork], tokens: int) -> Band:
    """Cut every project that is large enough down to the size of a band."""
    cut = [(number, _cut(work, tokens)) for number, work in enumerate(projects)]
    return tokens, [(number, work) for number, work in cut if work is not None]


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
