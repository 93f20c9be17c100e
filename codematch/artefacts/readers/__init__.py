"""Readers of the formats of models: which one reads a file is decided by its name and its first bytes."""

from collections.abc import Callable
from functools import partial

from codematch.artefacts.model_file import ModelFile, UnreadError
from codematch.artefacts.readers import gguf, hdf5, mindspore, numpy_files, onnx, safetensors, tflite, torch
from codematch.artefacts.readers.onnx import Sibling
from codematch.model.message import Message
from codematch.model.source import ByteSource
from codematch.settings import Artefacts

Reader = Callable[[ByteSource, Artefacts], ModelFile]
SUFFIXES = (
    ".safetensors", ".gguf", ".onnx", ".pt", ".pth", ".bin", ".ckpt", ".pdparams", ".npy", ".npz", ".h5", ".hdf5",
    ".keras", ".tflite", ".pkl", ".jit", ".ot",
)  # fmt: skip
"""Endings of names of files that may hold weights."""
OTHERS = {
    ".pb": "tensorflow", ".msgpack": "flax", ".mindir": "mindir", ".pdmodel": "paddle-program", ".mlmodel": "coreml",
    ".joblib": "joblib", ".ggml": "ggml", ".pdiparams": "paddle-combined", ".engine": "tensorrt",
}  # fmt: skip
"""Endings of formats of models for which there is no reader."""
_ZIP, _PICKLE = b"PK\3\4", b"\x80"


def read_model(name: str, source: ByteSource, limits: Artefacts, sibling: Sibling) -> ModelFile | None:
    """Read a file of a model; None for one that is no model.

    Raises:
        UnreadError: It looks like a model, but cannot be read.
    """
    lower = name.lower()
    ending = "." + lower.rpartition(".")[2]
    if ending in OTHERS:
        raise UnreadError(Message.of("artefact-no-reader"))
    reader = _reader(ending, source, limits, sibling)
    return None if reader is None else reader(source, limits)


def form_of(name: str) -> str:
    """Return the name of a format without a reader, by the name of the file; "" for another one."""
    return OTHERS.get("." + name.lower().rpartition(".")[2], "")


def _reader(ending: str, source: ByteSource, limits: Artefacts, sibling: Sibling) -> Reader | None:
    head = source.read(0, 16)
    for mark, reader in _MARKS:
        if head.startswith(mark):
            return reader
    if head[4:8] == tflite.MARK:
        return tflite.read
    if head[:4] == _ZIP:
        return _ZIPS.get(ending, torch.read_zip)
    named: dict[str, Reader] = {".safetensors": safetensors.read, ".onnx": partial(onnx.read, sibling=sibling)}
    if ending in named:
        return named[ending]
    if head[:1] == _PICKLE and ending in (".pt", ".pth", ".bin", ".ckpt", ".pdparams", ".pkl"):
        return torch.read_pickle
    return mindspore.read if ending == ".ckpt" else None


_MARKS: tuple[tuple[bytes, Reader], ...] = (
    (gguf.MARK, gguf.read), (numpy_files.MARK, numpy_files.read), (hdf5.MARK, hdf5.read),
)  # fmt: skip
_ZIPS: dict[str, Reader] = {".npz": numpy_files.read_zip, ".keras": hdf5.read_zip}
