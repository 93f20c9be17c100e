"""The JSON Schema (2020-12) of a result, generated from the types that `codematch.model.document` reads and writes.

`python -m codematch.model.schema` writes `result.schema.json` next to this module; a test compares it with the types.
"""

import json
import types
from collections.abc import Callable, Iterator
from dataclasses import is_dataclass
from enum import Enum
from pathlib import Path
from typing import Any, Union, get_args, get_origin

from codematch.errors import InvariantError
from codematch.model.document import INPUTS, MESSAGE_VALUES, cell_writer
from codematch.model.match import Edit, Operation, Weight
from codematch.model.message import Message
from codematch.model.result import FORMAT_VERSION, CaseResult
from codematch.model.scan import SCAN_VERSION, ScanResult
from codematch.model.search import SEARCH_VERSION, SearchResult
from codematch.model.shape import (
    CHANNELS,
    REQUIRED_WEIGHT_FIELDS,
    kind_of_items,
    kind_of_optional,
    places_of,
    required_of,
)
from codematch.model.tables import REPEATS, RUNS, TABLES, columns_of, defaults_of, inner_of, names_of, runs_of

Schema = dict[str, Any]

FILE = Path(__file__).with_name("result.schema.json")
SCAN_FILE = Path(__file__).with_name("scan.schema.json")
SEARCH_FILE = Path(__file__).with_name("search.schema.json")
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


def scan_schema() -> Schema:
    """Return the schema of `scan.json`."""
    definitions: dict[str, Schema] = {}
    root = _of(ScanResult, definitions)
    definitions["ScanResult"]["properties"]["format_version"] = {"const": SCAN_VERSION}
    return {"$schema": _DIALECT, "title": "Scan of codematch", **root, "$defs": dict(sorted(definitions.items()))}


def search_schema() -> Schema:
    """Return the schema of `search.json`."""
    definitions: dict[str, Schema] = {}
    root = _of(SearchResult, definitions)
    definitions["SearchResult"]["properties"]["format_version"] = {"const": SEARCH_VERSION}
    return {"$schema": _DIALECT, "title": "Search of codematch", **root, "$defs": dict(sorted(definitions.items()))}


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
    if kind_of_items(kind) in TABLES:
        return _table(kind_of_items(kind), definitions)
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
    hints = places_of(kind)[1]
    return _object({name: _of(hint, definitions) for name, hint in hints.items()}, sorted(required_of(kind)))


def _table(kind: Any, definitions: dict[str, Schema]) -> Schema:
    """Return a reference to the definition of the table of a kind of rows, which is added where it is missing."""
    name = f"{kind.__name__}Table"
    if name not in definitions:
        definitions[name] = {}
        dictionaries: dict[str, Schema] = {}
        row = _row(kind, "", dictionaries, definitions)
        said = {
            "columns": names_of(kind, cell_writer),
            "defaults": defaults_of(kind, cell_writer),
            "inner": inner_of(kind, cell_writer),
            "repeats": dict(REPEATS.get(kind, {})),
            "runs": runs_of(kind),
        }
        parts = {key: {"const": value} for key, value in said.items() if value}
        if dictionaries:
            parts["dictionaries"] = _object(dictionaries, list(dictionaries))
        row["minItems"] -= len(said["defaults"])
        definitions[name] = _object(parts | {"rows": {"type": "array", "items": row}}, [*parts, "rows"])
    return {"$ref": f"#/$defs/{name}"}


def _row(kind: Any, outer: str, dictionaries: dict[str, Schema], definitions: dict[str, Schema]) -> Schema:
    """Return the schema of a row; the dictionaries of its columns are added, under names that begin with `outer`."""

    def cells(inside: Any, prefix: str, can_lack: bool) -> Iterator[Schema]:
        for column in columns_of(inside, cell_writer):
            name = prefix + column.name
            if column.is_rows:
                row = _row(column.kind, f"{outer}{name}.", dictionaries, definitions)
                cell: Schema = {"type": "array", "items": row}
            elif column.kind is not None:
                lacks = can_lack or kind_of_optional(column.hint) is not column.hint
                yield from cells(column.kind, f"{name}.", lacks)
                continue
            elif name in TABLES[kind]:
                dictionaries[outer + name] = {"type": "array", "items": _of(column.hint, definitions)}
                cell = {"type": "integer", "minimum": 0}
            else:
                cell = _of(column.hint, definitions)
            if kind in RUNS and name == RUNS[kind][0]:
                cell = {"anyOf": [cell, {"type": "array", "items": cell}]}
            yield {"anyOf": [cell, {"type": "null"}]} if can_lack or name in REPEATS.get(kind, {}) else cell

    found = list(cells(kind, "", False))
    return {"type": "array", "prefixItems": found, "items": False, "minItems": len(found)}


def _weight() -> Schema:
    names = (*CHANNELS, "total")
    return _object(dict.fromkeys(names, _NUMBER), [name for name in names if name in REQUIRED_WEIGHT_FIELDS])


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
    """Return the schema of a result as text."""
    return _text(result_schema())


def render_scan() -> str:
    """Return the schema of a scan as text."""
    return _text(scan_schema())


def render_search() -> str:
    """Return the schema of a search as text."""
    return _text(search_schema())


def _text(schema: Schema) -> str:
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    FILE.write_text(render(), encoding="utf-8")
    SCAN_FILE.write_text(render_scan(), encoding="utf-8")
    SEARCH_FILE.write_text(render_search(), encoding="utf-8")
