"""What intake says of a work and its files, as text in a table and back."""

import json
from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from codematch import saved_files
from codematch.errors import InvariantError, StoreError
from codematch.model.document import codec
from codematch.model.message import Message
from codematch.model.shape import ShapeError
from codematch.model.source import Disposition, FileRecord, Limitation, Origin, Reason

_DEFAULTS: dict[str, Any] = {"reason": None, "detail": None, "other_digests": {}}
_DAMAGED = (ValueError, TypeError, KeyError, AttributeError, ShapeError, InvariantError)


def write_record(record: FileRecord) -> str:
    """Return a record as text; fields that have nothing in them are left out."""
    values = {item.name: getattr(record, item.name) for item in fields(record)}
    if record.detail is not None:
        values["detail"] = codec(Message).write(record.detail)
    values["other_digests"] = dict(record.other_digests)
    kept = {name: value for name, value in values.items() if value or (value == 0 and name == "size_bytes")}
    return json.dumps(kept, sort_keys=True, separators=(",", ":"))


def read_record(text: str) -> FileRecord:
    """Return the record that was written.

    Raises:
        StoreError: The text is none.
    """
    try:
        values = saved_files.json_value(text)
        detail, reason = values.pop("detail", None), values.pop("reason", None)
        return FileRecord(
            **{"digest": "", **values, "disposition": Disposition(values["disposition"])},
            reason=None if reason is None else Reason(reason),
            detail=None if detail is None else codec(Message).read(detail),
        )
    except _DAMAGED as error:
        raise _damaged(error) from None


def write_origin(origin: Origin) -> str:
    """Return an origin as text."""
    return json.dumps(codec(Origin).write(origin), sort_keys=True)


def read_origin(text: str) -> Origin:
    """Return the origin that was written.

    Raises:
        StoreError: The text is none.
    """
    try:
        origin: Origin = codec(Origin).read(saved_files.json_value(text))
    except _DAMAGED as error:
        raise _damaged(error) from None
    return origin


def write_limitations(limitations: Iterable[Limitation]) -> str:
    """Return limitations as text."""
    return json.dumps([codec(Limitation).write(one) for one in limitations], sort_keys=True)


def read_limitations(text: str) -> tuple[Limitation, ...]:
    """Return the limitations that were written.

    Raises:
        StoreError: The text has none.
    """
    try:
        return tuple(codec(Limitation).read(one) for one in saved_files.json_value(text))
    except _DAMAGED as error:
        raise _damaged(error) from None


def _damaged(error: Exception) -> StoreError:
    return StoreError(f"the index is damaged: a record cannot be read ({error}); run codematch index check")
