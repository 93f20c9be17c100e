"""The texts of the files that share regions, kept with the result so that a report can show whole files side by side.

Lines stand beside each other where regions align their tokens, and, next to such lines, where they are equal. Secrets
and personal data are covered as in exhibits, unless the run was told to show them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from codematch.align.increasing import heaviest
from codematch.align.script import AlignedTokens
from codematch.comparison.exhibits import CUT_OFF, MAX_LINE_CHARACTERS, cut_line, pair_row, whole
from codematch.comparison.line_parts import SideLines
from codematch.comparison.lined_file import LinedFile
from codematch.comparison.prepare import PreparedWork
from codematch.masking import Surroundings, TextKind, cover, find_marks, has_far_hints, survey, suspects, writing_of
from codematch.model.frozen import array_value
from codematch.model.match import Edit, Region, RowState
from codematch.model.result import PairResult
from codematch.model.sources import AlignedFiles, Row, SourceTexts, packed

_Lines = tuple[int, int]
"""A line of the known and one of the questioned file, both from 0."""
_HALF = 32
"""Bits of a number that hold the line of the questioned file; those above hold that of the known one."""


@array_value(copy=False)
class _Files:
    """Two files that share regions: their sides, and the aligned tokens of each region, int64 (2, m), by its number."""

    left: SideLines
    right: SideLines
    tokens: dict[int, NDArray[np.int64]]

    @property
    def aligned(self) -> AlignedTokens:
        """The aligned tokens of all regions, of each known one the first."""
        both = np.concatenate([np.empty((2, 0), dtype=np.int64), *self.tokens.values()], axis=1)
        _, first = np.unique(both[0], return_index=True)
        return AlignedTokens(known=both[0, first], questioned=both[1, first])

    def lines(self, tokens: NDArray[np.int64]) -> tuple[list[_Lines], list[int]]:
        """Return the pairs of lines that share some aligned tokens, ascending, and how many each shares."""
        known = self.left.file.stream.lines[tokens[0]].astype(np.int64) - 1
        questioned = self.right.file.stream.lines[tokens[1]].astype(np.int64) - 1
        pairs, counts = np.unique(known << _HALF | questioned, return_counts=True)
        left, right = (pairs >> _HALF).tolist(), (pairs & (1 << _HALF) - 1).tolist()
        return list(zip(left, right, strict=True)), counts.tolist()


def with_sources(
    pair: PairResult, known: PreparedWork, questioned: PreparedWork, *, most: int, unmask: bool
) -> PairResult:
    """Return a pair of works with the texts of its files that share regions, in the order of the pairs of files.

    Args:
        pair: What the comparison found.
        known: The known work.
        questioned: The questioned work.
        most: The largest number of bytes of text to keep; pairs of files beyond it are counted. 0 keeps nothing.
        unmask: Whether secrets and personal data stay readable.
    """
    if not most:
        return pair
    works, places = (known, questioned), (known.positions(), questioned.positions())
    file_of = cache(lambda side, index: LinedFile.of(works[side], index))
    regions: dict[tuple[str, str], list[Region]] = {}
    for region in pair.regions:
        regions.setdefault((region.known.path, region.questioned.path), []).append(region)
    texts: dict[str, str] = {}
    shown: set[tuple[str, TextKind | None]] = set()
    files: list[AlignedFiles] = []
    size = 0
    for item in pair.file_pairs:
        paths = item.known_path, item.questioned_path
        sides = [whole(file_of(side, places[side][path])) for side, path in enumerate(paths)]
        sources = [side.file.source for side in sides]
        fresh = {one.record.digest: len(one.utf8) for one in sources if one.record.digest not in texts}
        if size + sum(fresh.values()) > most:
            continue
        size += sum(fresh.values())
        for side in sides:
            digest, writing = side.file.source.record.digest, None if unmask else _writing(side)
            if (digest, writing) not in shown:
                shown.add((digest, writing))
                texts[digest] = _shown(texts.get(digest), side, writing)
        tokens = {region.number: _aligned_tokens(region) for region in regions.get(paths, ())}
        rows, moved = _rows(_Files(left=sides[0], right=sides[1], tokens=tokens))
        digests = sources[0].record.digest, sources[1].record.digest
        files.append(AlignedFiles(texts=digests, paths=paths, rows=rows, moved=moved))
    kept = packed(SourceTexts(texts=texts, pairs=tuple(files)), len(pair.file_pairs) - len(files))
    return replace(pair, sources=kept)


def _writing(side: SideLines) -> TextKind:
    return writing_of(side.file.source.record.path, side.file.stream.language)


def _shown(before: str | None, side: SideLines, writing: TextKind | None) -> str:
    """Return the text of a file as it is shown, with what is secret in such writing covered; None covers nothing.

    Where the same bytes have several names, what is secret in any of them is covered.
    """
    lines = list(side.texts) if before is None else before.split("\n")
    if writing is not None:
        around = survey(side.texts) if has_far_hints(side.file.source.utf8) else Surroundings()
        chosen = {*suspects("\n".join(side.texts)), *around.keys, *around.near}
        for index in sorted(place for place in chosen if place < len(lines)):
            lines[index] = cover(lines[index], find_marks(side.texts[index], index, around, writing))
    if max(map(len, lines)) > MAX_LINE_CHARACTERS:
        lines = [cut_line(line) if len(line) > MAX_LINE_CHARACTERS + len(CUT_OFF) else line for line in lines]
    return "\n".join(lines)


def _aligned_tokens(region: Region) -> NDArray[np.int64]:
    """Return the places of the aligned tokens of a region in its two files: int64 (2, m)."""
    at_known, at_questioned = region.known.first_token, region.questioned.first_token
    parts = [np.empty((2, 0), dtype=np.int64)]
    for step in region.script:
        if step.edit not in (Edit.DELETED, Edit.INSERTED):
            run = np.arange(step.known, dtype=np.int64)
            parts.append(np.stack((at_known + run, at_questioned + run)))
        at_known, at_questioned = at_known + step.known, at_questioned + step.questioned
    return np.concatenate(parts, axis=1)


def _rows(files: _Files) -> tuple[tuple[Row, ...], tuple[tuple[int, tuple[Row, ...]], ...]]:
    """Return the rows of two files, and the regions of which most lines are in none of them with rows of their own."""
    texts = files.left.texts, files.right.texts
    if texts[0] == texts[1]:
        return ((1, 1, len(texts[0])),), ()
    aligned = files.aligned
    anchors = _increasing(*files.lines(np.stack((aligned.known, aligned.questioned))))
    rows = tuple(_joined(_filled(anchors, *texts), files, aligned))
    held, moved = set(anchors), []
    for number, tokens in files.tokens.items():
        pairs, counts = files.lines(tokens)
        if 2 * sum(one in held for one in pairs) < len(pairs):
            moved.append((number, tuple(_joined(_increasing(pairs, counts), files, aligned))))
    return rows, tuple(moved)


def _increasing(pairs: list[_Lines], counts: list[int]) -> list[_Lines]:
    """Return the pairs of lines that ascend on both sides and together share most tokens."""
    if all(one[0] < other[0] and one[1] < other[1] for one, other in pairwise(pairs)):
        return pairs
    return [pairs[index] for index in heaviest(pairs, counts)]


def _filled(anchors: list[_Lines], known: Sequence[str], questioned: Sequence[str]) -> Iterator[_Lines]:
    """Yield the pairs of lines, with the equal lines directly behind and before each."""
    at_known = at_questioned = 0
    for left, right in (*anchors, (len(known), len(questioned))):
        while at_known < left and at_questioned < right and _equal(known[at_known], questioned[at_questioned]):
            yield at_known, at_questioned
            at_known, at_questioned = at_known + 1, at_questioned + 1
        back = 0
        room = min(left - at_known, right - at_questioned)
        while back < room and _equal(known[left - 1 - back], questioned[right - 1 - back]):
            back += 1
        yield from ((left - step, right - step) for step in range(back, 0, -1))
        if left < len(known) and right < len(questioned):
            yield left, right
        at_known, at_questioned = left + 1, right + 1


def _equal(left: str, right: str) -> bool:
    return left.strip() == right.strip()


def _joined(pairs: Sequence[_Lines] | Iterator[_Lines], files: _Files, aligned: AlignedTokens) -> Iterator[Row]:
    """Yield the rows of pairs of lines; equal ones that follow one another are one row."""
    run: tuple[int, int, int] | None = None
    for known, questioned in pairs:
        found = None
        if not _equal(files.left.texts[known], files.right.texts[questioned]):
            found = pair_row(files.left, files.right, known, questioned, aligned)
        if found is None or found.state is RowState.IDENTICAL:
            if run is not None and (run[0] + run[2], run[1] + run[2]) == (known + 1, questioned + 1):
                run = run[0], run[1], run[2] + 1
                continue
            if run is not None:
                yield run
            run = known + 1, questioned + 1, 1
            continue
        if run is not None:
            yield run
        run = None
        yield known + 1, questioned + 1, 1, found.state.value, found.known_marks, found.questioned_marks
    if run is not None:
        yield run
