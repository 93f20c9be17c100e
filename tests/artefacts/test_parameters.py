"""Changed copies of a network are recognised, independent ones are not, and every figure comes with its null."""

from functools import cache

import numpy as np
import pytest

from codematch.artefacts.parameter_null import LAYER, load_parameter_null, thinned
from codematch.artefacts.parameters import EXACT, ParameterPair, compare, items_of
from codematch.artefacts.readers import safetensors
from codematch.artefacts.readers.zip_view import Held
from codematch.artefacts.resemblance import FIGURES
from codematch.artefacts.tensor_pairs import Item
from codematch.model.artefacts import ArtefactRelation
from codematch.settings import Artefacts
from tests.artefacts import works
from tests.benchmarks.artefacts import changes
from tests.benchmarks.artefacts.networks import ARCHITECTURES, Network, initial, train
from tests.benchmarks.artefacts.parameter_null import items, safetensors_bytes

RULES, LEVEL = Artefacts(), 0.95
DENSE, SEED = "dense", 900


@cache
def network(seed: int = SEED) -> Network:
    return train(DENSE, seed, steps=150)[0]


def compared(known: Network, questioned: Network, base: tuple[Item, ...] = ()) -> ParameterPair:
    return compare(items(known), items(questioned), base, load_parameter_null(), RULES, LEVEL)


def matrices(pair: ParameterPair) -> set[ArtefactRelation]:
    """The relations of all matrices."""
    return {each.relation for each in pair.pairs if set(FIGURES) <= each.figures.keys()}


@pytest.mark.parametrize(
    ("change", "relation"),
    [
        ("none (renamed)", ArtefactRelation.IDENTICAL),
        ("16 bits", ArtefactRelation.DTYPE),
        ("8 bits by row", ArtefactRelation.QUANTISED),
        ("transposed", ArtefactRelation.TRANSPOSED),
        ("scaled", ArtefactRelation.SCALED),
        ("neurons permuted", ArtefactRelation.PERMUTED),
        ("half pruned", ArtefactRelation.PRUNED),
    ],
)
def test_a_change_that_keeps_the_values_is_named(change: str, relation: ArtefactRelation) -> None:
    assert matrices(compared(network(), changes.CHANGES[change](DENSE, network(), SEED))) == {relation}


@pytest.mark.parametrize("change", ["noise 1 %", "noise 50 %", "permuted and noise 10 %", "fine-tuned, same task"])
def test_a_change_of_the_values_stays_above_every_independent_pair(change: str) -> None:
    pair = compared(network(), changes.CHANGES[change](DENSE, network(), SEED))

    assert matrices(pair) == {ArtefactRelation.ABOVE_NULL}
    assert all(each.rate is not None and each.rate.reaching == 0 for each in pair.pairs if each.figures)


def test_independent_networks_are_within_the_null() -> None:
    pair = compared(network(), network(SEED + 1))

    assert matrices(pair) == {ArtefactRelation.WITHIN_NULL}
    assert pair.accounted_share == 0.0
    assert pair.medians["sorted"] > 0.99  # a score without a base rate is worth nothing


def test_a_distilled_network_is_as_an_independent_one() -> None:
    student = train(DENSE, SEED + 2, teacher=network(), steps=150)[0]

    assert matrices(compared(network(), student)) == {ArtefactRelation.WITHIN_NULL}


def test_models_of_one_base_are_close_until_the_base_is_given() -> None:
    left = train(DENSE, 1, start=network(), steps=20, rate=0.001)[0]
    right = train(DENSE, 2, start=network(), steps=20, rate=0.001)[0]
    alone, with_base = compared(left, right), compared(left, right, items(network()))

    assert matrices(alone) == matrices(with_base) == {ArtefactRelation.ABOVE_NULL}
    assert not any(each.in_base for each in alone.pairs)
    assert all(each.in_base for each in with_base.pairs if set(FIGURES) <= each.figures.keys())


def test_matrices_that_were_joined_are_found_by_their_rows() -> None:
    known = initial("attention", 3)
    pair = compared(known, changes.joined("attention", known, 3))
    [joined] = [each for each in pair.pairs if each.relation is ArtefactRelation.MERGED]

    assert len(joined.others) == 2
    assert joined.numbers is not None
    assert joined.numbers.share == 1.0


def test_a_part_of_a_matrix_is_found_by_its_rows() -> None:
    known = works.weights(4)
    part = {"up.0": known["up.weight"][:100], "up.1": known["up.weight"][100:]}
    pair = compared(known, part)

    assert {each.relation for each in pair.pairs if each.questioned is not None} == {ArtefactRelation.PART}
    assert pair.accounted_share == 1.0


def test_tensors_that_every_model_has_tell_nothing() -> None:
    positions = np.arange(128, dtype=np.float32).reshape(8, 16)
    same = {"ones.weight": np.ones((16, 16), np.float32), "places": positions, "mask": np.eye(16, dtype=np.float32)}
    pair = compared(same, dict(same))

    assert {each.relation for each in pair.pairs} == {ArtefactRelation.UNTELLING}
    assert pair.rates == ()


def test_the_null_was_made_of_forty_networks_or_more_of_each_architecture() -> None:
    null = load_parameter_null()

    assert set(null.architectures) == set(ARCHITECTURES)
    assert all(said["models"] >= 40 for said in null.architectures.values())
    for figure in FIGURES:
        low, high = (null.rate(figure, LAYER, value, LEVEL) for value in (0.0, 1.1))
        assert low.reaching == low.pairs
        assert low.upper == 1.0
        assert high.reaching == 0
        assert 0.05 < high.upper < 0.15  # thirty disjoint pairs of sixty networks


def test_a_rate_is_never_too_low_where_values_were_thinned_out() -> None:
    values = np.random.default_rng(0).random(5_000).tolist()
    kept = thinned(values)
    for value in np.linspace(0.0, 1.0, 37).tolist():
        reaching = next((rank for rank, at in zip(kept["ranks"], kept["values"], strict=True) if at < value), 5_000)
        true = sum(each >= value for each in values)
        assert true <= reaching <= true + 65


@pytest.mark.parametrize("columns", [1_701, 25, 4_096])
@pytest.mark.parametrize("block_bytes", [1_000, 10_001, 1_000_000])
def test_blocks_of_any_size_tell_the_same(columns: int, block_bytes: int) -> None:
    network = {"w": np.random.default_rng(6).normal(size=(301, columns)).astype(np.float32)}
    read = safetensors.read(Held(safetensors_bytes(network)), RULES)
    [whole] = items_of([read], Artefacts(block_bytes=10**9))
    [parts] = items_of([read], Artefacts(block_bytes=block_bytes))

    assert len(whole.profile.rows) == 301
    assert whole.profile.key == parts.profile.key
    assert np.allclose(whole.profile.moments, parts.profile.moments)


def test_exact_relations_are_those_of_which_every_value_is_accounted_for() -> None:
    assert ArtefactRelation.ABOVE_NULL not in EXACT
    assert ArtefactRelation.WITHIN_NULL not in EXACT
