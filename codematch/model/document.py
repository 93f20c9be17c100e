"""The published JSON shape of a result, in both directions.

The shape is the dataclasses of `codematch.model.result`, field for field, with these additions and exceptions:

* a `weight` also holds `total`, the sum of its channels as stored;
* `manifest` also holds `inputs`, the labels and root hashes of both works of every pair;
* a step of a `script` is the triple `[edit, known tokens, questioned tokens]`;
* a message is its `key` with its values in objects by their type: `numbers`, `names`, `paths`, `quotes`, `messages`; an
  object without values is left out;
* numbers of bits are stored with two decimals, shares with six (`codematch.model.precision`).

What is added is checked on reading, so a document that contradicts itself is refused.
"""

import math
from collections.abc import Callable, Set
from dataclasses import is_dataclass
from enum import Enum
from functools import cache, partial
from operator import attrgetter
from typing import Any, get_args, get_origin

from codematch.errors import InvariantError, StoreError
from codematch.model import ranges
from codematch.model.match import Alternative, Operation, Weight
from codematch.model.message import Message, Name, PathName, Quote
from codematch.model.precision import stored_bits, stored_share, stored_total
from codematch.model.result import FORMAT_VERSION, CaseResult, PairResult
from codematch.model.shape import (
    CHANNELS,
    REQUIRED_WEIGHT_FIELDS,
    WEIGHT_FIELDS,
    Codec,
    ShapeError,
    kind_of_items,
    kind_of_optional,
    places_of,
    required_of,
)
from codematch.model.sides import SIDES, Both
from codematch.model.steps import read_step, write_step
from codematch.model.tables import TABLES, write_table
from codematch.model.unpacking import unpacked

Writer = Callable[[Any], Any]
Reader = Callable[[Any], Any]

INPUTS = ("known_label", "known_root", "questioned_label", "questioned_root")


def to_document(result: CaseResult) -> dict[str, Any]:
    """Return a result as plain dictionaries, lists, text, numbers and None, numbers at stored precision.

    Raises:
        InvariantError: The result holds a number that is not finite, or a setting that is not plain data.
    """
    return _with_inputs(codec(CaseResult).write(result), result)


def to_saved_document(result: CaseResult) -> dict[str, Any]:
    """Return a result as it is saved: as `to_document` does, but what repeats is in tables (`codematch.model.tables`).

    Raises:
        InvariantError: As `to_document`.
    """
    return _with_inputs(_table_writer(CaseResult)(result), result)


def _with_inputs(document: dict[str, Any], result: CaseResult) -> dict[str, Any]:
    document["manifest"]["inputs"] = [_inputs(pair) for pair in result.pairs]
    return document


def part_to_document(value: object) -> Any:
    """Return a dataclass that holds parts of a result as plain data, in the shape that they have in `report.json`.

    Raises:
        InvariantError: A field has a type that no part of a result has.
    """
    kind: Any = type(value)
    return codec(kind).write(value)


def from_document(document: dict[str, Any]) -> CaseResult:
    """Return the result that `to_document` or `to_saved_document` made the document from.

    Raises:
        StoreError: The document has another shape or another `format_version`, or contradicts itself.
    """
    _check_version(document)
    try:
        document = _without_tables(document)
        result: CaseResult = codec(CaseResult).read(_without_inputs(document))
        ranges.check_places(result.pairs)
    except (ShapeError, InvariantError) as error:
        raise StoreError(f"not a result of codematch: {error}") from None
    if document["manifest"]["inputs"] != [_inputs(pair) for pair in result.pairs]:
        raise StoreError(
            "not a result of codematch: manifest.inputs and the pairs name different works; it was changed"
        )
    return result


def _inputs(pair: PairResult) -> dict[str, str]:
    works = (pair.known.label, pair.known.root, pair.questioned.label, pair.questioned.root)
    return dict(zip(INPUTS, works, strict=True))


def without_tables(document: dict[str, Any]) -> dict[str, Any]:
    """Return a saved document with lists of objects in the place of its tables, as `to_document` has them.

    Raises:
        StoreError: A table contradicts itself.
    """
    try:
        return _without_tables(document)
    except ShapeError as error:
        raise StoreError(f"not a result of codematch: {error}") from None


def _without_tables(document: dict[str, Any]) -> dict[str, Any]:
    try:
        return {**document, "pairs": unpacked(document["pairs"])} if "pairs" in document else document
    except ShapeError as error:
        raise error.inside("pairs") from None


def _without_inputs(document: dict[str, Any]) -> dict[str, Any]:
    manifest = document.get("manifest")
    if not isinstance(manifest, dict) or "inputs" not in manifest:
        raise ShapeError("inputs is missing", "manifest")
    return {**document, "manifest": {key: value for key, value in manifest.items() if key != "inputs"}}


