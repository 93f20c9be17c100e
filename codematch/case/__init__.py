"""The parts of a case other than the comparison: saved result, digests, manifests, custody log, signature."""

from codematch.case.saved_result import from_document, missing_files, read_result, to_document

__all__ = ["from_document", "missing_files", "read_result", "to_document"]
