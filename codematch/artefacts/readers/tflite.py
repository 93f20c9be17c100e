"""TensorFlow Lite: a flatbuffer (`schema.fbs`, version 3) with operators, tensors and buffers."""

import struct

from codematch.artefacts.model_file import ModelFile, Operation, Tensor, beyond, damaged, fits, shape_of
from codematch.artefacts.values import width
from codematch.model.source import ByteSource
from codematch.settings import Artefacts

FORM = "tflite"
MARK = b"TFL3"
_TYPES = {
    0: "F32", 1: "F16", 2: "I32", 3: "U8", 4: "I64", 6: "BOOL", 7: "I16", 9: "I8", 10: "F64", 12: "U64", 15: "U32",
    16: "U16",
}  # fmt: skip
_OPERATORS = {
    0: "Add", 1: "AveragePool2d", 2: "Concatenation", 3: "Conv2d", 4: "DepthwiseConv2d", 6: "Dequantize", 9: "Dense",
    14: "Sigmoid", 16: "LSTM", 17: "MaxPool2d", 18: "Mul", 19: "Relu", 21: "Relu6", 22: "Reshape", 25: "Softmax",
    28: "Tanh", 32: "Custom", 34: "Pad", 36: "Gather", 39: "Transpose", 40: "Mean", 41: "Sub", 42: "Div", 43: "Squeeze",
    45: "StridedSlice", 49: "Split", 67: "TransposeConv", 82: "ReduceMax", 114: "Quantize", 126: "BatchMatMul",
}  # fmt: skip
_MAX_ITEMS = 1_000_000


class _Table:
    """A table of a flatbuffer at a place of a file."""

    def __init__(self, source: ByteSource, at: int) -> None:
        self._source = source
        self.at = at
        self._fields = at - _number(source, at, "<i")
        self._size = _number(source, self._fields, "<H")

    def place(self, field: int) -> int:
        """Return where a field is, 0 for one that is left out."""
        slot = 4 + 2 * field
        offset = _number(self._source, self._fields + slot, "<H") if slot + 2 <= self._size else 0
        return self.at + offset if offset else 0

    def number(self, field: int, form: str, default: int = 0) -> int:
        at = self.place(field)
        return _number(self._source, at, form) if at else default

    def _vector(self, field: int) -> tuple[int, int]:
        """Return the start and the length of a vector."""
        at = self.place(field)
        if not at:
            return 0, 0
        at += _number(self._source, at, "<I")
        count = _number(self._source, at, "<I")
        if count > self._source.size - at:
            raise damaged("vector")
        return at + 4, count

    def tables(self, field: int) -> list["_Table"]:
        start, count = self._vector(field)
        if count > _MAX_ITEMS:
            raise damaged("vector")
        places = range(start, start + 4 * count, 4)
        return [_Table(self._source, at + _number(self._source, at, "<I")) for at in places]

    def numbers(self, field: int) -> list[int]:
        start, count = self._vector(field)
        if count > _MAX_ITEMS:
            raise damaged("vector")
        raw = self._source.read(start, 4 * count)
        return [item[0] for item in struct.iter_unpack("<i", raw)] if len(raw) == 4 * count else []

    def text(self, field: int) -> str:
        start, count = self._vector(field)
        return self._source.read(start, min(count, 4096)).decode("utf-8", "replace")

    def span(self, field: int) -> tuple[int, int]:
        return self._vector(field)


def _number(source: ByteSource, at: int, form: str) -> int:
    size = struct.calcsize(form)
    raw = source.read(at, size)
    if at < 0 or len(raw) != size:
        raise damaged("offset")
    found: int = struct.unpack(form, raw)[0]
    return found


def read(source: ByteSource, limits: Artefacts) -> ModelFile:
    """Read the operators and the constant tensors of all graphs.

    Raises:
        UnreadError: An offset leads out of the file, or there is too much.
    """
    root = _Table(source, _number(source, 0, "<I"))
    codes = [max(code.number(0, "<b"), code.number(3, "<i")) for code in root.tables(1)]
    spans = [buffer.span(0) for buffer in root.tables(4)]
    tensors: list[Tensor] = []
    operations: list[Operation] = []
    for graph in root.tables(2):
        tensors += [found for item in graph.tables(0) if (found := _tensor(item, spans, source)) is not None]
        operations += [Operation(kind=_kind(item, codes)) for item in graph.tables(3)]
        if max(len(tensors), len(operations)) > limits.max_tensors:
            raise beyond("max_tensors", limits.max_tensors)
    return ModelFile(form=FORM, tensors=tuple(tensors), operations=tuple(operations), sources=(source,))


def _kind(item: _Table, codes: list[int]) -> str:
    place = item.number(0, "<I")
    code = codes[place] if place < len(codes) else -1
    return _OPERATORS.get(code, f"operator {code}")


def _tensor(item: _Table, spans: list[tuple[int, int]], source: ByteSource) -> Tensor | None:
    """Return a tensor that has values; None for one that is computed."""
    place = item.number(2, "<I")
    start, size = spans[place] if place < len(spans) else (0, 0)
    if not size:
        return None
    shape = shape_of(item.numbers(0))
    if shape is None:
        raise damaged("shape")
    kind = item.number(1, "<b")
    dtype = _TYPES.get(kind, f"type {kind}")
    tensor = Tensor(name=item.text(3), shape=shape, dtype=dtype, start=start, size=size)
    return fits(tensor, width(dtype) or 0.0, (source.size,))
