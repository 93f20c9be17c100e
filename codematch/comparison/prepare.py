"""From the files of a work to everything that a comparison needs of each, in worker processes.

Steps 2 to 4 of the method for one file at a time: tokens, k-grams, fingerprints, sketches; and what filters and
channels of evidence say of a file by itself. Files with the same bytes, read in the same encoding and with the same
claim to a language, are prepared once, whichever work they lie in; what a filter reads in a name is of that name alone.
"""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from codematch.comparison.fingerprinting import fingerprint_files, spread
from codematch.comparison.identification import Claim, Given, claim_languages, fold, lend, unused
from codematch.comparison.kept_files import KeptFiles
from codematch.comparison.supervised import Reading, read_all, within_tokens
from codematch.evidence.facts import Facts, gather_facts
from codematch.filtration import content_marks, format_by_name, load_tables
from codematch.filtration.file_view import FileView
from codematch.fingerprints.minhash import Permutations, permutations
from codematch.languages import TEXT, Identified, Languages, families, load_grammars, read_file, read_plainly, synonyms
from codematch.levels import Synonyms
from codematch.model.filtration import Mark
from codematch.model.frozen import array_value, freeze_arrays, restore
from codematch.model.source import LanguageBasis, Limitation, SourceFile, SourceTree
from codematch.model.tokens import CLASS_CODES, Sketch, TokenClass, TokenStream, UnitSketches
from codematch.parallel import Jobs, are_forked, now_at
from codematch.settings import Settings
from codematch.significance.reference_sets import NullModels
from codematch.weight.weigher import FileWeights, Weigher

Progress = Callable[[str, int, int], None]
"""Called from the main process with (name of the step, files done, files in all)."""

