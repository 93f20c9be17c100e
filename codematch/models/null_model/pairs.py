"""Every pair of reference works is compared; of each, the heaviest region is kept."""

import multiprocessing
import sys
from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Any

from codematch.comparison.prepare import Progress, Toolkit
from codematch.comparison.region_search import find_regions
from codematch.model.match import Region, RegionSide
from codematch.model.precision import stored_bits, stored_total
from codematch.models.null_model.works import Band
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
    with closing(_map_tasks(tasks, bands, toolkit, jobs)) as results:
        for number, shared in enumerate(results, start=1):
            found.append(shared)
            if progress is not None and (number % 20 == 0 or number == len(tasks)):
                progress("compare", number, len(tasks))
    return sorted(found, key=lambda item: (-item.total, item.band, item.first, item.second))


Task = tuple[int, int, int]


def _map_tasks(tasks: Sequence[Task], bands: Sequence[Band], toolkit: Toolkit, jobs: int) -> Generator[Shared]:
    if jobs <= 1:
        yield from (_heaviest(task, bands, toolkit) for task in tasks)
        return
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    with context.Pool(jobs, initializer=_start_worker, initargs=(bands, toolkit)) as pool:
        yield from pool.imap(_work_on, tasks, chunksize=8)


_worker: dict[str, Any] = {}
"""What this worker process was started with; set once, before any work."""


def _start_worker(bands: Sequence[Band], toolkit: Toolkit) -> None:
    _worker["bands"], _worker["toolkit"] = bands, toolkit


def _work_on(task: Task) -> Shared:
    return _heaviest(task, _worker["bands"], _worker["toolkit"])


def _heaviest(task: Task, bands: Sequence[Band], toolkit: Toolkit) -> Shared:
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
        structure=_heaviest_structure(regions),
        known_place=_place(top.known) if top else "",
        questioned_place=_place(top.questioned) if top else "",
    )


def floor_bits(band: int, rules: Significance) -> float:
    """Return from which total on regions of a band are looked for: larger works share heavier ones."""
    return rules.floor_bits + rules.floor_step_bits * band


def _heaviest_structure(regions: Sequence[Region]) -> float:
    return max((stored_bits(region.weight.structure) for region in regions), default=0.0)


def _place(side: RegionSide) -> str:
    return f"{side.path}:{side.first_line}-{side.last_line}"
