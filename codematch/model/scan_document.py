"""The result of a scan as plain data, and back; a scan has no tables."""

from typing import Any

from codematch.errors import InvariantError, StoreError
from codematch.model.document import codec
from codematch.model.scan import SCAN_VERSION, ScanResult
from codematch.model.shape import ShapeError


def scan_document(result: ScanResult) -> dict[str, Any]:
    """Return the result of a scan as plain data, in a fixed order."""
    written: dict[str, Any] = codec(ScanResult).write(result)
    return written


def from_scan_document(document: dict[str, Any]) -> ScanResult:
    """Return the result of a scan that `scan_document` made the document from.

    Raises:
        StoreError: The document has another shape or another `format_version`.
    """
    version = document.get("format_version") if isinstance(document, dict) else None
    if version != SCAN_VERSION:
        raise StoreError(f"not a scan of codematch in format {SCAN_VERSION}; give a scan.json that this version wrote")
    try:
        result: ScanResult = codec(ScanResult).read(document)
    except (ShapeError, InvariantError) as error:
        raise StoreError(f"not a scan of codematch: {error}") from None
    return result
