"""MindSpore checkpoints (`checkpoint.proto`): values by name, each a tensor."""

from codematch.artefacts.model_file import ModelFile, Tensor, beyond, damaged, fits, shape_of
from codematch.artefacts.readers.protobuf import Field, Wire
from codematch.artefacts.values import width
from codematch.model.source import ByteSource
from codematch.settings import Artefacts

FORM = "mindspore"
_TYPES = {
    "Float32": "F32", "Float16": "F16", "Float64": "F64", "BFloat16": "BF16", "Int8": "I8", "Int16": "I16",
    "Int32": "I32", "Int64": "I64", "UInt8": "U8", "UInt16": "U16", "UInt32": "U32", "UInt64": "U64", "Bool": "BOOL",
}  # fmt: skip


def read(source: ByteSource, limits: Artefacts) -> ModelFile:
    """Read the tensors of a checkpoint.

    Raises:
        UnreadError: The file is damaged, exceeds a limit, or has no tensor.
    """
    wire = Wire(source, limits.max_steps, limits.max_header_bytes)
    tensors: list[Tensor] = []
    for field in wire.fields():
        if field.number == 1 and field.wire == 2:
            tensors += _value(wire, field, source.size)
        if len(tensors) > limits.max_tensors:
            raise beyond("max_tensors", limits.max_tensors)
    if not tensors:
        raise damaged("tensors")
    return ModelFile(form=FORM, tensors=tuple(tensors), sources=(source,))


def _value(wire: Wire, field: Field, size: int) -> list[Tensor]:
    name, found = "", None
    for item in wire.fields(field.start, field.stop):
        if item.number == 1 and item.wire == 2:
            name = wire.text(item)
        elif item.number == 2 and item.wire == 2:
            found = item
    return [_tensor(wire, name, found, size)] if found is not None else []


def _tensor(wire: Wire, name: str, field: Field, size: int) -> Tensor:
    dims: list[int] = []
    kind, start, length = "", -1, 0
    for item in wire.fields(field.start, field.stop):
        if item.number == 1:
            dims += wire.numbers(item)
        elif item.number == 2:
            kind = wire.text(item)
        elif item.number == 3:
            start, length = item.start, item.stop - item.start
    shape = shape_of(dims)
    if shape is None:
        raise damaged("shape")
    dtype = _TYPES.get(kind, kind)
    tensor = Tensor(name=name, shape=shape, dtype=dtype, start=start, size=length)
    return fits(tensor, width(dtype) or 0.0, (size,))
