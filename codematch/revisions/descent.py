"""From works that descend from one another to a tree of them, with what supports each of its divisions.

A work that lacks next to nothing of what the works on both sides of it have is on the way between them: a text that was
lost does not come again. All others are at ends.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codematch.revisions import joining
from codematch.revisions.branches import Branch, main_line, merged
from codematch.revisions.exchange import evidence_of, exchanged
from codematch.revisions.joining import Division, Ends
from codematch.revisions.presence import AllLines, Presence, Texts
from codematch.settings import Versions


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a work is in its tree; see `codematch.model.descent.DescentWork`."""

    features: int
    own: int
    nearest: int
    likeness: float
    lacking: int = 0
    is_between: bool = False
    between_support: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """A tree of works that have enough in common: works are numbered from 0 as they were given, inner nodes after them.

    `main_line` are the works on the longest way through the tree, counted in works and then by length.
    """

    works: tuple[int, ...]
    branches: tuple[Branch, ...]
    main_line: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Descent:
    """The trees of a set of works, the largest first, with the place of every work."""

    families: tuple[Family, ...]
    places: tuple[Place, ...]
    features: int
    blocks: int
    blocks_are_files: bool
    by_form: bool


def find_descent(works: Sequence[Texts], rules: Versions) -> Descent:
    """Return the trees of works that descend from one another.

    Args:
        works: The files of two works or more.
        rules: The settings of versions.
    """
    presence = _presence(AllLines(works), rules)
    likeness = joining.likeness_of(presence.common().sum(axis=0))
    least = rules.form_share if presence.by_form else rules.related_share
    places = _unplaced(presence, likeness)
    families, fresh = [], len(works)
    weights = _replicates(presence.blocks, rules)
    for members in _components(likeness >= least):
        family = _family(presence, members, weights, rules, fresh)
        families.append(family.family)
        for work, place in zip(members, family.places, strict=True):
            places[work] = replace(places[work], **place)
        fresh += len(members)
    return Descent(
        families=tuple(families),
        places=tuple(places),
        features=int(presence.count.sum()),
        blocks=presence.blocks,
        blocks_are_files=presence.blocks_are_files,
        by_form=presence.by_form,
    )


def _presence(lines: AllLines, rules: Versions) -> Presence:
    """Return which work has what: of lines without their words if some works have their names replaced."""
    plain = lines.presence(rules, by_form=False)
    nearest = _nearest(plain)
    if (nearest >= rules.unchanged_share).all():
        return plain
    abstract = lines.presence(rules, by_form=True)
    by_form = _nearest(abstract)
    is_renamed = (nearest < rules.unchanged_share * by_form) & (by_form >= rules.form_share)
    return abstract if is_renamed.any() else plain


def _nearest(presence: Presence) -> NDArray[np.float64]:
    """Return how much each work is like the one that is most like it."""
    likeness = joining.likeness_of(presence.common().sum(axis=0))
    return np.asarray((likeness - 2.0 * np.eye(len(likeness))).max(axis=1))


def _components(is_near: NDArray[np.bool_]) -> list[list[int]]:
    """Return the works that are connected, two or more, the largest groups first."""
    left, found = set(range(len(is_near))), []
    while left:
        group, pending = set[int](), [min(left)]
        while pending:
            work = pending.pop()
            if work not in group:
                group.add(work)
                pending += np.flatnonzero(is_near[work]).tolist()
        left -= group
        found.append(sorted(group))
    return sorted((group for group in found if len(group) > 1), key=lambda group: (-len(group), group))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Built:
    family: Family
    places: list[dict[str, Any]]


def _family(
    presence: Presence, members: list[int], weights: NDArray[np.float64], rules: Versions, fresh: int
) -> _Built:
    """Return the tree of some works, and of each what is known of its place; inner nodes are numbered from `fresh`."""
    held, common = presence.held[members], presence.common()[:, members][:, :, members]
    tree = _tree(common.sum(axis=0), held, presence.count.astype(np.float64))
    counts = _supports(common, held, presence, weights)
    places = _places(presence, held, _lacking(held, tree), weights, rules.between_share)
    distances = joining.distances_of(common.sum(axis=0))
    branches = _branches(held, presence.count, tree, distances, (counts, len(weights)), rules.division_share)
    between = {row: place["lacking"] for row, place in enumerate(places) if place["is_between"]}
    branches = [
        replace(one, length=float(distances[one.first, one.second])) if max(one.first, one.second) < len(held) else one
        for one in merged(branches, between, rules.least_support)
    ]
    ends = [node for one in branches for node in (one.first, one.second)]
    for row, place in enumerate(places):
        place["is_between"] = place["is_between"] and ends.count(row) > 1
    line = main_line(branches, len(held))

    def node(number: int) -> int:
        return members[number] if number < len(members) else fresh + number - len(members)

    named = tuple(replace(one, first=node(one.first), second=node(one.second)) for one in branches)
    return _Built(
        family=Family(works=tuple(members), branches=named, main_line=tuple(node(work) for work in line)), places=places
    )


