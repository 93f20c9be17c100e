"""What either history has of a shared file between two states that both have: where it was developed, there are more.

A work that takes over another one now and then has some of its states and none between them. One that was copied
whole, once, has one state in common, which says nothing here; one that was taken over commit by commit has all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from codematch.versions.history import History, contents_by_path
from codematch.versions.pinning import Pinned


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedStates:
    """States of shared files that both histories have byte for byte, and how many each has between them alone."""

    common: int = 0
    known_between: int = 0
    questioned_between: int = 0


NO_STATES = SharedStates()


def shared_states(known: History, other: History, held: Pinned) -> SharedStates:
    """Count states of shared files, where both histories are those of git.

    Args:
        known: The known history.
        other: The questioned one.
        held: Known files, held against the questioned history.
    """
    if not (known.is_git and other.is_git):
        return NO_STATES
    here, there = contents_by_path(known), contents_by_path(other)
    common = known_between = questioned_between = 0
    for number, file in enumerate(held.files):
        left = here.get(file.path, [])
        right = _most_alike(left, [item.path for item in held.agreement.candidates[number]], there)
        shared = set(left) & set(right)
        if len(shared) > 1:
            common += len(shared)
            known_between += _between(left, shared)
            questioned_between += _between(right, shared)
    return SharedStates(common=common, known_between=known_between, questioned_between=questioned_between)


def _most_alike(left: Sequence[str], paths: Sequence[str], there: Mapping[str, Sequence[str]]) -> Sequence[str]:
    """Return the contents of the path that shares most with others, of equal ones the first."""
    held = set(left)
    return max((there.get(path, ()) for path in paths), key=lambda contents: len(held & set(contents)), default=())


def _between(contents: Sequence[str], shared: set[str]) -> int:
    """Return how many contents are between the first and the last shared one and are not shared."""
    places = [place for place, content in enumerate(contents) if content in shared]
    return places[-1] - places[0] + 1 - len(places)
