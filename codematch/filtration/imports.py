"""Imports, includes and package clauses: they follow from what a work uses."""

from collections.abc import Iterable

from codematch.filtration.file_view import FileView
from codematch.model.filtration import Mark, ReasonCode
from codematch.model.message import Message
from codematch.model.tokens import PassageKind
from codematch.settings import Filtration


def marks(file: FileView, settings: Filtration) -> Iterable[Mark]:
    """Label what the language calls an import."""
    for passage in file.stream.passages:
        if passage.kind is PassageKind.IMPORT:
            yield Mark(passage.first_token, passage.stop_token, ReasonCode.LANG_BOILERPLATE, Message.of("import"))
