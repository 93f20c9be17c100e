"""Tensors in the symbolic value of a pickle: those of PyTorch by their storages, those of NumPy with their bytes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import prod
from typing import Any

from codematch.artefacts.model_file import Tensor, shape_of
from codematch.artefacts.readers.pickles import Made, Named, Pairs, Stored
from codematch.artefacts.values import width
from codematch.model.message import Message, Name

STORAGES = {
    "Float": "F32", "Double": "F64", "Half": "F16", "BFloat16": "BF16", "Long": "I64", "Int": "I32", "Short": "I16",
    "Char": "I8", "Byte": "U8", "Bool": "BOOL", "QInt8": "I8", "QUInt8": "U8", "QInt32": "I32",
}  # fmt: skip
"""Types of values by the name of the storage in PyTorch, without `Storage`."""
_TYPED = {
    "torch.float32": "F32", "torch.float64": "F64", "torch.float16": "F16", "torch.bfloat16": "BF16",
    "torch.int64": "I64", "torch.int32": "I32", "torch.int16": "I16", "torch.int8": "I8", "torch.uint8": "U8",
}  # fmt: skip
_REBUILD = (
    "torch._utils._rebuild_tensor_v2", "torch._utils._rebuild_tensor", "torch._utils._rebuild_tensor_v3",
    "torch._utils._rebuild_qtensor",
)  # fmt: skip
_WRAPPED = ("torch._utils._rebuild_parameter", "torch._utils._rebuild_parameter_with_state")
_ARRAYS = ("numpy.core.multiarray._reconstruct", "numpy._core.multiarray._reconstruct")
_NUMPY_TYPES = {
    "f8": "F64", "f4": "F32", "f2": "F16", "i8": "I64", "i4": "I32", "i2": "I16", "i1": "I8", "u8": "U64", "u4": "U32",
    "u2": "U16", "u1": "U8", "b1": "BOOL",
}  # fmt: skip
KNOWN_MODULES = (
    "torch.", "collections.", "numpy.", "_codecs.encode", "paddle.", "copyreg._reconstructor", "__torch__.",
    "builtins.set", "builtins.object", "builtins.getattr", "builtins.dict", "__builtin__.set", "__builtin__.object",
    "__builtin__.dict", "argparse.Namespace", "omegaconf.", "transformers.", "mindspore.", "pathlib.",
)  # fmt: skip
"""What checkpoints commonly name; others are noted, because loading the file would call them."""
_MAX_VALUES = 5_000_000


@dataclass(frozen=True, slots=True)
class Held:
    """The bytes of an array that are in the pickle itself."""

    name: str
    shape: tuple[int, ...]
    dtype: str
    raw: bytes
    fortran: bool


def unusual(names: list[str]) -> tuple[Message, ...]:
    """Return what is to be said of callables that a checkpoint does not need."""
    found = tuple(dict.fromkeys(name for name in names if not name.startswith(KNOWN_MODULES)))[:_SHOWN]
    return (Message.of("artefact-callables", names=tuple(map(Name, found))),) if found else ()


_SHOWN = 8


def tensors(value: Any, places: Callable[[str], tuple[int, int]]) -> Iterator[Tensor | Held]:
    """Yield the tensors of a symbolic value with their dotted names.

    Args:
        value: What `Machine.run` returned.
        places: The start of a storage and the number of its source by its key, (-1, 0) for one that is missing.
    """
    pending: list[tuple[str, Any]] = [("", value)]
    seen: set[int] = set()
    steps = 0
    while pending and steps < _MAX_VALUES:
        steps += 1
        name, item = pending.pop()
        if isinstance(item, Made):
            found = _tensor(name, item, places)
            if found is not None:
                yield found
                continue
        if id(item) in seen or not isinstance(item, Made | Pairs | list | tuple):
            continue
        seen.add(id(item))
        pending += list(_inside(name, item))[::-1]


def _inside(name: str, item: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(item, Pairs):
        for key, value in item.items:
            yield (f"{name}.{key}" if name else str(key)) if isinstance(key, str | int) else name, value
    elif isinstance(item, list | tuple):
        for number, value in enumerate(item):
            yield f"{name}.{number}" if name and len(item) > 1 else name, value
    elif isinstance(item, Made):
        yield name, item.arguments
        yield name, item.state


def _tensor(name: str, item: Made, places: Callable[[str], tuple[int, int]]) -> Tensor | Held | None:
    called = item.of.name if isinstance(item.of, Named) else ""
    arguments = item.arguments if isinstance(item.arguments, tuple) else ()
    if called in _WRAPPED and arguments and isinstance(arguments[0], Made):
        return _tensor(name, arguments[0], places)
    if called in _REBUILD and len(arguments) >= 4 and isinstance(arguments[0], Stored):
        return _placed(name, arguments, places)
    if called in _ARRAYS:
        return _array(name, item.state)
    return None


def _placed(name: str, arguments: tuple[Any, ...], places: Callable[[str], tuple[int, int]]) -> Tensor | None:
    key = arguments[0].key
    shape, strides, offset = shape_of(arguments[2]), shape_of(arguments[3]), arguments[1]
    if not isinstance(key, tuple) or len(key) < 3 or shape is None or strides is None or type(offset) is not int:
        return None
    dtype = _storage_type(key[1], arguments)
    each = width(dtype)
    start, source = places(str(key[2]))
    if each is None or start < 0 or offset < 0 or len(strides) != len(shape):
        return Tensor(name=name, shape=shape, dtype=dtype, unread="artefact-storage")
    size = int(each * prod(shape))
    order = () if _is_in_order(shape, strides) else strides
    at = start + int(offset * each)
    return Tensor(name=name, shape=shape, dtype=dtype, start=at, size=size, source=source, order=order)


def _storage_type(kind: Any, arguments: tuple[Any, ...]) -> str:
    said = kind.name if isinstance(kind, Named) else str(kind)
    if said == "torch.UntypedStorage" or said.endswith("UntypedStorage"):
        return next((_TYPED[item.name] for item in arguments if isinstance(item, Named) and item.name in _TYPED), said)
    return STORAGES.get(said.rpartition(".")[2].removesuffix("Storage"), said)


def _is_in_order(shape: tuple[int, ...], strides: tuple[int, ...]) -> bool:
    step = 1
    for length, stride in zip(shape[::-1], strides[::-1], strict=True):
        if length > 1 and stride != step:
            return False
        step *= length
    return True


def _array(name: str, state: Any) -> Held | None:
    """Return a NumPy array from its state: version, shape, type, order, bytes."""
    if not isinstance(state, tuple) or len(state) != 5:
        return None
    shape, kind, raw = shape_of(state[1]), _numpy_type(state[2]), _bytes(state[4])
    if shape is None or kind is None or raw is None or len(raw) != prod(shape) * (width(kind) or 0):
        return None
    return Held(name, shape, kind, raw, bool(state[3]))


def _numpy_type(kind: Any) -> str | None:
    arguments = kind.arguments if isinstance(kind, Made) else None
    said = arguments[0] if isinstance(arguments, tuple) and arguments else None
    order = kind.state[1] if isinstance(kind, Made) and isinstance(kind.state, tuple) and len(kind.state) > 1 else "<"
    return _NUMPY_TYPES.get(said) if isinstance(said, str) and order != ">" else None


def _bytes(value: Any) -> bytes | None:
    """Return bytes, also those that Python 2 or a low protocol writes as text in Latin-1."""
    if isinstance(value, bytes | bytearray):
        return bytes(value)
    if isinstance(value, Made) and isinstance(value.of, Named) and value.of.name == "_codecs.encode":
        value = value.arguments[0] if isinstance(value.arguments, tuple) and value.arguments else None
    try:
        return value.encode("latin-1") if isinstance(value, str) else None
    except UnicodeError:
        return None
