"""Changes that hide where parameters come from, or that further work on a model makes, each of a trained network."""

from collections.abc import Callable

import numpy as np

from tests.benchmarks.artefacts.networks import ARCHITECTURES, Array, Network, initial, train

Change = Callable[[str, Network, int], Network]
_WEIGHT = ".weight"


def _random(seed: int, what: int) -> np.random.Generator:
    return np.random.default_rng([seed, what, 99])


def half(architecture: str, network: Network, seed: int) -> Network:
    """Store values in 16 bits."""
    return {name: value.astype(np.float16) for name, value in network.items()}


def quantised(architecture: str, network: Network, seed: int) -> Network:
    """Store matrices in 8 bits, with a scale for each row."""
    found: Network = {}
    for name, value in network.items():
        if value.ndim < 2:
            found[name] = value
            continue
        step = np.abs(value).max(axis=1, keepdims=True) / 127.0
        found[name] = np.round(value / step).astype(np.int8)
    return found


def transposed(architecture: str, network: Network, seed: int) -> Network:
    """Store matrices with inputs first, as other frameworks do."""
    return {name: np.ascontiguousarray(value.T) for name, value in network.items()}


def scaled(architecture: str, network: Network, seed: int) -> Network:
    """Multiply every matrix by a factor of its own."""
    random = _random(seed, 1)
    return {name: value * np.float32(random.uniform(0.5, 2.0)) for name, value in network.items()}


def permuted(architecture: str, network: Network, seed: int) -> Network:
    """Put the hidden neurons into another order, so that the network computes the same."""
    random, found = _random(seed, 2), {name: value.copy() for name, value in network.items()}

    def turn(rows: str, columns: str, size: int, block: int = 1, heads: int = 1) -> None:
        within = size // heads
        order = np.concatenate([random.permutation(within) + within * head for head in range(heads)])
        found[rows + _WEIGHT], found[rows + ".bias"] = found[rows + _WEIGHT][order], found[rows + ".bias"][order]
        matrix = found[columns + _WEIGHT]
        parts = matrix.reshape(len(matrix), block, size)
        found[columns + _WEIGHT] = np.ascontiguousarray(parts[:, :, order].reshape(matrix.shape))

    if architecture == "dense":
        turn("fc1", "fc2", 64)
        turn("fc2", "fc3", 64)
    elif architecture == "convolution":
        turn("conv1", "conv2", 12, 9)
        turn("conv2", "fc", 24)
    else:
        turn("up", "down", 64)
        turn("v", "o", 32, heads=2)
    return found


def rotated(architecture: str, network: Network, seed: int) -> Network:
    """Rotate the dimensions inside each head, so that the network computes the same; others get no other values."""
    if architecture != "attention":
        return dict(network)
    random, found = _random(seed, 5), dict(network)
    size = len(network["q.weight"]) // _HEADS
    turns = [[np.linalg.qr(random.normal(size=(size, size)))[0] for _ in range(_HEADS)] for _ in range(2)]
    first, second = (_diagonal(blocks) for blocks in turns)
    for name, turn in (("q", first), ("k", first), ("v", second)):
        found[name + _WEIGHT] = (turn @ network[name + _WEIGHT]).astype(np.float32)
        found[name + ".bias"] = (turn @ network[name + ".bias"]).astype(np.float32)
    found["o" + _WEIGHT] = (network["o" + _WEIGHT] @ second.T).astype(np.float32)
    return found


_HEADS = 2


def _diagonal(blocks: list[Array]) -> Array:
    size = len(blocks[0])
    whole = np.zeros((size * len(blocks), size * len(blocks)))
    for number, block in enumerate(blocks):
        whole[number * size : (number + 1) * size, number * size : (number + 1) * size] = block
    return whole


def balanced(architecture: str, network: Network, seed: int) -> Network:
    """Multiply each row of a map by a factor and the other map by its inverse: queries and keys, values and output."""
    if architecture != "attention":
        return dict(network)
    random, found = _random(seed, 6), dict(network)
    first, second = (random.uniform(0.2, 5.0, len(network["q.weight"])).astype(np.float32) for _ in range(2))
    for name, factor in (("q", first), ("k", 1 / first), ("v", second)):
        found[name + _WEIGHT] = network[name + _WEIGHT] * factor[:, None]
        found[name + ".bias"] = network[name + ".bias"] * factor
    found["o" + _WEIGHT] = network["o" + _WEIGHT] / second
    return found


