"""Prompts in data files, pipelines in another order, tokenizers in two files and joined maps were not recognised."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from codematch.artefacts.parameter_null import load_parameter_null
from codematch.artefacts.parameters import ParameterPair, compare
from codematch.comparison.ai_artefacts import compare_artefacts
from codematch.intake import read_work
from codematch.model.artefacts import ArtefactAspect, ArtefactPair, ArtefactRelation
from codematch.pipeline import make_tools, prepare
from codematch.settings import Artefacts, Settings
from tests.artefacts import works
from tests.benchmarks.artefacts.networks import Network
from tests.benchmarks.artefacts.parameter_null import items

PROMPT = (
    "You are a lock keeper who answers questions about barges. Use only the list {list} below; if the barge {name} is "
    "missing, say so. Answer with the draught in centimetres, name the chamber, and add one sentence on the gates."
)
ASKS = "import openai\n"
PIPELINE = """
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler, QuantileTransformer, OneHotEncoder
from sklearn.decomposition import PCA
from sklearn.ensemble import GradientBoostingClassifier

def build():
    numbers = Pipeline([("q", QuantileTransformer(n_quantiles=139)), ("s", StandardScaler())])
    words = OneHotEncoder(min_frequency=27)
    return Pipeline([("n", numbers), ("w", words), ("p", PCA(n_components=31)),
                     ("m", GradientBoostingClassifier(n_estimators=417, max_depth=7))])
"""
TURNED = """
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import *
from sklearn.decomposition import PCA
from sklearn.ensemble import GradientBoostingClassifier

def create():
    model = GradientBoostingClassifier(max_depth=7, n_estimators=417)
    reduced = PCA(31)
    kinds = OneHotEncoder(min_frequency=27)
    sizes = make_pipeline(StandardScaler(), QuantileTransformer(n_quantiles=139))
    return make_pipeline(sizes, kinds, reduced, model)
"""
OTHER = """
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression

def create(x, y):
    model = make_pipeline(StandardScaler(), PCA(2), LogisticRegression(C=1.0))
    model.fit(x, y)
    return model.predict(x)
