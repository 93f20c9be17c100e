"""ONNX (`onnx.proto`, IR version 3 and later): operations of the graph and its subgraphs, and the tensors in them."""

from collections.abc import Callable, Mapping

from codematch.artefacts.model_file import ModelFile, Operation, Tensor, UnreadError, beyond, damaged, fits, shape_of
from codematch.artefacts.readers.protobuf import BYTES, Field, Wire
from codematch.artefacts.readers.varints import stored
from codematch.artefacts.readers.zip_view import Held
from codematch.artefacts.values import NUMPY, width
from codematch.model.message import Message, PathName
from codematch.model.source import ByteSource
from codematch.settings import Artefacts

FORM = "onnx"
Sibling = Callable[[str], ByteSource | None]
"""Opens a file by its path from the folder of the model; None if the work has none there."""
_TYPES = {
    1: "F32", 2: "U8", 3: "I8", 4: "U16", 5: "I16", 6: "I32", 7: "I64", 8: "STRING", 9: "BOOL", 10: "F16", 11: "F64",
    12: "U32", 13: "U64", 16: "BF16", 17: "F8_E4M3", 19: "F8_E5M2",
}  # fmt: skip
_GRAPH = 7
_MAX_DEPTH = 16
_EXTERNAL = 1
_SHOWN_CHARACTERS = 80


class _Reader:
    def __init__(self, source: ByteSource, limits: Artefacts, sibling: Sibling) -> None:
        self.wire = Wire(source, limits.max_steps, limits.max_header_bytes)
        self.limits = limits
        self.sibling = sibling
        self.sources: list[ByteSource] = [source]
        self.by_path: dict[str, int] = {}
        self.tensors: list[Tensor] = []
        self.operations: list[Operation] = []
        self.notes: list[Message] = []

    def graph(self, field: Field, depth: int = 0) -> None:
        if depth > _MAX_DEPTH:
            raise damaged("nesting of graphs")
        for item in self.wire.fields(field.start, field.stop):
            if item.number == 1:
                self.node(item, depth)
            elif item.number == 5:
                self.tensor(item, "")

    def node(self, field: Field, depth: int) -> None:
        kind = name = ""
        attributes: list[Field] = []
        for item in self.wire.fields(field.start, field.stop):
            if item.number == 4:
                kind = self.wire.text(item)
            elif item.number == 2 and not name:
                name = self.wire.text(item)
            elif item.number == 5:
                attributes.append(item)
        said = [self.attribute(item, name, depth) for item in attributes]
        self.operations.append(Operation(kind=kind, attributes=tuple(sorted(each for each in said if each[0]))))
        if len(self.operations) > self.limits.max_tensors:
            raise beyond("max_tensors", self.limits.max_tensors)

    def attribute(self, field: Field, output: str, depth: int) -> tuple[str, str]:
        name, values = "", list[str]()
        for item in self.wire.fields(field.start, field.stop):
            if item.number == 1:
                name = self.wire.text(item)
            elif item.number in (2, 7):
                values += [f"{value:.9g}" for value in self.wire.floats(item)]
            elif item.number in (3, 8):
                values += map(str, self.wire.numbers(item))
            elif item.number in (4, 9):
                values.append(self.wire.text(item)[:_SHOWN_CHARACTERS])
            elif item.number == 5:
                self.tensor(item, output)
                return "", ""
            elif item.number in (6, 11):
                self.graph(item, depth + 1)
        return name, ", ".join(values)[:_SHOWN_CHARACTERS]

    def tensor(self, field: Field, name: str) -> None:
        dims: list[int] = []
        said: dict[int, Field] = {}
        external: dict[str, str] = {}
        for item in self.wire.fields(field.start, field.stop):
            if item.number == 1:
                dims += self.wire.numbers(item)
            elif item.number == 13:
                external.update(self._pair(item))
            else:
                said[item.number] = item
        shape = shape_of(dims)
        if shape is None:
            raise damaged("shape")
        kind = _TYPES.get(said[2].value if 2 in said else 0, "UNDEFINED")
        stated = self.wire.text(said[8]) if 8 in said else ""
        self.tensors.append(
            self._external(stated or name, shape, kind, external)
            if 14 in said and said[14].value == _EXTERNAL
            else self._held(stated or name, shape, kind, said)
        )
        if len(self.tensors) > self.limits.max_tensors:
            raise beyond("max_tensors", self.limits.max_tensors)

    def _held(self, name: str, shape: tuple[int, ...], kind: str, said: Mapping[int, Field]) -> Tensor:
        """Return a tensor whose values are in the file: as bytes, or listed as numbers of seven bits a byte."""
        place = _first(said, (9, 4, 10))
        if place is not None:
            return self._fit(_tensor(name, shape, kind, place))
        place = _first(said, (5, 7, 11))  # int32_data, int64_data, uint64_data
        if place is None or kind not in (*NUMPY, "BF16", "F8_E4M3", "F8_E5M2"):
            return _tensor(name, shape, kind, None)
        try:
            content = stored(self.wire.raw(place), kind)
        except UnreadError:
            return _tensor(name, shape, kind, None)
        self.sources.append(Held(content))
        listed = Tensor(name=name, shape=shape, dtype=kind, start=0, size=len(content), source=len(self.sources) - 1)
        return self._fit(listed)

    def _pair(self, field: Field) -> tuple[tuple[str, str], ...]:
        texts = {item.number: self.wire.text(item) for item in self.wire.fields(field.start, field.stop)}
        return ((texts.get(1, ""), texts.get(2, "")),)

    def _external(self, name: str, shape: tuple[int, ...], kind: str, said: dict[str, str]) -> Tensor:
        path = said.get("location", "")
        if path not in self.by_path:
            source = self.sibling(path)
            self.by_path[path] = len(self.sources) if source is not None else -1
            if source is None:
                self.notes.append(Message.of("artefact-external", path=PathName(path)))
            else:
                self.sources.append(source)
        number = self.by_path[path]
        if number < 0:
            return Tensor(name=name, shape=shape, dtype=kind, unread="artefact-external")
        start, length = (said.get(key, "0") for key in ("offset", "length"))
        if not (start.isdigit() and length.isdigit() and max(len(start), len(length)) < 20):
            raise damaged("external data")
        each = width(kind) or 0.0
        size = int(length) or int(each * shape_count(shape))
        return self._fit(Tensor(name=name, shape=shape, dtype=kind, start=int(start), size=size, source=number))

    def _fit(self, tensor: Tensor) -> Tensor:
        return fits(tensor, width(tensor.dtype) or 0.0, tuple(source.size for source in self.sources))