def _check_version(document: Any) -> None:
    version = document.get("format_version") if isinstance(document, dict) else None
    if type(version) is not int or version < 1:
        raise StoreError("not a result of codematch: it has no format_version; give a report.json that codematch wrote")
    if version < FORMAT_VERSION:
        raise StoreError(
            f"written in format {version}, which codematch 0.1 reads; "
            "render it with that release, or compare the works again"
        )
    if version > FORMAT_VERSION:
        raise StoreError(
            f"written in format {version}, but this version reads up to {FORMAT_VERSION}; use a newer codematch"
        )


@cache
def codec(kind: Any) -> Codec:
    """Return how values of a type are written and read."""
    if kind in _SPECIAL:
        return _SPECIAL[kind]
    if is_dataclass(kind):
        return Codec(_dataclass_writer(kind, _field_writer), _dataclass_reader(kind))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return Codec({member: member.value for member in kind}.__getitem__, _enum_reader(kind))
    origin, arguments = get_origin(kind), get_args(kind)
    if (single := kind_of_optional(kind)) is not kind:
        write, read = codec(single)
        return Codec(
            lambda value: None if value is None else write(value), lambda value: None if value is None else read(value)
        )
    if origin is tuple:
        inner = codec(arguments[0])
        length = None if arguments[-1] is Ellipsis else len(arguments)
        return Codec(_sequence_writer(inner.write), _sequence_reader(inner.read, length))
    if origin is dict:
        return Codec(_plain, _mapping_reader(arguments[1]))
    raise InvariantError(f"no JSON shape for {kind}")


def _sequence_writer(write: Writer) -> Writer:
    return list if write is _same else lambda values: [write(value) for value in values] if values else []


@cache
def _table_writer(kind: Any) -> Writer:
    """Return what writes values of a type with tables in them."""
    item, single = kind_of_items(kind), kind_of_optional(kind)
    if item in TABLES:
        return partial(write_table, item, writer_of=cell_writer)
    if single is not kind:
        write = _table_writer(single)
        return lambda value: None if value is None else write(value)
    if item is not None:
        return _sequence_writer(_table_writer(item))
    if is_dataclass(kind) and kind not in _SPECIAL:
        return _dataclass_writer(kind, lambda kind, name, hint: _number_writer(kind, name, hint) or _table_writer(hint))
    return codec(kind).write


def cell_writer(kind: Any, name: str, hint: Any) -> Writer | None:
    """Return what writes the values of a field in a cell, None where they are plain data."""
    write = _field_writer(kind, name, hint)
    return None if write is _same else write


def _dataclass_writer(kind: Any, writer_of: Callable[[Any, str, Any], Writer]) -> Writer:
    """Return a writer that copies the fields in one call and then converts those that need it."""
    places, hints = places_of(kind)
    names = tuple(places)
    values_of = attrgetter(*places.values())
    convert = [(name, writer) for name in names if (writer := writer_of(kind, name, hints[name])) is not _same]

    def write(value: Any) -> dict[str, Any]:
        written = dict(zip(names, values_of(value), strict=True))
        for name, writer in convert:
            written[name] = writer(written[name])
        return written

    return write


def _field_writer(kind: Any, name: str, hint: Any) -> Writer:
    return _number_writer(kind, name, hint) or codec(hint).write


def _number_writer(kind: Any, name: str, hint: Any) -> Writer | None:
    """Return what rounds the numbers of a field, None where it has none."""
    number = stored_bits if _is_bits(kind, name) else stored_share
    if hint is float:
        return number
    return (lambda value: None if value is None else number(value)) if hint == float | None else None


def _is_bits(kind: Any, name: str) -> bool:
    return name.endswith("_bits") or (kind is Alternative and name == "structure")


def _same(value: Any) -> Any:
    return value


