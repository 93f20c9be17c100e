"""What an index keeps of a work: its files, and of every text the fingerprints and signatures.

Texts are read as a comparison reads them, but nothing is weighed and no evidence gathered: weights depend on the
background models, which an index outlives.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from codematch.comparison.fingerprinting import fingerprint_files
from codematch.comparison.identification import Claim, claim_languages, fold, lend
from codematch.comparison.prepare import Toolkit, read_stream
from codematch.comparison.supervised import Reading, allowance, lost_files, read_all
from codematch.errors import ends_run
from codematch.languages import Identified
from codematch.model.frozen import array_value
from codematch.model.message import Message, system_said
from codematch.model.source import Limitation, SourceTree
from codematch.model.tokens import TokenStream
from codematch.parallel import Allowance, Death, Jobs, map_in_processes, now_at
from codematch.scanning.works import Located, ReadWork, read_one
from codematch.store.layout import OF_FILE

Key = tuple[str, Identified]
_FILES = 10
"""Times the allowance of a portion of files that a process may use for a whole work: speed only."""
_WORKS_AT_A_TIME = 32  # whose results are put in order: a matter of memory


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexedUnit:
    """A file as a whole (`unit` -1, no name) or one of its longer units: lines count from 1, both ends included."""

    unit: int
    name: str
    first_line: int
    last_line: int


@array_value(copy=False)
class IndexedText:
    """What is kept of a text: `prints` uint64 (m,) are its different fingerprints, sorted.

    `signatures` uint8 (u, p) are the lowest bytes of the MinHash signatures of its `units`, the file first; there are
    none without fingerprints. `is_clean` tells whether nothing had to be said while it was read, `lost` that it
    ended the process that read it.
    """

    identified: Identified
    lines: int
    tokens: int
    prints: NDArray[np.uint64]
    units: tuple[IndexedUnit, ...]
    signatures: NDArray[np.uint8]
    is_clean: bool = True
    lost: tuple[Limitation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class IndexedWork:
    """A work as it goes into an index: `texts` by their keys, and by path the key of the text of every compared file.

    `failure` says why it could not be read; there is nothing else then but `located`. `lost` says which files ended the
    process that read them.
    """

    located: Located
    tree: SourceTree | None = None
    texts: Mapping[str, IndexedText]
    files: Mapping[str, str]
    failure: Message | None = None
    lost: tuple[Limitation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Task:
    works: Sequence[Located]
    toolkit: Toolkit
    encodings: tuple[str, ...]


def index_works(
    works: Sequence[Located], toolkit: Toolkit, encodings: tuple[str, ...], jobs: Jobs
) -> Iterator[IndexedWork]:
    """Read works and yield what an index keeps of each, in their order; one that cannot be read says why.

    Args:
        works: The works.
        toolkit: Languages, sketch constants and settings.
        encodings: `GLOB=NAME`, the encoding of files.
        jobs: Number of processes; the result does not depend on it.

    Raises:
        SpecError: A language folder is wrong.
        StoreError: A language module is damaged.
    """
    for start in range(0, len(works), _WORKS_AT_A_TIME):
        some = works[start : start + _WORKS_AT_A_TIME]
        task = _Task(works=some, toolkit=toolkit, encodings=encodings)
        if isinstance(jobs, int) and len(some) < 2 * jobs:
            yield from (index_work(one, toolkit, encodings, jobs) for one in some)
            continue
        done: dict[int, IndexedWork] = {}
        following = 0
        again = partial(_index_again, task, jobs)
        with map_in_processes(
            _index_alone, task, range(len(some)), jobs, given_up=again, allowance=_allowance(toolkit)
        ) as portions:
            for place, found in portions:
                done[place] = found
                while following in done:
                    yield done.pop(following)
                    following += 1


def _allowance(toolkit: Toolkit) -> Allowance:
    """Return what a process that reads whole works may use: one that needs more is read again, file by file."""
    one = allowance(toolkit.settings.parsing)
    return replace(one, cpu_seconds=_FILES * one.cpu_seconds, wall_seconds=_FILES * one.wall_seconds)


def _index_again(task: _Task, jobs: Jobs, place: int, _death: Death) -> IndexedWork:
    """Read a work at which a process died, its files in processes of their own."""
    return index_work(task.works[place], task.toolkit, task.encodings, jobs)


def _index_alone(task: _Task, place: int) -> IndexedWork:
    return index_work(task.works[place], task.toolkit, task.encodings)


def index_work(located: Located, toolkit: Toolkit, encodings: tuple[str, ...], jobs: Jobs = 1) -> IndexedWork:
    """Read a work and return what an index keeps of it."""
    read = read_one(located, toolkit.settings.intake, encodings)
    if read.tree is None:
        return _failed(read)
    try:
        texts, files = index_tree(read.tree, toolkit, jobs)
    except Exception as error:  # one work does not end the run
        if ends_run(error):
            raise
        return IndexedWork(located=located, texts={}, files={}, failure=system_said(error))
    lost = [replace(one, subject=path) for path, key in sorted(files.items()) for one in texts[key].lost]
    return IndexedWork(located=located, tree=read.tree, texts=texts, files=files, lost=tuple(lost))


def _failed(read: ReadWork) -> IndexedWork:
    return IndexedWork(located=read.located, texts={}, files={}, failure=read.detail)


def index_tree(tree: SourceTree, toolkit: Toolkit, jobs: Jobs) -> tuple[dict[str, IndexedText], dict[str, str]]:
    """Return the texts of a work by their keys, and the key of each of its compared files by path."""
    claims = claim_languages(tree, toolkit.languages, toolkit.settings, (), ())
    tasks: dict[Key, Claim] = {}
    for claim in claims:
        tasks.setdefault(claim.key, claim)
    done = _recalled(tasks, toolkit, jobs)
    settled = {key: text.identified for key, text in done.items()}
    folded = fold(claims, settled, lend([claims], settled), toolkit.languages)
    texts: dict[str, IndexedText] = {}
    files: dict[str, str] = {}
    for source, key in folded.kept:
        name = _text_key(key[0], done[key].identified)
        texts.setdefault(name, done[key])
        files[source.record.path] = name
    files |= {copy: files[path] for copy, path in folded.copies.items()}
    return texts, files


def _recalled(tasks: Mapping[Key, Claim], toolkit: Toolkit, jobs: Jobs) -> dict[Key, IndexedText]:
    """Take the fingerprints of texts, but for those that an earlier run kept."""
    kept = toolkit.kept.for_purpose("index") if toolkit.kept is not None else None
    plain = replace(toolkit, kept=None)
    if kept is None:
        return _read_texts(list(tasks.values()), plain, jobs)
    found = kept.load(tasks, IndexedText)
    made = _read_texts([claim for key, claim in tasks.items() if key not in found], plain, jobs)
    kept.store(tasks, made)
    done = found | made
    return {key: done[key] for key in tasks}


def _text_key(content: str, identified: Identified) -> str:
    """Return what stands for a text: SHA-256 of its content, its encoding and how it is read."""
    return hashlib.sha256(f"{content} {identified.language} {identified.form}".encode()).hexdigest()


def _read_texts(claims: Sequence[Claim], toolkit: Toolkit, jobs: Jobs) -> dict[Key, IndexedText]:
    """Take the fingerprints of texts, in processes with limits; the plain lexer reads one that kills its process."""
    ordered = sorted(claims, key=lambda one: (-one.source.record.size_bytes, one.content, one.identified.language))
    readings = [Reading(source=one.source, claim=one.identified) for one in ordered]
    found, _ = read_all(
        readings, _read_batch, toolkit, toolkit.languages, toolkit.settings.parsing, jobs, lambda _done: None
    )
    return dict(zip((one.key for one in ordered), found, strict=True))


def _read_batch(shared: tuple[Sequence[Reading], Toolkit], batch: Sequence[int]) -> list[IndexedText]:
    readings, toolkit = shared
    settings = toolkit.settings
    chosen = [readings[place] for place in batch]
    read = []
    for place, one in zip(batch, chosen, strict=True):
        now_at(place)
        read.append(read_stream(one, toolkit))
    streams = [stream for _, stream in read]
    prints = fingerprint_files(streams, toolkit.synonyms, toolkit.families, toolkit.constants, settings)
    found = []
    for one, (identified, stream), own in zip(chosen, read, prints, strict=True):
        lines, units = one.source.record.lines, own["units"].units.tolist() if len(own["prints"]) else []
        rows = len(units) + 1 if len(own["prints"]) else 0
        values = np.concatenate((own["sketch"].values, own["units"].values))[: rows * len(own["sketch"].values)]
        found.append(
            IndexedText(
                identified=identified,
                lines=lines,
                tokens=len(stream),
                prints=np.unique(own["prints"]),
                units=tuple(_units(stream, units, lines)) if rows else (),
                signatures=values.reshape(rows, len(own["sketch"].values)).astype(np.uint8),
                is_clean=not stream.limitations,
                lost=lost_files(stream.limitations),
            )
        )
    return found


def _units(stream: TokenStream, chosen: Sequence[int], lines: int) -> Iterator[IndexedUnit]:
    yield IndexedUnit(unit=OF_FILE, name="", first_line=1, last_line=max(lines, 1))
    for place in chosen:
        unit = stream.units[place]
        yield IndexedUnit(
            unit=place,
            name=unit.name,
            first_line=int(stream.lines[unit.first_token]),
            last_line=int(stream.lines[unit.stop_token - 1]),
        )
