"""What a known and a questioned file share in all: the sum over their pieces, and what it decides.

The second decision of step 8 of the method. A file may be copied in pieces of which none is heavy enough to be
reported by itself. The sum of a pair of files is that of its regions and of its lighter pieces, in structure, names and
literals. Every piece beyond the first costs `weighing.min_established` bits, as a gap costs bits within a region:
between unrelated files there are many light pieces, and they must not add up. What both files share in names and
literals counts once in a pair of files, however many pieces hold it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from codematch.align.resolve import Assignment
from codematch.comparison.light_pieces import Pieces, pieces_of
from codematch.comparison.strength import text_bits
from codematch.comparison.works_table import WorksTable
from codematch.model.frozen import array_value


@dataclass(frozen=True, slots=True, kw_only=True)
class LightThresholds:
    """From how many bits on what is lighter than a region is reported all the same, by language.

    `sums` is for the sum of a pair of files, `carried_by_texts` for a passage that its names and literals carry,
    with less structure than `weighing.min_weight`. A language that is missing reports none.
    """

    sums: Mapping[str, float] = field(default_factory=dict)
    carried_by_texts: Mapping[str, float] = field(default_factory=dict)


NO_LIGHT_THRESHOLDS = LightThresholds()


@array_value(copy=False)
class FilePairSums:
    """What each pair of files shares, by their indices, in order.

    `known`, `questioned` int64 (n,) are the files, `bits` float64 (n,) their sums [bits], `pieces` int64 (n,) the
    numbers of pieces that count in them.
    """

    known: NDArray[np.int64]
    questioned: NDArray[np.int64]
    bits: NDArray[np.float64]
    pieces: NDArray[np.int64]

    def of(self, known: int, questioned: int) -> tuple[float, int] | None:
        """Return the sum of a pair of files [bits] and the number of its pieces; None if there is none."""
        first, stop = np.searchsorted(self.known, (known, known + 1)).tolist()
        place = first + int(np.searchsorted(self.questioned[first:stop], questioned))
        if place == stop or self.questioned[place] != questioned:
            return None
        return float(self.bits[place]), int(self.pieces[place])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Decided:
    """What was decided of light pieces.

    The last `reported_by_sum` chains of `assignment` are reported because of their pair of files. `light` are the
    pieces that are not reported, `sums` those of all pairs of files.
    """

    assignment: Assignment
    reported_by_sum: int
    light: Pieces
    sums: FilePairSums


def decide(table: WorksTable, assignment: Assignment, pieces: Pieces, thresholds: LightThresholds) -> Decided:
    """Report the passages that names and literals carry, and the pieces of pairs of files with a heavy sum."""
    by_texts = _carried_by_texts(table, pieces, thresholds.carried_by_texts)
    assignment = assignment.take(pieces.only(by_texts).chains())
    pieces = pieces.only(~by_texts)
    sums = sum_pairs(table, assignment, pieces)
    reported = _reported(table, sums, thresholds.sums)
    chosen = np.array([pair in reported for pair in zip(*_files(table, pieces), strict=True)], dtype=bool)
    because = pieces.only(chosen).chains()
    return Decided(
        assignment=assignment.take(because), reported_by_sum=len(because), light=pieces.only(~chosen), sums=sums
    )


def sum_pairs(table: WorksTable, assignment: Assignment, pieces: Pieces) -> FilePairSums:
    """Return the sums of all pairs of files that share regions or lighter pieces."""
    regions = pieces_of(assignment.chains, table.scales)
    cost = table.settings.weighing.min_established
    both = Pieces(
        known=np.concatenate((regions.known, pieces.known)),
        questioned=np.concatenate((regions.questioned, pieces.questioned)),
        lengths=np.concatenate((regions.lengths, pieces.lengths)),
        number=np.concatenate((regions.number, pieces.number + len(regions))),
        structure=np.concatenate((regions.structure, pieces.structure)),
        deciding=np.concatenate((regions.deciding, pieces.deciding)),
    )
    both = both.only(both.deciding >= cost)
    known, questioned = (np.array(side, dtype=np.int64) for side in _files(table, both))
    width = max(len(table.right.bounds) - 1, 1)
    keys, pair = np.unique(known * width + questioned, return_inverse=True)
    count = np.bincount(pair, minlength=len(keys))
    heaviest = np.zeros(len(keys))
    np.maximum.at(heaviest, pair, both.deciding)
    texts = text_bits(table.scales, both.spans, pair[both.number], len(keys))
    sums = np.bincount(pair, weights=both.structure, minlength=len(keys)) + texts - cost * (count - 1)
    return FilePairSums(known=keys // width, questioned=keys % width, bits=np.maximum(sums, heaviest), pieces=count)


def _carried_by_texts(table: WorksTable, pieces: Pieces, thresholds: Mapping[str, float]) -> NDArray[np.bool_]:
    """Which pieces are reported for their names and literals: bool (p,)."""
    return np.array(
        [
            deciding >= thresholds.get(language, np.inf)
            for deciding, language in zip(
                pieces.deciding.tolist(), _languages(table, *_files(table, pieces)), strict=True
            )
        ],
        dtype=bool,
    )


def _reported(table: WorksTable, sums: FilePairSums, thresholds: Mapping[str, float]) -> set[tuple[int, int]]:
    """The pairs of files whose sum is heavy enough."""
    pairs = sums.known.tolist(), sums.questioned.tolist()
    return {
        (known, questioned)
        for known, questioned, language, bits in zip(*pairs, _languages(table, *pairs), sums.bits.tolist(), strict=True)
        if bits >= thresholds.get(language, np.inf)
    }


def _languages(table: WorksTable, known: list[int], questioned: list[int]) -> list[str]:
    """The language of each pair of files, "" if they have two: what is known of unrelated works holds for one."""
    names = [[file.stream.language for file in work.files] for work in (table.known, table.questioned)]
    return [
        names[0][left] if names[0][left] == names[1][right] else ""
        for left, right in zip(known, questioned, strict=True)
    ]


def _files(table: WorksTable, pieces: Pieces) -> tuple[list[int], list[int]]:
    """The known and the questioned file of each piece."""
    firsts = pieces.firsts
    return (
        table.left.file_of(pieces.known[firsts]).tolist(),
        table.right.file_of(pieces.questioned[firsts]).tolist(),
    )
