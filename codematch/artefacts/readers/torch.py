"""Checkpoints of PyTorch: a zip with a pickle and a member for each storage, or one file of pickles and storages.

TorchScript and PaddlePaddle (`.pdparams`, a pickle with NumPy arrays) are read in the same way.
"""

import io
import itertools
from typing import IO, Any

from codematch.artefacts.model_file import ModelFile, Tensor, UnreadError, beyond, damaged, fits
from codematch.artefacts.readers.pickles import Machine, Made, Named, Pairs, Stored
from codematch.artefacts.readers.state import STORAGES, Held, tensors, unusual
from codematch.artefacts.readers.stream import Cursor
from codematch.artefacts.readers.zip_view import Held as HeldBytes
from codematch.artefacts.readers.zip_view import SourceStream, ZipView
from codematch.artefacts.values import width
from codematch.model.message import Message
from codematch.model.source import ByteSource
from codematch.settings import Artefacts

ZIP_FORM, PICKLE_FORM = "pytorch-zip", "pickle"
_MAGIC = 0x1950A86A20F9469CFC6C
_PICKLES = ("data.pkl", "constants.pkl")
_SIZES = {"F64": 8, "F32": 4, "F16": 2, "BF16": 2, "I64": 8, "I32": 4, "I16": 2, "I8": 1, "U8": 1, "BOOL": 1}


def read_zip(source: ByteSource, limits: Artefacts) -> ModelFile:
    """Read a checkpoint in a zip.

    Raises:
        UnreadError: It is damaged, exceeds a limit, or has no pickle of a checkpoint.
    """
    view = ZipView(source, limits)
    found = sorted(name for name in view.members if name.rpartition("/")[2] in _PICKLES)
    if not found:
        raise damaged("data.pkl")
    said: list[Tensor | Held] = []
    names: list[str] = []
    for name in found:
        machine = Machine(limits)
        value = machine.run(io.BytesIO(view.content(name)))
        names += machine.names
        folder = _folder(name)
        said += tensors(value, lambda key, folder=folder: (_place(view, f"{folder}/{key}"), 0))  # type: ignore[misc]
    return _model(ZIP_FORM, source, said, names, limits)


def _folder(name: str) -> str:
    """Return the folder of the storages of a pickle."""
    base, stem = name.rpartition("/")[0], name.rpartition("/")[2].removesuffix(".pkl")
    return f"{base}/{stem}" if base else stem


def _place(view: ZipView, name: str) -> int:
    return view.place(name)[0] if name in view.members else -1


def read_pickle(source: ByteSource, limits: Artefacts) -> ModelFile:
    """Read a checkpoint that is a pickle: the legacy form of PyTorch, or any pickle with NumPy arrays.

    Raises:
        UnreadError: It is damaged or exceeds a limit.
    """
    stream = io.BufferedReader(_Limited(source, limits.max_header_bytes))
    machine = Machine(limits)
    value = machine.run(stream)
    if value != _MAGIC:
        return _model(PICKLE_FORM, source, list(tensors(value, lambda _: (-1, 0))), machine.names, limits)
    return _legacy(source, stream, machine, limits)


class _Limited(SourceStream):
    """A stream that ends at a limit: arrays of a pickle are held in memory."""

    def __init__(self, source: ByteSource, most: int) -> None:
        super().__init__(source)
        self._most = most

    def readinto(self, buffer: object) -> int:
        """Fill a buffer; stop at the limit."""
        if self.tell() >= self._most:
            raise beyond("max_header_bytes", self._most)
        return super().readinto(buffer)


def _legacy(source: ByteSource, stream: IO[bytes], first: Machine, limits: Artefacts) -> ModelFile:
    """Read the parts of `torch.save` before version 1.6: protocol, system, value, keys, then each storage."""
    names, parts = list(first.names), list[Any]()
    for _ in range(4):
        machine = Machine(limits)
        parts.append(machine.run(stream))
        names += machine.names
    keys = [str(key) for key in parts[3]] if isinstance(parts[3], list) else []
    types: dict[str, str] = {}
    _note_types(parts[2], types)
    cursor, starts = Cursor(source, stream.tell()), dict[str, int]()
    for key in keys:
        count = cursor.number("Q")
        starts[key] = cursor.at
        cursor.skip(count * _SIZES[types.get(key, "")] if types.get(key, "") in _SIZES else source.size)
    said = list(tensors(parts[2], lambda key: (starts.get(key, -1), 0)))
    return _model(PICKLE_FORM, source, said, names, limits)


def _note_types(value: Any, types: dict[str, str]) -> None:
    """Note the type of each storage by its key."""
    pending, seen = [value], set[int]()
    while pending:
        item = pending.pop()
        if id(item) in seen:
            continue
        seen.add(id(item))
        if isinstance(item, Stored) and isinstance(item.key, tuple) and len(item.key) > 2:
            kind = item.key[1].name if isinstance(item.key[1], Named) else ""
            types[str(item.key[2])] = STORAGES.get(kind.rpartition(".")[2].removesuffix("Storage"), "")
        elif isinstance(item, Made):
            pending += [item.arguments, item.state]
        elif isinstance(item, Pairs):
            pending += itertools.chain.from_iterable(item.items)
        elif isinstance(item, list | tuple):
            pending += item


def _model(form: str, source: ByteSource, said: list[Tensor | Held], names: list[str], limits: Artefacts) -> ModelFile:
    if len(said) > limits.max_tensors:
        raise beyond("max_tensors", limits.max_tensors)
    raw = b"".join(item.raw for item in said if isinstance(item, Held))
    sources: tuple[ByteSource, ...] = (source, HeldBytes(raw)) if raw else (source,)
    sizes, at = tuple(one.size for one in sources), 0
    placed: list[Tensor] = []
    for item in said:
        if isinstance(item, Held):
            placed.append(_in_memory(item, at))
            at += len(item.raw)
        elif item.start >= 0:
            placed.append(_inside(fits(item, width(item.dtype) or 0.0, sizes), source.size))
        else:
            placed.append(item)
    notes: tuple[Message, ...] = unusual(names)
    return ModelFile(form=form, tensors=tuple(placed), sources=sources, notes=notes)


def _in_memory(held: Held, at: int) -> Tensor:
    order: tuple[int, ...] = ()
    if held.fortran and len(held.shape) > 1:
        order = tuple(itertools.accumulate((1, *held.shape[:-1]), lambda left, right: left * right))
    return Tensor(
        name=held.name, shape=held.shape, dtype=held.dtype, start=at, size=len(held.raw), source=1, order=order
    )


def _inside(tensor: Tensor, size: int) -> Tensor:
    """Return a tensor with strides without its place if these lead out of the file."""
    if not tensor.order:
        return tensor
    last = 1 + sum((length - 1) * stride for length, stride in zip(tensor.shape, tensor.order, strict=True))
    if tensor.start + last * (width(tensor.dtype) or 0) <= size and tensor.count <= last * _MAX_REPEATS:
        return tensor
    return Tensor(name=tensor.name, shape=tensor.shape, dtype=tensor.dtype, unread="artefact-outside")


_MAX_REPEATS = 16


def is_checkpoint(source: ByteSource, limits: Artefacts) -> bool:
    """Say whether a zip holds the pickle of a checkpoint."""
    try:
        view = ZipView(source, limits)
    except UnreadError:
        return False
    return any(name.rpartition("/")[2] in _PICKLES for name in view.members)
