"""Candidates compared in full with the questioned work: the known side is the work of the index, always."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from codematch.comparison.prepare import PreparedWork, Progress, Toolkit
from codematch.comparison.supervised import given_up, lost_files
from codematch.errors import ends_run
from codematch.model.match import Region, RegionSide
from codematch.model.message import Message, system_said
from codematch.model.precision import stored_total
from codematch.model.result import PairResult
from codematch.model.search import FoundPlace, FoundRegion
from codematch.model.source import Limitation
from codematch.parallel import Death, Jobs, map_in_processes
from codematch.pipeline import compare_prepared, prepare
from codematch.scanning.thresholds import Thresholds, sizes_of
from codematch.searching.asked import Asked
from codematch.searching.candidates import Chosen
from codematch.store.contents import Shelf


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What the comparison with one work says; see `Hit`. `lost` says which of its files ended their process."""

    reported: bool = False
    weight_bits: float = 0.0
    heaviest_bits: float = 0.0
    threshold_bits: float = 0.0
    known_share: float = 0.0
    questioned_share: float = 0.0
    regions: tuple[FoundRegion, ...] = ()
    failure: Message | None = None
    lost: tuple[Limitation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Question:
    """The questioned work with its fingerprints, what was chosen, and which languages are compared (empty for all)."""

    work: PreparedWork
    asked: Asked
    chosen: Chosen
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Task:
    shelf: Shelf
    numbers: Sequence[int]
    question: Question
    toolkit: Toolkit
    thresholds: Thresholds


def screen(
    shelf: Shelf, numbers: Sequence[int], question: Question, sizes: Mapping[int, Mapping[str, int]], toolkit: Toolkit,
    jobs: Jobs, progress: Progress | None,
) -> list[int]:  # fmt: skip
    """Return the works, in their order, whose candidate files have a region near the threshold of the whole works.

    Only the files that share something are read and compared. What is reported for its pair of files passes.

    Args:
        shelf: The works of the index.
        numbers: Those to be screened.
        question: The questioned work.
        sizes: For each work its tokens by language.
        toolkit: Settings, null models and backgrounds.
        jobs: Number of processes.
        progress: Told how many works are done.
    """
    share = toolkit.settings.store.screened_share
    thresholds = Thresholds([*(sizes[number] for number in numbers), sizes_of(question.work)], toolkit, share)
    task = _Task(shelf=shelf, numbers=numbers, question=question, toolkit=toolkit, thresholds=thresholds)
    passed: set[int] = set()
    with map_in_processes(_screen, task, range(len(numbers)), jobs, given_up=_is_unknown) as portions:
        for done, (place, is_near) in enumerate(portions, start=1):
            if is_near:
                passed.add(numbers[place])
            if progress is not None:
                progress("screen", done, len(numbers))
    return [number for number in numbers if number in passed]


def _is_unknown(_place: int, _death: Death) -> bool:
    """Let a work pass that ended its process: the comparison in full says what is wrong."""
    return True


def _screen(task: _Task, place: int) -> bool:
    number, question = task.numbers[place], task.question
    tree = task.shelf.tree(number, question.chosen.texts[number])
    try:
        (known,) = prepare([tree], task.toolkit, languages=question.languages)
        result = compare_prepared(known, _part_of(question.work, question.chosen.files[number]), task.toolkit)
    except Exception as error:  # the comparison in full says what is wrong
        if ends_run(error):
            raise
        return True
    least, other = task.thresholds.of_language, len(task.numbers)
    return any(
        region.by_pair or stored_total(region.weight) >= least(region.language, place, other)
        for region in result.regions
    )


def _part_of(work: PreparedWork, files: Set[int]) -> PreparedWork:
    """Return a work with some of its prepared files, by their positions, only."""
    kept = sorted(files)
    sources = tuple(work.sources[place] for place in kept)
    tree = replace(work.tree, files=sources, limitations=())
    return replace(
        work,
        tree=tree,
        sources=sources,
        files=tuple(work.files[place] for place in kept),
        copies={},
        preferred=frozenset(),
    )


def compare_with(
    shelf: Shelf, numbers: Sequence[int], question: Question, toolkit: Toolkit, jobs: Jobs, progress: Progress | None
) -> Mapping[int, Compared]:
    """Compare works of an index, by their numbers, with a questioned work; return what is found.

    Raises:
        StoreError: The index is damaged.
    """
    task = _Task(shelf=shelf, numbers=numbers, question=question, toolkit=toolkit, thresholds=Thresholds((), toolkit))
    found: dict[int, Compared] = {}
    with map_in_processes(_compare, task, range(len(numbers)), jobs, given_up=_given_up) as portions:
        for place, row in portions:
            found[numbers[place]] = row
            if progress is not None:
                progress("compare", len(found), len(numbers))
    return found


def _given_up(_place: int, death: Death) -> Compared:
    """Say of a work that it ended its process twice: that does not end the search."""
    return Compared(failure=given_up(death))


def _compare(task: _Task, place: int) -> Compared:
    tree = task.shelf.tree(task.numbers[place])
    try:
        (known,) = prepare([tree], task.toolkit, languages=task.question.languages)
        result = compare_prepared(known, task.question.work, task.toolkit)
    except Exception as error:  # one work does not end the search
        if ends_run(error):
            raise
        return Compared(failure=system_said(error))
    return replace(_summed(task.question, result), lost=lost_files(known.limitations))


def _summed(question: Question, result: PairResult) -> Compared:
    thresholds = {entry.language: entry.threshold_bits for entry in result.significance}
    files = {source.record.path: place for place, source in enumerate(question.work.sources)}
    regions = tuple(_region(region, question, files, thresholds) for region in result.regions)
    tokens = result.totals.token
    shares = [matched / max(total, 1) for matched, total in zip(tokens.matched, tokens.total, strict=True)]
    return Compared(
        reported=any(region.reported for region in regions),
        weight_bits=sum(region.weight_bits for region in regions if region.reported),
        heaviest_bits=max((region.weight_bits for region in regions), default=0.0),
        threshold_bits=min(thresholds.values(), default=0.0),
        known_share=shares[0],
        questioned_share=shares[1],
        regions=regions,
    )


def _region(region: Region, question: Question, files: Mapping[str, int], thresholds: Mapping[str, float]
            ) -> FoundRegion:  # fmt: skip
    weight = stored_total(region.weight)
    return FoundRegion(
        number=region.number,
        match_class=region.match_class.value,
        language=region.language,
        known=_place(region.known),
        questioned=_place(region.questioned),
        tokens=region.tokens,
        weight_bits=weight,
        holders=_holders(region.questioned, question, files),
        reported=weight >= thresholds.get(region.language, 0.0) or region.by_pair,
    )


def _place(side: RegionSide) -> FoundPlace:
    return FoundPlace(path=side.path, first_line=side.first_line, last_line=side.last_line, unit=side.unit)


def _holders(side: RegionSide, question: Question, files: Mapping[str, int]) -> int:
    """Return in how many works of the index the fingerprints of a region are: their median, 0 without any."""
    asked, number = question.asked, files.get(side.path)
    if number is None:
        return 0
    start, stop = np.searchsorted(asked.files, [number, number + 1])
    first, last = np.searchsorted(asked.places[start:stop], [side.first_token, side.stop_token])
    held: Any = question.chosen.holders[start + first : start + last]
    return int(np.median(held[held > 0])) if np.any(held > 0) else 0
