"""Code that most works of a set hold: found by itself, and made into a work to hold every pair against.

A sequence of tokens that enough works hold is base code, whoever wrote it: a template that was handed out, a library
that all carry along, what a task prescribes. Runs of such sequences are passages, listed at one of their places.
"""

import hashlib
from collections.abc import Sequence
from math import ceil

import numpy as np
from numpy.typing import NDArray

from codematch.comparison.prepare import PreparedFile, PreparedWork
from codematch.model.frozen import array_value
from codematch.model.kgrams import kgram_hashes
from codematch.model.scan import BasePassage
from codematch.model.source import DecodedText, Disposition, FileRecord, Origin, OriginKind, SourceFile, SourceTree
from codematch.scanning.traces import Hashes, Traces
from codematch.settings import Scan

LABEL = "base code of the set"
"""What records of pairs call the work that is made of base code."""
Spans = list[tuple[int, int]]


@array_value(copy=False)
class BaseCode:
    """The base code of a set.

    `grams` uint64, sorted, are its sequences with those of works that were given as shared material. `passages` are
    listed, `tree` has their lines and is None without any. `masks` has for each file of each work bool (n,) which
    tokens are in base code or shared material.
    """

    grams: Hashes
    passages: tuple[BasePassage, ...]
    tree: SourceTree | None
    masks: tuple[tuple[NDArray[np.bool_], ...], ...]

    def tokens(self, work: int) -> int:
        """Return how many tokens of a work are in base code or shared material."""
        return sum(int(np.count_nonzero(mask)) for mask in self.masks[work])


def find_base_code(
    works: Sequence[PreparedWork], traces: Sequence[Traces], common: Sequence[Traces], rules: Scan
) -> BaseCode:
    """Return the code that most of the works hold.

    Args:
        works: All works that are compared.
        traces: Those of each.
        common: Those of works that were given as shared material.
        rules: How many works are most, and how long a passage is.
    """
    held, counts = _held(traces, max(rules.min_base_works, ceil(rules.base_share * len(works))))
    given = [one.grams for one in common]
    grams = np.unique(np.concatenate([np.empty(0, dtype=np.uint64), held, *given]))
    masks = tuple(tuple(_covered(file, grams, rules.candidate_k) for file in work.files) for work in works)
    passages, files = _passages(works, held, counts, rules)
    return BaseCode(grams=grams, passages=tuple(passages), tree=_tree(files), masks=masks)


def _held(traces: Sequence[Traces], least: int) -> tuple[Hashes, NDArray[np.int64]]:
    """Return the sequences that so many works hold, sorted, and how many works hold each."""
    single = [np.unique(one.grams) for one in traces]
    items, counts = np.unique(np.concatenate([np.empty(0, dtype=np.uint64), *single]), return_counts=True)
    return items[counts >= least], counts[counts >= least]


def _sequences(file: PreparedFile, k: int) -> Hashes:
    grams = kgram_hashes(file.symbols, k)
    grams ^= file.salts[: len(grams)]
    return grams


def _covered(file: PreparedFile, grams: Hashes, k: int) -> NDArray[np.bool_]:
    """Return which tokens of a file are in one of the sequences: bool (n,)."""
    edges = np.zeros(len(file.stream) + 1, dtype=np.int64)
    if len(grams) and len(file.stream) >= k:
        places = np.flatnonzero(np.isin(_sequences(file, k), grams))
        edges[: len(edges) - k] += np.bincount(places, minlength=len(edges) - k)
        edges[k:] -= np.bincount(places, minlength=len(edges) - k)
    return np.asarray(np.cumsum(edges)[:-1] > 0)


def _passages(
    works: Sequence[PreparedWork], held: Hashes, counts: NDArray[np.int64], rules: Scan
) -> tuple[list[BasePassage], list[SourceFile]]:
    """Return the passages, the works with most base code first, and the files that consist of their lines."""
    passages: list[BasePassage] = []
    files: list[SourceFile] = []
    open_ = np.ones(len(held), dtype=bool)  # the sequences that no listed passage has
    amounts = [sum(int(np.count_nonzero(_covered(f, held, rules.candidate_k))) for f in work.files) for work in works]
    for work in sorted(range(len(works)), key=lambda number: (-amounts[number], number)) if len(held) else ():
        for source, file in zip(works[work].sources, works[work].files, strict=True):
            runs = []
            grams = _sequences(file, rules.candidate_k)
            for start, stop in _runs(_covered(file, held, rules.candidate_k), rules.min_base_tokens):
                inside = grams[start : stop - rules.candidate_k + 1]
                at = np.searchsorted(held, inside[np.isin(inside, held)])
                if open_[at].mean() > 0.5:
                    runs.append((start, stop))
                    passages.append(_passage(work, source, file, (start, stop), int(np.median(counts[at]))))
                open_[at] = False
            if runs:
                files.append(_lines_alone(source, file, runs, len(files) + 1))
        if not open_.any():
            break
    return passages, files


def _runs(mask: NDArray[np.bool_], least: int) -> Spans:
    """Return the half-open runs of a mask that are long enough."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], mask, [False]))))
    runs = zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
    return [(start, stop) for start, stop in runs if stop - start >= least]


def _passage(work: int, source: SourceFile, file: PreparedFile, run: tuple[int, int], works: int) -> BasePassage:
    return BasePassage(
        work=work,
        path=source.record.path,
        first_line=int(file.stream.lines[run[0]]),
        last_line=int(file.stream.lines[run[1] - 1]),
        tokens=run[1] - run[0],
        works=works,
    )


def _lines_alone(source: SourceFile, file: PreparedFile, runs: Spans, number: int) -> SourceFile:
    """Return a file with the lines of some runs, at their places, and all others empty."""
    kept = {
        line
        for start, stop in runs
        for line in range(int(file.stream.lines[start]), int(file.stream.lines[stop - 1]) + 1)
    }
    rows = source.utf8.split(b"\n")
    content = b"\n".join(row if place in kept else b"" for place, row in enumerate(rows, start=1))
    nothing = np.empty(0, dtype=np.int64)
    record = FileRecord(
        path=f"{number}/{source.record.path}",
        digest=hashlib.sha256(content).hexdigest(),
        size_bytes=len(content),
        disposition=Disposition.COMPARED,
        lines=len(rows),
        encoding="utf-8",
    )
    text = DecodedText(utf8=content, utf8_starts=nothing, original_starts=nothing)
    return SourceFile(record=record, content=content, text=text)


def _tree(files: Sequence[SourceFile]) -> SourceTree | None:
    if not files:
        return None
    ordered = tuple(sorted(files, key=lambda file: file.record.path))
    digest = hashlib.sha256("".join(f"{file.record.path}\0{file.record.digest}\n" for file in ordered).encode())
    origin = Origin(kind=OriginKind.DIRECTORY, locator=LABEL)
    return SourceTree(label=LABEL, origin=origin, files=ordered, digest=digest.hexdigest())
