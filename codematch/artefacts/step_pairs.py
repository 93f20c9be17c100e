"""The steps of two pipelines, aligned in order, with how many of their plain arguments are equal."""

from collections.abc import Sequence
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
    places = aligned([step.name for step in known], [step.name for step in questioned])
    found = [_pair(known[one], questioned[other]) for one, other in places]
    taken = {one for one, _ in places}, {other for _, other in places}
    found += [StepPair(relation=ArtefactRelation.ONLY_KNOWN, known=step, questioned=None)
              for place, step in enumerate(known) if place not in taken[0]]  # fmt: skip
    found += [StepPair(relation=ArtefactRelation.ONLY_QUESTIONED, known=None, questioned=step)
              for place, step in enumerate(questioned) if place not in taken[1]]  # fmt: skip
    return tuple(found)


def _pair(known: Step, questioned: Step) -> StepPair:
    """Compare arguments by name where both name them, those by place in order."""
    left, right = _named(known), _named(questioned)
    common = left.keys() & right.keys()
    agreeing = sum(left[name] == right[name] for name in common)
    equal = agreeing == len(left.keys() | right.keys())
    relation = ArtefactRelation.EQUAL if equal else ArtefactRelation.DIFFERENT
    return StepPair(relation=relation, known=known, questioned=questioned, agreeing=agreeing, comparable=len(common))


def _named(step: Step) -> dict[str, str]:
    return {name or f"{place}": value for place, (name, value) in enumerate(step.arguments)}
