"""What either history has of a shared file between two states that both have: where it was developed, there are more.

A work that takes over another one now and then has some of its states and none between them. One that was copied
whole, once, has one state in common, which says nothing here; one that was taken over commit by commit has all.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import numpy as np

from codematch.revisions.history import History, contents_by_path
from codematch.revisions.interval import main_time
from codematch.revisions.pinning import Pinned
from codematch.revisions.texts import Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedStates:
    """States of shared files that both histories have byte for byte.

    `known_between` and `questioned_between` are the states between these that one side has alone; `common` are those of
    files with two or more. `known_earlier` and `questioned_earlier` are the states of all files that one side claims to
    have had earlier, where the other has them not at its beginning.
    """

    common: int = 0
    known_between: int = 0
    questioned_between: int = 0
    known_earlier: int = 0
    questioned_earlier: int = 0


NO_STATES = SharedStates()


def shared_states(known: History, other: History, held: Pinned, beginning_days: float) -> SharedStates:
    """Count states of shared files, where both histories are those of git.

    Args:
        known: The known history.
        other: The questioned one.
        held: Known files, held against the questioned history.
        beginning_days: What a history has within this time of its beginning may be older than the history.
    """
    if not (known.is_git and other.is_git):
        return NO_STATES
    here, there = contents_by_path(known), contents_by_path(other)
    common = known_between = questioned_between = 0
    every: set[str] = set()
    for number, file in enumerate(held.files):
        left = here.get(file.path, [])
        right = _most_alike(left, [item.path for item in held.agreement.candidates[number]], there)
        shared = set(left) & set(right)
        every |= shared
        if len(shared) > 1:
            common += len(shared)
            known_between += _between(left, shared)
            questioned_between += _between(right, shared)
    first, second = _claimed(known, every), _claimed(other, every)
    both = first.keys() & second.keys()
    after = [_beginning(each) + beginning_days * _DAY for each in (known, other)]
    return SharedStates(
        common=common,
        known_between=known_between,
        questioned_between=questioned_between,
        known_earlier=sum(first[one] < second[one] > after[1] for one in both),
        questioned_earlier=sum(second[one] < first[one] > after[0] for one in both),
    )


def _beginning(history: History) -> float:
    """Return when a history claims to begin; what was moved to it at once has times of that day."""
    times = (main_time(one) for one in history.revisions if one.parent < 0)
    return min((time.seconds for time in times if time is not None), default=0)


def _claimed(history: History, contents: set[str]) -> dict[str, int]:
    """Return when each content is claimed to have been there first, in seconds since 1970."""
    found: dict[str, int] = {}
    for revision in history.revisions:
        time = main_time(revision)
        if time is not None:
            for content in contents.intersection(revision.changes.values()):
                found[content] = min(found.get(content, time.seconds), time.seconds)
    return found


def _most_alike(left: Sequence[str], paths: Sequence[str], there: Mapping[str, Sequence[str]]) -> Sequence[str]:
    """Return the contents of the path that shares most with others, of equal ones the first."""
    held = set(left)
    return max((there.get(path, ()) for path in paths), key=lambda contents: len(held & set(contents)), default=())


def typical_step(history: History, paths: Iterable[str], texts: Texts) -> float | None:
    """Return by how much of its different lines a file differs from its state before: the median of all steps.

    A work that is developed changes in small steps; one that is taken over, from release to release. None with fewer
    than five steps. Of each file at most some steps, from first to last, are looked at.
    """
    every = contents_by_path(history)
    steps = []
    for path in sorted(set(paths)):
        contents = every.get(path, [])
        pairs = list(pairwise(contents))
        for number in np.unique(np.linspace(0, len(pairs) - 1, min(_STEPS, len(pairs))).round().astype(int)).tolist():
            before, after = (np.unique(texts.lines(content)) for content in pairs[number])
            union = len(np.union1d(before, after))
            if union:
                steps.append(1 - len(np.intersect1d(before, after, assume_unique=True)) / union)
    return median(steps) if len(steps) >= _LEAST_STEPS else None


_STEPS, _LEAST_STEPS = 64, 5
_DAY = 86_400


def _between(contents: Sequence[str], shared: set[str]) -> int:
    """Return how many contents are between the first and the last shared one and are not shared."""
    places = [place for place, content in enumerate(contents) if content in shared]
    return places[-1] - places[0] + 1 - len(places)
