"""Changes the quotes of every message of a result, wherever the types have messages: so none is missed."""

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any, TypeVar, get_args, get_type_hints

from codematch.model.message import Message, Quote

Change = Callable[[str, str], str]
"""(place, such as `ledger:exclusions-3:basis:1`, and quote) -> what is in its place."""
_T = TypeVar("_T")


def with_quotes(value: _T, change: Change, place: str = "") -> _T:
    """Return a part of a result, a dataclass, with every quote in every message of it changed.

    Args:
        value: The part; parts that hold no messages by their type are returned as they are.
        change: Told the place and the quote; places count from 1 and differ for all quotes of the part.
        place: What every place begins with.
    """
    changed: _T = _changed(value, place, change)
    return changed


def _changed(value: Any, place: str, change: Change) -> Any:
    if not _has_quotes(value):
        return value
    if isinstance(value, Message):
        return _message(value, place, change)
    if isinstance(value, tuple):
        return tuple(
            _changed(item, f"{place}-{number}", change) if _has_quotes(item) else item
            for number, item in enumerate(value, start=1)
        )
    if not is_dataclass(value) or isinstance(value, type):
        return value
    before = {name: getattr(value, name) for name in _fields(value.__class__)}
    after = {name: _changed(item, f"{place}:{name}".lstrip(":"), change) for name, item in before.items()}
    changes = {name: item for name, item in after.items() if item != before[name]}
    return replace(value, **changes) if changes else value


def _has_quotes(value: Any) -> bool:
    """Say whether there is a quote in a message of a value; most have none, and naming their places takes long."""
    if value is None or isinstance(value, str | int | float):
        return isinstance(value, Quote)
    if isinstance(value, Message):
        return any(_has_quotes(item) for _, item in value.values)
    if isinstance(value, tuple):
        return any(map(_has_quotes, value))
    return is_dataclass(value) and any(_has_quotes(getattr(value, name)) for name in _fields(value.__class__))


def _message(message: Message, place: str, change: Change) -> Message:
    numbers = iter(range(1, 1 << 31))
    return message.with_quotes(lambda text: change(f"{place}:{next(numbers)}", text))


@cache
def _fields(kind: Any) -> tuple[str, ...]:
    """Return the fields of a dataclass that may hold a message."""
    hints = get_type_hints(kind)
    return tuple(item.name for item in fields(kind) if _may_hold(hints[item.name]))


@cache
def _may_hold(kind: Any) -> bool:
    if kind is Message:
        return True
    if is_dataclass(kind):
        return isinstance(kind, type) and bool(_fields(kind))
    return any(_may_hold(argument) for argument in get_args(kind))
