"""Candidates compared in full: the same comparison as that of two works, without what only a record shows."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any

import numpy as np

from codematch.comparison.prepare import PreparedWork, Progress, Toolkit
from codematch.comparison.supervised import given_up
from codematch.errors import ends_run
from codematch.filtration import FILTERS
from codematch.model.match import Region
from codematch.model.message import Message, system_said
from codematch.model.precision import stored_total
from codematch.model.result import PairResult
from codematch.parallel import Death, Jobs, map_in_processes
from codematch.pipeline import compare_prepared
from codematch.scanning.base_code import BaseCode
from codematch.settings import Settings

Pair = tuple[int, int]
_SIDES = attrgetter("known"), attrgetter("questioned")
_MOSTLY = 0.5  # a light region that is reported with its pair of files is base code if as much of it is
_BATCH = 4  # pairs that a process is handed at a time: speed only


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What a comparison says of a pair; see `RankedPair`. `aligned` is what a score adds for it (see `combined`)."""

    reported: bool = False
    regions: int = 0
    heaviest_bits: float = 0.0
    outside_base_bits: float = 0.0
    threshold_bits: float = 0.0
    first_share: float = 0.0
    second_share: float = 0.0
    aligned: float = 0.0
    failure: Message | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Task:
    works: Sequence[PreparedWork]
    pairs: Sequence[Pair]
    toolkit: Toolkit
    base: BaseCode


def brief_settings(settings: Settings) -> Settings:
    """Return the settings without what only a record shows: exhibits, labels, channels outside the regions."""
    off: dict[str, Any] = {rule.switch.partition(".")[2]: False for rule in FILTERS if rule.switch}
    return replace(
        settings,
        counting=replace(settings.counting, max_exhibits=0, max_alternatives=0),
        filtration=replace(settings.filtration, **off),
        evidence=replace(settings.evidence, channels=False),
    )


def compare_pairs(
    works: Sequence[PreparedWork],
    pairs: Sequence[Pair],
    toolkit: Toolkit,
    base: BaseCode,
    jobs: Jobs,
    progress: Progress | None,
) -> list[Compared]:
    """Compare pairs of prepared works, each by its two positions; return what is found, in their order."""
    task = _Task(works=works, pairs=pairs, toolkit=toolkit, base=base)
    found: dict[int, Compared] = {}
    with map_in_processes(_compared, task, range(len(pairs)), jobs, _BATCH, given_up=_given_up) as rows:
        for place, row in rows:
            found[place] = row
            if progress is not None:
                progress("compare", len(found), len(pairs))
    return [found[place] for place in range(len(pairs))]


def _given_up(_place: int, death: Death) -> Compared:
    """Say of a pair that it ended its process twice: that does not end the scan."""
    return Compared(failure=given_up(death))


def _compared(task: _Task, place: int) -> Compared:
    pair = task.pairs[place]
    try:
        result = compare_prepared(task.works[pair[0]], task.works[pair[1]], task.toolkit)
    except Exception as error:  # one pair does not end the scan
        if ends_run(error):
            raise
        return Compared(failure=system_said(error))
    return _summed(task, pair, result)


def _summed(task: _Task, pair: Pair, result: PairResult) -> Compared:
    totals = [stored_total(region.weight) for region in result.regions]
    rest = _outside_base(task, pair, result.regions)
    thresholds = {entry.language: entry.threshold_bits for entry in result.significance}
    tokens = result.totals.token
    shares = [matched / max(total, 1) for matched, total in zip(tokens.matched, tokens.total, strict=True)]
    aligned = sum(region.tokens * part for region, part in zip(result.regions, rest, strict=True))
    residual = max((total * part for total, part in zip(totals, rest, strict=True)), default=0.0)
    smaller = min(1.0, aligned / max(min(tokens.total), 1))
    return Compared(
        reported=any(
            total * part >= thresholds.get(region.language, 0.0) or (region.by_pair and part > _MOSTLY)
            for total, part, region in zip(totals, rest, result.regions, strict=True)
        ),
        regions=len(result.regions),
        heaviest_bits=max(totals, default=0.0),
        outside_base_bits=residual,
        threshold_bits=min(thresholds.values(), default=0.0),
        first_share=shares[0],
        second_share=shares[1],
        aligned=math.log2(1.0 + residual) * smaller,
    )


def _outside_base(task: _Task, pair: Pair, regions: Sequence[Region]) -> list[float]:
    """Return which part of each region is neither base code nor shared material, on the side with less of it."""
    parts = [[1.0] * len(regions)]
    for work, side_of in zip(pair, _SIDES, strict=True):
        places, masks = task.works[work].positions(), task.base.masks[work]
        sides = [side_of(region) for region in regions]
        inside = [masks[places[side.path]][side.first_token : side.stop_token] for side in sides]
        parts.append([1.0 - float(np.mean(mask)) if len(mask) else 1.0 for mask in inside])
    return [min(row) for row in zip(*parts, strict=True)]