def _plain(value: Any) -> Any:
    """Copy settings and other free-form data, and refuse what JSON cannot hold."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if value is None or isinstance(value, str | int | float):
        return value
    raise InvariantError(f"a result holds {type(value).__name__}, which is not plain data")


def _write_weight(weight: Weight) -> dict[str, float]:
    written = {channel: stored_bits(getattr(weight, channel)) for channel in CHANNELS}
    written["total"] = stored_total(weight)
    return written


MESSAGE_VALUES: dict[str, type] = {"names": Name, "paths": PathName, "quotes": Quote, "messages": Message}
"""What the values of a message other than numbers are called, by their type; a row holds values of one type."""
_MAX_DEPTH = 16
"""How deep messages may be nested in a document; those of codematch are by a few levels."""


def message_document(message: Message) -> dict[str, Any]:
    """Return a message as plain data."""
    written: dict[str, Any] = {"key": message.key}
    for name, value in message.values:
        group, plain = _message_value(value)
        written.setdefault(group, {})[name] = plain
    return written


def _message_value(value: Any) -> tuple[str, Any]:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return "numbers", stored_share(value) if isinstance(value, float) else value
    single = value[0] if isinstance(value, tuple) and value else value
    for group, kind in MESSAGE_VALUES.items():
        if isinstance(single, kind):
            written = message_document if kind is Message else str
            return group, [written(item) for item in value] if isinstance(value, tuple) else written(value)
    raise InvariantError(f"a message holds {type(single).__name__}, which is no value of one")


def _dataclass_reader(kind: Any) -> Reader:
    places, hints = places_of(kind)
    readers = {name: ranges.reader(hints, name, hint, codec(hint).read) for name, hint in hints.items()}
    required = required_of(kind)

    def read(value: Any) -> Any:
        _check_keys(value, readers.keys(), required)
        arguments = {}
        for name, item in value.items():
            try:
                arguments[name] = readers[name](item)
            except ShapeError as error:
                raise error.inside(name) from None
        return kind(**_paired(arguments, places))

    return read


def _paired(arguments: dict[str, Any], places: dict[str, str]) -> dict[str, Any]:
    """Return the arguments of a dataclass with pairs of values put together again."""
    single = {name: value for name, value in arguments.items() if places[name] == name}
    names = {places[name].partition(".")[0] for name in arguments if places[name] != name}
    pairs = {name: Both(*(arguments[f"{side}_{name}"] for side in SIDES)) for name in sorted(names)}
    return {**single, **pairs}


def _check_keys(value: Any, known: Set[str], required: Set[str]) -> None:
    if not isinstance(value, dict):
        raise ShapeError(f"an object is expected, not {type(value).__name__}")
    missing, unknown = sorted(required - value.keys()), sorted(value.keys() - known)
    if missing or unknown:
        raise ShapeError(f"{missing[0]} is missing" if missing else f"unknown field {unknown[0]}")


def _enum_reader(kind: type[Enum]) -> Reader:
    members = {member.value: member for member in kind}

    def read(value: Any) -> Any:
        if not isinstance(value, str) or value not in members:
            raise ShapeError(f"not a {kind.__name__}: {value!r:.60}")
        return members[value]

    return read


def _sequence_reader(read_item: Reader, length: int | None) -> Reader:
    def read(value: Any) -> Any:
        if not isinstance(value, list) or (length is not None and len(value) != length):
            raise ShapeError("a list is expected" if length is None else f"a list of {length} is expected")
        items = []
        for index, item in enumerate(value):
            try:
                items.append(read_item(item))
            except ShapeError as error:
                raise error.inside(f"[{index}]") from None
        return tuple(items)

    return read


def _mapping_reader(kind: Any) -> Reader:
    read_item = _plain if kind is object else codec(kind).read

    def read(value: Any) -> Any:
        if not isinstance(value, dict):
            raise ShapeError(f"an object is expected, not {type(value).__name__}")
        return {key: read_item(item) for key, item in value.items()}

    return read


def _plain_reader(kind: type, words: str) -> Reader:
    def read(value: Any) -> Any:
        if type(value) is not kind:
            raise ShapeError(f"{words} is expected, not {type(value).__name__}")
        return value

    return read


def _read_number(value: Any) -> Any:
    if type(value) not in (int, float) or not math.isfinite(value):
        raise ShapeError(f"a number is expected, not {value!r:.60}")
    return float(value)


def _read_weight(value: Any) -> Any:
    _check_keys(value, WEIGHT_FIELDS, REQUIRED_WEIGHT_FIELDS)
    weight = Weight(**{channel: _read_number(value[channel]) for channel in CHANNELS if channel in value})
    if _read_number(value["total"]) != stored_total(weight):
        raise ShapeError("the total is not the sum of the channels")
    return weight


def message_from_document(value: Any, depth: int = 0) -> Message:
    """Return the message that `message_document` wrote as plain data; `depth` messages name it."""
    if depth > _MAX_DEPTH:
        raise ShapeError(f"messages are nested deeper than {_MAX_DEPTH} levels")
    _check_keys(value, {"key", "numbers", *MESSAGE_VALUES}, {"key"})
    values: dict[str, Any] = {}
    for name, number in _mapping_reader(object)(value.get("numbers", {})).items():
        values[name] = number if type(number) is int else _read_number(number)
    for group, kind in MESSAGE_VALUES.items():
        for name, item in _mapping_reader(object)(value.get(group, {})).items():
            items = [_message_part(kind, one, depth) for one in (item if isinstance(item, list) else [item])]
            values[name] = tuple(items) if isinstance(item, list) else items[0]
    return Message.of(codec(str).read(value["key"]), **values)


def _message_part(kind: type, value: Any, depth: int) -> Any:
    return message_from_document(value, depth + 1) if kind is Message else kind(codec(str).read(value))


_SPECIAL: dict[Any, Codec] = {
    Message: Codec(message_document, message_from_document),
    str: Codec(_same, _plain_reader(str, "text")),
    int: Codec(_same, _plain_reader(int, "a whole number")),
    bool: Codec(_same, _plain_reader(bool, "true or false")),
    float: Codec(stored_share, _read_number),  # in lists
    Weight: Codec(_write_weight, _read_weight),
    Operation: Codec(write_step, read_step),
}
