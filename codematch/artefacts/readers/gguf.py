"""GGUF versions 2 and 3 (ggml): metadata by key, then tensors by name, then the values."""

import struct

from codematch.artefacts.model_file import ModelFile, Tensor, UnreadError, beyond, damaged, fits, shape_of
from codematch.artefacts.readers.stream import Cursor
from codematch.artefacts.values import width
from codematch.model.message import Message, Name
from codematch.model.source import ByteSource
from codematch.settings import Artefacts

FORM = "gguf"
MARK = b"GGUF"
_SCALARS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 7: "B", 10: "Q", 11: "q"}
_FLOATS = {6: ("f", 4), 12: ("d", 8)}
_TEXT, _ARRAY = 8, 9
_TYPES = {
    0: "F32", 1: "F16", 2: "Q4_0", 3: "Q4_1", 6: "Q5_0", 7: "Q5_1", 8: "Q8_0", 9: "Q8_1", 10: "Q2_K", 11: "Q3_K",
    12: "Q4_K", 13: "Q5_K", 14: "Q6_K", 15: "Q8_K", 20: "IQ4_NL", 23: "IQ4_XS", 24: "I8",
    25: "I16", 26: "I32", 27: "I64", 28: "F64", 30: "BF16",
}  # fmt: skip
_SHOWN_ITEMS = 8
_ALIGNMENT = "general.alignment"
TOKENS = "tokenizer.ggml.tokens"
MERGES = "tokenizer.ggml.merges"


class _Reader:
    def __init__(self, source: ByteSource, limits: Artefacts) -> None:
        self.cursor = Cursor(source, 0, limits.max_header_bytes)
        self.limits = limits
        self.steps = 0
        self.lists: dict[str, tuple[str, ...]] = {}

    def text(self) -> str:
        return self.cursor.take(self.cursor.number("Q")).decode("utf-8", "replace")

    def value(self, kind: int, key: str) -> str:
        self.steps += 1
        if self.steps > self.limits.max_steps:
            raise beyond("max_steps", self.limits.max_steps)
        if kind in _SCALARS:
            return str(self.cursor.number(_SCALARS[kind]))
        if kind in _FLOATS:
            return self._float(kind)
        if kind == _TEXT:
            return self.text()
        if kind == _ARRAY:
            return self._array(key)
        raise damaged("type of a value")

    def _float(self, kind: int) -> str:
        form, size = _FLOATS[kind]
        return f"{struct.unpack('<' + form, self.cursor.take(size))[0]:.9g}"

    def _array(self, key: str) -> str:
        kind, count = self.cursor.number("I"), self.cursor.number("Q")
        if kind == _ARRAY:
            raise damaged("array of arrays")
        if count > self.cursor.stop - self.cursor.at:
            raise damaged("length of an array")
        items = self._items(kind, count, key)
        more = ["..."] if count > _SHOWN_ITEMS else []
        return f"[{', '.join([*items[:_SHOWN_ITEMS], *more])}]"

    def _items(self, kind: int, count: int, key: str) -> list[str]:
        """Return the first items of an array; tokens and merges are kept, and numbers are not read one by one."""
        if kind in _SCALARS or kind in _FLOATS:
            size = struct.calcsize("<" + (_SCALARS[kind] if kind in _SCALARS else _FLOATS[kind][0]))
            items = [self.value(kind, "") for _ in range(min(count, _SHOWN_ITEMS))]
            self.cursor.skip(size * (count - len(items)))
            return items
        if key not in (TOKENS, MERGES):
            items = []
            for _ in range(count):
                item = self.value(kind, "")
                items += [item] if len(items) < _SHOWN_ITEMS else []
            return items
        self.lists[key] = tuple(self.value(kind, "") for _ in range(count))
        return list(self.lists[key][:_SHOWN_ITEMS])


def read(source: ByteSource, limits: Artefacts) -> ModelFile:
    """Read metadata and the list of tensors.

    Raises:
        UnreadError: The counts are absurd, or the file ends before.
    """
    reader = _Reader(source, limits)
    metadata = _head(reader)
    tensors = _tensors(reader, int(metadata.get("", "0")))
    alignment = int(text) if (text := metadata.get(_ALIGNMENT, "32")).isdigit() and 0 < int(text) < 1 << 20 else 32
    base = -(-reader.cursor.at // alignment) * alignment
    placed = tuple(_placed(tensor, base, source.size) for tensor in tensors)
    unread = sorted({tensor.dtype for tensor in placed if width(tensor.dtype) is None})
    notes = tuple(Message.of("artefact-type-unread", type=Name(dtype)) for dtype in unread)
    shown = tuple(sorted((key, value) for key, value in metadata.items() if key))
    return ModelFile(form=FORM, tensors=placed, metadata=shown, sources=(source,), notes=notes)


def vocabulary(source: ByteSource, limits: Artefacts) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return tokens and merges of the tokenizer in a file, empty where it has none."""
    reader = _Reader(source, limits)
    try:
        _head(reader)
    except UnreadError:
        return (), ()
    return reader.lists.get(TOKENS, ()), reader.lists.get(MERGES, ())


def _head(reader: _Reader) -> dict[str, str]:
    """Return the metadata; the number of tensors under an empty key."""
    cursor = reader.cursor
    if cursor.take(4) != MARK:
        raise damaged("mark")
    version = cursor.number("I")
    if version not in (2, 3):
        raise damaged("version")
    count, keys = cursor.number("Q"), cursor.number("Q")
    if count > reader.limits.max_tensors:
        raise beyond("max_tensors", reader.limits.max_tensors)
    if keys > cursor.stop // 13:  # the shortest entry has 13 bytes
        raise damaged("number of entries")
    metadata: dict[str, str] = {}
    for _ in range(keys):
        key = reader.text()
        metadata[key] = reader.value(cursor.number("I"), key)
    return {**metadata, "": str(count)}


def _tensors(reader: _Reader, count: int) -> list[Tensor]:
    cursor = reader.cursor
    found: list[Tensor] = []
    for _ in range(count):
        name = reader.text()
        dimensions = cursor.number("I")
        if dimensions > 8:
            raise damaged("dimensions")
        shape = shape_of([cursor.number("Q") for _ in range(dimensions)][::-1])
        kind, offset = cursor.number("I"), cursor.number("Q")
        if shape is None:
            raise damaged("shape")
        found.append(Tensor(name=name, shape=shape, dtype=_TYPES.get(kind, f"type {kind}"), start=offset))
    return found


def _placed(tensor: Tensor, base: int, size: int) -> Tensor:
    each = width(tensor.dtype)
    if each is None:
        return Tensor(name=tensor.name, shape=tensor.shape, dtype=tensor.dtype, unread="artefact-type")
    placed = Tensor(
        name=tensor.name,
        shape=tensor.shape,
        dtype=tensor.dtype,
        start=base + tensor.start,
        size=int(tensor.count * each),
    )
    return fits(placed, each, (size,))
