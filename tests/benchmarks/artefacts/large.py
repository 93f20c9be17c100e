"""Time and memory of comparing large files of weights.

    python -m tests.benchmarks.artefacts.large FOLDER GIGABYTES

Writes two identical files of safetensors and a third one with noise into FOLDER, compares the first with the others,
and prints seconds, the seconds that reading both files twice takes, and the greatest resident memory.
"""

import json
import resource
import struct
import sys
import time
from pathlib import Path

import numpy as np

from codematch.artefacts.parameter_null import load_parameter_null
from codematch.artefacts.parameters import compare, items_of
from codematch.artefacts.readers import safetensors
from codematch.intake.contents import FileBytes
from codematch.settings import Artefacts

RULES = Artefacts()
WIDTH = 4096


def write(path: Path, gigabytes: float, noise: float) -> None:
    """Write a file of square matrices in sixteen bits."""
    count = max(1, int(gigabytes * 1e9 / (2 * WIDTH * WIDTH)))
    size = 2 * WIDTH * WIDTH
    places = ([number * size, (number + 1) * size] for number in range(count))
    said = {f"layers.{number}.weight": {"dtype": "F16", "shape": [WIDTH, WIDTH], "data_offsets": place}
            for number, place in enumerate(places)}  # fmt: skip
    header = json.dumps(said).encode()
    with path.open("wb") as stream:
        stream.write(struct.pack("<Q", len(header)) + header)
        for number in range(count):
            values = np.random.default_rng(number).standard_normal((WIDTH, WIDTH), dtype=np.float32)
            if noise:
                values += noise * np.random.default_rng([number, 1]).standard_normal((WIDTH, WIDTH), dtype=np.float32)
            stream.write(values.astype(np.float16).tobytes())


def reading(path: Path) -> float:
    """Return the seconds that reading a file takes."""
    began = time.monotonic()
    with path.open("rb", buffering=0) as stream:
        while stream.read(RULES.block_bytes):
            pass
    return time.monotonic() - began


def compared(known: Path, questioned: Path) -> str:
    """Compare two files and say how long it took."""
    began = time.monotonic()
    with known.open("rb") as first, questioned.open("rb") as second:
        sides = [
            items_of([safetensors.read(FileBytes(stream, path.stat().st_size), RULES)], RULES)
            for stream, path in ((first, known), (second, questioned))
        ]
        pair = compare(sides[0], sides[1], (), load_parameter_null(), RULES, 0.95)
    relations = {each.relation.value for each in pair.pairs}
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    return f"{known.name} / {questioned.name}: {time.monotonic() - began:.1f} s, {memory:.2f} GB at most, {relations}"


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / name for name in ("a.safetensors", "b.safetensors", "noise.safetensors")]
    for file, share in zip(files, (0.0, 0.0, 0.1), strict=True):
        if not file.exists():
            write(file, float(sys.argv[2]), share)
    print(f"reading two files twice: {2 * sum(map(reading, files[:2])):.1f} s")
    print(compared(files[0], files[1]), flush=True)
    print(compared(files[0], files[2]), flush=True)
