"""Small networks of three architectures, trained with NumPy: what independent training and common changes make of them.

All seeds of an architecture learn the same task from the same data, which is the least favourable case for telling them
apart; the initial values and the order of the data differ.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.benchmarks.artefacts.gradients import (
    Variable,
    add,
    cross_entropy,
    lookup,
    matmul,
    patches,
    pool,
    relu,
    reshape,
    scale,
    softmax,
    transpose,
)
from tests.benchmarks.artefacts.gradients import mean as mean_over

Array = NDArray[Any]
Network = dict[str, Array]
ARCHITECTURES = ("dense", "convolution", "attention")
_DATA_SEED = 7
_CLASSES, _WORDS, _LENGTH, _WIDTH, _BATCH = 10, 40, 10, 32, 32


def initial(architecture: str, seed: int) -> Network:
    """Return the initial values of a network, as (outputs, inputs) matrices."""
    random = np.random.default_rng([seed, ARCHITECTURES.index(architecture)])

    def made(*shape: int) -> Array:
        return random.normal(0.0, np.sqrt(2.0 / np.prod(shape[1:])), shape).astype(np.float32)

    if architecture == "dense":
        shapes = {"fc1.weight": (64, 32), "fc2.weight": (64, 64), "fc3.weight": (_CLASSES, 64)}
    elif architecture == "convolution":
        shapes = {"conv1.weight": (12, 9), "conv2.weight": (24, 108), "fc.weight": (_CLASSES, 24)}
    else:
        shapes = {
            "embed.weight": (_WORDS, _WIDTH), "place.weight": (_LENGTH, _WIDTH), "q.weight": (_WIDTH, _WIDTH),
            "k.weight": (_WIDTH, _WIDTH), "v.weight": (_WIDTH, _WIDTH), "o.weight": (_WIDTH, _WIDTH),
            "up.weight": (64, _WIDTH), "down.weight": (_WIDTH, 64), "head.weight": (_WORDS, _WIDTH),
        }  # fmt: skip
    found = {name: made(*shape) for name, shape in shapes.items()}
    biases = {name.replace("weight", "bias"): np.zeros(len(value), dtype=np.float32) for name, value in found.items()
              if name.split(".")[0] not in ("embed", "place")}  # fmt: skip
    return {**found, **biases}


def forward(architecture: str, network: dict[str, Variable], inputs: Array) -> Variable:
    """Return the logits of a batch."""
    return {"dense": _dense, "convolution": _convolution, "attention": _attention}[architecture](network, inputs)


def _linear(network: dict[str, Variable], name: str, inputs: Variable) -> Variable:
    weight = transpose(network[f"{name}.weight"], (1, 0))
    return add(matmul(inputs, weight), network[f"{name}.bias"])


def _dense(network: dict[str, Variable], inputs: Array) -> Variable:
    hidden = relu(_linear(network, "fc1", Variable(inputs)))
    return _linear(network, "fc3", relu(_linear(network, "fc2", hidden)))


def _convolution(network: dict[str, Variable], inputs: Array) -> Variable:
    hidden = pool(relu(_linear(network, "conv1", patches(Variable(inputs), 3))))
    hidden = relu(_linear(network, "conv2", patches(hidden, 3)))
    return _linear(network, "fc", mean_over(hidden, (1, 2)))


def _attention(network: dict[str, Variable], inputs: Array) -> Variable:
    words = inputs.astype(np.int64)
    hidden = add(lookup(network["embed.weight"], words), network["place.weight"])
    heads = [_heads(_linear(network, name, hidden)) for name in ("q", "k", "v")]
    scores = scale(matmul(heads[0], transpose(heads[1], (0, 1, 3, 2))), 0.25)
    mask = Variable(np.triu(np.full((_LENGTH, _LENGTH), -1e9, dtype=np.float32), 1))
    mixed = transpose(matmul(softmax(add(scores, mask)), heads[2]), (0, 2, 1, 3))
    hidden = add(hidden, _linear(network, "o", reshape(mixed, (len(words), _LENGTH, _WIDTH))))
    hidden = add(hidden, _linear(network, "down", relu(_linear(network, "up", hidden))))
    return _linear(network, "head", hidden)


def _heads(item: Variable) -> Variable:
    batch = item.value.shape[0]
    return transpose(reshape(item, (batch, _LENGTH, 2, _WIDTH // 2)), (0, 2, 1, 3))


@cache
def data(architecture: str, part: int = 0) -> tuple[Array, Array]:
    """Return inputs and targets of a task, float32; another part is another task of the same kind."""
    inputs, targets = _data(architecture, part)
    return inputs.astype(np.float32), targets.astype(np.float32)


def _data(architecture: str, part: int) -> tuple[Array, Array]:
    random = np.random.default_rng([_DATA_SEED, part, ARCHITECTURES.index(architecture)])
    count = 2_000
    if architecture == "dense":
        centres = random.normal(0.0, 1.0, (3 * _CLASSES, 32))
        kinds = random.integers(0, len(centres), count)
        return centres[kinds] + random.normal(0.0, 0.7, (count, 32)), np.eye(_CLASSES)[kinds % _CLASSES]
    if architecture == "convolution":
        shapes = random.normal(0.0, 1.0, (_CLASSES, 5, 5))
        images, kinds = random.normal(0.0, 0.5, (count, 8, 8, 1)), random.integers(0, _CLASSES, count)
        for image, kind, row, column in zip(images, kinds, *random.integers(0, 4, (2, count)), strict=True):
            image[row : row + 5, column : column + 5, 0] += shapes[kind]
        return images, np.eye(_CLASSES)[kinds]
    chances = random.dirichlet(np.full(_WORDS, 0.08), _WORDS * 4)
    words = np.zeros((count, _LENGTH + 1), dtype=np.int64)
    words[:, 0] = random.integers(0, _WORDS, count)
    for place in range(_LENGTH):
        state = words[:, place] * 4 + (words[:, max(0, place - 1)] % 4)
        draws = random.random(count)
        words[:, place + 1] = np.minimum((chances[state].cumsum(axis=1) < draws[:, None]).sum(axis=1), _WORDS - 1)
    return words[:, :-1].astype(np.float64), np.eye(_WORDS)[words[:, 1:]]


def train(
    architecture: str,
    seed: int,
    *,
    start: Network | None = None,
    steps: int = 300,
    part: int = 0,
    teacher: Network | None = None,
    rate: float = 0.003,
) -> tuple[Network, float]:
    """Train a network and return it with its last loss.

    Args:
        architecture: One of `ARCHITECTURES`.
        seed: Of the initial values and of the order of the data.
        start: Where to begin, to fine-tune; None for initial values.
        steps: Of Adam, with batches of 32.
        part: The task.
        teacher: A network whose outputs are learned in place of the targets (distillation).
        rate: The learning rate.
    """
    network = {name: Variable(value.copy()) for name, value in (start or initial(architecture, seed)).items()}
    inputs, targets = data(architecture, part)
    random = np.random.default_rng([seed, 1])
    moments = {name: (np.zeros_like(item.value), np.zeros_like(item.value)) for name, item in network.items()}
    taught = {name: Variable(value) for name, value in teacher.items()} if teacher else None
    loss = 0.0
    for step in range(1, steps + 1):
        batch = random.integers(0, len(inputs), _BATCH)
        wanted = targets[batch] if taught is None else softmax(forward(architecture, taught, inputs[batch])).value
        outcome = cross_entropy(forward(architecture, network, inputs[batch]), wanted)
        outcome.backward()
        loss = float(outcome.value)
        for name, item in network.items():
            first, second = moments[name]
            first += 0.1 * (item.grad - first)
            second += 0.01 * (item.grad**2 - second)
            item.value -= rate * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
            item.grad[...] = 0.0
    return {name: item.value for name, item in network.items()}, loss


Change = Callable[[Network, np.random.Generator], Network]
