"""When what both works share of a file came into the history of one of them: whole at once, or grown over time."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from codematch.model.engagement import Role
from codematch.model.versions import Appearance, PassageHistory
from codematch.revisions.history import History
from codematch.revisions.interval import name_of
from codematch.revisions.pinning import Pinned
from codematch.settings import Versions


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """What both works share of a file: how it appeared in a history, its weight, and the revisions that add to it."""

    history: PassageHistory
    weight: float
    gaining: tuple[int, ...]


def first_parents(history: History, number: int) -> list[int]:
    """Return a revision and its first parents, the oldest first."""
    chain = []
    while number >= 0:
        chain.append(number)
        number = history.revisions[number].parent
    return chain[::-1]


def find_passages(history: History, pinned: Pinned, role: Role, until: int, rules: Versions) -> tuple[Passage, ...]:
    """Return how each shared file appeared on the way to a revision, those with most in common first.

    Args:
        history: The history of one work.
        pinned: The files of the other work, held against it.
        role: Whose history it is.
        until: The revision up to which it is followed, by first parents.
        rules: The settings.
    """
    chain = first_parents(history, until)
    found = []
    for number in range(len(pinned.files)):
        scores = pinned.agreement.scores[number, chain]
        reached = float(scores[-1])
        if reached < rules.min_shared:
            continue
        path = _path_at(pinned, number, until)
        made = _passage(history, chain, scores, (role, path), rules)
        found.append((-reached, path, made))
    return tuple(made for _, _, made in sorted(found, key=lambda item: item[:2]))


def _path_at(pinned: Pinned, number: int, revision: int) -> str:
    """Return the path of the history's file that a file is held against in a revision; "" if there is none."""
    agreement = pinned.agreement
    for item in agreement.candidates[number]:
        if agreement.contents[revision, agreement.paths.index(item.path)] >= 0:
            return item.path
    return agreement.candidates[number][0].path


def _passage(
    history: History, chain: Sequence[int], scores: NDArray[np.float64], named: tuple[Role, str], rules: Versions
) -> Passage:
    """Judge the growth of what a history has: only what the last revision still has counts, each part once."""
    reached = float(scores[-1])
    kept = np.minimum.accumulate(scores[::-1])[::-1]
    gains = np.diff(kept, prepend=0.0)
    gaining = np.flatnonzero(gains > rules.gain_share * reached)
    largest = int(gains.argmax())
    share = float(gains[largest] / reached)
    appearance = Appearance.GROWN
    if share >= rules.whole_share:
        appearance = Appearance.FIRST_REVISION if largest == 0 else Appearance.WHOLE
    found = PassageHistory(
        role=named[0],
        path=named[1],
        appearance=appearance,
        first=name_of(history, chain[int(gaining[0])] if len(gaining) else chain[largest]),
        largest=name_of(history, chain[largest]),
        share=min(share, 1.0),
        revisions=max(1, len(gaining)),
    )
    return Passage(history=found, weight=reached, gaining=tuple(chain[place] for place in gaining.tolist()))
