"""Networks that were trained longer come nearer to one another in invariant terms; they were above the null."""

from functools import cache

from codematch.artefacts.parameter_null import load_parameter_null
from codematch.artefacts.parameters import ParameterPair, compare
from codematch.model.artefacts import ArtefactRelation
from codematch.settings import Artefacts
from tests.benchmarks.artefacts.networks import Network, train
from tests.benchmarks.artefacts.parameter_null import items

ATTENTION = "attention"


@cache
def network(seed: int) -> Network:
    """Return a network that was trained with a learning rate of .01, which is as good as training for long."""
    return train(ATTENTION, seed, rate=0.01)[0]


def compared(known: Network, questioned: Network) -> ParameterPair:
    return compare(items(known), items(questioned), (), load_parameter_null(), Artefacts(), 0.95)


def test_independent_networks_stay_within_the_null() -> None:
    pairs = [compared(network(left), network(right)) for left, right in ((701, 702), (704, 707), (702, 704))]
    terms = [term for pair in pairs for term in pair.terms.pairs]

    assert max(term.figures["words"] for term in terms) > 0.2163  # the highest of those that were trained briefly
    assert {term.relation for term in terms} == {ArtefactRelation.WITHIN_NULL}


def test_a_student_is_as_far_from_its_teacher_as_others_are() -> None:
    student = train(ATTENTION, 703, teacher=network(702))[0]

    assert {term.relation for term in compared(network(702), student).terms.pairs} == {ArtefactRelation.WITHIN_NULL}