"""


def pairs(tmp_path: Path, known: dict[str, object], questioned: dict[str, object]) -> list[ArtefactPair]:
    settings = Settings()
    folders = [works.write(tmp_path / name, files) for name, files in (("k", known), ("q", questioned))]
    trees = [read_work(str(folder), settings.intake, text_only=False) for folder in folders]
    tools = make_tools(settings)
    known_work, questioned_work = prepare(trees, tools)
    found = compare_artefacts(known_work, questioned_work, (), tools)
    return list(found.pairs) if found is not None else []


def figures(pair: ArtefactPair) -> dict[str, float]:
    return {figure.name: figure.value for figure in pair.figures}


@pytest.mark.parametrize(
    "files",
    [
        {"bot.py": f'import anthropic\ntemplate = ("{PROMPT[:90]}"\n  "{PROMPT[90:]}")\n'},
        {
            "a.py": ASKS,
            "bot.yaml": "bot:\n  role: keeper\n  prompt: |\n    " + PROMPT.replace("{list}", "[[list]]") + "\n",
        },
        {"a.py": ASKS, "prompts/a.json": {"messages": [{"role": "system", "content": PROMPT}]}},
        {"a.py": ASKS, "bot.toml": f'[bot]\nsystem_prompt = """{PROMPT}"""\n'},
        {"a.py": ASKS, "bot.yml": "- instruction: " + PROMPT.replace("{list}", "$LIST").replace(": ", " ") + "\n"},
    ],
)
def test_a_prompt_is_found_wherever_it_is_written(tmp_path: Path, files: dict[str, object]) -> None:
    [pair] = pairs(tmp_path, {"app.py": f'{ASKS}SYSTEM_PROMPT = """{PROMPT}"""\n'}, files)

    assert pair.aspect is ArtefactAspect.PROMPT
    assert figures(pair)["runs-share"] > 0.7


def test_descriptions_in_data_are_no_prompts(tmp_path: Path) -> None:
    said = {"description": PROMPT.replace("You are", "We have had"), "about": "system"}

    assert pairs(tmp_path, {"app.py": f'{ASKS}PROMPT = """{PROMPT}"""\n'}, {"a.py": ASKS, "about.json": said}) == []


def test_steps_of_a_pipeline_are_found_in_another_order(tmp_path: Path) -> None:
    found = pairs(tmp_path, {"a.py": PIPELINE}, {"b.py": TURNED})
    [pair] = [pair for pair in found if "aligned" in figures(pair)]

    assert figures(pair)["aligned"] >= 5
    assert figures(pair)["parameters-equal"] == figures(pair)["parameters-compared"] == 5


def test_a_usual_pipeline_is_no_copy_of_another_one(tmp_path: Path) -> None:
    assert [pair for pair in pairs(tmp_path, {"a.py": PIPELINE}, {"b.py": OTHER}) if "aligned" in figures(pair)] == []


def test_a_tokenizer_in_two_files_is_one(tmp_path: Path) -> None:
    said = works.tokenizer([])
    model = said["model"]
    assert isinstance(model, dict)
    split = {"vocab.txt": "\n".join(model["vocab"]), "merges.txt": "#version: 0.2\n" + "\n".join(model["merges"])}
    [pair] = pairs(tmp_path, {"tokenizer.json": said}, split)

    assert figures(pair)["common"] == figures(pair)["smaller"] == len(model["vocab"])
    assert figures(pair)["merges"] == len(model["merges"])


def test_layers_of_one_kind_with_other_parameters_are_not_listed(tmp_path: Path) -> None:
    wider = works.MODEL.replace("48", "512").replace("96", "640").replace("352", "2048").replace("0.17", "0.1")
    wider = (
        wider.replace("640, 6)", "640, 10)").replace("2048, 11", "2048, 3").replace("kernel_size=5", "kernel_size=3")
    )
    wider = (
        wider.replace("Embedding(512, 512)", "Embedding(30000, 512)").replace("640, 11", "640, 3").replace("=2", "=1")
    )

    assert [pair.aspect for pair in pairs(tmp_path, {"m.py": works.MODEL}, {"m.py": wider})] == []


def test_a_configuration_with_other_names_of_its_fields(tmp_path: Path) -> None:
    known = {
        "model_type": "lock",
        "hidden_size": 72,
        "num_attention_heads": 6,
        "num_hidden_layers": 5,
        "rope_theta": 777.5,
    }
    other = {"model_type": "gate", "d_model": 72, "n_head": 6, "n_layer": 5, "rope_theta": 777.5}
    [pair] = [pair for pair in pairs(tmp_path, {"config.json": known}, {"config.json": other})
              if pair.aspect is ArtefactAspect.CONFIGURATION]  # fmt: skip

    assert Counter(row.relation for row in pair.rows)[ArtefactRelation.RENAMED] == 3


HIDDEN, HEAD, HEADS, KEYS = 96, 16, 6, 2


def block(seed: int) -> Network:
    """Return a block in which three queries share a key."""
    random = np.random.default_rng(seed)
    shapes = {
        "q": (HEADS * HEAD, HIDDEN),
        "k": (KEYS * HEAD, HIDDEN),
        "v": (KEYS * HEAD, HIDDEN),
        "o": (HIDDEN, HIDDEN),
    }
    return {
        f"layers.0.attn.{name}_proj.weight": random.normal(size=shape).astype("f4") for name, shape in shapes.items()
    }


def joined(model: Network) -> Network:
    parts = [model[f"layers.0.attn.{name}_proj.weight"] for name in "qkv"]
    return {
        "layers.0.attn.qkv_proj.weight": np.concatenate(parts),
        "layers.0.attn.o_proj.weight": model["layers.0.attn.o_proj.weight"],
    }


def compared(known: Network, questioned: Network) -> ParameterPair:
    return compare(items(known), items(questioned), (), load_parameter_null(), Artefacts(), 0.95)


def relations(pair: ParameterPair) -> set[ArtefactRelation]:
    return {each.relation for each in pair.pairs if each.questioned is not None and each.known is not None}


def test_maps_joined_along_their_columns_are_found() -> None:
    turned = {name: np.ascontiguousarray(value.T) for name, value in joined(block(1)).items()}

    assert relations(compared(block(1), turned)) == {ArtefactRelation.MERGED, ArtefactRelation.TRANSPOSED}
    assert relations(compared(turned, block(1))) == {ArtefactRelation.PART, ArtefactRelation.TRANSPOSED}


def test_joined_maps_with_fewer_keys_than_queries_have_terms() -> None:
    random = np.random.default_rng(2)
    noised = {
        name: (value + 0.05 * random.normal(size=value.shape)).astype("f4") for name, value in joined(block(1)).items()
    }
    found = compared(joined(block(1)), noised)
    split = {name: (value + 0.05 * random.normal(size=value.shape)).astype("f4") for name, value in block(1).items()}

    assert ArtefactRelation.ABOVE_NULL in relations(found)
    assert {term.relation for term in compared(joined(block(1)), split).terms.pairs} == {ArtefactRelation.ABOVE_NULL}
    assert {term.relation for term in compared(joined(block(1)), block(3)).terms.pairs} == {
        ArtefactRelation.WITHIN_NULL
    }


@pytest.mark.parametrize("dtype", ["f4", "f2", "i1"])
def test_a_square_map_that_was_turned_is_found(dtype: str) -> None:
    value = np.random.default_rng(4).normal(size=(64, 64)).astype("f4")
    noised = (value.T + 0.05 * np.random.default_rng(5).normal(size=(64, 64))).astype("f4")
    turned = np.ascontiguousarray(noised * 30 if dtype == "i1" else noised).astype(dtype)

    assert relations(compared({"w": value}, {"w": turned})) == {ArtefactRelation.ABOVE_NULL}
