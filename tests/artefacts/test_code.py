"""Layers, pipelines and constants are read from code of every framework, and line up across frameworks."""

import pytest

from codematch.artefacts import structure
from codematch.artefacts.layers import CodeModel, framework_of, models_in_code, plain_value, published
from codematch.artefacts.pipelines import constants, pipelines, same_constants
from codematch.languages import load_languages
from codematch.languages.calls import PythonCalls, read_calls
from codematch.settings import Parsing, grammars_folder
from tests.artefacts import works

LANGUAGES = load_languages(grammars_folder())


def calls(text: str) -> PythonCalls:
    return read_calls(text.encode(), LANGUAGES.spec("python"), Parsing())


def models(*texts: str) -> tuple[CodeModel, ...]:
    files = {f"m{number}.py": (framework_of(text.encode()), calls(text)) for number, text in enumerate(texts)}
    return models_in_code(files, 3)


TORCH = """
from torch import nn
class Net(nn.Module):
    def __init__(self):
        self.a = nn.Conv2d(3, 24, kernel_size=(7, 7), stride=2)
        self.b = nn.BatchNorm2d(24)
        self.c = nn.MaxPool2d(3)
        self.d = nn.Linear(600, 17)
"""
OTHERS = {
    "keras": """
from tensorflow.keras import layers, Sequential
def build():
    return Sequential([
        layers.Conv2D(24, 7, strides=(2, 2)), layers.BatchNormalization(), layers.MaxPooling2D(pool_size=3),
        layers.Dense(units=17)])
""",
    "flax": """
import flax.linen as nn
class Net(nn.Module):
    @nn.compact
    def __call__(self, x):
        x = nn.Conv(features=24, kernel_size=(7, 7), strides=2)(x)
        x = nn.BatchNorm(use_running_average=True)(x)
        x = nn.max_pool(x, (3, 3))
        return nn.Dense(17)(x)
""",
    "paddle": """
import paddle
from paddle import nn
class Net(nn.Layer):
    def __init__(self):
        self.a = nn.Conv2D(3, 24, 7, 2)
        self.b = nn.BatchNorm2D(24)
        self.c = nn.MaxPool2D(kernel_size=3)
        self.d = nn.Linear(600, 17)
""",
    "mindspore": """
from mindspore import nn
class Net(nn.Cell):
    def __init__(self):
        self.a = nn.Conv2d(3, 24, kernel_size=7, stride=2, pad_mode="valid")
        self.b = nn.BatchNorm2d(24)
        self.c = nn.MaxPool2d(kernel_size=3)
        self.d = nn.Dense(in_channels=600, out_channels=17)
""",
}


@pytest.mark.parametrize("framework", OTHERS)
def test_a_port_to_another_framework_lines_up(framework: str) -> None:
    [one], [other] = models(TORCH), models(OTHERS[framework])
    found = structure.compare(structure.parts_of_code(one), structure.parts_of_code(other))

    assert (one.framework, other.framework) == ("torch", framework)
    assert [layer.kind for layer in other.layers] == ["conv2d", "batch-norm", "max-pool", "linear"]
    assert (found.aligned, found.smaller) == (4, 4)
    assert found.agreeing == found.comparable >= 5


def test_blocks_in_classes_of_their_own_are_put_in_their_place() -> None:
    block = """
from torch import nn
class Block(nn.Module):
    def __init__(self):
        self.conv = nn.Conv2d(8, 8, 3)
        self.norm = nn.BatchNorm2d(8)
class Net(nn.Module):
    def __init__(self):
        self.first = Block()
        self.second = Block()
        self.again = Net()
        self.head = nn.Linear(8, 2)
"""
    [net] = [model for model in models(block) if model.name == "Net"]

    assert [layer.kind for layer in net.layers] == ["conv2d", "batch-norm", "conv2d", "batch-norm", "linear"]


def test_layers_from_a_configuration_are_missed() -> None:
    body = "    def __init__(self, c):\n        for k in c:\n            add(LAYERS[k](8))\n"

    assert models(f"from torch import nn\nclass Net(nn.Module):\n{body}") == ()


def test_code_is_read_and_not_run() -> None:
    text = TORCH + "\nraise SystemExit(open('/nonexistent'))\n"

    assert len(models(text)) == 1


def test_methods_of_a_chain_are_in_the_order_in_which_they_run() -> None:
    text = "import pandas as pd\nout = pd.read_csv('a').dropna().merge(b, how='left').groupby('k').rolling(13)\n"
    [line] = pipelines("a.py", calls(text), 3)

    assert [step.name for step in line.steps] == ["read_csv", "dropna", "merge", "groupby", "rolling"]
    assert line.steps[-1].arguments == (("", "13"),)


def test_unusual_constants_come_first_whatever_they_are_called() -> None:
    left = tuple(constants("k.py", calls(works.TRAINING)))
    right = tuple(constants("q.py", calls(works.CHANGED_TRAINING)))
    found = same_constants(left, right)

    assert not found[0][0].is_usual
    assert {one.value for one, _ in found} >= {"0.0003174", "0.013", "0.83", "0.07"}


def test_common_training_constants_are_usual() -> None:
    text = "import torch\nseed = 42\nlr = 1e-3\nopt(weight_decay=0.01, lr=0.001)\n"

    assert {item.is_usual for item in constants("a.py", calls(text))} == {True}


@pytest.mark.parametrize(
    ("text", "plain"),
    [("(3, 3)", "3"), ("3", "3"), ("'same'", "same"), ("1e-3", "0.001"), ("[2,2]", "2"), ("(3, 5)", ""), ("f(x)", "")],
)
def test_values_have_one_form(text: str, plain: str) -> None:
    assert plain_value(text) == plain


def test_published_architectures_are_named() -> None:
    kinds = ["conv2d", "batch-norm", "conv2d", "batch-norm", "linear"]

    assert published(kinds, []) == ("residual block",)
    assert published([], ["a.LlamaAttention"]) == ("Llama",)
