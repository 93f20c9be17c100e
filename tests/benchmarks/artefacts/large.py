"""Time and memory of comparing large files of weights in the shapes of a Transformer.

    python -m tests.benchmarks.artefacts.large FOLDER GIGABYTES [CHANGE ...]

Writes a model of that size in sixteen bits into FOLDER, with embeddings of 32,000 × 4,096 and blocks of maps of
4,096 × 4,096 and 4,096 × 11,008; then, one after the other, a changed copy of it, which is compared with it by
`codematch artefacts` in a process of its own and deleted. Prints a table in Markdown: seconds and seconds of CPU of the
command, its greatest resident memory, the seconds of reading both works twice, each time after the pages of the files
were dropped, and what was found.
"""

import json
import os
import re
import resource
import struct
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float32]
Stored = tuple[str, NDArray[np.generic]]
HIDDEN, INNER, WORDS, HEAD = 4096, 11_008, 32_000, 128
BLOCK = 1 << 20


def shapes(gigabytes: float) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Yield names and shapes of a model of about that size."""
    yield "model.embed_tokens.weight", (WORDS, HIDDEN)
    maps = {"self_attn.q_proj": (HIDDEN, HIDDEN), "self_attn.k_proj": (HIDDEN, HIDDEN),
            "self_attn.v_proj": (HIDDEN, HIDDEN), "self_attn.o_proj": (HIDDEN, HIDDEN),
            "mlp.gate_proj": (INNER, HIDDEN), "mlp.up_proj": (INNER, HIDDEN),
            "mlp.down_proj": (HIDDEN, INNER)}  # fmt: skip
    of_block = 2e-9 * sum(rows * columns for rows, columns in maps.values())
    for block in range(max(1, round((gigabytes - 4e-9 * WORDS * HIDDEN) / of_block))):
        for name, shape in maps.items():
            yield f"model.layers.{block}.{name}.weight", shape
        yield f"model.layers.{block}.input_layernorm.weight", (HIDDEN,)
    yield "lm_head.weight", (WORDS, HIDDEN)


def made(name: str, shape: tuple[int, ...], seed: int) -> Values:
    """Return values of a tensor: normal ones, rows and columns of their own spread, as in trained models."""
    random = np.random.default_rng([seed, *name.encode()])
    values = random.standard_normal(shape, dtype=np.float32)
    if len(shape) == 2:
        values *= np.exp(0.3 * random.standard_normal((shape[0], 1), dtype=np.float32))
        values *= np.exp(0.2 * random.standard_normal((1, shape[1]), dtype=np.float32))
    return values * np.float32(0.02)


Change = Callable[[str, Values], Stored]


def half(values: Values) -> Stored:
    return "F16", values.astype(np.float16)


def noised(name: str, values: Values) -> Stored:
    random = np.random.default_rng([1, *name.encode()])
    return half(values + 0.1 * values.std() * random.standard_normal(values.shape, dtype=np.float32))


def fine_tuned(name: str, values: Values) -> Stored:
    """Add a matrix of rank sixteen to each matrix."""
    if values.ndim < 2:
        return half(values)
    random = np.random.default_rng([2, *name.encode()])
    low = random.standard_normal((len(values), 16), dtype=np.float32)
    return half(values + 0.05 * values.std() * (low @ random.standard_normal((16, values.shape[1]), dtype=np.float32)))


def brain(name: str, values: Values) -> Stored:
    bits = values.view(np.uint32)
    return "BF16", ((bits + np.uint32(0x8000)) >> np.uint32(16)).astype(np.uint16)


def eight_bits(name: str, values: Values) -> Stored:
    if values.ndim < 2:
        return half(values)
    return "I8", np.round(values / (np.abs(values).max(axis=1, keepdims=True) / 127.0)).astype(np.int8)


def permuted(name: str, values: Values) -> Stored:
    """Put heads and inner neurons into another order, so that the model computes the same."""
    block = name.split(".layers.")[-1].split(".")[0]
    random = np.random.default_rng([3, *block.encode()])
    neurons, heads = random.permutation(INNER), random.permutation(HIDDEN // HEAD)
    places = (heads[:, None] * HEAD + np.arange(HEAD)).reshape(-1)
    if re.search(r"[qkv]_proj", name):
        values = values[places]
    elif "o_proj" in name:
        values = np.ascontiguousarray(values[:, places])
    elif re.search("gate_proj|up_proj", name):
        values = values[neurons]
    elif "down_proj" in name:
        values = np.ascontiguousarray(values[:, neurons])
    return half(values)


def pruned(name: str, values: Values) -> Stored:
    """Set the smaller half of each matrix to zero."""
    if values.ndim == 2:
        values = np.where(np.abs(values) < np.quantile(np.abs(values[::16]), 0.5), np.float32(0.0), values)
    return half(values)


def permuted_noised(name: str, values: Values) -> Stored:
    return noised(name, np.asarray(permuted(name, values)[1], dtype=np.float32))


CHANGES: dict[str, Change] = {
    "identical": lambda name, values: half(values),
    "noise 10 %": noised,
    "fine-tuned (rank 16)": fine_tuned,
    "bf16": brain,
    "int8 by row": eight_bits,
    "heads and neurons permuted": permuted,
    "permuted and noise 10 %": permuted_noised,
    "half pruned": pruned,
    "renamed, in five files": lambda name, values: half(values),
    "independent": lambda name, values: half(made(name, values.shape, 77)),
}


def write(folder: Path, tensors: list[tuple[str, tuple[int, ...]]], change: Change, files: int = 1) -> None:
    """Write a model, or a changed copy of it that is made anew tensor by tensor, into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    names = {name: name if files == 1 else f"t.{place}" for place, (name, _) in enumerate(tensors)}
    for number in range(files):
        at, header, part = 0, {}, tensors[number::files]
        for name, shape in part:
            dtype = {brain: "BF16", eight_bits: "I8" if len(shape) == 2 else "F16"}.get(change, "F16")
            size = int(np.prod(shape)) * _WIDTHS[dtype]
            header[names[name]] = {"dtype": dtype, "shape": shape, "data_offsets": [at, at + size]}
            at += size
        text = json.dumps(header).encode()
        suffix = f"-{number + 1:05}-of-{files:05}" if files > 1 else ""
        with (folder / f"model{suffix}.safetensors").open("wb") as stream:
            stream.write(struct.pack("<Q", len(text)) + text)
            for name, shape in part:
                base = np.asarray(half(made(name, shape, 0))[1], dtype=np.float32)
                stream.write(np.ascontiguousarray(change(name, base)[1]).tobytes())


