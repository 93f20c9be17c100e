"""A result as canonical JSON: the same bytes on every run and machine."""

import json
from collections.abc import Iterator
from typing import Any

from codematch.errors import InvariantError
from codematch.model.document import to_document, to_saved_document
from codematch.model.result import CaseResult
from codematch.model.unpacking import is_table
from codematch.report.render_options import RenderOptions

# A line for each exhibit and each row of a table keeps the document readable and comparable line by line, and leaves
# the bulk of the work to the compiled encoder (an indented dump takes ten times as long).
_OBJECTS_ON_LINES = 4
_LISTS_ON_LINES = 5

ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))


def render(result: CaseResult, options: RenderOptions | None = None) -> bytes:
    """Return `report.json`: UTF-8, keys sorted, numbers at stored precision, a final newline.

    What is printed, for other programs to read, has lists of objects in the place of tables. No other option counts.

    A lone surrogate, which UTF-8 cannot encode, is written as its JSON escape and reads back as itself.

    Raises:
        InvariantError: The result has a number that JSON cannot represent.
    """
    is_printed = options is not None and options.printed
    return encoded(to_document(result) if is_printed else to_saved_document(result))


def encoded(document: dict[str, Any]) -> bytes:
    """Return a document as canonical JSON in UTF-8.

    Raises:
        InvariantError: It has a number that JSON cannot represent.
    """
    try:
        text = "".join(_lines(document, 0))
    except ValueError as error:
        raise InvariantError(f"the result cannot be written as JSON: {error}") from error
    return text.encode("utf-8", "backslashreplace") + b"\n"


def _lines(value: Any, depth: int) -> Iterator[str]:
    """Yield JSON text, the outer levels spread over lines and everything deeper on one."""
    indent, outdent = "\n" + " " * (depth + 1), "\n" + " " * depth
    separator = indent
    if is_table(value) and depth <= _OBJECTS_ON_LINES:
        yield from _table_lines(value, indent, outdent)
    elif isinstance(value, dict) and value and depth < _OBJECTS_ON_LINES:
        yield "{"
        for key in sorted(value):
            yield f"{separator}{ENCODER.encode(key)}: "
            yield from _lines(value[key], depth + 1)
            separator = "," + indent
        yield outdent + "}"
    elif isinstance(value, list) and value and depth < _LISTS_ON_LINES:
        yield "["
        for item in value:
            yield separator
            yield from _lines(item, depth + 1)
            separator = "," + indent
        yield outdent + "]"
    else:
        yield ENCODER.encode(value)


def _table_lines(table: dict[str, Any], indent: str, outdent: str) -> Iterator[str]:
    """Yield a table with its rows on lines of their own; they are not indented, for there are many."""
    separator = "{"
    for key in sorted(table):
        yield f"{separator}{indent}{ENCODER.encode(key)}: "
        if key == "rows" and table[key]:
            yield "[\n"
            yield ",\n".join(map(ENCODER.encode, table[key]))
            yield outdent + "]"
        else:
            yield ENCODER.encode(table[key])
        separator = ","
    yield outdent + "}"
