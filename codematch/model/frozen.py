"""How an array becomes part of a frozen value."""

from dataclasses import fields
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from codematch.errors import InvariantError


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


def require(condition: bool, message: str) -> None:
    """Raise `InvariantError` with `message` unless `condition` holds."""
    if not condition:
        raise InvariantError(message)


def freeze_arrays(value: Any) -> None:
    """Make every array that a dataclass holds read-only, called when it is made; also arrays in a tuple."""
    for item in fields(value):
        held = getattr(value, item.name)
        for array in held if isinstance(held, tuple) else (held,):
            if isinstance(array, np.ndarray):
                array.flags.writeable = False
