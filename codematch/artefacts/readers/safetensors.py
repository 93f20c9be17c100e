"""Safetensors (format of the library `safetensors`): a header in JSON, then the values."""

import itertools
import json
from typing import Any

from codematch.artefacts.model_file import ModelFile, Tensor, beyond, damaged, fits, shape_of
from codematch.artefacts.readers.stream import Cursor
from codematch.artefacts.values import width
from codematch.model.message import Message
from codematch.model.source import ByteSource
from codematch.settings import Artefacts

FORM = "safetensors"


def read(source: ByteSource, limits: Artefacts) -> ModelFile:
    """Read the header.

    Raises:
        UnreadError: It is too long, no JSON, or describes no tensors.
    """
    cursor = Cursor(source)
    length = cursor.number("Q")
    if length > source.size - 8:
        raise damaged("header length")
    if length > limits.max_header_bytes:
        raise beyond("max_header_bytes", limits.max_header_bytes)
    header = _object(cursor.take(length))
    metadata = header.pop("__metadata__", {})
    if len(header) > limits.max_tensors:
        raise beyond("max_tensors", limits.max_tensors)
    base = 8 + length
    tensors = tuple(sorted((_tensor(name, said, base, source.size) for name, said in header.items()), key=_place))
    overlap = any(left.start + left.size > right.start >= 0 for left, right in itertools.pairwise(tensors))
    return ModelFile(
        form=FORM,
        tensors=tensors,
        metadata=tuple(sorted((key, str(value)) for key, value in metadata.items()))
        if isinstance(metadata, dict)
        else (),
        sources=(source,),
        notes=(Message.of("artefact-overlap"),) if overlap else (),
    )


def _object(raw: bytes) -> dict[str, Any]:
    try:
        header = json.loads(raw, object_pairs_hook=_unique)
    except (ValueError, RecursionError) as error:
        raise damaged("header") from error
    if not isinstance(header, dict):
        raise damaged("header")
    return header


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object; the format does not allow a name twice, and readers differ in which one they take."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise damaged("name that occurs twice")
    return found


def _place(tensor: Tensor) -> tuple[int, str]:
    return tensor.start, tensor.name


def _tensor(name: str, said: Any, base: int, size: int) -> Tensor:
    shape = shape_of(said.get("shape")) if isinstance(said, dict) else None
    offsets = said.get("data_offsets") if isinstance(said, dict) else None
    if not isinstance(offsets, list) or len(offsets) != 2 or not all(type(at) is int and at >= 0 for at in offsets):
        raise damaged("entry of a tensor")
    if shape is None or not isinstance(said.get("dtype"), str):
        raise damaged("entry of a tensor")
    dtype = said["dtype"].replace("F8_E4M3FN", "F8_E4M3")
    tensor = Tensor(name=name, shape=shape, dtype=dtype, start=base + offsets[0], size=offsets[1] - offsets[0])
    return fits(tensor, width(dtype) or 0.0, (size,))
