"""Files of models in the formats that are read, written byte by byte, so that no framework is needed."""

import io
import itertools
import pickle
import struct
import zipfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np

from codematch.artefacts.inventory import Found, take_inventory
from codematch.intake import read_work
from codematch.settings import Artefacts, Settings


def inventory(folder: Path, rules: Artefacts | None = None) -> Found:
    """Return the artefacts of a folder; files are closed again."""
    settings = Settings()
    tree = read_work(str(folder), settings.intake, text_only=False)
    with ExitStack() as stack:
        return take_inventory(tree, stack, rules or settings.artefacts)


def npy(array: np.ndarray) -> bytes:
    """Return a `.npy` file."""
    made = io.BytesIO()
    np.save(made, array)
    return made.getvalue()


def npz(arrays: dict[str, np.ndarray], packed: bool) -> bytes:
    """Return a `.npz` file."""
    made = io.BytesIO()
    (np.savez_compressed if packed else np.savez)(made, **arrays)
    return made.getvalue()


def field(number: int, content: bytes | int) -> bytes:
    """Return a field of a protocol buffer."""
    if isinstance(content, int):
        return varint(number << 3) + varint(content)
    return varint(number << 3 | 2) + varint(len(content)) + content


def varint(value: int) -> bytes:
    """Return a number in groups of seven bits."""
    found = bytearray()
    while value >= 0x80:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*found, value])


def onnx_tensor(name: str, array: np.ndarray) -> bytes:
    """Return a tensor of ONNX."""
    dims = b"".join(field(1, length) for length in array.shape)
    return dims + field(2, 1) + field(8, name.encode()) + field(9, array.astype("<f4").tobytes())


def onnx(tensors: dict[str, np.ndarray], operations: list[str]) -> bytes:
    """Return a model of ONNX."""
    nodes = b"".join(field(1, field(4, kind.encode()) + field(2, b"o")) for kind in operations)
    held = b"".join(field(5, onnx_tensor(name, array)) for name, array in tensors.items())
    return field(1, 8) + field(2, b"tests") + field(7, nodes + held)


def onnx_with_external_data(path: str) -> bytes:
    """Return a model of ONNX with one tensor of sixteen values in another file."""
    pairs = {"location": path, "offset": "0", "length": "64"}
    external = b"".join(field(13, field(1, key.encode()) + field(2, value.encode())) for key, value in pairs.items())
    tensor = field(1, 16) + field(2, 1) + field(8, b"w") + external + field(14, 1)
    return field(1, 8) + field(7, field(1, field(4, b"Relu")) + field(5, tensor))


def mindspore(tensors: dict[str, np.ndarray]) -> bytes:
    """Return a checkpoint of MindSpore."""
    found = b""
    for name, array in tensors.items():
        dims = b"".join(field(1, length) for length in array.shape)
        tensor = dims + field(2, b"Float32") + field(3, array.astype("<f4").tobytes())
        found += field(1, field(1, name.encode()) + field(2, tensor))
    return found


def gguf(tensors: dict[str, np.ndarray], metadata: dict[str, str], quantised: bool = False) -> bytes:
    """Return a file of GGUF 3; matrices in blocks of 8 bits if `quantised`."""
    head = struct.pack("<4sIQQ", b"GGUF", 3, len(tensors), len(metadata))
    for key, value in metadata.items():
        head += _text(key) + struct.pack("<I", 8) + _text(value)
    data = b""
    for name, array in tensors.items():
        data += b"\0" * (-len(data) % 32)
        kind = 8 if quantised else 0
        shape = array.shape[::-1]
        head += _text(name) + struct.pack(f"<I{len(shape)}QIQ", len(shape), *shape, kind, len(data))
        data += q8(array) if quantised else array.astype("<f4").tobytes()
    return head + b"\0" * (-len(head) % 32) + data


def q8(array: np.ndarray) -> bytes:
    """Return values in blocks of thirty-two, each with a scale."""
    rows = array.astype(np.float32).reshape(-1, 32)
    scale = (np.abs(rows).max(axis=1, keepdims=True) / 127).astype("<f2")
    codes = np.round(rows / np.maximum(scale.astype(np.float32), 1e-12)).clip(-127, 127).astype(np.int8)
    return b"".join(one.tobytes() + row.tobytes() for one, row in zip(scale, codes, strict=True))


def _text(text: str) -> bytes:
    raw = text.encode()
    return struct.pack("<Q", len(raw)) + raw


class _Global:
    """What a pickle names; written by `_Writer` without importing it."""

    def __init__(self, module: str, name: str) -> None:
        self.module, self.name = module, name


def _pickled(value: Any) -> bytes:
    """Return the body of a pickle of protocol 2, also of callables that are not installed."""
    match value:
        case _Global():
            return f"c{value.module}\n{value.name}\n".encode()
        case bool():
            return b"\x88" if value else b"\x89"
        case int():
            return b"J" + struct.pack("<i", value) if value < 1 << 31 else pickle.dumps(value, 2)[2:-1]
        case str():
            return b"X" + struct.pack("<I", len(value.encode())) + value.encode()
        case tuple():
            return b"(" + b"".join(map(_pickled, value)) + b"t"
        case list():
            return b"](" + b"".join(map(_pickled, value)) + b"e"
        case dict():
            return b"}(" + b"".join(_pickled(one) for one in itertools.chain.from_iterable(value.items())) + b"u"
        case _Call():
            return _pickled(value.of) + _pickled(value.arguments) + b"R"
        case _Stored():
            return _pickled(value.key) + b"Q"
    raise TypeError(type(value))


class _Call:
    def __init__(self, of: _Global, arguments: tuple[Any, ...]) -> None:
        self.of, self.arguments = of, arguments


class _Stored:
    def __init__(self, key: tuple[Any, ...]) -> None:
        self.key = key


def _state(tensors: dict[str, np.ndarray], transposed: bool) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for place, (name, array) in enumerate(tensors.items()):
        key = _Stored(("storage", _Global("torch", "FloatStorage"), str(place), "cpu", array.size))
        strides = tuple(stride // 4 for stride in array.astype("<f4").strides)
        shape = array.shape
        if transposed and array.ndim == 2:
            shape, strides = shape[::-1], strides[::-1]
        hooks = _Call(_Global("collections", "OrderedDict"), ())
        found[name] = _Call(_Global("torch._utils", "_rebuild_tensor_v2"), (key, 0, shape, strides, False, hooks))
    return found


def torch_zip(tensors: dict[str, np.ndarray], transposed: bool = False) -> bytes:
    """Return a checkpoint as PyTorch writes it since version 1.6; matrices as views with other strides on demand."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("archive/data.pkl", b"\x80\x02" + _pickled(_state(tensors, transposed)) + b".")
        for place, array in enumerate(tensors.values()):
            archive.writestr(f"archive/data/{place}", array.astype("<f4").tobytes())
        archive.writestr("archive/version", "3\n")
    return made.getvalue()


def torch_legacy(tensors: dict[str, np.ndarray]) -> bytes:
    """Return a checkpoint as PyTorch wrote it before version 1.6."""
    keys = [str(place) for place in range(len(tensors))]
    parts: list[Any] = [1001, {"little_endian": True}, _state(tensors, False), keys]
    head = pickle.dumps(0x1950A86A20F9469CFC6C, 2)
    head += b"".join(b"\x80\x02" + _pickled(part) + b"." for part in parts)
    return head + b"".join(struct.pack("<Q", array.size) + array.astype("<f4").tobytes() for array in tensors.values())
