"""Measures what independently trained networks have in common, and what is recognised of changed copies.

    python -m tests.benchmarks.artefacts.parameter_null null  WORKDIR > results
    python -m tests.benchmarks.artefacts.parameter_null power WORKDIR

`null` trains the networks of the first seeds, compares every pair of one architecture and writes
`codematch/artefacts/parameter_null.json`. `power` trains networks of other seeds and prints how many of their
independent pairs, and of their changed copies, are above the null, as a table in Markdown. WORKDIR keeps the networks.
"""

import itertools
import json
import struct
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from codematch.artefacts.parameter_null import FILE, LAYER, MODEL, ParameterNull, load_parameter_null, thinned
from codematch.artefacts.parameters import EXACT, TELLING_FIGURES, ParameterPair, compare, items_of
from codematch.artefacts.readers import safetensors
from codematch.artefacts.readers.zip_view import Held
from codematch.artefacts.resemblance import FIGURES
from codematch.artefacts.tensor_pairs import Item
from codematch.model.artefacts import ArtefactRelation
from codematch.settings import Artefacts
from codematch.significance.bounds import pair_upper_bound, upper_bound
from codematch.significance.null_model import seal
from tests.benchmarks.artefacts.changes import CHANGES, stored
from tests.benchmarks.artefacts.networks import ARCHITECTURES, Network, train

SEEDS, OTHER_SEEDS = range(60), range(100, 140)
RULES, LEVEL = Artefacts(), 0.95
_FLAT = {level: {figure: {"ranks": [0], "values": [1.0]} for figure in FIGURES} for level in (LAYER, MODEL)}
NO_NULL = ParameterNull(architectures={"none": {"pairs": 1, "models": 2, **_FLAT}}, digest="")
_TYPES = {"float32": "F32", "float16": "F16", "int8": "I8"}


def safetensors_bytes(network: Network) -> bytes:
    """Return a network as a file of safetensors."""
    header, parts, at = {}, [], 0
    for name, value in network.items():
        raw = np.ascontiguousarray(value).tobytes()
        header[name] = {"dtype": _TYPES[str(value.dtype)], "shape": value.shape, "data_offsets": [at, at + len(raw)]}
        parts.append(raw)
        at += len(raw)
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + b"".join(parts)


def items(network: Network) -> tuple[Item, ...]:
    """Return a network as the comparison reads it."""
    return items_of([safetensors.read(Held(safetensors_bytes(stored(network))), RULES)], RULES)


def network_of(folder: Path, architecture: str, seed: int) -> Network:
    """Return a trained network, from the folder if it was trained before."""
    file = folder / f"{architecture}-{seed}.npz"
    if not file.exists():
        found, _ = train(architecture, seed)
        np.savez(file, **found)
    with np.load(file, allow_pickle=False) as held:
        return {name: held[name] for name in held.files}


def pairs(folder: Path, architecture: str, seeds: range, null: ParameterNull) -> Iterator[ParameterPair]:
    """Yield the comparison of every pair of independent networks."""
    read = [items(network_of(folder, architecture, seed)) for seed in seeds]
    for left, right in itertools.combinations(read, 2):
        yield compare(left, right, (), null, RULES, LEVEL)


def measure(folder: Path) -> None:
    """Write the null."""
    said = {}
    for architecture in ARCHITECTURES:
        values: dict[str, dict[str, list[float]]] = {level: {name: [] for name in FIGURES} for level in (LAYER, MODEL)}
        for pair in pairs(folder, architecture, SEEDS, NO_NULL):
            layers = [each.figures for each in pair.pairs if set(FIGURES) <= each.figures.keys()]
            for name in FIGURES:
                values[LAYER][name].append(max(found[name] for found in layers))
                values[MODEL][name].append(pair.medians[name])
        said[architecture] = {
            "models": len(SEEDS),
            "pairs": len(values[LAYER]["cosine"]),
            **{level: {name: thinned(found) for name, found in of.items()} for level, of in values.items()},
        }
        print(architecture, {level: {name: round(max(found), 4) for name, found in of.items()}
                             for level, of in values.items()}, flush=True)  # fmt: skip
    card = {"format": 1, "architectures": said, "seeds": [SEEDS.start, SEEDS.stop], "made_by": __spec__.name}
    FILE.write_text(json.dumps(seal(card), sort_keys=True, separators=(",", ":")) + "\n", encoding="utf-8")


def is_above(pair: ParameterPair, null: ParameterNull) -> bool:
    """Say whether the median of a figure that tells is above that of every independent pair."""
    return bool(pair.medians) and any(pair.medians[name] > null.greatest(name, MODEL) for name in TELLING_FIGURES)


def has_layer_above(pair: ParameterPair) -> bool:
    """Say whether any tensor is in an exact relation or above the null."""
    return any(each.relation in EXACT | {ArtefactRelation.ABOVE_NULL} for each in pair.pairs)


def power(folder: Path, chosen: Sequence[str] = ()) -> None:
    """Print the table of independent pairs and of changed copies; with names of changes, their rows only."""
    null = load_parameter_null()
    print("| pairs | architecture | exact relations | any tensor above | median above | of |")
    print("|---|---|---|---|---|---|")
    for architecture in () if chosen else ARCHITECTURES:
        found = list(pairs(folder, architecture, OTHER_SEEDS, null))
        exact = sum(any(each.relation in EXACT for each in pair.pairs) for pair in found)
        layers, medians = sum(map(has_layer_above, found)), sum(is_above(pair, null) for pair in found)
        bound = pair_upper_bound(layers / len(found), len(OTHER_SEEDS), LEVEL)
        print(
            f"| independent | {architecture} | {exact} | {layers} (≤ {bound:.1%}) | {medians} | {len(found)} |",
            flush=True,
        )
    for name, change in CHANGES.items():
        if chosen and name not in chosen:
            continue
        for architecture in ARCHITECTURES:
            counts = [0, 0, 0]
            for seed in OTHER_SEEDS:
                network = network_of(folder, architecture, seed)
                pair = compare(items(network), items(change(architecture, network, seed)), (), null, RULES, LEVEL)
                counts[0] += any(each.relation in EXACT for each in pair.pairs)
                counts[1] += has_layer_above(pair)
                counts[2] += is_above(pair, null)
            missed = upper_bound(len(OTHER_SEEDS) - counts[1], len(OTHER_SEEDS), LEVEL)
            print(f"| {name} | {architecture} | {counts[0]} | {counts[1]} (missed ≤ {missed:.1%}) | {counts[2]} | "
                  f"{len(OTHER_SEEDS)} |", flush=True)  # fmt: skip


if __name__ == "__main__":
    work = Path(sys.argv[2])
    work.mkdir(parents=True, exist_ok=True)
    if sys.argv[1] == "null":
        measure(work)
    else:
        power(work, sys.argv[3:])
