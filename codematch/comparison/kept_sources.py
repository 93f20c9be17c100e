"""The texts of the files that share regions, kept with the result so that a report can show whole files side by side.

Lines stand beside each other where regions align their tokens, and, next to such lines, where they are equal. Long
lines are divided, and their parts stand beside each other. Secrets and personal data are covered as in exhibits, unless
the run was told to show them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from codematch.align.increasing import heaviest
from codematch.align.script import AlignedTokens
from codematch.comparison.display_lines import displayed, divided_lines
from codematch.comparison.exhibits import CUT_OFF, MAX_LINE_CHARACTERS, cut_line, lone_row, pair_row, whole
from codematch.comparison.line_parts import SideLines
from codematch.comparison.lined_file import LinedFile
from codematch.comparison.prepare import PreparedWork
from codematch.comparison.wrapped_lines import Counterparts
from codematch.masking import FileMarks, TextKind, cover, writing_of
from codematch.model.frozen import array_value
from codematch.model.match import Edit, Region, RowState
from codematch.model.result import PairResult
from codematch.model.sources import (
    NOTHING_WRAPPED,
    AlignedFiles,
    Row,
    SourceTexts,
    Wrapped,
    WrappedLine,
    packed,
)

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
        known, questioned = self.left.places(tokens[0]), self.right.places(tokens[1])
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
    side_of = cache(lambda side, index: displayed(whole(LinedFile.of(works[side], index))))
    regions: dict[tuple[str, str], list[Region]] = {}
    for region in pair.regions:
        regions.setdefault((region.known.path, region.questioned.path), []).append(region)
    texts: dict[str, list[str]] = {}
    divided: dict[str, tuple[tuple[int, int], ...]] = {}
    shown: set[tuple[str, TextKind | None]] = set()
    files: list[AlignedFiles] = []
    size = 0
    for item in pair.file_pairs:
        paths = item.known_path, item.questioned_path
        sides = [side_of(side, places[side][path]) for side, path in enumerate(paths)]
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
                divided[digest] = divided_lines(side)
        own = regions.get(paths, ())
        both = _Files(left=sides[0], right=sides[1], tokens={region.number: _aligned_tokens(region) for region in own})
        rows, moved, wrapped = _rows(both)
        digests = sources[0].record.digest, sources[1].record.digest
        in_parts = any(divided[digest] for digest in digests)
        placed = tuple(_placed(region, sides[0], sides[1]) for region in own) if in_parts else ()
        files.append(AlignedFiles(texts=digests, paths=paths, rows=rows, moved=moved, wrapped=wrapped, places=placed))
    found = SourceTexts(
        texts={digest: "\n".join(map(_cut, lines)) for digest, lines in texts.items()},
        divided={digest: lines for digest, lines in divided.items() if lines},
        pairs=tuple(files),
    )
    kept = packed(found, len(pair.file_pairs) - len(files))
    return replace(pair, sources=kept)


def _writing(side: SideLines) -> TextKind:
    return writing_of(side.file.source.record.path, side.file.stream.language)


def _placed(region: Region, left: SideLines, right: SideLines) -> tuple[int, int, int, int, int]:
    """Return the number of a region, and its first and last shown line in the known and in the questioned file."""
    ends = (
        (side.places(np.array([place.first_token, place.stop_token - 1], dtype=np.int64)) + 1).tolist()
        for side, place in ((left, region.known), (right, region.questioned))
    )
    (first, last), (other_first, other_last) = ends
    return region.number, first, last, other_first, other_last


def _shown(before: list[str] | None, side: SideLines, writing: TextKind | None) -> list[str]:
    """Return the lines of a file as they are shown, with what is secret in such writing covered; None covers nothing.

    Where the same bytes have several names, what is secret in any of them is covered.
    """
    lines = list(side.texts) if before is None else before
    if writing is not None:
        marks = FileMarks.of(side.file.source.utf8, writing)
        chosen = frozenset(marks.chosen)
        for index, number in enumerate(side.numbers if chosen else ()):
            if number - 1 in chosen:
                hidden = marks.within(int(side.starts[index]), int(side.stops[index]))
                lines[index] = cover(lines[index], hidden)
    return lines


def _cut(line: str) -> str:
    return cut_line(line) if len(line) > MAX_LINE_CHARACTERS + len(CUT_OFF) else line


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


def _rows(files: _Files) -> tuple[tuple[Row, ...], tuple[tuple[int, tuple[Row, ...]], ...], Wrapped]:
    """Return the rows of two files, and the rest of what is kept of them.

    That is the regions of which most lines are in no row, with rows of their own, and lines that are broken otherwise.
    """
    texts = files.left.texts, files.right.texts
    if texts[0] == texts[1]:
        return ((1, 1, len(texts[0])),), (), NOTHING_WRAPPED
    aligned = files.aligned
    counterparts = Counterparts.of(files.left, files.right, aligned)
    anchors = _increasing(*files.lines(np.stack((aligned.known, aligned.questioned))))
    rows = tuple(_joined(_filled(anchors, *texts), files, aligned, counterparts))
    held, moved = set(anchors), []
    for number, tokens in files.tokens.items():
        pairs, counts = files.lines(tokens)
        if 2 * sum(one in held for one in pairs) < len(pairs):
            moved.append((number, tuple(_joined(_increasing(pairs, counts), files, aligned, counterparts))))
    return (
        rows,
        tuple(moved),
        (_wrapped(files.left, 0, rows, counterparts), _wrapped(files.right, 1, rows, counterparts)),
    )


def _wrapped(side: SideLines, number: int, rows: Sequence[Row], counterparts: Counterparts) -> tuple[WrappedLine, ...]:
    """Return the lines of a side that are in no row, but have code of the other side, with what has no counterpart."""
    held = np.zeros(len(side.texts) + 1, dtype=np.bool_)
    for row in rows:
        held[row[number] : row[number] + row[2]] = True
    made = []
    for index in counterparts.lines(number, side).tolist():
        if not held[index + 1]:
            alone = lone_row(side, number, index, counterparts)
            if alone.state is RowState.WRAPPED:
                made.append((index + 1, alone.known_marks if number == 0 else alone.questioned_marks))
    return tuple(made)


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


def _joined(
    pairs: Sequence[_Lines] | Iterator[_Lines], files: _Files, aligned: AlignedTokens, counterparts: Counterparts
) -> Iterator[Row]:
    """Yield the rows of pairs of lines; equal ones that follow one another are one row."""
    run: tuple[int, int, int] | None = None
    for known, questioned in pairs:
        found = None
        if not _equal(files.left.texts[known], files.right.texts[questioned]):
            found = pair_row((files.left, files.right), (known, questioned), aligned, counterparts)
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