_WIDTHS = {"F16": 2, "BF16": 2, "I8": 1}


def reading(folder: Path) -> float:
    """Return the seconds of reading the files of a folder after their pages were dropped."""
    seconds = 0.0
    buffer = memoryview(bytearray(BLOCK))
    for path in sorted(folder.glob("*.safetensors")):
        file = os.open(path, os.O_RDONLY)
        os.fsync(file)
        os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
        began = time.monotonic()
        while os.readv(file, [buffer]):
            pass
        seconds += time.monotonic() - began
        os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(file)
    return seconds


def compared(name: str, known: Path, questioned: Path) -> str:
    """Compare two folders and return a row of the table."""
    floor = sum(reading(folder) for folder in (known, questioned) for _ in range(2))
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.monotonic()
    command = [sys.executable, "-c", _COMMAND, "artefacts", str(known), str(questioned), "--format", "json"]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds = time.monotonic() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    memory = run.stderr.strip().splitlines()[-1]
    found = json.loads(run.stdout)
    rows = Counter(row["relation"] for pair in found["pairs"] if pair["aspect"] == "parameters" for row in pair["rows"])
    said = ", ".join(f"{relation} {count}" for relation, count in sorted(rows.items()))
    return f"| {name} | {seconds:.1f} | {cpu:.1f} | {float(memory):.2f} | {floor:.1f} | {said} |"


_COMMAND = """
import sys
from codematch.cli import main
try:
    main(sys.argv[1:])
finally:
    with open("/proc/self/status") as status:
        print(next(int(line.split()[1]) / 1e6 for line in status if line.startswith("VmHWM")), file=sys.stderr)
"""


if __name__ == "__main__":
    work, size = Path(sys.argv[1]), float(sys.argv[2])
    chosen = sys.argv[3:] or list(CHANGES)
    every = list(shapes(size))
    if not (work / "known").exists():
        write(work / "known", every, CHANGES["identical"])
    print("| questioned | s | CPU s | GB | reading both twice, s | rows |\n|---|---|---|---|---|---|")
    for each in chosen:
        target = work / "questioned"
        write(target, every, CHANGES[each], files=5 if "five" in each else 1)
        print(compared(each, work / "known", target), flush=True)
        for file in target.iterdir():
            file.unlink()
