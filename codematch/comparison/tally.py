"""Counting: how much of each work is covered by regions, in files, lines, tokens and functions.

Every token counts at most once for each side. A line counts when it holds the start of a token, and as matched when
all tokens that start on it are; comments and blank lines do not count.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from codematch.comparison.located_region import LocatedRegion
from codematch.comparison.prepare import PreparedFile, PreparedWork
from codematch.fingerprints.minhash import resemblance
from codematch.model.minhash import SketchCollector, Sketches
from codematch.model.precision import stored_bits, stored_total
from codematch.model.result import FileEntry, FilePair, Ratio, Totals, UnitEntry, Work
from codematch.model.sides import Both
from codematch.model.source import Disposition, FileRecord, Reason
from codematch.model.tokens import Cells, TokenStream
from codematch.settings import Counting, Fingerprinting

Coverage = list[NDArray[np.bool_]]
"""For each prepared file which of its tokens are matched: bool (n,)."""


def coverage(work: PreparedWork, regions: Sequence[LocatedRegion], side: str) -> Coverage:
    """Return which tokens the regions align; `side` is "known" or "questioned"."""
    masks = [np.zeros(len(file.stream), dtype=bool) for file in work.files]
    for item in regions:
        masks[getattr(item, f"{side}_file")][getattr(item.aligned, side)] = True
    return masks


def count_totals(
    known: PreparedWork,
    questioned: PreparedWork,
    covered: tuple[Coverage, Coverage],
    settings: Counting,
) -> Totals:
    """Count both works in the four units; files that repeat another file of their work are not counted."""
    other = [{source.record.digest for source in work.sources} for work in (questioned, known)]
    sides = [
        _count(work, masks, twins, settings)
        for work, masks, twins in zip((known, questioned), covered, other, strict=True)
    ]
    ratios = {
        unit: Ratio(
            total=Both(sides[0][unit][0], sides[1][unit][0]),
            matched=Both(sides[0][unit][1], sides[1][unit][1]),
        )
        for unit in ("file", "line", "token", "function")
    }
    return Totals(**ratios)


def describe_works(
    works: tuple[PreparedWork, PreparedWork], covered: tuple[Coverage, Coverage], settings: Fingerprinting
) -> tuple[tuple[Work, Work], Sketches]:
    """Return the entries of both works in the result, and the signatures that they number."""
    sketches = SketchCollector(settings.permutations)
    known, questioned = (describe_work(work, masks, sketches) for work, masks in zip(works, covered, strict=True))
    return (known, questioned), sketches.collected()


def describe_work(work: PreparedWork, masks: Coverage, sketches: SketchCollector | None) -> Work:
    """Return the work's entry in the result: every file with its disposition.

    Args:
        work: The work.
        masks: Which tokens of its files are matched.
        sketches: What the signatures of files and units are added to; None to list neither signatures nor units.
    """
    positions = work.positions()
    entries = []
    for source in work.tree.files:
        index = positions.get(source.record.path)
        file, mask = (None, None) if index is None else (work.files[index], masks[index])
        entries.append(_entry(source.record, work, file, mask, sketches))
    counts = {kind.value: sum(entry.disposition is kind for entry in entries) for kind in Disposition}
    return Work(
        label=work.tree.label, origin=work.tree.origin, root=work.tree.digest, counts=counts, files=tuple(entries)
    )


def _entry(
    record: FileRecord,
    work: PreparedWork,
    file: PreparedFile | None,
    mask: NDArray[np.bool_] | None,
    sketches: SketchCollector | None,
) -> FileEntry:
    """A file's row; one that was readable but not compared is of a language that was not chosen."""
    copied = work.copies.get(record.path, "")
    left_out = file is None and record.disposition is Disposition.COMPARED
    stream = file.stream if file is not None else None
    return FileEntry(
        path=record.path,
        sha256=record.digest,
        other_digests=dict(record.other_digests),
        size_bytes=record.size_bytes,
        disposition=Disposition.EXCLUDED if left_out else record.disposition,
        reason=Reason.LANGUAGE_NOT_CHOSEN if left_out else record.reason,
        detail=record.detail,
        lines=record.lines,
        encoding=record.encoding,
        encoding_basis=record.encoding_basis,
        duplicate_of=copied if file is not None else record.duplicate_of,
        language=stream.language if stream is not None else "",
        language_basis=work.bases.get(record.path, "") if stream is not None else "",
        parser=stream.parser if stream is not None else "",
        error_share=stream.error_share if stream is not None else 0.0,
        tokens=len(stream) if stream is not None else 0,
        matched_tokens=int(np.count_nonzero(mask)) if mask is not None else 0,
        sketch=sketches.add(file.sketch.values)[0] if file is not None and sketches is not None else None,
        units=_units(file, mask, sketches)
        if file is not None and mask is not None and sketches is not None and not copied
        else (),
    )