def heads_exchanged(architecture: str, network: Network, seed: int) -> Network:
    """Exchange the heads, rotate their dimensions, and put the hidden dimensions of the model into another order."""
    if architecture != "attention":
        return dict(network)
    found = rotated(architecture, network, seed)
    width = len(network["q.weight"])
    heads = np.roll(np.arange(width), width // _HEADS)
    for name in ("q", "k", "v"):
        found[name + _WEIGHT], found[name + ".bias"] = found[name + _WEIGHT][heads], found[name + ".bias"][heads]
    found["o" + _WEIGHT] = found["o" + _WEIGHT][:, heads]
    order = _random(seed, 7).permutation(width)
    for name in ("embed", "place", "q", "k", "v", "up", "head"):
        found[name + _WEIGHT] = np.ascontiguousarray(found[name + _WEIGHT][:, order])
    for name in ("o", "down"):
        found[name + _WEIGHT], found[name + ".bias"] = found[name + _WEIGHT][order], found[name + ".bias"][order]
    return found


def rotated_and(change: Change) -> Change:
    """Return a change after the heads were exchanged and rotated."""

    def both(architecture: str, network: Network, seed: int) -> Network:
        return change(architecture, heads_exchanged(architecture, network, seed), seed)

    return both


def noised(share: float) -> Change:
    """Return a change that adds noise of a share of the spread of each matrix."""

    def change(architecture: str, network: Network, seed: int) -> Network:
        random = _random(seed, 3)
        return {
            name: (value + random.normal(0.0, share * float(value.std()) + 1e-9, value.shape)).astype(np.float32)
            for name, value in network.items()
        }

    return change


def permuted_and_noised(architecture: str, network: Network, seed: int) -> Network:
    """Put the neurons into another order and add noise of a tenth of the spread."""
    return noised(0.1)(architecture, permuted(architecture, network, seed), seed)


def pruned(architecture: str, network: Network, seed: int) -> Network:
    """Set the smaller half of each matrix to zero."""
    return {name: np.where(np.abs(value) < np.median(np.abs(value)), np.float32(0.0), value)
            for name, value in network.items()}  # fmt: skip


def fine_tuned(steps: int, part: int) -> Change:
    """Return a change that trains on, on the same task (part 0) or another one."""

    def change(architecture: str, network: Network, seed: int) -> Network:
        return train(architecture, seed + 5_000, start=network, steps=steps, part=part, rate=0.001)[0]

    return change


def adapted(architecture: str, network: Network, seed: int) -> Network:
    """Add a matrix of rank two to each matrix, as an adapter that was merged does."""
    random, found = _random(seed, 4), dict(network)
    for name, value in network.items():
        if value.ndim == 2:
            low = random.normal(0.0, 1.0, (len(value), 2)) @ random.normal(0.0, 1.0, (2, value.shape[1]))
            found[name] = (value + 0.3 * float(value.std()) * low / low.std()).astype(np.float32)
    return found


def merged(architecture: str, network: Network, seed: int) -> Network:
    """Take the mean with another network that was fine-tuned from the same one, on another task."""
    other = fine_tuned(100, 1)(architecture, network, seed)
    return {name: (value + other[name]) / 2 for name, value in network.items()}


def averaged(architecture: str, network: Network, seed: int) -> Network:
    """Take the mean with an independently trained network."""
    other = train(architecture, seed + 7_000)[0]
    return {name: (value + other[name]) / 2 for name, value in network.items()}


def joined(architecture: str, network: Network, seed: int) -> Network:
    """Put matrices of the same inputs into one, as some frameworks do with queries, keys and values."""
    if architecture != "attention":
        return dict(network)
    found = {name: value for name, value in network.items() if name.split(".")[0] not in ("q", "k", "v")}
    for kind in (_WEIGHT, ".bias"):
        found[f"qkv{kind}"] = np.concatenate([network[name + kind] for name in ("q", "k", "v")])
    return found


def renamed(architecture: str, network: Network, seed: int) -> Network:
    """Give every tensor another name, in another order."""
    names = sorted(network, reverse=True)
    return {f"block.{number}.w": network[name] for number, name in enumerate(names)}


def distilled(architecture: str, network: Network, seed: int) -> Network:
    """Train another network to give the outputs of this one."""
    return train(architecture, seed + 9_000, teacher=network)[0]


def untrained(architecture: str, network: Network, seed: int) -> Network:
    """Train an independent network from the same initial values of a generator: the same seed, other data order."""
    return train(architecture, seed + 11_000, start=initial(architecture, seed))[0]


CHANGES: dict[str, Change] = {
    "none (renamed)": renamed,
    "16 bits": half,
    "8 bits by row": quantised,
    "transposed": transposed,
    "scaled": scaled,
    "neurons permuted": permuted,
    "queries, keys, values joined": joined,
    "half pruned": pruned,
    "noise 1 %": noised(0.01),
    "noise 10 %": noised(0.1),
    "noise 50 %": noised(0.5),
    "noise 100 %": noised(1.0),
    "permuted and noise 10 %": permuted_and_noised,
    "fine-tuned, same task": fine_tuned(100, 0),
    "fine-tuned, other task": fine_tuned(300, 1),
    "adapter merged": adapted,
    "merged with a fine-tuned copy": merged,
    "averaged with an independent model": averaged,
    "same initial values, trained anew": untrained,
    "distilled": distilled,
}
TERM_CHANGES: dict[str, Change] = {
    "heads rotated": rotated,
    "factors on queries and keys, values and output": balanced,
    "heads exchanged and rotated, hidden dimensions in another order": heads_exchanged,
    "the same and noise 10 %": rotated_and(noised(0.1)),
    "the same and noise 50 %": rotated_and(noised(0.5)),
    "the same and half pruned": rotated_and(pruned),
    "the same and fine-tuned, same task": rotated_and(fine_tuned(100, 0)),
    "the same and fine-tuned, other task": rotated_and(fine_tuned(300, 1)),
}
"""Changes of attention networks that only the invariant terms see through."""
NAMES = ARCHITECTURES


def stored(network: Network) -> dict[str, Array]:
    """Return a network as it is saved."""
    return {name: np.ascontiguousarray(value) for name, value in network.items()}
