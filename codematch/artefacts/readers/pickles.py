"""Pickles, read opcode by opcode to symbolic values: what loading would do is noted, and nothing of it is done.

`pickletools.genops` only names the opcodes and their arguments; `pickle` itself is never imported.
"""

import pickletools
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import IO, Any, cast

from codematch.artefacts.model_file import beyond, damaged
from codematch.settings import Artefacts


@dataclass(frozen=True, slots=True, eq=False)
class Named:
    """A callable that the pickle names: `module.name`."""

    name: str


@dataclass(slots=True, eq=False)
class Made:
    """What a call would return: the callable, its arguments, and the state that would be set."""

    of: Any
    arguments: Any
    state: Any = None


@dataclass(frozen=True, slots=True, eq=False)
class Stored:
    """A value outside the pickle, by its persistent id."""

    key: Any


@dataclass(slots=True, eq=False)
class Pairs:
    """A dictionary, as its pairs: keys need not be hashable."""

    items: list[tuple[Any, Any]] = field(default_factory=list)


class _Mark:
    pass


_MARK = _Mark()


class _Bounded:
    """A stream of which no part is read at once that is longer than a limit, whatever length an opcode claims."""

    def __init__(self, stream: IO[bytes], most: int) -> None:
        self._stream, self._most = stream, most

    def read(self, count: int) -> bytes:
        return self._stream.read(min(count, self._most))

    def readline(self) -> bytes:
        return self._stream.readline(self._most)

    def tell(self) -> int:
        return self._stream.tell()


class Machine:
    """Interprets one pickle; `names` are the callables that it names, in order."""

    def __init__(self, limits: Artefacts) -> None:
        self.names: list[str] = []
        self._limits = limits
        self._stack: list[Any] = []
        self._memo: dict[int, Any] = {}

    def run(self, stream: IO[bytes]) -> Any:
        """Return the symbolic value of the pickle at the place of a stream, which is left after it.

        Raises:
            UnreadError: It is damaged, or has too many steps.
        """
        steps = 0
        try:
            for opcode, argument, _ in pickletools.genops(
                cast(IO[bytes], _Bounded(stream, self._limits.max_header_bytes))
            ):
                steps += 1
                if steps > self._limits.max_steps:
                    raise beyond("max_steps", self._limits.max_steps)
                if opcode.name == "STOP":
                    return self._stack.pop()
                self._do(opcode.name, argument)
        except (ValueError, IndexError, KeyError, TypeError, AttributeError, OverflowError, UnicodeError) as error:
            raise damaged("pickle") from error
        raise damaged("pickle")

    def _do(self, name: str, argument: Any) -> None:
        if name in _IGNORED:
            return
        if name in _CONSTANTS:
            self._stack.append(_CONSTANTS[name])
        elif name in _ARGUMENTS:
            self._stack.append(argument)
        elif name in ("PUT", "BINPUT", "LONG_BINPUT", "MEMOIZE"):
            self._memo[len(self._memo) if name == "MEMOIZE" else argument] = self._stack[-1]
        elif name in ("GET", "BINGET", "LONG_BINGET"):
            self._stack.append(self._memo[argument])
        elif name in ("GLOBAL", "INST", "STACK_GLOBAL"):
            self._global(name, argument)
        else:
            _ACTIONS[name](self)

    def _global(self, name: str, argument: Any) -> None:
        if name == "STACK_GLOBAL":
            attribute, module = self._stack.pop(), self._stack.pop()
            full = f"{module}.{attribute}"
        else:
            full = str(argument).replace(" ", ".", 1)
        self.names.append(full)
        made: Any = Named(full)
        if name == "INST":
            made = Made(made, tuple(self.marked()))
        self._stack.append(made)

    def marked(self) -> list[Any]:
        """Take what is above the last mark off the stack."""
        taken: list[Any] = []
        while (item := self._stack.pop()) is not _MARK:
            taken.append(item)
        return taken[::-1]

    def call(self) -> None:
        """Replace a callable and its arguments by what the call would return."""
        arguments, of = self._stack.pop(), self._stack.pop()
        self._stack.append(Made(of, arguments))

    def call_with_names(self) -> None:
        """Do the same for a call with named arguments."""
        named, arguments, of = self._stack.pop(), self._stack.pop(), self._stack.pop()
        self._stack.append(Made(of, arguments, named))

    def build(self) -> None:
        """Note a state with what it would be set on."""
        state = self._stack.pop()
        if isinstance(self._stack[-1], Made):
            self._stack[-1].state = state

    def tuple_of(self, count: int) -> None:
        """Make a tuple of the last values."""
        items = tuple(self._stack[len(self._stack) - count :]) if count else ()
        if len(items) != count:
            raise ValueError("stack")
        del self._stack[len(self._stack) - count :]
        self._stack.append(items)

    def append(self, items: list[Any]) -> None:
        """Extend the list on top of the stack."""
        if isinstance(self._stack[-1], list):
            self._stack[-1].extend(items)

    def set_items(self, items: list[Any]) -> None:
        """Extend the dictionary on top of the stack; also that of an object that a call would return."""
        pairs = list(zip(items[::2], items[1::2], strict=True))
        top = self._stack[-1]
        if isinstance(top, Pairs):
            top.items.extend(pairs)
        elif isinstance(top, Made):
            top.state = top.state if isinstance(top.state, Pairs) else Pairs()
            top.state.items.extend(pairs)

    def push(self, value: Any) -> None:
        """Put a value on the stack."""
        self._stack.append(value)

    def pop(self) -> Any:
        """Take the last value off the stack."""
        return self._stack.pop()

    def drop(self) -> None:
        """Drop the last value."""
        self._stack.pop()

    def drop_marked(self) -> None:
        """Drop what is above the last mark."""
        self.marked()

    def object_of_class(self) -> None:
        """Replace a class and its arguments above the mark by an object."""
        of, *arguments = self.marked()
        self._stack.append(Made(of, tuple(arguments)))

    def double(self) -> None:
        """Repeat the last value."""
        self._stack.append(self._stack[-1])

    def extension(self) -> None:
        """Put a callable of the extension registry, which only its process knows, on the stack."""
        self._stack.append(Named("copyreg.extension"))


