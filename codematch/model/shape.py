"""How the types of a result relate to its document: which field is which, and what is wrong at which place."""

import types
from collections.abc import Callable, Set
from dataclasses import MISSING, fields
from functools import cache
from typing import Any, NamedTuple, Union, get_args, get_origin, get_type_hints

from codematch.model.sides import SIDES, kind_of_both

CHANNELS = ("structure", "names", "literals", "comments", "renames")
"""The parts of a weight, in the order of a report."""
WEIGHT_FIELDS = frozenset({*CHANNELS, "total"})
"""The fields of a weight in a document."""
REQUIRED_WEIGHT_FIELDS = WEIGHT_FIELDS - {"renames"}
"""Those that results of earlier versions record too; what they do not record weighed nothing."""
BESIDE = {"beside": True}
"""The metadata of a field that is not part of the document: it is kept in a file beside it."""


class ShapeError(Exception):
    """A value of the wrong shape; the place is put together on the way up."""

    def __init__(self, message: str, place: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.place = place

    def inside(self, outer: str) -> "ShapeError":
        """Return the error with the place of what the value is in before its own."""
        joint = "" if not self.place or self.place.startswith("[") else "."
        return ShapeError(self.message, f"{outer}{joint}{self.place}")

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" if self.place else self.message


class Codec(NamedTuple):
    """How values of one type become plain data, and plain data such values, or a `ShapeError`."""

    write: Callable[[Any], Any]
    read: Callable[[Any], Any]


@cache
def places_of(kind: Any) -> tuple[dict[str, str], dict[str, Any]]:
    """Return where the value of each field of the document is in a dataclass, and of what type it is.

    A pair of values, `lines: Both[int]`, is two fields: `known_lines` and `questioned_lines`.
    """
    places, hints, declared = {}, {}, get_type_hints(kind)
    for name in (item.name for item in fields(kind) if item.metadata != BESIDE):
        hint = declared[name]
        inner = kind_of_both(hint)
        for side in ("",) if inner is None else SIDES:
            flat = f"{side}_{name}" if side else name
            places[flat], hints[flat] = (f"{name}.{side}", inner) if side else (name, hint)
    return places, hints


@cache
def required_of(kind: Any) -> Set[str]:
    """Return the fields of the document that a dataclass cannot do without."""
    optional = {
        item.name for item in fields(kind) if item.default is not MISSING or item.default_factory is not MISSING
    }
    return {name for name, place in places_of(kind)[0].items() if place.partition(".")[0] not in optional}


def kind_of_optional(hint: Any) -> Any:
    """Return the type of a value that may be None, and any other type as it is."""
    if get_origin(hint) not in (Union, types.UnionType):
        return hint
    single = [argument for argument in get_args(hint) if argument is not types.NoneType]
    return single[0] if len(single) == 1 else hint


def kind_of_items(hint: Any) -> Any:
    """Return the type of the items of a tuple of any length, None for another type."""
    arguments = get_args(hint)
    return arguments[0] if get_origin(hint) is tuple and arguments[-1] is Ellipsis else None
