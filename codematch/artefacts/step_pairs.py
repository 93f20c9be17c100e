"""The steps of two pipelines, aligned in order, with how many of their plain arguments are equal.

A step that is left over is paired with one of the same name elsewhere if they have an argument in common: steps of a
pipeline may be written in another order than they are run in.
"""

from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass

from codematch.artefacts.align import aligned
from codematch.artefacts.pipelines import Step
from codematch.model.artefacts import ArtefactRelation


@dataclass(frozen=True, slots=True, kw_only=True)
class StepPair:
    """Two steps, None where a side has none; `agreeing` of `comparable` arguments are equal."""

    relation: ArtefactRelation
    known: Step | None
    questioned: Step | None
    agreeing: int = 0
    comparable: int = 0


def pair_steps(known: Sequence[Step], questioned: Sequence[Step]) -> tuple[StepPair, ...]:
    """Return the aligned steps in order, then those of one side alone."""
    places = aligned([common_name(step) for step in known], [common_name(step) for step in questioned])
    places += _elsewhere(known, questioned, places)
    found = [_pair(known[one], questioned[other]) for one, other in places]
    taken = {one for one, _ in places}, {other for _, other in places}
    found += [StepPair(relation=ArtefactRelation.ONLY_KNOWN, known=step, questioned=None)
              for place, step in enumerate(known) if place not in taken[0]]  # fmt: skip
    found += [StepPair(relation=ArtefactRelation.ONLY_QUESTIONED, known=None, questioned=step)
              for place, step in enumerate(questioned) if place not in taken[1]]  # fmt: skip
    return tuple(found)


def common_name(step: Step) -> str:
    """Return the name of a step, the same for the class and for the function that makes one."""
    return _COMMON.get(step.name, step.name)


_COMMON = {"make_pipeline": "Pipeline", "make_column_transformer": "ColumnTransformer", "make_union": "FeatureUnion"}


def _elsewhere(
    known: Sequence[Step], questioned: Sequence[Step], places: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Return the places of steps that are in another order, those with most equal arguments first."""
    taken = {one for one, _ in places}, {other for _, other in places}
    scored = sorted(
        (-_agreeing(step, other), place, where)
        for place, step in enumerate(known)
        if place not in taken[0] and step.arguments
        for where, other in enumerate(questioned)
        if where not in taken[1] and common_name(step) == common_name(other)
    )
    found: list[tuple[int, int]] = []
    for less, place, where in scored:
        if less < 0 and place not in taken[0] and where not in taken[1]:
            taken[0].add(place)
            taken[1].add(where)
            found.append((place, where))
    return found


def _agreeing(known: Step, questioned: Step) -> int:
    pair = _pair(known, questioned)
    return pair.agreeing


def share(known: Sequence[Step], questioned: Sequence[Step]) -> float:
    """Return which share of the steps of the shorter pipeline is paired, a little more for longer ones; 0 to 1.01.

    Where there are arguments to compare and none is equal, half of it is left: usual steps in their usual order.
    """
    if not {common_name(step) for step in known} & {common_name(step) for step in questioned}:
        return 0.0
    pairs = [pair for pair in pair_steps(known, questioned) if pair.known is not None and pair.questioned is not None]
    comparable = sum(pair.comparable for pair in pairs)
    equal = sum(pair.agreeing for pair in pairs) / comparable if comparable else 1.0
    return (len(pairs) / min(len(known), len(questioned)) + 1e-4 * len(pairs)) * (0.5 + 0.5 * equal)


def _pair(known: Step, questioned: Step) -> StepPair:
    """Compare arguments by name where both name them, those by place in order; one without a name by its value."""
    left, right = _named(known), _named(questioned)
    common = left.keys() & right.keys()
    agreeing = sum(left[name] == right[name] for name in common)
    ways = [_by_value(left, right, common), _by_value(right, left, common)]
    equal, compared = (sum(way[place] for way in ways) for place in (0, 1))
    is_equal = agreeing + equal == len(left.keys() | right.keys()) - equal
    return StepPair(
        relation=ArtefactRelation.EQUAL if is_equal else ArtefactRelation.DIFFERENT,
        known=known,
        questioned=questioned,
        agreeing=agreeing + equal,
        comparable=len(common) + compared,
    )


def _by_value(placed: dict[str, str], named: dict[str, str], common: Set[str]) -> tuple[int, int]:
    """Return how many arguments given by place have the value of a named one, and how many can be compared so."""
    values = [value for name, value in placed.items() if name not in common and name.isdigit()]
    others = [value for name, value in named.items() if name not in common and not name.isdigit()]
    return sum((Counter(values) & Counter(others)).values()), min(len(values), len(others))


def _named(step: Step) -> dict[str, str]:
    return {name or f"{place}": value for place, (name, value) in enumerate(step.arguments)}