def _pair_up(items: list[Any]) -> Pairs:
    return Pairs(list(zip(items[::2], items[1::2], strict=True)))


_IGNORED = frozenset({"PROTO", "FRAME", "READONLY_BUFFER"})
_CONSTANTS: dict[str, Any] = {"NONE": None, "NEWTRUE": True, "NEWFALSE": False, "EMPTY_TUPLE": (), "MARK": _MARK}
_ARGUMENTS = frozenset({
    "INT", "BININT", "BININT1", "BININT2", "LONG", "LONG1", "LONG4", "STRING", "BINSTRING", "SHORT_BINSTRING",
    "BINBYTES", "SHORT_BINBYTES", "BINBYTES8", "BYTEARRAY8", "UNICODE", "SHORT_BINUNICODE", "BINUNICODE", "BINUNICODE8",
    "FLOAT", "BINFLOAT",
})  # fmt: skip
_ACTIONS: dict[str, Callable[[Machine], None]] = {
    "EMPTY_LIST": lambda it: it.push([]),
    "EMPTY_DICT": lambda it: it.push(Pairs()),
    "EMPTY_SET": lambda it: it.push([]),
    "LIST": lambda it: it.push(it.marked()),
    "TUPLE": lambda it: it.push(tuple(it.marked())),
    "TUPLE1": lambda it: it.tuple_of(1),
    "TUPLE2": lambda it: it.tuple_of(2),
    "TUPLE3": lambda it: it.tuple_of(3),
    "DICT": lambda it: it.push(_pair_up(it.marked())),
    "FROZENSET": lambda it: it.push(tuple(it.marked())),
    "APPEND": lambda it: it.append([it.pop()]),
    "APPENDS": lambda it: it.append(it.marked()),
    "ADDITEMS": lambda it: it.append(it.marked()),
    "SETITEM": lambda it: it.set_items([it.pop(), it.pop()][::-1]),
    "SETITEMS": lambda it: it.set_items(it.marked()),
    "POP": Machine.drop,
    "POP_MARK": Machine.drop_marked,
    "DUP": Machine.double,
    "REDUCE": Machine.call,
    "NEWOBJ": Machine.call,
    "NEWOBJ_EX": Machine.call_with_names,
    "OBJ": Machine.object_of_class,
    "BUILD": Machine.build,
    "PERSID": lambda it: it.push(Stored("")),
    "BINPERSID": lambda it: it.push(Stored(it.pop())),
    "EXT1": Machine.extension,
    "EXT2": Machine.extension,
    "EXT4": Machine.extension,
    "NEXT_BUFFER": lambda it: it.push(b""),
}
