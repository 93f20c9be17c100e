"""Invariant terms see through rotations, orders and factors that leave a Transformer block as it was."""

import numpy as np
import pytest

from codematch.artefacts.parameter_null import LAYER, load_parameter_null
from codematch.artefacts.parameters import ParameterPair, compare
from codematch.artefacts.roles import in_order, roles
from codematch.artefacts.rows import parameter_pair
from codematch.artefacts.tensor_pairs import Item
from codematch.artefacts.terms import TERM_FIGURES, TermPair
from codematch.model.artefacts import ArtefactRelation
from codematch.report.text import sentence
from codematch.settings import Artefacts
from tests.benchmarks.artefacts.networks import Array, Network
from tests.benchmarks.artefacts.parameter_null import items

RULES, LEVEL = Artefacts(), 0.95
WIDTH, INNER, WORDS, HEADS = 48, 96, 200, 4
HEAD = WIDTH // HEADS


def made(seed: int, blocks: int = 2) -> Network:
    """Return a model of blocks with independent values."""
    random = np.random.default_rng([17, seed])

    def matrix(rows: int, columns: int) -> Array:
        return random.normal(size=(rows, columns)).astype(np.float32)

    found: Network = {"model.embed_tokens.weight": matrix(WORDS, WIDTH)}
    for block in range(blocks):
        at = f"model.layers.{block}."
        shapes = {
            "self_attn.q_proj": (WIDTH, WIDTH), "self_attn.k_proj": (WIDTH, WIDTH), "self_attn.v_proj": (WIDTH, WIDTH),
            "self_attn.o_proj": (WIDTH, WIDTH), "mlp.up_proj": (INNER, WIDTH), "mlp.down_proj": (WIDTH, INNER),
        }  # fmt: skip
        found |= {f"{at}{name}.weight": matrix(*shape) for name, shape in shapes.items()}
    return found


def turned(model: Network, seed: int) -> Network:
    """Return a model with another basis in every head, other orders of heads and of neurons, and opposite factors."""
    random, found = np.random.default_rng([18, seed]), dict(model)
    for name in [name for name in model if name.endswith("q_proj.weight")]:
        at = name.removesuffix("self_attn.q_proj.weight")
        order, neurons = random.permutation(HEADS), random.permutation(INNER)
        first, second = ([np.linalg.qr(random.normal(size=(HEAD, HEAD)))[0] for _ in range(HEADS)] for _ in range(2))
        for part, turns, factor in (("q", first, 3.0), ("k", first, 1 / 3.0), ("v", second, 1.0)):
            matrix = model[f"{at}self_attn.{part}_proj.weight"].reshape(HEADS, HEAD, WIDTH)
            parts = [factor * turn @ head for turn, head in zip(turns, matrix, strict=True)]
            found[f"{at}self_attn.{part}_proj.weight"] = np.concatenate([parts[head] for head in order]).astype("f4")
        output = model[f"{at}self_attn.o_proj.weight"].reshape(WIDTH, HEADS, HEAD)
        parts = [output[:, head] @ turn.T for head, turn in enumerate(second)]
        found[f"{at}self_attn.o_proj.weight"] = np.concatenate([parts[head] for head in order], axis=1).astype("f4")
        found[f"{at}mlp.up_proj.weight"] = 2.0 * model[f"{at}mlp.up_proj.weight"][neurons]
        found[f"{at}mlp.down_proj.weight"] = np.ascontiguousarray(model[f"{at}mlp.down_proj.weight"][:, neurons] / 2.0)
    return found


def reordered(model: Network, seed: int) -> Network:
    """Return a model whose hidden dimensions are in another order."""
    order = np.random.default_rng([19, seed]).permutation(WIDTH)
    return {
        name: np.ascontiguousarray(value[order] if ("o_proj" in name or "down" in name) else value[:, order])
        for name, value in model.items()
    }


def noised(model: Network, share: float) -> Network:
    random = np.random.default_rng(20)
    return {name: (value + share * random.normal(size=value.shape)).astype("f4") for name, value in model.items()}


def compared(known: Network, questioned: Network, base: tuple[Item, ...] = ()) -> ParameterPair:
    return compare(items(known), items(questioned), base, load_parameter_null(), RULES, LEVEL)


def attention_of(pair: ParameterPair) -> list[TermPair]:
    return [each for each in pair.terms.pairs if each.term != "up"]


def test_another_basis_in_the_heads_leaves_the_terms_at_one() -> None:
    pair = compared(made(1), turned(made(1), 1))
    found = attention_of(pair)

    assert [(each.term, each.known) for each in found] == [
        (term, f"model.layers.{block}") for term in ("query", "value") for block in (0, 1)
    ]
    for each in found:
        assert each.relation is ArtefactRelation.ABOVE_NULL
        assert each.rate.reaching == 0
        assert each.figures == pytest.approx(dict.fromkeys(TERM_FIGURES, 1.0), abs=1e-4)
    tensors = {each.relation for each in pair.pairs if each.known is not None and each.known in _numbers("q_proj")}
    assert tensors == {ArtefactRelation.WITHIN_NULL}  # the tensors alone do not show it


def _numbers(part: str) -> set[int]:
    return {number for number, name in enumerate(made(1)) if part in name}


def test_another_order_of_the_hidden_dimensions_is_seen_through_as_well() -> None:
    found = attention_of(compared(made(1), reordered(turned(made(1), 1), 1)))

    assert found
    for each in found:
        assert each.figures == pytest.approx(dict.fromkeys(TERM_FIGURES, 1.0), abs=1e-4)