IDENTIFIER = CLASS_CODES[TokenClass.IDENTIFIER]
LITERAL = CLASS_CODES[TokenClass.LITERAL]
Key = tuple[str, Identified]
"""What is prepared once: a text (see `Claim.content`), and the language that is claimed."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PreparedFile:
    """One file, ready to be compared.

    `weights` are those of its tokens, `symbols` uint64 (n,) theirs at the level `renamed`. `grams` uint64 (g,) for g
    = max(n - k + 1, 0) are the seed k-grams of the symbols, which agree only within a family of languages:
    `section_salts` uint64 (s,), one of each section or of the whole file, tell families apart, `families` are those
    of its tokens. `prints` uint64 (m,) its winnowed fingerprints in order, `sketch` the sketch of them, and `units`
    the sketches of its longer units. `names` and `literals` uint64 are the text hashes of its different identifiers
    and literals, sorted, and `vocabulary` the sketch of both together. `marks` are those of the filters that look at
    content alone, `facts` what the channels of evidence want to know, None where they are off. `identified` says what
    decided the language.
    """

    identified: Identified
    stream: TokenStream
    weights: FileWeights
    symbols: NDArray[np.uint64]
    families: frozenset[str]
    section_salts: NDArray[np.uint64]
    grams: NDArray[np.uint64]
    prints: NDArray[np.uint64]
    sketch: Sketch
    units: UnitSketches
    names: NDArray[np.uint64]
    literals: NDArray[np.uint64]
    vocabulary: Sketch
    marks: Mapping[str, tuple[Mark, ...]]
    facts: Facts | None

    __setstate__ = restore

    def __post_init__(self) -> None:
        freeze_arrays(self)

    @property
    def salts(self) -> NDArray[np.uint64]:
        """What tells the symbols of one family from those of another: uint64 (n,), read-only."""
        return spread(self.section_salts, self.stream)

    @property
    def is_clean(self) -> bool:
        """Whether nothing had to be said while it was read."""
        return not self.stream.limitations


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PreparedWork:
    """A work whose different files are prepared: `sources` and `files` run in parallel, sorted by path.

    Files that repeat another file of the work in bytes and language are left out here; the tree still has them, and
    `copies` names for each the file that stands for it. `bases` says what decided the language of every file, by path.
    `preferred` are the paths to be cited where other files of the work resemble them.
    """

    tree: SourceTree
    sources: tuple[SourceFile, ...]
    files: tuple[PreparedFile, ...]
    limitations: tuple[Limitation, ...]
    copies: Mapping[str, str] = field(default_factory=dict)
    bases: Mapping[str, LanguageBasis] = field(default_factory=dict)
    preferred: Set[str] = frozenset()

    def positions(self) -> dict[str, int]:
        """Return for the path of every compared file its position in `files`, or that of the file that it repeats."""
        places = {source.record.path: index for index, source in enumerate(self.sources)}
        return {**places, **{copy: places[path] for copy, path in self.copies.items() if path in places}}


@array_value(copy=False)
class Toolkit:
    """What every worker needs, made once; `kept` are files that earlier runs prepared, None without a cache."""

    languages: Languages
    families: Mapping[str, str]
    synonyms: Synonyms
    constants: Permutations
    weigher: Weigher
    nulls: NullModels
    settings: Settings
    kept: KeptFiles | None = None


def make_toolkit(
    languages: Languages, weigher: Weigher, nulls: NullModels, settings: Settings, kept: KeptFiles | None = None
) -> Toolkit:
    """Return the toolkit for these languages, backgrounds, null models and settings, and what a cache keeps."""
    prints = settings.fingerprinting
    constants = permutations(prints.permutations, prints.seed)
    return Toolkit(
        languages=languages,
        families={TEXT: TEXT, **families(languages.specs)},
        synonyms=synonyms(languages.specs),
        constants=constants,
        weigher=weigher,
        nulls=nulls,
        settings=settings,
        kept=kept,
    )


def prepare_works(
    trees: Sequence[SourceTree],
    toolkit: Toolkit,
    *,
    only: tuple[str, ...] = (),
    given: Given = (),
    jobs: Jobs = 1,
    progress: Progress | None = None,
) -> list[PreparedWork]:
    """Prepare every file of several works.

    Args:
        trees: The works.
        toolkit: Languages, sketch constants, backgrounds and settings.
        only: Names of the languages to compare; empty for all.
        given: Patterns of paths with the language that their files are in, whatever else speaks against it.
        jobs: Number of worker processes; on Linux there is always one, because a file can kill its process.
        progress: Told how many files are done.

    Raises:
        StoreError: A background model is damaged.
    """
    claims = [claim_languages(tree, toolkit.languages, toolkit.settings, only, given) for tree in trees]
    tasks: dict[Key, Claim] = {}
    for claim in (claim for work in claims for claim in work):
        tasks.setdefault(claim.key, claim)
    done = _recalled(tasks, toolkit, jobs, progress)
    settled = {key: file.identified for key, file in done.items()}
    lent = lend(claims, settled)
    works = []
    for number, (tree, own) in enumerate(zip(trees, claims, strict=True)):
        folded = fold([claim for claim in own if not only or settled[claim.key].language in only], settled, lent,
                      toolkit.languages)  # fmt: skip
        prepared = [_renamed_copy(done[key], source, toolkit) for source, key in folded.kept]
        found = [limitation for file in prepared for limitation in file.stream.limitations]
        works.append(
            PreparedWork(
                tree=tree,
                sources=tuple(source for source, _ in folded.kept),
                files=tuple(prepared),
                limitations=(*folded.limitations, *found, *(unused(trees, given) if not number else ())),
                copies=folded.copies,
                bases=folded.bases,
            )
        )
    return works


def prepare_file(source: SourceFile, claimed: Identified, toolkit: Toolkit) -> PreparedFile:
    """Tokenise, weigh and fingerprint one compared file."""
    return prepare_files([Reading(source=source, claim=claimed)], toolkit)[0]


def prepare_files(files: Sequence[Reading], toolkit: Toolkit, places: Sequence[int] = ()) -> list[PreparedFile]:
    """Tokenise, weigh and fingerprint some compared files, each by itself; together that is faster.

    `places` are the numbers by which a process says what it reads.
    """
    settings = toolkit.settings
    read = []
    for number, file in enumerate(files):
        now_at(places[number] if places else number)
        read.append(read_stream(file, toolkit))
    streams = [stream for _, stream in read]
    weighed = toolkit.weigher.weigh_all(streams)
    prints = fingerprint_files(streams, toolkit.synonyms, toolkit.families, toolkit.constants, settings)
    return [
        PreparedFile(
            identified=identified,
            stream=stream,
            weights=weights,
            **own,
            marks=content_marks(as_material(file.source, stream, weights, toolkit.weigher), settings.filtration),
            facts=gather_facts(file.source.utf8, stream, settings.evidence) if settings.evidence.channels else None,
        )
        for file, (identified, stream), weights, own in zip(files, read, weighed, prints, strict=True)
    ]


def read_stream(file: Reading, toolkit: Toolkit) -> tuple[Identified, TokenStream]:
    """Return the tokens of a file and what it is read as: by its claim, or by the plain lexer if a reason says so."""
    path, utf8, settings = file.source.record.path, file.source.utf8, toolkit.settings
    if file.plainly is not None:
        return read_plainly(path, utf8, file.claim, settings.parsing, file.plainly)
    return read_file(path, utf8, file.claim, toolkit.languages, settings.parsing, settings.identification)


def languages_of(work: PreparedWork) -> list[str]:
    """Return the different languages of a work's tokens, sorted."""
    return sorted({language for file in work.files for language in file.stream.languages})


