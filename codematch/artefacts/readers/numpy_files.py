"""NumPy files: `.npy`, and `.npz`, a zip of them. Arrays of objects, which are pickles, are not read."""

import ast
import itertools
from dataclasses import replace

from codematch.artefacts.model_file import ModelFile, Tensor, UnreadError, damaged, fits, shape_of
from codematch.artefacts.readers.stream import Cursor
from codematch.artefacts.readers.zip_view import Held, ZipView
from codematch.artefacts.values import width
from codematch.model.source import ByteSource
from codematch.settings import Artefacts

FORM, ZIP_FORM = "npy", "npz"
MARK = b"\x93NUMPY"
_TYPES = {
    "f8": "F64", "f4": "F32", "f2": "F16", "i8": "I64", "i4": "I32", "i2": "I16", "i1": "I8", "u8": "U64", "u4": "U32",
    "u2": "U16", "u1": "U8", "b1": "BOOL",
}  # fmt: skip
_MAX_HEADER = 65_536


def read(source: ByteSource, limits: Artefacts) -> ModelFile:
    """Read one array.

    Raises:
        UnreadError: The header is damaged.
    """
    return ModelFile(form=FORM, tensors=(array(source, "", 0, source.size, 0),), sources=(source,))


def read_zip(source: ByteSource, limits: Artefacts) -> ModelFile:
    """Read the arrays of a zip; compressed ones are held in memory, within the limit of a header.

    Raises:
        UnreadError: It is damaged, or exceeds a limit.
    """
    view = ZipView(source, limits)
    sources: list[ByteSource] = [source]
    found: list[Tensor] = []
    for name in sorted(view.members):
        if not name.endswith(".npy"):
            continue
        start, size = view.place(name)
        stem = name.removesuffix(".npy")
        try:
            if start >= 0:
                found.append(array(source, stem, start, start + size, 0))
                continue
            held = Held(view.content(name))
            sources.append(held)
            found.append(array(held, stem, 0, held.size, len(sources) - 1))
        except UnreadError:
            found.append(Tensor(name=stem, shape=(), dtype="", unread="artefact-outside"))
    return ModelFile(form=ZIP_FORM, tensors=tuple(found), sources=tuple(sources))


def array(source: ByteSource, name: str, start: int, stop: int, number: int) -> Tensor:
    """Read the header of an array between two places of a source, which has a number in its file."""
    cursor = Cursor(source, start, stop)
    if cursor.take(6) != MARK:
        raise damaged("mark")
    version = cursor.take(2)[0]
    length = cursor.number("H" if version == 1 else "I")
    if length > _MAX_HEADER:
        raise damaged("header")
    try:
        header = ast.literal_eval(cursor.take(length).decode("latin-1").strip())
    except (ValueError, SyntaxError, RecursionError, MemoryError) as error:
        raise damaged("header") from error
    shape = shape_of(header.get("shape")) if isinstance(header, dict) else None
    said = str(header.get("descr", "")) if isinstance(header, dict) else ""
    if shape is None:
        raise damaged("shape")
    dtype = _TYPES.get(said[1:], "") if said[:1] in ("<", "|", "=") else ""
    order: tuple[int, ...] = ()
    if header.get("fortran_order") is True and len(shape) > 1:
        order = tuple(itertools.accumulate((1, *shape[:-1]), lambda left, right: left * right))
    each = width(dtype) if dtype else None
    if each is None:
        return Tensor(name=name, shape=shape, dtype=said, unread="artefact-type")
    tensor = Tensor(name=name, shape=shape, dtype=dtype, start=cursor.at, size=stop - cursor.at, source=number)
    fitted = fits(tensor, each, (0,) * number + (stop,))
    return replace(fitted, order=order) if order and fitted.start >= 0 else fitted
