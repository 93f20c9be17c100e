"""HDF5, the older format of Keras, by the library `h5py` (extra `models`): names, shapes, types and places of values.

Links to other files and data in other files are not followed; packed values are listed without being read.
"""

import importlib
import io
from typing import Any

from codematch.artefacts.model_file import ModelFile, Tensor, UnreadError, beyond, damaged, fits, shape_of
from codematch.artefacts.readers.zip_view import Held, SourceStream, ZipView
from codematch.artefacts.values import width
from codematch.model.message import Message
from codematch.model.source import ByteSource
from codematch.settings import Artefacts

FORM, ZIP_FORM = "hdf5", "keras"
MARK = b"\x89HDF\r\n\x1a\n"
_WEIGHTS = "model.weights.h5"
_TYPES = {
    "float64": "F64", "float32": "F32", "float16": "F16", "int64": "I64", "int32": "I32", "int16": "I16", "int8": "I8",
    "uint8": "U8", "uint16": "U16", "uint32": "U32", "uint64": "U64", "bool": "BOOL",
}  # fmt: skip
_MAX_DEPTH = 64


def read(source: ByteSource, limits: Artefacts) -> ModelFile:
    """Read the datasets of a file.

    Raises:
        UnreadError: `h5py` is not installed, or the file is damaged or exceeds a limit.
    """
    library = _library()
    found: list[Tensor] = []
    try:
        with library.File(io.BufferedReader(SourceStream(source)), "r") as file:
            _walk(library, file, "", found, limits, 0)
    except (OSError, RuntimeError, ValueError, KeyError, TypeError) as error:
        raise damaged("HDF5") from error
    sizes = (source.size,)
    tensors = tuple(fits(item, width(item.dtype) or 0.0, sizes) if item.start >= 0 else item for item in found)
    return ModelFile(form=FORM, tensors=tensors, sources=(source,))


def read_zip(source: ByteSource, limits: Artefacts) -> ModelFile:
    """Read the weights in a `.keras` file, a zip.

    Raises:
        UnreadError: As `read`, or the zip has no weights.
    """
    view = ZipView(source, limits)
    if _WEIGHTS not in view.members:
        raise damaged(_WEIGHTS)
    held = Held(view.content(_WEIGHTS))
    model = read(held, limits)
    return ModelFile(form=ZIP_FORM, tensors=model.tensors, sources=model.sources)


def _library() -> Any:
    try:
        return importlib.import_module("h5py")
    except ImportError as error:
        raise UnreadError(Message.of("artefact-needs-h5py")) from error


def _walk(library: Any, group: Any, prefix: str, found: list[Tensor], limits: Artefacts, depth: int) -> None:
    if depth > _MAX_DEPTH:
        raise damaged("nesting of groups")
    for name in sorted(group):
        link = group.get(name, getlink=True)
        if not isinstance(link, library.HardLink):
            continue
        item = group[name]
        path = f"{prefix}/{name}" if prefix else name
        if isinstance(item, library.Dataset):
            found.append(_tensor(path, item))
        elif isinstance(item, library.Group):
            _walk(library, item, path, found, limits, depth + 1)
        if len(found) > limits.max_tensors:
            raise beyond("max_tensors", limits.max_tensors)


def _tensor(name: str, item: Any) -> Tensor:
    shape = shape_of(tuple(int(length) for length in item.shape or ())) or ()
    dtype = _TYPES.get(str(item.dtype), str(item.dtype))
    start = item.id.get_offset() if dtype in _TYPES.values() and not item.external else None
    if start is None:
        return Tensor(name=name, shape=shape, dtype=dtype, unread="artefact-packed")
    size = int(item.id.get_storage_size())
    return Tensor(name=name, shape=shape, dtype=dtype, start=int(start), size=size)