def _tree(common: NDArray[np.float64], held: NDArray[np.bool_], weights: NDArray[np.float64]) -> list[Ends]:
    """Return the tree of works by their distances, mended by what they have."""
    if len(common) < 2:
        return []
    edges = joining.join(joining.distances_of(common))
    return exchanged(edges, held, weights) if len(common) > 3 else [(one, other) for one, other, _ in edges]


def _replicates(blocks: int, rules: Versions) -> NDArray[np.float64]:
    """Return how often each replicate draws each block; float64 (replicates, blocks)."""
    chance = np.random.default_rng(rules.bootstrap_seed)
    drawn = chance.integers(0, max(blocks, 1), (rules.replicates, blocks))
    return np.array([np.bincount(row, minlength=blocks) for row in drawn], dtype=np.float64).reshape(-1, blocks)


def _supports(
    common: NDArray[np.float64], held: NDArray[np.bool_], presence: Presence, weights: NDArray[np.float64]
) -> dict[Division, int]:
    """Return in how many replicates each division of the works occurs."""
    counts: dict[Division, int] = {}
    for row in weights if len(held) > 3 else ():
        tree = _tree(np.tensordot(row, common, axes=1), held, presence.count * row[presence.block])
        for division in set(joining.divisions_of(tree, len(held))):
            counts[division] = counts.get(division, 0) + 1
    return counts


def _lacking(held: NDArray[np.bool_], tree: Sequence[Ends]) -> NDArray[np.bool_]:
    """Return which features each work lacks that works on two sides of it have; bool (works, groups)."""
    found = np.zeros_like(held)
    neighbours, count = joining.neighbours_of(tree), len(held)
    for work in range(count if count > 2 else 0):
        node = neighbours[work][0]
        sides = [joining.leaves_beyond(neighbours, one, node, count) for one in neighbours[node] if one != work]
        have = [held[side].any(axis=0) for side in sides]
        found[work] = have[0] & have[1] & ~held[work]
    return found


def _unplaced(presence: Presence, likeness: NDArray[np.float64]) -> list[Place]:
    """Return of every work what does not depend on its place."""
    others = likeness - 2.0 * np.eye(len(likeness))
    is_own = presence.held.sum(axis=0) == 1
    return [
        Place(
            features=int(presence.count[held].sum()),
            own=int(presence.count[held & is_own].sum()),
            nearest=int(others[work].argmax()),
            likeness=max(float(others[work].max()), 0.0),
        )
        for work, held in enumerate(presence.held)
    ]


def _places(
    presence: Presence,
    held: NDArray[np.bool_],
    lacking: NDArray[np.bool_],
    weights: NDArray[np.float64],
    allowed: float,
) -> list[dict[str, Any]]:
    """Return of every work of a tree what it lacks, and whether it is between others; two works are both at ends."""
    found: list[dict[str, Any]] = []
    for has, lost in zip(held, lacking, strict=True):
        sizes, losses = (
            np.bincount(presence.block, weights=presence.count * kept, minlength=presence.blocks)
            for kept in (has, lost)
        )
        is_within = weights @ losses <= allowed * (weights @ sizes)
        found.append(
            {
                "lacking": int(losses.sum()),
                "is_between": len(held) >= _FEWEST and bool(losses.sum() <= allowed * sizes.sum()),
                "between_support": float(is_within.mean()) if len(weights) and len(held) >= _FEWEST else 0.0,
            }
        )
    return found


_FEWEST = 3
"""Works among which one can be between others."""


def _branches(
    held: NDArray[np.bool_],
    count: NDArray[np.int64],
    tree: Sequence[Ends],
    distances: NDArray[np.float64],
    counted: tuple[dict[Division, int], int],
    division_share: float,
) -> list[Branch]:
    """Return the edges with their lengths, and the support of their divisions by counts and number of replicates."""
    neighbours, works, found = joining.neighbours_of(tree), len(held), []
    least = max(division_share * float((held @ count).mean()), _FEWEST_FEATURES)
    for (first, second), division in zip(tree, joining.divisions_of(tree, works), strict=True):
        sides = [held[joining.leaves_beyond(neighbours, *ends, works)] for ends in ((first, second), (second, first))]
        most = [side.mean(axis=0) > _HALF for side in sides]
        any_has = [side.any(axis=0) for side in sides]
        is_single = min(len(side) for side in sides) == 1
        found.append(
            Branch(
                first=first,
                second=second,
                length=joining.length_of(neighbours, (first, second), distances),
                support=None if is_single or not counted[1] else counted[0].get(division, 0) / counted[1],
                first_only=int(count[most[0] & ~any_has[1]].sum()),
                second_only=int(count[most[1] & ~any_has[0]].sum()),
                is_empty=not is_single and evidence_of(neighbours, (first, second), held, count)[0] < least,
            )
        )
    return found


_HALF = 0.5
_FEWEST_FEATURES = 1.5
"""One feature of either kind may be a coincidence."""
