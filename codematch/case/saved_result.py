"""A saved comparison: the published document of a result, and how one is read back from `report.json`."""

import json
from os import PathLike
from pathlib import Path
from typing import Any

from codematch.errors import StoreError
from codematch.model.document import from_document, to_document
from codematch.model.result import CaseResult

__all__ = ["from_document", "read_result", "to_document"]


def read_result(path: str | PathLike[str]) -> CaseResult:
    """Read a result back from a `report.json` that any version up to this one wrote.

    Args:
        path: The file, or the folder of a finished run that holds it.

    Raises:
        StoreError: There is no such file, it cannot be read, it is not JSON, it is of a newer format, or it has
            another shape than a result.
    """
    place = Path(path)
    file = place / "report.json" if place.is_dir() else place
    try:
        content = file.read_bytes()
    except FileNotFoundError:
        raise StoreError(f"{file}: no such file; give the report.json of a finished run") from None
    except OSError as error:
        raise StoreError(f"{file}: cannot be read ({error.strerror}); give a readable report.json") from None
    try:
        document = json.loads(content, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise StoreError(f"{file}: not JSON, or truncated; give the report.json of a finished run") from None
    try:
        return from_document(document)
    except StoreError as error:
        raise StoreError(f"{file}: {error}") from None


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")