def shape_count(shape: tuple[int, ...]) -> int:
    """Return the number of values of a shape."""
    count = 1
    for length in shape:
        count *= length
    return count


def _first(said: Mapping[int, Field], numbers: tuple[int, ...]) -> Field | None:
    return next((said[number] for number in numbers if number in said and said[number].wire == BYTES), None)


def _tensor(name: str, shape: tuple[int, ...], kind: str, place: Field | None) -> Tensor:
    start, size = (-1, 0) if place is None else (place.start, place.stop - place.start)
    return Tensor(name=name, shape=shape, dtype=kind, start=start, size=size)


def read(source: ByteSource, limits: Artefacts, sibling: Sibling = lambda _: None) -> ModelFile:
    """Read the graph; data in other files only as far as `sibling` opens them.

    Raises:
        UnreadError: The file is damaged, exceeds a limit, or has no graph.
    """
    reader = _Reader(source, limits, sibling)
    metadata: list[tuple[str, str]] = []
    graphs = 0
    for field in reader.wire.fields():
        if field.number == _GRAPH and field.wire == 2:
            graphs += 1
            reader.graph(field)
        elif field.number in (2, 3, 6) and field.wire == 2:
            metadata.append((_ABOUT[field.number], reader.wire.text(field)[:_SHOWN_CHARACTERS]))
    if not graphs:
        raise damaged("graph")
    return ModelFile(
        form=FORM,
        tensors=tuple(reader.tensors),
        operations=tuple(reader.operations),
        metadata=tuple(sorted(metadata)),
        sources=tuple(reader.sources),
        notes=tuple(reader.notes),
    )


_ABOUT = {2: "producer_name", 3: "producer_version", 6: "doc_string"}
