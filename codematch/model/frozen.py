"""How an array becomes part of a frozen value."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from types import NoneType
from typing import Any, TypeVar, dataclass_transform, get_args, get_origin, get_type_hints, overload
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import DTypeLike, NDArray

from codematch.errors import InvariantError

Kind = TypeVar("Kind", bound=type)
Value = TypeVar("Value")
Made = TypeVar("Made")
Element = TypeVar("Element", bound=np.generic)
_DTYPES = "__array_dtypes__"
_PLAIN = (str, bytes, int, float, NoneType)
"""Asked first, because asking whether a value is a mapping takes long."""


@overload
def array_value(kind: Kind, /) -> Kind: ...
@overload
def array_value(*, kw_only: bool = True, copy: bool = True) -> Callable[[Kind], Kind]: ...
@dataclass_transform(frozen_default=True, eq_default=False, kw_only_default=True)
def array_value(kind: Any = None, /, *, kw_only: bool = True, copy: bool = True) -> Any:
    """Make a class a frozen dataclass whose arrays are read-only, of exactly the declared type, and C-contiguous.

    Arrays in a tuple or a mapping are made read-only as they are. A pickled value is read-only again. The class
    is checked by its own `__post_init__`, if it has one, after that. Two values are equal only if they are the same
    object.

    Args:
        kind: The class, with annotations such as `NDArray[np.int64]`.
        kw_only: Whether it is made from keyword arguments only.
        copy: Whether arrays that can be written to are copied; else the given arrays become read-only themselves, which
            is for values whose maker hands its arrays over.
    """
    if kind is None:
        return lambda decorated: _array_value(decorated, kw_only, copy)
    return _array_value(kind, kw_only, copy)


def _array_value(kind: Any, kw_only: bool, copy: bool) -> Any:
    check = kind.__dict__.get("__post_init__")

    def freeze(self: Any) -> None:
        made = type(self)
        dtypes = made.__dict__.get(_DTYPES)
        if dtypes is None:
            dtypes = _array_dtypes(made) if copy else {}
            setattr(made, _DTYPES, dtypes)
        for name, dtype in dtypes.items():
            value = getattr(self, name)
            if value is not None:
                object.__setattr__(self, name, frozen_array(value, dtype))
        freeze_arrays(self)
        if check is not None:
            check(self)

    kind.__post_init__ = freeze
    kind.__setstate__ = restore
    return dataclass(frozen=True, slots=True, kw_only=kw_only, eq=False, weakref_slot=True)(kind)


def kept_with(make: Callable[[Value], Made]) -> Callable[[Value], Made]:
    """Let a function be asked once for each array value: what it makes is kept as long as the value is.

    A cache of so many of them would forget those of large works, and hold on to those of works that are done with.
    """
    kept: WeakKeyDictionary[Value, Made] = WeakKeyDictionary()

    @wraps(make)
    def find(value: Value) -> Made:
        found = kept.get(value)
        if found is None:
            found = kept[value] = make(value)
        return found

    return find


def restore(value: Any, state: Sequence[Any]) -> None:
    """Give a value that was pickled its fields, and make its arrays read-only, which NumPy makes anew.

    A frozen dataclass with slots that is no `array_value` names this as its `__setstate__`.

    Args:
        value: An object without fields.
        state: What they hold, in their order.
    """
    for name, held in zip(value.__dataclass_fields__, state, strict=True):
        object.__setattr__(value, name, held)
    freeze_arrays(value)


def frozen_array(values: Any, dtype: DTypeLike) -> NDArray[Any]:
    """Return a read-only, C-contiguous array of exactly `dtype` that nobody else can write to.

    Args:
        values: Anything that NumPy reads as a one-dimensional array.
        dtype: The exact element type.

    Returns:
        The array itself when it is already read-only, else a read-only copy.

    Raises:
        InvariantError: The values are not one-dimensional.
    """
    array = np.asarray(values)
    if array.dtype != np.dtype(dtype) or array.flags.writeable or not array.flags.c_contiguous:
        array = np.array(array, dtype=dtype, order="C", copy=True)
        array.flags.writeable = False
    if array.ndim != 1:
        raise InvariantError(f"an array of {array.ndim} dimensions stands where one dimension is meant")
    return array


def handed_over(array: NDArray[Element]) -> NDArray[Element]:
    """Return a new array, made read-only: the frozen value that it becomes part of need not copy it."""
    array.flags.writeable = False
    return array


def require(condition: bool, message: str) -> None:
    """Raise `InvariantError` with `message` unless `condition` holds."""
    if not condition:
        raise InvariantError(message)


def freeze_arrays(value: Any) -> None:
    """Make every array that a dataclass holds read-only, called when it is made; also arrays in a tuple or mapping."""
    for name in value.__dataclass_fields__:
        held = getattr(value, name)
        if isinstance(held, np.ndarray):
            held.flags.writeable = False
        elif not isinstance(held, _PLAIN) and isinstance(held, tuple | Mapping):
            for array in held.values() if isinstance(held, Mapping) else held:
                if isinstance(array, np.ndarray):
                    array.flags.writeable = False


def _array_dtypes(kind: type) -> dict[str, Any]:
    """Return the declared element type of each field of a dataclass that holds an array, or an array or None."""
    found = {}
    for name, hint in get_type_hints(kind).items():
        for part in map(_written_out, (hint, *get_args(hint))):
            if get_origin(part) is np.ndarray and get_origin(hint) not in (tuple, dict, Mapping):
                (element,) = get_args(get_args(part)[1])
                found[name] = element
    return found


def _written_out(hint: Any) -> Any:
    """Return what a hint abbreviates: from NumPy 2.5 on, `NDArray` is an alias of the language, and no array type."""
    alias = get_origin(hint) or hint
    if not hasattr(alias, "__type_params__") or not hasattr(alias, "__value__"):
        return hint
    given = get_args(hint)
    return alias.__value__[given] if given else alias.__value__
