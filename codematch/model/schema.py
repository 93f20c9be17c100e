"""The JSON Schema (2020-12) of a result, generated from the types that `codematch.model.document` reads and writes.

`python -m codematch.model.schema` writes `result.schema.json` next to this module; a test compares it with the types.
"""

import json
import types
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from pathlib import Path
from typing import Any, Union, get_args, get_origin

from codematch.errors import InvariantError
from codematch.model.document import CHANNELS, INPUTS, MESSAGE_VALUES, places_of
from codematch.model.match import Edit, Operation, Weight
from codematch.model.message import Message
from codematch.model.result import FORMAT_VERSION, CaseResult

Schema = dict[str, Any]

FILE = Path(__file__).with_name("result.schema.json")
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_TEXT: Schema = {"type": "string"}
_NUMBER: Schema = {"type": "number"}
_PLAIN: dict[Any, Schema] = {
    str: _TEXT,
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    float: _NUMBER,
    object: {},
}


def result_schema() -> Schema:
    """Return the schema of `report.json`.

    Raises:
        InvariantError: A type of the result has no JSON shape.
    """
    definitions: dict[str, Schema] = {}
    root = _of(CaseResult, definitions)
    manifest = definitions["Manifest"]
    inputs = _object(dict.fromkeys(INPUTS, _TEXT), INPUTS)
    manifest["properties"]["inputs"] = {"type": "array", "items": inputs}
    manifest["required"] = sorted({*manifest["required"], "inputs"})
    definitions["CaseResult"]["properties"]["format_version"] = {"const": FORMAT_VERSION}
    return {"$schema": _DIALECT, "title": "Result of codematch", **root, "$defs": dict(sorted(definitions.items()))}


def _object(properties: dict[str, Schema], required: tuple[str, ...] | list[str]) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": sorted(required),
        "additionalProperties": False,
    }


def _of(kind: Any, definitions: dict[str, Schema]) -> Schema:
    if kind in _PLAIN:
        return _PLAIN[kind]
    if kind in _SPECIAL or is_dataclass(kind) or (isinstance(kind, type) and issubclass(kind, Enum)):
        return _named(kind, definitions)
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        inner = [_of(argument, definitions) for argument in arguments if argument is not types.NoneType]
        return {"anyOf": [*inner, {"type": "null"}]}
    if origin is tuple:
        length = {} if arguments[-1] is Ellipsis else {"minItems": len(arguments), "maxItems": len(arguments)}
        return {"type": "array", "items": _of(arguments[0], definitions), **length}
    if origin is dict:
        return {"type": "object", "additionalProperties": _of(arguments[1], definitions)}
    raise InvariantError(f"no JSON schema for {kind}")


def _named(kind: Any, definitions: dict[str, Schema]) -> Schema:
    """Return a reference to the definition of a type, which is added where it is missing."""
    name = kind.__name__
    if name not in definitions:
        definitions[name] = {}  # a type may hold itself
        if kind in _SPECIAL:
            definitions[name] = _SPECIAL[kind]()
        elif is_dataclass(kind):
            definitions[name] = _dataclass(kind, definitions)
        else:
            definitions[name] = {"enum": [member.value for member in kind]}
    return {"$ref": f"#/$defs/{name}"}


def _dataclass(kind: Any, definitions: dict[str, Schema]) -> Schema:
    places, hints = places_of(kind)
    optional = {
        item.name for item in fields(kind) if item.default is not MISSING or item.default_factory is not MISSING
    }
    required = [name for name, place in places.items() if place.partition(".")[0] not in optional]
    return _object({name: _of(hint, definitions) for name, hint in hints.items()}, required)


def _weight() -> Schema:
    names = (*CHANNELS, "total")
    return _object(dict.fromkeys(names, _NUMBER), names)


def _operation() -> Schema:
    edits = {"enum": [edit.value for edit in Edit]}
    return {"type": "array", "prefixItems": [edits, _PLAIN[int], _PLAIN[int]], "items": False, "minItems": 3}


def _message() -> Schema:
    properties: dict[str, Schema] = {"key": _TEXT, "numbers": {"type": "object", "additionalProperties": _NUMBER}}
    for name, kind in MESSAGE_VALUES.items():
        one: Schema = {"$ref": "#/$defs/Message"} if kind is Message else _TEXT
        properties[name] = {
            "type": "object",
            "additionalProperties": {"anyOf": [one, {"type": "array", "items": one}]},
        }
    return _object(properties, ["key"])


_SPECIAL: dict[Any, Callable[[], Schema]] = {Weight: _weight, Operation: _operation, Message: _message}


def render() -> str:
    """Return the schema as text."""
    return json.dumps(result_schema(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    FILE.write_text(render(), encoding="utf-8")