def test_noise_on_top_of_a_rotation_stays_above_every_independent_pair() -> None:
    pair = compared(made(1), noised(reordered(turned(made(1), 1), 1), 0.3))

    assert {each.relation for each in pair.terms.pairs} == {ArtefactRelation.ABOVE_NULL}
    assert all(rate.reaching == 0 for rate in pair.terms.rates)


def test_independent_blocks_are_near_zero() -> None:
    pair = compared(made(1), made(2))

    assert len(pair.terms.pairs) == 6
    assert {each.relation for each in pair.terms.pairs} == {ArtefactRelation.WITHIN_NULL}
    assert max(value for each in pair.terms.pairs for value in each.figures.values()) < 0.1


def test_blocks_that_are_accounted_for_are_not_listed_again() -> None:
    assert compared(made(1), made(1)).terms.pairs == ()


def test_queries_that_share_keys_are_taken_head_by_head() -> None:
    random = np.random.default_rng(3)
    shape = {"q": (256, 64), "k": (128, 64), "v": (128, 64), "o": (64, 256)}
    known = {f"blocks.0.attn.{part}_proj.weight": random.normal(size=size).astype("f4") for part, size in shape.items()}
    turn = np.linalg.qr(random.normal(size=(128, 128)))[0]
    questioned = dict(known)
    for part, heads in (("q", 2), ("k", 1)):
        name = f"blocks.0.attn.{part}_proj.weight"
        questioned[name] = np.concatenate([turn @ head for head in np.split(known[name], heads)]).astype("f4")

    [found] = compared(known, questioned).terms.pairs
    assert found.figures == pytest.approx({"product": 1.0}, abs=1e-4)


def test_what_a_common_base_has_is_marked() -> None:
    base = made(1)
    left, right = noised(turned(base, 1), 0.1), noised(turned(base, 2), 0.1)

    assert not any(each.in_base for each in compared(left, right).terms.pairs)
    assert all(each.in_base for each in compared(left, right, items(base)).terms.pairs)


@pytest.mark.parametrize(
    ("name", "block", "kinds"),
    [
        ("model.layers.11.self_attn.q_proj.weight", "model.layers.11", ["query"]),
        ("bert.encoder.layer.3.attention.self.key.weight", "bert.encoder.layer.3", ["key"]),
        ("bert.encoder.layer.3.attention.output.dense.weight", "bert.encoder.layer.3", ["output"]),
        ("bert.encoder.layer.3.output.dense.weight", "bert.encoder.layer.3", ["down"]),
        ("bert.encoder.layer.3.intermediate.dense.weight", "bert.encoder.layer.3", ["up"]),
        ("blk.2.attn_v.weight", "blk.2", ["value"]),
        ("blk.2.ffn_down.weight", "blk.2", ["down"]),
        ("h.0.attn.c_attn.weight", "h.0", ["query", "key", "value"]),
        ("h.0.mlp.c_proj.weight", "h.0", ["down"]),
        ("h.0.attn.c_proj.weight", "h.0", ["output"]),
        ("unet.attn1.to_out.0.weight", "", ["output"]),
        ("transformer.wte.weight", "", ["embedding"]),
        ("decoder.layers.1.encoder_attn.q_proj.weight", "", []),
        ("model.layers.11.self_attn.q_proj.bias", "", []),
        ("model.layers.0.input_layernorm.weight", "", []),
    ],
)
def test_maps_are_recognised_by_the_names_of_common_models(name: str, block: str, kinds: list[str]) -> None:
    found = roles(name)

    assert [role.kind for role in found] == kinds
    assert {role.block for role in found} <= {block}


def test_blocks_are_in_the_order_of_their_numbers() -> None:
    assert in_order(["layers.10.", "layers.2.", "layers.1."]) == ["layers.1.", "layers.2.", "layers.10."]


def test_a_map_with_inputs_first_gives_the_same_terms() -> None:
    random = np.random.default_rng(5)
    joined, output = random.normal(size=(96, 32)).astype("f4"), random.normal(size=(32, 32)).astype("f4")
    known = {"h.0.attn.in_proj.qkv.weight": joined, "h.0.attn.out_proj.weight": output}
    turn = np.linalg.qr(random.normal(size=(32, 32)))[0]
    parts = [turn @ part if number < 2 else part for number, part in enumerate(np.split(joined, 3))]
    other = {"h.0.attn.c_attn.weight": np.ascontiguousarray(np.concatenate(parts).T.astype("f4"))}
    found = {each.term: each.figures["product"] for each in compared(known, other).terms.pairs}

    assert found["query"] == pytest.approx(1.0, abs=1e-4)


def test_terms_come_first_in_the_table_with_their_rate() -> None:
    known, questioned = items(made(1)), items(turned(made(1), 1))
    found = parameter_pair("a", "b", known, questioned, compared(made(1), turned(made(1), 1)), RULES)

    assert [sentence(row.known) for row in found.rows[:2]] == [
        "queries × keys · model.layers.0", "queries × keys · model.layers.1",
    ]  # fmt: skip
    assert found.rows[0].rate is not None
    assert {"terms", "median-product", "median-words"} <= {figure.name for figure in found.figures}


def test_the_null_of_terms_was_made_of_forty_networks_or_more() -> None:
    null = load_parameter_null().of_terms

    assert null.architectures["attention"]["models"] >= 40
    for figure in TERM_FIGURES:
        assert 0.0 < null.greatest(figure, LAYER) < 0.5
        assert null.rate(figure, LAYER, 1.0, LEVEL).reaching == 0
