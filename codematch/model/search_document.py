"""The result of a search as plain data, and back."""

from typing import Any

from codematch.errors import InvariantError, StoreError
from codematch.model.document import codec
from codematch.model.search import SEARCH_VERSION, SearchResult
from codematch.model.shape import ShapeError


def search_document(result: SearchResult) -> dict[str, Any]:
    """Return the result of a search as plain data, in a fixed order."""
    written: dict[str, Any] = codec(SearchResult).write(result)
    return written


def from_search_document(document: dict[str, Any]) -> SearchResult:
    """Return the result of a search that `search_document` made the document from.

    Raises:
        StoreError: The document has another shape or another `format_version`.
    """
    version = document.get("format_version") if isinstance(document, dict) else None
    if version != SEARCH_VERSION:
        raise StoreError(
            f"not a search of codematch in format {SEARCH_VERSION}; give a search.json that this version wrote"
        )
    try:
        result: SearchResult = codec(SearchResult).read(document)
    except (ShapeError, InvariantError) as error:
        raise StoreError(f"not a search of codematch: {error}") from None
    return result