def as_material(source: SourceFile, stream: TokenStream, weights: FileWeights, weigher: Weigher) -> FileView:
    """Return a file as filters see it."""
    backgrounds = {language: weigher.background(language) for language in stream.languages}
    return FileView(
        path=stream.path,
        utf8=source.utf8,
        stream=stream,
        common=weights.common,
        held=weights.held,
        projects={name: item.projects for name, item in backgrounds.items() if item is not None},
    )


def _renamed_copy(prepared: PreparedFile, source: SourceFile, toolkit: Toolkit) -> PreparedFile:
    """The preparation of the same text under another path."""
    first, path = prepared.stream.path, source.record.path
    if first == path:
        return prepared
    limitations = tuple(replace(limitation, subject=path) for limitation in prepared.stream.limitations)
    copy = replace(prepared, stream=replace(prepared.stream, path=path, limitations=limitations))
    filters = toolkit.settings.filtration
    if format_by_name(first, source.utf8, filters) == format_by_name(path, source.utf8, filters):
        return copy
    material = as_material(source, copy.stream, copy.weights, toolkit.weigher)
    return replace(copy, marks=content_marks(material, filters))


def _recalled(
    tasks: dict[Key, Claim], toolkit: Toolkit, jobs: Jobs, progress: Progress | None
) -> dict[Key, PreparedFile]:
    """Prepare all tasks, but for the files that earlier runs prepared in the same way.

    Works so large that files may be left out are prepared anew: which files these are depends on all others.
    """
    kept = toolkit.kept
    size = sum(len(claim.source.utf8) for claim in tasks.values())
    if kept is None or size > toolkit.settings.parsing.max_total_tokens:
        return _run(tasks, toolkit, jobs, progress)
    found = kept.load(tasks, PreparedFile)
    missing = {key: claim for key, claim in tasks.items() if key not in found}
    made = _run(missing, replace(toolkit, kept=None), jobs, progress) if missing else {}
    kept.store(tasks, made)
    done = found | made
    return {key: done[key] for key in tasks}


def _run(tasks: dict[Key, Claim], toolkit: Toolkit, jobs: Jobs, progress: Progress | None) -> dict[Key, PreparedFile]:
    """Prepare all tasks in processes; the outcome does not depend on how many there are."""
    parsing = toolkit.settings.parsing
    keys = sorted(tasks, key=lambda key: (-tasks[key].source.record.size_bytes, key[0], key[1].language))
    readings = [Reading(source=tasks[key].source, claim=key[1]) for key in keys]
    _load_early(readings, toolkit, jobs)

    def tell(done: int) -> None:
        if progress is not None:
            progress("parse", done, len(keys))

    readings = within_tokens(readings, parsing.max_total_tokens)
    prepared, said = read_all(readings, _prepare_batch, toolkit, toolkit.languages, parsing, jobs, tell)
    for position, limitation in said.items():
        file = prepared[position]
        stream = replace(file.stream, limitations=(*file.stream.limitations, limitation))
        prepared[position] = replace(file, stream=stream)
    return dict(zip(keys, prepared, strict=True))


def _load_early(readings: Sequence[Reading], toolkit: Toolkit, jobs: Jobs) -> None:
    """Load what files need by their claims: processes that are forked inherit it, and need not load it each."""
    claimed = sorted({reading.claim.language for reading in readings})
    for language in claimed:
        toolkit.weigher.background(language)
    if are_forked(jobs):
        for language in claimed:
            toolkit.weigher.load(language)
        load_grammars(toolkit.languages, claimed)
        load_tables()


def _prepare_batch(shared: tuple[Sequence[Reading], Toolkit], batch: Sequence[int]) -> list[PreparedFile]:
    readings, toolkit = shared
    return prepare_files([readings[position] for position in batch], toolkit, batch)
