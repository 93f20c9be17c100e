"""Measures what independently trained networks have in common, and what is recognised of changed copies.

    python -m tests.benchmarks.artefacts.parameter_null null  WORKDIR > results
    python -m tests.benchmarks.artefacts.parameter_null terms WORKDIR
    python -m tests.benchmarks.artefacts.parameter_null power WORKDIR
    python -m tests.benchmarks.artefacts.parameter_null terms-power WORKDIR
    python -m tests.benchmarks.artefacts.parameter_null distilled WORKDIR

`null` trains the networks of the first seeds, compares every pair of one architecture and writes
`codematch/artefacts/parameter_null.json`. `terms` does so for the invariant terms alone, of networks that were trained
in several ways (`REGIMES`): trained longer or distilled, independent networks come nearer to one another. `power`
trains networks of other seeds and prints how many of their independent pairs, and of their changed copies, are above
the null, as a table in Markdown; `terms-power` does so for the invariant terms, `distilled` for students with their
teachers, with those of other students, and with each other. WORKDIR keeps the networks.
"""

import itertools
import json
import struct
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from codematch.artefacts.parameter_null import FILE, LAYER, MODEL, ParameterNull, load_parameter_null, thinned
from codematch.artefacts.parameters import EXACT, TELLING_FIGURES, ParameterPair, compare, items_of
from codematch.artefacts.readers import safetensors
from codematch.artefacts.readers.zip_view import Held
from codematch.artefacts.resemblance import FIGURES
from codematch.artefacts.tensor_pairs import Item
from codematch.artefacts.terms import TERM_FIGURES, Blocks, Measure, compare_terms, pairs_of
from codematch.model.artefacts import ArtefactRelation
from codematch.settings import Artefacts
from codematch.significance.bounds import pair_upper_bound, upper_bound
from codematch.significance.null_model import seal
from tests.benchmarks.artefacts.changes import CHANGES, TERM_CHANGES, distilled, stored
from tests.benchmarks.artefacts.networks import ARCHITECTURES, Network, train

SEEDS, OTHER_SEEDS = range(60), range(100, 140)
RULES, LEVEL = Artefacts(), 0.95
ATTENTION = "attention"
REGIME_SEEDS = range(200, 240)
REGIMES: dict[str, dict[str, float]] = {
    "attention-longer": {"steps": 1500},
    "attention-faster": {"rate": 0.01},
    "attention-distilled": {},
}
"""Other ways of training whose networks have a null of invariant terms of their own; see `trained`."""
_FLAT = {level: {figure: {"ranks": [0], "values": [1.0]} for figure in FIGURES} for level in (LAYER, MODEL)}
_FLAT_TERMS = {level: {figure: {"ranks": [0], "values": [1.0]} for figure in TERM_FIGURES} for level in (LAYER, MODEL)}
NO_NULL = ParameterNull(
    architectures={"none": {"pairs": 1, "models": 2, **_FLAT}},
    digest="",
    terms={"none": {"pairs": 1, "models": 2, **_FLAT_TERMS}},
)
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


def trained(folder: Path, regime: str, seed: int) -> Network:
    """Return a network that was trained in another way; a student learns from the network of a seed of the null.

    No two students have one teacher.
    """
    file = folder / f"{regime}-{seed}.npz"
    if not file.exists():
        said = REGIMES[regime]
        teacher = network_of(folder, ATTENTION, seed - REGIME_SEEDS.start) if regime.endswith("distilled") else None
        steps, rate = int(said.get("steps", 300)), said.get("rate", 0.003)
        np.savez(file, **train(ATTENTION, seed, steps=steps, rate=rate, teacher=teacher)[0])
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
    card = {
        "format": 1,
        "architectures": said,
        "terms": terms_of(folder),
        "seeds": [SEEDS.start, SEEDS.stop],
        "made_by": __spec__.name,
    }
    write(card)


def measure_terms(folder: Path) -> None:
    """Write the null of invariant terms anew and leave the others as they are."""
    card = json.loads(FILE.read_text(encoding="utf-8"))
    write({**card, "terms": terms_of(folder)})


def terms_of(folder: Path) -> dict[str, Any]:
    """Return the null of invariant terms, of the one architecture that has Transformer blocks, by way of training."""
    found = {ATTENTION: _terms_of([network_of(folder, ATTENTION, seed) for seed in SEEDS], ATTENTION)}
    for regime in REGIMES:
        found[regime] = _terms_of([trained(folder, regime, seed) for seed in REGIME_SEEDS], regime)
    return found