def pair_files(regions: Sequence[LocatedRegion], known: PreparedWork, questioned: PreparedWork) -> tuple[FilePair, ...]:
    """Sum the regions up for each pair of files, heaviest sum first."""
    groups: dict[tuple[int, int], list[LocatedRegion]] = {}
    for item in regions:
        groups.setdefault((item.known_file, item.questioned_file), []).append(item)
    pairs = []
    for (known_file, questioned_file), items in groups.items():
        files = known.files[known_file], questioned.files[questioned_file]
        classes = [item.region.match_class for item in items]
        totals = [stored_total(item.region.weight) for item in items]  # so that a reader can add up
        pairs.append(
            FilePair(
                known_path=known.sources[known_file].record.path,
                questioned_path=questioned.sources[questioned_file].record.path,
                match_class=max(classes, key=lambda match: match.value),
                regions=len(items),
                tokens=Both(len(files[0].stream), len(files[1].stream)),
                matched=Both(
                    _distinct([item.aligned.known for item in items], len(files[0].stream)),
                    _distinct([item.aligned.questioned for item in items], len(files[1].stream)),
                ),
                heaviest_bits=max(totals),
                structure_bits=sum(stored_bits(item.region.weight.structure) for item in items),
                total_bits=sum(totals),
                names_bits=sum(stored_bits(item.region.weight.names) for item in items),
                literals_bits=sum(stored_bits(item.region.weight.literals) for item in items),
                comments_bits=sum(stored_bits(item.region.weight.comments) for item in items),
                renames_bits=sum(stored_bits(item.region.weight.renames) for item in items),
                resemblance=resemblance(files[0].sketch, files[1].sketch),
                resemblance_exact=_jaccard(*files),
            )
        )
    return tuple(sorted(pairs, key=lambda pair: (-pair.total_bits, pair.known_path, pair.questioned_path)))


def _count(work: PreparedWork, masks: Coverage, twins: set[str], settings: Counting) -> dict[str, tuple[int, int]]:
    """(total, matched) for each unit of one side; `twins` are the digests of the other side's files."""
    sums = {"file": [0, 0], "line": [0, 0], "token": [0, 0], "function": [0, 0]}

    def add(unit: str, total: int, matched: int) -> None:
        sums[unit][0] += total
        sums[unit][1] += matched

    for source, file, mask in zip(work.sources, work.files, masks, strict=True):
        matched = int(np.count_nonzero(mask))
        same = source.record.digest in twins
        share = matched / len(mask) if len(mask) else 0.0
        add("file", 1, int(same or (share > 0 and share >= settings.file_share)))
        add("token", len(mask), matched)
        add("line", *count_lines(file.stream, mask))
        add("function", *_functions(file.stream, mask, settings.unit_share))
    return {unit: (total, matched) for unit, (total, matched) in sums.items()}


def count_lines(stream: TokenStream, mask: NDArray[np.bool_]) -> tuple[int, int]:
    """Return how many lines of a file hold the start of a token, and all of how many are matched: bool (n,) `mask`."""
    if len(mask) == 0:
        return 0, 0
    if stream.cells is not None:
        numbers = _cell_lines(stream.lines, stream.cells)
        unmatched = np.bincount(numbers[numbers >= 0], weights=~mask[numbers >= 0])
        return len(unmatched), int(np.count_nonzero(unmatched == 0))
    firsts = np.flatnonzero(np.diff(stream.lines, prepend=stream.lines[0] - 1))
    return len(firsts), int(np.count_nonzero(np.logical_and.reduceat(mask, firsts)))


def matched_lines(stream: TokenStream, mask: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return for each token the number of its line among those that `count_lines` counts as matched, else -1: (n,)."""
    if stream.cells is not None:
        numbers = _cell_lines(stream.lines, stream.cells)
    else:
        numbers = np.cumsum(np.diff(stream.lines, prepend=stream.lines[:1]) != 0)
    counts = numbers >= 0
    whole = np.bincount(numbers[counts], weights=~mask[counts]) == 0
    counts[counts] = whole[numbers[counts]]
    return np.where(counts, numbers, -1)


def _cell_lines(lines: NDArray[np.int32], cells: Cells) -> NDArray[np.int64]:
    """Return for each token the number of its line in the cells of a notebook: (n,).

    Lines of the file that hold none of them count, too; a token of another line has -1.
    """
    inside = cells.numbers > 0
    counts = inside | ~np.isin(lines, lines[inside])
    places = np.where(inside, cells.lines, lines)[counts]
    _, line_of = np.unique(np.stack((cells.numbers[counts], places)), axis=1, return_inverse=True)
    numbers = np.full(len(lines), -1, dtype=np.int64)
    numbers[counts] = line_of.ravel()
    return numbers


def _functions(stream: TokenStream, mask: NDArray[np.bool_], share: float) -> tuple[int, int]:
    spans = [(unit.first_token, unit.stop_token) for unit in stream.units if unit.kind == "function"]
    sums = np.concatenate(([0], np.cumsum(mask)))
    return len(spans), sum(bool(sums[stop] - sums[first] >= share * (stop - first)) for first, stop in spans)


def _units(file: PreparedFile, mask: NDArray[np.bool_], sketches: SketchCollector) -> tuple[UnitEntry, ...]:
    sums = np.concatenate(([0], np.cumsum(mask)))
    lines = file.stream.lines
    numbers = sketches.add(file.units.values)
    entries = []
    for index, number in zip(file.units.units.tolist(), numbers, strict=True):
        unit = file.stream.units[index]
        entries.append(
            UnitEntry(
                kind=unit.kind,
                name=unit.name,
                first_line=int(lines[unit.first_token]),
                last_line=int(lines[unit.stop_token - 1]),
                tokens=unit.stop_token - unit.first_token,
                matched_tokens=int(sums[unit.stop_token] - sums[unit.first_token]),
                sketch=number,
            )
        )
    return tuple(entries)


def _distinct(positions: list[NDArray[np.int64]], size: int) -> int:
    """How many different tokens of a file of so many there are among some positions."""
    mask = np.zeros(size, dtype=np.bool_)
    for places in positions:
        mask[places] = True
    return int(np.count_nonzero(mask))


def _jaccard(left: PreparedFile, right: PreparedFile) -> float:
    """The Jaccard index of the different fingerprints of two files."""
    if np.array_equal(left.prints, right.prints):
        return 1.0
    union = len(np.unique(np.concatenate((left.prints, right.prints))))
    shared = left.sketch.cardinality + right.sketch.cardinality - union
    return shared / union if union else 1.0
