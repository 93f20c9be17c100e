"""What a case keeps beside the comparison: the saved result, digests, manifests, the custody log."""

from codematch.case.saved_result import from_document, read_result, to_document

__all__ = ["from_document", "read_result", "to_document"]