def _terms_of(networks: Sequence[Network], name: str) -> dict[str, Any]:
    sides = [Blocks(items(network), RULES) for network in networks]
    values: dict[str, dict[str, list[float]]] = {level: {name: [] for name in TERM_FIGURES} for level in (LAYER, MODEL)}
    for left, right in itertools.combinations(sides, 2):
        measured = Measure(left, right, RULES)
        terms = pairs_of(left, right, RULES.sampled_blocks)
        found = [measured.figures(term, one, other) or {} for term, _, one, other in terms]
        for figure in TERM_FIGURES:
            values[LAYER][figure].append(max(each[figure] for each in found))
            values[MODEL][figure].append(median(each[figure] for each in found))
    print(name, {level: {figure: round(max(found), 4) for figure, found in of.items()}
                 for level, of in values.items()}, flush=True)  # fmt: skip
    thin = {level: {figure: thinned(found) for figure, found in of.items()} for level, of in values.items()}
    return {"models": len(networks), "pairs": len(values[LAYER]["product"]), **thin}


def write(card: dict[str, Any]) -> None:
    """Write the file of the null with its digest."""
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


def power_of_terms(folder: Path) -> None:
    """Print the table of the invariant terms: independent attention networks, and changed copies."""
    null = load_parameter_null()
    read = {seed: items(network_of(folder, ATTENTION, seed)) for seed in OTHER_SEEDS}
    print("| pairs | any term above | median above | of |")
    print("|---|---|---|---|")
    found = [_terms(left, right, null) for left, right in itertools.combinations(read.values(), 2)]
    bound = pair_upper_bound(sum(any_above for any_above, _ in found) / len(found), len(OTHER_SEEDS), LEVEL)
    print(_counted("independent", found, f"≤ {bound:.1%}"), flush=True)
    for name, change in TERM_CHANGES.items():
        found = [_terms(read[seed], items(change(ATTENTION, network_of(folder, ATTENTION, seed), seed)), null)
                 for seed in OTHER_SEEDS]  # fmt: skip
        missed = upper_bound(len(found) - sum(any_above for any_above, _ in found), len(found), LEVEL)
        print(_counted(name, found, f"missed ≤ {missed:.1%}"), flush=True)


def power_of_distilled(folder: Path) -> None:
    """Print how many students of the other seeds are above the null of terms: with whom they share an origin or not."""
    null = load_parameter_null()
    teachers = [items(network_of(folder, ATTENTION, seed)) for seed in OTHER_SEEDS]
    students = [items(_student(folder, seed)) for seed in OTHER_SEEDS]
    shifted = [*range(1, len(students)), 0]
    groups = {
        "student and its teacher": list(zip(teachers, students, strict=True)),
        "student and the teacher of another one": [(teachers[at], students[other]) for at, other in enumerate(shifted)],
        "students of two teachers": list(itertools.combinations(students, 2)),
    }
    print("| pairs | any term above | median above | of |")
    print("|---|---|---|---|")
    for name, both in groups.items():
        found = [_terms(left, right, null) for left, right in both]
        bound = pair_upper_bound(sum(any_above for any_above, _ in found) / len(found), len(OTHER_SEEDS), LEVEL)
        print(_counted(name, found, f"≤ {bound:.1%}"), flush=True)


def _student(folder: Path, seed: int) -> Network:
    file = folder / f"student-{seed}.npz"
    if not file.exists():
        np.savez(file, **distilled(ATTENTION, network_of(folder, ATTENTION, seed), seed))
    with np.load(file, allow_pickle=False) as held:
        return {name: held[name] for name in held.files}


def _terms(known: tuple[Item, ...], questioned: tuple[Item, ...], null: ParameterNull) -> tuple[bool, bool]:
    """Say whether any term, and whether any median, is above that of every independent pair."""
    terms = compare_terms(known, questioned, (), lambda _: False, null.of_terms, RULES, LEVEL)
    medians = any(value > null.of_terms.greatest(name, MODEL) for name, value in terms.medians)
    return any(pair.relation is ArtefactRelation.ABOVE_NULL for pair in terms.pairs), medians


def _counted(name: str, found: Sequence[tuple[bool, bool]], bound: str) -> str:
    layers, medians = (sum(each[place] for each in found) for place in (0, 1))
    return f"| {name} | {layers} ({bound}) | {medians} | {len(found)} |"


if __name__ == "__main__":
    work = Path(sys.argv[2])
    work.mkdir(parents=True, exist_ok=True)
    if sys.argv[1] == "null":
        measure(work)
    elif sys.argv[1] == "terms":
        measure_terms(work)
    elif sys.argv[1] == "distilled":
        power_of_distilled(work)
    elif sys.argv[1] == "terms-power":
        power_of_terms(work)
    else:
        power(work, sys.argv[3:])
