"""Every pair of reference works is compared; of each, the heaviest region and the heaviest sum are kept."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from codematch.align.resolve import Accepted
from codematch.comparison.assemble import assemble
from codematch.comparison.matching import Matching, match_works
from codematch.comparison.prepare import PreparedWork, Progress, Toolkit, languages_of
from codematch.model.match import Region, RegionSide
from codematch.model.precision import stored_bits, stored_total
from codematch.models.null_model.works import Band
from codematch.parallel import map_in_processes

LOCATED = 15
"""Pieces of a pair of works, heaviest first, whose comments are weighed, too: in 165 pairs the heaviest region was
always among the first eight."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """What one pair of works of a band shares at most, `first` and `second` by their numbers in it [bits].

    `total` and `structure` are those of the heaviest region, `carried` what the heaviest passage with less structure
    than `weighing.min_weight` weighs in structure, names and literals. `pair` is the heaviest sum of a pair of files,
    and `pair_pieces` the number of its pieces.
    """

    band: int
    first: int
    second: int
    total: float = 0.0
    structure: float = 0.0
    carried: float = 0.0
    pair: float = 0.0
    pair_pieces: int = 0
    known_place: str = ""
    questioned_place: str = ""
    known_path: str = ""
    questioned_path: str = ""


def compare_all(bands: Sequence[Band], toolkit: Toolkit, jobs: int, progress: Progress | None) -> list[Shared]:
    """Compare every pair of every band; heaviest first."""
    tasks = [
        (band, first, second)
        for band, content in reversed(list(enumerate(bands)))
        for first in range(len(content.works))
        for second in range(first + 1, len(content.works))
    ]
    found = []
    with map_in_processes(_compare, (bands, toolkit), tasks, jobs, chunk=8) as results:
        for number, (_, shared) in enumerate(results, start=1):
            found.append(shared)
            if progress is not None and (number % 20 == 0 or number == len(tasks)):
                progress("compare", number, len(tasks))
    return sorted(found, key=lambda item: (-item.total, item.band, item.first, item.second))


def _compare(needed: tuple[Sequence[Band], Toolkit], task: tuple[int, int, int]) -> Shared:
    bands, toolkit = needed
    band, first, second = task
    known, questioned = (bands[band].works[number].work for number in (first, second))
    return measure(Shared(band=band, first=first, second=second), known, questioned, toolkit)


def measure(shared: Shared, known: PreparedWork, questioned: PreparedWork, toolkit: Toolkit) -> Shared:
    """Return the entry of two works with what they share at most.

    Nothing is reported of unrelated works, so everything that they share is a light piece, and one to one as in any
    comparison.
    """
    thresholds = dict.fromkeys(languages_of(known), np.inf)
    matching = match_works(known, questioned, toolkit.weigher, thresholds, toolkit.settings)
    shared = _with_sum(shared, matching, known, questioned)
    pieces = matching.light
    if not len(pieces) and not matching.accepted:
        return shared
    carried = pieces.deciding[pieces.structure < toolkit.settings.weighing.min_weight]
    shared = replace(shared, carried=stored_bits(float(carried.max())) if len(carried) else 0.0)
    regions = _heaviest_regions(matching, known, questioned, toolkit)
    return replace(
        shared,
        total=stored_bits(max([stored_total(regions[0].weight), *pieces.deciding.tolist()])),
        structure=stored_bits(max([regions[0].weight.structure, *pieces.structure.tolist()])),
        known_place=_place(regions[0].known),
        questioned_place=_place(regions[0].questioned),
    )


def _with_sum(shared: Shared, matching: Matching, known: PreparedWork, questioned: PreparedWork) -> Shared:
    """Return the entry with the heaviest sum of a pair of files."""
    sums = matching.sums
    if not len(sums.bits):
        return shared
    top = int(sums.bits.argmax())
    return replace(
        shared,
        pair=stored_bits(float(sums.bits[top])),
        pair_pieces=int(sums.pieces[top]),
        known_path=known.sources[sums.known[top]].record.path,
        questioned_path=questioned.sources[sums.questioned[top]].record.path,
    )


def _heaviest_regions(
    matching: Matching, known: PreparedWork, questioned: PreparedWork, toolkit: Toolkit
) -> list[Region]:
    """The heaviest pieces as regions, with their comments, heaviest first."""
    pieces = matching.light
    keep = np.zeros(len(pieces), dtype=bool)
    keep[np.argsort(-pieces.deciding, kind="stable")[:LOCATED]] = True
    light = tuple(Accepted(chain=chain, alternatives=()) for chain in pieces.only(keep).chains())
    shown = replace(matching, accepted=(*matching.accepted, *light))
    thresholds = dict.fromkeys(languages_of(known), 0.0)
    return [item.region for item in assemble(shown, known, questioned, toolkit.weigher, thresholds, toolkit.settings)]


def _place(side: RegionSide) -> str:
    return f"{side.path}:{side.first_line}-{side.last_line}"
