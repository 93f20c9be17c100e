"""Every pair of reference works is compared; of each, the heaviest region is kept."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from codematch.comparison.prepare import Progress, Toolkit
from codematch.comparison.region_search import find_regions
from codematch.model.match import RegionSide
from codematch.model.precision import stored_bits, stored_total
from codematch.models.null_model.works import Band
from codematch.parallel import map_in_processes
from codematch.settings import Significance


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """The heaviest region of one pair of works of a band, `first` and `second` by their numbers in it [bits]."""

    band: int
    first: int
    second: int
    total: float
    structure: float
    known_place: str
    questioned_place: str


def compare_all(bands: Sequence[Band], toolkit: Toolkit, jobs: int, progress: Progress | None) -> list[Shared]:
    """Compare every pair of every band; heaviest first."""
    tasks = [
        (band, first, second)
        for band, content in enumerate(bands)
        for first in range(len(content.works))
        for second in range(first + 1, len(content.works))
    ]
    found = []
    with map_in_processes(_heaviest, (bands, toolkit), tasks, jobs, chunk=8) as results:
        for number, (_, shared) in enumerate(results, start=1):
            found.append(shared)
            if progress is not None and (number % 20 == 0 or number == len(tasks)):
                progress("compare", number, len(tasks))
    return sorted(found, key=lambda item: (-item.total, item.band, item.first, item.second))


def _heaviest(needed: tuple[Sequence[Band], Toolkit], task: tuple[int, int, int]) -> Shared:
    bands, toolkit = needed
    band, first, second = task
    floor = floor_bits(band, toolkit.settings.significance)
    weighing = replace(toolkit.settings.weighing, min_weight=floor)
    tools = replace(toolkit, settings=replace(toolkit.settings, weighing=weighing))
    known, questioned = (bands[band].works[number].work for number in (first, second))
    regions = [r for r in find_regions(known, questioned, tools, floor) if stored_total(r.weight) >= floor]
    top = max(regions, key=lambda region: stored_total(region.weight), default=None)
    return Shared(
        band=band,
        first=first,
        second=second,
        total=stored_total(top.weight) if top else 0.0,
        structure=max((stored_bits(region.weight.structure) for region in regions), default=0.0),
        known_place=_place(top.known) if top else "",
        questioned_place=_place(top.questioned) if top else "",
    )


def floor_bits(band: int, rules: Significance) -> float:
    """Return from which total on regions of a band are looked for: larger works share heavier ones."""
    return rules.floor_bits + rules.floor_step_bits * band


def _place(side: RegionSide) -> str:
    return f"{side.path}:{side.first_line}-{side.last_line}"
