"""What a file of a model says: tensors by name, shape and type, operations, and what could not be read."""

from dataclasses import dataclass, field
from math import prod

from codematch.model.message import Message, Name
from codematch.model.source import ByteSource


class UnreadError(Exception):
    """A file is not read, or not to its end; `why` says so."""

    def __init__(self, why: Message) -> None:
        super().__init__(str(why))
        self.why = why


def damaged(what: str) -> UnreadError:
    """Return the error for a file that contradicts its format; `what` names the part in the words of the format."""
    return UnreadError(Message.of("artefact-damaged", part=Name(what)))


def beyond(setting: str, limit: int) -> UnreadError:
    """Return the error for a file that exceeds a limit of the settings."""
    return UnreadError(Message.of("artefact-beyond", setting=Name(f"artefacts.{setting}"), limit=limit))


@dataclass(frozen=True, slots=True, kw_only=True)
class Tensor:
    """A tensor: where its values are, not the values.

    `dtype` is the name of the type as in safetensors (`F32`, `BF16`, `I8`, ...) or a block type of GGUF (`Q8_0`). The
    values begin at byte `start` of the file numbered `source` (see `ModelFile.sources`) and take `size` bytes;
    `start` is -1 where they cannot be read, `unread` says why. `order` are strides in elements if the values are not in
    row order, () if they are.
    """

    name: str
    shape: tuple[int, ...]
    dtype: str
    start: int = -1
    size: int = 0
    source: int = 0
    order: tuple[int, ...] = ()
    unread: str = ""

    @property
    def count(self) -> int:
        """The number of values."""
        return prod(self.shape)


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """An operation of a graph: its kind, and what it is given apart from tensors, as sorted (name, value)."""

    kind: str
    attributes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ModelFile:
    """One file of a model, read: `sources` are what the tensors lie in, `notes` what was met on the way."""

    form: str
    tensors: tuple[Tensor, ...] = ()
    operations: tuple[Operation, ...] = ()
    metadata: tuple[tuple[str, str], ...] = ()
    sources: tuple[ByteSource, ...] = ()
    notes: tuple[Message, ...] = field(default=())

    @property
    def parameters(self) -> int:
        """The number of values of all tensors."""
        return sum(tensor.count for tensor in self.tensors)


def fits(tensor: Tensor, width: float, sizes: tuple[int, ...]) -> Tensor:
    """Return a tensor; without a place of its values where they do not lie in its file, or have another size.

    `width` are the bytes of one value, `sizes` those of the sources.
    """
    expected = int(tensor.count * width)
    inside = 0 <= tensor.source < len(sizes) and 0 <= tensor.start <= sizes[tensor.source] - expected
    if inside and (tensor.order or tensor.size == expected):
        return tensor
    return Tensor(name=tensor.name, shape=tensor.shape, dtype=tensor.dtype, unread="artefact-outside")


def shape_of(values: object) -> tuple[int, ...] | None:
    """Return a shape from what a file states as one; None if it is none: a list of numbers from 0 to 2**40."""
    if not isinstance(values, list | tuple) or len(values) > _MAX_DIMENSIONS:
        return None
    if not all(type(value) is int and 0 <= value <= _MAX_LENGTH for value in values):
        return None
    shape = tuple(values)
    return shape if prod(shape) <= _MAX_COUNT else None


_MAX_DIMENSIONS = 64
_MAX_LENGTH = 1 << 40
_MAX_COUNT = 1 << 46
